"""The area of interest on the map: its outline, a chip with its size, and what is being drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtCore import QObject, Qt

from ...core.app.session.area_sizes import size_km2
from ..wording import area_text
from .bands import PIECES_PER_SIDE, within_globe
from .map_chip import MapChip
from .map_tools import outline_band

if TYPE_CHECKING:
    from ...core.app.session.area import AreaOfInterest

_WGS84 = "EPSG:4326"


class AreaOutline(QObject):
    """A dashed outline of the area with its size; the size of the shape while one is drawn or changed.

    `facts` returns what else is known about the area, to be shown after its size.
    """

    def __init__(
        self, area: AreaOfInterest, canvas: QgsMapCanvas, facts: Callable[[], str], parent: Optional[QObject] = None
    ) -> None:
        super().__init__(parent)
        self._area = area
        self._canvas = canvas
        self._facts = facts
        self._is_sketching = False
        self._band: Optional[QgsRubberBand] = outline_band(canvas)
        self._band.setLineStyle(Qt.PenStyle.DashLine)
        self.chip = MapChip(canvas)
        area.changed.connect(self.show_state)
        canvas.destinationCrsChanged.connect(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        """Draws the current area."""
        if self._band is None:
            return
        if self._area.aoi is None:
            self._band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
        else:
            shape = self._area.geometry().densifyByCount(PIECES_PER_SIDE)
            if self._area.aoi.crosses_antimeridian:
                shape = within_globe(shape)
            self._band.setToGeometry(shape, QgsCoordinateReferenceSystem(_WGS84))
        self.show_facts()

    def show_facts(self) -> None:
        """Shows the size and what else is known now."""
        if self._band is None or self._is_sketching:
            return
        aoi = self._area.aoi
        text = "" if aoi is None else " · ".join(part for part in (area_text(aoi.area_km2), self._facts()) if part)
        self.chip.show_text(text, self._band.asGeometry().boundingBox())

    def show_sketch(self, shape: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> None:
        """Shows the size of a shape that is being made, in the map's CRS; an empty one ends it."""
        self._is_sketching = not shape.isEmpty()
        if not self._is_sketching:
            self.show_facts()
            return
        size = size_km2(shape, crs)
        self.chip.show_text("" if size is None else area_text(size), shape.boundingBox())

    def release(self) -> None:
        """Removes outline and chip from the map."""
        if self._band is not None:
            self._area.changed.disconnect(self.show_state)
            self._canvas.destinationCrsChanged.disconnect(self.show_state)
            self._canvas.scene().removeItem(self._band)
            self._canvas.scene().removeItem(self.chip)
            self._band = None
