"""Computes the outline of a raster in longitude and latitude, if it has one on Earth."""

from __future__ import annotations

import math
from typing import Callable, List, Optional, Sequence, Tuple

from osgeo import gdal, osr

from ...domain.aoi import Aoi, Box, Point, box_ring, convex_hull, normalised_ring
from ..foreign.gdal_calls import lonlat_crs, moved_points

# Points per side of the outline, since straight lines in one CRS are curves in another.
STEPS = 8
# Places per side that are tried within an image whose border is off the Earth, as the corners of a full disk are.
_TRIED_PER_SIDE = 17
_HALVINGS = 16
# The semi-major axes of the Earth's ellipsoids, in metres; Venus has 6.05 million.
_EARTH_M = (6_300_000.0, 6_450_000.0)
_WHOLE_TURN_DEG = 360.0 - 1e-6


def outline_of(dataset: gdal.Dataset) -> Optional[Aoi]:
    """Returns the outline of a raster in longitude and latitude, None for one without a place on Earth.

    None for a raster without a CRS or an affine place, for local and engineering CRS, and for other planets. A part
    that is off the Earth (corners of a geostationary disk or of a map of the world, edges beyond the poles) is left
    out; an image across a pole gets all longitudes up to it. Raises RuntimeError if PROJ has no transformation.
    """
    crs = dataset.GetSpatialRef()
    transform = dataset.GetGeoTransform(can_return_null=True)
    if crs is None or transform is None or not _is_on_earth(crs):
        return None
    crs = crs.Clone()
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    lonlat = lonlat_crs()
    size = (dataset.RasterXSize, dataset.RasterYSize)
    limit = math.pi / 2.0 / crs.GetAngularUnits() if crs.IsGeographic() and not crs.IsDerivedGeographic() else None
    border = moved_points(_places(transform, _border(*size), limit), crs, lonlat)
    edge = [point for point in border if point is not None]
    is_whole = len(edge) == len(border) and all(abs(lat) <= 90.0 for _, lat in edge)
    poles = _poles_inside(crs, lonlat, transform, size) if limit is None else ()
    if is_whole and not poles:
        return _area(_within_one_turn(edge, is_ring=True))
    tried = [*edge, *_inside(lambda pixels: moved_points(_places(transform, pixels, limit), crs, lonlat), size)]
    if poles:
        return Aoi(_polar_ring(edge if is_whole else (), tried, poles), 0.0)
    return _area(convex_hull(_within_one_turn(tried, is_ring=False))) if len(set(tried)) >= 3 else None


def _is_on_earth(crs: osr.SpatialReference) -> bool:
    if crs.IsLocal() or not (crs.IsGeographic() or crs.IsProjected() or crs.IsCompound() or crs.IsGeocentric()):
        return False
    return bool(_EARTH_M[0] <= crs.GetSemiMajor() <= _EARTH_M[1])


def _places(transform: Sequence[float], pixels: Sequence[Point], limit: Optional[float]) -> List[Point]:
    """Returns pixels as places of the CRS; of longitude and latitude none is beyond a pole (`limit`).

    Weather grids have pixels centred on the poles, so that their edges are beyond them.
    """
    left, x_step, x_skew, top, y_skew, y_step = transform
    places = [
        (left + x_step * column + x_skew * row, top + y_skew * column + y_step * row) for column, row in pixels
    ]
    return places if limit is None else [(x, max(-limit, min(limit, y))) for x, y in places]


def _border(columns: int, rows: int) -> List[Point]:
    corners: Tuple[Point, ...] = ((0, 0), (columns, 0), (columns, rows), (0, rows))
    border: List[Point] = []
    for (x0, y0), (x1, y1) in zip(corners, (*corners[1:], corners[0])):
        border += [(x0 + (x1 - x0) * step / STEPS, y0 + (y1 - y0) * step / STEPS) for step in range(STEPS)]
    return border


