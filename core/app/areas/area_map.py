"""The quicklooks of the scenes over many areas on the map: a layer for each that is shown or looked at."""

from __future__ import annotations

from collections import deque
from typing import Deque, Dict, Iterable, List, Optional, Sequence, Tuple

from qgis.core import QgsLayerTreeGroup, QgsLayerTreeLayer, QgsLayerTreeNode, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...domain.errors import Up42Error
from ...domain.scenes.scene import PlacedQuicklook, Scene
from ...gis.layer_groups import hide_other_scene_groups, scene_group
from ...gis.scenes import quicklook_layers
from ..session.task import Background, Latest, UseCaseTask
from .area_list import AreaListModel
from .area_pictures import AreaPictures

# Layers built in one task, and added or changed per turn of the event loop: QGIS's own views follow each.
BUILT_AT_ONCE = 10
CHANGED_AT_ONCE = 10


class AreaMap(QObject):
    """Keeps ids, never layers: the project owns them and the user may remove them at any time.

    The eyes of the list and the layer tree follow each other. The layer of a scene that is only looked at is in the
    project too, hidden in the tree.
    """

    # The layer of a scene that was wanted is in the project; its id
    layer_added = pyqtSignal(str)

    def __init__(
        self, pictures: AreaPictures, areas: AreaListModel, project: QgsProject, parent: Optional[QObject] = None
    ) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._areas = areas
        self._project = project
        self._background = Background()
        self._building = Latest(self._background)
        self._is_building = False
        self._is_setting = False
        self._query_key = ""
        self._layer_ids: Dict[str, str] = {}
        self._scene_ids: Dict[str, str] = {}
        # Scenes whose layer is wanted, in the order of the wishes; those without a quicklook wait for it.
        self._wanted: Dict[str, None] = {}
        self._changes: Deque[Tuple[str, bool]] = deque()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._settle)
        self._root = project.layerTreeRoot()
        areas.shown_changed.connect(self._on_shown_changed)
        areas.modelReset.connect(self._check_query)
        pictures.arrived.connect(self._on_arrived)
        project.layersWillBeRemoved.connect(self._on_layers_removed)
        self._root.visibilityChanged.connect(self._on_visibility_changed)

    def want(self, scene_id: str) -> None:
        """Adds the layer of a scene, hidden if its eye is closed, as soon as its quicklook is there."""
        if scene_id and scene_id not in self._layer_ids:
            self._wanted.setdefault(scene_id)
            self._build()

    def scene_of(self, scene_id: str) -> Optional[Scene]:
        """Returns a scene of the list, None for any other."""
        row = self._pictures.row_of(scene_id)
        return None if row is None else row.scene

    def layer_id(self, scene_id: str) -> str:
        """Returns the id of a scene's quicklook layer, empty while it has none."""
        return self._layer_ids.get(scene_id, "")

    def scene_id(self, layer_id: str) -> str:
        """Returns the scene whose quicklook a layer is, empty for any other layer."""
        return self._scene_ids.get(layer_id, "")

    def own_layer_ids(self) -> List[str]:
        """Returns the ids of the layers of the quicklooks."""
        return list(self._scene_ids)

    def own_group(self) -> QgsLayerTreeGroup:
        """Returns the group of the quicklooks, made if there is none."""
        return scene_group(self._project, self._query_key, self._pictures.title)

    def close(self) -> None:
        """Stops building layers; those in the project stay."""
        self._timer.stop()
        self._background.close()
        self._project.layersWillBeRemoved.disconnect(self._on_layers_removed)
        self._root.visibilityChanged.disconnect(self._on_visibility_changed)

    def _check_query(self) -> None:
        """Forgets the layers of an earlier query, which stay in the project and belong to the user."""
        if self._query_key == self._pictures.query_key:
            return
        self._query_key = self._pictures.query_key
        self._building.drop()
        self._background.cancel()
        self._is_building = False
        self._layer_ids, self._scene_ids, self._wanted = {}, {}, {}
        self._changes.clear()
        if self._query_key:
            hide_other_scene_groups(self._project, self._query_key)

    def _on_shown_changed(self, scene_ids: Sequence[str], is_shown: bool) -> None:
        if is_shown:
            self._pictures.need(scene_ids)
        for scene_id in scene_ids:
            if scene_id in self._layer_ids:
                self._changes.append((scene_id, is_shown))
            elif is_shown:
                self._wanted.setdefault(scene_id)
            else:
                self._wanted.pop(scene_id, None)
        self._timer.start()

    def _on_arrived(self, arrived: Iterable[PlacedQuicklook]) -> None:
        if any(placed.scene_id in self._wanted for placed in arrived):
            self._build()

    def _settle(self) -> None:
        """Shows and hides a few layers, and builds those that are missing."""
        self._is_setting = True
        for scene_id, is_shown in [self._changes.popleft() for _ in range(min(CHANGED_AT_ONCE, len(self._changes)))]:
            node = self._root.findLayer(self.layer_id(scene_id))
            if node is not None and is_shown:
                # With the groups around it, without which it would not be seen.
                node.setItemVisibilityCheckedParentRecursive(True)
            elif node is not None:
                node.setItemVisibilityChecked(False)
        self._is_setting = False
        if self._changes:
            self._timer.start()
        self._build()

    def _build(self) -> None:
        if self._is_building:
            return
        batch: List[Tuple[PlacedQuicklook, Scene]] = []
        for scene_id in list(self._wanted):
            placed, scene = self._pictures.quicklook(scene_id), self.scene_of(scene_id)
            if placed is None or scene is None:
                continue
            del self._wanted[scene_id]
            if not placed.problem:
                batch.append((placed, scene))
            if len(batch) == BUILT_AT_ONCE:
                break
        if not batch:
            return
        self._is_building = True
        key = self._query_key

        def work(task: UseCaseTask) -> List[Tuple[str, QgsRasterLayer]]:
            built = []
            for placed, scene in batch:
                task.check()
                built.append((scene.id, quicklook_layers.quicklook_layer(placed, scene, key)))
            return built

        def take(built: Optional[List[Tuple[str, QgsRasterLayer]]], error: Optional[Up42Error]) -> None:
            self._is_building = False
            self._add(built or ())
            self._build()

        self._building.run("UP42: quicklook layers", work, take)

    def _add(self, built: Sequence[Tuple[str, QgsRasterLayer]]) -> None:
        layers = [(layer, self._areas.is_shown(scene_id)) for scene_id, layer in built if layer.isValid()]
        if not layers:
            return
        for scene_id, layer in built:
            self._layer_ids[scene_id], self._scene_ids[layer.id()] = layer.id(), scene_id
        group = self.own_group()
        self._is_setting = True
        quicklook_layers.add_quicklooks(self._project, group, layers)
        if any(is_shown for _, is_shown in layers):
            group.setItemVisibilityCheckedParentRecursive(True)
        self._is_setting = False
        for scene_id, _ in built:
            self.layer_added.emit(scene_id)

    def _on_visibility_changed(self, node: QgsLayerTreeNode) -> None:
        if not self._is_setting and isinstance(node, QgsLayerTreeLayer):
            scene_id = self.scene_id(node.layerId())
            if scene_id:
                self._areas.set_shown([scene_id], node.itemVisibilityChecked())

    def _on_layers_removed(self, layer_ids: List[str]) -> None:
        hidden = [self._scene_ids.pop(layer_id) for layer_id in layer_ids if layer_id in self._scene_ids]
        for scene_id in hidden:
            del self._layer_ids[scene_id]
        if hidden:
            self._areas.set_shown(hidden, False)
