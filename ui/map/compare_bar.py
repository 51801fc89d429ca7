"""The controls of a scene comparison; visible only while one is running."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QHBoxLayout, QSlider, QToolButton, QVBoxLayout, QWidget

from ..parts.wrapped_label import WrappedLabel
from .comparison import Comparison
from .comparison_item import CompareMode

_STEPS = 100


class CompareBar(QWidget):
    """Shows both scene names; moves the swipe line, swaps the scenes, ends the comparison."""

    def __init__(self, comparison: Comparison, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._comparison = comparison
        self.names_label = WrappedLabel()
        self.names_label.setObjectName("compare_names_label")
        self.line_slider = QSlider(Qt.Orientation.Horizontal)
        self.line_slider.setObjectName("compare_slider")
        self.line_slider.setRange(0, _STEPS)
        self.line_slider.setToolTip(self.tr("Position of the line; on the map, drag it or use the arrow keys"))
        self.line_slider.setAccessibleName(self.tr("Line position"))
        self.line_slider.valueChanged.connect(self._on_slider_moved)
        self.swap_button = QToolButton()
        self.swap_button.setObjectName("compare_swap_button")
        self.swap_button.setText(self.tr("Swap"))
        self.swap_button.setToolTip(self.tr("Swaps the two scenes (Space on the map)"))
        self.swap_button.clicked.connect(comparison.swap)
        self.end_button = QToolButton()
        self.end_button.setObjectName("compare_end_button")
        self.end_button.setIcon(QgsApplication.getThemeIcon("mIconClose.svg"))
        self.end_button.setAutoRaise(True)
        self.end_button.setToolTip(self.tr("Ends the comparison (Esc on the map)"))
        self.end_button.setAccessibleName(self.tr("End the comparison"))
        self.end_button.clicked.connect(comparison.end)
        top = QHBoxLayout()
        top.addWidget(self.names_label, 1)
        top.addWidget(self.swap_button)
        top.addWidget(self.end_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        layout.addWidget(self.line_slider)
        comparison.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        mode = self._comparison.mode
        self.setVisible(mode is not None)
        if mode is None:
            return
        is_swipe = mode is CompareMode.SWIPE
        first, second = self._comparison.titles()
        pattern = self.tr("{first}  |  {second}") if is_swipe else self.tr("{first}  ⇄  {second}")
        self.names_label.setText(pattern.format(first=first, second=second))
        self.line_slider.setVisible(is_swipe)
        self.line_slider.blockSignals(True)
        self.line_slider.setValue(round(_STEPS * self._comparison.share))
        self.line_slider.blockSignals(False)

    def _on_slider_moved(self, value: int) -> None:
        self._comparison.set_share(value / _STEPS)
