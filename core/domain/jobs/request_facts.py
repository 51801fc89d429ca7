"""What a stored create request ordered: its outline and its scenes, in both generations."""

from __future__ import annotations

from typing import Any, Iterator, Mapping, Optional, Tuple

from ..aoi import Ring, box_ring, footprint_of

_AREAS = ("bbox", "intersects", "contains")
# A member of a classic request is a block, one of today's is the search or the order.
_MAX_SCENES = 10_000


def ordered_ring(request: Mapping[str, Any]) -> Optional[Ring]:
    """Returns the outline that a request names, None if it names none or one that cannot be read."""
    for name, value in _members(request):
        if name not in _AREAS:
            continue
        ring = _box(value) if isinstance(value, (list, tuple)) else footprint_of(value)
        if ring is not None:
            return ring
    return None


def ordered_scene_ids(request: Mapping[str, Any]) -> Tuple[str, ...]:
    """Returns the scenes that a request names, none if the service chooses them."""
    for name, value in _members(request):
        if name == "ids" and isinstance(value, (list, tuple)) and len(value) <= _MAX_SCENES:
            return tuple(item for item in value if isinstance(item, str))
    return ()


def _members(request: Mapping[str, Any]) -> Iterator[Tuple[str, Any]]:
    for part in request.values():
        if isinstance(part, Mapping):
            yield from part.items()


def _box(value: Any) -> Optional[Ring]:
    if len(value) != 4 or any(isinstance(item, bool) or not isinstance(item, (int, float)) for item in value):
        return None
    west, south, east, north = (float(item) for item in value)
    # Across the antimeridian the west is the larger number.
    east += 360.0 if east < west else 0.0
    is_box = -90.0 <= south < north <= 90.0 and west < east <= west + 360.0
    return box_ring(west, south, east, north) if is_box else None
