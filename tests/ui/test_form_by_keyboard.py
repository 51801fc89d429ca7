"""The form without a mouse, and for those who do not see it: keys, names, targets."""

from __future__ import annotations

import re

import pytest
from qgis.core import QgsRectangle
from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QScrollBar,
    QSlider,
    QTabBar,
    QToolButton,
    QWidget,
)
from support.signed_in_application import LONLAT, WAIT_MS

from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.ui.dock import SCENES, Up42Dock
from up42_jobs.ui.options.connection_dialog import ConnectionDialog
from up42_jobs.ui.options.options_page import OptionsPage

# The letters of QGIS's menu bar, which get every Alt+letter while the dock is docked: Project, Edit, View, Layer,
# Settings, Plugins, Vector, Raster, Database, Web, Mesh, Processing, Help.
TAKEN = frozenset("JEVLSPORDWMCH")
MIN_PX = 24
_INTERACTIVE = (QAbstractButton, QComboBox, QAbstractSpinBox, QSlider)


@pytest.fixture
def dock(on_platform, canvas, qtbot):
    canvas.setExtent(QgsRectangle(-0.41, 39.39, -0.38, 39.42))
    on_platform.area.use_rectangle(QgsRectangle(-0.40, 39.40, -0.39, 39.41), LONLAT)
    on_platform.area.use_rectangle(QgsRectangle(-0.40, 39.40, -0.391, 39.409), LONLAT)
    dock = Up42Dock(on_platform, canvas)
    qtbot.addWidget(dock)
    dock.resize(400, 2000)
    dock.show()
    for group in dock.findChildren(QgsCollapsibleGroupBox):
        group.setCollapsed(False)
    QApplication.processEvents()
    yield dock
    dock.release()


def letters(window):
    """Returns the letter of each visible mnemonic."""
    texts = [label.text() for label in window.findChildren(QLabel) if label.isVisible() and label.buddy() is not None]
    texts += [button.text() for button in window.findChildren(QAbstractButton) if button.isVisible()]
    found = (re.search(r"&(\w)", text.replace("&&", "")) for text in texts)
    return [match.group(1).upper() for match in found if match]


def interactive(window):
    found = [child for kind in _INTERACTIVE for child in window.findChildren(kind)]
    return [child for child in found if child.isVisible() and not isinstance(child, QScrollBar) and _is_own(child)]


def _is_own(child):
    """Returns whether a widget is a target of its own: no part of another one, and no tab that scrolls."""
    parent = child.parentWidget()
    return not isinstance(parent, (*_INTERACTIVE, QTabBar)) and child.objectName() not in ("qt_spinbox_lineedit",)


def test_mnemonics_of_the_form_work_while_it_is_docked_and_none_is_there_twice(dock):
    """15 of 25 opened a menu of QGIS instead."""
    found = letters(dock)
    assert len(found) >= 7
    assert not set(found) & TAKEN
    assert len(found) == len(set(found))


@pytest.mark.parametrize("kind", [OptionsPage, ConnectionDialog])
def test_windows_of_their_own_have_no_mnemonic_twice(kind, application, qtbot):
    window = kind(application if kind is OptionsPage else application.account)
    qtbot.addWidget(window)
    window.show()
    found = letters(window)
    assert found
    assert len(found) == len(set(found))


def test_all_controls_of_the_form_have_a_short_name_and_a_target_that_can_be_hit(dock):
    """A screen reader reads a name each time; a sentence belongs into the description."""
    walked = interactive(dock)
    assert len(walked) > 15
    nameless = [
        (type(child).__name__, child.objectName(), child.parentWidget().objectName())
        for child in walked
        if not (child.accessibleName() or _label_of(dock, child))
    ]
    assert nameless == []
    icons = [child for child in walked if isinstance(child, QToolButton) and not child.text()]
    assert len(icons) > 6
    assert [child.accessibleName() for child in icons if len(child.accessibleName().split()) > 3] == []
    small = [(child.objectName(), child.width(), child.height()) for child in walked if child.height() < MIN_PX]
    small += [(child.objectName(), child.width()) for child in icons if child.width() < MIN_PX]
    assert small == []


def _label_of(window, child):
    if isinstance(child, QAbstractButton) and child.text():
        return child.text()
    return next((label.text() for label in window.findChildren(QLabel) if label.buddy() is child), "")


@pytest.mark.parametrize("name", ["product_combo", "limit_spin", "start_date", "request_edit", "draw_polygon_button"])
def test_one_key_runs_the_query_from_anywhere_in_the_form(name, dock, on_platform, qtbot):
    """28 Tabs lay between the connection and the button."""
    dock.activateWindow()
    widget = dock.findChild(QWidget, name)
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert on_platform.dry_run.is_busy
    qtbot.waitUntil(lambda: on_platform.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)


def test_the_key_does_nothing_on_other_tabs_nor_without_an_area(dock, on_platform):
    dock.tabs.setCurrentIndex(SCENES)
    QTest.keyClick(dock.tabs.tabBar(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not on_platform.dry_run.is_busy
    dock.tabs.setCurrentIndex(0)
    on_platform.area.clear()
    QTest.keyClick(dock.tabs.tabBar(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not on_platform.dry_run.is_busy


def test_what_is_typed_counts_when_the_key_runs(dock, on_platform, qtbot):
    """A number that is still being typed is applied when its editor loses the focus."""
    dock.activateWindow()
    spin = dock.findChild(QAbstractSpinBox, "limit_spin")
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, "2")
    QTest.keyClick(spin, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: on_platform.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)
    assert len(on_platform.dry_run.collection.scenes) == 2
