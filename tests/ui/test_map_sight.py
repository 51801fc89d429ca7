"""Fully covered quicklooks are culled from the map, and return before they become visible."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import (
    QgsDateTimeRange,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsLayerTreeMapCanvasBridge
from qgis.PyQt.QtCore import QDateTime, QObject, QSize
from qgis.PyQt.QtGui import QImage
from support.signed_in_application import LONLAT, WAIT_MS, run_query

from up42_jobs.core.app.scenes.scene_display import StackOrder
from up42_jobs.ui.map import map_sight
from up42_jobs.ui.map.map_pace import MapPace
from up42_jobs.ui.map.map_sight import MapSight

SCENES = 40


@pytest.fixture
def found(on_platform, canvas, qtbot, monkeypatch):
    """The application after a test query whose quicklooks hide some of each other, the map following its layers."""
    monkeypatch.setattr(map_sight, "MAX_UNSIFTED", 5)
    bridge = QgsLayerTreeMapCanvasBridge(QgsProject.instance().layerTreeRoot(), canvas)
    on_platform.workbench.set_limit(SCENES)
    run_query(on_platform, qtbot)
    on_platform.scenes.set_shown([scene.id for scene in on_platform.scenes.scenes()], True)
    everything = len(on_platform.map_scenes.own_layer_ids())
    qtbot.waitUntil(lambda: len(canvas.layers()) == everything, timeout=WAIT_MS)
    yield on_platform
    del bridge


@pytest.fixture
def sight(found, canvas):
    owner = QObject()
    sight = MapSight(canvas, found.quicklook_stack, owner)
    yield sight
    sight.release()


def wanted():
    """The layers that the layer tree shows, the topmost first."""
    root = QgsProject.instance().layerTreeRoot()
    return [layer for layer in root.layerOrder() if root.findLayer(layer.id()).isVisible()]


def picture(layers, extent):
    """The pixels of a map of those layers."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(LONLAT)
    settings.setExtent(extent)
    settings.setOutputSize(QSize(300, 300))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage().convertToFormat(QImage.Format.Format_RGB32)
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    return np.frombuffer(bits, dtype=np.uint8).reshape(image.height(), image.width(), 4).copy()


def is_sifted(canvas):
    return len(canvas.layers()) < len(wanted())


def test_the_map_looks_the_same_wherever_it_is_moved(found, sight, canvas):
    sight.sift()
    kept = canvas.layers()
    assert 1 < len(kept) < len(wanted()) - 3
    assert [layer for layer in wanted() if layer in kept] == kept
    for west, south, size in ((-0.45, 39.35, 0.1), (-0.8, 39.0, 0.8), (-0.405, 39.395, 0.02), (-0.35, 39.45, 0.2)):
        extent = QgsRectangle(west, south, west + size, south + size)
        assert np.array_equal(picture(kept, extent), picture(wanted(), extent))


def test_few_quicklooks_are_all_drawn(found, sight, canvas, qtbot, monkeypatch):
    monkeypatch.setattr(map_sight, "MAX_UNSIFTED", SCENES)
    sight.sift()
    assert canvas.layers() == wanted()


def test_what_lay_hidden_is_there_once_it_is_in_sight(found, sight, canvas, qtbot):
    sight.sift()
    root = QgsProject.instance().layerTreeRoot()
    hidden = next(layer for layer in wanted() if layer not in canvas.layers())
    above = wanted()[: wanted().index(hidden)]
    for layer in above:
        root.findLayer(layer.id()).setItemVisibilityChecked(False)
    qtbot.waitUntil(lambda: hidden in canvas.layers(), timeout=WAIT_MS)


def test_another_order_shows_others(found, sight, canvas, qtbot):
    sight.sift()
    before = {layer.id() for layer in canvas.layers()}
    found.scene_filter.sort(0)
    found.scene_display.set_order(StackOrder.AS_LISTED)
    oldest = min(found.scenes.scenes(), key=lambda scene: scene.acquired).id
    qtbot.waitUntil(lambda: found.map_scenes.scene_id(wanted()[1].id()) == oldest, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: {layer.id() for layer in canvas.layers()} != before, timeout=WAIT_MS)
    assert found.map_scenes.layer_id(oldest) in [layer.id() for layer in canvas.layers()]


def test_a_moment_of_time_has_all_quicklooks_at_hand(found, sight, canvas, qtbot):
    sight.sift()
    day = wanted()[-1].temporalProperties().fixedTemporalRange()
    canvas.setTemporalRange(day)
    assert canvas.layers() == wanted()
    canvas.setTemporalRange(QgsDateTimeRange(QDateTime(), QDateTime()))
    canvas.refresh()
    qtbot.waitUntil(lambda: is_sifted(canvas), timeout=WAIT_MS)


