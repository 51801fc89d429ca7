"""A small map of an order: its area and the outlines of its scenes over their quicklooks."""

from __future__ import annotations

import math
from typing import List, Optional, Sequence, Tuple

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsMapLayer,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QHideEvent, QImage, QPainter, QPaintEvent, QPalette, QPen, QPolygonF, QShowEvent
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from ...core.domain.aoi import Aoi, Point, Ring
from ...core.domain.scenes.scene import Scene
from ..parts.colours import base_of, readable_on
from ..wording import area_text, scene_count_text

_SIDE = 200
# How much of the surroundings is shown: sides of the map, in sides of the area.
_AROUND = 1.8
# Near the poles degrees of longitude are drawn wider than they are rather than without end.
_MIN_SHRINKING = 0.05
_GRAPHICS = 3.0


class OrderMap(QWidget):
    """Drawn in degrees, longitudes shortened for the latitude of the area; the quicklooks follow from a thread."""

    def __init__(
        self,
        aoi: Aoi,
        scenes: Sequence[Scene],
        layers: Sequence[QgsMapLayer] = (),
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("order_map")
        self._area = aoi.ring
        self._footprints = [_near(scene.footprint, aoi) for scene in scenes if scene.footprint is not None]
        self._layers = list(layers)
        self._job: Optional[QgsMapRendererParallelJob] = None
        self.image: Optional[QImage] = None
        west, south, east, north = aoi.bounds
        self._shrinking = max(math.cos(math.radians((south + north) / 2.0)), _MIN_SHRINKING)
        side = _AROUND * max((east - west) * self._shrinking, north - south)
        self._centre = ((west + east) / 2.0, (south + north) / 2.0)
        # Of latitude
        self._degrees_a_side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        text = self.tr("{scenes} and the area of {area} (dashed)").format(
            scenes=scene_count_text(len(scenes)), area=area_text(aoi.area_km2)
        )
        self.setAccessibleName(self.tr("Map of the order"))
        self.setAccessibleDescription(text)
        self.setToolTip(text)

    def sizeHint(self) -> QSize:
        """Returns a square."""
        return QSize(_SIDE, _SIDE)

    def showEvent(self, event: QShowEvent) -> None:
        """Begins to draw the quicklooks."""
        super().showEvent(event)
        if self._layers and self.image is None and self._job is None:
            self._render()

    def hideEvent(self, event: QHideEvent) -> None:
        """Gives up drawing."""
        super().hideEvent(event)
        job, self._job = self._job, None
        if job is not None:
            job.cancelWithoutBlocking()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints quicklooks, outlines and area."""
        painter, palette = QPainter(self), self.palette()
        ground, text = base_of(palette), palette.color(QPalette.ColorRole.Text)
        painter.fillRect(self.rect(), ground)
        if self.image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(self.rect()), self.image, QRectF(self.image.rect()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for ring in self._footprints:
            self._outline(painter, ring, ground, text, QPen(text, 1))
        accent = readable_on(ground, palette.color(QPalette.ColorRole.Highlight), text, _GRAPHICS)
        self._outline(painter, self._area, ground, text, QPen(accent, 2, Qt.PenStyle.DashLine))
        painter.setPen(text)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _outline(self, painter: QPainter, ring: Sequence[Point], ground: QColor, text: QColor, pen: QPen) -> None:
        shape = QPolygonF([self._place(lon, lat) for lon, lat in ring])
        # A rim in the colour of the ground, so that it is visible on pictures of any colour.
        for stroke in (QPen(ground, pen.widthF() + 2), pen):
            painter.setPen(stroke)
            painter.drawPolyline(shape)

    def _place(self, lon: float, lat: float) -> QPointF:
        scale = self.height() / self._degrees_a_side
        x = self.width() / 2.0 + (lon - self._centre[0]) * self._shrinking * scale
        return QPointF(x, self.height() / 2.0 - (lat - self._centre[1]) * scale)

    def _render(self) -> None:
        half_lat = self._degrees_a_side / 2.0
        half_lon = half_lat / self._shrinking
        settings = QgsMapSettings()
        settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
        settings.setLayers(self._layers)
        # Degrees of longitude are wider here than in the widget, where the picture is pressed together.
        settings.setOutputSize(QSize(min(round(_SIDE / self._shrinking), 5 * _SIDE), _SIDE))
        lon, lat = self._centre
        settings.setExtent(QgsRectangle(lon - half_lon, lat - half_lat, lon + half_lon, lat + half_lat))
        settings.setBackgroundColor(QColor(0, 0, 0, 0))
        job = QgsMapRendererParallelJob(settings)
        # A cancelled job must outlive its threads, not only our last reference to it.
        job.setParent(QgsApplication.instance())
        job.finished.connect(self._take)
        job.finished.connect(job.deleteLater)
        self._job = job
        job.start()

    def _take(self) -> None:
        job = self._job
        if job is not None and job is self.sender():
            self.image = job.renderedImage()
            self._job = None
            self.update()


def _near(footprint: Ring, aoi: Aoi) -> List[Tuple[float, float]]:
    """Returns a footprint on the same turn of the globe as the area."""
    turns = 360.0 * round((aoi.bounds[0] - footprint[0][0]) / 360.0)
    return [(lon + turns, lat) for lon, lat in footprint]
