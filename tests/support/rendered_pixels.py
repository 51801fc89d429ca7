"""Renders layers to pixels, and the expected colours of the samples' landscape."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsMapRendererParallelJob, QgsMapSettings
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage

from support import output_samples as samples

# Columns and rows in the middle of water, field and town.
PLACES = {"water": (25, 50), "field": (60, 50), "town": (95, 50)}
OUTSIDE = ((1, 1), (118, 98))


def pixels_of(layer, columns=samples.COLUMNS, rows=samples.ROWS):
    """Renders a layer on nothing, one image pixel a raster pixel, and returns rows, columns, RGBA."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(layer.extent())
    settings.setOutputSize(QSize(columns, rows))
    settings.setBackgroundColor(QColor(0, 0, 0, 0))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage().convertToFormat(QImage.Format.Format_RGBA8888)
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    return np.frombuffer(bytes(bits), dtype=np.uint8).reshape(rows, columns, 4)


def colours_at(pixels):
    """Returns the colour in the middle of water, field and town, averaged over the texture."""
    found = {}
    for name, (column, row) in PLACES.items():
        found[name] = pixels[row - 9 : row + 10, column - 8 : column + 9, :3].reshape(-1, 3).mean(axis=0)
    return found


def is_clear(pixels, column, row):
    return pixels[row, column, 3] == 0


def assert_only_the_frame_shows(pixels):
    """Outside is clear, and nothing within is: no black edge, no hole in dark water."""
    _, valid = samples.landscape()
    seen = pixels[..., 3] > 0
    assert all(is_clear(pixels, *place) for place in OUTSIDE)
    assert not seen[~valid].any()
    assert seen[valid].all()
