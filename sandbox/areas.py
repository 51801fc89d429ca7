"""Areas of interest in the form that jobs use, and the map tiles that they touch."""

from __future__ import annotations

import math
from typing import Any, Dict, List, Mapping, Sequence, Tuple

import numpy

from .world.geometry import area_km2

Point = Tuple[float, float]
Ring = Tuple[Point, ...]

MAX_VERTICES = 1000
# Of the box around the area of a search.
MAX_AREA_KM2 = 500_000
_DIGITS = 7
# A client may write longitudes past 180 to keep a ring whole across the 180th meridian.
_FARTHEST_LON = 540.0


def box_ring(values: Any) -> Ring:
    """Reads `[west, south, east, north]` as a closed ring; west greater than east crosses the 180th meridian.

    Raises ValueError with the rule that is broken.
    """
    if not isinstance(values, list) or len(values) != 4 or not all(_is_number(value) for value in values):
        raise ValueError("must be four numbers: west, south, east, north")
    west, south, east, north = (float(value) for value in values)
    if west > east:
        east += 360.0
    if not (-_FARTHEST_LON <= west < east <= _FARTHEST_LON and -90.0 <= south < north <= 90.0):
        raise ValueError("must have west < east and south < north, in degrees")
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def box_km2(ring: Sequence[Point]) -> float:
    """Returns the size of the box around an area."""
    west, south, east, north = bounds(ring)
    return area_km2(((west, south), (east, south), (east, north), (west, north)))


def polygon_ring(geometry: Any, most_vertices: int = MAX_VERTICES) -> Ring:
    """Reads a GeoJSON Polygon as a closed ring; raises ValueError with the rule that is broken."""
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if kind != "Polygon":
        raise ValueError(f"only single geometries of type Polygon are accepted, got {kind}")
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list) or not coordinates or not isinstance(coordinates[0], list):
        raise ValueError("coordinates are missing")
    if len(coordinates) > 1:
        raise ValueError("polygons with holes are not accepted")
    points: List[Point] = []
    for point in coordinates[0]:
        if not isinstance(point, list) or not all(_is_number(value) for value in point):
            raise ValueError("each point must be a pair of numbers")
        if len(point) != 2:
            raise ValueError("only two-dimensional coordinates are accepted")
        lon, lat = float(point[0]), float(point[1])
        if abs(lon) > _FARTHEST_LON or abs(lat) > 90.0:
            raise ValueError(f"{point} is not a longitude and a latitude in degrees")
        points.append((lon, lat))
    if len(points) < 4 or points[0] != points[-1]:
        raise ValueError("the ring must have at least four points and be closed")
    if len(points) - 1 > most_vertices:
        raise ValueError(f"more than {most_vertices} vertices")
    if _crosses_itself(points):
        raise ValueError("the polygon crosses or touches itself")
    return tuple(points)


def polygon_json(ring: Sequence[Point]) -> Dict[str, Any]:
    """Returns a closed ring as a GeoJSON Polygon."""
    return {
        "type": "Polygon",
        "coordinates": [[[round(lon, _DIGITS), round(lat, _DIGITS)] for lon, lat in ring]],
    }


def outline_json(ring: Sequence[Point]) -> Dict[str, Any]:
    """Returns a closed ring as GeoJSON within ±180: one across the 180th meridian is cut there (RFC 7946, 3.1.9)."""
    west, _, east, _ = bounds(ring)
    seam = -180.0 if west < -180.0 < east else 180.0
    if not west < seam < east:
        return polygon_json(ring)
    below = _cut_by_line(ring[:-1], (seam, -90.0), (seam, 90.0))
    beyond = _cut_by_line(ring[:-1], (seam, 90.0), (seam, -90.0))
    turns = (0.0, -360.0) if seam > 0 else (360.0, 0.0)
    parts = [[(lon + turn, lat) for lon, lat in part] for part, turn in zip((below, beyond), turns)]
    shown = [polygon_json([*part, part[0]])["coordinates"] for part in parts]
    return {"type": "MultiPolygon", "coordinates": shown}


def box_json(ring: Sequence[Point]) -> List[float]:
    """Returns the box of a ring as GeoJSON has it: west greater than east across the 180th meridian."""
    west, south, east, north = bounds(ring)
    west += 360.0 if west < -180.0 else 0.0
    east -= 360.0 if east > 180.0 else 0.0
    return [round(value, _DIGITS) for value in (west, south, east, north)]


