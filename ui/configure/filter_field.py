"""Editors of the maximum cloud cover and the maximum number of scenes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.gui import QgsSpinBox
from qgis.PyQt.QtCore import QSignalBlocker, Qt
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QVBoxLayout, QWidget

from ...core.wording.figures import counted
from ..parts.flow_layout import FlowLayout
from ..parts.number_spin import NumberSpin
from ..parts.small import large_enough
from ..wording import number_text
from .parameter_field import ParameterField

if TYPE_CHECKING:
    from ...core.app.session.workbench import Workbench

# Above what any product allows, so that too large a number gets a message instead of being cut.
MAX_SCENES = 100_000


class CloudField(ParameterField):
    """A number and a slider for the maximum cloud cover of the whole scene."""

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
        large_enough(self.slider)
        for editor in (self.spin, self.slider):
            editor.setAccessibleName(self.tr("Maximum cloud cover"))
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
        """Shows the workbench's cloud cover; no limit is 100 %."""
        cover = self._workbench.parameters.max_cloud_cover
        for editor in (self.spin, self.slider):
            with QSignalBlocker(editor):
                editor.setValue(100 if cover is None else cover)


class LimitField(ParameterField):
    """The maximum number of scenes, newest first."""

    def __init__(self, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__("limit", workbench, parent)
        self.spin = NumberSpin()
        self.spin.setObjectName("limit_spin")
        self.spin.setRange(1, MAX_SCENES)
        self.spin.setPrefix(self.tr("At most "))
        self.spin.setShowClearButton(False)
        self.spin.setKeyboardTracking(False)
        self.spin.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.spin.setAccessibleName(self.tr("Maximum number of scenes"))
        self.spin.setToolTip(self.tr("At most this many scenes, the most recent ones"))
        self._note = QLabel()
        self._note.setObjectName("limit_note")
        row = QWidget()
        flow = FlowLayout(row)
        flow.addWidget(self.spin)
        flow.addWidget(self._note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(row)
        layout.addWidget(self.problem_label)
        self.spin.valueChanged.connect(self._workbench.set_limit)
        self.spin.valueChanged.connect(self._show_unit)
        workbench.product_changed.connect(self.show_state)
        workbench.mode_changed.connect(self.show_state)
        self.follow_workbench()

    def show_state(self) -> None:
        """Shows the workbench's limit."""
        with QSignalBlocker(self.spin):
            # A request edited as JSON may have any limit, which is shown as it is, with what is wrong with it.
            self.spin.setMinimum(min(1, self._workbench.parameters.limit))
            self.spin.setValue(self._workbench.parameters.limit)
        self._show_unit(self.spin.value())
        most = self._workbench.max_scenes
        text = self.tr("newest first")
        if most is not None:
            text = self.tr("newest first, 1 to {most}").format(most=number_text(most))
        self._note.setText(text)

    def _show_unit(self, count: int) -> None:
        self.spin.setSuffix(counted(self.tr(" scene(s)", None, count), count))
