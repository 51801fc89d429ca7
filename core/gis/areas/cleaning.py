"""Extracts polygons from any geometry, repairs clear faults, joins them and drops parts without size."""

from __future__ import annotations

from math import isfinite
from typing import Iterable, List, NamedTuple, Sequence

from qgis.core import Qgis, QgsGeometry, QgsPointXY, QgsRectangle, QgsWkbTypes

from ...domain.aoi import DIGITS, WHOLE_TURN, Point, signed_area
from ...domain.problems import AreaError, ProblemCode

# Anything narrower than the last digit that is sent has no size for the service: in degrees, and in metres.
DIGIT = 10.0**-DIGITS
DIGIT_M = 0.1
# Closing gaps between parts with more corners than this takes too long for a user to wait.
MAX_CORNERS_TO_CLOSE = 200_000
# High enough for the mitred corners of a closed outline to keep their place.
MITRE_LIMIT = 10.0


class Repaired(NamedTuple):
    """Valid polygons; `is_doubtful` if an outline crosses or touches itself, so that they are a guess."""

    polygons: List[QgsGeometry]
    is_doubtful: bool


def polygons_of(shape: QgsGeometry) -> List[QgsGeometry]:
    """Returns every polygon within a geometry of any kind, however deep; curves become lines, heights are dropped.

    Rings of fewer than three different points are left out. Raises AreaError if a coordinate is not a number.
    """
    if shape.isNull() or shape.isEmpty():
        return []
    if QgsWkbTypes.isCurvedType(shape.wkbType()):
        shape = QgsGeometry(shape.constGet().segmentize())
    if shape.type() == QgsWkbTypes.GeometryType.PolygonGeometry:
        parts = shape.asGeometryCollection() if shape.isMultipart() else [shape]
        return [polygon for part in parts for polygon in _plain_polygon(part)]
    if not shape.isMultipart():
        return []
    return polygons_in(shape.asGeometryCollection())


def polygons_in(shapes: Iterable[QgsGeometry]) -> List[QgsGeometry]:
    """Returns every polygon within geometries, as `polygons_of` does."""
    return [polygon for shape in shapes for polygon in polygons_of(shape)]


def repaired(polygons: Sequence[QgsGeometry], width: float) -> Repaired:
    """Returns valid polygons; spikes, flat parts and holes without size are dropped, which changes no area.

    `width`, in map units, is what has no size.
    """
    sound: List[QgsGeometry] = []
    is_doubtful = False
    for polygon in polygons:
        if polygon.isGeosValid():
            sound.append(polygon)
            continue
        parts = [part for part in polygons_of(polygon.makeValid()) if not _is_sliver(part, width)]
        # If an outline crosses itself, its areas cancel each other; if it only touches itself, the parts that meet
        # in a point may be meant either way.
        lost = abs(sum(part.area() for part in parts) - _drawn_area(polygon))
        is_doubtful |= len(parts) > 1 or lost > width * polygon.length()
        sound += [_straightened(part, width) for part in parts]
    return Repaired(sound, is_doubtful)


def joined(polygons: Sequence[QgsGeometry], width: float) -> List[QgsGeometry]:
    """Returns the parts that valid polygons make together; those that share an edge or overlap are one.

    Gaps, holes and parts narrower than `width`, in map units, count as none.
    """
    parts = list(polygons)
    if len(polygons) > 1:
        parts = polygons_of(QgsGeometry.unaryUnion(parts))
        if len(parts) > 1:
            parts = _closed(parts, width)
        # Joined sides leave vertices on straight lines.
        parts = [_straightened(part, width) for part in parts]
    # An area that is small as a whole is still the one that was chosen.
    large = [part for part in parts if not _is_sliver(part, width)] or sorted(parts, key=_area)[-1:]
    return [_without_specks(part, width) for part in large]


def on_one_turn(polygons: Sequence[QgsGeometry]) -> List[QgsGeometry]:
    """Returns polygons in degrees moved by whole turns, so that they are side by side across the 180th meridian.

    The globe is cut in the widest gap between them; a polygon all around it is cut at the 180th meridian.
    """
    placed: List[QgsGeometry] = []
    for polygon in polygons:
        goes_around = polygon.boundingBox().width() > WHOLE_TURN - DIGIT
        placed += _within_globe(polygon) if goes_around else [_on_first_turn(polygon)]
    placed.sort(key=_west)
    if not placed:
        return placed
    cut, reach = 0, placed[0].boundingBox().xMaximum()
    gaps: List[float] = [0.0]
    for polygon in placed[1:]:
        gaps.append(_west(polygon) - reach)
        reach = max(reach, polygon.boundingBox().xMaximum())
    gaps[0] = _west(placed[0]) + WHOLE_TURN - reach
    if max(gaps) > max(gaps[0], 0.0):
        cut = gaps.index(max(gaps))
    return [*placed[cut:], *(_shifted(polygon, WHOLE_TURN) for polygon in placed[:cut])]


