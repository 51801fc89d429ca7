"""Searches the imagery archive lazily, from the newest scene to the oldest."""

from __future__ import annotations

from datetime import timedelta
from typing import Dict, Iterator, Sequence, Tuple

from ..clock import Interval
from .geometry import Point
from .scenes import ARCHIVE_START, SandboxScene, find_scenes

# A search goes back in steps, the first one as long as a season.
_FIRST_STEP = timedelta(days=90)


def newest_first(
    sensors: Sequence[str], rings: Sequence[Sequence[Point]], interval: Interval
) -> Iterator[SandboxScene]:
    """Gives every scene of the sensors whose footprint meets one of the rings, each once, newest first.

    Only as much of the archives is worked out as is taken.
    """
    start = max(interval.start, ARCHIVE_START)
    end, step = interval.end, _FIRST_STEP
    while end >= start:
        begin = max(start, end - step)
        found: Dict[str, SandboxScene] = {}
        for sensor in sensors:
            for ring in rings:
                found.update((scene.id, scene) for scene in find_scenes(sensor, ring, begin, end))
        yield from sorted(found.values(), key=_age, reverse=True)
        end, step = begin - timedelta(microseconds=1), step * 2


def _age(scene: SandboxScene) -> Tuple[object, str]:
    return scene.acquired, scene.id
