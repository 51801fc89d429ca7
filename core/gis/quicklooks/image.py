"""Quicklook images as arrays, whatever their names say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Optional, Tuple

import numpy as np
from numpy.typing import NDArray
from osgeo import gdal

from ...domain.errors import ErrorKind, Up42Error

LARGEST_SIDE_PX = 4096
# No provider's quicklook is longer; what claims to be would only fill the memory.
_ABSURD_SIDE_PX = 30_000
_DRIVERS = ["JPEG", "PNG", "WEBP", "GIF", "GTiff"]

# GDAL fills what is missing or damaged of a JPEG with grey and only warns.
_DAMAGE = ("Premature end", "bad Huffman code", "Invalid JPEG file structure")


@dataclass(frozen=True)
class QuicklookImage:
    """Planes of 8 bits, one grey or three colours, as planes, rows, columns; `clear` marks transparent pixels."""

    planes: NDArray[np.uint8]
    clear: Optional[NDArray[np.bool_]] = None

    @property
    def size(self) -> Tuple[int, int]:
        """Returns columns and rows."""
        return self.planes.shape[2], self.planes.shape[1]

    def oriented(self, symmetry: int) -> QuicklookImage:
        """Returns the image turned and mirrored by one of the eight symmetries of a square; 0 leaves it."""
        clear = None if self.clear is None else turned(self.clear, symmetry)
        return replace(self, planes=np.stack([turned(plane, symmetry) for plane in self.planes]), clear=clear)


def turned(plane: NDArray[np.generic], symmetry: int) -> NDArray[np.generic]:
    """Returns a plane after `symmetry % 4` quarter turns, mirrored first for 4 and more."""
    return np.rot90(np.fliplr(plane) if symmetry >= 4 else plane, symmetry % 4)


def read_image(image: Path) -> QuicklookImage:
    """Returns the pixels of an image; longer sides than LARGEST_SIDE_PX are thinned out. Raises IMAGE_UNREADABLE."""
    gdal.UseExceptions()
    try:
        dataset = gdal.OpenEx(str(image), gdal.OF_RASTER, allowed_drivers=_DRIVERS)
        columns, rows = dataset.RasterXSize, dataset.RasterYSize
        if max(columns, rows) > _ABSURD_SIDE_PX:
            raise Up42Error(ErrorKind.IMAGE_UNREADABLE, f"{columns} x {rows} pixels")
        shrink = max(1.0, max(columns, rows) / LARGEST_SIDE_PX)
        table = dataset.GetRasterBand(1).GetColorTable()
        kinds = [dataset.GetRasterBand(band).GetColorInterpretation() for band in range(1, dataset.RasterCount + 1)]
        gdal.ErrorReset()
        data = dataset.ReadAsArray(buf_xsize=max(1, int(columns / shrink)), buf_ysize=max(1, int(rows / shrink)))
    except RuntimeError as error:
        raise Up42Error(ErrorKind.IMAGE_UNREADABLE, str(error)) from error
    if any(sign in gdal.GetLastErrorMsg() for sign in _DAMAGE):
        raise Up42Error(ErrorKind.IMAGE_UNREADABLE, gdal.GetLastErrorMsg())
    planes = data[None] if data.ndim == 2 else data
    clear = None
    if gdal.GCI_AlphaBand in kinds:
        clear = planes[kinds.index(gdal.GCI_AlphaBand)] == 0
    if table is not None:
        colours = np.array([table.GetColorEntry(number) for number in range(table.GetCount())], dtype=np.uint8)
        looked_up = colours[np.minimum(planes[0], len(colours) - 1)]
        return QuicklookImage(np.ascontiguousarray(np.moveaxis(looked_up[..., :3], 2, 0)), looked_up[..., 3] == 0)
    shown = planes[: 3 if len(planes) - (clear is not None) >= 3 else 1]
    if shown.dtype != np.uint8:
        top = float(shown.max()) or 1.0
        shown = (shown.astype(np.float32) * (255.0 / top)).astype(np.uint8)
    return QuicklookImage(np.ascontiguousarray(shown), clear)
