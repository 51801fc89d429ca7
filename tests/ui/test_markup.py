"""Markup in the service's texts is never interpreted in QGIS or the dock.

Qt takes text for rich text wherever it looks like it, and QGIS shows metadata and names in a browser with scripts:
a name of a product would load pictures from anywhere and tell their sender who looks at it.
"""

from __future__ import annotations

import re

import pytest
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, Qt
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QWidget,
)
from support.dock_user import DockUser
from support.fault_table import CONNECTIONS
from support.signed_in_application import WAIT_MS

from up42_jobs.core.domain.plain_text import plain
from up42_jobs.sandbox import Fault
from up42_jobs.ui.dock import CONFIGURE, JOBS, SCENES, Up42Dock
from up42_jobs.ui.options.check_dialog import CheckDialog
from up42_jobs.ui.options.connection_dialog import ConnectionDialog
from up42_jobs.ui.options.options_page import OptionsPage

# QGIS itself shows bold words; no text of its own or ours loads pictures or has scripts.
LIVE = re.compile(r"<\s*(img|script)\b", re.IGNORECASE)


@pytest.fixture
def user(request, application, sandbox, canvas, qtbot):
    sandbox.faults.add(Fault("markup", times=None))
    dock = Up42Dock(application, canvas)
    qtbot.addWidget(dock)
    dock.resize(500, 900)
    dock.show()
    yield DockUser(dock, application, request.param, qtbot, sandbox)
    dock.release()


def interpreted(text):
    """Tells whether Qt, left to itself, would take a text for rich text that holds the service's markup."""
    # PyQt6 does not offer Qt's own rule; there any markup counts.
    might_be_rich = getattr(Qt, "mightBeRichText", bool)
    return bool(LIVE.search(text)) and might_be_rich(text)


def own_markup(text):
    """What is shown of a text that is rich on purpose: tags of the service must be escaped in it."""
    return re.sub(r"</?(p|br|b|a|i|qt|html|body|span|div)\b[^>]*>", "", text)


def shown_by(widget):
    """Yields what a widget shows in ways that Qt may read as markup."""
    yield "tool tip", widget.toolTip()
    yield "what's this", widget.whatsThis()
    yield "status tip", widget.statusTip()
    for action in widget.actions():
        yield "action", action.toolTip()
    if isinstance(widget, QLabel):
        if widget.textFormat() == Qt.TextFormat.AutoText:
            yield "label", widget.text()
        elif widget.textFormat() == Qt.TextFormat.RichText:
            yield "rich label", own_markup(widget.text())
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from cells(widget.model(), QModelIndex())


def cells(model, parent):
    for row in range(model.rowCount(parent)):
        # A list's model keeps its column count to itself.
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
        for column in range(max(columns, 1)):
            index = model.index(row, column, parent)
            for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole):
                value = index.data(role)
                if isinstance(value, str):
                    yield "cell", value
        yield from cells(model, model.index(row, 0, parent))


def found_in_windows():
    """Returns all that is interpreted in any window of the application."""
    found = []
    for window in QApplication.topLevelWidgets():
        for widget in [window, *window.findChildren(QWidget)]:
            for where, text in shown_by(widget):
                if interpreted(text):
                    found.append((type(widget).__name__, widget.objectName(), where, text[:120]))
    return found


def found_in_layers():
    """Returns what QGIS would interpret of the layers of the project."""
    texts = [group.name() for group in QgsProject.instance().layerTreeRoot().findGroups(True)]
    for layer in QgsProject.instance().mapLayers().values():
        texts += [layer.name(), layer.htmlMetadata(), layer.attribution()]
    return [text[max(match.start() - 60, 0) : match.end() + 60] for text in texts for match in LIVE.finditer(text)]


@pytest.fixture
def tasks():
    """The titles of the tasks that are added from now on."""
    titles, manager = [], QgsApplication.taskManager()

    def note(number):
        titles.append(manager.task(number).description())

    manager.taskAdded.connect(note)
    yield titles
    # The manager is QGIS's own: the tests that follow have tasks too.
    manager.taskAdded.disconnect(note)


@pytest.mark.parametrize("user", list(CONNECTIONS.values()), indirect=True)
def test_nothing_of_a_hostile_service_is_interpreted_on_the_whole_way(tasks, user, application, qtbot, tmp_path):
    user.fill_in()
    assert any(LIVE.search(product.title) for product in application.account.products)
    assert found_in_windows() == []
    user.query()
    user.wait(lambda: user.has_scenes)
    assert found_in_windows() == []
    assert found_in_layers() == []
    user.order()
    user.wait(lambda: user.hold_dialog is not None)
    assert found_in_windows() == []
    user.confirm()
    user.wait(lambda: user.has_job)
    user.wait(lambda: user.is_done)
    user.wait(lambda: user.has_outputs)
    openers = ("ledger_button", "storage_button", "log_button")
    for tab, opener in ((CONFIGURE, ""), (SCENES, "preview_button"), *((JOBS, opener) for opener in openers)):
        user.dock.tabs.setCurrentIndex(tab)
        if opener and user.can_click(opener):
            user.click(opener)
        QApplication.processEvents()
        assert found_in_windows() == []
    check = CheckDialog(application.account, application.account.connection)
    for widget in (check, OptionsPage(application), ConnectionDialog(application.account)):
        qtbot.addWidget(widget)
        widget.show()
    qtbot.waitUntil(lambda: "No credits were spent" in check.state_label.text(), timeout=WAIT_MS)
    assert check.list.count() > 3
    assert found_in_windows() == []
    assert found_in_layers() == []
    assert tasks
    assert [text for text in tasks if LIVE.search(text)] == []


def test_plain_text_is_never_taken_for_rich_text():
    for text in ("<b>a</b>", "a < b > c", '<img src="x">', "<!-- -->", "&lt;b&gt;<b>"):
        assert not LIVE.search(plain(text))
        assert "<" not in plain(text)
    assert plain("Pléiades · 3 % & more") == "Pléiades · 3 % & more"
