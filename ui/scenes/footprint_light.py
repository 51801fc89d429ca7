"""Lights the footprint of the scene under the mouse."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QModelIndex, QObject
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QAbstractItemView

from ...core.app.scenes.map_scenes import MapScenes
from ...core.app.scenes.scene_list import SceneRole


class FootprintLight(QObject):
    """A rubber band over the scene that the mouse points at in a view; gone when released."""

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
        view.entered.connect(self._light)
        view.viewport().installEventFilter(self)
        view.model().modelReset.connect(self._darken)

    def release(self) -> None:
        """Takes the rubber band off the canvas, which owns its items and outlives the dock."""
        if not sip.isdeleted(self.band) and self.band.scene() is not None:
            self.band.scene().removeItem(self.band)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Puts the light out when the mouse leaves the list or the list goes away."""
        if event.type() in (QEvent.Type.Leave, QEvent.Type.Hide):
            self._darken()
        return False

    def _light(self, index: QModelIndex) -> None:
        geometry = self._map_scenes.footprint_geometry(index.data(SceneRole.SCENE).id)
        if geometry.isNull():
            self._darken()
            return
        self.band.setToGeometry(geometry, QgsCoordinateReferenceSystem("EPSG:4326"))
        self.band.show()

    def _darken(self) -> None:
        if not sip.isdeleted(self.band):
            self.band.hide()

