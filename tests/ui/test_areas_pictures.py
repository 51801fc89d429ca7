"""The quicklooks of many areas: fetched for what is looked at, placed on the map, and clouds read from them."""

from __future__ import annotations

from collections import Counter

import pytest
from qgis.core import QgsProject, QgsRasterLayer
from qgis.gui import QgsLayerTreeMapCanvasBridge
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QStyle, QStyleOptionViewItem
from support.many_areas import rows_of, search, sites, sites_beside_the_map
from support.signed_in_application import WAIT_MS, run_query

from up42_jobs.core.app.areas import area_pictures
from up42_jobs.core.app.areas.area_columns import AREA, COLUMNS, EYE, AreaRole
from up42_jobs.core.app.scenes.scene_list import SceneRole
from up42_jobs.core.domain.areas.area_scene import best_of
from up42_jobs.core.wording.areas import cloud_source_text, cloud_text
from up42_jobs.sandbox import Fault
from up42_jobs.ui.areas.areas_panel import AreasPanel

QUICKLOOKS = r"/quicklook"
CLOUD = next(number for number, column in enumerate(COLUMNS) if column.title == "Cloud")


@pytest.fixture
def panel(on_platform, canvas, qtbot):
    """The list after a test query over four sites, a map that follows the layer tree beside it."""
    with sites_beside_the_map(on_platform, canvas, qtbot) as panel:
        yield panel


def first_index(model, number=0, area=0):
    return model.index(number, AREA, model.index(area, 0))


def picture_of(application, row):
    return QgsProject.instance().mapLayer(application.area_map.layer_id(row.scene.id))


def is_in_tree(layer):
    return QgsProject.instance().layerTreeRoot().findLayer(layer.id()).isVisible()


def looked_at(panel, application, index, canvas, qtbot):
    """Makes a row the current one and waits for its picture on top of the map."""
    panel.view.setCurrentIndex(index)
    row = application.area_list.row_at(index)
    qtbot.waitUntil(lambda: picture_of(application, row) is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: canvas.layers() and canvas.layers()[0] is picture_of(application, row), timeout=WAIT_MS)
    return row


def all_pictures(application, qtbot):
    """Waits for every quicklook of the list."""
    rows = rows_of(application.area_list)
    application.area_pictures.need([row.scene.id for row in rows])
    arrived = application.area_pictures.quicklook
    qtbot.waitUntil(lambda: all(arrived(row.scene.id) for row in rows), timeout=WAIT_MS)


def text_left(view, index):
    """Where the text of a cell begins."""
    option = QStyleOptionViewItem()
    option.initFrom(view)
    option.rect, option.widget, option.decorationSize = view.visualRect(index), view, view.iconSize()
    view.itemDelegate().initStyleOption(option, index)
    return view.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, view).left()


def test_texts_of_rows_begin_below_each_other_also_without_a_picture(panel, on_platform, qtbot, sandbox):
    """A scene without a quicklook began further left, and every other one where its picture ended."""
    model = on_platform.area_list
    sandbox.faults.add(Fault("status", path=QUICKLOOKS, status=404, times=1))
    before = {text_left(panel.view, first_index(model, number)) for number in range(3)}
    all_pictures(on_platform, qtbot)
    rows = rows_of(model)
    assert any(on_platform.area_pictures.quicklook(row.scene.id).problem for row in rows)
    assert before == {text_left(panel.view, model.index_of(row.key)) for row in rows}


def test_current_row_is_on_top_of_the_map_and_arrow_keys_flip_through(panel, on_platform, canvas, qtbot):
    first = looked_at(panel, on_platform, first_index(on_platform.area_list), canvas, qtbot)
    assert not panel.light.scene_band.asGeometry().isEmpty()
    # It is looked at, not shown: the layer tree stays as the user arranged it.
    assert not is_in_tree(picture_of(on_platform, first))
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    second = on_platform.area_list.row_at(panel.view.currentIndex())
    assert second.key != first.key
    qtbot.waitUntil(lambda: picture_of(on_platform, second) is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: canvas.layers()[:1] == [picture_of(on_platform, second)], timeout=WAIT_MS)
    assert picture_of(on_platform, first) not in canvas.layers()
    # Another tab: nobody sees any more why a picture is above the others.
    panel.hide()
    qtbot.waitUntil(lambda: not any(isinstance(layer, QgsRasterLayer) for layer in canvas.layers()), timeout=WAIT_MS)
    assert panel.light.scene_band.asGeometry().isEmpty()
    panel.show()
    qtbot.waitUntil(lambda: canvas.layers()[:1] == [picture_of(on_platform, second)], timeout=WAIT_MS)


