"""The ground's appearance: sea, coast, rivers, fields, streets, relief, sand and snow."""

from __future__ import annotations

from typing import Any, Tuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .land import coast_distance
from .noise import Floats, fractal, lattice, value_noise

SEA_LEVEL = 0.47
# Degrees: how far the coast is felt, and by how much it is bent at most.
_NEAR_DEG = 0.1
_BEND_DEG = 0.03
# About 40 m of ground: what a quicklook of 512 pixels over 20 km shows.
QUICKLOOK_PIXEL_DEG = 0.00036
_FIELDS_PER_DEGREE = 230
_BLOCKS_PER_DEGREE = 900


def height(lon: ArrayLike, lat: ArrayLike, pixel_size_deg: float = QUICKLOOK_PIXEL_DEG) -> Floats:
    """Returns the height from 0 to 1; below SEA_LEVEL is water.

    The coast is that of the world, to about 3 km: it is bent, since its own detail ends there.
    """
    x, y = _degrees(lon, lat)
    inland = coast_distance(x, y)
    # Saves two thirds of the time where no coast is near.
    if np.abs(inland).min() < _NEAR_DEG + _BEND_DEG:
        bend_x, bend_y = (
            (fractal(x, y, 10, 6, seed, pixel_size_deg) - np.float32(0.5)) * np.float32(2 * _BEND_DEG)
            for seed in (17, 18)
        )
        inland = coast_distance(x + bend_x, np.clip(y + bend_y, -90.0, 90.0))
    inland = np.clip(inland, -_NEAR_DEG, _NEAR_DEG)
    away = _between(np.abs(inland), 0.02, _NEAR_DEG)
    slope = inland / np.float32(_NEAR_DEG) * np.float32(0.07)
    relief = (fractal(x, y, 1, 9, 11, pixel_size_deg) - np.float32(0.5)) * (np.float32(0.1) + np.float32(0.5) * away)
    return _kept_apart(np.float32(SEA_LEVEL) + slope + relief, inland, away)


def _kept_apart(level: Floats, inland: Floats, away: Floats) -> Floats:
    """Keeps land above and sea below the water, except within the few kilometres in which the coast is bent."""
    shore = np.float32(0.02) * away
    dry = np.maximum(level, np.float32(SEA_LEVEL) + shore)
    wet = np.minimum(level, np.float32(SEA_LEVEL) - shore)
    return np.asarray(np.where(away > 0.05, np.where(inland > 0, dry, wet), level), dtype=np.float32)


def is_water(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
    """Tells where sea or a river is."""
    x, y = _degrees(lon, lat)
    land = height(x, y)
    return (land < SEA_LEVEL) | (_river(x, y, land, QUICKLOOK_PIXEL_DEG) > 0.5)


def ground_colours(
    lon: ArrayLike, lat: ArrayLike, day_of_year: int = 172, pixel_size_deg: float = QUICKLOOK_PIXEL_DEG
) -> NDArray[np.uint8]:
    """Returns red, green, blue (..., 3) of the ground at degrees of any shape.

    Detail finer than the pixel is left out. Water is dark but never black (10 and more), to distinguish it from
    the empty collar of a quicklook.
    """
    reflectance = _reflectance(lon, lat, day_of_year, pixel_size_deg)
    display = np.clip(reflectance[..., :3], 0.0, 1.0) ** np.float32(0.8)
    return np.clip(display * 255.0 + 8.0, 10, 255).astype(np.uint8)


def ground_bands(
    lon: ArrayLike, lat: ArrayLike, day_of_year: int = 172, pixel_size_deg: float = QUICKLOOK_PIXEL_DEG
) -> NDArray[np.uint16]:
    """Returns red, green, blue, near infrared (..., 4) reflectance times 10,000."""
    reflectance = _reflectance(lon, lat, day_of_year, pixel_size_deg)
    return np.clip(reflectance * 10000.0 + 50.0, 1, 12000).astype(np.uint16)


def _degrees(lon: ArrayLike, lat: ArrayLike) -> Tuple[NDArray[np.float64], NDArray[np.float64]]:
    x, y = np.broadcast_arrays(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64))
    return x, y


