"""The area of interest: one ring in longitude and latitude, kept whole across the 180th meridian.

The few functions on rings are written out: the domain is free of QGIS, whose QgsGeometry has them too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

Point = Tuple[float, float]
Ring = Tuple[Point, ...]
Box = Tuple[float, float, float, float]

# 0.1 m at the equator: finer digits are noise and make requests unreadable.
DIGITS = 6
# Two turns of the globe; a longitude beyond is a mistake, and floating point loses precision far beyond.
MAX_LONGITUDE = 720.0
WHOLE_TURN = 360.0
# Tolerance for the edges of a world map at ±180: those of Natural Earth are off in the fourteenth digit.
TURN_TOLERANCE = 1e-6
# In degrees of latitude. A taller outline is read as a map of nearly the whole world, not as a strip across 180°.
MAX_HEIGHT_ACROSS = 90.0


@dataclass(frozen=True)
class Aoi:
    """One polygon without holes in EPSG:4326.

    `ring` is closed and counter-clockwise (RFC 7946); its longitudes are continuous, so an area across the 180th
    meridian runs past 180 on its east side instead of jumping. `area_km2` is measured on the ellipsoid by the code
    that builds the value. `is_simple` is false if the outline touches or crosses itself. `hole_count` and
    `part_count` count the holes and parts of the geometry that this outline was taken from, so that nothing is
    dropped unnoticed.
    """

    ring: Ring
    area_km2: float
    is_simple: bool = True
    hole_count: int = 0
    part_count: int = 1

    @property
    def vertex_count(self) -> int:
        """Returns the number of vertices, without the closing one."""
        return len(self.ring) - 1

    @property
    def bounds(self) -> Box:
        """Returns west, south, east, north in degrees; east may exceed 180."""
        return bounds_of(self.ring)

    @property
    def crosses_antimeridian(self) -> bool:
        """Returns whether the area extends over both sides of the 180th meridian."""
        return self.bounds[2] > 180.0

    @property
    def is_box(self) -> bool:
        """Returns whether the outline is its own bounding box."""
        west, south, east, north = self.bounds
        corners = {(west, south), (east, south), (east, north), (west, north)}
        return self.vertex_count == 4 and set(self.ring) == corners

    def bbox(self) -> List[float]:
        """Returns `[west, south, east, north]`; west is greater than east across the 180th meridian (RFC 7946, 5.2)."""
        west, south, east, north = self.bounds
        return [_rounded(west), _rounded(south), _rounded(east - 360.0 if east > 180.0 else east), _rounded(north)]

    def polygon(self) -> Dict[str, Any]:
        """Returns a GeoJSON Polygon with continuous longitudes."""
        return {"type": "Polygon", "coordinates": [[[_rounded(lon), _rounded(lat)] for lon, lat in self.ring]]}

    def is_sent_like(self, other: Aoi) -> bool:
        """Returns whether two areas are equal after rounding to the digits that are sent."""
        return self.polygon() == other.polygon()

    def split_geometry(self) -> Dict[str, Any]:
        """Returns GeoJSON within ±180: a Polygon, or a MultiPolygon cut at the 180th meridian (RFC 7946, 3.1.9)."""
        if not self.crosses_antimeridian:
            return self.polygon()
        west_part = clip_ring(self.ring, 180.0, keep_below=True)
        east_part = tuple((lon - 360.0, lat) for lon, lat in clip_ring(self.ring, 180.0, keep_below=False))
        return {
            "type": "MultiPolygon",
            "coordinates": [
                [[[_rounded(lon), _rounded(lat)] for lon, lat in part]] for part in (west_part, east_part) if part
            ],
        }


def bounds_of(ring: Sequence[Point]) -> Box:
    """Returns west, south, east, north of points in degrees."""
    lons, lats = [lon for lon, _ in ring], [lat for _, lat in ring]
    return (min(lons), min(lats), max(lons), max(lats))


def box_ring(west: float, south: float, east: float, north: float) -> Ring:
    """Returns the closed counter-clockwise ring of a box; it crosses the 180th meridian if west exceeds east."""
    if west > east:
        east += 360.0
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def normalised_ring(points: Sequence[Sequence[float]]) -> Ring:
    """Returns a closed counter-clockwise ring with continuous longitudes that starts within [-180, 180).

    Takes two or more coordinates per point (heights are dropped), open or closed, in either direction; drops repeated
    neighbours. Raises ValueError for fewer than three different points, for a latitude beyond ±90 or a longitude
    beyond ±720, for values that are not finite numbers, and for anything but a list of points.
    """
    return oriented_ring(continuous_longitudes(points))


def continuous_longitudes(points: Sequence[Sequence[float]], *, is_dense: bool = False) -> List[Point]:
    """Returns points in degrees, with the jumps of an outline at the 180th meridian removed.

    A step of more than half the globe counts as such a jump, unless it leads once around the globe (the edge of a
    world map) or the outline is too tall to be a narrow area across the meridian. If `is_dense`, no side is that
    long, and each such step is a jump. Raises ValueError like `normalised_ring`.
    """
    pairs = list(_pairs(points))
    for lon, lat in pairs:
        if not -90.0 <= lat <= 90.0:
            raise ValueError(f"latitude {lat}")
        if not -MAX_LONGITUDE <= lon <= MAX_LONGITUDE:
            raise ValueError(f"longitude {lon}")
    if not pairs or (not is_dense and _is_tall(pairs)):
        return pairs
    moved, shift = [pairs[0]], 0.0
    for (before, _), (lon, lat) in zip(pairs, pairs[1:]):
        step = lon - before
        if is_dense or abs(abs(step) - WHOLE_TURN) > TURN_TOLERANCE:
            # Of all equivalent longitudes, take the one nearest to the previous point.
            shift -= WHOLE_TURN * round(step / WHOLE_TURN)
        moved.append((lon + shift, lat))
    return moved


def oriented_ring(points: Sequence[Point]) -> Ring:
    """Returns a closed counter-clockwise ring of continuous longitudes that starts within [-180, 180).

    Raises ValueError for fewer than three different points.
    """
    ring: List[Point] = []
    for point in points:
        if not ring or ring[-1] != point:
            ring.append(point)
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    if len(set(ring)) < 3:
        raise ValueError("fewer than three corners")
    if -TURN_TOLERANCE < min(lon for lon, _ in ring) + 180.0 < 0.0:
        # Meant as -180; otherwise the world map would be shifted by a full turn and begin at 180°.
        ring = [(max(lon, -180.0), lat) for lon, lat in ring]
    west = min(lon for lon, _ in ring)
    shift = WHOLE_TURN * ((west + 180.0) // WHOLE_TURN)
    ring = [(lon - shift, lat) for lon, lat in ring]
    if signed_area(ring) < 0:
        ring.reverse()
    return (*ring, ring[0])


def _pairs(points: Sequence[Sequence[float]]) -> List[Point]:
    try:
        return [(float(point[0]), float(point[1])) for point in points]
    except (TypeError, IndexError, KeyError, OverflowError) as error:
        raise ValueError("coordinates are not pairs of numbers") from error


def _is_tall(points: Sequence[Point]) -> bool:
    lats = [lat for _, lat in points]
    return max(lats) - min(lats) > MAX_HEIGHT_ACROSS


def signed_area(ring: Sequence[Point]) -> float:
    """Returns the area in square degrees, positive for counter-clockwise rings (shoelace formula)."""
    total = 0.0
    for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0])):
        total += x0 * y1 - x1 * y0
    return total / 2.0


def clip_ring(ring: Sequence[Point], meridian: float, *, keep_below: bool) -> Ring:
    """Returns the part of a closed ring west (`keep_below`) or east of a meridian, closed; empty if there is none.

    Sutherland-Hodgman clipping against one edge.
    """
    side = 1.0 if keep_below else -1.0
    kept: List[Point] = []
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        inside0 = side * (meridian - x0) >= 0
        inside1 = side * (meridian - x1) >= 0
        if inside0:
            kept.append((x0, y0))
        if inside0 != inside1:
            kept.append((meridian, y0 + (y1 - y0) * (meridian - x0) / (x1 - x0)))
    if len(kept) < 3:
        return ()
    return (*kept, kept[0])


def ring_from_geojson(geometry: Mapping[str, Any]) -> Ring:
    """Returns the outline of a GeoJSON Polygon; raises ValueError for anything else, and for holes."""
    coordinates = geometry.get("coordinates")
    if geometry.get("type") != "Polygon" or not isinstance(coordinates, (list, tuple)) or len(coordinates) != 1:
        raise ValueError("one Polygon without holes is needed")
    return normalised_ring(coordinates[0])


def _rounded(degrees: float) -> float:
    return round(degrees, DIGITS)


# Footprints have a few dozen vertices. Larger outlines are not simplified and would cost quadratic time.
MAX_CORNERS = 2_000


def footprint_of(geometry: Any) -> Optional[Ring]:
    """Returns the outline of a Polygon or MultiPolygon with continuous longitudes, None for anything else.

    Several parts, as in a scene across the 180th meridian, become their convex hull: a sensor frame is convex. Also
    None for more than 2,000 vertices, and for coordinates that are not finite numbers on the globe.
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
    """Returns whether a closed ring contains another one, also if their longitudes differ by full turns."""
    west = min(lon for lon, _ in outer)
    shift = 360.0 * round((west - min(lon for lon, _ in inner)) / 360.0)
    for turn in (shift - 360.0, shift, shift + 360.0):
        moved = [(lon + turn, lat) for lon, lat in inner]
        if all(_is_inside(outer, point) for point in moved) and not _cross(outer, moved):
            return True
    return False


def _side_by_side(rings: Sequence[Ring]) -> List[Point]:
    """Returns all vertices; parts beyond the 180th meridian are moved next to the first part."""
    points: List[Point] = list(rings[0])
    for ring in rings[1:]:
        middle = sum(lon for lon, _ in points) / len(points)
        turn = 360.0 * round((middle - sum(lon for lon, _ in ring) / len(ring)) / 360.0)
        points += [(lon + turn, lat) for lon, lat in ring]
    return points


def convex_hull(points: Sequence[Point]) -> List[Point]:
    """Returns the vertices of the convex hull, counter-clockwise and open (Andrew's monotone chain)."""
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
    """Returns whether two outlines properly cross; touching is not crossing."""
    for a, b in zip(first, first[1:]):
        for c, d in zip(second, second[1:]):
            if _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0:
                return True
    return False