def test_picture_of_a_row_is_that_of_its_scene_at_its_place(panel, on_platform, canvas, qtbot):
    row = looked_at(panel, on_platform, first_index(on_platform.area_list), canvas, qtbot)
    layer = picture_of(on_platform, row)
    assert layer.customProperty("up42/scene_id") == row.scene.id
    longitudes = [lon for lon, _ in row.scene.footprint]
    extent = layer.extent()
    assert extent.xMinimum() == pytest.approx(min(longitudes), abs=0.02)
    assert extent.xMaximum() == pytest.approx(max(longitudes), abs=0.02)


def test_eye_and_layer_tree_follow_each_other(panel, on_platform, canvas, qtbot):
    model = on_platform.area_list
    index = first_index(model, 1)
    row = model.row_at(index)
    eye = index.siblingAtColumn(EYE)
    panel.view.scrollTo(eye)
    before = panel.view.selectionModel().selectedRows()
    QTest.mouseClick(
        panel.view.viewport(), Qt.MouseButton.LeftButton, pos=panel.view.visualRect(eye).center()
    )
    assert eye.data(AreaRole.SHOWN) is True
    # Putting a picture on the map selects nothing, and orders nothing.
    assert panel.view.selectionModel().selectedRows() == before
    assert model.ticked_rows() == []
    qtbot.waitUntil(lambda: picture_of(on_platform, row) is not None, timeout=WAIT_MS)
    layer = picture_of(on_platform, row)
    qtbot.waitUntil(lambda: is_in_tree(layer) and layer in canvas.layers(), timeout=WAIT_MS)
    # The same scene has the same eye in the rows of all areas.
    same = [item for item in rows_of(model) if item.scene.id == row.scene.id]
    assert all(model.index_of(item.key).data(AreaRole.SHOWN) is True for item in same)
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    node.setItemVisibilityChecked(False)
    assert eye.data(AreaRole.SHOWN) is False
    model.setData(eye, True, AreaRole.SHOWN)
    qtbot.waitUntil(lambda: is_in_tree(layer), timeout=WAIT_MS)
    # Removed by the user: the eye is closed, and opening it brings the picture back.
    QgsProject.instance().removeMapLayer(layer.id())
    assert eye.data(AreaRole.SHOWN) is False
    panel.view.setCurrentIndex(index)
    QTest.keyClick(panel.view, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: picture_of(on_platform, row) is not None, timeout=WAIT_MS)
    assert is_in_tree(picture_of(on_platform, row))


def test_closing_the_eye_of_the_current_row_takes_it_off_the_map(panel, on_platform, canvas, qtbot):
    row = looked_at(panel, on_platform, first_index(on_platform.area_list), canvas, qtbot)
    on_platform.area_list.set_shown([row.scene.id], True)
    qtbot.waitUntil(lambda: is_in_tree(picture_of(on_platform, row)), timeout=WAIT_MS)
    on_platform.area_list.set_shown([row.scene.id], False)
    qtbot.waitUntil(lambda: picture_of(on_platform, row) not in canvas.layers(), timeout=WAIT_MS)


def test_a_new_query_leaves_earlier_pictures_to_the_project_and_forgets_them(panel, on_platform, canvas, qtbot):
    row = looked_at(panel, on_platform, first_index(on_platform.area_list), canvas, qtbot)
    layer = picture_of(on_platform, row)
    search(on_platform, qtbot, sites(2))
    assert QgsProject.instance().mapLayer(layer.id()) is layer
    assert on_platform.area_map.scene_id(layer.id()) == ""
    qtbot.waitUntil(lambda: layer not in canvas.layers(), timeout=WAIT_MS)


