"""Outlines on the map of the current area and scene of the list of many areas."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, Qt

from ...core.app.areas.area_search import AreaSearch
from ...core.domain.areas.area_scene import AreaFound, AreaScene
from ..map.bands import PIECES_PER_SIDE, within_globe
from ..parts.colours import base_of

_WIDTH = 2


class AreaLight(QObject):
    """Two outlines without a fill: dashed for the area, solid for the scene."""

    def __init__(self, search: AreaSearch, canvas: QgsMapCanvas, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._search = search
        self._canvas = canvas
        self.area_band = self._outline(Qt.PenStyle.DashLine)
        self.scene_band = self._outline(Qt.PenStyle.SolidLine)

    def show(self, found: Optional[AreaFound], row: Optional[AreaScene]) -> None:
        """Outlines an area and a scene; None: neither."""
        self._draw(self.area_band, self._search.outline_of(found) if found is not None else QgsGeometry())
        self._draw(self.scene_band, self._search.footprint_of(row) if row is not None else QgsGeometry())

    def release(self) -> None:
        """Removes the outlines: the canvas owns its items and outlives the dock."""
        for band in (self.area_band, self.scene_band):
            if not sip.isdeleted(band) and band.scene() is not None:
                band.scene().removeItem(band)

    def _outline(self, style: Qt.PenStyle) -> QgsRubberBand:
        band = QgsRubberBand(self._canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        band.setStrokeColor(self._canvas.palette().highlight().color())
        band.setSecondaryStrokeColor(base_of(self._canvas.palette()))
        band.setBrushStyle(Qt.BrushStyle.NoBrush)
        band.setLineStyle(style)
        band.setWidth(_WIDTH)
        return band

    def _draw(self, band: QgsRubberBand, shape: QgsGeometry) -> None:
        if sip.isdeleted(band):
            return
        if shape.isNull() or shape.isEmpty():
            band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
            return
        dense = shape.densifyByCount(PIECES_PER_SIDE)
        if dense.boundingBox().xMaximum() > 180.0:
            dense = within_globe(dense)
        band.setToGeometry(dense, QgsCoordinateReferenceSystem("EPSG:4326"))
