"""Playing scenes and finding the cheapest cover from the scene list."""

from __future__ import annotations

import pytest
from qgis.core import QgsDateTimeRange, QgsInterval, QgsProject, QgsTemporalNavigationObject, QgsUnitTypes
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QToolButton
from support.scene_panel import click_tick
from support.signed_in_application import WAIT_MS, run_query

from up42_jobs.core.app.scenes.scene_list import SceneRole
from up42_jobs.core.domain.scenes.cover import CostBasis, Cover
from up42_jobs.ui.parts.small import MIN_TARGET_PX
from up42_jobs.ui.scenes.scenes_panel import ScenesPanel
from up42_jobs.ui.wording import cover_text


@pytest.fixture
def queried(signed_in, canvas, qtbot):
    """The tab after a real test query against the Sandbox, quicklooks on the map."""
    panel = ScenesPanel(signed_in, canvas)
    qtbot.addWidget(panel)
    panel.resize(360, 700)
    panel.show()
    signed_in.workbench.set_limit(8)
    run_query(signed_in, qtbot)
    panel.application = signed_in
    yield panel
    panel.release()


def drawn_on_map(scenes):
    return [scene for scene in scenes.scenes() if scenes.has_image(scene.id)]


def test_the_scenes_are_played_by_one_click_and_the_controller_given_back_by_another(queried, canvas):
    controller = QgsTemporalNavigationObject(canvas)
    canvas.setTemporalController(controller)
    queried.tools.show_state()
    button, label = queried.tools.play_button, queried.tools.time_label
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    days = sorted({scene.acquired.date().isoformat() for scene in drawn_on_map(queried.application.scenes)})
    assert controller.totalFrameCount() == len(days)
    assert label.isVisible()
    for day in days:
        assert label.text().startswith(day)
        controller.next()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not label.isVisible()
    assert controller.navigationMode() == QgsTemporalNavigationObject.NavigationMode.NavigationOff


def test_the_cross_beside_the_day_ends_playing(queried, canvas):
    """The sentences below the buttons added up, and none of them could be closed."""
    controller = QgsTemporalNavigationObject(canvas)
    canvas.setTemporalController(controller)
    queried.tools.show_state()
    QTest.mouseClick(queried.tools.play_button, Qt.MouseButton.LeftButton)
    cross = queried.tools.findChild(QToolButton, "end_play_button")
    assert cross.isVisible()
    assert min(cross.width(), cross.height()) >= MIN_TARGET_PX
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert not queried.application.scene_time.is_on
    assert not queried.tools.time_label.isVisible()
    assert not cross.isVisible()


def test_the_cross_beside_the_cover_clears_it_and_keeps_the_order(queried, qtbot):
    application = queried.application
    QTest.mouseClick(queried.tools.cover_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: application.cover_search.cover is not None, timeout=WAIT_MS)
    ticked = application.scenes.ticked_ids()
    cross = queried.tools.findChild(QToolButton, "clear_cover_button")
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert not queried.tools.cover_label.isVisible()
    assert not cross.isVisible()
    assert queried.tools.gap_band.band is None
    assert application.scenes.ticked_ids() == ticked != []


@pytest.mark.parametrize("frames", [0, 2])
def test_the_map_shows_all_times_again_after_playing(queried, canvas, frames):
    controller = QgsTemporalNavigationObject(canvas)
    # As QGIS's own panel leaves it, switched off at some frame.
    day = QDateTime(QDate(2020, 5, 18), QTime(0, 0), Qt.TimeSpec.UTC)
    controller.setTemporalExtents(QgsDateTimeRange(day, day.addYears(6)))
    controller.setFrameDuration(QgsInterval(1, QgsUnitTypes.TemporalUnit.TemporalHours))
    controller.setCurrentFrameNumber(3)
    canvas.setTemporalController(controller)
    queried.tools.show_state()
    QTest.mouseClick(queried.tools.play_button, Qt.MouseButton.LeftButton)
    for _ in range(frames):
        controller.next()
    assert canvas.mapSettings().isTemporal()
    QTest.mouseClick(queried.tools.play_button, Qt.MouseButton.LeftButton)
    assert not canvas.mapSettings().isTemporal()


def test_another_project_ends_playing(queried, canvas, qtbot):
    controller = QgsTemporalNavigationObject(canvas)
    canvas.setTemporalController(controller)
    queried.tools.show_state()
    QTest.mouseClick(queried.tools.play_button, Qt.MouseButton.LeftButton)
    QgsProject.instance().clear()
    assert controller.animationState() == QgsTemporalNavigationObject.AnimationState.Idle
    assert not canvas.mapSettings().isTemporal()
    assert not queried.tools.time_label.isVisible()
    qtbot.waitUntil(lambda: not canvas.isFrozen(), timeout=WAIT_MS)


