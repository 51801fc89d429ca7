"""Rubber bands on the map: gaps in a cover and the highlighted footprint."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsRectangle, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QAbstractItemView

from ...core.app.scenes.map_scenes import MapScenes
from ...core.app.scenes.scene_list import SceneRole

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
        """Removes the shape from the map."""
        band, self.band = self.band, None
        if band is not None and not sip.isdeleted(band) and band.scene() is not None:
            band.scene().removeItem(band)


class FootprintLight(QObject):
    """A rubber band around the footprint of the scene below the pointer in a view, until released."""

    def __init__(self, view: QAbstractItemView, map_scenes: MapScenes, canvas: QgsMapCanvas) -> None:
        super().__init__(view)
        self._map_scenes = map_scenes
        band = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        color = view.palette().color(QPalette.ColorRole.Highlight)
        fill = QColor(color)
        fill.setAlphaF(0.25)
        band.setStrokeColor(color)
        band.setFillColor(fill)
        band.setWidth(max(view.fontMetrics().lineWidth() * 2, 2))
        band.hide()
        self.band = band
        view.setMouseTracking(True)
        view.entered.connect(lambda index: self.light_scene(index.data(SceneRole.SCENE).id))
        view.viewport().installEventFilter(self)
        view.model().modelReset.connect(self._darken)

    def release(self) -> None:
        """Removes the rubber band: the canvas owns its items and outlives the dock."""
        if not sip.isdeleted(self.band) and self.band.scene() is not None:
            self.band.scene().removeItem(self.band)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hides the highlight when the pointer leaves the list or the list is hidden."""
        if event.type() in (QEvent.Type.Leave, QEvent.Type.Hide):
            self._darken()
        return False

    def light_scene(self, scene_id: str) -> None:
        """Highlights the footprint of a scene; nothing for an empty id."""
        geometry = self._map_scenes.footprint_geometry(scene_id)
        if geometry.isNull():
            self._darken()
            return
        self.band.setToGeometry(geometry, QgsCoordinateReferenceSystem("EPSG:4326"))
        self.band.show()

    def _darken(self) -> None:
        if not sip.isdeleted(self.band):
            self.band.hide()