def _reflectance(lon: ArrayLike, lat: ArrayLike, day_of_year: int, pixel: float) -> Floats:
    x, y = _degrees(lon, lat)
    land = height(x, y, pixel)
    shade = _shade(x, y, land, pixel)
    detail = fractal(x, y, 96, 5, 71, pixel)
    green = _season(y, day_of_year)
    colours = _countryside(x, y, green, detail, pixel)
    _paint(colours, _between(land, 0.60, 0.66), (0.16, 0.20, 0.12, 0.34))
    _paint(colours, _between(land, 0.68, 0.74), (0.36, 0.33, 0.29, 0.40))
    town = _between(value_noise(x, y, 14, 31), 0.66, 0.74) * (1.0 - _between(land, 0.56, 0.60))
    _paint(colours, town * np.float32(0.9), (0.40, 0.38, 0.37, 0.42))
    if _BLOCKS_PER_DEGREE * pixel < 0.6:
        _paint_blocks(colours, x, y, town, pixel)
    _paint(colours, _road(x, y, pixel) * np.float32(0.75), (0.52, 0.50, 0.47, 0.52))
    colours *= (np.float32(0.86) + np.float32(0.28) * detail)[..., None] * shade[..., None]
    _paint(colours, 1.0 - _between(land, SEA_LEVEL + 0.001, SEA_LEVEL + 0.003), (0.62, 0.56, 0.42, 0.55))
    _paint(colours, _river(x, y, land, pixel), (0.07, 0.12, 0.15, 0.05))
    snow = _snow(y, land, day_of_year)
    _paint(colours, snow * np.float32(0.95), (0.90, 0.92, 0.95, 0.85))
    sea = 1.0 - _between(land, SEA_LEVEL - 0.001, SEA_LEVEL + 0.001)
    depth = np.clip((SEA_LEVEL - land) * np.float32(9.0), 0.0, 1.0)
    water = np.stack(
        [0.05 - 0.04 * depth, 0.13 - 0.10 * depth, 0.17 - 0.09 * depth, 0.02 - 0.015 * depth], axis=-1
    ).astype(np.float32)
    water += (np.float32(0.012) * (detail - np.float32(0.5)))[..., None]
    colours += (water - colours) * sea[..., None]
    return np.clip(colours, 0.002, 1.0)


def _countryside(x: NDArray[np.float64], y: NDArray[np.float64], green: Floats, detail: Floats, pixel: float) -> Floats:
    """Paints a patchwork of fields; hedges are the borders of the patches."""
    bent = (value_noise(x, y, 30, 51) - np.float32(0.5)) * np.float32(0.02)
    fx = (x + bent) * _FIELDS_PER_DEGREE * 0.6 + y * _FIELDS_PER_DEGREE * 0.25
    fy = (y - bent) * _FIELDS_PER_DEGREE - x * _FIELDS_PER_DEGREE * 0.2
    if _FIELDS_PER_DEGREE * pixel < 0.6:
        crop = lattice(np.floor(fx).astype(np.int64) % (1 << 31), np.floor(fy).astype(np.int64) % (1 << 31), 61)
        hedge = max(0.03, _FIELDS_PER_DEGREE * pixel * 0.4)
        edge = np.minimum(np.abs(fx - np.round(fx)), np.abs(fy - np.round(fy))) < hedge
    else:
        crop = np.full(np.shape(x), 0.5, dtype=np.float32)
        edge = np.zeros(np.shape(x), dtype=bool)
    wet = value_noise(x, y, 6, 41)
    moisture = np.float32(0.55) + np.float32(0.9) * (wet - np.float32(0.35))
    lush = np.clip(green * moisture + (crop - 0.5) * 0.7, 0.0, 1.0)
    bare = np.array([0.34, 0.27, 0.18, 0.36], dtype=np.float32)
    leaf = np.array([0.09, 0.17, 0.07, 0.48], dtype=np.float32)
    colours = bare + (leaf - bare) * lush[..., None]
    colours *= (np.float32(0.8) + np.float32(0.4) * crop)[..., None]
    _paint(colours, edge.astype(np.float32) * np.float32(0.35), (0.10, 0.13, 0.07, 0.35))
    forest = _between(value_noise(x, y, 22, 43) * np.float32(0.6) + detail * np.float32(0.4), 0.60, 0.64)
    _paint(colours, forest * green, (0.05, 0.10, 0.05, 0.36))
    return colours.astype(np.float32)


