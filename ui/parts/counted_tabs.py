"""Tabs whose titles have counts where there is room for all of them."""

from __future__ import annotations

from typing import Dict, Optional, Tuple

from qgis.PyQt.QtCore import QEvent
from qgis.PyQt.QtGui import QResizeEvent, QShowEvent
from qgis.PyQt.QtWidgets import QTabWidget, QWidget


class CountedTabs(QTabWidget):
    """Leaves out the counts of all titles while not all titles fit: a title that is cut shows neither word nor count.

    The tool tip of a tab always has its count.
    """

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        # Per tab its title alone, and with the count.
        self._titles: Dict[int, Tuple[str, str]] = {}

    def set_title(self, number: int, title: str, counted: str) -> None:
        """Sets the title of a tab, alone and with its count."""
        if self._titles.get(number) == (title, counted):
            return
        self._titles[number] = (title, counted)
        self.setTabToolTip(number, counted)
        self._show_titles()

    def showEvent(self, event: QShowEvent) -> None:
        """Shows what fits; before, the size is not that of the dock."""
        super().showEvent(event)
        self._show_titles()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows what fits."""
        super().resizeEvent(event)
        self._show_titles()

    def changeEvent(self, event: QEvent) -> None:
        """Shows what fits in another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._show_titles()

    def _show_titles(self) -> None:
        bar = self.tabBar()
        advance = bar.fontMetrics().horizontalAdvance
        # The bar would take this with whole titles, although it cuts them in less room.
        needed = bar.sizeHint().width() + sum(
            advance(counted) - advance(self.tabText(number)) for number, (_, counted) in self._titles.items()
        )
        has_counts = not self.isVisible() or needed <= self.width()
        for number, titles in self._titles.items():
            text = titles[has_counts]
            # Each new text lays out the bar, and hundreds of rows come and go one after the other.
            if text != self.tabText(number):
                self.setTabText(number, text)
