"""The rubber band of gaps in a cover, and shapes for all of them."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsRectangle, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, Qt

from ..parts.colours import base_of

# A straight line in degrees is curved on most maps.
PIECES_PER_SIDE = 8


def within_globe(shape: QgsGeometry) -> QgsGeometry:
    """Returns an area that crosses 180° as two parts within ±180°; else it would be drawn around the globe."""
    west = shape.intersection(QgsGeometry.fromRect(QgsRectangle(-180.0, -90.0, 180.0, 90.0)))
    east = shape.intersection(QgsGeometry.fromRect(QgsRectangle(180.0, -90.0, 540.0, 90.0)))
    east.translate(-360.0, 0.0)
    return QgsGeometry.collectGeometry([west, east])


class GapBand(QObject):
    """A hatched shape over the gaps, recognisable without colour."""

    def __init__(self, canvas: QgsMapCanvas, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.band: Optional[QgsRubberBand] = None

    def show(self, gap: QgsGeometry) -> None:
        """Draws a gap in EPSG:4326 with continuous longitudes; nothing if it is empty."""
        self.clear()
        if gap.isNull() or gap.isEmpty():
            return
        band = QgsRubberBand(self._canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        color = self._canvas.palette().highlight().color()
        band.setStrokeColor(color)
        band.setSecondaryStrokeColor(base_of(self._canvas.palette()))
        band.setFillColor(color)
        band.setBrushStyle(Qt.BrushStyle.BDiagPattern)
        band.setWidth(2)
        shape = gap.densifyByCount(PIECES_PER_SIDE)
        if shape.boundingBox().xMaximum() > 180.0:
            shape = within_globe(shape)
        band.setToGeometry(shape, QgsCoordinateReferenceSystem("EPSG:4326"))
        self.band = band

    def clear(self) -> None:
        """Removes the shape from the map."""
        band, self.band = self.band, None
        if band is not None and not sip.isdeleted(band) and band.scene() is not None:
            band.scene().removeItem(band)
