"""Scene list and map after a real test query: quicklooks, footprints, order."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject
from qgis.gui import QgsLayerTreeMapCanvasBridge
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QToolButton
from support.scene_panel import click_eye, select, shown_ids
from support.scene_query import open_after_query, wait_until_built
from support.signed_in_application import WAIT_MS, run_query

from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.core.app.scenes.scene_list import SceneRole
from up42_jobs.ui.map.comparison_item import CompareMode
from up42_jobs.ui.scenes.scenes_panel import ScenesPanel


@pytest.fixture
def queried(signed_in, canvas, qtbot):
    """The tab after a real test query against the Sandbox, quicklooks on the map."""
    return open_after_query(signed_in, canvas, qtbot)


@pytest.fixture
def bridged(signed_in, canvas, qtbot):
    """The tab beside a map that follows the layer tree, as in QGIS."""
    bridge = QgsLayerTreeMapCanvasBridge(QgsProject.instance().layerTreeRoot(), canvas)
    panel = ScenesPanel(signed_in, canvas)
    qtbot.addWidget(panel)
    panel.show()
    yield panel
    panel.release()
    del bridge


def test_a_click_on_the_eye_hides_the_quicklook_and_selects_nothing(queried, qtbot):
    application = queried.application
    scene_id = next(item for item in shown_ids(queried) if not application.scenes.quicklook(item).problem)
    row = shown_ids(queried).index(scene_id)
    node = QgsProject.instance().layerTreeRoot().findLayer(application.map_scenes.layer_id(scene_id))
    assert node.itemVisibilityChecked()
    queried.scenes_view.clearSelection()
    click_eye(queried, row)
    qtbot.waitUntil(lambda: not node.itemVisibilityChecked(), timeout=WAIT_MS)
    assert not queried.scenes_view.selectionModel().hasSelection()
    click_eye(queried, row)
    qtbot.waitUntil(node.itemVisibilityChecked, timeout=WAIT_MS)


def test_a_key_shows_and_hides_the_current_scene(queried):
    application = queried.application
    scene_id = next(item for item in shown_ids(queried) if not application.scenes.quicklook(item).problem)
    view = queried.scenes_view
    view.setFocus()
    view.setCurrentIndex(view.model().index(shown_ids(queried).index(scene_id), 0))
    QTest.keyClick(view, Qt.Key.Key_M)
    assert not application.scenes.is_shown(scene_id)


def test_two_selected_scenes_are_compared_until_the_list_is_left(queried, qtbot):
    application, swipe = queried.application, queried.findChild(QToolButton, "swipe_button")
    with_layer = [row for row, scene_id in enumerate(shown_ids(queried)) if application.map_scenes.layer_id(scene_id)]
    select(queried, with_layer[0])
    assert not swipe.isEnabled()
    assert "two scenes" in swipe.toolTip()
    select(queried, *with_layer[:2])
    assert swipe.isEnabled()
    QTest.mouseClick(swipe, Qt.MouseButton.LeftButton)
    assert swipe.isChecked()
    assert queried.tools.compare_bar.isVisible()
    ids = [shown_ids(queried)[row] for row in with_layer[:2]]
    older_first = [picture.layer_id for picture in queried.tools.comparison.item.pictures]
    assert older_first == [application.map_scenes.layer_id(item) for item in reversed(ids)]
    QTest.mouseClick(queried.findChild(QToolButton, "blink_button"), Qt.MouseButton.LeftButton)
    assert queried.tools.comparison.mode is CompareMode.BLINK
    assert not swipe.isChecked()
    queried.hide()
    assert queried.tools.comparison.mode is None


def test_selecting_in_the_list_selects_the_footprint_and_back(queried):
    application = queried.application
    layer = next(layer for layer in QgsProject.instance().mapLayers().values() if layer.type() == layer.VectorLayer)
    select(queried, 0)
    assert layer.selectedFeatureCount() == 1
    features = list(layer.getFeatures())
    layer.selectByIds([feature.id() for feature in features[:2]])
    assert len(queried.selected_scenes()) == 2
    layer.removeSelection()
    assert queried.selected_scenes() == []
    assert application.ordering.state is OrderingState.IDLE


def test_the_mouse_lights_the_footprint_until_it_leaves(queried):
    view, band = queried.scenes_view, queried.light.band
    QTest.mouseMove(view.viewport(), view.visualRect(view.model().index(0, 0)).center())
    view.entered.emit(view.model().index(0, 0))
    assert band.isVisible()
    assert band.numberOfVertices() >= 4
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert not band.isVisible()


def test_the_light_goes_with_the_panel(queried, canvas):
    # The outlines of what is looked at and of what is below the pointer.
    before = len(canvas.scene().items())
    queried.light.release()
    queried.light.release()
    assert len(canvas.scene().items()) == before - 2


def test_ordering_needs_a_selection_and_orders_exactly_that(queried, qtbot):
    ordering = queried.application.ordering
    queried.scenes_view.clearSelection()
    assert not queried.order_button.isEnabled()
    assert "Select" in queried.order_button.toolTip()
    select(queried, 1)
    assert queried.order_button.isEnabled()
    QTest.mouseClick(queried.order_button, Qt.MouseButton.LeftButton)
    assert queried.order_button.text() == "Cancel Estimate"
    qtbot.waitUntil(lambda: ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    assert [scene.id for scene in ordering.order_summary.scenes] == [shown_ids(queried)[1]]
    ordering.refuse()


def test_an_estimate_that_is_under_way_can_be_cancelled(queried):
    ordering = queried.application.ordering
    select(queried, 0)
    QTest.mouseClick(queried.order_button, Qt.MouseButton.LeftButton)
    assert ordering.state is OrderingState.PREPARING
    QTest.mouseClick(queried.order_button, Qt.MouseButton.LeftButton)
    assert ordering.state is OrderingState.IDLE


def test_scenes_that_the_limit_hides_are_shown_by_one_click(on_platform, canvas, qtbot):
    """The list said that more scenes match and left it to the user to find the limit on another tab."""
    panel = ScenesPanel(on_platform, canvas)
    qtbot.addWidget(panel)
    panel.show()
    run_query(on_platform, qtbot)
    matching, before = on_platform.dry_run.collection.match_count, len(on_platform.scenes.scenes())
    assert matching > before
    assert panel.status.more_button.isVisible()
    QTest.mouseClick(panel.status.more_button, Qt.MouseButton.LeftButton)
    assert on_platform.dry_run.is_busy
    qtbot.waitUntil(lambda: on_platform.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)
    assert len(on_platform.scenes.scenes()) == min(matching, before + 10)
    on_platform.workbench.set_max_cloud_cover(3)
    assert not panel.status.more_button.isVisible()
    wait_until_built(qtbot)
    panel.release()


def test_changed_parameters_mark_the_scenes_as_those_of_earlier_ones(queried):
    assert "changed" not in queried.status.state_label.text()
    queried.application.workbench.set_limit(3)
    # First: in a low tab the sentences share one line, which is cut at its end.
    assert queried.status.state_label.text().startswith("The parameters have changed")


def topmost(canvas, application):
    """The scene whose quicklook the map draws above all others."""
    return next(filter(None, (application.map_scenes.scene_id(layer.id()) for layer in canvas.layers())), "")


def test_ten_scenes_are_looked_at_with_nine_keys(signed_in, bridged, canvas, qtbot):
    """All pictures lay on each other, the newest on top: to look at one, the others had to be taken off."""
    panel = bridged
    signed_in.workbench.set_limit(10)
    run_query(signed_in, qtbot)
    view, looked, order = panel.scenes_view, [], [layer.id() for layer in canvas.layers()]
    for key in [None, *[Qt.Key.Key_Down] * 9]:
        if key is not None:
            QTest.keyClick(view, key)
        scene = view.currentIndex().data(SceneRole.SCENE)
        if signed_in.map_scenes.layer_id(scene.id):
            qtbot.waitUntil(lambda scene=scene: topmost(canvas, signed_in) == scene.id, timeout=WAIT_MS)
        shape = panel.light.looked_band.asGeometry()
        assert shape.isGeosEqual(signed_in.map_scenes.footprint_geometry(scene.id))
        assert panel.light.looked_band.fillColor().alpha() == 0
        looked.append(scene.id)
    assert looked == shown_ids(panel)[:10]
    # The layer tree, and so a layout, is as it was.
    root = QgsProject.instance().layerTreeRoot()
    assert [layer.id() for layer in root.layerOrder() if layer.id() in order] == sorted(
        order, key=[layer.id() for layer in root.layerOrder()].index
    )


def test_without_the_list_the_map_is_as_the_layer_tree_says(signed_in, bridged, canvas, qtbot):
    """With the dock closed, a picture above the others would make the order of the layers a riddle."""
    panel, application = bridged, signed_in
    run_query(application, qtbot)
    newest = next(item for item in shown_ids(panel) if application.map_scenes.layer_id(item))
    last = [row for row, item in enumerate(shown_ids(panel)) if application.map_scenes.layer_id(item)][-1]
    panel.scenes_view.setCurrentIndex(panel.scenes_view.model().index(last, 0))
    looked = shown_ids(panel)[last]
    qtbot.waitUntil(lambda: topmost(canvas, application) == looked, timeout=WAIT_MS)
    panel.hide()
    qtbot.waitUntil(lambda: topmost(canvas, application) == newest, timeout=WAIT_MS)
    assert not panel.light.looked_band.isVisible()
    panel.show()
    qtbot.waitUntil(lambda: topmost(canvas, application) == looked, timeout=WAIT_MS)
    assert panel.light.looked_band.isVisible()


def test_a_hidden_scene_is_seen_while_it_is_looked_at_and_its_eye_takes_it_off(signed_in, bridged, canvas, qtbot):
    panel = bridged
    run_query(signed_in, qtbot)
    scene_ids = [scene_id for scene_id in shown_ids(panel) if signed_in.map_scenes.layer_id(scene_id)]
    signed_in.scenes.set_shown(scene_ids, False)
    qtbot.waitUntil(lambda: topmost(canvas, signed_in) == "", timeout=WAIT_MS)
    view, model = panel.scenes_view, panel.scenes_view.model()
    row = shown_ids(panel).index(scene_ids[1])
    view.setCurrentIndex(model.index(row, 0))
    qtbot.waitUntil(lambda: topmost(canvas, signed_in) == scene_ids[1], timeout=WAIT_MS)
    assert not signed_in.scenes.is_shown(scene_ids[1])
    click_eye(panel, row)
    click_eye(panel, row)
    qtbot.waitUntil(lambda: topmost(canvas, signed_in) == "", timeout=WAIT_MS)


def test_zoom_goes_to_the_selected_scene(queried, canvas):
    select(queried, 0)
    QTest.mouseClick(queried.zoom_scene_button, Qt.MouseButton.LeftButton)
    scene = queried.selected_scenes()[0]
    footprint = queried.application.map_scenes.footprint_geometry(scene.id).boundingBox()
    assert canvas.extent().contains(footprint)
    assert canvas.extent().width() < 4 * max(footprint.width(), footprint.height())


def test_a_running_test_query_shows_its_state_and_can_be_cancelled(signed_in, canvas, qtbot):
    panel = ScenesPanel(signed_in, canvas)
    qtbot.addWidget(panel)
    panel.show()
    signed_in.dry_run.start()
    assert panel.status.progress_bar.isVisible()
    assert panel.status.cancel_button.isVisible()
    assert "Starting" in panel.status.state_label.text()
    QTest.mouseClick(panel.status.cancel_button, Qt.MouseButton.LeftButton)
    assert signed_in.dry_run.state is DryRunState.CANCELLED
    assert not panel.status.progress_bar.isVisible()
    assert "cancelled" in panel.empty_page.empty_label.text()
