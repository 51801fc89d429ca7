"""Small pictures of quicklooks for lists."""

from __future__ import annotations

import numpy as np
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice
from qgis.PyQt.QtGui import QImage

from .image import QuicklookImage

THUMBNAIL_PX = 96
_QUALITY = 85


def thumbnail(image: QuicklookImage) -> bytes:
    """Returns a JPEG of an image, at most THUMBNAIL_PX a side; transparent parts are black."""
    # Not by Qt's smooth scaling: it waits for threads of the pool while Python cannot run, and those may wait for
    # Python.
    step = -(-max(image.size) // THUMBNAIL_PX)
    columns, rows = (max(side // step, 1) for side in image.size)
    across, down = (min(step // 2, side - 1) for side in image.size)
    # Four pixels of each block tell its colour.
    corners = [image.packed[row::step, column::step] for row in (0, down) for column in (0, across)]
    values = [np.ascontiguousarray(one[:rows, :columns]).view(np.uint8).astype(np.uint16) for one in corners]
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