def without_holes(polygon: QgsGeometry, width: float) -> List[QgsGeometry]:
    """Returns pieces without holes that together make a valid polygon in degrees, cut along meridians through them.

    Pieces narrower than `width` are dropped.
    """
    rings = rings_of(polygon)
    if len(rings) == 1:
        return [polygon]
    lons = [lon for lon, _ in rings[1]]
    meridian = (min(lons) + max(lons)) / 2.0
    # Neighbouring pieces must meet after rounding to the digits that are sent.
    if min(lons) < round(meridian, DIGITS) < max(lons):
        meridian = round(meridian, DIGITS)
    box = polygon.boundingBox().buffered(1.0)
    halves = (
        QgsRectangle(box.xMinimum(), box.yMinimum(), meridian, box.yMaximum()),
        QgsRectangle(meridian, box.yMinimum(), box.xMaximum(), box.yMaximum()),
    )
    pieces = [piece for half in halves for piece in polygons_of(polygon.intersection(QgsGeometry.fromRect(half)))]
    return [part for piece in pieces if not _is_sliver(piece, width) for part in without_holes(piece, width)]


def polygon_from(rings: Sequence[Sequence[Point]]) -> QgsGeometry:
    """Returns the polygon of an outline and its holes."""
    return QgsGeometry.fromPolygonXY([[QgsPointXY(x, y) for x, y in ring] for ring in rings])


def rings_of(polygon: QgsGeometry) -> List[List[Point]]:
    """Returns the outline of a polygon and its holes, closed."""
    return [[(point.x(), point.y()) for point in ring] for ring in polygon.asPolygon()]


def _plain_polygon(polygon: QgsGeometry) -> List[QgsGeometry]:
    flat = QgsGeometry(polygon.constGet().clone())
    flat.get().dropZValue()
    flat.get().dropMValue()
    # A valid polygon stays as it is: a Python loop over all vertices is slow.
    if flat.wkbType() == QgsWkbTypes.Type.Polygon and flat.isGeosValid():
        return [flat]
    rings = [_plain(ring) for ring in flat.asPolygon()]
    return [polygon_from([ring for ring in rings if ring])] if rings and rings[0] else []


def _plain(ring: Sequence[QgsPointXY]) -> List[Point]:
    """Returns a closed ring without repeated neighbours; nothing for fewer than three different points."""
    plain: List[Point] = []
    for point in ((corner.x(), corner.y()) for corner in ring):
        if not (isfinite(point[0]) and isfinite(point[1])):
            raise AreaError(ProblemCode.NOT_ON_EARTH, x=point[0], y=point[1])
        if not plain or plain[-1] != point:
            plain.append(point)
    if len(set(plain)) < 3:
        return []
    return plain if plain[0] == plain[-1] else [*plain, plain[0]]


def _drawn_area(polygon: QgsGeometry) -> float:
    areas = []
    for ring in rings_of(polygon):
        x0, y0 = ring[0]
        # Relative to a vertex: products of large coordinates in metres would lose precision.
        areas.append(abs(signed_area([(x - x0, y - y0) for x, y in ring])))
    return areas[0] - sum(areas[1:])


def _closed(parts: List[QgsGeometry], width: float) -> List[QgsGeometry]:
    """Returns parts with the gaps narrower than `width` between them closed, if there are any."""
    if sum(part.constGet().nCoordinates() for part in parts) > MAX_CORNERS_TO_CLOSE:
        return parts
    grown = _grown(_grown(QgsGeometry.collectGeometry(parts), width / 2.0), -width / 2.0)
    closed = polygons_of(grown)
    return closed if 0 < len(closed) < len(parts) else parts


def _straightened(polygon: QgsGeometry, width: float) -> QgsGeometry:
    simple = polygons_of(polygon.simplify(width / 10.0))
    return simple[0] if len(simple) == 1 and simple[0].isGeosValid() else polygon


def _grown(shape: QgsGeometry, distance: float) -> QgsGeometry:
    return shape.buffer(distance, 1, Qgis.EndCapStyle.Flat, Qgis.JoinStyle.Miter, MITRE_LIMIT)


def _is_sliver(polygon: QgsGeometry, width: float) -> bool:
    """Returns whether a polygon is, on average, narrower than `width`."""
    return 2.0 * polygon.area() <= width * polygon.length()


def _without_specks(polygon: QgsGeometry, width: float) -> QgsGeometry:
    outline, *holes = rings_of(polygon)
    kept = [hole for hole in holes if not _is_sliver(polygon_from([hole]), width)]
    return polygon_from([outline, *kept]) if len(kept) < len(holes) else polygon


def _area(polygon: QgsGeometry) -> float:
    return float(polygon.area())


def _west(polygon: QgsGeometry) -> float:
    return float(polygon.boundingBox().xMinimum())


def _shifted(polygon: QgsGeometry, degrees: float) -> QgsGeometry:
    moved = QgsGeometry(polygon)
    moved.translate(degrees, 0.0)
    return moved


def _on_first_turn(polygon: QgsGeometry) -> QgsGeometry:
    turns = (_west(polygon) + 180.0) // WHOLE_TURN
    return _shifted(polygon, -WHOLE_TURN * turns) if turns else polygon


def _within_globe(polygon: QgsGeometry) -> List[QgsGeometry]:
    parts: List[QgsGeometry] = []
    for turn in (-1, 0, 1):
        window = QgsRectangle(-180.0 + WHOLE_TURN * turn, -90.0, 180.0 + WHOLE_TURN * turn, 90.0)
        cut = polygon.intersection(QgsGeometry.fromRect(window))
        parts += [_shifted(part, -WHOLE_TURN * turn) for part in polygons_of(cut)]
    return parts
