"""The timeline above the list of scenes: looking through, choosing and filtering by dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from qgis.core import QgsTemporalNavigationObject
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QColor, QMouseEvent, QPalette, QWheelEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication
from support.accessibility import tab_stops
from support.pointer import double_click
from support.scene_panel import NOW, select, show_result, shown_ids, some_scenes, square
from support.signed_in_application import WAIT_MS, run_query

from up42_jobs.core.app.scenes.scene_timeline import SceneTimeline
from up42_jobs.core.domain.scenes.scene import PlacedQuicklook
from up42_jobs.core.domain.scenes.timeline import TimelineBar, TimelineRows
from up42_jobs.ui.parts.colours import contrast
from up42_jobs.ui.scenes.scenes_panel import ScenesPanel
from up42_jobs.ui.scenes.timeline import Timeline
from up42_jobs.ui.scenes.timeline_painter import TimelinePainter

LEFT, CTRL, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def panel(application, canvas, qtbot):
    """The tab in a window of usual height."""
    panel = ScenesPanel(application, canvas)
    qtbot.addWidget(panel)
    panel.resize(360, 900)
    panel.show()
    yield panel
    panel.release()


def chosen(panel):
    return {scene.id for scene in panel.selected_scenes()}


def centre_of(timeline, scene_id):
    return timeline.place_of(scene_id).center()


def drag(timeline, start, end):
    """Drags as a user does, in several moves."""
    QTest.mousePress(timeline, LEFT, NONE, start)
    for share in (0.3, 0.7, 1.0):
        spot = QPointF(round(start.x() + share * (end.x() - start.x())), start.y())
        on_screen = QPointF(timeline.mapToGlobal(spot.toPoint()))
        QApplication.sendEvent(timeline, QMouseEvent(QEvent.Type.MouseMove, spot, on_screen, LEFT, LEFT, NONE))
    QTest.mouseRelease(timeline, LEFT, NONE, end)


def test_a_click_on_a_bar_selects_its_scene_and_ctrl_adds_another(panel, application):
    show_result(application, some_scenes(9))
    timeline = panel.strip.timeline
    assert timeline.isVisible()
    QTest.mouseClick(timeline, LEFT, NONE, centre_of(timeline, "scene-3"))
    assert chosen(panel) == {"scene-3"}
    QTest.mouseClick(timeline, LEFT, CTRL, centre_of(timeline, "scene-6"))
    assert chosen(panel) == {"scene-3", "scene-6"}
    QTest.mouseClick(timeline, LEFT, CTRL, centre_of(timeline, "scene-3"))
    assert chosen(panel) == {"scene-6"}


def test_a_drag_shows_only_its_dates_and_a_double_click_all_again(panel, application, qtbot):
    show_result(application, some_scenes(30))
    timeline = panel.strip.timeline
    drag(timeline, centre_of(timeline, "scene-12"), centre_of(timeline, "scene-4"))
    assert shown_ids(panel) == [f"scene-{number}" for number in range(4, 13)]
    # The bars stay, so that the dates can be widened again.
    qtbot.waitUntil(lambda: sum(bar.is_listed for bar in application.scene_timeline.rows.bars) == 9, timeout=WAIT_MS)
    assert len(application.scene_timeline.rows.bars) == 30
    assert panel.filter_bar.first_date.date().toString("yyyy-MM-dd") == str((NOW - timedelta(days=12)).date())
    double_click(timeline, centre_of(timeline, "scene-20"))
    assert len(shown_ids(panel)) == 30
    assert not panel.status.take_filters_off_button.isVisible()


def test_a_timeline_of_any_height_is_painted(panel, application):
    """With large letters in a low dock it was as high as its axis alone, and painting divided by nothing."""
    show_result(application, some_scenes(3))
    timeline = panel.strip.timeline
    timeline.setMinimumHeight(0)
    for height in range(1, 60):
        timeline.resize(300, height)
        assert not timeline.grab().isNull()


def test_a_drag_beyond_all_scenes_is_no_filter(panel, application):
    show_result(application, some_scenes(10))
    timeline = panel.strip.timeline
    drag(timeline, QPoint(timeline.width() - 1, 20), QPoint(0, 20))
    assert not application.scene_filter.filters.is_active


def test_it_is_used_by_keys_alone(panel, application):
    """No scene needs a mouse; what a screen reader says changes with each step."""
    show_result(application, some_scenes(6))
    timeline = panel.strip.timeline
    timeline.setFocus()
    assert timeline.current_id == "scene-0"
    QTest.keyClick(timeline, Qt.Key.Key_Left)
    assert chosen(panel) == {"scene-1"}
    first = timeline.accessibleDescription()
    assert "2026-11-21" in first
    assert "5 of 6" in first
    assert "Selected" in first
    QTest.keyClick(timeline, Qt.Key.Key_Left)
    assert timeline.accessibleDescription() != first
    assert timeline.value() == 3
    QTest.keyClick(timeline, Qt.Key.Key_Home)
    assert chosen(panel) == {"scene-5"}
    QTest.keyClick(timeline, Qt.Key.Key_Space)
    assert chosen(panel) == set()
    QTest.keyClick(timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert shown_ids(panel) == ["scene-3", "scene-4", "scene-5"]
    QTest.keyClick(timeline, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert shown_ids(panel) == ["scene-4", "scene-5"]
    QTest.keyClick(timeline, Qt.Key.Key_Escape)
    assert len(shown_ids(panel)) == 6


def test_it_follows_the_list(panel, application, qtbot):
    show_result(application, some_scenes(6))
    timeline = panel.strip.timeline
    panel.scenes_view.setCurrentIndex(panel.scenes_view.model().index(4, 0))
    assert timeline.current_id == "scene-4"
    select(panel, 2)
    panel.scenes_view.setCurrentIndex(panel.scenes_view.model().index(2, 0))
    assert "Selected" in timeline.accessibleDescription()
    application.scenes.set_owned(["scene-2"])
    application.scenes.set_quicklooks([PlacedQuicklook("scene-2", "x", "y", "corners", 0.9, aoi_cloud_cover=37.0)])
    qtbot.waitUntil(lambda: "Cloud 37 %, Owned" in timeline.accessibleDescription(), timeout=WAIT_MS)


def test_tab_reaches_it_between_the_filters_and_the_list(panel, application):
    """As it is on the screen: it was the first stop of all."""
    show_result(application, some_scenes(6))
    stops = tab_stops(panel)
    wanted = [panel.filter_bar.filter_edit, panel.strip.timeline, panel.scenes_view]
    assert [stop for stop in stops if stop in wanted] == wanted


def test_hovering_a_bar_lights_its_footprint(panel, application):
    show_result(application, tuple(replace(scene, footprint=square(9)) for scene in some_scenes(3)))
    timeline = panel.strip.timeline
    assert not panel.light.band.isVisible()
    QTest.mouseMove(timeline, centre_of(timeline, "scene-1"))
    assert panel.light.band.isVisible()
    QApplication.sendEvent(timeline, QEvent(QEvent.Type.Leave))
    assert not panel.light.band.isVisible()


def test_a_bar_stays_lit_while_others_arrive_and_no_longer(panel, application, qtbot):
    """Clouds arrive all the time: the footprint of a bar that was hovered then stayed on the map for good."""
    show_result(application, tuple(replace(scene, footprint=square(9)) for scene in some_scenes(3)))
    timeline = panel.strip.timeline
    QTest.mouseMove(timeline, centre_of(timeline, "scene-1"))
    with qtbot.waitSignal(application.scene_timeline.changed, timeout=WAIT_MS):
        application.scenes.set_quicklooks([PlacedQuicklook("scene-2", "x", "y", "corners", 0.9, aoi_cloud_cover=37.0)])
    assert panel.light.band.isVisible()
    QApplication.sendEvent(timeline, QEvent(QEvent.Type.Leave))
    assert not panel.light.band.isVisible()
    QTest.mouseMove(timeline, centre_of(timeline, "scene-1"))
    assert panel.light.band.isVisible()
    timeline.set_rows(replace(timeline._rows, bars=timeline._rows.bars[:1]))
    assert not panel.light.band.isVisible()


def test_a_quicklook_has_only_its_own_bar_read_again(panel, application, qtbot, monkeypatch):
    """Hundreds arrive one after the other: reading all bars for each kept the window's thread busy."""
    show_result(application, some_scenes(30))
    read = []
    bar = SceneTimeline._bar
    monkeypatch.setattr(SceneTimeline, "_bar", lambda self, row: (read.append(row), bar(self, row))[1])
    with qtbot.waitSignal(application.scene_timeline.changed, timeout=WAIT_MS):
        application.scenes.set_quicklooks([PlacedQuicklook("scene-2", "x", "y", "corners", 0.9, aoi_cloud_cover=37.0)])
    assert read == [application.scenes.row_of("scene-2")]
    assert [item.cloud for item in panel.strip.timeline._rows.bars if item.scene_id == "scene-2"] == [0.37]


