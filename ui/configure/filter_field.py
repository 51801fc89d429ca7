"""Chooses the highest cloud cover and how many scenes are wanted."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgsSpinBox
from qgis.PyQt.QtCore import QSignalBlocker, Qt
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QVBoxLayout, QWidget

from ...core.app.session.workbench import Workbench
from .parameter_field import ParameterField

# Wider than any product allows, so that too large a number gets its sentence instead of being cut.
MAX_SCENES = 100_000


class CloudField(ParameterField):
    """A number and a slider for the same percentage of the whole scene."""

    def __init__(self, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__("cloud_cover", workbench, parent)
        self.spin = QgsSpinBox()
        self.spin.setObjectName("cloud_spin")
        self.spin.setRange(0, 100)
        self.spin.setPrefix("≤ ")
        self.spin.setSuffix(" %")
        self.spin.setShowClearButton(False)
        self.spin.setKeyboardTracking(False)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("cloud_slider")
        self.slider.setRange(0, 100)
        self.slider.setPageStep(10)
        for editor in (self.spin, self.slider):
            editor.setAccessibleName(self.tr("Highest cloud cover"))
            editor.setToolTip(self.tr("Of the whole scene, as the provider states it"))
            editor.valueChanged.connect(self._workbench.set_max_cloud_cover)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.spin)
        row.addWidget(self.slider, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.problem_label)
        self.follow_workbench()

    def show_state(self) -> None:
        """Shows the workbench's cloud cover; none is a hundred per cent."""
        cover = self._workbench.parameters.max_cloud_cover
        for editor in (self.spin, self.slider):
            with QSignalBlocker(editor):
                editor.setValue(100 if cover is None else cover)


class LimitField(ParameterField):
    """How many of the most recent scenes are wanted."""

    def __init__(self, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__("limit", workbench, parent)
        self.spin = QgsSpinBox()
        self.spin.setObjectName("limit_spin")
        self.spin.setRange(0, MAX_SCENES)
        self.spin.setShowClearButton(False)
        self.spin.setKeyboardTracking(False)
        self.spin.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.spin.setAccessibleName(self.tr("How many scenes"))
        self.spin.setToolTip(self.tr("1 is the most recent scene, more are the most recent ones, newest first"))
        note = QLabel(self.tr("newest first"))
        note.setWordWrap(True)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.spin)
        row.addWidget(note, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.problem_label)
        self.spin.valueChanged.connect(self._workbench.set_limit)
        self.follow_workbench()

    def show_state(self) -> None:
        """Shows the workbench's limit."""
        with QSignalBlocker(self.spin):
            self.spin.setValue(self._workbench.parameters.limit)
