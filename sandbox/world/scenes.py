"""Scenes anywhere on Earth, computed from the request alone: the same area and dates give the same scenes."""

from __future__ import annotations

import hashlib
import math
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Iterator, List, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .geometry import (
    KM_PER_DEGREE,
    Point,
    apply_homography,
    area_km2,
    from_ground_plane,
    homography,
    intersection,
    shifted_near,
    to_ground_plane,
)
from .sensors import SENSORS, Sensor
from .utm import UtmTile, tile_at

ARCHIVE_START = datetime(2018, 1, 1, tzinfo=timezone.utc)
MAX_LATITUDE = 84.0
UNIT = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
_BY_CODE = {sensor.code: sensor for sensor in SENSORS.values()}


@dataclass(frozen=True)
class SandboxScene:
    """One acquisition, with its true place.

    `corners` are the places of the upper left, upper right, lower right and lower left corner of the sensor frame;
    longitudes are continuous and may pass 180. Between the corners the truth is the homography that takes the unit
    square (u right, v down) to them in the gnomonic plane around their mean, where the sides of a frame are straight
    as they are on the ground; in a `tile` it is the grid of its UTM zone. `footprint` is the outline as a closed
    GeoJSON ring whose start and direction vary. Right of the line from (`swath[0]`, 0) to (`swath[1]`, 1) a tile has
    no data. `azimuth_angle` is the direction of the image's columns from its first line to its last. Angles in
    degrees, `cloud_cover` in per cent or None.
    """

    id: str
    name: str
    sensor: Sensor
    platform: str
    acquired: datetime
    cloud_cover: Optional[float]
    incidence_angle: float
    incidence_along: float
    incidence_across: float
    azimuth_angle: float
    sun_azimuth: float
    sun_elevation: float
    orbit_direction: str
    corners: Tuple[Point, Point, Point, Point]
    footprint: Tuple[Tuple[float, float], ...]
    quicklook_size: Tuple[int, int]
    quicklook_format: str
    has_quicklook: bool
    is_grey: bool
    tile: Optional[UtmTile] = None
    swath: Optional[Tuple[float, float]] = None

    @property
    def centre(self) -> Point:
        """Returns the mean of the corners."""
        lon, lat = (sum(values) / 4.0 for values in zip(*self.corners))
        return lon, lat

    def image_to_ground(self, u: ArrayLike, v: ArrayLike) -> Tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Returns longitude and latitude of places in the sensor frame, 0 to 1 from its upper left corner."""
        if self.tile is not None:
            return self.tile.to_ground(u, v)
        x, y = apply_homography(homography(UNIT, self._plane_corners()), np.asarray(u, float), np.asarray(v, float))
        return from_ground_plane(x, y, self.centre)

    def ground_to_image(self, lon: ArrayLike, lat: ArrayLike) -> Tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Returns the place in the sensor frame of longitudes and latitudes."""
        if self.tile is not None:
            return self.tile.to_image(lon, lat)
        return apply_homography(homography(self._plane_corners(), UNIT), *to_ground_plane(lon, lat, self.centre))

    def has_data(self, u: ArrayLike, v: ArrayLike) -> NDArray[np.bool_]:
        """Returns which places of the frame the swath covers."""
        x, y = np.broadcast_arrays(np.asarray(u, float), np.asarray(v, float))
        if self.swath is None:
            return np.ones(x.shape, dtype=bool)
        return np.asarray(x <= self.swath[0] + (self.swath[1] - self.swath[0]) * y)

    def _plane_corners(self) -> List[Point]:
        lon, lat = zip(*self.corners)
        x, y = to_ground_plane(lon, lat, self.centre)
        return list(zip(x.tolist(), y.tolist()))

    def quicklook_frame(self) -> Tuple[Point, Point, Point, Point]:
        """Returns the places of the corners of the quicklook image, upper left first, clockwise."""
        if self.sensor.quicklook_kind != "collar":
            return self.corners
        lons, lats = [lon for lon, _ in self.corners], [lat for _, lat in self.corners]
        west, east, south, north = min(lons), max(lons), min(lats), max(lats)
        return ((west, north), (east, north), (east, south), (west, south))


