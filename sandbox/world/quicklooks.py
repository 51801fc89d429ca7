"""Quicklook images: the scene's ground under its own light and clouds, without a georeference."""

from __future__ import annotations

from functools import lru_cache
from typing import Tuple

import numpy as np
from numpy.typing import NDArray

from .buildings import built_mask, paint, roof_colours
from .clouds import cloud_opacity
from .images import encode
from .scenes import SandboxScene
from .stamp import stamp
from .tiles import sampled_colours

COORDINATES_BLOCK, COORDINATES_STEP, COORDINATES_FIRST = 28, 8, 16
_MEDIA = {"jpeg": "image/jpeg", "png": "image/png"}
# Within the frame, from its upper left corner; a frame is turned by up to 28 degrees.
_STAMP_PLACE = (0.07, 0.11)


@lru_cache(maxsize=1024)
def quicklook(scene: SandboxScene, pattern: str = "ground") -> Tuple[bytes, str]:
    """Returns image bytes and media type.

    The pattern `coordinates` gives a PNG whose colours hold each pixel's own column and row, and those between pixels
    that interpolation makes: within blocks of COORDINATES_BLOCK pixels a side, red rises by COORDINATES_STEP a column
    from COORDINATES_FIRST, green so by the row; blue is (block column % 16) * 16 + block row % 16.
    """
    if pattern == "coordinates":
        return encode(_coordinates(scene), "PNG", "ZLEVEL=1"), _MEDIA["png"]
    pixels = _picture(scene, scene.quicklook_size)
    if scene.quicklook_format == "png":
        return encode(pixels, "PNG", "ZLEVEL=1"), _MEDIA["png"]
    return encode(pixels, "JPEG", "QUALITY=85"), _MEDIA["jpeg"]


def thumbnail(scene: SandboxScene) -> Tuple[bytes, str]:
    """Returns a small JPEG of the same picture."""
    width, height = scene.quicklook_size
    return encode(_picture(scene, (width // 4, height // 4)), "JPEG", "QUALITY=80"), _MEDIA["jpeg"]


def _picture(scene: SandboxScene, size: Tuple[int, int]) -> NDArray[np.uint8]:
    width, height = size
    u, v = np.meshgrid((np.arange(width) + 0.5) / width, (np.arange(height) + 0.5) / height)
    corners = scene.quicklook_frame()
    if scene.sensor.quicklook_kind == "collar":
        (west, north), (east, _), (_, south), _ = corners
        lon, lat = west + u * (east - west), north - v * (north - south)
    else:
        lon, lat = scene.image_to_ground(u, v)
    lats = [place[1] for place in corners]
    colours = sampled_colours(lon, lat, (max(lats) - min(lats)) / height).astype(np.float32)
    paint(colours, built_mask(lon, lat, scene.acquired), roof_colours())
    light = np.float32(0.82 + 0.25 * np.sin(np.radians(scene.sun_elevation)))
    colours *= light
    # Clouds are soft: every second pixel is enough for a picture, and four times as fast.
    opacity = cloud_opacity(scene, lon[::2, ::2], lat[::2, ::2]).repeat(2, axis=0).repeat(2, axis=1)
    opacity = opacity[:height, :width, None]
    white = np.float32(238.0) - np.float32(26.0) * (1.0 - opacity)
    colours += (white - colours) * opacity
    stamp(colours, _stamp_corner(scene, size))
    pixels = np.clip(colours, 10, 255).astype(np.uint8)
    if scene.is_grey:
        pixels = pixels.mean(axis=2).astype(np.uint8)
    if scene.sensor.quicklook_kind == "collar":
        x, y = scene.ground_to_image(lon, lat)
        pixels[(x < 0) | (x > 1) | (y < 0) | (y > 1)] = 0
    pixels[~scene.has_data(u, v)] = 0
    return pixels


def _stamp_corner(scene: SandboxScene, size: Tuple[int, int]) -> Tuple[int, int]:
    """Returns row and column of a place near the first corner of the frame, where every scene has data."""
    across, down = _STAMP_PLACE
    if scene.sensor.quicklook_kind == "collar":
        lon, lat = scene.image_to_ground(across, down)
        (west, north), (east, _), (_, south), _ = scene.quicklook_frame()
        across, down = (float(lon) - west) / (east - west), (north - float(lat)) / (north - south)
    return int(down * size[1]), int(across * size[0])


def _coordinates(scene: SandboxScene) -> NDArray[np.uint8]:
    width, height = scene.quicklook_size
    column, row = np.meshgrid(np.arange(width), np.arange(height))
    side = COORDINATES_BLOCK
    across, down = (COORDINATES_FIRST + COORDINATES_STEP * (place % side) for place in (column, row))
    return np.stack([across, down, column // side % 16 * 16 + row // side % 16], axis=-1).astype(np.uint8)
