"""Shows on the map what of the area no chosen scene covers."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, Qt

from ..map.bands import PIECES_PER_SIDE, within_globe


class GapBand(QObject):
    """A hatched shape over the gaps; told from everything else by its hatching, not by its colour."""

    def __init__(self, canvas: QgsMapCanvas, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.band: Optional[QgsRubberBand] = None

    def show(self, gap: QgsGeometry) -> None:
        """Draws a gap in EPSG:4326 with continuous longitudes, nothing for an empty one."""
        self.clear()
        if gap.isNull() or gap.isEmpty():
            return
        band = QgsRubberBand(self._canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        color = self._canvas.palette().highlight().color()
        band.setStrokeColor(color)
        band.setSecondaryStrokeColor(self._canvas.palette().base().color())
        band.setFillColor(color)
        band.setBrushStyle(Qt.BrushStyle.BDiagPattern)
        band.setWidth(2)
        shape = gap.densifyByCount(PIECES_PER_SIDE)
        if shape.boundingBox().xMaximum() > 180.0:
            shape = within_globe(shape)
        band.setToGeometry(shape, QgsCoordinateReferenceSystem("EPSG:4326"))
        self.band = band

    def clear(self) -> None:
        """Takes the shape off the map."""
        band, self.band = self.band, None
        if band is not None and not sip.isdeleted(band) and band.scene() is not None:
            band.scene().removeItem(band)