def find_scenes(
    sensor_key: str, ring: Sequence[Sequence[float]], start: datetime, end: datetime
) -> List[SandboxScene]:
    """Returns every scene whose footprint intersects the area in the interval, newest first.

    The ring is in longitude and latitude, closed or open, and may run past 180.
    """
    sensor = SENSORS[sensor_key]
    found: List[SandboxScene] = []
    for row, column in _cells_near(sensor, ring):
        for number in _acquisitions(sensor, row, column, start, end):
            scene = _scene(sensor, row, column, number)
            if start <= scene.acquired <= end and intersection(
                shifted_near(ring, scene.centre[0]), scene.footprint
            ):
                found.append(scene)
    found.sort(key=lambda scene: (scene.acquired, scene.id), reverse=True)
    return found


def scene_by_id(scene_id: str) -> Optional[SandboxScene]:
    """Returns the scene of an id, None for an id that no scene has; needs no memory of a search."""
    digits = scene_id.replace("-", "").lower()
    if len(digits) != 32 or any(digit not in "0123456789abcdef" for digit in digits):
        return None
    free = digits[:12] + digits[13:16] + digits[17:]
    check = free[13:]
    payload = int(free[:13], 16) ^ int(check[:13], 16)
    if _check(payload) != check:
        return None
    sensor = _BY_CODE.get(payload >> 48)
    if sensor is None:
        return None
    return _scene(sensor, (payload >> 32) & 0xFFFF, (payload >> 16) & 0xFFFF, payload & 0xFFFF)


def scene_by_name(name: str) -> Optional[SandboxScene]:
    """Returns the scene of a provider's name, which ends with the row, column and number it was made from."""
    parts = name.split("_")
    try:
        code, row, column, number = (int(parts[-1][at : at + 5], 36) for at in (0, 5, 10, 15))
    except (ValueError, IndexError):
        return None
    sensor = _BY_CODE.get(code)
    if sensor is None:
        return None
    scene = _scene(sensor, row, column, number)
    return scene if scene.name == name else None


def covers(scene: SandboxScene, ring: Sequence[Sequence[float]]) -> bool:
    """Returns whether the whole area is within the footprint."""
    lon, lat = zip(*shifted_near(ring, scene.centre[0]))
    u, v = scene.ground_to_image(np.array(lon), np.array(lat))
    return bool(np.all((u >= 0) & (u <= 1) & (v >= 0) & (v <= 1) & scene.has_data(u, v)))


def clipped_ring(scene: SandboxScene, ring: Sequence[Sequence[float]]) -> List[Point]:
    """Returns the part of the area within the footprint, open, empty where there is none."""
    return intersection(shifted_near(ring, scene.centre[0]), scene.footprint)


def intersection_area_km2(scene: SandboxScene, ring: Sequence[Sequence[float]]) -> float:
    """Returns the size of the part of the area within the footprint."""
    part = clipped_ring(scene, ring)
    return area_km2(part) if part else 0.0


def _rows(sensor: Sensor) -> Tuple[int, float]:
    step = 0.88 * sensor.height_km / KM_PER_DEGREE
    return int(2 * MAX_LATITUDE / step), step


def _columns(sensor: Sensor, row: int) -> Tuple[int, float, float]:
    """Returns the number of columns of a row of cells, their width in degrees, and the row's middle latitude."""
    _, step = _rows(sensor)
    lat = -MAX_LATITUDE + (row + 0.5) * step
    width_km = 0.88 * sensor.width_km
    count = max(3, int(360.0 * KM_PER_DEGREE * math.cos(math.radians(lat)) / width_km))
    return count, 360.0 / count, lat


def _cells_near(sensor: Sensor, ring: Sequence[Sequence[float]]) -> Iterator[Tuple[int, int]]:
    lons, lats = [point[0] for point in ring], [point[1] for point in ring]
    count_rows, step = _rows(sensor)
    reach_km = _reach_km(sensor)
    reach_lat = reach_km / KM_PER_DEGREE
    first = math.ceil((min(lats) - reach_lat + MAX_LATITUDE) / step - 0.5)
    last = math.floor((max(lats) + reach_lat + MAX_LATITUDE) / step - 0.5)
    for row in range(max(first, 0), min(last, count_rows - 1) + 1):
        count, width, lat = _columns(sensor, row)
        # Meridians come together towards the poles: the far corners of a frame there reach over more degrees.
        narrowest = min(abs(lat) + reach_lat, 89.0)
        reach_lon = reach_km / (KM_PER_DEGREE * math.cos(math.radians(narrowest)))
        west = math.ceil((min(lons) - reach_lon + 180.0) / width - 0.5)
        east = math.floor((max(lons) + reach_lon + 180.0) / width - 0.5)
        for column in range(west, min(east, west + count - 1) + 1):
            yield row, column % count


