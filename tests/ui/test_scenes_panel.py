"""The list of scenes: looking, filtering, choosing, and the map beside it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from qgis.core import QgsPointXY, QgsProject
from qgis.PyQt.QtCore import QEvent, QItemSelectionModel, QPoint, Qt
from qgis.PyQt.QtGui import QHelpEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDialog, QStyleOptionViewItem, QToolButton, QToolTip

from up42_jobs.core.app.ordering import OrderingState
from up42_jobs.core.app.scenes.dry_run import DryRunState
from up42_jobs.core.app.scenes.scene_list import SHOWN_UNASKED, SceneColumn, SceneRole
from up42_jobs.core.domain.jobs.credits import EstimateLine
from up42_jobs.core.domain.scenes.scene import PlacedQuicklook, Scene, SceneCollection
from up42_jobs.ui.comparing.comparison_item import CompareMode
from up42_jobs.ui.dialogs.preview_dialog import chosen_features
from up42_jobs.ui.panels.scene_delegate import scene_marks, scene_tip, tick_rect
from up42_jobs.ui.panels.scenes_panel import ScenesPanel
from up42_jobs.ui.wording import no_scenes_sentence

WAIT_MS = 30_000
NOW = datetime(2026, 11, 22, 10, 32, tzinfo=timezone.utc)


def some_scenes(count):
    """Scenes whose figures grow with their number; every fifth lacks an angle."""
    return tuple(
        Scene(
            f"scene-{number}",
            f"feature-{number}",
            NOW - timedelta(days=number),
            platform="PHR1A" if number % 2 else "SPOT7",
            cloud_cover=float(number % 100),
            incidence_angle=None if number % 5 == 0 else float(number % 30),
            gsd_m=0.5 if number % 2 else 1.5,
        )
        for number in range(count)
    )


def square(west):
    """Returns the ring of a square degree on the equator."""
    return ((west, 0.0), (west + 1.0, 0.0), (west + 1.0, 1.0), (west, 1.0), (west, 0.0))


def show_result(application, scenes, is_complete=True):
    """Puts a result in the place of a test query's."""
    collection = SceneCollection(scenes, {"type": "FeatureCollection", "features": []}, is_complete)
    application.dry_run.collection = collection
    application.dry_run.state = DryRunState.DONE
    application.scenes.set_collection(collection, None)
    application.dry_run.state_changed.emit()


@pytest.fixture
def panel(application, canvas, qtbot):
    """The tab, before any test query."""
    panel = ScenesPanel(application, canvas)
    qtbot.addWidget(panel)
    panel.resize(360, 700)
    panel.show()
    return panel


@pytest.fixture
def queried(signed_in, canvas, qtbot):
    """The tab after a real test query against the Sandbox, quicklooks on the map."""
    panel = ScenesPanel(signed_in, canvas)
    qtbot.addWidget(panel)
    panel.resize(360, 700)
    panel.show()
    signed_in.dry_run.start()
    qtbot.waitUntil(lambda: signed_in.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)
    model = signed_in.scenes
    qtbot.waitUntil(lambda: all(model.quicklook(scene.id) for scene in model.scenes()), timeout=WAIT_MS)
    panel.application = signed_in
    return panel


def select(panel, *rows):
    """Selects rows as a click does."""
    view = panel.scenes_view
    view.clearSelection()
    for row in rows:
        flags = QItemSelectionModel.SelectionFlag.Select
        view.selectionModel().select(view.model().index(row, 0), flags)


def shown_ids(panel):
    """Returns the scene ids in the order of the list."""
    model = panel.scenes_view.model()
    return [model.index(row, 0).data(SceneRole.SCENE).id for row in range(model.rowCount())]


def click_tick(panel, row):
    """Clicks where the tick of a row is drawn."""
    view = panel.scenes_view
    option = QStyleOptionViewItem()
    option.initFrom(view)
    option.rect = view.visualRect(view.model().index(row, 0))
    spot = tick_rect(option).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)


def test_before_the_first_test_query_it_says_how_to_begin(panel):
    assert "Configure" in panel.empty_label.text()
    assert panel.empty_label.isVisible()
    assert not panel.order_button.isEnabled()
    assert not panel.preview_button.isEnabled()