def _inside(find: Callable[[Sequence[Point]], Sequence[Optional[Point]]], size: Tuple[int, int]) -> List[Point]:
    """Returns places all over an image, and along the line at which the Earth ends in it.

    `find` returns the places of pixels.
    """
    shares = [number / (_TRIED_PER_SIDE - 1) for number in range(_TRIED_PER_SIDE)]
    pixels = [(size[0] * x, size[1] * y) for y in shares for x in shares]
    there = [(pixel, place) for pixel, place in zip(pixels, find(pixels)) if place is not None]
    if not there:
        return []
    middle = there[len(there) // 2][0]
    ends = _border(*size)
    # How far the Earth reaches from the middle towards each point of the border, halved until it is known.
    reached, missed = [0.0] * len(ends), [1.0] * len(ends)
    for _ in range(_HALVINGS):
        shares = [(low + high) / 2.0 for low, high in zip(reached, missed)]
        found = find([_between(middle, end, share) for end, share in zip(ends, shares)])
        reached = [low if place is None else share for low, share, place in zip(reached, shares, found)]
        missed = [share if place is None else high for high, share, place in zip(missed, shares, found)]
    limb = find([_between(middle, end, share) for end, share in zip(ends, reached)])
    places = [*(place for _, place in there), *(place for place in limb if place is not None)]
    return [place for place in places if abs(place[1]) <= 90.0]


def _between(start: Point, end: Point, share: float) -> Point:
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)


def _poles_inside(
    crs: osr.SpatialReference, lonlat: osr.SpatialReference, transform: Sequence[float], size: Tuple[int, int]
) -> Tuple[float, ...]:
    left, x_step, x_skew, top, y_skew, y_step = transform
    scale = x_step * y_step - x_skew * y_skew
    found: List[float] = []
    for lat, place in zip((-90.0, 90.0), moved_points(((0.0, -90.0), (0.0, 90.0)), lonlat, crs)):
        if place is None or not scale:
            continue
        x, y = place[0] - left, place[1] - top
        column, row = (x * y_step - y * x_skew) / scale, (y * x_step - x * y_skew) / scale
        if 0.0 < column < size[0] and 0.0 < row < size[1]:
            found.append(lat)
    return tuple(found)


def _within_one_turn(points: Sequence[Point], *, is_ring: bool) -> List[Point]:
    """Returns points with longitudes that do not jump at the 180th meridian: each beside the one before in a ring,
    else on the turn around the middle one.
    """
    found: List[Point] = []
    centre = points[len(points) // 2][0]
    for lon, lat in points:
        centre = found[-1][0] if is_ring and found else centre
        found.append((lon + 360.0 * round((centre - lon) / 360.0), lat))
    return found


def _area(points: Sequence[Point]) -> Optional[Aoi]:
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    if max(lons) - min(lons) >= _WHOLE_TURN_DEG:
        return Aoi(box_ring(-180.0, min(lats), 180.0, max(lats)), 0.0)
    try:
        return Aoi(normalised_ring(points), 0.0)
    except ValueError:
        return None


def _polar_ring(edge: Sequence[Point], tried: Sequence[Point], poles: Sequence[float]) -> Tuple[Point, ...]:
    """Returns a ring from -180 to 180 degrees that holds a pole: along the edge where all of it is known."""
    lats = [lat for _, lat in tried] or [0.0]
    box: Box = (-180.0, min(*lats, *poles), 180.0, max(*lats, *poles))
    if not edge or len(poles) > 1:
        return box_ring(*box)
    line = sorted(((lon + 180.0) % 360.0 - 180.0, lat) for lon, lat in edge)
    (first_lon, first_lat), (last_lon, last_lat) = line[0], line[-1]
    share = (180.0 - last_lon) / max(first_lon + 360.0 - last_lon, 1e-9)
    lat = last_lat + (first_lat - last_lat) * share
    pole = poles[0]
    return normalised_ring([(-180.0, lat), *line, (180.0, lat), (180.0, pole), (0.0, pole), (-180.0, pole)])
