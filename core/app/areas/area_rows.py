"""The rows of scenes over many areas, as a tree or a flat list: which are listed, and in which order."""

from __future__ import annotations

from operator import itemgetter
from typing import Any, Dict, Iterable, List, Optional, Sequence, Tuple, Union

from qgis.PyQt.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt, pyqtSignal

from ...domain.areas.area import Area
from ...domain.areas.area_scene import AreaFound, AreaScene, RowKey, best_of, ranked_by_product
from ...domain.scenes.filters import SceneFilters
from ...domain.scenes.scene import Scene
from .area_columns import AREA, COLUMNS, DATE
from .area_group import AreaGroup, passes

_WIDTH = len(COLUMNS)
_ROOT = QModelIndex()


class AreaRowsModel(QAbstractItemModel):
    """Areas with their scenes that the filters let through; without such a scene, an area is hidden as well.

    `is_grouped`: the scenes are children of their area; otherwise one flat list.
    """

    # Rows were listed or hidden
    listed_changed = pyqtSignal()

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        # Those that arrived, and of them those that are listed, as they are sorted.
        self._arrived: List[AreaGroup] = []
        self._groups: List[AreaGroup] = []
        # Filled only while it is what is shown.
        self._flat: List[AreaScene] = []
        self._by_area: Dict[int, AreaGroup] = {}
        self._filters = SceneFilters()
        self._scene_count = 0
        self._sorted_by = (DATE, Qt.SortOrder.DescendingOrder)
        self._is_grouped = True

    def add(self, arrived: Sequence[AreaFound]) -> None:
        """Adds areas at the end of the list."""
        first = len(self._arrived) + 1
        groups = [AreaGroup(found, number) for number, found in enumerate(arrived, first)]
        self._arrived += groups
        self._by_area.update((group.found.area.id, group) for group in groups)
        self._scene_count += sum(len(group.rows) for group in groups)
        for group in groups:
            group.filter(self._filters)
            self._arrange(group.rows)
        self._append([group for group in groups if self._is_listed(group)])

    @property
    def is_grouped(self) -> bool:
        """Returns whether scenes are children of their area."""
        return self._is_grouped

    @property
    def scene_count(self) -> int:
        """Counts all rows, listed or hidden."""
        return self._scene_count

    @property
    def filters(self) -> SceneFilters:
        """Returns the filters."""
        return self._filters

    def set_filters(self, filters: SceneFilters) -> None:
        """Lists the rows that the filters accept."""
        if filters == self._filters:
            return
        self.beginResetModel()
        self._filters = filters
        for group in self._arrived:
            group.filter(filters)
        self._groups = [group for group in self._arrived if self._is_listed(group)]
        self._number_places()
        self._flat = [] if self._is_grouped else [row for group in self._groups for row in group.rows]
        self._sort_shown()
        self.endResetModel()
        self.listed_changed.emit()

    @property
    def listed_count(self) -> int:
        """Counts the rows that the filters let through."""
        return sum(len(group.rows) for group in self._groups)

    def scenes(self) -> List[Scene]:
        """Returns the scenes of all rows, each once."""
        rows = self.all_rows()
        return list({row.scene.id: row.scene for row in rows}.values())

    def all_rows(self) -> List[AreaScene]:
        """Returns all rows, those that the filters hide behind the others."""
        hidden = [group for group in self._arrived if not self._is_listed(group)]
        return [row for group in (*self._groups, *hidden) for row in (*group.rows, *group.hidden)]

    def areas(self) -> List[Tuple[Area, List[AreaScene]]]:
        """Returns the listed areas with their listed rows."""
        return [(group.found.area, list(group.rows)) for group in self._groups]

    def listed_keys(self) -> List[RowKey]:
        """Returns the keys of all rows, in the order of the list."""
        rows = self._flat if not self._is_grouped else (row for group in self._groups for row in group.rows)
        return [row.key for row in rows]

    def set_grouped(self, is_grouped: bool) -> None:
        """Changes between groups and a flat list."""
        if is_grouped != self._is_grouped:
            self.beginResetModel()
            self._is_grouped = is_grouped
            self._flat = [] if is_grouped else [row for group in self._groups for row in group.rows]
            self._sort_shown()
            self.endResetModel()

    def row_of(self, key: RowKey) -> Optional[AreaScene]:
        """Returns a row by its key, listed or hidden; None without one."""
        group = self._by_area.get(key[0])
        return group.row(key) if group is not None else None

    def found_of(self, key: RowKey) -> Optional[AreaFound]:
        """Returns the area of a row."""
        group = self._by_area.get(key[0])
        return group.found if group is not None else None

    def best_keys(self) -> List[RowKey]:
        """Returns the best row of each area that has one."""
        return [key for key in (group.best_key for group in self._groups) if key is not None]

    def row_at(self, index: QModelIndex) -> Optional[AreaScene]:
        """Returns the row at an index, None for an area."""
        item = self._item(index)
        return item if isinstance(item, AreaScene) else None

    def leading_keys(self, index: QModelIndex) -> List[RowKey]:
        """Returns the rows that decide what an area shows: the most usable listed one of each product.

        Empty for a row.
        """
        item = self._item(index)
        rows = item.rows if isinstance(item, AreaGroup) else []
        return [row.key for row, rank in ranked_by_product(rows) if not rank]

    def index_of(self, key: RowKey) -> QModelIndex:
        """Returns the index of a row by its key, invalid if it is not listed."""
        return self._index_of(self.row_of(key), AREA)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Returns the number of columns."""
        return len(COLUMNS)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Returns the number of areas or rows."""
        if not parent.isValid():
            return len(self._groups) if self._is_grouped else len(self._flat)
        if not self._is_grouped or parent.internalId() or parent.column():
            return 0
        return len(self._groups[parent.row()].rows)

    def index(self, row: int, column: int, parent: QModelIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Returns an index; a scene in a group has the number of its area, which never changes, as id."""
        if parent.isValid():
            count, number = self.rowCount(parent), self._groups[parent.row()].number if self._is_grouped else 0
        else:
            count, number = len(self._groups) if self._is_grouped else len(self._flat), 0
        return self.createIndex(row, column, number) if 0 <= row < count and 0 <= column < _WIDTH else QModelIndex()

    def parent(self, index: QModelIndex = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Returns the area of a scene in a group."""
        # A view asks for it several times for each of thousands of rows.
        if not self._is_grouped:
            return _ROOT
        number = index.internalId() if index.isValid() else 0
        return self.createIndex(self._arrived[number - 1].place, 0, 0) if number else _ROOT

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts scenes within their areas, the areas by their best scene, and the flat list; unknown values last.

        Areas of equal values are in the order of the layer's features, whenever they arrived.
        """
        self._sorted_by = (column, order)
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        items = [self._item(index) for index in kept]
        self._sort_shown()
        self.changePersistentIndexList(kept, self._places(items, kept))
        self.layoutChanged.emit()

    def settle(self) -> None:
        """Sorts what was added at the end in the meantime."""
        self.sort(*self._sorted_by)

    def _sort_shown(self) -> None:
        """Sorts what the view shows, groups or the flat list; the other is sorted when it is shown again."""
        if not self._is_grouped:
            self._flat.sort(key=lambda row: row.area.id)
            self._arrange(self._flat)
            return
        column, order = self._sorted_by
        self._groups.sort(key=lambda group: group.found.area.id)
        for group in self._groups:
            self._arrange(group.rows)
        if column == AREA:
            self._groups.sort(
                key=lambda group: group.found.area.name.casefold(), reverse=order == Qt.SortOrder.DescendingOrder
            )
        else:
            known = [group for group in self._groups if self._value(group.best) is not None]
            known.sort(key=lambda group: self._value(group.best), reverse=order == Qt.SortOrder.DescendingOrder)
            self._groups = known + [group for group in self._groups if self._value(group.best) is None]
        self._number_places()

    def _places(self, items: Sequence[Any], kept: Sequence[QModelIndex]) -> List[QModelIndex]:
        """Returns where items are now, in the columns of earlier indexes."""
        if self._is_grouped:
            return [self._index_of(item, index.column()) for item, index in zip(items, kept)]
        numbers = self._numbers()
        return [self.index(numbers[id(item)], index.column()) for item, index in zip(items, kept)]

    def _numbers(self) -> Dict[int, int]:
        """Returns the places of the rows of the flat list, by identity: their keys take ten times as long."""
        return {id(row): number for number, row in enumerate(self._flat)}

    def _value(self, row: Optional[AreaScene]) -> Any:
        return None if row is None else COLUMNS[self._sorted_by[0]].value(row)

    def _arrange(self, rows: List[AreaScene]) -> None:
        read = COLUMNS[self._sorted_by[0]].value
        # Read once: thousands of rows are sorted within a frame.
        values = [(read(row), number) for number, row in enumerate(rows)]
        known = [item for item in values if item[0] is not None]
        known.sort(key=itemgetter(0), reverse=self._sorted_by[1] == Qt.SortOrder.DescendingOrder)
        numbers = [number for _, number in known] + [number for value, number in values if value is None]
        rows[:] = [rows[number] for number in numbers]

    def _item(self, index: QModelIndex) -> Union[AreaGroup, AreaScene, None]:
        if not index.isValid():
            return None
        number = index.internalId()
        if number:
            return self._arrived[number - 1].rows[index.row()]
        return self._groups[index.row()] if self._is_grouped else self._flat[index.row()]

    def _index_of(self, item: Union[AreaGroup, AreaScene, None], column: int) -> QModelIndex:
        if item is None:
            return QModelIndex()
        if isinstance(item, AreaGroup):
            return self.index(item.place, column)
        group = self._by_area[item.area.id]
        row = _place(group.rows if self._is_grouped else self._flat, item)
        if row < 0:
            return QModelIndex()
        return self.index(row, column, self.index(group.place, 0) if self._is_grouped else _ROOT)

    def _is_listed(self, group: AreaGroup) -> bool:
        return bool(group.rows) or not self._filters.is_active

    def _number_places(self) -> None:
        for place, group in enumerate(self._groups):
            group.place = place

    def _append(self, groups: Sequence[AreaGroup]) -> None:
        """Lists areas at the end."""
        rows = [row for group in groups for row in group.rows]
        first = len(self._groups) if self._is_grouped else len(self._flat)
        count = len(groups) if self._is_grouped else len(rows)
        if count:
            self.beginInsertRows(_ROOT, first, first + count - 1)
        self._groups += groups
        self._number_places()
        self._flat += [] if self._is_grouped else rows
        if count:
            self.endInsertRows()

    def _filter_again(self, groups: Sequence[AreaGroup]) -> None:
        """Hides and lists those rows of areas of which the filters think otherwise by now; listed ones go to the end.

        One by one, so that what the user looks at stays where it is.
        """
        touched = []
        for group in groups:
            for row in [row for row in group.rows if not passes(self._filters, row)]:
                self._hide(group, row)
                touched.append(row.key)
            for row in [row for row in group.hidden if passes(self._filters, row)]:
                self._list(group, row)
                touched.append(row.key)
        if touched:
            self._announce(touched)
            self.listed_changed.emit()

    def _hide(self, group: AreaGroup, row: AreaScene) -> None:
        rows = group.rows if self._is_grouped else self._flat
        place, parent = _place(rows, row), self.index(group.place, 0) if self._is_grouped else _ROOT
        self.beginRemoveRows(parent, place, place)
        del rows[place]
        if not self._is_grouped:
            del group.rows[_place(group.rows, row)]
        group.hidden.append(row)
        self.endRemoveRows()
        # Not before: it changes what other rows show.
        group.best = best_of(group.rows)
        if group.rows:
            return
        if self._is_grouped:
            self.beginRemoveRows(_ROOT, group.place, group.place)
        del self._groups[group.place]
        self._number_places()
        if self._is_grouped:
            self.endRemoveRows()

    def _list(self, group: AreaGroup, row: AreaScene) -> None:
        group.hidden.remove(row)
        if not group.rows:
            group.rows.append(row)
            group.best = row
            self._append([group])
            return
        rows = group.rows if self._is_grouped else self._flat
        self.beginInsertRows(self.index(group.place, 0) if self._is_grouped else _ROOT, len(rows), len(rows))
        rows.append(row)
        if not self._is_grouped:
            group.rows.append(row)
        self.endInsertRows()
        group.best = best_of(group.rows)

    def _announce(self, keys: Iterable[RowKey]) -> None:
        """Lets views show rows again, and their areas."""
        last, wanted = _WIDTH - 1, set(keys)
        touched = {key[0] for key in wanted}
        if not self._is_grouped:
            # The best row of an area may have changed with any other of its rows; a view paints what it shows.
            groups = [self._by_area[area_id] for area_id in touched]
            numbers = self._numbers() if groups else {}
            places = sorted(numbers[id(row)] for group in groups for row in group.rows)
            if places:
                self.dataChanged.emit(self.index(places[0], 0), self.index(places[-1], last))
            return
        for number, group in enumerate(self._groups):
            if group.found.area.id in touched:
                parent = self.index(number, 0)
                self.dataChanged.emit(parent, self.index(number, last))
                self.dataChanged.emit(self.index(0, 0, parent), self.index(len(group.rows) - 1, last, parent))

    def _forget(self) -> None:
        self._arrived, self._groups, self._flat, self._by_area, self._scene_count = [], [], [], {}, 0


def _place(rows: Sequence[AreaScene], row: AreaScene) -> int:
    """Returns the place of a row, by identity; -1 without one."""
    return next((place for place, other in enumerate(rows) if other is row), -1)
