"""The layers of a test query in the project: removed, brought back, cleared, shown together."""

from __future__ import annotations

import pytest
from qgis.core import QgsLayerTreeGroup, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from support.scene_panel import click_eye, set_query, shown_ids
from support.scene_query import open_after_query, wait_until_built
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.core.app.scenes.scene_list import SceneRole


@pytest.fixture
def queried(signed_in, canvas, qtbot):
    """The tab after a real test query against the Sandbox, quicklooks on the map."""
    return open_after_query(signed_in, canvas, qtbot)


def test_a_quicklook_that_was_removed_from_the_project_is_unticked_and_comes_back_with_its_tick(queried, qtbot):
    application, project = queried.application, QgsProject.instance()
    scene_id = next(item for item in shown_ids(queried) if application.map_scenes.layer_id(item))
    layer_id = application.map_scenes.layer_id(scene_id)
    before = project.mapLayer(layer_id).extent()
    names = [node.name() for node in project.layerTreeRoot().findLayers()]
    project.removeMapLayer(layer_id)
    assert not application.scenes.is_shown(scene_id)
    click_eye(queried, shown_ids(queried).index(scene_id))
    # Clicked twice more while it is built: it comes once all the same.
    click_eye(queried, shown_ids(queried).index(scene_id))
    click_eye(queried, shown_ids(queried).index(scene_id))
    qtbot.waitUntil(lambda: bool(application.map_scenes.layer_id(scene_id)), timeout=WAIT_MS)
    wait_until_built(qtbot)
    layer = project.mapLayer(application.map_scenes.layer_id(scene_id))
    assert layer.isValid()
    assert layer.extent() == before
    qtbot.waitUntil(project.layerTreeRoot().findLayer(layer.id()).itemVisibilityChecked, timeout=WAIT_MS)
    assert [node.name() for node in project.layerTreeRoot().findLayers()] == names


def test_a_quicklook_that_was_to_come_back_is_unticked_where_the_test_query_is_cancelled_meanwhile(queried, qtbot):
    application = queried.application
    scene_id = next(item for item in shown_ids(queried) if application.map_scenes.layer_id(item))
    QgsProject.instance().removeMapLayer(application.map_scenes.layer_id(scene_id))
    click_eye(queried, shown_ids(queried).index(scene_id))
    set_query(application, DryRunState.CANCELLED)
    assert not application.scenes.is_shown(scene_id)
    # Its tick works as before.
    click_eye(queried, shown_ids(queried).index(scene_id))
    qtbot.waitUntil(lambda: bool(application.map_scenes.layer_id(scene_id)), timeout=WAIT_MS)
    wait_until_built(qtbot)


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_in_another_project_nothing_is_ticked_and_all_can_be_shown_again(queried, qtbot, is_cancelled):
    application, project = queried.application, QgsProject.instance()
    qtbot.waitUntil(lambda: queried.display_row.all_shown_box.checkState() == Qt.CheckState.Checked, timeout=WAIT_MS)
    names = [node.name() for node in project.layerTreeRoot().findLayers()]
    groups = [node.name() for node in project.layerTreeRoot().findGroups(True)]
    if is_cancelled:
        set_query(application, DryRunState.CANCELLED)
    project.clear()
    qtbot.waitUntil(lambda: queried.display_row.all_shown_box.checkState() == Qt.CheckState.Unchecked, timeout=WAIT_MS)
    assert queried.display_row.all_shown_box.isEnabled()
    queried.display_row.all_shown_box.click()
    qtbot.waitUntil(lambda: len(project.mapLayers()) == len(names), timeout=WAIT_MS)
    wait_until_built(qtbot)
    assert [node.name() for node in project.layerTreeRoot().findLayers()] == names
    assert [node.name() for node in project.layerTreeRoot().findGroups(True)] == groups
    qtbot.waitUntil(lambda: all(node.isVisible() for node in project.layerTreeRoot().findLayers()), timeout=WAIT_MS)
    scene_ids = [shown_ids(queried)[0], shown_ids(queried)[2]]
    application.map_scenes.select(scene_ids)
    footprints = next(layer for layer in project.mapLayers().values() if isinstance(layer, QgsVectorLayer))
    assert footprints.selectedFeatureCount() == 2


