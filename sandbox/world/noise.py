"""Smooth noise over the globe from hashed coordinates: deterministic, band-limited, seamless at the 180th meridian."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_MASK = np.uint64(0xFFFFFFFF)


def lattice(column: NDArray[np.int64], row: NDArray[np.int64], seed: int) -> Floats:
    """Returns hashed values from 0 to 1 of lattice points (integer mix after the murmur finaliser)."""
    across = (column.astype(np.uint64) * np.uint64(0x9E3779B1)) & _MASK
    mixed = across ^ ((row.astype(np.uint64) * np.uint64(0x85EBCA77)) & _MASK)
    mixed ^= np.uint64((seed * 0x27D4EB2F) & 0xFFFFFFFF)
    mixed ^= mixed >> np.uint64(15)
    mixed = (mixed * np.uint64(0x2C1B3C6D)) & _MASK
    mixed ^= mixed >> np.uint64(12)
    mixed = (mixed * np.uint64(0x297A2D39)) & _MASK
    mixed ^= mixed >> np.uint64(15)
    return (mixed.astype(np.float32) / np.float32(4294967296.0)).astype(np.float32)


def value_noise(lon: NDArray[np.float64], lat: NDArray[np.float64], per_degree: int, seed: int) -> Floats:
    """Returns smooth values from 0 to 1 with `per_degree` lattice points a degree in both directions.

    The lattice values of the region are hashed once and gathered, so that the cost grows with the points asked for
    and not with the hash.
    """
    x = lon * per_degree
    y = (lat + 90.0) * per_degree
    x0 = np.floor(x)
    y0 = np.floor(y)
    fx = (x - x0).astype(np.float32)
    fy = (y - y0).astype(np.float32)
    fx = fx * fx * (np.float32(3.0) - np.float32(2.0) * fx)
    fy = fy * fy * (np.float32(3.0) - np.float32(2.0) * fy)
    columns = x0.astype(np.int64)
    rows = y0.astype(np.int64)
    first_column, first_row = int(columns.min()), int(rows.min())
    width = int(columns.max()) - first_column + 2
    height = int(rows.max()) - first_row + 2
    turn = 360 * per_degree
    if width * height <= 4 * columns.size + 64:
        grid_columns = (np.arange(width, dtype=np.int64) + first_column) % turn
        grid_rows = np.arange(height, dtype=np.int64) + first_row
        table = lattice(grid_columns[None, :], grid_rows[:, None], seed).ravel()
        base = (rows - first_row) * width + (columns - first_column)
        a, b = table.take(base), table.take(base + 1)
        c, d = table.take(base + width), table.take(base + width + 1)
    else:
        east = (columns + 1) % turn
        west = columns % turn
        a, b = lattice(west, rows, seed), lattice(east, rows, seed)
        c, d = lattice(west, rows + 1, seed), lattice(east, rows + 1, seed)
    south = a + (b - a) * fx
    north = c + (d - c) * fx
    return np.asarray(south + (north - south) * fy, dtype=np.float32)


def fractal(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    first_per_degree: int,
    octaves: int,
    seed: int,
    pixel_size_deg: float,
) -> Floats:
    """Returns octaves of noise that halve in size and strength, from 0 to 1, mean 0.5.

    Octaves finer than two pixels are replaced by their mean, so that coarse and fine pictures agree.
    """
    total = np.zeros(np.shape(lon), dtype=np.float32)
    weight, weights = 1.0, 0.0
    for octave in range(octaves):
        per_degree = first_per_degree << octave
        if per_degree * pixel_size_deg < 0.7:
            total += np.float32(weight) * value_noise(lon, lat, per_degree, seed + octave)
        else:
            total += np.float32(weight * 0.5)
        weights += weight
        weight *= 0.5
    return total / np.float32(weights)
