"""Removes map layers in batches."""

from __future__ import annotations

from collections import deque
from typing import AbstractSet, Callable, Deque, List, Optional, Sequence, Tuple

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject, QTimer

# Removed per turn of the event loop: layer tree, map and list are updated for each of them.
REMOVED_AT_ONCE = 10
# Of one part; QGIS keeps a picture of the map's size of each layer that was shown, and drops it with the layer.
REMOVED_A_PART = 60


class LayerRemoval(QObject):
    """Removes layers from a project a few at a time, so that the window stays responsive with hundreds."""

    def __init__(self, project: QgsProject, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._project = project
        self._waiting: Deque[Tuple[Deque[str], Callable[[], None], Callable[[], None]]] = deque()
        # Ids of the custom drawing order while it is switched off.
        self._order: List[str] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._remove_some)

    def remove(
        self, layer_ids: Sequence[str], on_done: Callable[[], None], on_part: Callable[[], None] = lambda: None
    ) -> None:
        """Removes existing layers; `on_done` is called after the last one, `on_part` after each part before that."""
        self._set_order_aside(set(layer_ids))
        self._waiting.append((deque(layer_ids), on_done, on_part))
        self._timer.start()

    def close(self) -> None:
        """Removes the remaining layers at once."""
        while self._waiting:
            self._remove_some()

    def _set_order_aside(self, layer_ids: AbstractSet[str]) -> None:
        """Clears the tree's drawing order until all are removed; if it is in use, only the layers to remove leave it.

        The tree keeps an order, used or not, and searches all nodes for its layers each time a layer is removed.
        """
        root = self._project.layerTreeRoot()
        order = root.customLayerOrder()
        if root.hasCustomLayerOrder():
            root.setCustomLayerOrder([layer for layer in order if layer.id() not in layer_ids])
        else:
            self._order += [layer.id() for layer in order]
            root.setCustomLayerOrder([])

    def _restore_order(self) -> None:
        root = self._project.layerTreeRoot()
        # Layers added meanwhile are last, where the tree appends them.
        layers = [self._project.mapLayer(item) for item in self._order]
        layers += [layer for layer in root.customLayerOrder() if layer not in layers]
        self._order = []
        root.setCustomLayerOrder([layer for layer in layers if layer is not None])

    def _remove_some(self) -> None:
        layer_ids, on_done, on_part = self._waiting[0]
        some = [layer_ids.popleft() for _ in range(min(REMOVED_AT_ONCE, len(layer_ids)))]
        self._project.removeMapLayers([item for item in some if self._project.mapLayer(item) is not None])
        if not layer_ids:
            self._waiting.popleft()
            on_done()
        elif len(layer_ids) % REMOVED_A_PART < REMOVED_AT_ONCE:
            on_part()
        if not self._waiting:
            self._timer.stop()
            self._restore_order()