def test_clouds_over_each_area_are_those_that_a_test_query_over_it_alone_reads(panel, on_platform, qtbot):
    all_pictures(on_platform, qtbot)
    model = on_platform.area_list
    qtbot.waitUntil(lambda: any(row.aoi_cloud_cover is not None for row in rows_of(model)), timeout=WAIT_MS)
    area, rows = model.areas()[0]
    on_platform.area.use_request(area.parts[0])
    run_query(on_platform, qtbot)
    compared = 0
    for row in rows:
        placed = on_platform.scenes.quicklook(row.scene.id)
        if placed is not None and placed.aoi_cloud_cover is not None:
            assert row.aoi_cloud_cover == pytest.approx(placed.aoi_cloud_cover, abs=0.1)
            assert row.usable_km2 == pytest.approx(
                area.area_km2 * row.coverage * (1.0 - placed.aoi_cloud_cover / 100.0), rel=0.01
            )
            compared += 1
    assert compared > 1


def test_prices_and_clouds_of_a_row_do_not_undo_each_other(panel, on_platform, qtbot):
    """Both arrive in any order, each from a copy of the row that does not have the other."""
    all_pictures(on_platform, qtbot)
    model = on_platform.area_list
    qtbot.waitUntil(lambda: all(row.credits is not None or row.problem for row in rows_of(model)), timeout=WAIT_MS)
    qtbot.waitUntil(
        lambda: all(
            row.aoi_cloud_cover is not None
            for row in rows_of(model)
            if not on_platform.area_pictures.quicklook(row.scene.id).problem
        ),
        timeout=WAIT_MS,
    )
    assert all(row.credits is not None or row.problem for row in rows_of(model))
    for row in rows_of(model):
        if row.credits is not None and row.usable_km2:
            assert row.credits_per_usable_km2 == pytest.approx(row.credits / row.usable_km2)
    # The best scene is that of the refined figures.
    for _, rows in model.areas():
        assert best_of(rows).key in model.best_keys()
    # The timeline's colours too.
    shown = {row.key: row.aoi_cloud_cover for row in rows_of(model)}
    timeline = on_platform.area_timeline
    qtbot.waitUntil(
        lambda: all(
            bar.cloud == pytest.approx(shown[timeline.key(bar.scene_id)] / 100.0)
            for bar in timeline.rows.bars
            if shown[timeline.key(bar.scene_id)] is not None
        ),
        timeout=WAIT_MS,
    )


def test_list_says_whether_clouds_are_from_the_quicklook_or_the_metadata(panel, on_platform, qtbot):
    all_pictures(on_platform, qtbot)
    model = on_platform.area_list
    qtbot.waitUntil(lambda: any(row.aoi_cloud_cover is not None for row in rows_of(model)), timeout=WAIT_MS)
    row = next(row for row in rows_of(model) if row.aoi_cloud_cover is not None)
    index = model.index_of(row.key).siblingAtColumn(CLOUD)
    assert index.data() == f"{row.aoi_cloud_cover:.0f} %"
    assert "from the quicklook" in index.data(Qt.ItemDataRole.ToolTipRole)
    before = next(item for found in on_platform.area_search.found for item in found.rows if item.key == row.key)
    assert cloud_text(before) == f"{before.scene.cloud_cover:.0f} % (scene)"
    assert "metadata" in cloud_source_text(before)


def test_each_quicklook_is_fetched_once_and_taken_from_the_cache_afterwards(panel, on_platform, qtbot, sandbox):
    all_pictures(on_platform, qtbot)
    asked = Counter(request.path for request in sandbox.requests if "/quicklook" in request.path)
    scenes = {row.scene.id for row in rows_of(on_platform.area_list)}
    # Neighbouring sites are on the same scenes.
    assert len(scenes) < on_platform.area_list.scene_count
    assert set(asked.values()) == {1}
    assert len(asked) == len(scenes)
    sandbox.clear_requests()
    search(on_platform, qtbot, sites())
    all_pictures(on_platform, qtbot)
    assert [request for request in sandbox.requests if "/quicklook" in request.path] == []


