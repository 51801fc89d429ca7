"""The scenes of the test query on the map: quicklooks in batches, footprints, selection both ways."""

from __future__ import annotations

from collections import deque
from typing import Deque, Dict, List, Optional, Sequence, Set, Tuple

from qgis.core import (
    QgsGeometry,
    QgsLayerTreeGroup,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QElapsedTimer, QObject, QTimer, pyqtSignal

from ...domain.errors import Up42Error
from ...domain.jobs.job import Job
from ...domain.jobs.request_facts import ordered_ring
from ...domain.scenes.scene import PlacedQuicklook, Scene, SceneCollection
from ...gis.areas.geometry import aoi_geometry
from ...gis.areas.measure import ring_km2
from ...gis.layer_groups import (
    has_scene_group,
    hide_other_scene_groups,
    hide_scene_group,
    remove_scene_group,
    scene_group,
)
from ...gis.scenes import occlusion, quicklook_layers
from ...host.memory import give_back_memory
from ...wording.figures import group_title
from ..session.task import Background, Latest, UseCaseTask
from .dry_run import DryRun
from .last_query import DryRunState
from .layer_removal import LayerRemoval
from .scene_list import SHOWN_UNASKED, SceneListModel

# Built in one task; small enough that the first ones appear at once.
BUILT_AT_ONCE = 25
# Quicklooks that arrive meanwhile are built and added together: each task, and each change of the layer tree, costs as
# much as several layers.
BUILD_PAUSE_MS = 100
# Added per turn of the event loop; with more, list and layer tree together take longer than a frame.
ADDED_AT_ONCE = 10
# Each added layer makes the map restart its rendering.
SHOWN_PAUSE_MS = 300

_Built = Tuple[PlacedQuicklook, Optional[QgsRasterLayer]]


class MapScenes(QObject):
    """Keeps ids, never layers: the project owns them and the user may remove them at any time.

    A removed layer counts as hidden, and is built again when it is to be shown.
    """

    # List of scene ids
    scene_selected_on_map = pyqtSignal(object)
    # Removed layers are in the project again, hidden
    layers_came_back = pyqtSignal()

    def __init__(
        self, dry_run: DryRun, scenes: SceneListModel, project: QgsProject, parent: Optional[QObject] = None
    ) -> None:
        super().__init__(parent)
        self._dry_run = dry_run
        self._footprints_title = QCoreApplication.translate("UP42", "Footprints")
        self._scenes = scenes
        self._project = project
        self._background = Background()
        # Separate: footprints are added for a cancelled test query too, whose scenes stay in the list.
        self._outlining = Background()
        self._removal = LayerRemoval(project, self)
        self._waiting: Deque[PlacedQuicklook] = deque()
        self._built: Deque[_Built] = deque()
        self._is_building = False
        self._is_bringing_back = False
        self._job_key = ""
        self._title = ""
        # Incremented whenever building ends, so that late layers of an earlier round are dropped.
        self._building = Latest(self._background)
        self._layer_ids: Dict[str, str] = {}
        self._scene_ids: Dict[str, str] = {}
        self._footprints_id = ""
        # Footprints whose selection is listened to, those of earlier test queries too.
        self._followed: Set[str] = set()
        # The test query whose footprints may still be added.
        self._outlined: Optional[Job] = None
        self._is_selecting = False
        self._opacity = 1.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._add_some)
        self._since_shown = QElapsedTimer()
        self._build_timer = QTimer(self)
        self._build_timer.setSingleShot(True)
        self._build_timer.timeout.connect(self._build_some)
        dry_run.scenes_found.connect(self._on_scenes_found)
        dry_run.quicklook_ready.connect(self._on_quicklook)
        dry_run.state_changed.connect(self._on_state_changed)
        scenes.shown_changed.connect(self._on_shown_changed)
        project.layersWillBeRemoved.connect(self._on_layers_removed)

    def select(self, scene_ids: Sequence[str]) -> None:
        """Selects the footprints of scenes."""
        layer = self._footprints()
        if layer is None:
            return
        self._is_selecting = True
        quicklook_layers.select_footprints(layer, scene_ids)
        self._is_selecting = False

    def zoom_target(self, scene_ids: Sequence[str]) -> QgsRectangle:
        """Returns the extent of scenes in the project's CRS, empty without a footprint."""
        extent = QgsRectangle()
        extent.setMinimal()
        for scene_id in scene_ids:
            geometry = self.footprint_geometry(scene_id)
            if not geometry.isNull():
                extent.combineExtentWith(quicklook_layers.project_extent(geometry, self._project))
        return extent

    def footprint_geometry(self, scene_id: str) -> QgsGeometry:
        """Returns the outline of a scene in EPSG:4326, null without one."""
        row = self._scenes.row_of(scene_id)
        return QgsGeometry() if row < 0 else quicklook_layers.outline_geometry(self._scenes.scene(row))

    def area_geometry(self) -> QgsGeometry:
        """Returns the area of the test query in EPSG:4326, null without one."""
        parameters = self._dry_run.parameters
        return QgsGeometry() if parameters is None or parameters.aoi is None else aoi_geometry(parameters.aoi)

    def layer_id(self, scene_id: str) -> str:
        """Returns the id of a scene's quicklook layer, empty while it has none."""
        return self._layer_ids.get(scene_id, "")

    def scene_id(self, layer_id: str) -> str:
        """Returns the scene whose quicklook a layer is, empty for any other layer."""
        return self._scene_ids.get(layer_id, "")

    def scene_ids(self) -> List[str]:
        """Returns the scenes that have a quicklook layer."""
        return list(self._layer_ids)

    def layer_ids(self) -> List[str]:
        """Returns the ids of all quicklook layers."""
        return list(self._layer_ids.values())

    def own_layer_ids(self) -> List[str]:
        """Returns the ids of all layers of the test query: its quicklooks and its footprints."""
        return [*self._layer_ids.values(), *([self._footprints_id] if self._footprints_id else [])]

    def set_opacity(self, opacity: float) -> None:
        """Sets the opacity of all quicklooks, 0 to 1."""
        self._opacity = opacity
        for layer_id in self._layer_ids.values():
            layer = self._project.mapLayer(layer_id)
            if layer is not None:
                layer.setOpacity(opacity)
                layer.triggerRepaint()

    def clear(self) -> None:
        """Empties the list and takes the test query's layers off: hidden at once, removed soon after."""
        job_key, layer_ids = self._job_key, self.own_layer_ids()
        self.forget()
        hide_scene_group(self._project, job_key)

        def end() -> None:
            remove_scene_group(self._project, job_key)
            give_back()

        def give_back() -> None:
            if not self._background.is_closed:
                self._background.run("UP42: memory", lambda task: give_back_memory(), lambda result, error: None)

        # In parts: while memory is given back, the window waits for each piece that it wants itself.
        self._removal.remove(layer_ids, end, give_back)

    def forget(self) -> None:
        """Empties the list; the layers stay in the project and belong to the user."""
        self._stop()
        # Layers that are still being built belong to no job.
        self._job_key = ""
        self._layer_ids, self._scene_ids, self._footprints_id, self._outlined = {}, {}, "", None
        self._scenes.set_collection(None, None)

    def close(self) -> None:
        """Stops building layers; those in the project stay."""
        self._stop()
        self._outlined = None
        self._background.close()
        self._outlining.close()
        self._removal.close()
        self._project.layersWillBeRemoved.disconnect(self._on_layers_removed)

    def _stop(self) -> None:
        self._building.drop()
        self._is_building = False
        self._is_bringing_back = False
        self._timer.stop()
        self._build_timer.stop()
        self._since_shown.invalidate()
        self._background.cancel()
        self._waiting.clear()
        self._built.clear()

    def _on_state_changed(self) -> None:
        if self._dry_run.state is DryRunState.CANCELLED:
            self._stop()
            # Layers to be restored are not built either.
            missing = [scene.id for scene in self._scenes.scenes() if scene.id not in self._layer_ids]
            self._scenes.set_shown(missing, False)

    def _on_scenes_found(self, collection: SceneCollection) -> None:
        self._stop()
        self._layer_ids, self._scene_ids, self._footprints_id, self._outlined = {}, {}, "", None
        parameters, job, product = self._dry_run.parameters, self._dry_run.job, self._dry_run.product
        self._scenes.set_collection(collection, parameters.aoi if parameters is not None else None)
        if not collection.scenes or job is None or product is None:
            return
        self._job_key = job.id
        hide_other_scene_groups(self._project, job.id)
        ring = ordered_ring(job.request)
        self._title = group_title(job.name or product.title, None if ring is None else ring_km2(ring), job.created)
        scene_group(self._project, job.id, self._title)
        self._adopt_layers(job)
        if not self._footprints_id:
            self._outline(job)

    def _adopt_layers(self, job: Job) -> None:
        """Uses the layers that an earlier showing of the same test query left in the project, as they were styled."""
        self._outlined = job
        layer_ids, footprints_id = quicklook_layers.layers_of_query(self._project, job.id)
        self._layer_ids = {scene: layer for scene, layer in layer_ids.items() if self._scenes.row_of(scene) >= 0}
        self._scene_ids = {layer: scene for scene, layer in self._layer_ids.items()}
        footprints = self._project.mapLayer(footprints_id) if footprints_id else None
        if isinstance(footprints, QgsVectorLayer):
            self._follow_footprints(footprints)
        if self._layer_ids or footprints_id:
            # Their group was hidden by the test query after them.
            self.layers_came_back.emit()

    def _outline(self, job: Job) -> None:
        self._outlined = job
        path, title = self._dry_run.scenes_path, self._footprints_title

        def work(task: UseCaseTask) -> QgsVectorLayer:
            return quicklook_layers.footprints_layer(path, title, job.id)

        def take(footprints: Optional[QgsVectorLayer], error: Optional[Up42Error]) -> None:
            if footprints is not None and job is self._outlined:
                self._add_footprints(footprints, job)

        self._outlining.run("UP42: footprints", work, take)

    def _add_footprints(self, footprints: QgsVectorLayer, job: Job) -> None:
        self._follow_footprints(footprints)
        self._project.addMapLayer(footprints, False)
        self.own_group().insertLayer(0, footprints)

    def _follow_footprints(self, footprints: QgsVectorLayer) -> None:
        self._footprints_id = footprints.id()
        if self._footprints_id not in self._followed:
            self._followed.add(self._footprints_id)
            footprints.selectionChanged.connect(self._on_selection_changed)

    def own_group(self) -> QgsLayerTreeGroup:
        """Returns the group of the scenes; recreated with its footprints if it was removed."""
        is_gone = not has_scene_group(self._project, self._job_key)
        if is_gone and self._outlined is not None and not self._footprints_id:
            self._outline(self._outlined)
        return scene_group(self._project, self._job_key, self._title)

    def _on_shown_changed(self, scene_id: str, is_shown: bool) -> None:
        placed = self._scenes.quicklook(scene_id)
        if is_shown and placed is not None and scene_id not in self._layer_ids:
            self._waiting.append(placed)
            self._build_timer.start(0)

    def _on_quicklook(self, placed: PlacedQuicklook) -> None:
        if self._dry_run.state is DryRunState.CANCELLED:
            return
        if placed.scene_id in self._layer_ids:
            # In the project since the test query was shown before.
            self._built.append((placed, None))
            self._plan_adding()
            return
        self._waiting.append(placed)
        if not self._layer_ids:
            self._build_some()
        elif not self._build_timer.isActive():
            self._build_timer.start(BUILD_PAUSE_MS)

    def _build_some(self) -> None:
        if self._is_building or not self._waiting:
            return
        batch: List[Tuple[PlacedQuicklook, Scene]] = []
        while self._waiting and len(batch) < BUILT_AT_ONCE:
            placed = self._waiting.popleft()
            row = self._scenes.row_of(placed.scene_id)
            if row >= 0:
                batch.append((placed, self._scenes.scene(row)))
        self._is_building = True
        job_key = self._job_key

        def work(task: UseCaseTask) -> List[_Built]:
            built: List[_Built] = []
            for placed, scene in batch:
                task.check()
                if placed.problem:
                    built.append((placed, None))
                else:
                    layer = quicklook_layers.quicklook_layer(placed, scene, job_key)
                    occlusion.prepare(occlusion.outline_of(layer, scene))
                    built.append((placed, layer))
            return built

        def take(built: Optional[List[_Built]], error: Optional[Up42Error]) -> None:
            self._is_building = False
            if built is not None:
                self._built.extend(built)
                self._plan_adding()
            if len(self._waiting) >= BUILT_AT_ONCE:
                self._build_some()
            elif self._waiting and not self._build_timer.isActive():
                self._build_timer.start(BUILD_PAUSE_MS)

        self._building.run("UP42: quicklook layers", work, take)

    def _plan_adding(self) -> None:
        if not self._built or self._timer.isActive():
            return
        waits = self._room() > 0 and self._since_shown.isValid()
        self._timer.start(max(SHOWN_PAUSE_MS - self._since_shown.elapsed(), 0) if waits else 0)

    def _room(self) -> int:
        """Returns how many more quicklooks are shown automatically."""
        return max(SHOWN_UNASKED - self._scenes.shown_count, 0)

    def _add_some(self) -> None:
        some = [self._built.popleft() for _ in range(min(ADDED_AT_ONCE, len(self._built)))]
        room = self._room()
        layers: List[Tuple[QgsRasterLayer, bool]] = []
        for placed, layer in some:
            # Ticking, unticking and ticking again requests the layer twice.
            if layer is not None and placed.scene_id not in self._layer_ids:
                layer.setOpacity(self._opacity)
                is_back = self._scenes.has_image(placed.scene_id)
                # Restored layers stay hidden at first: each visible batch would restart the map's rendering.
                layers.append((layer, not is_back and len(layers) < room))
                self._is_bringing_back = self._is_bringing_back or is_back
                self._layer_ids[placed.scene_id] = layer.id()
                self._scene_ids[layer.id()] = placed.scene_id
        if layers:
            quicklook_layers.add_quicklooks(self._project, self.own_group(), layers)
            if room:
                self._since_shown.start()
        self._scenes.set_quicklooks([placed for placed, _ in some])
        self._is_bringing_back = self._is_bringing_back or any(
            layer is None and placed.scene_id in self._layer_ids for placed, layer in some
        )
        self._plan_adding()
        if self._is_bringing_back and not (self._built or self._waiting or self._is_building):
            self._is_bringing_back = False
            self.layers_came_back.emit()

    def _on_selection_changed(self) -> None:
        layer = self._footprints()
        if layer is not None and not self._is_selecting:
            self.scene_selected_on_map.emit(quicklook_layers.selected_scene_ids(layer))

    def _on_layers_removed(self, layer_ids: List[str]) -> None:
        gone = set(layer_ids)
        hidden = [scene for scene, layer in self._layer_ids.items() if layer in gone]
        self._layer_ids = {scene: layer for scene, layer in self._layer_ids.items() if layer not in gone}
        self._scene_ids = {layer: scene for scene, layer in self._layer_ids.items()}
        if self._footprints_id in gone:
            self._footprints_id = ""
        self._scenes.set_shown(hidden, False)

    def _footprints(self) -> Optional[QgsVectorLayer]:
        layer = self._project.mapLayer(self._footprints_id) if self._footprints_id else None
        return layer if isinstance(layer, QgsVectorLayer) else None
