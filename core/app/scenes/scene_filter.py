"""The scenes that pass the filters, in the order that the person asked for."""

from __future__ import annotations

from typing import Any, List, Optional, Tuple

from qgis.PyQt.QtCore import QModelIndex, QObject, QSortFilterProxyModel, Qt, pyqtSignal

from ...domain.scenes.filters import SceneFilters
from .scene_list import SceneColumn, SceneListModel

_Key = Tuple[bool, Any]


class SceneFilterModel(QSortFilterProxyModel):
    """Sorts by any column and hides what the filters exclude; unknown figures stay in sight and sort last."""

    # the order of the rows was chosen anew
    order_changed = pyqtSignal()

    def __init__(self, model: SceneListModel, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._model = model
        self._keys: List[_Key] = []
        self._column = SceneColumn.DATE
        self._is_descending = True
        self.filters = SceneFilters()
        # Before the proxy's own slots, which compare rows at once.
        model.dataChanged.connect(self._on_data_changed)
        model.modelReset.connect(self._read_keys)
        self.setSourceModel(model)
        self.setDynamicSortFilter(True)

    def set_filters(self, filters: SceneFilters) -> None:
        """Keeps the scenes that the filters accept."""
        if filters != self.filters:
            self.filters = filters
            self.invalidateFilter()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts by a column."""
        self._column, self._is_descending = SceneColumn(column), order == Qt.SortOrder.DescendingOrder
        self._read_keys()
        super().sort(column, order)
        self.order_changed.emit()

    def scene_ids(self) -> List[str]:
        """Returns the ids of the scenes in sight, in their order."""
        return [self._model.scene(self.mapToSource(self.index(row, 0)).row()).id for row in range(self.rowCount())]

    def accepts(self, scene_id: str) -> bool:
        """Tells whether a scene passes the filters."""
        row = self._model.row_of(scene_id)
        return row >= 0 and self.filterAcceptsRow(row, QModelIndex())

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:
        """Tells whether a scene passes all filters."""
        value = self._model.sort_value
        coverage, area_cloud = value(row, SceneColumn.COVERAGE), value(row, SceneColumn.AREA_CLOUD)
        return self.filters.accepts(self._model.scene(row), coverage, area_cloud)

    def lessThan(self, left: QModelIndex, right: QModelIndex) -> bool:
        """Compares figures as figures; unknown ones stay last in either direction."""
        return self._keys[left.row()] < self._keys[right.row()]

    def _key(self, row: int) -> _Key:
        value = self._model.sort_value(row, self._column)
        # Qt turns the comparison around when it sorts downwards.
        return (value is None) is not self._is_descending, 0 if value is None else value

    def _read_keys(self) -> None:
        self._keys = [self._key(row) for row in range(self._model.rowCount())]

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        for row in range(first.row(), last.row() + 1):
            self._keys[row] = self._key(row)
