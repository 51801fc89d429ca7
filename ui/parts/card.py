"""Painting of list rows: ground, focus frame and lines of text, mirrored where text runs from right to left."""

from __future__ import annotations

from typing import Sequence

from qgis.PyQt.QtCore import QRect, QRectF, Qt
from qgis.PyQt.QtGui import QFont, QFontMetrics, QPainter, QPalette, QPen, QTextOption
from qgis.PyQt.QtWidgets import QStyle, QStyleOptionViewItem

from .colours import base_of, blended, dimmed_on, ground_below, text_on

_HOVER_SHARE = 0.12
_FOCUS_WIDTH = 2


class CardPainter:
    """Paints one row with the palette and font of its view.

    Rectangles are those of a row that runs from left to right; `place` and the drawing methods mirror them. The ground
    is painted here and not by the style, so that every text has a known contrast with it.
    """

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        self._painter = painter
        self._option = option
        self._is_mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        is_active = bool(option.state & QStyle.StateFlag.State_Active)
        group = QPalette.ColorGroup.Active if is_active else QPalette.ColorGroup.Inactive
        palette = option.palette
        base = base_of(palette, group)
        text = palette.color(group, QPalette.ColorRole.Text)
        highlight = palette.color(group, QPalette.ColorRole.Highlight)
        # That of a row which is not selected, also below its marks.
        self.base_color, self.base_text_color = base, text_on(base, text)
        if option.state & QStyle.StateFlag.State_Selected:
            self.text_color = palette.color(group, QPalette.ColorRole.HighlightedText)
            self.ground = ground_below(self.text_color, highlight)
        else:
            is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
            self.ground = blended(base, highlight, _HOVER_SHARE) if is_hovered else base
            self.text_color = text_on(self.ground, text)
        self.dim_color = dimmed_on(self.ground, self.text_color)
        self.metrics = QFontMetrics(option.font)
        self.padding = padding(option)

    def place(self, rect: QRect) -> QRect:
        """Returns where a rectangle of the row is on the screen."""
        return QStyle.visualRect(self._option.direction, self._option.rect, rect)

    def draw_frame(self) -> None:
        """Paints ground, focus and the line below the row."""
        rect = self._option.rect
        self._painter.fillRect(rect, self.ground)
        self._painter.setPen(blended(self.ground, self.text_color, 0.15))
        self._painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if self._option.state & QStyle.StateFlag.State_HasFocus:
            pen = QPen(self.text_color, _FOCUS_WIDTH)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            self._painter.setPen(pen)
            self._painter.drawRect(rect.adjusted(1, 1, -_FOCUS_WIDTH, -_FOCUS_WIDTH))

    def fitting(self, texts: Sequence[str], width: int) -> str:
        """Returns the first text that fits into a width, else the last one."""
        return fitting_text(texts, self.metrics, width)

    def draw_text(
        self,
        rect: QRect,
        text: str,
        *,
        is_bold: bool = False,
        is_dim: bool = False,
        is_right: bool = False,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> int:
        """Paints one line, cut with an ellipsis if it does not fit; returns its width."""
        font = QFont(self._option.font)
        font.setBold(is_bold)
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, elide, rect.width())
        is_at_right = is_right is not self._is_mirrored
        side = Qt.AlignmentFlag.AlignRight if is_at_right else Qt.AlignmentFlag.AlignLeft
        self._painter.setFont(font)
        self._painter.setPen(self.dim_color if is_dim else self.text_color)
        # Absolute: the side is mirrored already, and figures keep their own direction.
        layout = QTextOption(side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute)
        layout.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        layout.setWrapMode(QTextOption.WrapMode.NoWrap)
        self._painter.drawText(QRectF(self.place(rect)), shown, layout)
        return metrics.horizontalAdvance(shown)


def fitting_text(texts: Sequence[str], metrics: QFontMetrics, width: int) -> str:
    """Returns the first text that fits into a width, else the last one; amounts are in all of them."""
    # Below it: widths are rounded, and a text of exactly that width may be cut.
    return next((text for text in texts if metrics.horizontalAdvance(text) < width), texts[-1])


def bold_width(option: QStyleOptionViewItem, text: str) -> int:
    """Returns the width of a bold line."""
    font = QFont(option.font)
    font.setBold(True)
    return QFontMetrics(font).horizontalAdvance(text)


def padding(option: QStyleOptionViewItem) -> int:
    """Returns the padding around and between the parts of a row."""
    return max(QFontMetrics(option.font).height() // 3, 2)
