"""Small pictures of quicklooks for lists."""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray
from osgeo import gdal, gdal_array

THUMBNAIL_PX = 96


def thumbnail(planes: NDArray[np.uint8]) -> bytes:
    """Returns a JPEG of one grey or three colour planes, at most THUMBNAIL_PX a side."""
    step = -(-max(planes.shape[1:]) // THUMBNAIL_PX)
    # Two rows of each block tell its colour.
    small = _averaged(_averaged(planes[:, :: max(step // 2, 1)].swapaxes(1, 2), min(step, 2)).swapaxes(1, 2), step)
    source = gdal_array.OpenArray(np.ascontiguousarray(small))
    path = f"/vsimem/up42-thumbnail-{threading.get_ident()}.jpg"
    gdal.GetDriverByName("JPEG").CreateCopy(path, source, options=["QUALITY=85"])
    try:
        file = gdal.VSIFOpenL(path, "rb")
        content = gdal.VSIFReadL(1, gdal.VSIStatL(path).size, file)
        gdal.VSIFCloseL(file)
    finally:
        gdal.Unlink(path)
    return bytes(content)


def _averaged(planes: NDArray[np.uint8], count: int) -> NDArray[np.uint8]:
    """Returns means of `count` columns each; what is left over at the end is dropped."""
    count = min(count, planes.shape[2])
    whole = planes.shape[2] // count * count
    total = planes[..., 0:whole:count].astype(np.uint16)
    for first in range(1, count):
        total += planes[..., first:whole:count]
    return np.asarray(total // np.uint16(count), dtype=np.uint8)
