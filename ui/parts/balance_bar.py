"""A bar that shows a cost as a share of the balance."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QRect, QSize, Qt
from qgis.PyQt.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPalette
from qgis.PyQt.QtWidgets import QProgressBar, QSizePolicy, QStyle, QWidget

from .colours import blended, readable_on

# Contrast that graphics need against their ground (WCAG 2.1, 1.4.11).
_GRAPHICS = 3.0
_RED = "#c62828"


class BalanceBar(QProgressBar):
    """Filled as far as the cost takes the balance; what is beyond it is red and hatched, behind a line."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("balance_bar")
        self.setAccessibleName(self.tr("Balance used"))
        self.setRange(0, 100)
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._share: Optional[float] = None
        self.show_share(None, "")

    def show_share(self, share: Optional[float], text: str) -> None:
        """Shows a cost as a share of the balance, which it may exceed; `text` says the same in words."""
        self._share = share
        self.setValue(round(100.0 * min(share or 0.0, 1.0)))
        self.setAccessibleDescription(text)
        self.setToolTip(text)
        self.update()

    def sizeHint(self) -> QSize:
        """Returns a low bar."""
        return QSize(8 * self.fontMetrics().height(), max(self.fontMetrics().height() // 2, 6))

    def minimumSizeHint(self) -> QSize:
        """Returns the smallest useful size."""
        return QSize(2 * self.fontMetrics().height(), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the bar with the palette's colours."""
        painter, palette = QPainter(self), self.palette()
        window, text = palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.WindowText)
        ground = blended(window, text, 0.15)
        painter.fillRect(self.rect(), ground)
        share = self._share or 0.0
        accent = readable_on(ground, palette.color(QPalette.ColorRole.Highlight), text, _GRAPHICS)
        if share <= 1.0:
            painter.fillRect(self._part(0.0, share), accent)
        else:
            red = readable_on(ground, QColor(_RED), text, _GRAPHICS)
            beyond = self._part(1.0 / share, 1.0)
            painter.fillRect(self._part(0.0, 1.0 / share), red)
            painter.fillRect(beyond, QBrush(red, Qt.BrushStyle.BDiagPattern))
            painter.fillRect(QRect(beyond.left(), 0, 2, self.height()), text)
        painter.setPen(readable_on(window, ground, text, _GRAPHICS))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _part(self, start: float, end: float) -> QRect:
        left = round(start * self.width())
        part = QRect(left, 0, round(end * self.width()) - left, self.height())
        return QStyle.visualRect(self.layoutDirection(), self.rect(), part)
