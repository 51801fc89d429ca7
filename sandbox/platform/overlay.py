"""Overlap of areas, by GDAL's geometry; imported late, so that the Sandbox starts without GDAL."""

from __future__ import annotations

from typing import Any, Sequence

from ..areas import Point


def pieces(area: Sequence[Point], frame: Sequence[Point]) -> int:
    """Returns in how many separate pieces two rings, open or closed, overlap."""
    shown = _polygon(area).Intersection(_polygon(frame))
    if shown.GetGeometryName() == "POLYGON":
        return 1
    parts = [shown.GetGeometryRef(number) for number in range(shown.GetGeometryCount())]
    return sum(1 for part in parts if part.GetGeometryName() == "POLYGON")


def meets(area: Sequence[Point], other: Sequence[Point]) -> bool:
    """Returns whether two rings, open or closed, have a point in common."""
    return bool(_polygon(area).Intersects(_polygon(other)))


def _polygon(points: Sequence[Point]) -> Any:
    from osgeo import ogr

    ring = ogr.Geometry(ogr.wkbLinearRing)
    for lon, lat in points:
        ring.AddPoint_2D(lon, lat)
    ring.CloseRings()
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(ring)
    return polygon
