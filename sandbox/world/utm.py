"""Universal Transverse Mercator and the tiles that Sentinel-2 is delivered in, without GDAL.

The series of Krüger to the third power of the third flattening: right within a millimetre inside a zone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Tuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

_N = 1.0 / (2.0 * 298.257223563 - 1.0)
_RADIUS = 6378137.0 / (1.0 + _N) * (1.0 + _N**2 / 4.0 + _N**4 / 64.0) * 0.9996
_TO_PLANE = (
    _N / 2.0 - 2.0 * _N**2 / 3.0 + 5.0 * _N**3 / 16.0,
    13.0 * _N**2 / 48.0 - 3.0 * _N**3 / 5.0,
    61.0 * _N**3 / 240.0,
)
_TO_SPHERE = (
    _N / 2.0 - 2.0 * _N**2 / 3.0 + 37.0 * _N**3 / 96.0,
    _N**2 / 48.0 + _N**3 / 15.0,
    17.0 * _N**3 / 480.0,
)
_TO_LATITUDE = (2.0 * _N - 2.0 * _N**2 / 3.0 - 2.0 * _N**3, 7.0 * _N**2 / 3.0 - 8.0 * _N**3 / 5.0, 56.0 * _N**3 / 15.0)
_ECCENTRICITY = 2.0 * math.sqrt(_N) / (1.0 + _N)
_SOUTH_M = 10_000_000.0
_SQUARE_M = 100_000.0
# A tile is its 100 km square, 40 m more in the west and north and the overlap in the east and south.
_MARGIN_M = 40.0
TILE_M = 109_800.0
_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_COLUMNS = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"


@dataclass(frozen=True)
class UtmTile:
    """One tile; `west` and `north` in metres of its zone, `name` as `30SYJ`."""

    zone: int
    is_south: bool
    west: float
    north: float
    name: str

    def to_ground(self, u: ArrayLike, v: ArrayLike) -> Tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Returns longitude and latitude of places in the tile, 0 to 1 from its upper left corner."""
        easting = self.west + np.asarray(u, float) * TILE_M
        northing = self.north - np.asarray(v, float) * TILE_M
        return to_degrees(easting, northing, self.zone, self.is_south)

    def to_image(self, lon: ArrayLike, lat: ArrayLike) -> Tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Returns places in the tile of longitudes and latitudes."""
        easting, northing = to_metres(lon, lat, self.zone, self.is_south)
        return (easting - self.west) / TILE_M, (self.north - northing) / TILE_M


def tile_at(lon: float, lat: float) -> UtmTile:
    """Returns the tile whose 100 km square holds a place."""
    lon = (lon + 180.0) % 360.0 - 180.0
    zone, is_south = min(int((lon + 180.0) // 6.0), 59) + 1, lat < 0.0
    easting, northing = to_metres(lon, lat, zone, is_south)
    column = min(max(int(easting // _SQUARE_M), 1), 8)
    row = int(northing // _SQUARE_M)
    band = _BANDS[min(max(int((lat + 80.0) // 8.0), 0), 19)]
    letters = _COLUMNS[zone % 3][column - 1] + _ROWS[(row + (0 if zone % 2 else 5)) % 20]
    return UtmTile(
        zone,
        is_south,
        column * _SQUARE_M - _MARGIN_M,
        (row + 1) * _SQUARE_M + _MARGIN_M,
        f"{zone:02d}{band}{letters}",
    )


def to_metres(
    lon: ArrayLike, lat: ArrayLike, zone: int, is_south: bool
) -> Tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Returns easting and northing of a zone in metres."""
    away = np.radians((np.asarray(lon, float) - _meridian(zone) + 180.0) % 360.0 - 180.0)
    sine = np.sin(np.radians(np.asarray(lat, float)))
    tangent = np.sinh(np.arctanh(sine) - _ECCENTRICITY * np.arctanh(_ECCENTRICITY * sine))
    along = np.arctan2(tangent, np.cos(away))
    across = np.arctanh(np.sin(away) / np.sqrt(1.0 + tangent**2))
    east, north = across.copy(), along.copy()
    for order, weight in enumerate(_TO_PLANE, start=1):
        east += weight * np.cos(2 * order * along) * np.sinh(2 * order * across)
        north += weight * np.sin(2 * order * along) * np.cosh(2 * order * across)
    return 500_000.0 + _RADIUS * east, (_SOUTH_M if is_south else 0.0) + _RADIUS * north


def to_degrees(
    easting: ArrayLike, northing: ArrayLike, zone: int, is_south: bool
) -> Tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Returns longitude, continuous around the zone's meridian, and latitude."""
    east = (np.asarray(easting, float) - 500_000.0) / _RADIUS
    north = (np.asarray(northing, float) - (_SOUTH_M if is_south else 0.0)) / _RADIUS
    across, along = east.copy(), north.copy()
    for order, weight in enumerate(_TO_SPHERE, start=1):
        across -= weight * np.cos(2 * order * north) * np.sinh(2 * order * east)
        along -= weight * np.sin(2 * order * north) * np.cosh(2 * order * east)
    conformal = np.arcsin(np.sin(along) / np.cosh(across))
    lat = conformal.copy()
    for order, weight in enumerate(_TO_LATITUDE, start=1):
        lat += weight * np.sin(2 * order * conformal)
    lon = _meridian(zone) + np.degrees(np.arctan2(np.sinh(across), np.cos(along)))
    return lon, np.degrees(lat)


def _meridian(zone: int) -> float:
    return zone * 6.0 - 183.0