def test_no_scenes_is_a_sentence_and_no_error(panel, application):
    show_result(application, ())
    assert panel.empty_label.text() == no_scenes_sentence()
    assert not panel.clear_filters_button.isVisible()


@pytest.mark.parametrize("count", [1, 500])
def test_every_scene_found_is_listed_newest_first(panel, application, count):
    show_result(application, some_scenes(count))
    assert shown_ids(panel) == [f"scene-{number}" for number in range(count)]
    assert panel.state_label.text() == ("1 scene" if count == 1 else "500 scenes")


def test_filters_act_at_once_and_keep_scenes_without_the_figure(panel, application):
    show_result(application, some_scenes(60))
    bar = panel.filter_bar
    bar.cloud_spin.setValue(9)
    assert shown_ids(panel) == [f"scene-{number}" for number in range(10)]
    assert panel.state_label.text() == "10 of 60 scenes"
    bar.angle_spin.setValue(3)
    assert shown_ids(panel) == ["scene-0", "scene-1", "scene-2", "scene-3", "scene-5"]
    QTest.keyClicks(bar.filter_edit, "spot")
    assert shown_ids(panel) == ["scene-0", "scene-2"]


def test_filtering_by_dates_takes_whole_days(panel, application):
    show_result(application, some_scenes(10))
    bar = panel.filter_bar
    bar.first_date.setDate(bar.last_date.date().addDays(-2))
    assert shown_ids(panel) == ["scene-0", "scene-1", "scene-2"]
    bar.first_date.clear()
    assert len(shown_ids(panel)) == 10


def test_filters_that_hide_everything_can_be_cleared_on_the_spot(panel, application):
    show_result(application, some_scenes(5))
    QTest.keyClicks(panel.filter_bar.filter_edit, "no such platform")
    assert "hide all of the 5 scenes" in panel.empty_label.text()
    QTest.mouseClick(panel.clear_filters_button, Qt.MouseButton.LeftButton)
    assert len(shown_ids(panel)) == 5


@pytest.mark.parametrize("column", list(SceneColumn))
def test_every_column_sorts_both_ways(panel, application, column):
    show_result(application, some_scenes(20))
    bar = panel.filter_bar
    bar.sort_combo.setCurrentIndex(int(column))
    first = [application.scenes.sort_value(application.scenes.row_of(one), column) for one in shown_ids(panel)]
    QTest.mouseClick(bar.sort_direction_button, Qt.MouseButton.LeftButton)
    second = [application.scenes.sort_value(application.scenes.row_of(one), column) for one in shown_ids(panel)]
    known = [value for value in first if value is not None]
    assert known == sorted(known, reverse=True)
    assert [value for value in second if value is not None] == sorted(known)


def test_an_incomplete_result_says_so(panel, application):
    show_result(application, some_scenes(3), is_complete=False)
    assert "more scenes than" in panel.state_label.text()


def test_a_scene_without_a_quicklook_cannot_be_ticked_and_says_why(panel, application):
    show_result(application, some_scenes(1))
    application.scenes.set_quicklooks([PlacedQuicklook("scene-0", problem="not_found")])
    index = panel.scenes_view.model().index(0, 0)
    assert not index.flags() & Qt.ItemFlag.ItemIsUserCheckable
    assert any("no quicklook" in line for line in scene_tip(index))


def test_a_tool_tip_shows_foreign_words_letter_by_letter(panel, application):
    show_result(application, (Scene("<img src=x>", "f", NOW),))
    view = panel.scenes_view
    spot = view.visualRect(view.model().index(0, 0)).center()
    event = QHelpEvent(QEvent.Type.ToolTip, spot, view.viewport().mapToGlobal(spot))
    QApplication.sendEvent(view.viewport(), event)
    assert "&lt;img src=x&gt;" in QToolTip.text()


def test_a_click_on_the_tick_hides_the_quicklook_and_selects_nothing(queried, qtbot):
    application = queried.application
    scene_id = next(one for one in shown_ids(queried) if not application.scenes.quicklook(one).problem)
    row = shown_ids(queried).index(scene_id)
    node = QgsProject.instance().layerTreeRoot().findLayer(application.map_scenes.layer_id(scene_id))
    assert node.itemVisibilityChecked()
    click_tick(queried, row)
    qtbot.waitUntil(lambda: not node.itemVisibilityChecked(), timeout=WAIT_MS)
    assert not queried.scenes_view.selectionModel().hasSelection()
    click_tick(queried, row)
    qtbot.waitUntil(node.itemVisibilityChecked, timeout=WAIT_MS)


