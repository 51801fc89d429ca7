"""Reads quicklook images into arrays, identified by content."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional, Tuple

import numpy as np
from numpy.typing import NDArray
from osgeo import gdal, gdal_array
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice
from qgis.PyQt.QtGui import QImage

from ...domain.errors import ErrorKind, Up42Error
from ..foreign.files import ForeignKind, open_raster

MAX_KEPT_SIDE_PX = 4096
# No provider's quicklook has more; a larger claim would only fill the memory. A block is decoded in one piece.
MAX_SIDE_PX = 30_000
MAX_BANDS = 16
MAX_DECODED_BYTES = 128 * 2**20
MAX_BLOCK_BYTES = 64 * 2**20
# The kept pixels after thinning out.
MAX_READ_BYTES = 48 * 2**20
_MAX_OVERVIEWS = 32

# GDAL fills missing or damaged parts of a JPEG with grey and only warns, in the words of libjpeg; its "extraneous
# bytes" cost no pixel.
_DAMAGE = (
    "Premature end",
    "premature end",
    "bad Huffman code",
    "bad arithmetic code",
    "instead of RST",
    "Invalid JPEG file structure",
)


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
        """Returns the same memory with one number per pixel, which is moved as a whole."""
        return self.pixels.view(f"u{self.pixels.shape[2]}")[..., 0]

    def oriented(self, symmetry: int) -> QuicklookImage:
        """Returns the image turned and mirrored by one of the eight symmetries of a square; 0 leaves it."""
        return QuicklookImage(np.ascontiguousarray(turned(self.pixels, symmetry)))


def turned(values: NDArray[np.generic], symmetry: int) -> NDArray[np.generic]:
    """Returns rows and columns after `symmetry % 4` quarter turns, mirrored first for 4 and more."""
    return np.rot90(np.fliplr(values) if symmetry >= 4 else values, symmetry % 4)


def read_image(image: Path) -> QuicklookImage:
    """Returns the pixels of an image; longer sides than MAX_KEPT_SIDE_PX are thinned out.

    Raises IMAGE_UNREADABLE, also for an image beyond one of the limits above: a few bytes can claim any size.
    """
    try:
        # Alone, since GDAL would read the whole folder, which grows with each quicklook.
        dataset = open_raster(image, ForeignKind.QUICKLOOK, alone=True)
        columns, rows = dataset.RasterXSize, dataset.RasterYSize
        decoded_bytes = _checked_bytes(dataset)
        shrink = max(1.0, max(columns, rows) / MAX_KEPT_SIDE_PX, math.sqrt(decoded_bytes / MAX_READ_BYTES))
        bands = [dataset.GetRasterBand(band) for band in range(1, dataset.RasterCount + 1)]
        colours = _colours(bands[0].GetColorTable())
        kinds = [band.GetColorInterpretation() for band in bands]
        gdal.ErrorReset()
        values = _values(dataset, max(1, int(columns / shrink)), max(1, int(rows / shrink)))
    except RuntimeError as error:
        raise Up42Error(ErrorKind.IMAGE_UNREADABLE, str(error)) from error
    # Read first: with exceptions on, GDAL clears it at the next call.
    warning = gdal.GetLastErrorMsg()
    # Frees the decoded pixels.
    del bands, dataset
    if any(sign in warning for sign in _DAMAGE):
        raise Up42Error(ErrorKind.IMAGE_UNREADABLE, warning)
    if colours is not None:
        looked_up = colours[np.minimum(values[..., 0], len(colours) - 1)]
        return _image(looked_up[..., :3], looked_up[..., 3])
    alpha = values[..., kinds.index(gdal.GCI_AlphaBand)] if gdal.GCI_AlphaBand in kinds else None
    shown = values[..., : 3 if values.shape[2] - (alpha is not None) >= 3 else 1]
    if shown.dtype != np.uint8:
        shown = _in_eight_bits(shown)
    return _image(shown, alpha)


def _colours(table: Optional[gdal.ColorTable]) -> Optional[NDArray[np.uint8]]:
    if table is None:
        return None
    return np.array([table.GetColorEntry(number) for number in range(table.GetCount())], dtype=np.uint8)


def _checked_bytes(dataset: gdal.Dataset) -> int:
    """Returns how many bytes the image is decoded to; raises IMAGE_UNREADABLE with the limit that it passes."""
    columns, rows, count = dataset.RasterXSize, dataset.RasterYSize, dataset.RasterCount
    if max(columns, rows) > MAX_SIDE_PX:
        raise _beyond(f"{columns} x {rows} pixels; the limit is {MAX_SIDE_PX} a side")
    if not 1 <= count <= MAX_BANDS:
        raise _beyond(f"{count} bands; the limit is {MAX_BANDS}")
    band = dataset.GetRasterBand(1)
    size = gdal.GetDataTypeSize(band.DataType) // 8
    decoded = columns * rows * count * size
    if decoded > MAX_DECODED_BYTES:
        raise _beyond(f"{decoded >> 20} MB of pixels; the limit is {MAX_DECODED_BYTES >> 20} MB")
    together = count if dataset.GetMetadataItem("INTERLEAVE", "IMAGE_STRUCTURE") == "PIXEL" else 1
    levels = band.GetOverviewCount()
    if levels > _MAX_OVERVIEWS:
        raise _beyond(f"{levels} overviews; the limit is {_MAX_OVERVIEWS}")
    for level in (band, *(band.GetOverview(number) for number in range(levels))):
        width, height = level.GetBlockSize() if level is not None else (0, 0)
        if width * height * size * together > MAX_BLOCK_BYTES:
            raise _beyond(f"blocks of {width} x {height} pixels; the limit is {MAX_BLOCK_BYTES >> 20} MB a block")
    return int(decoded)


def _beyond(words: str) -> Up42Error:
    return Up42Error(ErrorKind.IMAGE_UNREADABLE, words)


def _in_eight_bits(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Stretches values to 0 to 255, band by band, since the whole would take several times its memory."""
    values = np.real(values)
    # NaN is dark, like values below zero.
    top = float(np.nanmax(values, initial=0.0, where=np.isfinite(values))) or 1.0
    found = np.empty(values.shape, dtype=np.uint8)
    for number in range(values.shape[2]):
        plane = np.nan_to_num(values[..., number].astype(np.float32), nan=0.0, posinf=top, neginf=0.0)
        found[..., number] = np.clip(plane * (255.0 / top), 0, 255)
    return found


