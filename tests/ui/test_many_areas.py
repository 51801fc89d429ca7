"""Many areas in the dock: each feature of a layer is searched, listed and priced."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from qgis.core import QgsGeometry
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QModelIndex, Qt
from qgis.PyQt.QtTest import QAbstractItemModelTester, QTest
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QPushButton, QStyle, QTreeView
from support.many_areas import all_priced, rows_of, search, sites
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.areas.area_columns import AREA, COLUMNS, DATE, AreaRole, figure_text
from up42_jobs.core.app.areas.area_list import AreaListModel
from up42_jobs.core.app.areas.area_search import AreaSearchState
from up42_jobs.core.app.session.area_state import AreaSource
from up42_jobs.core.domain.aoi import Aoi, box_ring
from up42_jobs.core.domain.areas.area import Area
from up42_jobs.core.domain.areas.area_scene import AreaFound, best_of
from up42_jobs.core.domain.jobs.job import JobMode
from up42_jobs.core.domain.problems import ProblemCode
from up42_jobs.core.gis.areas.geometry import aoi_geometry, footprint_near
from up42_jobs.sandbox import Fault
from up42_jobs.ui.areas.area_view import AreaView
from up42_jobs.ui.areas.areas_panel import AreasPanel
from up42_jobs.ui.dock import SCENES, Up42Dock

CHECK = Qt.CheckState
TITLES = [column.title for column in COLUMNS]
USABLE, COVERS = TITLES.index("Usable"), TITLES.index("Covers")


@pytest.fixture
def searched(on_platform, qtbot):
    """The application after a test query over four sites and one feature without a shape."""
    search(on_platform, qtbot, sites(extra=[None]))
    return on_platform


def test_each_feature_is_searched_and_one_without_a_shape_fails_alone(searched):
    found = {item.area.name: item for item in searched.area_search.found}
    assert sorted(found) == ["Area 3", "Größe 1", "Größe 2", "Größe 4", "Größe 5"]
    assert all(item.rows for name, item in found.items() if name != "Größe 5")
    assert found["Größe 5"].problems
    assert not found["Größe 5"].rows
    assert searched.area_list.scene_count == len(rows_of(searched.area_list))
    model = searched.area_list
    texts = [model.index(row, AREA).data() for row in range(model.rowCount())]
    assert any("Größe 5" in text and "no polygon" in text for text in texts)


def test_many_areas_cannot_be_one_live_job_and_a_test_query_needs_no_single_area(on_platform):
    on_platform.area.use_features(sites())
    bench = on_platform.workbench
    assert on_platform.area.source is AreaSource.FEATURES
    assert bench.can_run
    bench.set_mode(JobMode.LIVE)
    assert [problem.code for problem in bench.problems] == [ProblemCode.EACH_FEATURE]
    assert not bench.can_run
    # Nothing starts a query or an order of one area by mistake.
    on_platform.dry_run.start()
    on_platform.ordering.prepare()
    assert not on_platform.dry_run.is_busy
    assert not on_platform.ordering.is_busy
    on_platform.area.undo()
    assert on_platform.area.source is not AreaSource.FEATURES


def test_selected_features_alone_are_searched(on_platform, qtbot):
    layer = sites()
    layer.selectByIds([2, 4])
    assert on_platform.area_search.feature_counts() == (0, 0)
    on_platform.area.use_features(layer)
    assert on_platform.area_search.feature_counts() == (2, 4)
    search(on_platform, qtbot, layer)
    assert sorted(item.area.id for item in on_platform.area_search.found) == [2, 4]


def test_list_is_a_sound_model_while_areas_stream_in_and_prices_arrive(on_platform, qtbot):
    tester = QAbstractItemModelTester(on_platform.area_list, QAbstractItemModelTester.FailureReportingMode.Fatal)
    search(on_platform, qtbot, sites())
    model = on_platform.area_list
    all_priced(on_platform, qtbot)
    rows = rows_of(model)
    for column in range(len(COLUMNS)):
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
            for is_grouped in (True, False):
                model.set_grouped(is_grouped)
                model.sort(column, order)
                assert {row.key for row in rows_of(model)} == {row.key for row in rows}
        values = [COLUMNS[column].value(row) for row in rows_of(model)]
        known = [value for value in values if value is not None]
        assert known == sorted(known, reverse=True)
        # Unknown figures are last, in both directions.
        assert values[: len(known)] == known
    model.set_grouped(True)
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(len(COLUMNS))]
    assert all(titles)
    assert {"Area", "Product", "Usable", "Credits per Usable km²"} <= set(titles)
    del tester


def test_areas_are_in_the_order_of_the_layer_whenever_they_arrived(searched, qtbot):
    """Another order at each run made a list of the same day look like another result; a feature without a shape is
    done first, and last in the layer.
    """
    arrived = [found.area.id for found in searched.area_search.found]
    assert arrived[0] == max(arrived)
    listed = searched.area_list.areas()
    places = sorted(((best_of(rows).scene.acquired, -area.id) for area, rows in listed if rows), reverse=True)
    assert [area.id for area, _ in listed] == [*(-place for _, place in places), max(arrived)]
    names = {found.area.id: found.area.name for found in searched.area_search.found}
    wanted = tuple(names[area_id] for area_id in sorted(names))
    qtbot.waitUntil(lambda: searched.area_timeline.rows.titles == wanted, timeout=WAIT_MS)
    rows = searched.area_timeline.rows
    assert all(bar.scene_id.startswith(f"{sorted(names)[bar.row]}\n") for bar in rows.bars)
    assert [bar.row for bar in rows.bars] == sorted(bar.row for bar in rows.bars)


def test_equal_areas_are_in_the_order_of_the_layer_in_groups_and_flat(searched):
    again = AreaListModel()
    again.add(list(reversed(searched.area_search.found)))
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        again.sort(COVERS, order)
        same = [area.id for area, rows in again.areas() if rows and best_of(rows).coverage == 1.0]
        assert same == sorted(same)
        assert len(same) > 1
    again.set_grouped(False)
    same = [row.area.id for row in rows_of(again) if row.coverage == 1.0]
    assert same == sorted(same)


def test_nothing_usable_is_no_figure_of_four_digits(searched):
    row = replace(searched.area_search.found[-1].rows[0], aoi_cloud_cover=100.0, coverage=1.0)
    assert figure_text(row, USABLE) == "0 km²"


def test_best_scene_of_each_area_is_marked_and_taken_with_one_click(searched, qtbot):
    all_priced(searched, qtbot)
    model = searched.area_list
    best = {found.area.id: best_of(row for row in rows_of(model) if row.area.id == found.area.id)
            for found in searched.area_search.found if found.rows}
    assert set(model.best_keys()) == {row.key for row in best.values()}
    model.tick_only(model.best_keys())
    assert [row.key for row in model.ticked_rows()] == model.best_keys()
    for row in range(model.rowCount()):
        parent = model.index(row, 0)
        stars = [model.index(child, 0, parent).data(AreaRole.IS_BEST) for child in range(model.rowCount(parent))]
        assert sum(stars) == bool(stars)
        if len(stars) > 1:
            assert parent.data(Qt.ItemDataRole.CheckStateRole) == CHECK.PartiallyChecked
    # A click at an area ticks all of its scenes.
    first = next(row for row in range(model.rowCount()) if model.rowCount(model.index(row, 0)))
    parent = model.index(first, 0)
    model.setData(parent, CHECK.Checked, Qt.ItemDataRole.CheckStateRole)
    assert parent.data(Qt.ItemDataRole.CheckStateRole) == CHECK.Checked


def test_cheapest_cover_of_each_area_shows_all_that_its_scenes_show_and_no_cheaper_one_does(searched, qtbot):
    all_priced(searched, qtbot)
    model = searched.area_list
    searched.area_cover.start()
    qtbot.waitUntil(lambda: not searched.area_cover.is_busy, timeout=WAIT_MS)
    for area, rows in model.areas():
        chosen = [row for row in model.ticked_rows() if row.area.id == area.id]
        if not rows:
            assert chosen == []
            continue
        [part] = area.parts

        def shown(some, part=part):
            shape = QgsGeometry.unaryUnion([footprint_near(row.scene.footprint, part) for row in some])
            return shape.intersection(aoi_geometry(part)).area()

        sets = [some for size in range(1, len(rows) + 1) for some in combinations(rows, size)]
        whole = shown(rows)
        enough = [some for some in sets if shown(some) >= whole * 0.9999]
        assert shown(chosen) >= whole * 0.999
        assert sum(row.credits for row in chosen) == min(sum(row.credits for row in some) for some in enough)


def test_cancelled_query_keeps_what_has_arrived(on_platform, qtbot, sandbox):
    sandbox.faults.add(Fault("latency", path=r"stac/search", seconds=1.0, times=None, after=2))
    on_platform.area.use_features(sites(8))
    on_platform.run_test_query()
    qtbot.waitUntil(lambda: bool(on_platform.area_search.found), timeout=WAIT_MS)
    on_platform.cancel_query()
    assert on_platform.area_search.state is AreaSearchState.CANCELLED
    assert 0 < len(on_platform.area_search.found) < 8
    assert on_platform.area_list.rowCount(QModelIndex()) == len(on_platform.area_search.found)


def test_dock_takes_a_layer_searches_its_features_and_shows_the_list(on_platform, canvas, qtbot):
    layer = sites()
    layer.selectByIds([1, 2])
    dock = Up42Dock(on_platform, canvas)
    qtbot.addWidget(dock)
    dock.resize(320, 700)
    dock.show()
    combo = dock.findChild(QComboBox, "area_source_combo")
    combo.setCurrentIndex(combo.findData(AreaSource.FEATURES.value))
    combo.activated.emit(combo.currentIndex())
    counted = dock.findChild(QLabel, "features_count_label")
    assert counted.text() == "2 of 4 features selected, each an area of its own"
    assert dock.findChild(QComboBox, "area_name_field_combo").currentText() == "name"
    layer.removeSelection()
    assert counted.text() == "4 features, each an area of its own"
    button = dock.findChild(QPushButton, "run_button")
    qtbot.waitUntil(button.isEnabled, timeout=WAIT_MS)
    button.click()
    qtbot.waitUntil(lambda: on_platform.area_search.state is AreaSearchState.DONE, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: dock.tabs.currentIndex() == SCENES, timeout=WAIT_MS)
    view = dock.findChild(QTreeView, "areas_view")
    assert view.isVisible()
    assert view.model().rowCount() == 4
    assert "4 areas" in dock.findChild(QLabel, "areas_state_label").text()
    # One area again: its scenes take the place of the areas.
    on_platform.area.use_rectangle(canvas.extent(), canvas.mapSettings().destinationCrs())
    on_platform.area.use_request(Aoi(box_ring(-0.40, 39.40, -0.39, 39.41), 1.2))
    on_platform.run_test_query()
    qtbot.waitUntil(lambda: not on_platform.dry_run.is_busy, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not view.isVisible() and dock.scenes_panel().isVisible(), timeout=WAIT_MS)
    dock.release()


def test_current_scene_and_its_area_are_outlined_and_foreign_names_are_no_markup(searched, qtbot):
    canvas = QgsMapCanvas()
    qtbot.addWidget(canvas)
    panel = AreasPanel(searched, canvas)
    qtbot.addWidget(panel)
    # While the list is hidden nobody sees why something is outlined.
    panel.show()
    model = searched.area_list
    assert panel.light.scene_band.asGeometry().isEmpty()
    [first] = [row for row in range(model.rowCount()) if "Größe 1 " in model.index(row, 0).data()]
    parent = model.index(first, 0)
    panel.view.setCurrentIndex(model.index(0, 0, parent))
    row = model.row_at(model.index(0, 0, parent))
    drawn = panel.light.area_band.asGeometry().boundingBox()
    assert drawn.center().x() == pytest.approx(aoi_geometry(row.parts[0]).boundingBox().center().x(), abs=1e-6)
    assert not panel.light.scene_band.asGeometry().isEmpty()
    panel.view.setCurrentIndex(parent)
    assert panel.light.scene_band.asGeometry().isEmpty()
    model.add([AreaFound(Area(99, "<b>bold</b> & more"))])
    tip = model.index(model.rowCount() - 1, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; more" in tip
    searched.area_search.clear()
    assert panel.light.area_band.asGeometry().isEmpty()
    panel.release()


@pytest.mark.parametrize("width", [360, 400, 900])
def test_platform_and_day_of_a_scene_are_readable(width, searched, qtbot):
    """At the width with which the dock opens, rows read "PH…" and "2026-11-…"."""
    view = AreaView(searched.area_list)
    qtbot.addWidget(view)
    view.resize(width, 400)
    view.show()
    view.expandAll()
    areas = [view.model().index(row, AREA) for row in range(view.model().rowCount())]
    area = next(index for index in areas if view.model().rowCount(index) > 0)
    gap = 2 * (view.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1)
    for row in range(view.model().rowCount(area)):
        name, day = (view.model().index(row, column, area) for column in (AREA, DATE))
        lead = 2 * view.indentation() + view.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth) + gap
        lead += view.iconSize().width() + gap
        platform = name.data().split(" · ")[0]
        assert lead + view.fontMetrics().horizontalAdvance(platform) + gap <= view.columnWidth(AREA), platform
        shown = view.fontMetrics().elidedText(day.data(), Qt.TextElideMode.ElideRight, view.columnWidth(DATE) - gap)
        assert shown.startswith(day.data()[:10])


def test_space_ticks_all_selected_rows(searched, qtbot):
    canvas = QgsMapCanvas()
    qtbot.addWidget(canvas)
    panel = AreasPanel(searched, canvas)
    qtbot.addWidget(panel)
    panel.show()
    panel.group_button.click()
    panel.view.selectAll()
    changes = []
    model = searched.area_list
    model.ticked_changed.connect(lambda: changes.append(len(model.ticked_rows())))
    QTest.keyClick(panel.view, Qt.Key.Key_Space)
    # Together: one by one, thousands of rows would stop the window for a minute.
    assert changes == [model.scene_count]
    QTest.keyClick(panel.view, Qt.Key.Key_Space)
    assert model.ticked_rows() == []
    panel.release()
