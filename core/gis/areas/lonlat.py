"""Transforms coordinates of any CRS to continuous longitudes and latitudes; refuses places off the Earth."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import List, Sequence

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsPointXY,
    QgsUnitTypes,
)

from ...domain.aoi import MAX_LONGITUDE, Point, continuous_longitudes
from ...domain.problems import AreaError, ProblemCode

WGS84 = "EPSG:4326"
# Straight lines in one CRS are curves in another: each side is cut into this many pieces before the transform.
PIECES_PER_SIDE = 32
# Outlines with more vertices than this are dense enough already.
MAX_CORNERS_TO_DENSIFY = 100
# Computed poles may be 90.000000001.
LATITUDE_TOLERANCE = 1e-6
# The length of the equator, which is the width of a cylindrical map.
EQUATOR_M = 2.0 * math.pi * 6378137.0
# In map units. There and back a projection is exact to the millimetre, datum shifts to a metre.
RETURN_TOLERANCE = 100.0
# In the well-known text (ISO 19162) of CRS without a place on the globe, or without a map.
_LOCAL_WORDS = ("ENGCRS[", "ENGINEERINGCRS[", "LOCAL_CS[")
# GeoPackage's name for its two undefined systems (OGC 12-128, table 4).
_UNDEFINED = "Undefined"
_MAPLESS_WORDS = ("VERTCRS[", "GEODCRS[", "TIMECRS[", "PARAMETRICCRS[")


@lru_cache(maxsize=1)
def wgs84() -> QgsCoordinateReferenceSystem:
    """Returns EPSG:4326."""
    return QgsCoordinateReferenceSystem(WGS84)


def check_crs(crs: QgsCoordinateReferenceSystem) -> None:
    """Raises AreaError for a missing CRS, and for one of another planet, a local site or without a map."""
    if not crs.isValid() or crs.description().startswith(_UNDEFINED):
        raise AreaError(ProblemCode.CRS_MISSING)
    words = crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT2_2018)
    is_local = any(word in words for word in _LOCAL_WORDS) or words.startswith(_MAPLESS_WORDS)
    is_elsewhere = crs.celestialBodyName() not in ("", "Earth")
    if is_local or is_elsewhere or not _transform(crs, QgsCoordinateTransformContext()).isValid():
        raise AreaError(ProblemCode.CRS_NOT_ON_EARTH, crs=crs.description() or crs.authid())


def in_degrees(crs: QgsCoordinateReferenceSystem) -> bool:
    """Returns whether the map units of a CRS are degrees of longitude and latitude."""
    return crs.isGeographic() and QgsUnitTypes.encodeUnit(crs.mapUnits()) == "degrees"


def to_lonlat(
    points: Sequence[Point],
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
    *,
    is_view: bool = False,
) -> List[Point]:
    """Returns an outline in degrees, jumps across the 180th meridian undone; the CRS is one that `check_crs` accepts.

    Raises AreaError if a point has no place in the CRS. Nothing is wrapped or clipped, unless it `is_view`, the
    edge of a map that shows the globe several times.
    """
    for x, y in points:
        if not (math.isfinite(x) and math.isfinite(y)) or (in_degrees(crs) and not is_lonlat(x, y)):
            raise no_place(x, y, crs)
    if crs.authid() == WGS84:
        moved = list(points)
    else:
        moved = _transformed(points, crs, context)
        if not is_view and not crs.isGeographic():
            for extreme in (min(points), max(points), min(points, key=_y), max(points, key=_y)):
                _check_return(extreme, crs, context)
    is_dense = not crs.isGeographic()
    return continuous_longitudes([(lon, min(max(lat, -90.0), 90.0)) for lon, lat in moved], is_dense=is_dense)


def densified(ring: Sequence[Point], crs: QgsCoordinateReferenceSystem) -> List[Point]:
    """Returns a closed ring with points added on its sides, so that they follow the curves of the map.

    Degrees stay as they are: sides of GeoJSON are straight in them (RFC 7946, 3.1.1).
    """
    if crs.isGeographic() or len(ring) > MAX_CORNERS_TO_DENSIFY:
        return list(ring)
    dense: List[Point] = []
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        dense += [
            (x0 + (x1 - x0) * step / PIECES_PER_SIDE, y0 + (y1 - y0) * step / PIECES_PER_SIDE)
            for step in range(PIECES_PER_SIDE)
        ]
    return [*dense, ring[-1]]


def _transform(
    crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> QgsCoordinateTransform:
    return QgsCoordinateTransform(crs, wgs84(), context)


def _transformed(
    points: Sequence[Point], crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> List[Point]:
    transform = _transform(crs, context)
    moved: List[Point] = []
    for x, y in points:
        try:
            point = transform.transform(QgsPointXY(x, y))
        except QgsCsException as error:
            raise no_place(x, y, crs) from error
        if not is_lonlat(point.x(), point.y()):
            raise no_place(x, y, crs)
        moved.append((point.x(), point.y()))
    return moved


def _check_return(
    point: Point, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> None:
    """Raises AreaError for a point that the projection wraps around the globe more than once, or far outside of it."""
    transform = _transform(crs, context)
    try:
        back = transform.transform(transform.transform(QgsPointXY(*point)), Qgis.TransformDirection.Reverse)
    except QgsCsException as error:
        raise no_place(*point, crs) from error
    offset = abs(back.x() - point[0])
    # A map that is panned past 180° shows the neighbouring turn.
    offset = min(offset, abs(offset - EQUATOR_M))
    if max(offset, abs(back.y() - point[1])) > RETURN_TOLERANCE:
        raise no_place(*point, crs)


def _y(point: Point) -> float:
    return point[1]


def is_lonlat(lon: float, lat: float) -> bool:
    """Returns whether two numbers can be a longitude and a latitude."""
    return abs(lon) <= MAX_LONGITUDE and abs(lat) <= 90.0 + LATITUDE_TOLERANCE


def no_place(x: float, y: float, crs: QgsCoordinateReferenceSystem) -> AreaError:
    """Returns the error for coordinates that are off the Earth in their CRS."""
    return AreaError(ProblemCode.NOT_ON_EARTH, x=x, y=y, crs=crs.description() or crs.authid())