def test_the_day_that_is_played_is_a_needle(signed_in, canvas, qtbot):
    panel = ScenesPanel(signed_in, canvas)
    qtbot.addWidget(panel)
    signed_in.workbench.set_limit(4)
    run_query(signed_in, qtbot)
    canvas.setTemporalController(QgsTemporalNavigationObject(canvas))
    panel.tools.show_state()
    timeline, bars = panel.strip.timeline, signed_in.scene_timeline.rows.bars
    panel.tools.play_button.click()
    assert signed_in.scene_timeline.day == bars[0].acquired.date()
    before = timeline.grab().toImage()
    canvas.temporalController().next()
    assert signed_in.scene_timeline.day == next(
        bar.acquired.date() for bar in bars if bar.acquired.date() > bars[0].acquired.date()
    )
    assert timeline.grab().toImage() != before
    panel.tools.play_button.click()
    assert signed_in.scene_timeline.day is None
    panel.release()


def test_a_low_tab_leaves_the_room_to_the_list(panel, application):
    """On a screen of 1366×768 pixels the list shows two rows; the timeline must not take them."""
    show_result(application, some_scenes(6))
    assert panel.strip.isVisible()
    panel.resize(360, 480)
    QApplication.processEvents()
    assert not panel.strip.isVisible()
    panel.strip.button.click()
    assert panel.strip.isVisible()
    panel.strip.button.click()
    panel.resize(360, 900)
    QApplication.processEvents()
    assert not panel.strip.isVisible()
    assert not application.preferences().shows_timeline


