"""A disabled temporal controller leaves no time filter on the map of another project."""

from __future__ import annotations

import pytest
from qgis.core import QgsDateTimeRange, QgsInterval, QgsProject, QgsTemporalNavigationObject, QgsUnitTypes
from qgis.PyQt.QtCore import QDate, QDateTime, QObject, Qt, QTime, QTimer
from support.signed_in_application import WAIT_MS

from up42_jobs.ui.map.stray_frame import StrayFrame

MODE = QgsTemporalNavigationObject.NavigationMode


@pytest.fixture
def controller(canvas):
    """The controller of the map after layers of some years were added."""
    controller = QgsTemporalNavigationObject(canvas)
    day = QDateTime(QDate(2020, 5, 18), QTime(0, 0), Qt.TimeSpec.UTC)
    controller.setTemporalExtents(QgsDateTimeRange(day, day.addYears(6)))
    controller.setFrameDuration(QgsInterval(1, QgsUnitTypes.TemporalUnit.TemporalHours))
    canvas.setTemporalController(controller)
    yield controller
    canvas.setTemporalController(None)


@pytest.fixture
def owner(canvas):
    owner = QObject()
    stray_frame = StrayFrame(canvas, owner)
    yield owner
    stray_frame.release()


def test_a_new_project_shows_all_times_where_the_controller_is_off(canvas, controller, owner, qtbot):
    QgsProject.instance().clear()
    # As QGIS's own panel does after the project was cleared.
    controller.setCurrentFrameNumber(3)
    assert canvas.mapSettings().isTemporal()
    qtbot.waitUntil(lambda: not canvas.mapSettings().isTemporal(), timeout=WAIT_MS)


def test_a_controller_that_is_on_keeps_its_moment(canvas, controller, owner, qtbot):
    QgsProject.instance().clear()
    controller.setNavigationMode(MODE.Animated)
    controller.setCurrentFrameNumber(3)
    # Timers of no time are answered in the order in which they were begun.
    later = []
    QTimer.singleShot(0, lambda: later.append(True))
    qtbot.waitUntil(lambda: bool(later), timeout=WAIT_MS)
    assert canvas.mapSettings().isTemporal()
