"""Searches the imagery archive lazily, from the newest scene to the oldest."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Callable, Dict, Iterator, List, Optional, Sequence, Tuple

from ..clock import Interval
from .archive_grid import ARCHIVE_START, acquired_at, acquisitions, cells_near
from .geometry import Point, intersection, shifted_near
from .scene_making import make_scene
from .scene_names import place_of_id, place_of_name
from .scenes import SandboxScene
from .sensors import SENSORS

# A search goes back in steps; the first one is a season, or as long as about so many scenes of a large area take.
_FIRST_STEP = timedelta(days=90)
_SHORTEST_STEP = timedelta(hours=2)
_FIRST_SCENES = 200


def go_on() -> None:
    """Lets a search go on to its end."""


def newest_first(
    sensors: Sequence[str],
    rings: Sequence[Sequence[Point]],
    interval: Interval,
    check: Callable[[], None] = go_on,
) -> Iterator[SandboxScene]:
    """Gives every scene of the sensors whose footprint meets one of the rings, each once, newest first.

    Only as much of the archives is worked out as is taken, so that a large area costs little more than a small one.
    `check` is called often meanwhile, and ends the search with what it raises.
    """
    start = max(interval.start, ARCHIVE_START)
    end, step = interval.end, _first_step(sensors, rings)
    while end >= start:
        begin = max(start, end - step)
        found: Dict[str, SandboxScene] = {}
        for sensor in sensors:
            for ring in rings:
                for scene in _scenes(sensor, ring, begin, end, check):
                    found[scene.id] = scene
        yield from sorted(found.values(), key=_age, reverse=True)
        end, step = begin - timedelta(microseconds=1), step * 2


def find_scenes(
    sensor_key: str, ring: Sequence[Sequence[float]], start: datetime, end: datetime
) -> List[SandboxScene]:
    """Returns every scene whose footprint intersects the area in the interval, newest first.

    The ring is in longitude and latitude, closed or open, and may run past 180.
    """
    return sorted(_scenes(sensor_key, ring, start, end, go_on), key=_age, reverse=True)


def scene_by_id(scene_id: str) -> Optional[SandboxScene]:
    """Returns the scene of an id, None for an id that no scene has."""
    place = place_of_id(scene_id)
    return None if place is None else make_scene(*place)


def scene_by_name(name: str) -> Optional[SandboxScene]:
    """Returns the scene of a provider's name, None for a name that no scene has."""
    place = place_of_name(name)
    scene = None if place is None else make_scene(*place)
    return scene if scene is not None and scene.name == name else None


def _scenes(
    sensor_key: str,
    ring: Sequence[Sequence[float]],
    start: datetime,
    end: datetime,
    check: Callable[[], None],
) -> Iterator[SandboxScene]:
    sensor = SENSORS[sensor_key]
    for row, column in cells_near(sensor, ring):
        check()
        for number in acquisitions(sensor, row, column, start, end):
            # The time costs a fraction of the whole scene, which most of a large area's never need.
            if not start <= acquired_at(sensor, row, column, number) <= end:
                continue
            scene = make_scene(sensor, row, column, number)
            if intersection(shifted_near(ring, scene.centre[0]), scene.footprint):
                yield scene


def _first_step(sensors: Sequence[str], rings: Sequence[Sequence[Point]]) -> timedelta:
    cells_per_day = sum(
        sum(1 for _ in cells_near(SENSORS[key], ring)) / SENSORS[key].revisit_days for key in sensors for ring in rings
    )
    if not cells_per_day:
        return _FIRST_STEP
    return min(_FIRST_STEP, max(_SHORTEST_STEP, timedelta(days=_FIRST_SCENES / cells_per_day)))


def _age(scene: SandboxScene) -> Tuple[datetime, str]:
    return scene.acquired, scene.id
