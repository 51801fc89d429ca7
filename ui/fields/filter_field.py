"""Chooses the highest cloud cover and how many scenes are wanted."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgsSpinBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from ...core.app.workbench import Workbench
from .problem_label import ProblemLabel


class CloudField(QWidget):
    """A number and a slider for the same percentage of the whole scene."""

    def __init__(self, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.spin = QgsSpinBox()
        self.spin.setObjectName("cloud_spin")
        self.spin.setRange(0, 100)
        self.spin.setPrefix("≤ ")
        self.spin.setSuffix(" %")
        self.spin.setShowClearButton(False)
        self.spin.setKeyboardTracking(False)
        self.spin.setAccessibleName(self.tr("Highest cloud cover"))
        self.spin.setToolTip(self.tr("Of the whole scene, as the provider states it"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("cloud_slider")
        self.slider.setRange(0, 100)
        self.slider.setPageStep(10)
        self.slider.setAccessibleName(self.tr("Highest cloud cover"))
        self.slider.setToolTip(self.spin.toolTip())
        self.problem_label = ProblemLabel("cloud_problem")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.spin)
        row.addWidget(self.slider, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.problem_label)
        self.spin.valueChanged.connect(self._on_value)
        self.slider.valueChanged.connect(self._on_value)
        workbench.parameters_changed.connect(self.show_state)
        workbench.problems_changed.connect(self._show_problems)
        self.show_state()

    def show_state(self) -> None:
        """Shows the workbench's cloud cover; none is a hundred per cent."""
        cover = self._workbench.parameters.max_cloud_cover
        for editor in (self.spin, self.slider):
            editor.blockSignals(True)
            editor.setValue(100 if cover is None else cover)
            editor.blockSignals(False)

    def _on_value(self, value: int) -> None:
        self._workbench.set_max_cloud_cover(value)

    def _show_problems(self) -> None:
        self.problem_label.show_problems(one for one in self._workbench.problems if one.field == "cloud_cover")


class LimitField(QWidget):
    """How many of the most recent scenes are wanted."""

    def __init__(self, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.spin = QgsSpinBox()
        self.spin.setObjectName("limit_spin")
        # Wider than any product allows, so that too large a number gets its sentence instead of being cut.
        self.spin.setRange(0, 100_000)
        self.spin.setShowClearButton(False)
        self.spin.setKeyboardTracking(False)
        self.spin.setAccessibleName(self.tr("Limit"))
        self.spin.setToolTip(self.tr("1 is the most recent scene, more are the most recent ones, newest first"))
        self.problem_label = ProblemLabel("limit_problem")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.spin)
        layout.addWidget(self.problem_label)
        self.spin.valueChanged.connect(self._workbench.set_limit)
        workbench.parameters_changed.connect(self.show_state)
        workbench.problems_changed.connect(self._show_problems)
        self.show_state()

    def show_state(self) -> None:
        """Shows the workbench's limit."""
        self.spin.blockSignals(True)
        self.spin.setValue(self._workbench.parameters.limit)
        self.spin.blockSignals(False)

    def _show_problems(self) -> None:
        self.problem_label.show_problems(one for one in self._workbench.problems if one.field == "limit")
