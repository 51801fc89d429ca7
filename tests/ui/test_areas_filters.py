"""Filters of the list of many areas: what they hide is neither ordered nor covered, and comes back with its marks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtTest import QAbstractItemModelTester, QTest
from qgis.PyQt.QtWidgets import QApplication
from support.many_areas import areas_panel, rows_of, search, sites
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.areas.area_columns import AREA
from up42_jobs.core.domain.areas.area_scene import best_of
from up42_jobs.core.domain.scenes.filters import SceneFilters


@pytest.fixture
def panel(on_platform, canvas, qtbot):
    """The list after a test query over four sites, checked as a model."""
    tester = QAbstractItemModelTester(on_platform.area_list, QAbstractItemModelTester.FailureReportingMode.Fatal)
    with areas_panel(on_platform, canvas, qtbot) as panel:
        search(on_platform, qtbot, sites())
        qtbot.waitUntil(lambda: panel.filter_bar.first_date.isEnabled(), timeout=WAIT_MS)
        yield panel
    del tester


def cloud(row):
    return row.scene.cloud_cover if row.aoi_cloud_cover is None else row.aoi_cloud_cover


def keys(rows):
    return {row.key for row in rows}


@pytest.mark.parametrize("is_grouped", [True, False])
def test_each_filter_lists_the_rows_that_pass_it(panel, on_platform, is_grouped):
    model, bar = on_platform.area_list, panel.filter_bar
    model.set_grouped(is_grouped)
    rows = rows_of(model)
    clouds = sorted(cloud(row) for row in rows)
    limit = int(clouds[len(clouds) // 2])
    bar.area_cloud_spin.setValue(limit)
    assert keys(rows_of(model)) == keys(row for row in rows if cloud(row) <= limit)
    assert 0 < model.listed_count < model.scene_count
    bar.coverage_spin.setValue(100)
    passing = [row for row in rows if cloud(row) <= limit and row.coverage >= 1.0]
    assert keys(rows_of(model)) == keys(passing)
    bar.clear()
    assert keys(rows_of(model)) == keys(rows)
    # By area, product and platform; an area without a scene that passes is hidden too.
    bar.filter_edit.setText("größe 4")
    assert {row.area.name for row in rows_of(model)} == {"Größe 4"}
    assert model.rowCount() == (1 if is_grouped else model.listed_count)
    bar.filter_edit.setText(rows[0].product_title)
    assert keys(rows_of(model)) == keys(row for row in rows if row.product_title == rows[0].product_title)
    bar.filter_edit.setText("no such thing")
    assert model.rowCount() == 0
    assert "The filters hide all" in panel.state_label.text()


def test_dates_are_dragged_on_the_timeline(panel, on_platform, qtbot):
    model, timeline = on_platform.area_list, panel.timeline.timeline
    rows = rows_of(model)
    days = sorted({row.scene.acquired.date() for row in rows})
    timeline.period_chosen.emit(days[1], days[-2])
    within = keys(row for row in rows if days[1] <= row.scene.acquired.date() <= days[-2])
    assert keys(rows_of(model)) == within
    assert timeline._period != (None, None)
    # What the filters hide is dimmed there, and stays in its place.
    listed = {on_platform.area_timeline.key(bar.scene_id) for bar in on_platform.area_timeline.rows.bars}
    assert listed == keys(rows)
    qtbot.waitUntil(
        lambda: {
            on_platform.area_timeline.key(bar.scene_id) for bar in on_platform.area_timeline.rows.bars if bar.is_listed
        } == within,
        timeout=WAIT_MS,
    )
    timeline.period_chosen.emit(None, None)
    assert keys(rows_of(model)) == keys(rows)


def test_how_many_of_all_are_listed_is_said_and_one_click_lists_all(panel, on_platform):
    model = on_platform.area_list
    assert not panel.clear_filters_button.isVisible()
    panel.filter_bar.filter_edit.setText("Größe 1")
    assert f"{model.listed_count} of {model.scene_count} scenes" in panel.state_label.text()
    assert panel.clear_filters_button.isVisible()
    QTest.mouseClick(panel.clear_filters_button, Qt.MouseButton.LeftButton)
    assert model.listed_count == model.scene_count
    assert not panel.clear_filters_button.isVisible()
    assert panel.filter_bar.filter_edit.text() == ""


def test_nothing_is_ordered_that_the_list_does_not_show(panel, on_platform):
    """As in the list of one area: an order of what nobody sees would be a surprise that costs."""
    model = on_platform.area_list
    chosen = model.best_keys()
    model.tick_only(chosen)
    panel.filter_bar.filter_edit.setText("Größe 1")
    assert [row.area.name for row in panel.rows_to_order()] == ["Größe 1"]
    panel._show_buttons()
    assert "3 scenes left out: hidden by the filters" in panel.choice_label.text()
    panel.filter_bar.filter_edit.setText("no such thing")
    assert panel.rows_to_order() == []
    panel._show_buttons()
    assert not panel.order_button.isEnabled()
    assert "The filters hide all scenes in the order" in panel.order_button.toolTip()
    # The best and the exported ones are those of the list.
    panel.filter_bar.filter_edit.setText("Größe 4")
    assert {key[0] for key in model.best_keys()} == {4}
    listed, whole = on_platform.export.listed_area_scenes(), on_platform.export.area_scenes()
    assert len(listed.rows) == model.listed_count < len(whole.rows) == model.scene_count
    panel.filter_bar.clear()
    assert sorted(row.key for row in model.ticked_rows()) == sorted(chosen)


def test_what_is_open_and_looked_at_stays_with_other_filters(panel, on_platform):
    model, view = on_platform.area_list, panel.view
    for row in range(model.rowCount()):
        view.setExpanded(model.index(row, AREA), row == 1)
    area = model.areas()[1][0]
    row = max(model.areas()[1][1], key=lambda row: row.coverage)
    view.setCurrentIndex(model.index_of(row.key))
    panel.filter_bar.coverage_spin.setValue(int(100 * row.coverage))
    assert model.row_at(view.currentIndex()).key == row.key
    panel.filter_bar.clear()
    assert model.row_at(view.currentIndex()).key == row.key
    opened = [model.areas()[n][0].id for n in range(model.rowCount()) if view.isExpanded(model.index(n, AREA))]
    assert opened == [area.id]


@pytest.mark.parametrize("is_grouped", [True, False])
def test_rows_come_and_go_as_clouds_over_their_area_arrive(panel, on_platform, is_grouped):
    """Until the quicklook is read, the clouds are those of the whole scene."""
    model = on_platform.area_list
    model.set_grouped(is_grouped)
    rows = rows_of(model)
    model.set_filters(SceneFilters(max_area_cloud=100.0))
    # All of the first area leave, one by one and with it the area itself.
    first = [row for row in rows if row.area.id == rows[0].area.id]
    model.update_rows([replace(row, aoi_cloud_cover=100.5) for row in first])
    assert keys(rows_of(model)) == keys(rows) - keys(first)
    assert rows[0].area.id not in {area.id for area, _ in model.areas()}
    assert not model.index_of(first[0].key).isValid()
    assert model.row_of(first[0].key).aoi_cloud_cover == 100.5
    # And come back, at the end, with the best of them marked.
    model.update_rows([replace(row, aoi_cloud_cover=1.0) for row in first])
    assert keys(rows_of(model)) == keys(rows)
    group = next(found for area, found in model.areas() if area.id == rows[0].area.id)
    assert best_of(group).key in model.best_keys()
    model.sort(2, Qt.SortOrder.AscendingOrder)
    model.set_grouped(not is_grouped)
    assert keys(rows_of(model)) == keys(rows)


def test_areas_that_arrive_are_filtered_too(panel, on_platform, qtbot):
    panel.filter_bar.filter_edit.setText("Größe 2")
    search(on_platform, qtbot, on_platform.area.features_layer)
    model = on_platform.area_list
    assert {row.area.name for row in rows_of(model)} == {"Größe 2"}
    assert model.scene_count > model.listed_count > 0


def test_keys_that_arrive_together_filter_once(panel, qtbot):
    """Over 5,000 rows each takes 15 ms and more: those that waited added up to a stall of 100 ms."""
    model, edit = panel.view.model(), panel.filter_bar.filter_edit
    resets = []
    model.modelReset.connect(lambda: resets.append(edit.text()))
    edit.setFocus()
    for letter in "Gr":
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key, modifier = ord(letter.upper()), Qt.KeyboardModifier.NoModifier
            QApplication.postEvent(edit, QKeyEvent(kind, key, modifier, letter))
    qtbot.waitUntil(lambda: bool(resets), timeout=WAIT_MS)
    QApplication.processEvents()
    assert resets == ["Gr"]
    assert model.filters.text == "Gr"
