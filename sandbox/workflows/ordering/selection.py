"""Selects the scenes of a job and the part of each that is delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Callable, List, Optional, Sequence, Tuple

from ...access import named_id
from ...areas import Ring, touched_tiles
from ...clock import Interval
from ...http.routing import HttpRefusal
from ...world.archive_grid import ARCHIVE_START
from ...world.geometry import area_km2
from ...world.imagery import go_on, newest_first, scene_by_id, scene_by_name
from ...world.scenes import SandboxScene, clipped_ring, covers
from ..project.blocks import Block, Delivery, Unit
from ..project.workflow_store import WorkflowTask
from .inputs import DataRequest

_BYTES_PER_PIXEL = 3


@dataclass(frozen=True)
class ScenePart:
    """A scene of a job and the part of it that is taken, a closed ring; vectors have no scene.

    `quantity` is in the unit of the data block: km² of the part, tiles that it touches.
    """

    scene: Optional[SandboxScene]
    feature_id: str
    outline: Ring
    km2: float
    quantity: float

    @property
    def scene_id(self) -> str:
        """Returns the name that orders this scene again."""
        return self.feature_id if self.scene is None else self.scene.name

    @property
    def size_bytes(self) -> int:
        """Returns the size of the part as an uncompressed image of three bands."""
        gsd = 1.0 if self.scene is None else self.scene.sensor.gsd_m
        return round(self.km2 * 1e6 / gsd**2 * _BYTES_PER_PIXEL)

    def asset_id(self, job_id: str) -> str:
        """Returns the id of the asset that a job makes of this scene."""
        return named_id("asset", job_id, self.feature_id)


def choose(
    task: WorkflowTask,
    data: DataRequest,
    bought: Callable[[str], Optional[ScenePart]],
    now: datetime,
    check: Callable[[], None] = go_on,
) -> Tuple[ScenePart, ...]:
    """Returns the scenes of a job, newest first within each interval; nothing is younger than `now`.

    `bought` finds the scene of an asset. HttpRefusal 400 for an asset that does not exist. `check` is called often
    and ends the search with what it raises.
    """
    block = task.block
    if data.asset_ids:
        return tuple(_bought_part(task, id, bought) for id in data.asset_ids)
    if block.sensor is None:
        return _vector_parts(block, data)
    parts = (_part(block, data, scene) for scene in _scenes(block.sensor, data, now, check))
    return tuple(part for part in parts if part is not None)


def latest_scenes(
    sensor: str,
    ring: Ring,
    interval: Interval,
    limit: int,
    accepts: Callable[[SandboxScene], bool],
    check: Callable[[], None] = go_on,
) -> List[SandboxScene]:
    """Returns the newest scenes over an area that are accepted, newest first; `check` is called often meanwhile."""
    found = (scene for scene in newest_first((sensor,), (ring,), interval, check) if accepts(scene))
    return list(islice(found, limit))


def _scenes(sensor: str, data: DataRequest, now: datetime, check: Callable[[], None]) -> List[SandboxScene]:
    if data.ids:
        named = [scene_by_name(id) or scene_by_id(id) for id in data.ids]
        return [scene for scene in named if scene is not None and scene.sensor.key == sensor]
    ring = data.ring or ()

    def accepts(scene: SandboxScene) -> bool:
        if (scene.cloud_cover or 0.0) > data.max_cloud_cover:
            return False
        return data.relation != "contains" or covers(scene, ring)

    found: List[SandboxScene] = []
    for interval in data.intervals or (Interval(ARCHIVE_START, now),):
        known = Interval(interval.start, min(interval.end, now))
        found += latest_scenes(sensor, ring, known, data.limit, accepts, check)
    return found


def _part(block: Block, data: DataRequest, scene: SandboxScene) -> Optional[ScenePart]:
    part: Sequence[Tuple[float, float]] = scene.footprint[:-1]
    if data.ring is not None:
        part = clipped_ring(scene, data.ring)
    if not part:
        return None
    outline: Ring = (*part, part[0])
    km2 = quantity = area_km2(outline)
    if block.unit is Unit.TILE:
        quantity, outline = touched_tiles(outline, data.zoom)
    return ScenePart(scene, scene.id, outline, km2, quantity)


def _bought_part(task: WorkflowTask, id: str, bought: Callable[[str], Optional[ScenePart]]) -> ScenePart:
    part = bought(id)
    if part is None:
        raise HttpRefusal(400, f"{task.name}.asset_ids: no asset {id}", "VALIDATION_ERROR")
    return part


def _vector_parts(block: Block, data: DataRequest) -> Tuple[ScenePart, ...]:
    if block.delivery is not Delivery.VECTOR or data.ring is None:
        return ()
    km2 = area_km2(data.ring)
    id = named_id("vectors", block.name, repr(data.ring), repr(sorted(data.options.items(), key=str)))
    return (ScenePart(None, id, data.ring, km2, km2),)
