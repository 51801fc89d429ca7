"""Quicklook images as arrays, whatever their names say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional, Tuple

import numpy as np
from numpy.typing import NDArray
from osgeo import gdal, gdal_array

from ...domain.errors import ErrorKind, Up42Error
from ..foreign_files import ForeignKind, open_raster

LARGEST_SIDE_PX = 4096
# No provider's quicklook is longer; what claims to be would only fill the memory.
_ABSURD_SIDE_PX = 30_000

# GDAL fills what is missing or damaged of a JPEG with grey and only warns.
_DAMAGE = ("Premature end", "bad Huffman code", "Invalid JPEG file structure")


@dataclass(frozen=True)
class QuicklookImage:
    """Rows, columns and values of 8 bits: one grey or three colours, then alpha, 0 or 255; 0 where that is 0."""

    pixels: NDArray[np.uint8]

    @property
    def size(self) -> Tuple[int, int]:
        """Returns columns and rows."""
        return self.pixels.shape[1], self.pixels.shape[0]

    @property
    def packed(self) -> NDArray[np.generic]:
        """Returns the same memory as rows and columns of one number a pixel, which is moved as a whole."""
        return self.pixels.view(f"u{self.pixels.shape[2]}")[..., 0]

    def oriented(self, symmetry: int) -> QuicklookImage:
        """Returns the image turned and mirrored by one of the eight symmetries of a square; 0 leaves it."""
        return QuicklookImage(np.ascontiguousarray(turned(self.pixels, symmetry)))


def turned(values: NDArray[np.generic], symmetry: int) -> NDArray[np.generic]:
    """Returns rows and columns after `symmetry % 4` quarter turns, mirrored first for 4 and more."""
    return np.rot90(np.fliplr(values) if symmetry >= 4 else values, symmetry % 4)


def read_image(image: Path) -> QuicklookImage:
    """Returns the pixels of an image; longer sides than LARGEST_SIDE_PX are thinned out. Raises IMAGE_UNREADABLE."""
    try:
        # Alone: GDAL would read the whole folder, which grows with every quicklook.
        dataset = open_raster(image, ForeignKind.QUICKLOOK, alone=True)
        columns, rows = dataset.RasterXSize, dataset.RasterYSize
        if max(columns, rows) > _ABSURD_SIDE_PX:
            raise Up42Error(ErrorKind.IMAGE_UNREADABLE, f"{columns} x {rows} pixels")
        shrink = max(1.0, max(columns, rows) / LARGEST_SIDE_PX)
        bands = [dataset.GetRasterBand(band) for band in range(1, dataset.RasterCount + 1)]
        table = bands[0].GetColorTable()
        kinds = [band.GetColorInterpretation() for band in bands]
        gdal.ErrorReset()
        values = _values(dataset, max(1, int(columns / shrink)), max(1, int(rows / shrink)))
    except RuntimeError as error:
        raise Up42Error(ErrorKind.IMAGE_UNREADABLE, str(error)) from error
    if any(sign in gdal.GetLastErrorMsg() for sign in _DAMAGE):
        raise Up42Error(ErrorKind.IMAGE_UNREADABLE, gdal.GetLastErrorMsg())
    if table is not None:
        colours = np.array([table.GetColorEntry(number) for number in range(table.GetCount())], dtype=np.uint8)
        looked_up = colours[np.minimum(values[..., 0], len(colours) - 1)]
        return _image(looked_up[..., :3], looked_up[..., 3])
    alpha = values[..., kinds.index(gdal.GCI_AlphaBand)] if gdal.GCI_AlphaBand in kinds else None
    shown = values[..., : 3 if values.shape[2] - (alpha is not None) >= 3 else 1]
    if shown.dtype != np.uint8:
        top = float(shown.max()) or 1.0
        shown = (shown.astype(np.float32) * (255.0 / top)).astype(np.uint8)
    return _image(shown, alpha)


def _values(dataset: gdal.Dataset, columns: int, rows: int) -> NDArray[Any]:
    """Reads rows, columns and bands, as JPEG has them: to take them apart by band costs more than decoding them."""
    kind = gdal_array.GDALTypeCodeToNumericTypeCode(dataset.GetRasterBand(1).DataType)
    values = np.empty((rows, columns, dataset.RasterCount), dtype=kind)
    # Unlike ReadRaster it lets other threads run meanwhile.
    if dataset.ReadAsArray(buf_xsize=columns, buf_ysize=rows, buf_obj=np.moveaxis(values, 2, 0)) is None:
        raise RuntimeError(gdal.GetLastErrorMsg())
    return values


def _image(shown: NDArray[np.uint8], alpha: Optional[NDArray[Any]]) -> QuicklookImage:
    rows, columns, count = shown.shape
    pixels = np.empty((rows, columns, count + 1), dtype=np.uint8)
    # Plane by plane, since loops over three values each are slow.
    for number in range(count):
        pixels[..., number] = shown[..., number]
    pixels[..., count] = 255
    if alpha is not None:
        pixels[alpha == 0] = 0
    return QuicklookImage(pixels)