def test_only_some_scenes_of_an_area_that_nobody_looks_at_are_fetched(on_platform, qtbot, monkeypatch):
    """A query finds thousands: all of their pictures would be half a gigabyte that nobody asked for."""
    monkeypatch.setattr(area_pictures, "MAX_UNSEEN_PER_AREA", 1)
    search(on_platform, qtbot, sites())
    model, pictures = on_platform.area_list, on_platform.area_pictures
    best = {max(rows, key=lambda row: row.usable_km2).scene.id for _, rows in model.areas()}
    qtbot.waitUntil(lambda: all(pictures.quicklook(scene_id) for scene_id in best), timeout=WAIT_MS)
    qtbot.wait(500)
    assert {row.scene.id for row in rows_of(model) if pictures.quicklook(row.scene.id)} == best


def test_quicklooks_that_cannot_be_fetched_are_said_and_tried_again_on_request_alone(
    on_platform, canvas, qtbot, sandbox
):
    sandbox.faults.add(Fault("status", path=QUICKLOOKS, status=404, times=None))
    panel = AreasPanel(on_platform, canvas)
    qtbot.addWidget(panel)
    panel.show()
    search(on_platform, qtbot, sites(3))
    all_pictures(on_platform, qtbot)
    model = on_platform.area_list
    count = len([request for request in sandbox.requests if "/quicklook" in request.path])
    eye = first_index(model).siblingAtColumn(EYE)
    row = model.row_at(first_index(model))
    assert eye.data(AreaRole.SHOWN) is None
    assert "no usable quicklook" in eye.data(Qt.ItemDataRole.ToolTipRole)
    model.set_shown([row.scene.id], True)
    assert not model.is_shown(row.scene.id)
    # In view all the time, and not fetched again and again.
    panel._want_figures()
    qtbot.wait(400)
    assert len([request for request in sandbox.requests if "/quicklook" in request.path]) == count
    sandbox.faults.clear()
    panel.view.setCurrentIndex(first_index(model))
    qtbot.waitUntil(lambda: not on_platform.area_pictures.quicklook(row.scene.id).problem, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: eye.data(AreaRole.SHOWN) is False, timeout=WAIT_MS)
    panel.release()


def test_list_of_one_area_and_of_many_do_not_leave_pictures_behind_for_each_other(on_platform, canvas, qtbot):
    """Both bring the picture of their current scene to the top of the same map."""
    from up42_jobs.ui.scenes.scenes_panel import ScenesPanel

    bridge = QgsLayerTreeMapCanvasBridge(QgsProject.instance().layerTreeRoot(), canvas)
    many, single = AreasPanel(on_platform, canvas), ScenesPanel(on_platform, canvas)
    qtbot.addWidget(many)
    qtbot.addWidget(single)
    search(on_platform, qtbot, sites(2))
    many.show()
    row = looked_at(many, on_platform, first_index(on_platform.area_list), canvas, qtbot)
    on_platform.area.use_request(on_platform.area_search.found[0].area.parts[0])
    run_query(on_platform, qtbot)
    # As the dock changes from one to the other, in both directions.
    single.show()
    many.hide()
    looked = single.scenes_view.currentIndex().data(SceneRole.SCENE).id
    own = on_platform.map_scenes.layer_id
    qtbot.waitUntil(lambda: own(looked) in [layer.id() for layer in canvas.layers()], timeout=WAIT_MS)
    # The map is sifted one event after a list was left.
    qtbot.waitUntil(lambda: picture_of(on_platform, row) not in canvas.layers(), timeout=WAIT_MS)
    single.hide()
    many.show()
    qtbot.waitUntil(lambda: picture_of(on_platform, row) in canvas.layers(), timeout=WAIT_MS)
    many.hide()
    qtbot.waitUntil(lambda: picture_of(on_platform, row) not in canvas.layers(), timeout=WAIT_MS)
    many.release()
    single.release()
    del bridge
