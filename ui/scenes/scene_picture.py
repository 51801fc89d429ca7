"""The quicklook of a scene, large: to pan and zoom, with the outline of the area."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsMapLayer, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMapToolPan, QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QWidget

from ..map.map_zoom import MARGIN
from ..parts.colours import base_of

_LONLAT = "EPSG:4326"


class ScenePicture(QgsMapCanvas):
    """A map of its own with one layer; the wheel zooms, dragging and the arrow keys pan."""

    def __init__(self, crs: QgsCoordinateReferenceSystem, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("scene_picture")
        self.setAccessibleName(self.tr("Quicklook of the scene"))
        self.setToolTip(self.tr("The wheel zooms, dragging moves the picture; the dashed line is your area"))
        self.setStyleSheet(
            "#scene_picture { border: 2px solid transparent } #scene_picture:focus { border-color: palette(highlight) }"
        )
        self.setDestinationCrs(crs)
        self.setCanvasColor(base_of(self.palette()))
        self.enableAntiAliasing(True)
        self.setMinimumSize(6 * self.fontMetrics().height(), 6 * self.fontMetrics().height())
        self._pan = QgsMapToolPan(self)
        self.setMapTool(self._pan)
        self.footprint_band = self._band(Qt.PenStyle.SolidLine)
        self.area_band = self._band(Qt.PenStyle.DashLine)

    def show_scene(self, layer: Optional[QgsMapLayer], footprint: QgsGeometry, area: QgsGeometry) -> None:
        """Shows a quicklook, if there is one, and both outlines in EPSG:4326, and zooms to the scene."""
        self.setLayers([layer] if layer is not None else [])
        lonlat = QgsCoordinateReferenceSystem(_LONLAT)
        for band, shape in ((self.footprint_band, footprint), (self.area_band, area)):
            band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
            if not shape.isNull():
                band.setToGeometry(shape, lonlat)
        shown = next((band for band in (self.footprint_band, self.area_band) if band.numberOfVertices()), None)
        if shown is not None:
            extent = shown.asGeometry().boundingBox()
            extent.scale(MARGIN)
            self.setExtent(extent)
        self.refresh()

    def _band(self, style: Qt.PenStyle) -> QgsRubberBand:
        band = QgsRubberBand(self, QgsWkbTypes.GeometryType.PolygonGeometry)
        band.setStrokeColor(self.palette().color(QPalette.ColorRole.Highlight))
        band.setSecondaryStrokeColor(base_of(self.palette()))
        band.setFillColor(Qt.GlobalColor.transparent)
        band.setLineStyle(style)
        band.setWidth(2)
        return band