def test_outlines_that_a_user_keeps_elsewhere_do_not_come_twice(queried, qtbot):
    application, root = queried.application, QgsProject.instance().layerTreeRoot()
    outlines = next(node for node in root.findLayers() if isinstance(node.layer(), QgsVectorLayer))
    root.addChildNode(outlines.clone())
    root.removeChildNode(next(node for node in root.children() if isinstance(node, QgsLayerTreeGroup)))
    qtbot.waitUntil(lambda: application.map_scenes.layer_ids() == [], timeout=WAIT_MS)
    qtbot.waitUntil(lambda: queried.display_row.all_shown_box.checkState() == Qt.CheckState.Unchecked, timeout=WAIT_MS)
    queried.display_row.all_shown_box.click()
    qtbot.waitUntil(lambda: len(application.map_scenes.layer_ids()) > 1, timeout=WAIT_MS)
    wait_until_built(qtbot)
    vectors = [layer for layer in QgsProject.instance().mapLayers().values() if isinstance(layer, QgsVectorLayer)]
    assert len(vectors) == 1


def test_clearing_takes_scenes_and_layers_away(queried, qtbot):
    queried.display_row.stack_menu.clear_asked.emit()
    assert queried.application.scenes.scenes() == []
    qtbot.waitUntil(lambda: QgsProject.instance().mapLayers() == {}, timeout=WAIT_MS)
    assert queried.application.dry_run.state is DryRunState.IDLE
    assert "Configure" in queried.empty_page.empty_label.text()


@pytest.mark.parametrize("is_used", [True, False])
def test_clearing_resets_the_drawing_order_and_leaves_the_rest_as_a_user_chose(queried, qtbot, is_used):
    root = QgsProject.instance().layerTreeRoot()
    own = [QgsVectorLayer("Point?crs=EPSG:4326", name, "memory") for name in ("first", "second")]
    QgsProject.instance().addMapLayers(own)
    quicklooks = [QgsProject.instance().mapLayer(item) for item in queried.application.map_scenes.layer_ids()]
    root.setCustomLayerOrder([own[1], *quicklooks, own[0]])
    root.setHasCustomLayerOrder(is_used)
    queried.display_row.stack_menu.clear_asked.emit()
    # With each layer that goes, QGIS looks for all layers of the order, used or not.
    assert [layer.name() for layer in root.customLayerOrder()] == (["second", "first"] if is_used else [])
    assert root.hasCustomLayerOrder() is is_used
    QgsProject.instance().addMapLayer(QgsVectorLayer("Point?crs=EPSG:4326", "meanwhile", "memory"))
    qtbot.waitUntil(lambda: QgsProject.instance().count() == 3, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: len(root.customLayerOrder()) == 3, timeout=WAIT_MS)
    assert [layer.name() for layer in root.customLayerOrder()] == ["second", "first", "meanwhile"]
    root.setHasCustomLayerOrder(False)


def test_all_quicklooks_are_shown_and_hidden_by_one_click(queried, qtbot):
    model = queried.application.scenes
    with_image = [scene.id for scene in model.scenes() if not model.quicklook(scene.id).problem]
    qtbot.waitUntil(lambda: queried.display_row.all_shown_box.checkState() == Qt.CheckState.Checked, timeout=WAIT_MS)
    queried.display_row.all_shown_box.click()
    assert not any(model.is_shown(scene_id) for scene_id in with_image)
    queried.display_row.all_shown_box.click()
    assert all(model.is_shown(scene_id) for scene_id in with_image)
    model.setData(model.index(model.row_of(with_image[0]), 0), False, SceneRole.SHOWN)
    box = queried.display_row.all_shown_box
    qtbot.waitUntil(lambda: box.checkState() == Qt.CheckState.PartiallyChecked, timeout=WAIT_MS)


def test_the_opacity_slider_reaches_every_quicklook(queried):
    queried.display_row.opacity_slider.setValue(40)
    project = QgsProject.instance()
    opacities = {round(project.mapLayer(item).opacity(), 2) for item in queried.application.map_scenes.layer_ids()}
    assert opacities == {0.4}
