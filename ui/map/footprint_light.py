"""Outlines on the map of the scene that is looked at and of the one below the pointer."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QAbstractItemView

from ...core.app.scenes.map_scenes import MapScenes
from ...core.app.scenes.scene_list import SceneRole
from ..parts.colours import base_of

_LOOKED_WIDTH = 3
_HOVERED_WIDTH = 2


class FootprintLight(QObject):
    """Two outlines without a fill, so that nothing tints the picture: solid for the scene looked at, dashed below the
    pointer; both with an edge that shows on any ground, until released.
    """

    def __init__(self, view: QAbstractItemView, map_scenes: MapScenes, canvas: QgsMapCanvas) -> None:
        super().__init__(view)
        self._map_scenes = map_scenes
        self._canvas = canvas
        palette = view.palette()
        self._color = palette.color(QPalette.ColorRole.Highlight)
        self._edge = base_of(palette)
        self.looked_band = self._outline(_LOOKED_WIDTH, Qt.PenStyle.SolidLine)
        self.band = self._outline(_HOVERED_WIDTH, Qt.PenStyle.DashLine)
        view.setMouseTracking(True)
        view.entered.connect(lambda index: self.light_scene(index.data(SceneRole.SCENE).id))
        view.viewport().installEventFilter(self)
        view.model().modelReset.connect(self._on_reset)

    def light_scene(self, scene_id: str) -> None:
        """Outlines the scene below the pointer; none for an empty id."""
        self._draw(self.band, scene_id)

    def look_at(self, scene_id: str) -> None:
        """Outlines a scene until another is looked at, none for an empty id."""
        self._draw(self.looked_band, scene_id)

    def release(self) -> None:
        """Removes the outlines: the canvas owns its items and outlives the dock."""
        for band in (self.band, self.looked_band):
            if not sip.isdeleted(band) and band.scene() is not None:
                band.scene().removeItem(band)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hides the dashed outline when the pointer leaves the list or the list is hidden."""
        if event.type() in (QEvent.Type.Leave, QEvent.Type.Hide):
            self._draw(self.band, "")
        return False

    def _outline(self, width: int, style: Qt.PenStyle) -> QgsRubberBand:
        band = QgsRubberBand(self._canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        band.setStrokeColor(self._color)
        band.setSecondaryStrokeColor(self._edge)
        band.setFillColor(Qt.GlobalColor.transparent)
        band.setLineStyle(style)
        band.setWidth(width)
        band.hide()
        return band

    def _on_reset(self) -> None:
        for band in (self.band, self.looked_band):
            self._draw(band, "")

    def _draw(self, band: QgsRubberBand, scene_id: str) -> None:
        if sip.isdeleted(band):
            return
        geometry = self._map_scenes.footprint_geometry(scene_id)
        if geometry.isNull():
            band.hide()
            return
        band.setToGeometry(geometry, QgsCoordinateReferenceSystem("EPSG:4326"))
        band.show()