def test_space_shows_and_hides_the_current_scene(queried):
    application = queried.application
    scene_id = next(one for one in shown_ids(queried) if not application.scenes.quicklook(one).problem)
    view = queried.scenes_view
    view.setFocus()
    view.setCurrentIndex(view.model().index(shown_ids(queried).index(scene_id), 0))
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert not application.scenes.is_shown(scene_id)


def test_space_ticks_all_selected_scenes_the_way_the_current_one_goes(panel, application):
    show_result(application, some_scenes(6))
    model, view = application.scenes, panel.scenes_view
    for number in (0, 1, 2, 4):
        problem = "not_found" if number == 2 else ""
        model.set_quicklooks([PlacedQuicklook(f"scene-{number}", "x", "y", "corners", 0.9, problem)])
    model.set_shown(["scene-1"], False)
    view.setCurrentIndex(view.model().index(0, 0))
    select(panel, 0, 1, 2, 3)
    view.selectionModel().setCurrentIndex(view.model().index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert [model.is_shown(f"scene-{number}") for number in range(6)] == [False, False, False, False, True, False]
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert [model.is_shown(f"scene-{number}") for number in range(6)] == [True, True, False, False, True, False]


def test_the_list_is_walked_and_used_by_keys_alone(panel, application, canvas):
    scenes = tuple(replace(one, footprint=square(number)) for number, one in enumerate(some_scenes(30)))
    show_result(application, scenes)
    view = panel.scenes_view
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert [scene.id for scene in panel.selected_scenes()] == ["scene-1"]
    QTest.keyClick(view, Qt.Key.Key_End)
    assert [scene.id for scene in panel.selected_scenes()] == ["scene-29"]
    QTest.keyClick(view, Qt.Key.Key_F)
    assert canvas.extent().contains(QgsPointXY(29.5, 0.5))
    assert not canvas.extent().contains(QgsPointXY(1.5, 0.5))
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert [scene.id for scene in panel.selected_scenes()] == ["scene-0"]
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(panel.selected_scenes()) == 30
    assert panel.findChild(QDialog, "preview_dialog") is None
    QTest.keyClick(view, Qt.Key.Key_Return)
    panel.findChild(QDialog, "preview_dialog").close()


def test_of_hundreds_the_first_are_shown_and_the_others_wait_for_their_tick(panel, application, qtbot):
    show_result(application, some_scenes(60))
    for number in range(60):
        application.scenes.set_quicklooks([PlacedQuicklook(f"scene-{number}", "x", "y", "corners", 0.9)])
    shown = [application.scenes.is_shown(f"scene-{number}") for number in range(60)]
    assert shown == [True] * SHOWN_UNASKED + [False] * (60 - SHOWN_UNASKED)
    qtbot.waitUntil(lambda: "40 of 60 quicklooks are on the map" in panel.state_label.text(), timeout=WAIT_MS)
    panel.all_shown_box.click()
    assert all(application.scenes.is_shown(f"scene-{number}") for number in range(60))


def test_show_all_means_the_scenes_in_the_list(panel, application):
    show_result(application, some_scenes(4))
    for number in range(4):
        application.scenes.set_quicklooks([PlacedQuicklook(f"scene-{number}", "x", "y", "corners", 0.9)])
    panel.filter_bar.cloud_spin.setValue(1)
    assert panel.all_shown_box.isEnabled()
    panel.all_shown_box.click()
    assert [application.scenes.is_shown(f"scene-{number}") for number in range(4)] == [False, False, True, True]


def test_active_filters_are_taken_off_by_one_click_beside_the_count(panel, application):
    show_result(application, some_scenes(60))
    assert not panel.take_filters_off_button.isVisible()
    panel.filter_bar.cloud_spin.setValue(9)
    panel.filter_bar.first_date.setDate(panel.filter_bar.last_date.date().addDays(-3))
    assert panel.state_label.text() == "4 of 60 scenes"
    QTest.mouseClick(panel.take_filters_off_button, Qt.MouseButton.LeftButton)
    assert len(shown_ids(panel)) == 60
    assert not panel.take_filters_off_button.isVisible()


def test_clouds_over_the_area_arrive_with_the_quicklooks_and_are_sorted_and_filtered_at_once(panel, application):
    show_result(application, some_scenes(3))
    bar = panel.filter_bar
    bar.sort_combo.setCurrentIndex(int(SceneColumn.AREA_CLOUD))
    bar.area_cloud_spin.setValue(50)
    for number, cloud in enumerate((10.0, 30.0, 90.0)):
        placed = PlacedQuicklook(f"scene-{number}", "x", "y", "corners", 0.9, aoi_cloud_cover=cloud)
        application.scenes.set_quicklooks([placed])
    assert shown_ids(panel) == ["scene-1", "scene-0"]


def test_a_doubtful_place_is_told_in_words(panel, application):
    show_result(application, some_scenes(2))
    for number, certainty in enumerate((0.5, 0.95)):
        placed = PlacedQuicklook(f"scene-{number}", "x", "y", "corners", certainty, aoi_cloud_cover=12.0, aoi_seen=0.4)
        application.scenes.set_quicklooks([placed])
    first, second = (panel.scenes_view.model().index(row, 0) for row in (0, 1))
    assert scene_marks(first) == ["Place uncertain"]
    assert any("not certain" in line for line in scene_tip(first))
    assert scene_marks(second) == []
    assert any("40 %" in line for line in scene_tip(second))


def test_two_selected_scenes_are_compared_until_the_list_is_left(queried, qtbot):
    application, swipe = queried.application, queried.findChild(QToolButton, "swipe_button")
    with_layer = [row for row, one in enumerate(shown_ids(queried)) if application.map_scenes.layer_id(one)]
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
    assert older_first == [application.map_scenes.layer_id(one) for one in reversed(ids)]
    QTest.mouseClick(queried.findChild(QToolButton, "blink_button"), Qt.MouseButton.LeftButton)
    assert queried.tools.comparison.mode is CompareMode.BLINK
    assert not swipe.isChecked()
    queried.hide()
    assert queried.tools.comparison.mode is None


def test_clearing_takes_scenes_and_layers_away(queried, qtbot):
    queried.stack_menu.clear_asked.emit()
    assert queried.application.scenes.scenes() == []
    qtbot.waitUntil(lambda: QgsProject.instance().mapLayers() == {}, timeout=WAIT_MS)
    assert queried.application.dry_run.state is DryRunState.IDLE
    assert "Configure" in queried.empty_label.text()


def test_all_quicklooks_are_shown_and_hidden_by_one_click(queried, qtbot):
    model = queried.application.scenes
    with_image = [scene.id for scene in model.scenes() if not model.quicklook(scene.id).problem]
    qtbot.waitUntil(lambda: queried.all_shown_box.checkState() == Qt.CheckState.Checked, timeout=WAIT_MS)
    queried.all_shown_box.click()
    assert not any(model.is_shown(scene_id) for scene_id in with_image)
    queried.all_shown_box.click()
    assert all(model.is_shown(scene_id) for scene_id in with_image)
    model.setData(model.index(model.row_of(with_image[0]), 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    qtbot.waitUntil(lambda: queried.all_shown_box.checkState() == Qt.CheckState.PartiallyChecked, timeout=WAIT_MS)


def test_the_opacity_slider_reaches_every_quicklook(queried):
    queried.opacity_slider.setValue(40)
    project = QgsProject.instance()
    opacities = {round(project.mapLayer(one).opacity(), 2) for one in queried.application.map_scenes.layer_ids()}
    assert opacities == {0.4}


def test_selecting_in_the_list_selects_the_footprint_and_back(queried):
    application = queried.application
    layer = next(one for one in QgsProject.instance().mapLayers().values() if one.type() == one.VectorLayer)
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
    before = len(canvas.scene().items())
    queried.light.release()
    queried.light.release()
    assert len(canvas.scene().items()) == before - 1


def test_ordering_needs_a_selection_and_orders_exactly_that(queried, qtbot):
    ordering = queried.application.ordering
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


def test_changed_parameters_mark_the_scenes_as_those_of_earlier_ones(queried):
    assert "changed" not in queried.state_label.text()
    queried.application.workbench.set_limit(3)
    assert "changed" in queried.state_label.text()


def test_zoom_goes_to_the_selected_scene(queried, canvas):
    select(queried, 0)
    QTest.mouseClick(queried.zoom_scene_button, Qt.MouseButton.LeftButton)
    scene = queried.selected_scenes()[0]
    footprint = queried.application.map_scenes.footprint_geometry(scene.id).boundingBox()
    assert canvas.extent().contains(footprint)
    assert canvas.extent().width() < 4 * max(footprint.width(), footprint.height())


def test_the_preview_has_the_whole_document_and_finds_a_member(queried):
    select(queried, 0)
    QTest.mouseClick(queried.preview_button, Qt.MouseButton.LeftButton)
    dialog = queried.findChild(QDialog, "preview_dialog")
    tabs = [dialog.tabs.tabText(number) for number in range(dialog.tabs.count())]
    assert tabs[:3] == ["Metadata", "JSON", "data.json"]
    assert dialog.tree.topLevelItemCount() == 1
    assert dialog.tabs.widget(2).toPlainText() == queried.application.dry_run.document_text()
    QTest.keyClicks(dialog.search_edit, "cloudcover")
    shown = json.dumps(json.loads(dialog.tree.text())).lower()
    assert "cloudcover" in shown
    assert "coordinates" not in shown
    dialog.tabs.setCurrentIndex(2)
    assert len(dialog.tabs.widget(2).extraSelections()) == len(queried.application.scenes.scenes())
    QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert "cloudcover" in QApplication.clipboard().text().lower()
    dialog.close()


def test_a_scene_that_the_document_does_not_know_shows_its_own_properties():
    scene = Scene("s", "unknown", properties={"a": 1})
    assert chosen_features({"features": [{"id": "other"}]}, [scene]) == {"s": {"a": 1}}


def test_a_running_test_query_shows_its_state_and_can_be_cancelled(signed_in, canvas, qtbot):
    panel = ScenesPanel(signed_in, canvas)
    qtbot.addWidget(panel)
    panel.show()
    signed_in.dry_run.start()
    assert panel.progress_bar.isVisible()
    assert panel.cancel_button.isVisible()
    assert "Starting" in panel.state_label.text()
    QTest.mouseClick(panel.cancel_button, Qt.MouseButton.LeftButton)
    assert signed_in.dry_run.state is DryRunState.CANCELLED
    assert not panel.progress_bar.isVisible()
    assert "cancelled" in panel.empty_label.text()


def test_a_narrow_row_still_paints_all_figures(panel, application):
    show_result(application, some_scenes(3))
    for width in (180, 280, 600):
        panel.resize(width, 500)
        assert not panel.grab().isNull()
    assert panel.minimumSizeHint().width() <= 320
    assert panel.scenes_view.indexAt(QPoint(5, 5)).isValid()


def test_an_estimate_puts_price_or_reason_at_each_scene(panel, application):
    show_result(application, some_scenes(3))
    application.scenes.set_costs(
        [
            EstimateLine("first", 900, 900, scene_id="scene-0"),
            EstimateLine("second", 0, 0, scene_id="scene-1", problem="AOI does not intersect the scene"),
            EstimateLine("of no scene here", 5, 5, scene_id="scene-99"),
        ]
    )
    tips = ["\n".join(scene_tip(application.scenes.index(row, 0))) for row in range(3)]
    assert "Price: 900" in tips[0]
    assert "AOI does not intersect the scene" in tips[1]
    assert "Price: –" in tips[1]
    assert "Price: –" in tips[2]
    assert [application.scenes.sort_value(row, SceneColumn.PRICE) for row in range(3)] == [900, None, None]


def test_a_scene_that_the_account_has_says_so(panel, application):
    show_result(application, some_scenes(2))
    application.scenes.set_owned(["scene-1"])
    tips = ["\n".join(scene_tip(application.scenes.index(row, 0))) for row in range(2)]
    assert "already own" not in tips[0]
    assert "already own" in tips[1]
    application.scenes.set_owned([])
    assert "already own" not in "\n".join(scene_tip(application.scenes.index(1, 0)))


def test_a_new_result_forgets_prices_and_marks_of_the_old_one(panel, application):
    show_result(application, some_scenes(1))
    application.scenes.set_costs([EstimateLine("first", 900, 900, scene_id="scene-0")])
    application.scenes.set_owned(["scene-0"])
    show_result(application, some_scenes(1))
    assert application.scenes.cost("scene-0") is None
    assert not application.scenes.is_owned("scene-0")
