"""The timeline of many areas: a row per area, linked with the list and the map."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication
from support.accessibility import tab_stops
from support.many_areas import areas_panel, search, sites
from support.pointer import double_click
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.areas.area_timeline import bar_id

LEFT, CTRL, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def searched(on_platform, canvas, qtbot):
    """The panel of many areas after a real test query over three sites."""
    with areas_panel(on_platform, canvas, qtbot, width=500) as panel:
        search(on_platform, qtbot, sites(3))
        qtbot.waitUntil(lambda: len(on_platform.area_timeline.rows.titles) == 3, timeout=WAIT_MS)
        yield panel


def rows_of(application):
    return [row for found in application.area_search.found for row in found.rows]


def place_of(panel, application, row):
    bars = application.area_timeline.rows.bars
    number = next(bar.row for bar in bars if bar.scene_id == bar_id(row.key))
    return panel.timeline.timeline.place_of(bar_id(row.key), number).center()


def test_each_area_is_a_row_with_a_bar_per_scene(searched, on_platform):
    rows = on_platform.area_timeline.rows
    assert sorted(rows.titles) == ["Area 3", "Größe 1", "Größe 2"]
    assert len(rows.bars) == len(rows_of(on_platform)) > 3
    assert [bar.row for bar in rows.bars] == sorted(bar.row for bar in rows.bars)
    for number in range(3):
        days = [rows.bars[position].acquired for position in rows.row_range(number)]
        assert days == sorted(days)
    assert searched.timeline.isVisible()


def test_a_click_goes_to_the_scene_of_that_area_and_ctrl_ticks_it(searched, on_platform):
    """The same scene may be a bar in several rows: each is ordered for its own area."""
    row, timeline = rows_of(on_platform)[-1], searched.timeline.timeline
    QTest.mouseClick(timeline, LEFT, NONE, place_of(searched, on_platform, row))
    assert on_platform.area_list.row_at(searched.view.currentIndex()).key == row.key
    QTest.mouseClick(timeline, LEFT, CTRL, place_of(searched, on_platform, row))
    assert [ticked.key for ticked in on_platform.area_list.ticked_rows()] == [row.key]
    assert "Selected" in timeline.accessibleDescription()
    assert row.area.name in timeline.accessibleDescription()
    QTest.mouseClick(timeline, LEFT, CTRL, place_of(searched, on_platform, row))
    assert on_platform.area_list.ticked_rows() == []


def test_it_follows_the_current_row_of_the_list_grouped_or_flat(searched, on_platform):
    timeline, model = searched.timeline.timeline, on_platform.area_list
    for is_grouped in (True, False):
        model.set_grouped(is_grouped)
        row = rows_of(on_platform)[0]
        searched.view.setCurrentIndex(model.index_of(row.key))
        assert timeline.current_id == bar_id(row.key)
    timeline.setFocus()
    QTest.keyClick(timeline, Qt.Key.Key_Down)
    assert model.row_at(searched.view.currentIndex()).key == on_platform.area_timeline.key(timeline.current_id)


def test_hovering_lights_the_footprint_until_the_pointer_leaves(searched, on_platform):
    timeline, row = searched.timeline.timeline, rows_of(on_platform)[0]
    spot = QPointF(place_of(searched, on_platform, row))
    moved = QMouseEvent(
        QEvent.Type.MouseMove, spot, QPointF(timeline.mapToGlobal(spot.toPoint())), Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton, NONE,
    )
    QApplication.sendEvent(timeline, moved)
    assert searched.timeline.band.band is not None
    searched.hide()
    assert searched.timeline.band.band is None


def test_a_drag_looks_at_its_dates_and_a_double_click_at_all(searched, on_platform):
    timeline, bars = searched.timeline.timeline, on_platform.area_timeline.rows.bars
    first, last = bars[0].acquired.date(), bars[1].acquired.date()
    before = timeline._window
    timeline.period_chosen.emit(first, last)
    assert timeline._window != before
    assert timeline._window.share(bars[0].acquired) >= 0.0
    double_click(timeline, QPoint(timeline.width() - 5, 5))
    assert timeline._window == before


def test_a_new_search_begins_with_an_empty_timeline(searched, on_platform, qtbot):
    on_platform.area_search.clear()
    assert on_platform.area_timeline.rows.bars == ()
    assert not searched.timeline.isVisible()


def test_tab_reaches_it_between_the_filters_and_the_list(searched):
    """As it is on the screen: it was the first stop of all."""
    stops = tab_stops(searched)
    wanted = [searched.filter_bar.filter_edit, searched.timeline.timeline, searched.view]
    assert [stop for stop in stops if stop in wanted] == wanted
