"""Builds external overviews of large files that have none; the delivered file is not changed."""

from __future__ import annotations

import hashlib
import math
import os
import shutil
from pathlib import Path
from typing import Any, Iterator, List, Protocol, Tuple

from numpy.typing import NDArray
from osgeo import gdal

from ...domain.errors import ErrorKind, Up42Error
from ...domain.outputs.disk import disk_error, disk_full, make_folder
from ...domain.outputs.file_names import safe_name
from ...domain.ports.control import Control
from ..foreign.files import open_source
from ..foreign.gdal_calls import checked, read_pixels, write_pixels
from .samples import freed

# A file up to this size is drawn whole in about a second.
LARGE_PX = 16_000_000
MIN_SIDE_PX = 256
SUFFIX = ".ovr"
_MAX_STEM = 60
# Overviews add up to a third of the pixels, compressed a little less than the file.
_SHARE_OF_FILE = 0.6
_OPTIONS = {"COMPRESS_OVERVIEW": "LZW", "BIGTIFF_OVERVIEW": "IF_SAFER"}
_WHOLE = frozenset({gdal.GDT_Byte, gdal.GDT_UInt16, gdal.GDT_Int16, gdal.GDT_UInt32, gdal.GDT_Int32})


def needs_overviews(source: str) -> bool:
    """Returns whether a source is a large file without overviews."""
    if not Path(source).is_file():
        return False
    try:
        dataset = open_source(source, Path(source))
    except Up42Error:
        return False
    is_large = dataset.RasterXSize * dataset.RasterYSize > LARGE_PX
    return is_large and dataset.RasterCount > 0 and not dataset.GetRasterBand(1).GetOverviewCount()


def build_overviews(source: str, control: Control, elsewhere: Path) -> str:
    """Builds overviews, which appear whole or not at all, and returns the source that opens the image with them.

    That is the file itself, with the overviews next to it; if its folder is not writable, a virtual raster in the
    folder `elsewhere`, which an earlier call may have made already. Takes seconds to minutes on a worker thread, in
    memory that does not grow with the file. Raises Cancelled, DISK_FULL, FOLDER_NOT_WRITABLE or IMAGE_UNREADABLE.
    """
    path = Path(source)
    # GDAL makes overviews for what it has open: a mosaic of one file, so that a broken attempt harms nothing.
    mosaic = path.with_name(f".{path.name}.overviews.vrt")
    if _is_taken(mosaic):
        try:
            _build(source, mosaic, path.with_name(path.name + SUFFIX), control)
        finally:
            mosaic.unlink(missing_ok=True)
        return source
    make_folder(elsewhere)
    mark = hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    mosaic = elsewhere / f"{safe_name(path.stem, _MAX_STEM)}-{mark}.vrt"
    target = mosaic.with_name(mosaic.name + SUFFIX)
    if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
        target.unlink(missing_ok=True)
        _build(source, mosaic, target, control)
    return str(mosaic)


def _is_taken(path: Path) -> bool:
    """Returns whether a folder is writable, by writing: permission queries are often wrong."""
    try:
        # An existing link of this name would lead elsewhere.
        path.unlink(missing_ok=True)
        with path.open("xb"):
            return True
    except OSError:
        return False


def _build(source: str, mosaic: Path, target: Path, control: Control) -> None:
    path = Path(source)
    unfinished = mosaic.with_name(f"{mosaic.name}{SUFFIX}.new")
    try:
        needed = int(path.stat().st_size * _SHARE_OF_FILE)
        missing = needed - shutil.disk_usage(mosaic.parent).free
        if missing > 0:
            raise disk_full(missing)
        _make_levels(source, mosaic)
        os.replace(mosaic.with_name(mosaic.name + SUFFIX), unfinished)
        fill_levels(source, unfinished, _resampling(source), control)
        os.replace(unfinished, target)
    except RuntimeError as error:
        raise Up42Error(ErrorKind.IMAGE_UNREADABLE, f"{path.name}: {error}") from error
    except OSError as error:
        raise disk_error(error) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _make_levels(source: str, mosaic: Path) -> None:
    """Creates the overview file with all levels empty."""
    # Left over from a killed attempt.
    mosaic.with_name(mosaic.name + SUFFIX).unlink(missing_ok=True)
    dataset = checked(gdal.Translate(str(mosaic), open_source(source, Path(source)), format="VRT"), source)
    is_whole = dataset.GetRasterBand(1).DataType in _WHOLE
    options = {**_OPTIONS, "PREDICTOR_OVERVIEW": "2" if is_whole else "3"}
    try:
        for name, value in options.items():
            gdal.SetThreadLocalConfigOption(name, value)
        if dataset.BuildOverviews("NONE", _levels(dataset)):
            raise RuntimeError(gdal.GetLastErrorMsg() or source)
    finally:
        for name in options:
            gdal.SetThreadLocalConfigOption(name, None)


