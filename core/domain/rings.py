"""Outlines made of several parts, and whether one outline holds another."""

from __future__ import annotations

from typing import Any, List, Mapping, Optional, Sequence

from .aoi import Point, Ring, normalised_ring

# Footprints have up to some dozens; what comes with more is simplified by nobody and costs quadratic time.
MAX_CORNERS = 2_000


def footprint_of(geometry: Any) -> Optional[Ring]:
    """Returns the outline of a Polygon or MultiPolygon with continuous longitudes, None for anything else.

    Several parts, as a scene across the 180th meridian has, become their convex hull: a sensor frame is convex. None
    too for more than 2,000 corners, or coordinates that are no finite numbers on the globe.
    """
    if not isinstance(geometry, Mapping):
        return None
    coordinates = geometry.get("coordinates")
    polygons: Any = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(str(geometry.get("type"))) or ()
    try:
        outlines = [polygon[0] for polygon in polygons]
        if sum(map(len, outlines)) > MAX_CORNERS:
            return None
        rings = [normalised_ring(outline) for outline in outlines]
        if len(rings) == 1:
            return rings[0]
        return normalised_ring(convex_hull(_side_by_side(rings))) if rings else None
    except (ValueError, TypeError, IndexError, KeyError):
        return None


def holds(outer: Sequence[Point], inner: Sequence[Point]) -> bool:
    """Tells whether a closed ring holds another one wholly, whichever turn of the globe each is written in."""
    west = min(lon for lon, _ in outer)
    shift = 360.0 * round((west - min(lon for lon, _ in inner)) / 360.0)
    for turn in (shift - 360.0, shift, shift + 360.0):
        moved = [(lon + turn, lat) for lon, lat in inner]
        if all(_is_inside(outer, point) for point in moved) and not _cross(outer, moved):
            return True
    return False


def _side_by_side(rings: Sequence[Ring]) -> List[Point]:
    """Returns all corners, those of the parts beyond the 180th meridian moved next to the first."""
    points: List[Point] = list(rings[0])
    for ring in rings[1:]:
        middle = sum(lon for lon, _ in points) / len(points)
        turn = 360.0 * round((middle - sum(lon for lon, _ in ring) / len(ring)) / 360.0)
        points += [(lon + turn, lat) for lon, lat in ring]
    return points


def convex_hull(points: Sequence[Point]) -> List[Point]:
    """Returns the corners of the convex hull, counter-clockwise and open (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    halves: List[List[Point]] = []
    for sequence in (ordered, ordered[::-1]):
        half: List[Point] = []
        for point in sequence:
            while len(half) > 1 and _turn(half[-2], half[-1], point) <= 0:
                half.pop()
            half.append(point)
        halves.append(half[:-1])
    return halves[0] + halves[1]


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _is_inside(ring: Sequence[Point], point: Point) -> bool:
    """Counts crossings of a ray to the east; points on the outline count as inside."""
    x, y = point
    inside = False
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        is_beside = min(x0, x1) <= x <= max(x0, x1) and min(y0, y1) <= y <= max(y0, y1)
        if is_beside and _turn((x0, y0), (x1, y1), point) == 0:
            return True
        if (y0 > y) != (y1 > y) and x < x0 + (x1 - x0) * (y - y0) / (y1 - y0):
            inside = not inside
    return inside


def _cross(first: Sequence[Point], second: Sequence[Point]) -> bool:
    """Tells whether two outlines properly cross; touching is not crossing."""
    for a, b in zip(first, first[1:]):
        for c, d in zip(second, second[1:]):
            if _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0:
                return True
    return False
