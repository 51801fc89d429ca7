"""Any number of quicklook changes redraws the map once, and the canvas is restored afterwards."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject
from qgis.gui import QgsLayerTreeMapCanvasBridge
from qgis.PyQt.QtCore import QObject
from support.signed_in_application import WAIT_MS, run_query

from up42_jobs.ui.map import map_pace
from up42_jobs.ui.map.map_pace import PREVIEW_MS_A_LAYER, MapPace
from up42_jobs.ui.map.map_sight import MapSight

# More than a layer of footprints alone asks for.
OWN_INTERVAL_MS = 10


@pytest.fixture
def found(signed_in, canvas, qtbot):
    """The application after a test query with more quicklooks than change in a turn, the map following its layers."""
    bridge = QgsLayerTreeMapCanvasBridge(QgsProject.instance().layerTreeRoot(), canvas)
    canvas.setMapUpdateInterval(OWN_INTERVAL_MS)
    signed_in.workbench.set_limit(14)
    run_query(signed_in, qtbot)
    yield signed_in
    del bridge


@pytest.fixture
def pace(found, canvas):
    owner = QObject()
    sight = MapSight(canvas, found.quicklook_stack, owner)
    pace = MapPace(canvas, sight, found.scene_display, found.map_scenes, owner)
    yield pace
    pace.release()
    sight.release()


@pytest.fixture
def changes(found, canvas):
    """Whether the map was held at each change of a layer's tick, in their order."""
    seen = []

    def note(node):
        seen.append(canvas.isFrozen())

    root = QgsProject.instance().layerTreeRoot()
    root.visibilityChanged.connect(note)
    yield seen
    root.visibilityChanged.disconnect(note)


def shown_scenes(found):
    scene_ids = [scene.id for scene in found.scenes.scenes()]
    return [item for item in scene_ids if found.scenes.is_shown(item) and layer_of(found, item)]


def layer_of(found, scene_id):
    return found.map_scenes.layer_id(scene_id)


def show(found, scene_ids, is_shown, qtbot):
    """Ticks scenes and waits until the map follows."""
    root = QgsProject.instance().layerTreeRoot()
    found.scenes.set_shown(scene_ids, is_shown)
    nodes = [root.findLayer(layer_of(found, item)) for item in scene_ids]
    qtbot.waitUntil(lambda: all(node.itemVisibilityChecked() is is_shown for node in nodes), timeout=WAIT_MS)


def test_the_map_is_held_while_many_quicklooks_go_and_is_drawn_afterwards(found, pace, changes, canvas, qtbot):
    scene_ids = shown_scenes(found)
    assert len(scene_ids) > 10
    held_when_drawn = []

    def note():
        # A drawing that was queued before the quicklooks went says nothing of this change.
        if len(canvas.layers()) == 1:
            held_when_drawn.append(canvas.isFrozen())

    canvas.renderStarting.connect(note)
    show(found, scene_ids, False, qtbot)
    qtbot.waitUntil(lambda: held_when_drawn != [], timeout=WAIT_MS)
    canvas.renderStarting.disconnect(note)
    assert len(changes) == len(scene_ids)
    assert all(changes)
    assert held_when_drawn[0] is False


def test_a_single_tick_is_drawn_at_once(found, pace, changes, canvas, qtbot):
    show(found, shown_scenes(found)[:1], False, qtbot)
    assert changes == [False]


def test_nothing_is_drawn_while_scenes_are_shown_to_be_played_and_hidden_again(found, pace, changes, canvas, qtbot):
    show(found, shown_scenes(found)[:2], False, qtbot)
    del changes[:]
    for shows_all in (True, False):
        found.scene_display.show_all(shows_all)
        assert canvas.isFrozen()
        qtbot.waitUntil(lambda: not canvas.isFrozen(), timeout=WAIT_MS)
    assert len(changes) >= 4
    assert all(changes)


def test_a_map_that_somebody_else_holds_stays_held(found, pace, canvas, qtbot):
    canvas.freeze(True)
    show(found, shown_scenes(found), False, qtbot)
    assert canvas.isFrozen()
    canvas.freeze(False)


def test_unfinished_drawings_are_shown_less_often_the_more_quicklooks_there_are(found, pace, canvas, qtbot):
    scene_ids = shown_scenes(found)
    footprints = 1
    canvas.layersChanged.emit()
    longest = PREVIEW_MS_A_LAYER * (len(scene_ids) + footprints)
    qtbot.waitUntil(lambda: canvas.mapUpdateInterval() == longest, timeout=WAIT_MS)
    show(found, scene_ids, False, qtbot)
    qtbot.waitUntil(lambda: canvas.mapUpdateInterval() == OWN_INTERVAL_MS, timeout=WAIT_MS)


def test_an_interval_that_the_user_sets_meanwhile_stays(found, pace, canvas, qtbot):
    canvas.layersChanged.emit()
    qtbot.waitUntil(lambda: canvas.mapUpdateInterval() > OWN_INTERVAL_MS, timeout=WAIT_MS)
    canvas.setMapUpdateInterval(11)
    show(found, shown_scenes(found), False, qtbot)
    qtbot.waitUntil(lambda: len(canvas.layers()) == 1, timeout=WAIT_MS)
    assert canvas.mapUpdateInterval() == 11


@pytest.mark.parametrize(("most", "is_dropped"), [(5, True), (40, False)])
def test_pictures_of_many_quicklooks_are_dropped_when_the_map_is_moved(
    found, pace, canvas, monkeypatch, most, is_dropped
):
    monkeypatch.setattr(map_pace, "MAX_UNSIFTED", most)
    dropped = []
    monkeypatch.setattr(canvas, "clearCache", lambda: dropped.append(canvas.extent()), raising=False)
    canvas.layersChanged.emit()
    canvas.zoomByFactor(0.5)
    assert bool(dropped) is is_dropped


def test_a_canvas_that_was_changed_is_given_back_when_the_tab_goes(found, canvas, qtbot):
    owner = QObject()
    sight = MapSight(canvas, found.quicklook_stack, owner)
    pace = MapPace(canvas, sight, found.scene_display, found.map_scenes, owner)
    canvas.layersChanged.emit()
    assert canvas.mapUpdateInterval() > OWN_INTERVAL_MS
    found.scene_display.show_all(True)
    assert canvas.isFrozen()
    pace.release()
    sight.release()
    assert not canvas.isFrozen()
    assert canvas.mapUpdateInterval() == OWN_INTERVAL_MS
