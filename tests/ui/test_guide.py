"""Help opens the right page of the guide from a file of the plugin, without a network."""

from __future__ import annotations

from pathlib import Path

import pytest
from desktop import Desktop
from qgis.PyQt.QtCore import QObject, Qt, QUrl, pyqtSlot
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QTextBrowser
from support.dock_user import DockUser
from support.processing_provider import provider_of
from support.signed_in_application import WAIT_MS

from up42_jobs.core.domain.guide import GuidePage
from up42_jobs.plugin import Up42JobsPlugin
from up42_jobs.ui.dock import CONFIGURE, JOBS, SCENES, Up42Dock
from up42_jobs.ui.jobs.log_dialog import LogDialog
from up42_jobs.ui.options.check_dialog import CheckDialog
from up42_jobs.ui.options.connection_dialog import ConnectionDialog
from up42_jobs.ui.options.options_page import OptionsPage


class Browser(QObject):
    """Qt hands the files to it that it would open in the browser."""

    def __init__(self):
        super().__init__()
        self.files = []

    @pyqtSlot(QUrl)
    def show(self, url):
        self.files.append(Path(url.toLocalFile()))


@pytest.fixture
def opened():
    """The files that were opened."""
    browser = Browser()
    QDesktopServices.setUrlHandler("file", browser, "show")
    yield browser.files
    QDesktopServices.unsetUrlHandler("file")


def press_help(window):
    button = next(child for child in window.findChildren(QAbstractButton, "help_button") if child.isVisible())
    button.click()


def dialog(name):
    return next(
        widget for widget in QApplication.topLevelWidgets() if widget.objectName() == name and widget.isVisible()
    )


def test_the_docks_button_opens_the_page_of_the_current_tab(application, canvas, qtbot, opened):
    dock = Up42Dock(application, canvas)
    qtbot.addWidget(dock)
    dock.show()
    for tab in (CONFIGURE, SCENES, JOBS):
        dock.tabs.setCurrentIndex(tab)
        press_help(dock)
    dock.release()
    assert opened == [page.path for page in (GuidePage.TEST_QUERY, GuidePage.LOOKING, GuidePage.JOBS)]
    assert all(path.is_file() for path in opened)


def test_a_desktop_without_a_browser_is_answered_with_the_place_of_the_page(application, canvas, qtbot, monkeypatch):
    """A Help button that does nothing is worse than none: the path can be copied into a browser of another desktop."""
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    dock = Up42Dock(application, canvas)
    qtbot.addWidget(dock)
    dock.show()
    press_help(dock)
    viewer = dialog("guide_place_dialog")
    text = viewer.findChild(QTextBrowser)
    assert str(GuidePage.TEST_QUERY.path) in text.toPlainText()
    assert text.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    viewer.close()
    dock.release()


def test_every_dialog_on_the_way_of_an_order_opens_its_page(application, sandbox, canvas, qtbot, opened):
    dock = Up42Dock(application, canvas)
    qtbot.addWidget(dock)
    dock.resize(500, 900)
    dock.show()
    user = DockUser(dock, application, "Sandbox Platform", qtbot, sandbox)
    user.fill_in()
    user.query()
    user.wait(lambda: user.has_scenes)
    user.order()
    user.wait(lambda: user.hold_dialog is not None)
    press_help(user.hold_dialog)
    # Reading is no consent.
    assert user.hold_dialog is not None
    user.hold_dialog.reject()
    dock.tabs.setCurrentIndex(SCENES)
    user.click("preview_button")
    press_help(dialog("preview_dialog"))
    dialog("preview_dialog").close()
    dock.tabs.setCurrentIndex(JOBS)
    user.wait(lambda: user.can_click("ledger_button"))
    for name, button in (("ledger_dialog", "ledger_button"), ("storage_dialog", "storage_button")):
        user.click(button)
        press_help(dialog(name))
        dialog(name).close()
    dock.release()
    pages = (GuidePage.ORDERING, GuidePage.LOOKING, GuidePage.CAPS, GuidePage.STORAGE)
    assert opened == [page.path for page in pages]


def test_the_dialogs_of_the_options_open_their_pages(signed_in, qtbot, opened):
    account = signed_in.account
    windows = (
        (OptionsPage(signed_in), GuidePage.INSTALL),
        (ConnectionDialog(account), GuidePage.INSTALL),
        (CheckDialog(account, account.connection), GuidePage.TROUBLESHOOTING),
        (LogDialog("A job"), GuidePage.JOBS),
    )
    for window, _ in windows:
        qtbot.addWidget(window)
        window.show()
        press_help(window)
    qtbot.waitUntil(lambda: "No credits were spent" in windows[2][0].state_label.text(), timeout=WAIT_MS)
    assert opened == [page.path for _, page in windows]


def test_the_help_menu_of_qgis_opens_the_guide(opened, qtbot):
    desktop = Desktop()
    plugin = Up42JobsPlugin(desktop)
    plugin.initGui()
    action = next(action for action in desktop.help_menu.actions() if action.objectName() == "up42_jobs_help_action")
    action.trigger()
    plugin.unload()
    desktop.close()
    assert opened == [GuidePage.INDEX.path]


def test_the_help_of_an_algorithm_is_a_page_of_the_guide(sandbox, monkeypatch, tmp_path):
    # Processing opens this address in the browser; a web address would need a network.
    with provider_of(sandbox, monkeypatch, tmp_path) as provider:
        pages = {algorithm.name(): QUrl(algorithm.helpUrl()) for algorithm in provider.algorithms()}
    assert len(pages) > 5
    assert all(url.isLocalFile() and Path(url.toLocalFile()).is_file() for url in pages.values()), pages
    many = Path(pages["testqueryareas"].toLocalFile())
    assert (many, Path(pages["runjob"].toLocalFile())) == (GuidePage.MANY_AREAS.path, GuidePage.PROCESSING.path)
