"""Compares two placed quicklooks pixel by pixel: where the ground differs more than unchanged ground usually does."""

from __future__ import annotations

import math
import threading
from pathlib import Path
from typing import Any, List, NamedTuple, Optional, Tuple

import numpy as np
from numpy.typing import NDArray
from osgeo import gdal

from ...domain.errors import ErrorKind, Up42Error
from ...domain.outputs.disk import write_whole
from ...domain.ports.control import Control
from ...domain.scenes.change import CHANGED, Change
from ...domain.scenes.scene import PlacedQuicklook, Scene
from ..foreign.gdal_calls import checked, lonlat_crs, memory_content, quiet, read_pixels, write_pixels
from ..quicklooks.clouds import cloud_mask

# Quicklooks have 500 to 1,000 pixels a side; more would only be interpolated.
MAX_SIDE_PX = 1200
# The value of pixels that cannot be compared.
NODATA = -1.0
MAX_STRENGTH = 50.0
_METRES_PER_DEGREE = 111_195.0
# Clouds have soft rims, and shadows are near: so many pixels around a cloud are left out.
_CLOUD_MARGIN = 4
# Change that touches what is left out is the thin rim of a cloud or its shadow. From this share of CHANGED on, and up
# to this distance, it is left out as well.
_RIM, _RIM_PX = 0.6, 16
# Placed within about a pixel, and buildings lean away from the sensor: the best fit within this distance counts.
_SLACK = 1
_OPAQUE = 250
# Share of the texture that counts as usual difference.
_TEXTURE = np.float32(1.0)
# At most the rest of the pixels is left out of the fit of colours.
_KEPT = 0.9
# Fewer pixels than this say nothing of the usual difference.
_MIN_PIXELS = 400
# The usual difference is never taken for less: JPEG compression alone makes as much.
_MIN_NOISE = 2.5

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


class _Grid(NamedTuple):
    """A north-up grid in degrees."""

    west: float
    north: float
    step_x: float
    step_y: float
    columns: int
    rows: int


class _Picture(NamedTuple):
    """A quicklook on the common grid: three bands or one, and which pixels are ground."""

    bands: Floats
    is_clear: Mask
    is_seen: Mask


def find_change(
    earlier: Tuple[Scene, PlacedQuicklook], later: Tuple[Scene, PlacedQuicklook], target: Path, control: Control
) -> Change:
    """Writes a GeoTIFF with the strength of the change between two scenes and returns its figures.

    The quicklooks are laid on each other by their placement, the later one is brought to the colours of the earlier
    one by what both see, clouds of either are left out. The strength is the difference in units of the usual one of
    unchanged ground (its robust standard deviation); pixels that cannot be compared have NODATA. Belongs on a worker
    thread. Raises NOT_COMPARABLE if the two share too little clear ground or cannot be read, DISK_FULL,
    FOLDER_NOT_WRITABLE, Cancelled.
    """
    try:
        first, second, grid = _pictures(earlier, later)
    except RuntimeError as error:
        raise Up42Error(ErrorKind.NOT_COMPARABLE, str(error)) from error
    control.check()
    is_seen, is_clear = first.is_seen & second.is_seen, first.is_clear & second.is_clear
    if int(is_clear.sum()) < _MIN_PIXELS:
        raise Up42Error(ErrorKind.NOT_COMPARABLE, "the two scenes share too little ground without clouds")
    strength = _strength(first.bands, second.bands, is_clear)
    control.check()
    is_clear &= ~_reached(~is_clear, strength >= _RIM * CHANGED)
    strength[~is_clear] = NODATA
    _write(target, strength, grid)
    compared = float(is_clear.sum()) / float(is_seen.sum())
    return Change(
        earlier[0].id,
        later[0].id,
        earlier[0].acquired,
        later[0].acquired,
        str(target),
        compared,
        float((strength[is_clear] >= CHANGED).mean()),
        grid.step_y * _METRES_PER_DEGREE,
        earlier[1].is_doubtful or later[1].is_doubtful,
    )


def _pictures(
    earlier: Tuple[Scene, PlacedQuicklook], later: Tuple[Scene, PlacedQuicklook]
) -> Tuple[_Picture, _Picture, _Grid]:
    """Returns both quicklooks on their common grid, both in colour or both in grey."""
    datasets = [_opened(placed.raster_path) for _, placed in (earlier, later)]
    grid = _common_grid(datasets)
    first, second = (_picture(scene, dataset, grid) for (scene, _), dataset in zip((earlier, later), datasets))
    return (*_alike(first, second), grid)


def _opened(path: str) -> gdal.Dataset:
    with quiet():
        return checked(gdal.Open(path), "the quicklook cannot be opened")