def test_hidden_scenes_are_played_too_and_hidden_again(queried, canvas, qtbot):
    controller, application = QgsTemporalNavigationObject(canvas), queried.application
    canvas.setTemporalController(controller)
    queried.tools.show_state()
    hidden = drawn_on_map(application.scenes)[0].id
    node = QgsProject.instance().layerTreeRoot().findLayer(application.map_scenes.layer_id(hidden))
    application.scenes.set_shown([hidden], False)
    QTest.mouseClick(queried.tools.play_button, Qt.MouseButton.LeftButton)
    # Else all would be drawn before the controller shows one day alone.
    assert canvas.isFrozen()
    qtbot.waitUntil(node.itemVisibilityChecked, timeout=WAIT_MS)
    QTest.mouseClick(queried.tools.play_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not node.itemVisibilityChecked(), timeout=WAIT_MS)
    assert not application.scenes.is_shown(hidden)


def test_the_footprints_are_played_with_their_scenes(queried):
    layers = QgsProject.instance().mapLayers().values()
    footprints = next(layer for layer in layers if layer.type() == layer.VectorLayer)
    assert footprints.temporalProperties().isActive()
    assert footprints.temporalProperties().startField() == "acquired"


def test_a_map_without_a_controller_says_so(queried):
    queried.tools.show_state()
    assert not queried.tools.play_button.isEnabled()
    assert "no temporal controller" in queried.tools.play_button.toolTip()


def test_a_new_result_gives_the_controller_back(queried, canvas):
    controller = QgsTemporalNavigationObject(canvas)
    canvas.setTemporalController(controller)
    queried.tools.show_state()
    QTest.mouseClick(queried.tools.play_button, Qt.MouseButton.LeftButton)
    queried.application.map_scenes.clear()
    assert not queried.application.scene_time.is_on
    assert not queried.tools.play_button.isEnabled()


def test_the_cheapest_cover_selects_its_scenes_says_what_is_open_and_hatches_it(queried, qtbot):
    application = queried.application
    QTest.mouseClick(queried.tools.cover_button, Qt.MouseButton.LeftButton)
    assert not queried.tools.cover_button.isEnabled()
    qtbot.waitUntil(lambda: application.cover_search.cover is not None, timeout=WAIT_MS)
    cover = application.cover_search.cover
    assert sorted(scene.id for scene in queried.selected_scenes()) == list(cover.ids)
    assert queried.tools.cover_label.text() == cover_text(cover)
    has_gap = not application.cover_search.gap.isEmpty()
    assert (queried.tools.gap_band.band is not None) is has_gap
    assert application.scenes.ticked_ids() == [scene.id for scene in queried.selected_scenes()]
    # Looking at another scene changes nothing of the order, leaving one out does.
    queried.scenes_view.setCurrentIndex(queried.scenes_view.model().index(0, 0))
    assert application.cover_search.cover is cover
    click_tick(queried, 0)
    assert application.cover_search.cover is None
    assert not queried.tools.cover_label.isVisible()
    assert queried.tools.gap_band.band is None


def test_only_scenes_in_the_list_are_taken_for_the_cover(queried, qtbot):
    application = queried.application
    kept = queried.scenes_view.model().index(0, 0).data(SceneRole.SCENE)
    queried.filter_bar.filter_edit.setText(kept.id)
    QTest.mouseClick(queried.tools.cover_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: application.cover_search.cover is not None, timeout=WAIT_MS)
    assert set(application.cover_search.cover.ids) <= {kept.id}


@pytest.mark.parametrize(
    ("cover", "parts"),
    [
        (Cover(("a",), CostBasis.PRICE, True, 1.0, 0.0, 120), ["by 1 scene.", "No other set", "120 credits"]),
        (Cover(("a", "b"), CostBasis.PRICE, False, 0.97456, 0.6, 1200), ["97.4 %", "0.60 km²", "found costs 1,200"]),
        (Cover(("a", "b"), CostBasis.FEWEST, True, 0.9999, 0.5), ["2 scenes", "99.9 %", "fewer scenes"]),
        (Cover((), CostBasis.FEWEST, True, 0.0, 9.0), ["None of the scenes"]),
    ],
)
def test_a_cover_is_reported_with_its_figures_and_its_reason(cover, parts, qgis_app):
    text = cover_text(cover)
    assert [part for part in parts if part not in text] == []
