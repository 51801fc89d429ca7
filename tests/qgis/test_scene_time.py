"""The temporal controller plays the scenes' days and gets its former settings back."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from qgis.core import (
    QgsDateTimeRange,
    QgsInterval,
    QgsProject,
    QgsTemporalNavigationObject,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import QDateTime, Qt

from up42_jobs.core.app.scenes.scene_time import SceneTime

NOW = datetime(2026, 11, 22, 10, 32, tzinfo=timezone.utc)
MODE = QgsTemporalNavigationObject.NavigationMode


@pytest.fixture
def project(qgis_app):
    project = QgsProject.instance()
    project.clear()
    yield project
    project.clear()


def year(number):
    return QgsDateTimeRange(
        QDateTime.fromString(f"{number}-01-01T00:00:00Z", Qt.DateFormat.ISODate),
        QDateTime.fromString(f"{number}-12-31T00:00:00Z", Qt.DateFormat.ISODate),
    )


def shown(controller, frame):
    span = controller.dateTimeRangeForFrameNumber(frame)
    return span.begin().toString("yyyy-MM-dd HH:mm"), span.end().toString("yyyy-MM-dd HH:mm")


def test_every_day_with_scenes_is_one_frame_and_no_other_is(project):
    controller, scenes = QgsTemporalNavigationObject(), SceneTime(project)
    moments = [NOW, NOW - timedelta(days=40), NOW - timedelta(hours=3), NOW - timedelta(days=3)]
    assert scenes.begin(controller, moments)
    assert controller.navigationMode() == MODE.Animated
    assert [shown(controller, frame) for frame in range(controller.totalFrameCount())] == [
        ("2026-10-13 00:00", "2026-10-13 23:59"),
        ("2026-11-19 00:00", "2026-11-19 23:59"),
        ("2026-11-22 00:00", "2026-11-22 23:59"),
    ]
    assert (scenes.day, scenes.frame, scenes.frame_count) == ("2026-10-13", 0, 3)
    controller.next()
    assert scenes.day == "2026-11-19"


def test_the_range_of_the_project_is_not_ours(project):
    """QGIS looks at every layer of the project when it changes, and a project saved meanwhile would keep it."""
    project.timeSettings().setTemporalRange(year(2019))
    SceneTime(project).begin(QgsTemporalNavigationObject(), [NOW])
    assert project.timeSettings().temporalRange() == year(2019)


def test_controller_and_project_are_given_back_as_they_were(project):
    controller, scenes = QgsTemporalNavigationObject(), SceneTime(project)
    controller.setTemporalExtents(year(2020))
    controller.setFrameDuration(QgsInterval(2, QgsUnitTypes.TemporalUnit.TemporalWeeks))
    controller.setNavigationMode(MODE.FixedRange)
    project.timeSettings().setTemporalRange(year(2019))
    scenes.begin(controller, [NOW])
    # QGIS's own panel does so where its dates are edited meanwhile.
    project.timeSettings().setTemporalRange(year(2021))
    scenes.end()
    assert not scenes.is_on
    assert controller.temporalExtents() == year(2020)
    assert controller.frameDuration().originalDuration() == 2
    assert controller.frameDuration().originalUnit() == QgsUnitTypes.TemporalUnit.TemporalWeeks
    assert controller.navigationMode() == MODE.FixedRange
    assert controller.availableTemporalRanges() == []
    assert controller.animationState() == QgsTemporalNavigationObject.AnimationState.Idle
    assert project.timeSettings().temporalRange() == year(2019)


def test_without_a_controller_or_days_nothing_begins(project):
    scenes = SceneTime(project)
    assert not scenes.begin(None, [NOW])
    assert not scenes.begin(QgsTemporalNavigationObject(), [])
    assert not scenes.is_on
