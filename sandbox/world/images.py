"""Arrays as image files, through GDAL; imported late, so that the Sandbox starts without it."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Begins like a JPEG and is none.
CORRUPT_IMAGE = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\x00" * 500
_numbers = itertools.count()


def encode(pixels: NDArray[np.uint8], driver: str, *options: str) -> bytes:
    """Returns an image (rows, columns, bands) or (rows, columns) as the bytes of a `JPEG` or `PNG` file."""
    from osgeo import gdal

    name = f"/vsimem/sandbox-image-{next(_numbers)}"
    if gdal.GetDriverByName(driver).CreateCopy(name, in_memory(pixels), options=list(options)) is None:
        raise RuntimeError(gdal.GetLastErrorMsg())
    handle = gdal.VSIFOpenL(name, "rb")
    try:
        size = gdal.VSIStatL(name).size
        return bytes(gdal.VSIFReadL(1, size, handle))
    finally:
        gdal.VSIFCloseL(handle)
        gdal.Unlink(name)


def in_memory(pixels: NDArray[Any]) -> Any:
    """Returns a GDAL dataset in memory that holds the array."""
    from osgeo import gdal

    kind = gdal.GDT_UInt16 if pixels.dtype == np.uint16 else gdal.GDT_Byte
    planes = pixels[..., None] if pixels.ndim == 2 else pixels
    rows, columns, bands = planes.shape
    dataset = gdal.GetDriverByName("MEM").Create("", columns, rows, bands, kind)
    for band in range(bands):
        dataset.GetRasterBand(band + 1).WriteArray(np.ascontiguousarray(planes[..., band]))
    return dataset