def _paint_blocks(
    colours: Floats, x: NDArray[np.float64], y: NDArray[np.float64], town: Floats, pixel: float
) -> None:
    """Paints roofs and the streets between them."""
    bx, by = (x * 0.85 + y * 0.3) * _BLOCKS_PER_DEGREE, (y * 0.95 - x * 0.25) * _BLOCKS_PER_DEGREE
    roof = lattice(np.floor(bx).astype(np.int64) % (1 << 31), np.floor(by).astype(np.int64) % (1 << 31), 91)
    near = np.minimum(np.abs(bx - np.round(bx)), np.abs(by - np.round(by)))
    street = (near < max(0.10, 0.4 * _BLOCKS_PER_DEGREE * pixel)).astype(np.float32)
    tint = np.stack([0.30 + 0.4 * roof, 0.28 + 0.3 * roof, 0.26 + 0.28 * roof, 0.32 + 0.2 * roof], axis=-1)
    colours += (tint.astype(np.float32) - colours) * (town * np.float32(0.85))[..., None]
    _paint(colours, street * town, (0.24, 0.24, 0.25, 0.26))


def _road(x: NDArray[np.float64], y: NDArray[np.float64], pixel: float) -> Floats:
    return _line(value_noise(x, y, 8, 81), 8, 0.00022, pixel)


def _river(x: NDArray[np.float64], y: NDArray[np.float64], land: Floats, pixel: float) -> Floats:
    course = value_noise(x, y, 5, 21) * np.float32(0.9) + value_noise(x, y, 40, 22) * np.float32(0.1)
    return _line(course, 5, 0.0006, pixel) * (land < 0.66)


def _line(field: Floats, per_degree: int, width_deg: float, pixel: float) -> Floats:
    """Paints where a noise crosses its mean; its slope of about 1.2 a lattice cell turns height into width."""
    half = max(width_deg, pixel) * per_degree * 1.2 / 2.0
    distance = np.abs(field - np.float32(0.5))
    line = np.clip(np.float32(1.5) - distance / np.float32(half), 0.0, 1.0)
    return line * np.float32(min(1.0, width_deg / max(pixel, 1e-9) + 0.35))


def _shade(x: NDArray[np.float64], y: NDArray[np.float64], land: Floats, pixel: float) -> Floats:
    """Lights slopes from the north-west by the difference to the height a little further on."""
    step = max(0.004, 2.0 * pixel)
    further = fractal(x + step, y - step, 8, 5, 14, pixel)
    here = fractal(x, y, 8, 5, 14, pixel)
    steep = _between(land, 0.50, 0.68)
    return np.asarray(1.0 + np.clip((here - further) * np.float32(3.2), -0.45, 0.4) * steep, dtype=np.float32)


def _season(lat: NDArray[np.float64], day_of_year: int) -> Floats:
    """Returns how green the land is, from 0 to 1: most in the summer of its hemisphere."""
    summer = np.cos((day_of_year - 172) / 365.25 * 2.0 * np.pi) * np.sign(lat)
    strength = np.clip(np.abs(lat) / 50.0, 0.0, 1.0)
    return np.asarray(0.72 + 0.2 * summer * strength, dtype=np.float32)


def _snow(lat: NDArray[np.float64], land: Floats, day_of_year: int) -> Floats:
    winter = -np.cos((day_of_year - 172) / 365.25 * 2.0 * np.pi) * np.sign(lat)
    line = 0.95 - np.abs(lat) / 160.0 - 0.05 * winter
    always = np.clip((np.abs(lat) - 66.0 + 6.0 * winter) / 6.0, 0.0, 1.0)
    return np.asarray(np.maximum(np.clip((land - line) * 20.0, 0.0, 1.0), always), dtype=np.float32)


def _between(values: Floats, low: float, high: float) -> Floats:
    share = np.clip((values - np.float32(low)) / np.float32(high - low), 0.0, 1.0)
    return np.asarray(share * share * (np.float32(3.0) - np.float32(2.0) * share), dtype=np.float32)


def _paint(colours: Floats, share: Any, colour: Tuple[float, float, float, float]) -> None:
    colours += (np.array(colour, dtype=np.float32) - colours) * np.asarray(share, dtype=np.float32)[..., None]
