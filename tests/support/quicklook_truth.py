"""Quicklooks of synthetic frames, and the distance of every placed pixel from its true position."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timezone

import numpy as np
from osgeo import gdal, osr

from up42_jobs.core.domain.scenes.scene import Scene
from up42_jobs.sandbox.world.imagery import find_scenes
from up42_jobs.sandbox.world.quicklooks import COORDINATES_BLOCK, COORDINATES_FIRST, COORDINATES_STEP, quicklook

START = datetime(2025, 1, 1, tzinfo=timezone.utc)
END = datetime(2026, 1, 1, tzinfo=timezone.utc)
KM_PER_DEGREE = 111.195


def box_around(lon, lat, half=0.02):
    return [(lon - half, lat - half), (lon + half, lat - half), (lon + half, lat + half), (lon - half, lat + half)]


def scenes_at(lon, lat, sensor="phr", count=6):
    return find_scenes(sensor, box_around(lon, lat), START, END)[:count]


def frame_corners(lon, lat, width_km, height_km, tilt, skew=0.0, taper=0.0, is_mirrored=False):
    """Corners of an image from its upper left one, clockwise where it is not mirrored; tilt is clockwise."""
    turn = math.radians(-tilt)
    corners = []
    for x, y in ((-0.5, 0.5), (0.5, 0.5), (0.5, -0.5), (-0.5, -0.5)):
        east = (x * (1 + 2 * taper * y) + skew * y) * width_km * (-1 if is_mirrored else 1)
        north = y * height_km
        east, north = east * math.cos(turn) - north * math.sin(turn), east * math.sin(turn) + north * math.cos(turn)
        place = lat + north / KM_PER_DEGREE
        corners.append((lon + east / KM_PER_DEGREE / math.cos(math.radians(place)), place))
    return tuple(corners)


def ring_of(corners, start=0, is_reversed=False, extra=()):
    """A closed footprint of the corners; `extra` are places of further vertices on its sides, side and share."""
    ring = []
    for number, (here, after) in enumerate(zip(corners, corners[1:] + corners[:1])):
        ring.append(here)
        shares = sorted(share for side, share in extra if side == number)
        ring += [(here[0] + (after[0] - here[0]) * item, here[1] + (after[1] - here[1]) * item) for item in shares]
    ring = ring[start % len(ring) :] + ring[: start % len(ring)]
    if is_reversed:
        ring.reverse()
    return (*ring, ring[0])


def made_up(corners, size, ring=None, sensor="phr", **changes):
    """A Sandbox scene whose frame has these corners."""
    model = scenes_at(-0.33, 39.45, sensor, 1)[0]
    outline = ring or ring_of(corners)
    return replace(model, corners=corners, footprint=outline, quicklook_size=size, tile=None, swath=None, **changes)


def as_scene(true, **changes):
    scene = Scene(id=true.id, feature_id=true.id, acquired=true.acquired, footprint=tuple(true.footprint))
    return replace(scene, **changes)


def write_quicklook(true, folder, pattern="coordinates", name="quicklook.jpg"):
    image = folder / name
    image.write_bytes(quicklook(true, pattern)[0])
    return image


def opaque_places(raster):
    """Rows and columns of the opaque pixels of a raster, and their longitudes and latitudes."""
    dataset = gdal.Open(raster)
    alpha = dataset.GetRasterBand(dataset.RasterCount).ReadAsArray()
    rows, columns = np.nonzero(alpha == 255)
    left, step_x, _, top, _, step_y = dataset.GetGeoTransform()
    x, y = left + (columns + 0.5) * step_x, top + (rows + 0.5) * step_y
    crs = osr.SpatialReference(dataset.GetProjection())
    if crs.IsGeographic():
        return rows, columns, x, y
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    for item in (crs, degrees):
        item.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    moved = np.array(osr.CoordinateTransformation(crs, degrees).TransformPoints(np.column_stack([x, y]).tolist()))
    return rows, columns, moved[:, 0], moved[:, 1]


def errors_px(true, raster):
    """Distance of opaque pixels from where their colour truly lies, in quicklook pixels, and the share of opaque ones.

    Colours rise steadily within the blocks of the pattern, so that interpolation between two pixels gives the place
    between them: it is read to a sixteenth of a pixel. Left out is less than a pixel on either side of two blocks.
    """
    rows, columns, lon, lat = opaque_places(raster)
    red, green, blue = gdal.Open(raster).ReadAsArray().astype(int)[:3, rows, columns]
    width, height = true.quicklook_size
    u, v = true.ground_to_image(lon, lat)
    blocks, errors = [], []
    is_measured = np.ones(len(rows), dtype=bool)
    for place, side, colour in ((u * width - 0.5, width, red), (v * height - 0.5, height, green)):
        last = (side - 1) // COORDINATES_BLOCK
        block = np.clip((place + 0.5) // COORDINATES_BLOCK, 0, last).astype(int)
        shown = block * COORDINATES_BLOCK + (colour - COORDINATES_FIRST) / COORDINATES_STEP
        errors.append(np.abs(place - shown))
        blocks.append(block)
        border = np.clip(np.round((place + 0.5) / COORDINATES_BLOCK), 1, last) * COORDINATES_BLOCK - 0.5
        is_measured &= (np.abs(place - border) >= 1.0) | (last == 0)
    # A pixel of another block is as far away as it gets.
    is_strayed = blue != blocks[0] % 16 * 16 + blocks[1] % 16
    found = np.where(is_strayed, COORDINATES_BLOCK, np.maximum(*errors))[is_measured]
    return found, len(rows) / (width * height)
