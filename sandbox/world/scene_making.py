"""Scenes anywhere on Earth, computed from their place in the archive alone."""

from __future__ import annotations

import math
from datetime import datetime
from functools import lru_cache
from typing import List, Sequence, Tuple

from .archive_grid import Dice, columns, dice_of, rolled_time
from .geometry import KM_PER_DEGREE, Point
from .scene_names import scene_id, scene_name
from .scenes import UNIT, SandboxScene
from .sensors import Sensor
from .utm import UtmTile, tile_at


# The pages of a search, its pictures and its orders are about the same scenes.
@lru_cache(maxsize=4096)
def make_scene(sensor: Sensor, row: int, column: int, number: int) -> SandboxScene:
    cell, dice = dice_of(sensor, row, column, number)
    _count, width, lat0 = columns(sensor, row)
    lon0 = -180.0 + (column + 0.5) * width
    acquired = rolled_time(sensor, column, width, number, cell, dice)
    is_tile = sensor.quicklook_kind == "tile"
    # A tile is that of any place in the cell, so that the narrow ones at the edge of a zone are met too.
    shift = (0.5 if is_tile else 0.12) * sensor.width_km
    lat = lat0 + dice.between(-shift, shift) / KM_PER_DEGREE
    lon = lon0 + dice.between(-shift, shift) / (KM_PER_DEGREE * math.cos(math.radians(lat0)))
    tilt = 0.0 if is_tile else dice.between(5.0, 14.0) + (dice.between(0.0, 14.0) if dice.roll() < 0.15 else 0.0)
    skew = 0.0 if is_tile else dice.between(-0.07, 0.07)
    taper = 0.0 if is_tile else dice.between(-0.03, 0.03)
    across, along = dice.between(-22.0, 22.0), dice.between(-14.0, 14.0)
    stretch = 1.0 if is_tile else dice.between(0.9, 1.08)
    tile = tile_at(lon, lat) if is_tile else None
    corners = _corners(lon, lat, sensor.width_km, sensor.height_km * stretch, tilt, skew, taper)
    if tile is not None:
        corners = _tile_corners(tile)
    platform = sensor.platforms[int(dice.roll() * len(sensor.platforms)) % len(sensor.platforms)]
    cloud_cover = _cloud_cover(dice.roll(), dice.roll()) if sensor.is_optical else None
    edge = dice.between(0.35, 0.95)
    swath = (edge, edge - 0.22) if is_tile and cell.roll() < 0.35 else None
    ring = _footprint(corners if tile is None or swath is None else _swath_corners(tile, swath), dice)
    pixels = 512 if is_tile else int(dice.between(440, 560))
    tall = pixels if is_tile else max(64, round(pixels * stretch))
    has_quicklook = dice.roll() > 0.08
    is_png = sensor.quicklook_kind == "collar" or dice.roll() < 0.15
    return SandboxScene(
        id=scene_id(sensor, row, column, number),
        name=scene_name(sensor, platform, acquired, (lon, lat), (row, column, number), tile),
        sensor=sensor,
        platform=platform,
        acquired=acquired,
        cloud_cover=cloud_cover,
        incidence_angle=round(math.hypot(across, along), 2),
        incidence_along=round(along, 2),
        incidence_across=round(across, 2),
        azimuth_angle=round(180.0 + tilt, 2),
        sun_azimuth=round(150.0 + dice.between(-15.0, 15.0), 2),
        sun_elevation=round(_sun_elevation(lat, acquired), 2),
        orbit_direction="DESCENDING",
        corners=corners,
        footprint=ring,
        quicklook_size=(pixels, tall),
        quicklook_format="png" if is_png else "jpeg",
        has_quicklook=has_quicklook,
        is_grey=not sensor.is_optical,
        tile=tile,
        swath=swath,
    )


def _corners(
    lon: float, lat: float, width_km: float, height_km: float, tilt: float, skew: float, taper: float
) -> Tuple[Point, Point, Point, Point]:
    turn = math.radians(-tilt)
    placed: List[Point] = []
    for x, y in ((-0.5, 0.5), (0.5, 0.5), (0.5, -0.5), (-0.5, -0.5)):
        east = (x * (1.0 + taper * 2.0 * y) + skew * y) * width_km
        north = y * height_km
        east, north = (
            east * math.cos(turn) - north * math.sin(turn),
            east * math.sin(turn) + north * math.cos(turn),
        )
        corner_lat = lat + north / KM_PER_DEGREE
        placed.append((lon + east / (KM_PER_DEGREE * math.cos(math.radians(corner_lat))), corner_lat))
    return placed[0], placed[1], placed[2], placed[3]


@lru_cache(maxsize=256)
def _tile_corners(tile: UtmTile) -> Tuple[Point, Point, Point, Point]:
    lon, lat = tile.to_ground(*zip(*UNIT))
    first, second, third, fourth = zip(lon.tolist(), lat.tolist())
    return first, second, third, fourth


def _swath_corners(tile: UtmTile, swath: Tuple[float, float]) -> List[Point]:
    lon, lat = tile.to_ground((0.0, swath[0], swath[1], 0.0), (0.0, 0.0, 1.0, 1.0))
    return list(zip(lon.tolist(), lat.tolist()))


def _footprint(corners: Sequence[Point], dice: Dice) -> Tuple[Point, ...]:
    points = [(round(lon, 7), round(lat, 7)) for lon, lat in corners]
    if dice.roll() < 0.25:
        (x0, y0), (x1, y1) = points[0], points[1]
        points.insert(1, ((x0 + x1) / 2.0, (y0 + y1) / 2.0))
    start = int(dice.roll() * len(points))
    points = points[start:] + points[:start]
    if dice.roll() < 0.5:
        points.reverse()
    return (*points, points[0])


def _cloud_cover(kind: float, amount: float) -> float:
    """Returns a cloud cover as archives have it: many clear scenes, some overcast ones."""
    if kind < 0.55:
        return round(15.0 * amount**1.6, 1)
    if kind < 0.88:
        return round(12.0 + 60.0 * amount, 1)
    return round(70.0 + 30.0 * amount, 1)


def _sun_elevation(lat: float, acquired: datetime) -> float:
    day = acquired.timetuple().tm_yday
    declination = -23.44 * math.cos(2.0 * math.pi * (day + 10) / 365.25)
    return max(5.0, 82.0 - abs(lat - declination))