def _values(dataset: gdal.Dataset, columns: int, rows: int) -> NDArray[Any]:
    """Reads rows, columns and bands, interleaved as in JPEG: separating the bands costs more than decoding them."""
    kind = gdal_array.GDALTypeCodeToNumericTypeCode(dataset.GetRasterBand(1).DataType)
    values = np.empty((rows, columns, dataset.RasterCount), dtype=kind)
    # Unlike ReadRaster it lets other threads run meanwhile.
    if dataset.ReadAsArray(buf_xsize=columns, buf_ysize=rows, buf_obj=np.moveaxis(values, 2, 0)) is None:
        raise RuntimeError(gdal.GetLastErrorMsg())
    return values


def _image(shown: NDArray[np.uint8], alpha: Optional[NDArray[Any]]) -> QuicklookImage:
    rows, columns, count = shown.shape
    pixels = np.empty((rows, columns, count + 1), dtype=np.uint8)
    if count == 3 and shown.flags.c_contiguous:
        # Four bytes at once, the last one of the next pixel, take a third of the time.
        words: NDArray[np.uint32] = np.ndarray(rows * columns - 1, "<u4", shown.data, strides=(3,))
        np.bitwise_or(words, np.uint32(0xFF << 24), out=pixels.view("<u4").ravel()[:-1])
        pixels[-1, -1] = (*shown[-1, -1], 255)
    else:
        # Plane by plane, since loops over three values each are slow.
        for number in range(count):
            pixels[..., number] = shown[..., number]
        pixels[..., count] = 255
    if alpha is not None:
        pixels[alpha == 0] = 0
    return QuicklookImage(pixels)


THUMBNAIL_PX = 96
_QUALITY = 85


def thumbnail(image: QuicklookImage) -> bytes:
    """Returns a JPEG of an image, at most THUMBNAIL_PX per side; transparent parts are black."""
    # Without Qt's smooth scaling, which can deadlock: it holds the GIL while it waits for pool threads that may need
    # it.
    step = -(-max(image.size) // THUMBNAIL_PX)
    columns, rows = (max(side // step, 1) for side in image.size)
    across, down = (min(step // 2, side - 1) for side in image.size)
    # The colour of each block is the mean of four pixels.
    corners = [image.packed[row::step, column::step] for row in (0, down) for column in (0, across)]
    values = [np.ascontiguousarray(corner[:rows, :columns]).view(np.uint8).astype(np.uint16) for corner in corners]
    small = (sum(values) // np.uint16(len(values))).astype(np.uint8)
    if image.pixels.shape[2] == 2:
        small = np.ascontiguousarray(small[:, ::2])
        shown = QImage(small.data, columns, rows, columns, QImage.Format.Format_Grayscale8)
    else:
        shown = QImage(small.data, columns, rows, 4 * columns, QImage.Format.Format_RGBX8888)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    shown.save(buffer, "JPG", _QUALITY)
    return bytes(content)
