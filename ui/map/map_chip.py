"""A short text in a dark box at a place of the map."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsPointXY, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFontMetricsF, QPainter
from qgis.PyQt.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ..parts.direction import own_direction

# Above all bands.
_LEVEL = 120.0
# White on this has a contrast of 10:1, over any map.
_BACK = QColor(40, 48, 58, 235)
_TEXT = QColor(255, 255, 255)


class MapChip(QgsMapCanvasItem):
    """Above the upper left corner of a box or below its lower one, within the map window; hidden while the box is out
    of sight.
    """

    def __init__(self, canvas: QgsMapCanvas, *, is_below: bool = False) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._is_below = is_below
        self._box = QgsRectangle()
        self.text = ""
        self.setZValue(_LEVEL)
        self.hide()

    def show_text(self, text: str, box: QgsRectangle) -> None:
        """Shows a text at a box in the map's CRS; nothing for an empty text or box."""
        self.prepareGeometryChange()
        self.text = "" if box.isEmpty() else text
        self._box = QgsRectangle(box)
        self.updatePosition()

    def boundingRect(self) -> QRectF:
        """Returns the box around the text, in pixels."""
        metrics = QFontMetricsF(self._canvas.font())
        room = metrics.height() / 3
        return QRectF(0.0, 0.0, metrics.horizontalAdvance(self.text) + 2 * room, metrics.height() + room)

    def updatePosition(self) -> None:
        """Follows the map."""
        is_shown = bool(self.text) and self._canvas.extent().intersects(self._box)
        self.setVisible(is_shown)
        if not is_shown:
            return
        size, view = self.boundingRect(), QRectF(self._canvas.viewport().rect())
        gap = size.height() / 4
        height = self._box.yMinimum() if self._is_below else self._box.yMaximum()
        corner = self.toCanvasCoordinates(QgsPointXY(self._box.xMinimum(), height))
        left = max(min(corner.x(), view.width() - size.width() - gap), gap)
        top = corner.y() + gap if self._is_below else corner.y() - size.height() - gap
        self.setPos(QPointF(left, max(min(top, view.height() - size.height() - gap), gap)))
        self.update()

    def paint(
        self,
        painter: QPainter,
        option: Optional[QStyleOptionGraphicsItem] = None,
        widget: Optional[QWidget] = None,
    ) -> None:
        """Paints the box and the text."""
        box = self.boundingRect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_BACK)
        painter.drawRoundedRect(box, box.height() / 6, box.height() / 6)
        painter.setFont(self._canvas.font())
        painter.setPen(_TEXT)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, own_direction(self.text))
