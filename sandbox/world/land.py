"""Where there is land: the distance to the coast anywhere on Earth, from a small file of our own making.

`land.bin` is derived from Natural Earth (public domain, 1:10 m) by tools/make_land.py. It is shipped, so that the
Sandbox looks the same with and without QGIS. It holds points every `STEP_DEG`, from 90 S, 180 W on, in blocks of
`BLOCK` by `BLOCK` points and one more row and column, which are those of the next block: first the sizes of the blocks
as 16-bit numbers, then the blocks, deflated, a signed byte per point. `LEVELS` stands for `FARTHEST` degrees or more
within land, the negative for as far out at sea.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Tuple

import numpy as np
from numpy.typing import NDArray

from .noise import Floats

FILE = Path(__file__).with_name("land.bin")
STEP_DEG = 0.1
BLOCK = 100
LEVELS = 7
FARTHEST = 0.15
_COLUMNS, _ROWS = round(360 / STEP_DEG) // BLOCK, round(180 / STEP_DEG) // BLOCK


def coast_distance(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Floats:
    """Returns the distance to the coast in degrees, negative at sea, at most FARTHEST; exact to about 2 km.

    Islands of less than about 10 km may be missing.
    """
    x = (lon + 180.0) % 360.0 / STEP_DEG
    y = np.clip((lat + 90.0) / STEP_DEG, 0.0, _ROWS * BLOCK - 1e-6)
    column, row = np.floor(x).astype(np.int32), np.floor(y).astype(np.int32)
    across, up = (x - column).astype(np.float32), (y - row).astype(np.float32)
    found = np.empty(np.shape(x), dtype=np.float32)
    number = (row // BLOCK) * _COLUMNS + column // BLOCK % _COLUMNS
    for block in np.unique(number):
        here = number == block
        values = _block(int(block))
        r, c, u, v = row[here] % BLOCK, column[here] % BLOCK, across[here], up[here]
        south = values[r, c] * (1 - u) + values[r, c + 1] * u
        north = values[r + 1, c] * (1 - u) + values[r + 1, c + 1] * u
        found[here] = south * (1 - v) + north * v
    return found * np.float32(FARTHEST / LEVELS)


@lru_cache(maxsize=64)
def _block(number: int) -> Floats:
    sizes, body = _file()
    start = sum(sizes[:number])
    points = np.frombuffer(zlib.decompress(body[start : start + sizes[number]]), dtype=np.int8)
    return points.reshape(BLOCK + 1, BLOCK + 1).astype(np.float32)


@lru_cache(maxsize=1)
def _file() -> Tuple[Tuple[int, ...], bytes]:
    data = FILE.read_bytes()
    count = _COLUMNS * _ROWS
    return struct.unpack_from(f"<{count}H", data), data[2 * count :]
