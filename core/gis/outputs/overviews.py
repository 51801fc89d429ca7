"""Overviews of large files that come without any, built beside them so that the delivered file stays as it is."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import List

from osgeo import gdal

from ...domain.errors import ErrorKind, Up42Error
from ...domain.outputs.disk import disk_error, disk_full, make_folder
from ...domain.outputs.file_names import safe_name
from ...domain.ports.control import Control
from ..foreign.files import open_source
from ..foreign.gdal_calls import checked
from .pixels.shrinking import fill_levels

# A file up to this size is drawn whole in about a second.
LARGE_PX = 16_000_000
SMALLEST_SIDE_PX = 256
SUFFIX = ".ovr"
_LONGEST_STEM = 60
# Overviews add up to a third of the pixels, compressed a little less than the file.
_SHARE_OF_FILE = 0.6
_OPTIONS = {"COMPRESS_OVERVIEW": "LZW", "BIGTIFF_OVERVIEW": "IF_SAFER"}
_WHOLE = frozenset({gdal.GDT_Byte, gdal.GDT_UInt16, gdal.GDT_Int16, gdal.GDT_UInt32, gdal.GDT_Int32})


def needs_overviews(source: str) -> bool:
    """Tells whether a source is a file, large, and has none."""
    if not Path(source).is_file():
        return False
    try:
        dataset = open_source(source, Path(source))
    except Up42Error:
        return False
    is_large = dataset.RasterXSize * dataset.RasterYSize > LARGE_PX
    return is_large and dataset.RasterCount > 0 and not dataset.GetRasterBand(1).GetOverviewCount()


def build_overviews(source: str, control: Control, elsewhere: Path) -> str:
    """Builds overviews, which appear whole or not at all, and returns what opens the image with them from now on.

    That is the file itself, with the overviews beside it; where its folder takes no file, a virtual raster in the
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
    mosaic = elsewhere / f"{safe_name(path.stem, _LONGEST_STEM)}-{mark}.vrt"
    target = mosaic.with_name(mosaic.name + SUFFIX)
    if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
        target.unlink(missing_ok=True)
        _build(source, mosaic, target, control)
    return str(mosaic)


def _is_taken(path: Path) -> bool:
    """Tells whether a folder takes a file; whoever only asks the system for the right to is often told wrongly."""
    try:
        # A link that waits under this name would lead elsewhere.
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
    """Has GDAL make the file of the overviews, with all of its levels empty."""
    # What a killed attempt left would be taken for a part of this one.
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
    # Classes must not be mixed into others that are not there.
    are_classes = band.GetColorTable() is not None or (is_byte and dataset.RasterCount == 1)
    return int(gdal.GRIORA_NearestNeighbour if are_classes else gdal.GRIORA_Average)


def _levels(dataset: gdal.Dataset) -> List[int]:
    levels = [2]
    while max(dataset.RasterXSize, dataset.RasterYSize) / levels[-1] > SMALLEST_SIDE_PX:
        levels.append(levels[-1] * 2)
    return levels
