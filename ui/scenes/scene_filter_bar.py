"""Filters and sorting of the scene list."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QLabel, QToolButton, QWidget

from ...core.app.scenes.figures import SceneColumn
from ...core.app.scenes.scene_filter import SceneFilterModel
from ...core.app.scenes.scene_list import SceneListModel
from ..parts.scrolled_form import guard_wheel
from ..parts.small import large_enough
from .filter_bar import FilterBar


class SceneFilterBar(FilterBar):
    """The filters, and in a row below the text filter the sort order, which has no header in this list."""

    def __init__(
        self, filter_model: SceneFilterModel, model: SceneListModel, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(filter_model, model.scenes, parent)
        self._sorted = filter_model
        self._is_descending = True
        self._build_second_row()
        self._rows.addLayout(self._second_row, 4)
        # They are made after what is below them.
        self.setTabOrder(self.filters_button, self.sort_combo)
        self.setTabOrder(self.sort_combo, self.sort_direction_button)
        self.setTabOrder(self.sort_direction_button, self.first_date)
        guard_wheel(self)
        model.modelReset.connect(self.adopt_scenes)
        self.adopt_scenes()
        self._sort()

    def add_button(self, button: QToolButton) -> None:
        """Adds a button at the end of the row with the sort order."""
        self._second_row.addWidget(button)

    def set_low(self, is_low: bool) -> None:
        """Leaves room to the list: text filter and sorting share a line."""
        super().set_low(is_low)
        directions = QBoxLayout.Direction
        self._rows.setDirection(directions.LeftToRight if is_low else directions.TopToBottom)
        self._sort_label.setVisible(not is_low)

    def _build_second_row(self) -> None:
        self.sort_combo = QComboBox()
        self.sort_combo.setObjectName("sort_combo")
        self.sort_combo.setToolTip(self.tr("Sorts the scenes by this value"))
        self.sort_combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for column in SceneColumn:
            self.sort_combo.addItem(column.title, int(column))
        self.sort_combo.currentIndexChanged.connect(self._sort)
        self._sort_label = QLabel(self.tr("Sort &by"))
        self._sort_label.setBuddy(self.sort_combo)
        self.sort_direction_button = QToolButton()
        self.sort_direction_button.setObjectName("sort_direction_button")
        large_enough(self.sort_direction_button)
        self.sort_direction_button.setAutoRaise(True)
        self.sort_direction_button.clicked.connect(self._turn_around)
        self._second_row = QHBoxLayout()
        self._second_row.addWidget(self._sort_label)
        self._second_row.addWidget(self.sort_combo, 1)
        self._second_row.addWidget(self.sort_direction_button)

    def _turn_around(self) -> None:
        self._is_descending = not self._is_descending
        self._sort()

    def _sort(self) -> None:
        is_descending = self._is_descending
        order = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
        icon = "mActionArrowDown.svg" if is_descending else "mActionArrowUp.svg"
        text = self.tr("Largest or latest first") if is_descending else self.tr("Smallest or earliest first")
        self.sort_direction_button.setIcon(QgsApplication.getThemeIcon(icon))
        self.sort_direction_button.setToolTip(text)
        self.sort_direction_button.setAccessibleName(text)
        self._sorted.sort(int(self.sort_combo.currentData()), order)
        self.changed.emit()