def _common_grid(datasets: List[gdal.Dataset]) -> _Grid:
    """Returns the grid over what both images show, with the larger of their pixels."""
    boxes = [_box(dataset) for dataset in datasets]
    # The longitudes of a raster across 180° may be on another turn of the globe.
    turn = 360.0 * round((boxes[0][0] - boxes[1][0]) / 360.0)
    boxes[1] = (boxes[1][0] + turn, boxes[1][1], boxes[1][2] + turn, *boxes[1][3:])
    west, south = max(box[0] for box in boxes), max(box[1] for box in boxes)
    east, north = min(box[2] for box in boxes), min(box[3] for box in boxes)
    if east <= west or north <= south:
        raise Up42Error(ErrorKind.NOT_COMPARABLE, "the two scenes share no ground")
    step_x = max(*(box[4] for box in boxes), (east - west) / MAX_SIDE_PX)
    step_y = max(*(box[5] for box in boxes), (north - south) / MAX_SIDE_PX)
    columns, rows = max(math.ceil((east - west) / step_x), 1), max(math.ceil((north - south) / step_y), 1)
    return _Grid(west, north, step_x, step_y, columns, rows)


def _box(dataset: gdal.Dataset) -> Tuple[float, float, float, float, float, float]:
    """Returns west, south, east and north of an image in degrees, and the size of its pixels there."""
    warped = _warped(dataset, format="VRT")
    left, step_x, _, top, _, step_y = warped.GetGeoTransform()
    right, bottom = left + step_x * warped.RasterXSize, top + step_y * warped.RasterYSize
    return left, bottom, right, top, step_x, -step_y


def _warped(dataset: gdal.Dataset, **options: object) -> gdal.Dataset:
    with quiet():
        return checked(
            gdal.Warp("", dataset, dstSRS=lonlat_crs().ExportToWkt(), resampleAlg="bilinear", **options),
            "the quicklook cannot be moved",
        )


def _picture(scene: Scene, dataset: gdal.Dataset, grid: _Grid) -> _Picture:
    left, _, _, _, _, _ = dataset.GetGeoTransform()
    is_lonlat = dataset.GetProjection().startswith("GEOGCS")
    turn = 360.0 * round((grid.west - left) / 360.0) if is_lonlat else 0.0
    west, east = grid.west - turn, grid.west - turn + grid.columns * grid.step_x
    warped = _warped(
        _with_clouds(dataset, scene),
        format="MEM",
        outputBounds=(west, grid.north - grid.rows * grid.step_y, east, grid.north),
        width=grid.columns,
        height=grid.rows,
    )
    planes = _planes(warped)
    is_seen, is_cloud = planes[-2] >= _OPAQUE, planes[-1] > 0
    # The rim of an image is half of it and half of nothing.
    is_clear = ~_grown(is_cloud, _CLOUD_MARGIN) & ~_grown(~is_seen, _SLACK + 1)
    return _Picture(planes[:-2].astype(np.float32), is_clear, is_seen)


def _with_clouds(dataset: gdal.Dataset, scene: Scene) -> gdal.Dataset:
    """Returns a copy of an image in memory with a further band: its clouds, which only the whole image shows."""
    planes = _planes(dataset)
    is_colour = len(planes) >= 4
    clouds = cloud_mask(planes, scene.cloud_cover) if is_colour else np.zeros(planes[0].shape, dtype=bool)
    rows, columns = planes[0].shape
    with quiet():
        create = gdal.GetDriverByName("MEM").Create
        copy = checked(create("", columns, rows, len(planes) + 1, gdal.GDT_Byte), "no memory")
    copy.SetProjection(dataset.GetProjection())
    copy.SetGeoTransform(dataset.GetGeoTransform())
    for number, plane in enumerate([*planes, clouds.astype(np.uint8) * 255]):
        write_pixels(copy.GetRasterBand(number + 1), plane)
    return copy


def _planes(dataset: gdal.Dataset) -> NDArray[np.uint8]:
    return np.stack([read_pixels(dataset.GetRasterBand(band + 1)) for band in range(dataset.RasterCount)])


def _alike(first: _Picture, second: _Picture) -> Tuple[_Picture, _Picture]:
    """Returns both in grey if one of them is."""
    if len(first.bands) == len(second.bands):
        return first, second
    grey = [picture._replace(bands=picture.bands.mean(axis=0, keepdims=True)) for picture in (first, second)]
    return grey[0], grey[1]


