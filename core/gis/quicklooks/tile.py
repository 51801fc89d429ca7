"""Finds the Sentinel-2 UTM tile that contains an outline."""

from __future__ import annotations

from typing import List, Optional, Sequence, Tuple

from ...domain.aoi import Point
from ...domain.scenes.utm_tile import TILE_M, UtmTile, tile_of_name, tile_of_outline
from ..foreign.gdal_calls import epsg_crs, lonlat_crs, moved_points

_POINTS_A_SIDE = 8


def find_tile(ring: Sequence[Point], name: str) -> Tuple[Optional[UtmTile], int]:
    """Returns the tile of a footprint and how many of its sides the footprint touches.

    The tile that the metadata names, if it contains the footprint; otherwise the one whose sides the footprint touches,
    in its own zone or a neighbouring one.
    """
    named = tile_of_name(name) if name else None
    points = outline_in(ring, named.epsg) if named is not None else []
    if named is not None and points:
        found, touched = tile_of_outline(points, named.epsg)
        outside = [1 for u, v in outline_in_tile(ring, named) if not (-0.02 < u < 1.02 and -0.02 < v < 1.02)]
        if not outside:
            return named, touched if found == named else 0
    best: Optional[UtmTile] = None
    most = 0
    for epsg in _zones(ring):
        points = outline_in(ring, epsg)
        found, touched = tile_of_outline(points, epsg) if points else (None, 0)
        if found is not None and touched > most:
            best, most = found, touched
    return best, most


def outline_in(ring: Sequence[Point], epsg: int) -> List[Point]:
    """Returns a ring, open, in metres of a UTM zone, with points added on its sides; empty if it has no place
    there.
    """
    points: List[Point] = []
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        steps = [number / _POINTS_A_SIDE for number in range(_POINTS_A_SIDE)]
        points += [(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share) for share in steps]
    moved = moved_points(points, lonlat_crs(), epsg_crs(epsg))
    found = [point for point in moved if point is not None]
    return found if len(found) == len(points) else []


def outline_in_tile(ring: Sequence[Point], tile: UtmTile) -> List[Point]:
    """Returns a ring, open, in the unit square of a tile (right, down)."""
    return [((x - tile.west) / TILE_M, (tile.north - y) / TILE_M) for x, y in outline_in(ring, tile.epsg)]


def tile_crs(tile: UtmTile) -> str:
    """Returns the WKT of a tile's zone."""
    return str(epsg_crs(tile.epsg).ExportToWkt())


def _zones(ring: Sequence[Point]) -> List[int]:
    points = ring[:-1]
    lon = sum(lon for lon, _ in points) / len(points)
    lat = sum(lat for _, lat in points) / len(points)
    zone = int(((lon + 180.0) % 360.0) // 6.0)
    base = 32600 if lat >= 0.0 else 32700
    return [base + (zone + step) % 60 + 1 for step in (0, 1, -1)]
