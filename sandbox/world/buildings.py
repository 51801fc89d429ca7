"""Buildings that appear on land after a date of their own: what changes on the ground between two scenes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Iterator, List, Optional, Tuple

import numpy as np
from numpy.typing import NDArray

from .ground import is_water
from .noise import Floats, lattice

# The world is without them before the first date, and all of them are there after the last one.
FIRST_BUILT = datetime(2025, 1, 1, tzinfo=timezone.utc)
LAST_BUILT = datetime(2029, 1, 1, tzinfo=timezone.utc)
_CELL_DEG = 0.025
_CELLS_AROUND = round(360.0 / _CELL_DEG)
_SHARE_OF_CELLS = 0.55
# Half of a side in degrees of latitude: complexes of 300 to 800 m, which a quicklook shows.
_MIN_HALF, _MAX_HALF = 0.0014, 0.0036
# Reflectances of roofs: red, green, blue, near infrared.
ROOF = (0.66, 0.58, 0.50, 0.55)
# Every so many pixels are looked at to find where a complex may be.
_STRIDE = 8
_NARROWEST = 0.05


@dataclass(frozen=True)
class Building:
    """A rotated rectangle: its centre, half of its sides in degrees of latitude, and when it appears."""

    lon: float
    lat: float
    half_width: float
    half_height: float
    angle: float
    built: datetime

    @property
    def shrinking(self) -> float:
        """Returns how much shorter a degree of longitude is here than one of latitude."""
        return max(math.cos(math.radians(self.lat)), _NARROWEST)

    @property
    def reach(self) -> float:
        """Returns the distance of its corners from its centre in degrees of latitude."""
        return math.hypot(self.half_width, self.half_height)

    def covers(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Returns which places are within; longitudes may be on any turn of the globe."""
        east = ((lon - self.lon + 180.0) % 360.0 - 180.0) * self.shrinking
        north = lat - self.lat
        across = east * math.cos(self.angle) + north * math.sin(self.angle)
        along = north * math.cos(self.angle) - east * math.sin(self.angle)
        return np.asarray((np.abs(across) <= self.half_width) & (np.abs(along) <= self.half_height))


def buildings_in(west: float, south: float, east: float, north: float) -> List[Building]:
    """Returns all complexes that may meet a box, whenever they are built; `east` may be beyond 180."""
    margin_lat = 2.0 * _MAX_HALF
    margin_lon = margin_lat / max(math.cos(math.radians(min(max(abs(south), abs(north)), 89.0))), _NARROWEST)
    return list(_cells(west - margin_lon, south - margin_lat, east + margin_lon, north + margin_lat))


def built_mask(lon: NDArray[np.float64], lat: NDArray[np.float64], moment: datetime) -> NDArray[np.bool_]:
    """Returns which pixels of an image, degrees by row and column, show a complex that exists at a time."""
    mask = np.zeros(lon.shape, dtype=bool)
    if moment < FIRST_BUILT:
        return mask
    for building in buildings_in(float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())):
        if building.built <= moment:
            part = _part(lon, lat, building)
            if part is not None:
                mask[part] |= building.covers(lon[part], lat[part])
    return mask


def roof_colours() -> NDArray[np.float32]:
    """Returns red, green and blue of roofs as pictures show them, see `ground_colours`."""
    return np.asarray(np.array(ROOF[:3]) ** 0.8 * 255.0 + 8.0, dtype=np.float32)


def paint(colours: Floats, mask: NDArray[np.bool_], roof: NDArray[np.float32]) -> None:
    """Paints the pixels of a mask in the colour of roofs, with the detail of the ground below them."""
    ground = colours[mask]
    detail = ground.mean(axis=-1, keepdims=True)
    detail -= detail.mean() if detail.size else 0.0
    colours[mask] = roof + np.float32(0.3) * detail


def _part(lon: NDArray[np.float64], lat: NDArray[np.float64], building: Building) -> Optional[Tuple[slice, slice]]:
    """Returns the rows and columns that may show a complex: exact tests for a whole image would take too long."""
    far_lat = building.reach + _STRIDE * _pixel(lat)
    far_lon = building.reach / building.shrinking + _STRIDE * _pixel(lon)
    coarse_lon = (lon[::_STRIDE, ::_STRIDE] - building.lon + 180.0) % 360.0 - 180.0
    near = (np.abs(lat[::_STRIDE, ::_STRIDE] - building.lat) <= far_lat) & (np.abs(coarse_lon) <= far_lon)
    rows, columns = np.nonzero(near)
    if not rows.size:
        return None
    first_row, last_row = max((int(rows.min()) - 1) * _STRIDE, 0), (int(rows.max()) + 2) * _STRIDE
    first_column, last_column = max((int(columns.min()) - 1) * _STRIDE, 0), (int(columns.max()) + 2) * _STRIDE
    return slice(first_row, last_row), slice(first_column, last_column)


def _pixel(degrees: NDArray[np.float64]) -> float:
    """Returns the largest step of a coordinate from one pixel to the next, by rows and columns together."""
    rows, columns = degrees.shape
    down = abs(degrees[-1] - degrees[0]).max() / max(rows - 1, 1)
    across = abs(degrees[:, -1] - degrees[:, 0]).max() / max(columns - 1, 1)
    return float(down + across)


def _cells(west: float, south: float, east: float, north: float) -> Iterator[Building]:
    first_row, last_row = math.floor((south + 90.0) / _CELL_DEG), math.floor((north + 90.0) / _CELL_DEG)
    for row in range(first_row, last_row + 1):
        for column in range(math.floor(west / _CELL_DEG), math.floor(east / _CELL_DEG) + 1):
            building = _building(column % _CELLS_AROUND, row)
            if building is not None:
                yield building


@lru_cache(maxsize=8192)
def _building(column: int, row: int) -> Optional[Building]:
    """Returns the complex of a cell, None for cells without one."""
    roll, x, y, width, height, angle, date = (
        float(lattice(np.array([column]), np.array([row]), 200 + seed)[0]) for seed in range(7)
    )
    if roll > _SHARE_OF_CELLS:
        return None
    lon, lat = (column + 0.2 + 0.6 * x) * _CELL_DEG, (row + 0.2 + 0.6 * y) * _CELL_DEG - 90.0
    lon = (lon + 180.0) % 360.0 - 180.0
    around = [(0.0, 0.0), *((a * _MAX_HALF, b * _MAX_HALF) for a in (-1.5, 1.5) for b in (-1.5, 1.5))]
    shrinking = max(math.cos(math.radians(lat)), _NARROWEST)
    places = np.array([(lon + a / shrinking, lat + b) for a, b in around])
    if abs(lat) > 80.0 or bool(is_water(places[:, 0], places[:, 1]).any()):
        return None
    return Building(
        lon,
        lat,
        _MIN_HALF + (_MAX_HALF - _MIN_HALF) * width,
        _MIN_HALF + (_MAX_HALF - _MIN_HALF) * height,
        math.pi * angle,
        FIRST_BUILT + timedelta(days=round(date * (LAST_BUILT - FIRST_BUILT).days)),
    )
