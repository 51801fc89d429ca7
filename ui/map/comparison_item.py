"""The canvas item of a comparison: two images and a line."""

from __future__ import annotations

from enum import Enum
from typing import Optional, Tuple

from qgis.gui import QgsMapCanvas, QgsMapCanvasItem
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFontMetricsF, QPainter, QPalette, QPen
from qgis.PyQt.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ..parts.colours import base_of
from .map_picture import MapPicture

# Above the map, below its rubber bands.
_LEVEL = -5.0


class CompareMode(Enum):
    """How two scenes are compared."""

    SWIPE = "swipe"
    BLINK = "blink"


class ComparisonItem(QgsMapCanvasItem):
    """Paints two images of the map, on both sides of a line or alternately, each with its name."""

    def __init__(self, canvas: QgsMapCanvas, mode: CompareMode, pictures: Tuple[MapPicture, MapPicture]) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._mode = mode
        self.pictures = pictures
        # 0 to 1 of the width; the first image is on its left
        self.share = 0.5
        self.front = 0
        self.setZValue(_LEVEL)

    def boundingRect(self) -> QRectF:
        """Covers the whole map."""
        return QRectF(self._canvas.viewport().rect())

    def updatePosition(self) -> None:
        """Stays in the map window; the images follow the map."""
        self.update()

    def line(self) -> float:
        """Returns the position of the line in pixels from the left."""
        return self.share * self.boundingRect().width()

    def paint(
        self,
        painter: QPainter,
        option: Optional[QStyleOptionGraphicsItem] = None,
        widget: Optional[QWidget] = None,
    ) -> None:
        """Paints the images that are ready; the map stays visible until then."""
        if not all(picture.is_ready for picture in self.pictures):
            return
        whole = self.boundingRect()
        if self._mode is CompareMode.BLINK:
            self._draw_picture(painter, self.pictures[self.front], whole, is_left=True)
            return
        line = self.line()
        self._draw_picture(painter, self.pictures[0], QRectF(0, 0, line, whole.height()), is_left=True)
        right = QRectF(line, 0, whole.width() - line, whole.height())
        self._draw_picture(painter, self.pictures[1], right, is_left=False)
        self._draw_line(painter, line, whole.height())

    def _draw_picture(self, painter: QPainter, picture: MapPicture, part: QRectF, *, is_left: bool) -> None:
        if part.isEmpty():
            return
        painter.save()
        painter.setClipRect(part)
        # The map below shows other quicklooks, which must not show through.
        painter.fillRect(part, self._canvas.canvasColor())
        picture.draw(painter, self.toCanvasCoordinates)
        self._draw_title(painter, picture.title, part, is_left=is_left)
        painter.restore()

    def _draw_title(self, painter: QPainter, title: str, part: QRectF, *, is_left: bool) -> None:
        palette = self._canvas.palette()
        metrics = QFontMetricsF(self._canvas.font())
        room = metrics.height() / 3
        box = QRectF(0, 0, metrics.horizontalAdvance(title) + 2 * room, metrics.height() + room)
        corner = QPointF(room, room) if is_left else QPointF(part.right() - room - box.width(), room)
        box.moveTopLeft(corner)
        back = QColor(palette.color(QPalette.ColorRole.Window))
        back.setAlphaF(0.8)
        painter.setFont(self._canvas.font())
        painter.fillRect(box, back)
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, title)

    def _draw_line(self, painter: QPainter, line: float, height: float) -> None:
        """Paints the line and its grip, visible on bright and dark backgrounds."""
        palette = self._canvas.palette()
        grip = QFontMetricsF(self._canvas.font()).height() / 2
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bright, strong = base_of(palette), palette.color(QPalette.ColorRole.Highlight)
        for color, width in ((bright, 4.0), (strong, 2.0)):
            painter.setPen(QPen(color, width))
            painter.drawLine(QPointF(line, 0.0), QPointF(line, height))
        painter.setBrush(strong)
        painter.setPen(QPen(bright, 2.0))
        painter.drawEllipse(QPointF(line, height / 2), grip, grip)
        painter.restore()
