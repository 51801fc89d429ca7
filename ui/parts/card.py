"""Painting of list rows: frame and lines of text."""

from __future__ import annotations

from qgis.PyQt.QtCore import QRect, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QTextOption
from qgis.PyQt.QtWidgets import QApplication, QStyle, QStyleOptionViewItem


class CardPainter:
    """Paints one row with the style, palette and font of its view."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        self._painter = painter
        self._option = option
        is_active = bool(option.state & QStyle.StateFlag.State_Active)
        group = QPalette.ColorGroup.Active if is_active else QPalette.ColorGroup.Inactive
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text
        self.text_color = option.palette.color(group, role)
        self.metrics = QFontMetrics(option.font)
        self.padding = padding(option)

    def draw_frame(self) -> None:
        """Paints selection, hover and focus."""
        option = self._option
        style = option.widget.style() if option.widget is not None else QApplication.style()
        style.drawPrimitive(
            QStyle.PrimitiveElement.PE_PanelItemViewItem, option, self._painter, option.widget
        )
        line = QColor(self.text_color)
        line.setAlphaF(0.15)
        self._painter.setPen(line)
        self._painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())

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
        color = QColor(self.text_color)
        if is_dim:
            color.setAlphaF(0.75)
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, elide, rect.width())
        side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
        self._painter.setFont(font)
        self._painter.setPen(color)
        layout = QTextOption(side | Qt.AlignmentFlag.AlignVCenter)
        layout.setWrapMode(QTextOption.WrapMode.NoWrap)
        self._painter.drawText(QRectF(rect), shown, layout)
        return metrics.horizontalAdvance(shown)


def bold_width(option: QStyleOptionViewItem, text: str) -> int:
    """Returns the width of a bold line."""
    font = QFont(option.font)
    font.setBold(True)
    return QFontMetrics(font).horizontalAdvance(text)


def padding(option: QStyleOptionViewItem) -> int:
    """Returns the padding around and between the parts of a row."""
    return max(QFontMetrics(option.font).height() // 3, 2)
