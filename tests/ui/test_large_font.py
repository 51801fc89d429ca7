"""With a large font on a small screen every dialog can still be read, and left by its buttons."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QLabel, QLineEdit
from support.accessibility_walk import Walk
from support.dock_user import DockUser

from up42_jobs.ui.dock import SCENES, Up42Dock
from up42_jobs.ui.jobs.log_dialog import LogDialog
from up42_jobs.ui.parts.small import MAX_SCREEN_SHARE

# 90 % of a screen of 1366 x 768; the rest is the frame of the window and the task bar.
WIDTH, HEIGHT = 1229, 691
DOCK = (420, 1500)


class DialogWalk(Walk):
    """Goes the way of the accessibility walk, and notes what of each dialog is cut or out of reach."""

    def __init__(self, user, qtbot):
        super().__init__(user, qtbot)
        self.walked, self.faults = [], []

    def _measure(self, name, window):
        self.surfaces[name] = SimpleNamespace()
        if window is self.user.dock:
            return
        # The screen of the tests is lower: what took all of it takes all of a small screen.
        is_high = window.height() >= round(MAX_SCREEN_SHARE * window.screen().availableGeometry().height())
        window.resize(min(window.width(), WIDTH), HEIGHT if is_high else min(window.height(), HEIGHT))
        QApplication.processEvents()
        self.walked.append(name)
        if window.height() > HEIGHT or window.width() > WIDTH:
            self.faults.append(f"{name} needs {window.width()} x {window.height()}")
        self.faults += [f"{name}: {fault}" for fault in faults(window)]


def faults(window):
    """Returns controls that are lower than their text, and buttons of the window itself that are cut by its edge."""
    for widget in window.findChildren((QLabel, QLineEdit, QComboBox, QAbstractSpinBox, QAbstractButton)):
        # Parts of another control are measured with it.
        is_part = isinstance(widget.parentWidget(), (QAbstractSpinBox, QLineEdit, QComboBox))
        if not widget.isVisible() or is_part or not widget.objectName():
            continue
        is_wrapped = isinstance(widget, QLabel) and widget.hasHeightForWidth()
        needed = widget.heightForWidth(widget.width()) if is_wrapped else widget.minimumSizeHint().height()
        if widget.height() < needed:
            yield f"{widget.objectName()} has {widget.height()} of {needed} px"
    for button in window.findChildren(QAbstractButton):
        is_ours = button.parentWidget() is window or button.parentWidget().parentWidget() is window
        if button.isVisible() and is_ours and button.visibleRegion().boundingRect() != button.rect():
            yield f"{button.text()} is cut"


@pytest.fixture
def user(large_font, application, canvas, qtbot, sandbox):
    dock = Up42Dock(application, canvas)
    dock.resize(*DOCK)
    dock.show()
    yield DockUser(dock, application, "Sandbox Platform", qtbot, sandbox)
    dock.release()
    sip.delete(dock)


def test_every_dialog_fits_a_small_screen_at_18_points(user, qtbot):
    """The preview was 1,060 px high, so that its order button was below the screen."""
    walk = DialogWalk(user, qtbot)
    walk.run()
    log = LogDialog("Pléiades Display")
    qtbot.addWidget(log)
    log.show()
    walk._measure("Log", log)
    assert len(walk.walked) >= 9, walk.walked
    assert walk.faults == [], "\n".join(walk.faults)


def test_the_filters_of_scenes_are_scrolled_and_not_squeezed(user, qtbot):
    """Seven rows of filters lay over each other in 140 px, and none could be read."""
    user.fill_in()
    user.query()
    user.wait(lambda: user.has_scenes)
    user.dock.tabs.setCurrentIndex(SCENES)
    bar = user.dock.scenes_panel().filter_bar
    bar.filters_button.click()
    user.dock.resize(420, 800)
    QApplication.processEvents()
    for control in (bar.first_date, bar.cloud_spin, bar.coverage_spin):
        assert control.height() >= control.minimumSizeHint().height(), control.objectName()


def test_titles_of_the_tabs_are_whole_with_their_counts_or_without(user):
    """In 400 pixels they were “Config…”, “Scenes (…” and “Jobs…”."""
    user.fill_in()
    user.query()
    user.wait(lambda: user.has_scenes)
    tabs = user.dock.tabs
    titles = {}
    for width in (400, 900, 400):
        user.dock.resize(width, 800)
        QApplication.processEvents()
        assert tabs.tabBar().sizeHint().width() <= tabs.width()
        titles[width] = [tabs.tabText(number) for number in range(3)]
    assert titles[400] == ["Configure", "Scenes", "Jobs"]
    assert [title.split(" (")[0] for title in titles[900]] == titles[400]
    assert titles[900][SCENES].endswith(f"({user.application.scenes.rowCount()})")
    # What is left out can still be read.
    assert tabs.tabToolTip(SCENES) == titles[900][SCENES]
