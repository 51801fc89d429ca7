"""Visibility and stacking order of the quicklooks on the map."""

from __future__ import annotations

from collections import deque
from enum import Enum
from typing import Callable, Deque, Dict, List, Optional, Protocol, Sequence, Tuple

from qgis.core import QgsLayerTreeGroup, QgsLayerTreeLayer, QgsLayerTreeNode, QgsMapLayer, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...domain.aoi import Ring
from ...domain.scenes.scene import Scene
from ...gis.scenes.change_layer import is_change
from ...gis.scenes.occlusion import hides_below, outline_of, seen_from_above
from .map_scenes import MapScenes
from .scene_filter import SceneFilterModel
from .scene_list import SceneListModel

# Layer tree changes per turn of the event loop: QGIS's own views follow each, and no frame may be missed.
CHANGED_AT_ONCE = 10
MOVED_AT_ONCE = 2


class StackOrder(Enum):
    """Which quicklooks are stacked on top."""

    NEWEST = "newest"
    AS_LISTED = "as_listed"


class SceneDisplay(QObject):
    """Applies ticks, filters and order of the list to the map, and QGIS's layer tree to the ticks.

    Only changes are applied, a few layers per turn, so that everything else that the user arranges in the layer
    tree stays.
    """

    # True: many quicklooks are about to change, rendering the map before False follows is wasted.
    settling_changed = pyqtSignal(bool)

    def __init__(
        self,
        scenes: SceneListModel,
        scene_filter: SceneFilterModel,
        map_scenes: MapScenes,
        project: QgsProject,
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._scenes = scenes
        self._filter = scene_filter
        self._map_scenes = map_scenes
        self._root = project.layerTreeRoot()
        self._is_setting = False
        self._is_sorting = False
        self._wants_group = False
        self._shows_all = False
        self._done: Dict[str, bool] = {}
        self._is_planned = False
        self._is_settling = False
        self._changes: Deque[Tuple[str, bool]] = deque()
        self._order = StackOrder.NEWEST
        self._hides_filtered = True
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._settle)
        scenes.shown_changed.connect(self._on_shown_changed)
        scenes.dataChanged.connect(self._on_data_changed)
        scenes.modelReset.connect(self._done.clear)
        map_scenes.layers_came_back.connect(self._on_layers_came_back)
        for signal in (scene_filter.rowsInserted, scene_filter.rowsRemoved, scene_filter.modelReset):
            signal.connect(self._plan)
        scene_filter.order_changed.connect(self._on_order_changed)
        self._root.visibilityChanged.connect(self._on_visibility_changed)

    @property
    def order(self) -> StackOrder:
        """Returns which quicklooks are stacked on top."""
        return self._order

    @property
    def hides_filtered(self) -> bool:
        """Returns whether the filters of the list also hide quicklooks on the map."""
        return self._hides_filtered

    def set_hides_filtered(self, hides_filtered: bool) -> None:
        """Sets whether the filters of the list also hide quicklooks on the map."""
        self._hides_filtered = hides_filtered
        self._plan()

    def show_all(self, shows_all: bool) -> None:
        """Shows every quicklook that the filters let through, ticked or not, for as long as they are played in time.

        `settling_changed` tells at once that the map is not to be drawn, so that never more is drawn than the moment
        shows.
        """
        if shows_all is not self._shows_all:
            self._shows_all = shows_all
            self._plan()
            self._set_settling(True)

    def set_order(self, order: StackOrder) -> None:
        """Restacks the quicklooks."""
        self._order = order
        self._is_sorting = True
        self._plan()

    def close(self) -> None:
        """Applies the remaining changes, then leaves the layer tree alone."""
        self._is_sorting = False
        while self._timer.isActive():
            self._settle()
        self._root.visibilityChanged.disconnect(self._on_visibility_changed)

    def _plan(self, *_: object) -> None:
        self._is_planned = True
        # Not started again: with hundreds of ticks it is to fire before what others plan after the first of them.
        if not self._timer.isActive():
            self._timer.start()

    def _on_data_changed(self, *_: object) -> None:
        # A quicklook is added to the tree with the wanted tick, unless something else hides or shows it.
        if self._shows_all or self._filter.filters.is_active:
            self._plan()

    def _on_layers_came_back(self) -> None:
        self._wants_group = True
        self._plan()

    def _on_shown_changed(self, scene_id: str, is_shown: bool) -> None:
        self._wants_group = self._wants_group or is_shown
        self._plan()

    def _on_order_changed(self) -> None:
        if self._order is StackOrder.AS_LISTED:
            self._is_sorting = True
            self._plan()

    def _on_visibility_changed(self, node: QgsLayerTreeNode) -> None:
        if self._is_setting or not isinstance(node, QgsLayerTreeLayer):
            return
        scene_id = self._map_scenes.scene_id(node.layerId())
        if scene_id:
            is_shown = node.itemVisibilityChecked()
            self._done[scene_id] = is_shown
            self._scenes.set_shown([scene_id], is_shown)

    def _settle(self) -> None:
        if self._is_planned:
            # Compared once, not per turn: with hundreds of layers reading the tree takes a frame.
            self._is_planned = False
            self._changes = deque(self._differences())
            self._set_settling(self._is_settling or len(self._changes) > CHANGED_AT_ONCE)
        self._is_setting = True
        if self._wants_group:
            self._show_group()
        for scene_id, is_seen in [self._changes.popleft() for _ in range(min(CHANGED_AT_ONCE, len(self._changes)))]:
            node = self._node(scene_id)
            if node is not None:
                node.setItemVisibilityChecked(is_seen)
                self._done[scene_id] = is_seen
        if not self._changes and self._is_sorting:
            self._is_sorting = self._move_some()
        self._is_setting = False
        if not self._changes:
            self._set_settling(False)
            if not self._is_sorting:
                self._timer.stop()

    def _set_settling(self, is_settling: bool) -> None:
        if is_settling is not self._is_settling:
            self._is_settling = is_settling
            self.settling_changed.emit(is_settling)

    def _differences(self) -> List[Tuple[str, bool]]:
        """Returns the scenes whose quicklook has the wrong visibility, and the wanted one."""
        accepts = self._filter.accepts if self._hides_filtered and self._filter.filters.is_active else None
        found: List[Tuple[str, bool]] = []
        present = self._map_scenes.scene_ids()
        # A restored layer is a new layer.
        self._done = {scene_id: self._done[scene_id] for scene_id in present if scene_id in self._done}
        for scene_id in present:
            is_wanted = self._shows_all or self._scenes.is_shown(scene_id)
            is_wanted = is_wanted and (accepts is None or accepts(scene_id))
            if scene_id not in self._done:
                node = self._node(scene_id)
                if node is None:
                    continue
                self._done[scene_id] = node.itemVisibilityChecked()
            if self._done[scene_id] is not is_wanted:
                found.append((scene_id, is_wanted))
        return found

    def _show_group(self) -> None:
        group = self._group()
        if group is not None:
            group.setItemVisibilityCheckedParentRecursive(True)
            self._wants_group = False

    def _group(self) -> Optional[QgsLayerTreeGroup]:
        """Returns the group of the quicklooks, None if none of them is in the tree."""
        nodes = map(self._node, self._map_scenes.scene_ids())
        return next((node.parent() for node in nodes if node is not None), None)

    def _node(self, scene_id: str) -> Optional[QgsLayerTreeLayer]:
        """Returns the node of a quicklook, None if it is not in the tree."""
        return self._root.findLayer(self._map_scenes.layer_id(scene_id))

    def _move_some(self) -> bool:
        """Moves a few nodes to their places from the top; returns whether some are left."""
        group = self._group()
        if group is None:
            return False
        children = group.children()
        layer_ids = [child.layerId() if isinstance(child, QgsLayerTreeLayer) else "" for child in children]
        scene_ids = [self._map_scenes.scene_id(layer_id) for layer_id in layer_ids]
        places = [number for number, scene_id in enumerate(scene_ids) if scene_id]
        nodes = {scene_ids[number]: children[number] for number in places}
        moved = 0
        for place, scene_id in zip(places, [item for item in self._stack() if item in nodes]):
            node = nodes[scene_id]
            if children[place] is node:
                continue
            if moved == MOVED_AT_ONCE:
                return True
            # A node cannot be moved; its copy is inserted before it is removed, so that the layer stays in the project.
            copy = node.clone()
            group.insertChildNode(place, copy)
            group.removeChildNode(node)
            children = group.children()
            moved += 1
        return False

    def _stack(self) -> List[str]:
        """Returns the scenes from top to bottom."""
        newest = sorted(self._scenes.scenes(), key=_moment, reverse=True)
        listed = self._filter.scene_ids() if self._order is StackOrder.AS_LISTED else []
        first = set(listed)
        return listed + [scene.id for scene in newest if scene.id not in first]


