"""Shows the area of interest on the map."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsRectangle, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtCore import QObject, Qt

from ...core.app.session.area import AreaOfInterest, AreaSource

# Straight in degrees is curved on most maps.
PIECES_PER_SIDE = 8


class AreaBand(QObject):
    """A dashed outline that follows the area; the map's own extent needs none."""

    def __init__(self, area: AreaOfInterest, canvas: QgsMapCanvas, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._area = area
        self._canvas = canvas
        self._band: Optional[QgsRubberBand] = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        self._band.setStrokeColor(canvas.palette().highlight().color())
        # Legible on dark and on bright ground.
        self._band.setSecondaryStrokeColor(canvas.palette().base().color())
        self._band.setFillColor(Qt.GlobalColor.transparent)
        self._band.setLineStyle(Qt.PenStyle.DashLine)
        self._band.setWidth(2)
        area.changed.connect(self.show_state)
        canvas.destinationCrsChanged.connect(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        """Draws the area as it is."""
        if self._band is None:
            return
        follows = self._area.source is AreaSource.MAP_EXTENT and self._area.follows_map
        if self._area.aoi is None or follows:
            self._band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
        else:
            shape = self._area.geometry().densifyByCount(PIECES_PER_SIDE)
            if self._area.aoi.crosses_antimeridian:
                shape = within_globe(shape)
            self._band.setToGeometry(shape, QgsCoordinateReferenceSystem("EPSG:4326"))

    def release(self) -> None:
        """Takes the outline off the map."""
        if self._band is not None:
            self._area.changed.disconnect(self.show_state)
            self._canvas.destinationCrsChanged.disconnect(self.show_state)
            self._canvas.scene().removeItem(self._band)
            self._band = None


def within_globe(shape: QgsGeometry) -> QgsGeometry:
    """Returns an area that runs past 180° as two parts within ±180°; a map would draw the one around the globe."""
    west = shape.intersection(QgsGeometry.fromRect(QgsRectangle(-180.0, -90.0, 180.0, 90.0)))
    east = shape.intersection(QgsGeometry.fromRect(QgsRectangle(180.0, -90.0, 540.0, 90.0)))
    east.translate(-360.0, 0.0)
    return QgsGeometry.collectGeometry([west, east])
