"""Ids and provider's names of scenes; both hold the place in the archive that a scene is made from."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime
from typing import NamedTuple, Optional, Tuple

from .geometry import Point
from .sensors import SENSORS, Sensor
from .utm import UtmTile

_BY_CODE = {sensor.code: sensor for sensor in SENSORS.values()}


class ArchivePlace(NamedTuple):
    """What a scene is made from: the cell of a sensor's archive and the number of the acquisition."""

    sensor: Sensor
    row: int
    column: int
    number: int


def place_of_id(scene_id: str) -> Optional[ArchivePlace]:
    """Returns the place of an id, None for an id that no scene has; needs no memory of a search."""
    digits = scene_id.replace("-", "").lower()
    if len(digits) != 32 or any(digit not in "0123456789abcdef" for digit in digits):
        return None
    free = digits[:12] + digits[13:16] + digits[17:]
    check = free[13:]
    payload = int(free[:13], 16) ^ int(check[:13], 16)
    sensor = _BY_CODE.get(payload >> 48)
    if sensor is None or _check(payload) != check:
        return None
    return ArchivePlace(sensor, (payload >> 32) & 0xFFFF, (payload >> 16) & 0xFFFF, payload & 0xFFFF)


def place_of_name(name: str) -> Optional[ArchivePlace]:
    """Returns the place that the end of a provider's name states, None where it states none."""
    parts = name.split("_")
    try:
        code, row, column, number = (int(parts[-1][at : at + 5], 36) for at in (0, 5, 10, 15))
    except (ValueError, IndexError):
        return None
    sensor = _BY_CODE.get(code)
    return None if sensor is None else ArchivePlace(sensor, row, column, number)


def _check(payload: int) -> str:
    return hashlib.sha256(f"scene {payload}".encode()).hexdigest()[:17]


def scene_id(sensor: Sensor, row: int, column: int, number: int) -> str:
    payload = (sensor.code << 48) | (row << 32) | (column << 16) | number
    check = _check(payload)
    free = f"{payload ^ int(check[:13], 16):013x}{check}"
    return str(uuid.UUID(f"{free[:12]}4{free[12:15]}a{free[15:]}"))


def scene_name(
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
