"""Proxy model of the scenes that pass the filters."""

from __future__ import annotations

from typing import List, Optional

from qgis.PyQt.QtCore import QModelIndex, QObject, QSortFilterProxyModel, Qt, pyqtSignal

from ...domain.scenes.filters import SceneFilters
from .figures import SceneColumn
from .scene_list import SceneListModel


class SceneFilterModel(QSortFilterProxyModel):
    """Hides scenes that the filters exclude; unknown figures pass. The order is that of the list."""

    # The sort order was changed
    order_changed = pyqtSignal()

    def __init__(self, model: SceneListModel, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._model = model
        self._filters = SceneFilters()
        # ids of the visible scenes, None after a change
        self._ids: Optional[List[str]] = None
        self.setSourceModel(model)
        for signal in (self.rowsInserted, self.rowsRemoved, self.modelReset, self.layoutChanged):
            signal.connect(self._forget_ids)
        self.setDynamicSortFilter(True)

    @property
    def filters(self) -> SceneFilters:
        """Returns the filters in use."""
        return self._filters

    def set_filters(self, filters: SceneFilters) -> None:
        """Keeps the scenes that the filters accept."""
        if filters != self._filters:
            self._filters = filters
            self.invalidateFilter()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts the list by a column."""
        self._model.sort(column, order)
        self.order_changed.emit()

    def scene_ids(self) -> List[str]:
        """Returns the ids of the visible scenes, in their order."""
        if self._ids is None:
            rows = (self.mapToSource(self.index(row, 0)).row() for row in range(self.rowCount()))
            self._ids = [self._model.scene(row).id for row in rows]
        return list(self._ids)

    def ticked_ids(self) -> List[str]:
        """Returns the visible scenes in the order: nothing is ordered that the list does not show."""
        return [scene_id for scene_id in self._model.ticked_ids() if self.accepts(scene_id)]

    def accepts(self, scene_id: str) -> bool:
        """Returns whether a scene passes the filters."""
        row = self._model.row_of(scene_id)
        return row >= 0 and self.filterAcceptsRow(row, QModelIndex())

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:
        """Returns whether a scene passes all filters."""
        value = self._model.sort_value
        coverage, area_cloud = value(row, SceneColumn.COVERAGE), value(row, SceneColumn.AREA_CLOUD)
        return self._filters.accepts(self._model.scene(row), coverage, area_cloud)

    def _forget_ids(self) -> None:
        self._ids = None
