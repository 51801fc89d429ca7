"""Overviews of large files that come without any, built beside them so that the delivered file stays as it is."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Callable, Dict, List

from osgeo import gdal

from ...domain.errors import ErrorKind, Up42Error
from ...domain.outputs.disk import disk_error
from ...domain.ports import Control

# A file up to this size is drawn whole in about a second.
LARGE_PX = 16_000_000
SMALLEST_SIDE_PX = 256
SUFFIX = ".ovr"
# Overviews add up to a third of the pixels, compressed a little less than the file.
_SHARE_OF_FILE = 0.6
_OPTIONS = {"COMPRESS_OVERVIEW": "LZW", "PREDICTOR_OVERVIEW": "2", "BIGTIFF_OVERVIEW": "IF_SAFER"}
_WHOLE = frozenset({gdal.GDT_Byte, gdal.GDT_UInt16, gdal.GDT_Int16, gdal.GDT_UInt32, gdal.GDT_Int32})


def needs_overviews(source: str) -> bool:
    """Tells whether a file is large and has none, and takes a file beside it."""
    path = Path(source)
    if not path.is_file() or not os.access(path.parent, os.W_OK):
        return False
    gdal.UseExceptions()
    try:
        dataset = gdal.Open(source)
    except RuntimeError:
        return False
    is_large = dataset.RasterXSize * dataset.RasterYSize > LARGE_PX
    return is_large and dataset.RasterCount > 0 and not dataset.GetRasterBand(1).GetOverviewCount()


def build_overviews(source: str, control: Control) -> Path:
    """Builds overviews and returns their file, which appears whole or not at all.

    Takes seconds to minutes on a worker thread. Raises Cancelled, DISK_FULL, FOLDER_NOT_WRITABLE or
    IMAGE_UNREADABLE.
    """
    gdal.UseExceptions()
    path = Path(source)
    target = path.with_name(path.name + SUFFIX)
    # GDAL writes overviews beside what it has open: a mosaic of one file, so that a broken attempt harms nothing.
    mosaic = path.with_name(f".{path.name}.overviews.vrt")
    unfinished = mosaic.with_name(mosaic.name + SUFFIX)
    size = path.stat().st_size
    if shutil.disk_usage(path.parent).free < size * _SHARE_OF_FILE:
        raise Up42Error(ErrorKind.DISK_FULL, f"{round(size * _SHARE_OF_FILE / 1e6)} MB")
    dataset = None
    try:
        # What a killed attempt left would be taken for a part of this one.
        unfinished.unlink(missing_ok=True)
        dataset = gdal.Translate(str(mosaic), source, format="VRT")
        for name, value in _options(dataset).items():
            gdal.SetThreadLocalConfigOption(name, value)
        dataset.BuildOverviews(_resampling(dataset), _levels(dataset), callback=_reporter(control))
        dataset = None
        control.check()
        os.replace(unfinished, target)
    except RuntimeError as error:
        control.check()
        raise Up42Error(ErrorKind.IMAGE_UNREADABLE, f"{path.name}: {error}") from error
    except OSError as error:
        raise disk_error(error) from error
    finally:
        dataset = None
        for name in _OPTIONS:
            gdal.SetThreadLocalConfigOption(name, None)
        for leftover in (mosaic, unfinished):
            leftover.unlink(missing_ok=True)
    return target


def _reporter(control: Control) -> Callable[[float, str, object], int]:
    def report(fraction: float, message: str, data: object) -> int:
        try:
            control.check()
        except Up42Error:
            return 0
        control.report(fraction)
        return 1

    return report


def _options(dataset: gdal.Dataset) -> Dict[str, str]:
    is_whole = dataset.GetRasterBand(1).DataType in _WHOLE
    return {**_OPTIONS, "PREDICTOR_OVERVIEW": "2" if is_whole else "3"}


def _resampling(dataset: gdal.Dataset) -> str:
    band = dataset.GetRasterBand(1)
    is_byte = band.DataType == gdal.GDT_Byte
    # Classes must not be mixed into others that are not there.
    return "NEAREST" if band.GetColorTable() is not None or (is_byte and dataset.RasterCount == 1) else "AVERAGE"


def _levels(dataset: gdal.Dataset) -> List[int]:
    levels = [2]
    while max(dataset.RasterXSize, dataset.RasterYSize) / levels[-1] > SMALLEST_SIDE_PX:
        levels.append(levels[-1] * 2)
    return levels