def _resampling(source: str) -> int:
    dataset = open_source(source, Path(source))
    band = dataset.GetRasterBand(1)
    is_byte = band.DataType == gdal.GDT_Byte
    # Averaging classes would create other ones.
    are_classes = band.GetColorTable() is not None or (is_byte and dataset.RasterCount == 1)
    return int(gdal.GRIORA_NearestNeighbour if are_classes else gdal.GRIORA_Average)


def _levels(dataset: gdal.Dataset) -> List[int]:
    levels = [2]
    while max(dataset.RasterXSize, dataset.RasterYSize) / levels[-1] > MIN_SIDE_PX:
        levels.append(levels[-1] * 2)
    return levels


# Tile size of an overview file; a window that ended inside a tile would write it twice.
TILE_PX = 256
# Window in the level to fill; four times as many pixels are read for it.
WINDOW_COLUMNS = 1024
WINDOW_PX = 512 * 1024

# Left, top, width and height in pixels.
Window = Tuple[int, int, int, int]
Span = Tuple[float, float, float, float]
# One array per band.
Pixels = List[NDArray[Any]]


def fill_levels(source: str, overviews: Path, resampling: int, control: Control) -> None:
    """Fills the empty levels of an overview file of `source`, each from the finer one.

    `resampling` is one of GDAL's GRIORA_*. Raises RuntimeError as GDAL does, and Cancelled.
    """
    file = checked(gdal.Open(str(overviews), gdal.GA_Update), str(overviews))
    levels = _level_bands(file)
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
    """The source of a level; `is_striped` if only whole rows can be read."""

    columns: int
    rows: int
    is_striped: bool

    def shrunk(self, span: Span, width: int, height: int, resampling: int) -> Pixels:
        """Returns a part of it, resampled to `width` by `height`."""


class _Image:
    """The image itself."""

    def __init__(self, source: str) -> None:
        self._dataset = open_source(source, Path(source))
        self.columns, self.rows = self._dataset.RasterXSize, self._dataset.RasterYSize
        self.is_striped = self._dataset.GetRasterBand(1).GetBlockSize()[0] == self.columns

    def shrunk(self, span: Span, width: int, height: int, resampling: int) -> Pixels:
        """Returns a part of it, resampled to `width` by `height`."""
        self._dataset = freed(self._dataset)
        return _shrunk(self._dataset, span, width, height, resampling)


class _Level:
    """A filled level; `source` declares which of its pixels are empty."""

    def __init__(self, bands: List[gdal.Band], source: str) -> None:
        self._bands = bands
        image = open_source(source, Path(source))
        given = [image.GetRasterBand(number + 1) for number in range(len(bands))]
        self._signs = [(band.GetNoDataValue(), band.GetColorInterpretation()) for band in given]
        self.columns, self.rows = bands[0].XSize, bands[0].YSize
        self.is_striped = False

    def shrunk(self, span: Span, width: int, height: int, resampling: int) -> Pixels:
        """Returns a part of it, resampled to `width` by `height`."""
        left, top = int(span[0]), int(span[1])
        right = min(math.ceil(span[0] + span[2]), self.columns)
        bottom = min(math.ceil(span[1] + span[3]), self.rows)
        # GDAL would read the next level instead, which is still empty.
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


def _level_bands(file: gdal.Dataset) -> List[List[gdal.Band]]:
    """Returns the bands of each level; the first one is the overview file's own image."""
    bands = [file.GetRasterBand(number + 1) for number in range(file.RasterCount)]
    count = bands[0].GetOverviewCount()
    return [bands, *([band.GetOverview(number) for band in bands] for number in range(count))]


def _windows(columns: int, rows: int, is_striped: bool) -> Iterator[Window]:
    """Returns windows from top to bottom; for strips they have the full width, since a strip is read as a whole."""
    width = columns if is_striped else WINDOW_COLUMNS
    height = TILE_PX
    while width * height > WINDOW_PX and height > 1:
        height //= 2
    while width * height * 2 <= WINDOW_PX:
        height *= 2
    for top in range(0, rows, height):
        for left in range(0, columns, width):
            yield left, top, min(width, columns - left), min(height, rows - top)