def _reach_km(sensor: Sensor) -> float:
    """Returns how far from the middle of its cell a scene may show ground, along a meridian or a parallel."""
    if sensor.quicklook_kind == "tile":
        # The place it is chosen by is up to half a cell off, and anywhere within the tile.
        return 1.7 * sensor.width_km
    return 0.12 * sensor.width_km + 0.57 * math.hypot(sensor.width_km, sensor.height_km)


def _acquisitions(sensor: Sensor, row: int, column: int, start: datetime, end: datetime) -> range:
    first = (start - ARCHIVE_START).total_seconds() / 86400.0 / sensor.revisit_days
    last = (end - ARCHIVE_START).total_seconds() / 86400.0 / sensor.revisit_days
    return range(max(0, math.floor(first) - 1), max(0, min(math.ceil(last) + 1, 0xFFFF)))


class _Dice:
    """Numbers from 0 to 1 that depend on nothing but the names they are asked by."""

    def __init__(self, *names: object) -> None:
        self._digest = hashlib.sha512(repr(names).encode()).digest()
        self._at = 0

    def roll(self) -> float:
        value = int.from_bytes(self._digest[self._at : self._at + 3], "big") / float(1 << 24)
        self._at = (self._at + 3) % 60
        return value

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.roll()


# The pages of a search, its pictures and its orders are about the same scenes.
@lru_cache(maxsize=4096)
def _scene(sensor: Sensor, row: int, column: int, number: int) -> SandboxScene:
    cell, dice = _Dice(sensor.key, row, column), _Dice(sensor.key, row, column, number)
    _count, width, lat0 = _columns(sensor, row)
    lon0 = -180.0 + (column + 0.5) * width
    days = (number + cell.roll() + dice.between(-0.2, 0.2)) * sensor.revisit_days
    day = ARCHIVE_START + timedelta(days=max(days, 0.0))
    solar_hour = 10.4 + dice.between(-0.4, 0.6)
    acquired = day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(
        hours=(solar_hour - lon0 / 15.0) % 24.0
    )
    acquired = acquired.replace(microsecond=int(dice.roll() * 1000) * 1000)
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
        id=_id(sensor, row, column, number),
        name=_name(sensor, platform, acquired, (lon, lat), (row, column, number), tile),
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


def _footprint(corners: Sequence[Point], dice: _Dice) -> Tuple[Point, ...]:
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


def _check(payload: int) -> str:
    return hashlib.sha256(f"scene {payload}".encode()).hexdigest()[:17]


def _id(sensor: Sensor, row: int, column: int, number: int) -> str:
    payload = (sensor.code << 48) | (row << 32) | (column << 16) | number
    check = _check(payload)
    free = f"{payload ^ int(check[:13], 16):013x}{check}"
    return str(uuid.UUID(f"{free[:12]}4{free[12:15]}a{free[15:]}"))


def _name(
    sensor: Sensor,
    platform: str,
    acquired: datetime,
    centre: Point,
    cell: Tuple[int, int, int],
    tile: Optional[UtmTile],
) -> str:
    lon, lat = centre
    place = f"{'W' if lon < 0 else 'E'}{abs(int(lon)):03d}{'S' if lat < 0 else 'N'}{abs(int(lat)):02d}"
    tail = "".join(_base36(value) for value in (sensor.code, *cell))
    stamp = acquired.strftime("%Y%m%d%H%M%S") + f"{acquired.microsecond // 100000}"
    if tile is not None:
        return f"S2{platform[-1]}_MSIL2A_{acquired:%Y%m%dT%H%M%S}_N0500_R051_T{tile.name}_{tail}"
    if sensor.host == "oneatlas":
        return f"DS_{platform}_{stamp}00_FR1_PX_{place}_{tail}"
    return f"{platform}_SM_GEC_HH_{stamp}_{place}_{tail}"


def _base36(value: int) -> str:
    digits = ""
    for _ in range(5):
        value, digit = divmod(value, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + digits
    return digits
