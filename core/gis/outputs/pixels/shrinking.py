"""Shrinks a raster level by level, window by window: GDAL's own way keeps all of it in memory until it is done."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Iterator, List, Protocol, Tuple

from numpy.typing import NDArray
from osgeo import gdal

from ....domain.ports.control import Control
from ...foreign.files import open_source
from ...foreign.gdal_calls import checked, read_pixels, write_pixels
from .block_memory import freed

# Tiles of an overview file are that large; a window that ended within one would have it written twice.
TILE_PX = 256
# Of a window of the level that is filled; four times as many are read for it.
WINDOW_COLUMNS = 1024
WINDOW_PX = 512 * 1024

# Left, top, width and height in pixels.
Window = Tuple[int, int, int, int]
Span = Tuple[float, float, float, float]
# One array a band.
Pixels = List[NDArray[Any]]


def fill_levels(source: str, overviews: Path, resampling: int, control: Control) -> None:
    """Fills the empty levels of an overview file of `source`, each from the finer one.

    `resampling` is one of GDAL's GRIORA_*. Raises RuntimeError as GDAL does, and Cancelled.
    """
    file = checked(gdal.Open(str(overviews), gdal.GA_Update), str(overviews))
    levels = _levels(file)
    whole = sum(level[0].XSize * level[0].YSize for level in levels)
    done = 0
    finer: _Finer = _Image(source)
    for level in levels:
        columns, rows = level[0].XSize, level[0].YSize
        across, down = finer.columns / columns, finer.rows / rows
        for left, top, width, height in _windows(columns, rows, finer.is_striped):
            control.check()
            span = (left * across, top * down, width * across, height * down)
            for band, pixels in zip(level, finer.shrunk(span, width, height, resampling)):
                write_pixels(band, pixels, left, top)
            if (top + height) % TILE_PX == 0 or top + height == rows:
                for band in level:
                    band.FlushCache()
            done += width * height
            control.report(done / whole)
        finer = _Level(level, source)


class _Finer(Protocol):
    """What a level is made of; `is_striped` where its rows can only be read as a whole."""

    columns: int
    rows: int
    is_striped: bool

    def shrunk(self, span: Span, width: int, height: int, resampling: int) -> Pixels:
        """Returns a part of it, made as small as that."""


class _Image:
    """The image itself."""

    def __init__(self, source: str) -> None:
        self._dataset = open_source(source, Path(source))
        self.columns, self.rows = self._dataset.RasterXSize, self._dataset.RasterYSize
        self.is_striped = self._dataset.GetRasterBand(1).GetBlockSize()[0] == self.columns

    def shrunk(self, span: Span, width: int, height: int, resampling: int) -> Pixels:
        """Returns a part of it, made as small as that."""
        self._dataset = freed(self._dataset)
        return _shrunk(self._dataset, span, width, height, resampling)


class _Level:
    """A level that is filled; `source` tells which of its pixels are empty."""

    def __init__(self, bands: List[gdal.Band], source: str) -> None:
        self._bands = bands
        image = open_source(source, Path(source))
        given = [image.GetRasterBand(number + 1) for number in range(len(bands))]
        self._signs = [(band.GetNoDataValue(), band.GetColorInterpretation()) for band in given]
        self.columns, self.rows = bands[0].XSize, bands[0].YSize
        self.is_striped = False

    def shrunk(self, span: Span, width: int, height: int, resampling: int) -> Pixels:
        """Returns a part of it, made as small as that."""
        left, top = int(span[0]), int(span[1])
        right = min(math.ceil(span[0] + span[2]), self.columns)
        bottom = min(math.ceil(span[1] + span[3]), self.rows)
        # GDAL would read the next level in the place of this one, and that is still empty.
        kind = self._bands[0].DataType
        part = gdal.GetDriverByName("MEM").Create("", right - left, bottom - top, len(self._bands), kind)
        for number, (band, (nodata, interpretation)) in enumerate(zip(self._bands, self._signs), start=1):
            copied = part.GetRasterBand(number)
            copied.SetColorInterpretation(interpretation)
            if nodata is not None:
                copied.SetNoDataValue(nodata)
            write_pixels(copied, read_pixels(band, left, top, right - left, bottom - top))
            band.FlushCache()
        return _shrunk(part, (span[0] - left, span[1] - top, span[2], span[3]), width, height, resampling)


def _shrunk(dataset: gdal.Dataset, span: Span, width: int, height: int, resampling: int) -> Pixels:
    bands = [dataset.GetRasterBand(number + 1) for number in range(dataset.RasterCount)]
    # Both ends may lie within a pixel, where a side is odd.
    return [read_pixels(band, *span, buf_xsize=width, buf_ysize=height, resample_alg=resampling) for band in bands]


def _levels(file: gdal.Dataset) -> List[List[gdal.Band]]:
    """Returns the bands of each level; the first one is the overview file's own image."""
    bands = [file.GetRasterBand(number + 1) for number in range(file.RasterCount)]
    count = bands[0].GetOverviewCount()
    return [bands, *([band.GetOverview(number) for band in bands] for number in range(count))]


def _windows(columns: int, rows: int, is_striped: bool) -> Iterator[Window]:
    """Returns windows from top to bottom; those of strips have all of the width, since a strip is read as a whole."""
    width = columns if is_striped else WINDOW_COLUMNS
    height = TILE_PX
    while width * height > WINDOW_PX and height > 1:
        height //= 2
    while width * height * 2 <= WINDOW_PX:
        height *= 2
    for top in range(0, rows, height):
        for left in range(0, columns, width):
            yield left, top, min(width, columns - left), min(height, rows - top)
