"""Puts the quicklook that is looked at on top of the canvas, and culls those that are fully covered."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Tuple

from qgis.core import QgsMapLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from ...core.app.scenes.scene_display import QuicklookStack

# Fewer layers are no burden. QGIS keeps an image of the map's size per layer and composes them in the main thread.
MAX_UNSIFTED = 40


class MapSight(QObject):
    """Shows the quicklook that is looked at above all others, and removes those that cannot be seen at any extent.

    Both on the canvas only: layer tree, layouts and everything else in the project stay as they are. The map has all
    its layers, in their order, while it shows a moment, when others are seen, and gets them back in the end.
    """

    def __init__(self, canvas: QgsMapCanvas, stack: QuicklookStack, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._stack = stack
        # The layers that others set, and the style of the quicklooks shown
        self._wanted: List[QgsMapLayer] = canvas.layers()
        self._looks: List[Tuple[str, bool]] = []
        # The scene that was looked at when they were sifted
        self._sifted_for = ""
        self._is_sifting = False
        # One event later: hundreds of ticks freeze the map first, and it is sifted once at their end.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._sift_unless_frozen)
        canvas.layersChanged.connect(self._on_layers_changed)
        canvas.temporalRangeChanged.connect(self._on_moment_changed)
        canvas.renderStarting.connect(self._check)

    def look_at(self, scene_id: str) -> None:
        """Shows the quicklook of a scene above the others until the next call, from the next event on; empty: none."""
        is_same = scene_id == self._stack.looked_id
        self._stack.looked_id = scene_id
        # Its quicklook may have arrived since.
        if not self._canvas.isFrozen() and not (is_same and self._stack.has_looked(self._canvas.layers())):
            self._timer.start()

    @property
    def looked_id(self) -> str:
        """Returns the scene that is looked at, empty for none."""
        return self._stack.looked_id

    def sift(self) -> None:
        """Sets the layers that others want, without what is hidden now and with what is looked at on top."""
        self._timer.stop()
        layers = self._wanted_now()
        is_moment = self._canvas.mapSettings().isTemporal()
        if not is_moment:
            layers = self._stack.with_looked_on_top(layers)
        if not is_moment and len(self._stack.quicklooks(layers)) > MAX_UNSIFTED:
            layers = self._stack.without_hidden(layers)
        self._set(layers)
        self._looks = self._looks_now()
        self._sifted_for = self._stack.looked_id

    def release(self) -> None:
        """Restores all layers of the map and stops culling."""
        if sip.isdeleted(self._canvas):
            return
        self._timer.stop()
        self._canvas.layersChanged.disconnect(self._on_layers_changed)
        self._canvas.temporalRangeChanged.disconnect(self._on_moment_changed)
        self._canvas.renderStarting.disconnect(self._check)
        self._stack.looked_id = ""
        self._set(self._wanted_now())

    def _on_layers_changed(self) -> None:
        if not self._is_sifting:
            self._wanted = self._canvas.layers()
            # While the map is frozen, layers change by the hundred.
            self._sift_unless_frozen()

    def _sift_unless_frozen(self) -> None:
        if not self._canvas.isFrozen():
            self.sift()

    def _on_moment_changed(self) -> None:
        # Before drawing: a covered quicklook may be the only one of a moment.
        if self._canvas.mapSettings().isTemporal():
            self.sift()

    def _check(self) -> None:
        """Culls again if the canvas is about to draw different or restyled quicklooks."""
        if self._looks != self._looks_now() or self._sifted_for != self._stack.looked_id:
            self.sift()

    def _looks_now(self) -> List[Tuple[str, bool]]:
        # While a single moment is shown, their style does not matter.
        return [] if self._canvas.mapSettings().isTemporal() else self._stack.looks(self._canvas.layers())

    def _wanted_now(self) -> List[QgsMapLayer]:
        return [layer for layer in self._wanted if not sip.isdeleted(layer)]

    def _set(self, layers: List[QgsMapLayer]) -> None:
        self._is_sifting = True
        self._canvas.setLayers(layers)
        self._is_sifting = False
