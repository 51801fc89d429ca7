"""Text that keeps its own direction where windows run from right to left: 672 credits, and not credits 672."""

from __future__ import annotations

from qgis.PyQt.QtCore import QModelIndex, Qt
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

# First strong isolate and its end (Unicode Standard Annex 9): the text between has the direction of its first letter.
_START, _END = "\u2068", "\u2069"


def own_direction(text: str) -> str:
    """Returns a line to paint with its own direction; unchanged where windows run from left to right."""
    return f"{_START}{text}{_END}" if text and QGuiApplication.isRightToLeft() else text


class FigureDelegate(QStyledItemDelegate):
    """Paints the cells of a table, each with its own direction; what is copied or read aloud is the plain text.

    Qt's labels do so automatically; its tables take the direction of the window.
    """

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Isolates the text of a cell from the direction of the table."""
        super().initStyleOption(option, index)
        if option.direction == Qt.LayoutDirection.RightToLeft and option.text:
            option.text = f"{_START}{option.text}{_END}"
