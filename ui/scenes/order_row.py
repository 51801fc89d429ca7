"""The buttons below the scene list: zoom, folder, preview and order; a narrow low tab has no words for the preview."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtGui import QIcon, QResizeEvent
from qgis.PyQt.QtWidgets import QPushButton, QWidget

from ..parts.flow_layout import FlowLayout
from ..parts.small import icon_button
from ..wording import order_button_text

# What frames, gaps and the two icons take beside the words, in line heights.
_AROUND_LINES = 6
_MANY = 88


class OrderRow(QWidget):
    """Wraps where it is narrow; low, it takes one line if it can."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._is_low = False
        self.preview_button = QPushButton()
        self.preview_button.setObjectName("preview_button")
        self.preview_button.setAccessibleName(self.tr("Preview"))
        self.preview_button.setToolTip(self.tr("Shows picture, facts and metadata of the current scene (P)"))
        self.order_button = QPushButton()
        self.order_button.setObjectName("order_button")
        self.zoom_button = icon_button(
            "zoom_scene_button",
            "mActionZoomToLayer.svg",
            self.tr("Zoom to the selected scenes, or to all if none is selected (F)"),
            self.tr("Zoom to scenes"),
        )
        self.folder_button = icon_button(
            "open_folder_button",
            "mActionFileOpen.svg",
            self.tr("Open the folder with data.json and the quicklooks"),
            self.tr("Open folder"),
        )
        row = FlowLayout(self, is_right=True)
        for button in (self.zoom_button, self.folder_button, self.preview_button, self.order_button):
            row.addWidget(button)
        self._fit()

    def set_low(self, is_low: bool) -> None:
        """Leaves room to the list, or shows all words."""
        self._is_low = is_low
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows as many words as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        words, metrics = self.tr("Preview…"), self.fontMetrics()
        # By the longest words of an order: choosing a scene must not move the buttons.
        longest = metrics.horizontalAdvance(order_button_text(_MANY, _MANY)) + metrics.horizontalAdvance(words)
        is_short = self._is_low and longest + _AROUND_LINES * metrics.height() > self.width()
        self.preview_button.setText("" if is_short else words)
        self.preview_button.setIcon(QgsApplication.getThemeIcon("mActionIdentify.svg") if is_short else QIcon())