def test_all_quicklooks_shine_through_when_their_opacity_is_less(found, sight, canvas, qtbot):
    sight.sift()
    found.map_scenes.set_opacity(0.5)
    qtbot.waitUntil(lambda: canvas.layers() == wanted(), timeout=WAIT_MS)
    found.map_scenes.set_opacity(1.0)
    qtbot.waitUntil(lambda: is_sifted(canvas), timeout=WAIT_MS)


def test_a_single_quicklook_that_is_styled_in_qgis_lets_those_below_be_seen(found, sight, canvas, qtbot):
    sight.sift()
    before = canvas.layers()
    top = next(layer for layer in before if found.map_scenes.scene_id(layer.id()))
    for layer in before:
        layer.setOpacity(0.3 if layer is top else 1.0)
    top.triggerRepaint()
    qtbot.waitUntil(lambda: found.quicklook_stack.without_hidden(wanted()) == canvas.layers(), timeout=WAIT_MS)
    assert len(canvas.layers()) >= len(before)


def test_layers_of_the_user_stay_where_they_are(found, sight, canvas, qtbot):
    own = QgsVectorLayer("Point?crs=EPSG:4326", "mine", "memory")
    QgsProject.instance().addMapLayer(own)
    qtbot.waitUntil(lambda: own in canvas.layers() and is_sifted(canvas), timeout=WAIT_MS)
    assert canvas.layers()[0] is own


def test_changes_made_while_the_map_is_held_are_sifted_when_it_draws_again(found, sight, canvas, qtbot):
    sight.sift()
    fewer = wanted()[:-1]
    canvas.freeze(True)
    canvas.setLayers(fewer)
    assert canvas.layers() == fewer
    canvas.freeze(False)
    canvas.refresh()
    qtbot.waitUntil(lambda: canvas.layers() == found.quicklook_stack.without_hidden(fewer), timeout=WAIT_MS)
    assert len(canvas.layers()) < len(fewer)


def test_no_drawing_is_begun_with_quicklooks_that_are_to_be_left_off(found, sight, canvas, qtbot):
    owner = QObject()
    pace = MapPace(canvas, sight, found.scene_display, found.map_scenes, owner)
    scene_ids = found.map_scenes.scene_ids()
    found.scenes.set_shown(scene_ids, False)
    qtbot.waitUntil(lambda: len(canvas.layers()) == 1 and not canvas.isFrozen(), timeout=WAIT_MS)
    drawn = []
    canvas.renderStarting.connect(lambda: drawn.append(canvas.layers()))
    found.scenes.set_shown(scene_ids, True)
    qtbot.waitUntil(lambda: bool(drawn) and len(drawn[-1]) > 1 and not canvas.isDrawing(), timeout=WAIT_MS)
    assert len(wanted()) == len(scene_ids) + 1
    # The map without any may be drawn once more before.
    assert [layers for layers in drawn if len(layers) > 1] == [found.quicklook_stack.without_hidden(wanted())]
    pace.release()


def test_the_map_gets_its_layers_back_in_the_end(found, canvas):
    owner = QObject()
    sight = MapSight(canvas, found.quicklook_stack, owner)
    sight.sift()
    assert is_sifted(canvas)
    sight.release()
    assert canvas.layers() == wanted()


def test_layers_that_are_removed_meanwhile_are_not_asked_for_again(found, canvas, qtbot):
    owner = QObject()
    sight = MapSight(canvas, found.quicklook_stack, owner)
    sight.sift()
    hidden = [layer.id() for layer in wanted() if layer not in canvas.layers()]
    QgsProject.instance().removeMapLayers(hidden[:1])
    sight.release()
    qtbot.waitUntil(lambda: canvas.layers() == wanted(), timeout=WAIT_MS)


def test_the_map_is_sifted_once_when_all_eyes_are_closed_while_a_scene_is_looked_at(found, sight, canvas, qtbot):
    """To compare hundreds of outlines takes half a frame; those of pictures that are about to go are not worth it."""
    owner = QObject()
    pace = MapPace(canvas, sight, found.scene_display, found.map_scenes, owner)
    scene_ids = found.map_scenes.scene_ids()
    # As the list does: the eye of the scene that is looked at is closed with all others.
    found.scenes.shown_changed.connect(
        lambda scene_id, is_shown: sight.look_at("") if scene_id == scene_ids[0] else None
    )
    sight.look_at(scene_ids[0])
    qtbot.waitUntil(lambda: found.map_scenes.scene_id(canvas.layers()[1].id()) == scene_ids[0], timeout=WAIT_MS)
    counts = []
    canvas.layersChanged.connect(lambda: counts.append(len(canvas.layers())) if not canvas.isFrozen() else None)
    found.scenes.set_shown(scene_ids, False)
    qtbot.waitUntil(lambda: len(canvas.layers()) == 1 and not canvas.isFrozen(), timeout=WAIT_MS)
    assert set(counts) <= {1}
    pace.release()
