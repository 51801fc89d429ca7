"""Makes a refused area acceptable: bounding box, convex hull, filled holes, fewer vertices."""

from __future__ import annotations

from typing import Callable, Dict, List, NamedTuple, Sequence

from qgis.core import QgsGeometry

from ...domain.aoi import DIGITS
from ...domain.remedies import Remedy
from .cleaning import DIGIT, joined, polygon_from, polygons_of, repaired, rings_of

# In degrees, about 1 m: where simplifying begins, and doubles from.
FIRST_TOLERANCE = 1e-5
# After that the tolerance is wider than the globe.
MAX_DOUBLINGS = 26
_Polygons = List[QgsGeometry]


class Repair(NamedTuple):
    """A remedy, and the number of corners that SIMPLIFY leaves at most."""

    remedy: Remedy
    max_corners: int = 0


def repaired_area(polygons: Sequence[QgsGeometry], repairs: Sequence[Repair]) -> List[QgsGeometry]:
    """Returns valid polygons in degrees with each repair made in turn."""
    made = list(polygons)
    for repair in repairs:
        made = _REMEDIES[repair.remedy](made, repair.max_corners)
    return made


def _bounding_box(polygons: _Polygons, max_corners: int) -> _Polygons:
    return [QgsGeometry.fromRect(QgsGeometry.collectGeometry(polygons).boundingBox())]


def _convex_hull(polygons: _Polygons, max_corners: int) -> _Polygons:
    return polygons_of(QgsGeometry.collectGeometry(polygons).convexHull())


def _filled(polygons: _Polygons, max_corners: int) -> _Polygons:
    # A part may have been in the hole of another one.
    return joined([polygon_from(rings_of(polygon)[:1]) for polygon in polygons], DIGIT)


def _simplified(polygons: _Polygons, max_corners: int) -> _Polygons:
    simple, tolerance = polygons, FIRST_TOLERANCE
    for _ in range(MAX_DOUBLINGS):
        if all(len(rings_of(polygon)[0]) - 1 <= max_corners for polygon in simple):
            break
        simple = [part for polygon in polygons for part in polygons_of(polygon.simplify(tolerance))]
        tolerance *= 2.0
    return simple


def _dissolved(polygons: _Polygons, max_corners: int) -> _Polygons:
    # Valid polygons arrive dissolved; the user's choice confirms that they are meant. Where two lobes meet in a point,
    # closing the gaps has joined them by a bridge that vanishes with the digits that are sent.
    rounded = [
        polygon_from([[(round(lon, DIGITS), round(lat, DIGITS)) for lon, lat in ring] for ring in rings_of(polygon)])
        for polygon in polygons
    ]
    parts = (
        [drawn] if sent.isGeosValid() else repaired([sent], DIGIT).polygons for drawn, sent in zip(polygons, rounded)
    )
    return [part for pieces in parts for part in pieces]


_REMEDIES: Dict[Remedy, Callable[[_Polygons, int], _Polygons]] = {
    Remedy.BOUNDING_BOX: _bounding_box,
    Remedy.CONVEX_HULL: _convex_hull,
    Remedy.FILL_HOLES: _filled,
    Remedy.SIMPLIFY: _simplified,
    Remedy.DISSOLVE: _dissolved,
}