def test_without_dates_there_is_no_timeline(panel, application):
    show_result(application, tuple(replace(scene, acquired=None) for scene in some_scenes(2)))
    assert not panel.strip.isVisible()
    assert not panel.strip.button.isEnabled()


def wheel(timeline, steps, modifiers=NONE):
    spot = QPointF(timeline.rect().center())
    event = QWheelEvent(
        spot,
        QPointF(timeline.mapToGlobal(timeline.rect().center())),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(timeline, event)
    return event.isAccepted()


def many_areas(count, scenes):
    bars = [
        TimelineBar(f"scene-{number}", NOW - timedelta(days=number, hours=row), row, "PHR1A", 0.5, number % 10 / 10)
        for row in range(count)
        for number in range(scenes)
    ]
    return TimelineRows.of(bars, [f"Grünwald {row}" for row in range(count)])


@pytest.fixture
def areas(qtbot):
    """A timeline of a hundred areas with fifty scenes each."""
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(400, timeline.sizeHint().height())
    timeline.set_rows(many_areas(100, 50))
    timeline.resize(400, timeline.sizeHint().height())
    timeline.show()
    return timeline


def test_many_areas_are_rows_that_scroll_and_zoom_and_are_walked_by_keys(areas):
    assert areas.rows_bar.isVisible()
    assert wheel(areas, -2)
    assert areas.rows_bar.value() > 0
    width = areas.place_of("scene-3", 5).width()
    assert wheel(areas, 4, CTRL)
    assert areas.place_of("scene-25", 5).width() >= width
    areas.setFocus()
    areas.set_current("scene-7")
    QTest.keyClick(areas, Qt.Key.Key_Down)
    assert "Grünwald 1" in areas.accessibleDescription()
    assert areas.current_id == "scene-7"
    for _ in range(60):
        QTest.keyClick(areas, Qt.Key.Key_Down)
    assert "Grünwald 61" in areas.accessibleDescription()
    assert areas.rect().contains(areas.place_of("scene-7", 61))


def test_the_wheel_over_one_row_is_left_to_others(panel, application):
    show_result(application, some_scenes(6))
    assert not wheel(panel.strip.timeline, 1)


def test_only_the_visible_rows_are_painted(areas, monkeypatch):
    """With 5,000 bars the window must not stall."""
    painted = []
    draw = TimelinePainter._draw_bar
    monkeypatch.setattr(
        TimelinePainter, "_draw_bar", lambda self, bar, rect: (painted.append(bar.row), draw(self, bar, rect))
    )
    # The picture of the bars that were in view is kept.
    areas.rows_bar.setValue(3 * areas.rows_bar.singleStep())
    areas.grab()
    assert 0 < len(painted) <= 8 * 50


@pytest.mark.parametrize("ground", ["#ffffff", "#232323", "#000000"])
@pytest.mark.parametrize("accent", ["#308cc6", "#0f6e00", "#ffffff", "#101010"])
def test_bars_are_distinguishable_on_every_palette(qtbot, ground, accent):
    """Graphics need a contrast of 3 to 1 (WCAG 2.1, 1.4.11), measured from the rendered pixels."""
    timeline = Timeline()
    qtbot.addWidget(timeline)
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor(ground))
    palette.setColor(QPalette.ColorRole.Text, QColor("#000000" if ground == "#ffffff" else "#aaaaaa"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor(accent))
    timeline.setPalette(palette)
    timeline.resize(300, 80)
    timeline.set_rows(TimelineRows.of([TimelineBar("clear", NOW, 0, "", 1.0, 0.0)]))
    image, place = timeline.grab().toImage(), timeline.place_of("clear")
    assert contrast(image.pixelColor(place.center()), QColor(ground)) >= 2.95


def test_right_to_left_the_newest_scene_is_on_the_left(qtbot):
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(300, 80)
    timeline.set_rows(many_areas(1, 5))
    old, new = timeline.place_of("scene-4"), timeline.place_of("scene-0")
    assert old.right() < new.left()
    timeline.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert timeline.place_of("scene-0").right() < timeline.place_of("scene-4").left()
    days = []
    timeline.period_chosen.connect(lambda first, last: days.append((first, last)))
    drag(timeline, centre_of(timeline, "scene-1"), centre_of(timeline, "scene-3"))
    assert days == [(date(2026, 11, 19), date(2026, 11, 21))]


def test_a_mark_that_moves_has_no_bar_painted_again(panel, application, monkeypatch):
    """Each key in the list marks another bar; 500 of them take a third of a frame."""
    show_result(application, some_scenes(30))
    timeline = panel.strip.timeline
    before = timeline.grab().toImage()
    painted = []
    draw = TimelinePainter._draw_bar
    monkeypatch.setattr(
        TimelinePainter, "_draw_bar", lambda self, bar, rect: (painted.append(bar), draw(self, bar, rect))
    )
    select(panel, 7)
    marked = timeline.grab().toImage()
    assert marked != before
    assert not painted
    # What the bars show, their places and their colours are another picture.
    timeline.resize(timeline.width() - 20, timeline.height())
    timeline.grab()
    assert len(painted) == 30
    palette = QPalette(timeline.palette())
    palette.setColor(QPalette.ColorRole.Base, QColor("black"))
    timeline.setPalette(palette)
    timeline.grab()
    assert len(painted) == 60
    application.scenes.set_owned(["scene-3"])
    application.scene_timeline.refresh()
    timeline.grab()
    assert len(painted) == 90