def _strength(first: Floats, second: Floats, is_clear: Mask) -> Floats:
    """Returns the difference of two images of one place in units of its usual size."""
    first, second = (np.stack([_mean_of_nine(band) for band in bands]) for bands in (first, second))
    second = np.stack([_adapted(there, here, is_clear) for here, there in zip(first, second)])
    difference = np.minimum(_nearest_difference(first, second), _nearest_difference(second, first))
    usual = _spread(np.concatenate([(here - there)[is_clear] for here, there in zip(first, second)]))
    expected = np.hypot(np.float32(max(usual, _MIN_NOISE)), _TEXTURE * np.minimum(_texture(first), _texture(second)))
    strength = np.minimum(_mean_of_nine(difference) / expected, np.float32(MAX_STRENGTH))
    return np.asarray(strength, dtype=np.float32)


def _texture(bands: Floats) -> Floats:
    """Returns the deviation within nine pixels: where the ground is varied, a small shift makes a difference."""
    deviations = [np.sqrt(np.maximum(_mean_of_nine(band**2) - _mean_of_nine(band) ** 2, 0.0)) for band in bands]
    return np.asarray(np.mean(deviations, axis=0), dtype=np.float32)


def _adapted(values: Floats, wanted: Floats, is_clear: Mask) -> Floats:
    """Returns a band with the brightness and contrast of another, fitted without the places that differ most."""
    here, there = values[is_clear].astype(np.float64), wanted[is_clear].astype(np.float64)
    gain, offset = 1.0, 0.0
    is_usual = np.ones(here.shape, dtype=bool)
    for _ in range(4):
        # The ratio of deviations and not a regression, which noise in `here` would flatten.
        gain = float(there[is_usual].std() / max(here[is_usual].std(), 1.0))
        gain = min(max(gain, 0.4), 2.5)
        offset = float(np.median(there[is_usual] - gain * here[is_usual]))
        error = np.abs(gain * here + offset - there)
        is_usual = error <= max(2.5 * 1.4826 * float(np.median(error)), float(np.quantile(error, _KEPT)), 1.0)
    return np.asarray(values * np.float32(gain) + np.float32(offset), dtype=np.float32)


def _nearest_difference(here: Floats, there: Floats) -> Floats:
    """Returns how far each pixel is from the most similar one within the slack in the other image."""
    wider = np.pad(there, ((0, 0), (_SLACK, _SLACK), (_SLACK, _SLACK)), mode="edge")
    rows, columns = here.shape[1:]
    nearest: Optional[Floats] = None
    for down in range(2 * _SLACK + 1):
        for across in range(2 * _SLACK + 1):
            moved = wider[:, down : down + rows, across : across + columns]
            difference = np.sqrt(np.mean((here - moved) ** 2, axis=0))
            nearest = difference if nearest is None else np.minimum(nearest, difference)
    return np.asarray(nearest, dtype=np.float32)


def _spread(values: NDArray[Any]) -> float:
    """Returns the robust standard deviation: 1.4826 times the median distance from the median."""
    return float(1.4826 * np.median(np.abs(values - np.median(values))))


def _mean_of_nine(band: Floats) -> Floats:
    wider = np.pad(band, 1, mode="edge")
    rows = wider[:-2] + wider[1:-1] + wider[2:]
    return np.asarray((rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / np.float32(9.0), dtype=np.float32)


def _reached(start: Mask, allowed: Mask) -> Mask:
    """Returns the allowed pixels that a way over allowed pixels connects with the start: the rims of clouds."""
    reached = start
    for _ in range(_RIM_PX):
        reached = start | (_grown(reached, 1) & allowed)
    return reached & ~start


def _grown(mask: Mask, pixels: int) -> Mask:
    """Returns a mask with a margin of so many pixels."""
    for _ in range(pixels):
        wider = np.pad(mask, 1)
        mask = wider[1:-1, 1:-1] | wider[:-2, 1:-1] | wider[2:, 1:-1] | wider[1:-1, :-2] | wider[1:-1, 2:]
    return mask


def _write(target: Path, strength: Floats, grid: _Grid) -> None:
    options = ["COMPRESS=DEFLATE", "PREDICTOR=3", "TILED=YES"]
    path = f"/vsimem/up42-change-{threading.get_ident()}.tif"
    try:
        with quiet():
            create = gdal.GetDriverByName("GTiff").Create
            dataset = checked(create(path, grid.columns, grid.rows, 1, gdal.GDT_Float32, options), "no file")
            dataset.SetProjection(lonlat_crs().ExportToWkt())
            dataset.SetGeoTransform((grid.west, grid.step_x, 0.0, grid.north, 0.0, -grid.step_y))
            dataset.GetRasterBand(1).SetNoDataValue(NODATA)
            write_pixels(dataset.GetRasterBand(1), strength)
            # Closing is what writes the last block.
            dataset = None
            content = memory_content(path)
    except RuntimeError as error:
        raise Up42Error(ErrorKind.FOLDER_NOT_WRITABLE, str(error)) from error
    finally:
        gdal.Unlink(path)
    write_whole(target, content)
