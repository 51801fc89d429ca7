"""Small pictures of quicklooks for lists."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice
from qgis.PyQt.QtGui import QImage

THUMBNAIL_PX = 96
_QUALITY = 85


def thumbnail(pixels: NDArray[np.uint8]) -> bytes:
    """Returns a JPEG, at most THUMBNAIL_PX a side, of rows, columns and grey or three colours with alpha."""
    # Not by Qt's smooth scaling: it waits for threads of the pool while Python cannot run, and those may wait for
    # Python.
    step = -(-max(pixels.shape[:2]) // THUMBNAIL_PX)
    # Two rows of each block tell its colour.
    thinned = pixels[:: max(step // 2, 1)]
    planes = [_averaged(_averaged(thinned[..., band].T, min(step, 2)).T, step) for band in range(pixels.shape[2] - 1)]
    small = np.ascontiguousarray(np.stack(planes, axis=2))
    kind = QImage.Format.Format_RGB888 if len(planes) == 3 else QImage.Format.Format_Grayscale8
    image = QImage(small.data, small.shape[1], small.shape[0], small.strides[0], kind)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG", _QUALITY)
    return bytes(content)


def _averaged(plane: NDArray[np.uint8], count: int) -> NDArray[np.uint8]:
    """Returns means of `count` columns each; what is left over at the end is dropped."""
    count = min(count, plane.shape[1])
    whole = plane.shape[1] // count * count
    total = plane[:, 0:whole:count].astype(np.uint16)
    for first in range(1, count):
        total += plane[:, first:whole:count]
    return np.asarray(total // np.uint16(count), dtype=np.uint8)
