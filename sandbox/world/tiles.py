"""Caches ground colours in tiles, so that scenes of one place share their ground."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Optional, Tuple

import numpy as np
from numpy.typing import NDArray

from .ground import ground_colours

TILE_PX = 128
# Ground pixel of level 0; each level halves it. 512 tiles of 128 x 128 x 3 bytes are 24 MiB.
COARSEST_PIXEL_DEG = 0.00576
_KEPT = 512
_SUMMER = 172

_Key = Tuple[int, int, int]
_tiles: OrderedDict[_Key, NDArray[np.uint8]] = OrderedDict()
_lock = threading.Lock()
_painting = threading.Lock()


def level_for(pixel_size_deg: float) -> int:
    """Returns the coarsest level whose pixel is no larger than the one asked for."""
    return max(0, int(np.ceil(np.log2(COARSEST_PIXEL_DEG / pixel_size_deg) - 1e-9)))


def sampled_colours(
    lon: NDArray[np.float64], lat: NDArray[np.float64], pixel_size_deg: float
) -> NDArray[np.uint8]:
    """Returns the summer colours (..., 3) of the ground at degrees, nearest pixel of the level that fits.

    The error of place is at most half a pixel of that level.
    """
    level = level_for(pixel_size_deg)
    step = COARSEST_PIXEL_DEG / (1 << level)
    columns = np.floor(lon / step).astype(np.int64)
    rows = np.floor((lat + 90.0) / step).astype(np.int64)
    first_column, first_row = int(columns.min()) // TILE_PX, int(rows.min()) // TILE_PX
    last_column, last_row = int(columns.max()) // TILE_PX, int(rows.max()) // TILE_PX
    mosaic = np.zeros(
        ((last_row - first_row + 1) * TILE_PX, (last_column - first_column + 1) * TILE_PX, 3), dtype=np.uint8
    )
    wanted = np.unique(((rows // TILE_PX - first_row) << 20) + (columns // TILE_PX - first_column))
    for packed in wanted:
        row, column = int(packed) >> 20, int(packed) & 0xFFFFF
        tile = _tile((level, first_column + column, first_row + row))
        mosaic[row * TILE_PX : (row + 1) * TILE_PX, column * TILE_PX : (column + 1) * TILE_PX] = tile
    return np.asarray(mosaic[rows - first_row * TILE_PX, columns - first_column * TILE_PX])


def _tile(key: _Key) -> NDArray[np.uint8]:
    known = _kept_tile(key)
    if known is not None:
        return known
    # Threads that ask for the same place would otherwise all paint the same tiles at the same time.
    with _painting:
        known = _kept_tile(key)
        if known is not None:
            return known
        painted = _painted(key)
        with _lock:
            _tiles[key] = painted
            while len(_tiles) > _KEPT:
                _tiles.popitem(last=False)
        return painted


def _kept_tile(key: _Key) -> Optional[NDArray[np.uint8]]:
    with _lock:
        known = _tiles.get(key)
        if known is not None:
            _tiles.move_to_end(key)
        return known


def _painted(key: _Key) -> NDArray[np.uint8]:
    level, column, row = key
    step = COARSEST_PIXEL_DEG / (1 << level)
    lon = (column * TILE_PX + np.arange(TILE_PX) + 0.5) * step
    lat = (row * TILE_PX + np.arange(TILE_PX) + 0.5) * step - 90.0
    return ground_colours(lon[None, :], lat[:, None], _SUMMER, step)
