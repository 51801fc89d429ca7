"""Samples a raster's pixels, in bounded size for any file, and derives ranges, classes and empty collars."""

from __future__ import annotations

from typing import Any, List, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray
from osgeo import gdal

from ..foreign.files import reopened
from ..foreign.gdal_calls import read_pixels

# Pixels per side of the sample of a file that has overviews or is small.
SAMPLE_PX = 512
# A larger file without overviews is sampled in windows, since shrinking it would read all of it.
WINDOWS = 8
# Sorting the sample keeps the interpreter, and with it the window, busy: a quarter of a million values is enough.
WINDOW_PX = 64
SMALL_PX = 2048
# Up to here all pixels are read, so that no class is missed.
MAX_PIXELS_READ_WHOLE = 64_000_000
ROWS_AT_ONCE = 512
# Per cent of the pixels left out at either end, as QGIS does by default.
CUT = 2.0
# Minimum share of the border in an empty collar.
COLLAR_SHARE = 0.05

Range = Tuple[float, float]


def valid_values(
    dataset: gdal.Dataset, numbers: Sequence[int], nodata: Optional[float], alpha: Optional[int]
) -> List[NDArray[np.float64]]:
    """Returns the values of some bands in a sample, in their real units, empty pixels left out.

    A pixel is empty if it is transparent, not a number, or holds `nodata` (stored units) in all of the bands.
    """
    parts = []
    for window in _windows(dataset):
        dataset = freed(dataset)
        parts.append(_read(dataset, numbers, alpha, *window))
    dataset = freed(dataset)
    pixels = np.concatenate([part for part, _ in parts], axis=1)
    is_there = np.concatenate([mask for _, mask in parts])
    is_there &= np.isfinite(pixels).all(axis=0)
    if nodata is not None:
        is_there &= ~(pixels == nodata).all(axis=0)
    found: List[NDArray[np.float64]] = []
    for number, values in zip(numbers, pixels):
        scale, offset = scaling(dataset.GetRasterBand(number))
        found.append(values[is_there] * scale + offset)
    return found


def cut_range(values: NDArray[np.float64]) -> Range:
    """Returns the stretch limits of a band; two per cent at either end are outside."""
    if not values.size:
        return (0.0, 1.0)
    low, high = (float(value) for value in np.percentile(values, [CUT, 100.0 - CUT]))
    return (low, high) if high > low else (low, low + 1.0)


def whole_values(dataset: gdal.Dataset, number: int, max_count: int) -> Optional[Tuple[int, ...]]:
    """Returns all values of a band of whole numbers, None for more than `max_count` or a huge file."""
    width, height = dataset.RasterXSize, dataset.RasterYSize
    if width * height > MAX_PIXELS_READ_WHOLE:
        return None
    nodata = dataset.GetRasterBand(number).GetNoDataValue()
    found = np.zeros(0)
    for top in range(0, height, ROWS_AT_ONCE):
        dataset = freed(dataset)
        rows = read_pixels(dataset.GetRasterBand(number), 0, top, width, min(ROWS_AT_ONCE, height - top))
        found = np.union1d(found, rows)
        if found.size > max_count + 1:
            return None
    kept = tuple(int(value) for value in found if value != nodata)
    return kept if len(kept) <= max_count else None


def has_empty_collar(dataset: gdal.Dataset, numbers: Sequence[int]) -> bool:
    """Returns whether a file without nodata has a border of zeros: in its corners and part of its border.

    Dark water may be zero in eight bits, so there three of the corners have to be.
    """
    width, height = dataset.RasterXSize, dataset.RasterYSize
    lines = ((0, 0, width, 1), (0, height - 1, width, 1), (0, 0, 1, height), (width - 1, 0, 1, height))
    borders: List[NDArray[np.bool_]] = []
    for line in lines:
        dataset = freed(dataset)
        zeros = [read_pixels(dataset.GetRasterBand(number), *line).ravel() == 0 for number in numbers]
        borders.append(np.logical_and.reduce(zeros))
    corners = sum(int(border[end]) for border in borders[:2] for end in (0, -1))
    share = float(np.concatenate(borders).mean())
    is_byte = dataset.GetRasterBand(numbers[0]).DataType == gdal.GDT_Byte
    return corners >= (3 if is_byte else 1) and share >= COLLAR_SHARE


def scaling(band: gdal.Band) -> Tuple[float, float]:
    """Returns scale and offset from stored to real units."""
    scale, offset = band.GetScale(), band.GetOffset()
    return (1.0 if scale is None or scale == 0 else float(scale), 0.0 if offset is None else float(offset))


def _windows(dataset: gdal.Dataset) -> List[Tuple[int, int, int, int, int, int]]:
    """Returns left, top, width and height of what is read, and the width and height that it is shrunk to."""
    width, height = dataset.RasterXSize, dataset.RasterYSize
    if max(width, height) <= SMALL_PX or dataset.GetRasterBand(1).GetOverviewCount():
        shrink = max(max(width, height) / SAMPLE_PX, 1.0)
        return [(0, 0, width, height, max(int(width / shrink), 1), max(int(height / shrink), 1))]
    size_x, size_y = min(WINDOW_PX, width), min(WINDOW_PX, height)
    lefts = np.linspace(0, width - size_x, WINDOWS).astype(int)
    tops = np.linspace(0, height - size_y, WINDOWS).astype(int)
    return [(int(left), int(top), size_x, size_y, size_x, size_y) for top in tops for left in lefts]


def _read(
    dataset: gdal.Dataset,
    numbers: Sequence[int],
    alpha: Optional[int],
    left: int,
    top: int,
    width: int,
    height: int,
    shrunk_width: int,
    shrunk_height: int,
) -> Tuple[NDArray[np.float64], NDArray[np.bool_]]:
    def values(band: gdal.Band) -> NDArray[Any]:
        return read_pixels(band, left, top, width, height, shrunk_width, shrunk_height).ravel()

    first = dataset.GetRasterBand(numbers[0])
    if alpha is not None:
        is_there = values(dataset.GetRasterBand(alpha)) > 0
    elif first.GetMaskFlags() & gdal.GMF_PER_DATASET:
        is_there = values(first.GetMaskBand()) > 0
    else:
        is_there = np.ones(shrunk_width * shrunk_height, dtype=bool)
    # QGIS draws the real part of complex numbers.
    pixels = np.stack([np.real(values(dataset.GetRasterBand(number))) for number in numbers])
    return pixels.astype(np.float64), is_there


# Their source files keep what was read.
_MOSAICS = frozenset({"VRT", "DIMAP"})


def freed(dataset: gdal.Dataset) -> gdal.Dataset:
    """Returns a dataset whose cached blocks are freed: itself, or a mosaic opened again.

    Do not read from the former one; its memory is freed with its last reference.
    """
    if dataset.GetDriver().ShortName in _MOSAICS:
        return reopened(dataset)
    dataset.FlushCache()
    return dataset