def _moment(scene: Scene) -> float:
    return scene.acquired.timestamp() if scene.acquired is not None else float("-inf")


class QuicklookLayers(Protocol):
    """Which layers of the project are the quicklooks of a list."""

    def layer_id(self, scene_id: str) -> str:
        """Returns the id of a scene's quicklook layer, empty while it has none."""

    def scene_id(self, layer_id: str) -> str:
        """Returns the scene whose quicklook a layer is, empty for any other layer."""

    def own_layer_ids(self) -> List[str]:
        """Returns the ids of all layers of the list."""


class QuicklookStack:
    """Finds the quicklooks among the layers of a map, topmost first, and those that are visible."""

    def __init__(
        self, scene_of: Callable[[str], Optional[Scene]], map_scenes: QuicklookLayers, project: QgsProject
    ) -> None:
        self._project = project
        self._scene_of = scene_of
        self._map_scenes = map_scenes
        # The scene that is looked at, empty for none.
        self.looked_id = ""

    def with_looked_on_top(self, layers: Sequence[QgsMapLayer]) -> List[QgsMapLayer]:
        """Returns the layers with the quicklook of the scene looked at above all others, shown in the tree or not."""
        looked = self._project.mapLayer(self._map_scenes.layer_id(self.looked_id))
        if looked is None:
            return list(layers)
        others = [layer for layer in layers if layer is not looked]
        top = next((place for place, layer in enumerate(others) if self._map_scenes.scene_id(layer.id())), None)
        if top is None:
            # Below the footprints and the changes of its group, or at the very top.
            above = {*self._map_scenes.own_layer_ids(), *self._changes_beside(looked)}
            top = max((place + 1 for place, layer in enumerate(others) if layer.id() in above), default=0)
        return [*others[:top], looked, *others[top:]]

    def _changes_beside(self, looked: QgsMapLayer) -> List[str]:
        node = self._project.layerTreeRoot().findLayer(looked.id())
        group = node.parent() if node is not None else None
        layers = [item.layer() for item in group.findLayers()] if isinstance(group, QgsLayerTreeGroup) else []
        return [layer.id() for layer in layers if layer is not None and is_change(layer)]

    def has_looked(self, layers: Sequence[QgsMapLayer]) -> bool:
        """Returns whether the quicklook of the scene looked at is among layers, or there is none."""
        looked = self._map_scenes.layer_id(self.looked_id)
        return not looked or any(layer.id() == looked for layer in layers)

    def quicklooks(self, layers: Sequence[QgsMapLayer]) -> List[QgsRasterLayer]:
        """Returns the quicklooks among layers."""
        return [
            layer
            for layer in layers
            if isinstance(layer, QgsRasterLayer) and self._map_scenes.scene_id(layer.id())
        ]

    def looks(self, layers: Sequence[QgsMapLayer]) -> List[Tuple[str, bool]]:
        """Returns the ids of the quicklooks among layers, and for each whether it hides the layers below."""
        return [(layer.id(), hides_below(layer)) for layer in self.quicklooks(layers)]

    def without_hidden(self, layers: Sequence[QgsMapLayer]) -> List[QgsMapLayer]:
        """Returns the layers in their order, without quicklooks that others hide completely."""
        quicklooks = self.quicklooks(layers)
        rings = [self._outline(layer) for layer in quicklooks]
        seen = seen_from_above(rings, lambda number: hides_below(quicklooks[number]))
        hidden = {layer.id() for layer, is_seen in zip(quicklooks, seen) if not is_seen}
        return [layer for layer in layers if layer.id() not in hidden]

    def _outline(self, layer: QgsRasterLayer) -> Optional[Ring]:
        scene = self._scene_of(self._map_scenes.scene_id(layer.id()))
        return outline_of(layer, scene) if scene is not None else None
