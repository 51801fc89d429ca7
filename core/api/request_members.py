"""Parses the request members that both generations share; errors name the member."""

from __future__ import annotations

from typing import Any, List, Mapping, Optional, Tuple

from ..domain.aoi import Aoi, box_ring, ring_from_geojson
from ..domain.parameters import GeometryMode, Period, parse_period
from ..domain.ports.gateway import RequestError

GEOMETRIES = tuple(mode.value for mode in GeometryMode)
# The form's spin boxes are limited to 32 bits.
MAX_INTEGER = 999_999_999
Path = Tuple[str, ...]


def read_geometry(path: Path, inputs: Mapping[str, Any]) -> Tuple[GeometryMode, Optional[Aoi]]:
    """Returns the geometry and the mode named by its member; BBOX and None if there is no geometry."""
    given = [name for name in GEOMETRIES if inputs.get(name) is not None]
    if len(given) > 1:
        raise RequestError((*path, given[1]), "one_geometry", first=given[0])
    if not given:
        return GeometryMode.BBOX, None
    name = given[0]
    mode = GeometryMode(name)
    value = inputs[name]
    try:
        if mode is GeometryMode.BBOX:
            west, south, east, north = _box(value)
            return mode, Aoi(box_ring(west, south, east, north), 0.0)
        return mode, Aoi(ring_from_geojson(value), 0.0)
    except (ValueError, TypeError, AttributeError) as error:
        reason = "not_a_bbox" if mode is GeometryMode.BBOX else "not_a_polygon"
        raise RequestError((*path, name), reason) from error


def _box(value: Any) -> List[float]:
    if not isinstance(value, (list, tuple)) or len(value) != 4:
        raise ValueError("four numbers are needed")
    if any(isinstance(number, bool) or not isinstance(number, (int, float)) for number in value):
        raise ValueError("four numbers are needed")
    west, south, east, north = (float(number) for number in value)
    if not (-90 <= south < north <= 90) or not (-360 <= west <= 360) or not (-360 <= east <= 360) or west == east:
        raise ValueError("west, south, east, north are needed")
    return [west, south, east, north]


def read_period(path: Path, inputs: Mapping[str, Any], name: str) -> Optional[Period]:
    """Returns the interval of a member, None if it is missing."""
    value = inputs.get(name)
    if value is None:
        return None
    try:
        return parse_period(value)
    except (ValueError, AttributeError) as error:
        raise RequestError((*path, name), "not_a_period") from error


def read_ids(path: Path, inputs: Mapping[str, Any]) -> Tuple[str, ...]:
    """Returns the scene ids; none if the member is missing."""
    value = inputs.get("ids")
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RequestError((*path, "ids"), "not_a_list_of_ids")
    return tuple(value)


def read_integer(path: Path, inputs: Mapping[str, Any], name: str, default: int) -> int:
    """Returns an integer of at most nine digits, or the default if the member is missing."""
    value = inputs.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > MAX_INTEGER:
        raise RequestError((*path, name), "not_an_integer", maximum=MAX_INTEGER)
    return value