def bounds(ring: Sequence[Point]) -> Tuple[float, float, float, float]:
    """Returns west, south, east, north."""
    lons = [lon for lon, _ in ring]
    lats = [lat for _, lat in ring]
    return min(lons), min(lats), max(lons), max(lats)


def touched_tiles(ring: Ring, zoom: int) -> Tuple[int, Ring]:
    """Returns how many Web Mercator tiles a ring touches and their outline, a closed stair-shaped ring.

    Each row of tiles counts from its westernmost touched tile to its easternmost one.
    """
    size = 2**zoom
    tiles = [((lon + 180.0) / 360.0 * size, _tile_y(lat, size)) for lon, lat in ring[:-1]]
    top = math.floor(min(y for _, y in tiles))
    bottom = math.ceil(max(y for _, y in tiles) - 1e-9)
    rows: List[Tuple[int, int, int]] = []
    for row in range(top, max(bottom, top + 1)):
        band = _cut_by_line(_cut_by_line(tiles, (0.0, row), (1.0, row)), (1.0, row + 1.0), (0.0, row + 1.0))
        if band:
            xs = [x for x, _ in band]
            west = math.floor(min(xs) + 1e-9)
            rows.append((row, west, max(west + 1, math.ceil(max(xs) - 1e-9))))
    count = sum(east - west for _, west, east in rows)
    left = [corner for row, west, _ in rows for corner in ((west, row), (west, row + 1))]
    right = [corner for row, _, east in reversed(rows) for corner in ((east, row + 1), (east, row))]
    outline = [(x / size * 360.0 - 180.0, _tile_lat(y, size)) for x, y in _without_straight([*left, *right])]
    return count, (*outline, outline[0])


def _cut_by_line(points: Sequence[Point], start: Point, end: Point) -> List[Point]:
    """Keeps the part left of the line from start to end."""
    ax, ay = start
    dx, dy = end[0] - ax, end[1] - ay
    sides = [dx * (y - ay) - dy * (x - ax) for x, y in points]
    kept: List[Point] = []
    for index, (x, y) in enumerate(points):
        before, side = sides[index - 1], sides[index]
        if (side >= 0) != (before >= 0):
            px, py = points[index - 1]
            share = before / (before - side)
            kept.append((px + (x - px) * share, py + (y - py) * share))
        if side >= 0:
            kept.append((x, y))
    return kept


def _crosses_itself(points: Sequence[Point]) -> bool:
    """Returns whether two edges that are no neighbours have a point in common, or neighbours fold back."""
    ring = numpy.asarray(points, dtype=float)
    starts, ends = ring[:-1], ring[1:]
    count = len(starts)
    if len({tuple(point) for point in points[:-1]}) < count:
        return True

    def side(a: Any, b: Any, c: Any) -> Any:
        left = (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1])
        return numpy.sign(left - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0]))

    a, b = starts[:, None], ends[:, None]
    c, d = starts[None], ends[None]
    meets = (side(a, b, c) * side(a, b, d) <= 0) & (side(c, d, a) * side(c, d, b) <= 0)
    low, high = numpy.minimum(starts, ends), numpy.maximum(starts, ends)
    boxes = numpy.all((low[:, None] <= high[None]) & (low[None] <= high[:, None]), axis=2)
    apart = (numpy.arange(count)[:, None] - numpy.arange(count)[None]) % count
    return bool(numpy.any(meets & boxes & (apart > 1) & (apart < count - 1)))


def _without_straight(points: Sequence[Tuple[int, int]]) -> List[Tuple[int, int]]:
    """Drops repeated points and those in the middle of a straight edge."""
    distinct = [point for index, point in enumerate(points) if point != points[index - 1]]
    following = [*distinct[1:], distinct[0]]
    return [
        point
        for before, point, after in zip([distinct[-1], *distinct[:-1]], distinct, following)
        if not (before[0] == point[0] == after[0] or before[1] == point[1] == after[1])
    ]


def _tile_y(lat: float, size: int) -> float:
    limited = max(-85.0511, min(85.0511, lat))
    return (1.0 - math.asinh(math.tan(math.radians(limited))) / math.pi) / 2.0 * size


def _tile_lat(y: float, size: int) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1.0 - 2.0 * y / size))))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
