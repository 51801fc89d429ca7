"""Areas on the WGS 84 ellipsoid in km²."""

from __future__ import annotations

import math
from typing import Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsGeometry,
    QgsPointXY,
)

from ...domain.aoi import Point, bounds_of
from .lonlat import wgs84

ELLIPSOID = "EPSG:7030"
# WGS 84 ellipsoid: NIMA TR8350.2, tables 3.1 and 3.3.
SEMI_MAJOR_KM = 6378.137
ECCENTRICITY = 0.0818191908426215
# In degrees. QGIS measures between geodesics, which take the other way around the globe on long sides.
MAX_GEODESIC_WIDTH = 90.0


def measure_km2(
    geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> float:
    """Returns the area on the WGS 84 ellipsoid in km²."""
    measure = QgsDistanceArea()
    measure.setSourceCrs(crs, context)
    # Without an ellipsoid QGIS would silently answer in square degrees.
    measure.setEllipsoid(ELLIPSOID)
    return measure.measureArea(geometry) / 1e6


def ring_km2(ring: Sequence[Point]) -> float:
    """Returns the area within an outline in degrees with continuous longitudes."""
    west, _, east, _ = bounds_of(ring)
    if east - west > MAX_GEODESIC_WIDTH:
        return _zone_km2(ring)
    outline = QgsGeometry.fromPolygonXY([[QgsPointXY(lon, lat) for lon, lat in ring]])
    return measure_km2(outline, wgs84(), QgsCoordinateTransformContext())


def box_km2(west: float, south: float, east: float, north: float) -> float:
    """Returns the area between two parallels and two meridians on the WGS 84 ellipsoid, however wide.

    Snyder, Map Projections: A Working Manual (USGS 1395, 1987), equation 3-12 (equal-area). QGIS measures
    between geodesics, which leave the parallels, and for more than half the globe the wrong side of them.
    """

    return (_zone_height(north) - _zone_height(south)) * math.radians(east - west)


def _zone_height(latitude: float) -> float:
    """Returns the km² between the equator and a parallel within one radian of longitude."""
    sine = math.sin(math.radians(latitude))
    height = sine / (1.0 - (ECCENTRICITY * sine) ** 2) + math.atanh(ECCENTRICITY * sine) / ECCENTRICITY
    return SEMI_MAJOR_KM**2 * (1.0 - ECCENTRICITY**2) / 2.0 * height


def _zone_km2(ring: Sequence[Point]) -> float:
    """Returns the area of an outline whose sides are straight in degrees, however wide, on the WGS 84 ellipsoid."""
    total = 0.0
    for (lon0, lat0), (lon1, lat1) in zip(ring, ring[1:]):
        pieces = max(1, math.ceil(abs(lat1 - lat0)))
        for piece in range(pieces):
            # Simpson's rule along the side, for the zone between it and the equator.
            south, north = (lat0 + (lat1 - lat0) * step / pieces for step in (piece, piece + 1))
            middle = (south + north) / 2.0
            mean = (_zone_height(south) + 4.0 * _zone_height(middle) + _zone_height(north)) / 6.0
            total += mean * math.radians(lon1 - lon0) / pieces
    return abs(total)
