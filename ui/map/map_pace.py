"""Keeps QGIS responsive while the map shows hundreds of quicklooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer

from .map_sight import MAX_UNSIFTED, MapSight

if TYPE_CHECKING:
    from ...core.app.scenes.map_scenes import MapScenes
    from ...core.app.scenes.scene_display import SceneDisplay

# While QGIS draws, the window's thread lays the pictures of all layers over each other at each interval, which takes
# 0.3 to 1.3 ms a layer on a map of 1.2 million pixels: a tenth of its time, not most of it.
PREVIEW_MS_A_LAYER = 8


class MapPace(QObject):
    """Batches redraws when many quicklooks change, lowers the map's update rate and drops outdated cached images.

    Uses the canvas's freeze flag and update interval; values that others set there are kept and restored.
    """

    def __init__(
        self, canvas: QgsMapCanvas, sight: MapSight, display: SceneDisplay, map_scenes: MapScenes, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._sight = sight
        self._display = display
        self._map_scenes = map_scenes
        self._is_holding = False
        # The layer tree passes its last changes to the map one event later.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._let_go)
        # Our layers on the map
        self._count = 0
        # Original update interval of the canvas in ms, and the longer one set here
        self._former: Optional[int] = None
        self._given = 0
        display.settling_changed.connect(self._hold)
        canvas.layersChanged.connect(self._follow)
        canvas.extentsChanged.connect(self._drop_pictures)

    def release(self) -> None:
        """Restores the canvas."""
        self._display.settling_changed.disconnect(self._hold)
        if sip.isdeleted(self._canvas):
            return
        self._canvas.layersChanged.disconnect(self._follow)
        self._canvas.extentsChanged.disconnect(self._drop_pictures)
        self._let_go()
        self._set_interval(0)

    def _hold(self, is_wanted: bool) -> None:
        if not is_wanted:
            self._timer.start()
            return
        self._timer.stop()
        if not self._canvas.isFrozen():
            self._is_holding = True
            self._canvas.freeze(True)

    def _let_go(self) -> None:
        self._timer.stop()
        if self._is_holding:
            self._is_holding = False
            self._canvas.freeze(False)
            # Nothing is drawn before this event ends.
            self._sight.sift()
            self._follow()
            self._canvas.refresh()

    def _follow(self) -> None:
        if not self._canvas.isFrozen():
            own = set(self._map_scenes.own_layer_ids())
            self._count = sum(layer.id() in own for layer in self._canvas.layers())
            self._set_interval(PREVIEW_MS_A_LAYER * self._count)

    def _drop_pictures(self) -> None:
        """Drops the layers' cached images of the previous extent.

        QGIS would compose those of layers outside the map, scaled, in the main thread:
        80 ms for 160 of them.
        """
        if self._count > MAX_UNSIFTED:
            self._canvas.clearCache()

    def _set_interval(self, min_ms: int) -> None:
        now = self._canvas.mapUpdateInterval()
        if self._former is None or now != self._given:
            self._former = now
        self._given = max(self._former, min_ms)
        self._canvas.setMapUpdateInterval(self._given)
