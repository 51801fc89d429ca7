"""The archive's grid: cells over the Earth per sensor, and the times at which each is acquired."""

from __future__ import annotations

import hashlib
import math
from datetime import datetime, timedelta, timezone
from typing import Iterator, Sequence, Tuple

from .geometry import KM_PER_DEGREE
from .sensors import Sensor

ARCHIVE_START = datetime(2018, 1, 1, tzinfo=timezone.utc)
MAX_LATITUDE = 84.0
# How far an acquisition is from its turn at most, in revisits.
_JITTER = 0.2
_DAY = timedelta(days=1)


def rows(sensor: Sensor) -> Tuple[int, float]:
    """Returns the number of rows of cells and their height in degrees."""
    step = 0.88 * sensor.height_km / KM_PER_DEGREE
    return int(2 * MAX_LATITUDE / step), step


def columns(sensor: Sensor, row: int) -> Tuple[int, float, float]:
    """Returns the number of columns of a row of cells, their width in degrees, and the row's middle latitude."""
    _, step = rows(sensor)
    lat = -MAX_LATITUDE + (row + 0.5) * step
    width_km = 0.88 * sensor.width_km
    count = max(3, int(360.0 * KM_PER_DEGREE * math.cos(math.radians(lat)) / width_km))
    return count, 360.0 / count, lat


def cells_near(sensor: Sensor, ring: Sequence[Sequence[float]]) -> Iterator[Tuple[int, int]]:
    """Gives row and column of every cell of which a scene may show a part of the area."""
    lons, lats = [point[0] for point in ring], [point[1] for point in ring]
    count_rows, step = rows(sensor)
    reach_km = _reach_km(sensor)
    reach_lat = reach_km / KM_PER_DEGREE
    first = math.ceil((min(lats) - reach_lat + MAX_LATITUDE) / step - 0.5)
    last = math.floor((max(lats) + reach_lat + MAX_LATITUDE) / step - 0.5)
    for row in range(max(first, 0), min(last, count_rows - 1) + 1):
        count, width, lat = columns(sensor, row)
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


def acquisitions(sensor: Sensor, row: int, column: int, start: datetime, end: datetime) -> range:
    """Returns the numbers of the acquisitions of a cell that may be within an interval, few of them outside."""
    turn = Dice(sensor.key, row, column).roll()
    # The hour of the day moves an acquisition by less than a day.
    first, last = (
        ((at - ARCHIVE_START) / _DAY + hours) / sensor.revisit_days - turn + jitter
        for at, hours, jitter in ((start, -1.0, -_JITTER), (end, 1.0, _JITTER))
    )
    return range(max(0, math.ceil(first)), max(0, min(math.floor(last) + 1, 0xFFFF)))


def acquired_at(sensor: Sensor, row: int, column: int, number: int) -> datetime:
    """Returns when an acquisition was made."""
    return rolled_time(sensor, column, columns(sensor, row)[1], number, *dice_of(sensor, row, column, number))


def dice_of(sensor: Sensor, row: int, column: int, number: int) -> Tuple[Dice, Dice]:
    """Returns the dice of a cell and of one of its acquisitions; the first rolls of both make its time."""
    return Dice(sensor.key, row, column), Dice(sensor.key, row, column, number)


def rolled_time(sensor: Sensor, column: int, width: float, number: int, cell: Dice, dice: Dice) -> datetime:
    """Returns the time of an acquisition: about its turn, in the middle of the morning by the sun."""
    lon = -180.0 + (column + 0.5) * width
    days = (number + cell.roll() + dice.between(-_JITTER, _JITTER)) * sensor.revisit_days
    day = ARCHIVE_START + timedelta(days=max(days, 0.0))
    solar_hour = 10.4 + dice.between(-0.4, 0.6)
    acquired = day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(
        hours=(solar_hour - lon / 15.0) % 24.0
    )
    return acquired.replace(microsecond=int(dice.roll() * 1000) * 1000)


class Dice:
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
