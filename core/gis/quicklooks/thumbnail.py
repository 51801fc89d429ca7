"""Small pictures of quicklooks for lists."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, Qt
from qgis.PyQt.QtGui import QImage

THUMBNAIL_PX = 96
_QUALITY = 85


def thumbnail(pixels: NDArray[np.uint8]) -> bytes:
    """Returns a JPEG, at most THUMBNAIL_PX a side, of rows, columns and grey or three colours with alpha."""
    rows, columns, count = pixels.shape
    shown = pixels if count == 4 else np.ascontiguousarray(pixels[..., 0])
    kind = QImage.Format.Format_RGBX8888 if count == 4 else QImage.Format.Format_Grayscale8
    small = QImage(shown.data, columns, rows, shown.strides[0], kind)
    if max(rows, columns) > THUMBNAIL_PX:
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        small = small.scaled(THUMBNAIL_PX, THUMBNAIL_PX, keep, smooth)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    small.save(buffer, "JPG", _QUALITY)
    return bytes(content)
