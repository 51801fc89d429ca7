"""The test query's quicklooks as they lie on each other on a map."""

from __future__ import annotations

from typing import List, Optional, Sequence, Tuple

from qgis.core import QgsMapLayer, QgsRasterLayer

from ...domain.aoi import Ring
from ...gis.scenes.occlusion import hides_below, outline_of, seen_from_above
from .map_scenes import MapScenes
from .scene_list import SceneListModel


class QuicklookStack:
    """Knows which layers of a map, the topmost first, are quicklooks, and which of them can be seen."""

    def __init__(self, scenes: SceneListModel, map_scenes: MapScenes) -> None:
        self._scenes = scenes
        self._map_scenes = map_scenes

    def quicklooks(self, layers: Sequence[QgsMapLayer]) -> List[QgsRasterLayer]:
        """Returns the quicklooks among layers."""
        return [layer for layer in layers if self._map_scenes.scene_id(layer.id())]

    def looks(self, layers: Sequence[QgsMapLayer]) -> List[Tuple[str, bool]]:
        """Returns the ids of the quicklooks among layers, and of each whether it hides what is below."""
        return [(layer.id(), hides_below(layer)) for layer in self.quicklooks(layers)]

    def without_hidden(self, layers: Sequence[QgsMapLayer]) -> List[QgsMapLayer]:
        """Returns the layers in their order, without quicklooks of which others hide all."""
        quicklooks = self.quicklooks(layers)
        rings = [self._outline(layer) for layer in quicklooks]
        seen = seen_from_above(rings, lambda number: hides_below(quicklooks[number]))
        hidden = {layer.id() for layer, is_seen in zip(quicklooks, seen) if not is_seen}
        return [layer for layer in layers if layer.id() not in hidden]

    def _outline(self, layer: QgsRasterLayer) -> Optional[Ring]:
        row = self._scenes.row_of(self._map_scenes.scene_id(layer.id()))
        return outline_of(layer, self._scenes.scene(row)) if row >= 0 else None
