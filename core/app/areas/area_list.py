"""The list of scenes over many areas: grouped by area, or flat; ticked rows are ordered."""

from __future__ import annotations

from operator import itemgetter
from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence, Set, Tuple, Union

from qgis.PyQt.QtCore import QAbstractItemModel, QCoreApplication, QModelIndex, QObject, Qt, pyqtSignal

from ...domain.areas.area import Area
from ...domain.areas.area_scene import AreaFound, AreaScene, RowKey
from ...domain.scenes.scene import PlacedQuicklook
from .area_cells import AreaMarks, group_data, row_data
from .area_columns import AREA, COLUMNS, DATE, AreaRole
from .area_group import AreaGroup

_translate = QCoreApplication.translate
_WIDTH = len(COLUMNS)
_ROOT = QModelIndex()
_SHOWN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
# Without a tick, and with one; a view asks for those of each of thousands of rows.
_GROUP_FLAGS = (_SHOWN, _SHOWN | Qt.ItemFlag.ItemIsUserCheckable)
_SCENE_FLAGS = tuple(flags | Qt.ItemFlag.ItemNeverHasChildren for flags in _GROUP_FLAGS)


class AreaListModel(QAbstractItemModel):
    """Areas with their scenes, each in the order or not (its tick), and on the map or not (its eye).

    `is_grouped`: the scenes are children of their area; otherwise one flat list. An eye is that of a scene, in the rows
    of all areas that it shows.
    """

    ticked_changed = pyqtSignal()
    # list of scene ids, to be on the map or not
    shown_changed = pyqtSignal(object, bool)

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._groups: List[AreaGroup] = []
        # Filled only while it is what is shown.
        self._flat: List[AreaScene] = []
        self._by_area: Dict[int, AreaGroup] = {}
        self._by_scene: Dict[str, List[RowKey]] = {}
        self._marks = AreaMarks()
        self.scene_count = 0
        self._sorted_by = (DATE, Qt.SortOrder.DescendingOrder)
        self.is_grouped = True

    def clear(self) -> None:
        """Removes everything."""
        self.beginResetModel()
        self._groups, self._flat, self._by_area, self._by_scene = [], [], {}, {}
        self.scene_count = 0
        self._marks.clear()
        self.endResetModel()
        self.ticked_changed.emit()

    def add(self, arrived: Sequence[AreaFound]) -> None:
        """Adds areas at the end of the list."""
        groups = [AreaGroup(found) for found in arrived]
        rows = [row for group in groups for row in group.rows]
        for group in groups:
            self._arrange(group.rows)
        count = len(groups) if self.is_grouped else len(rows)
        first = len(self._groups) if self.is_grouped else len(self._flat)
        if count:
            self.beginInsertRows(QModelIndex(), first, first + count - 1)
        self._groups += groups
        self._flat += [] if self.is_grouped else rows
        self._by_area.update((group.found.area.id, group) for group in groups)
        self.scene_count += len(rows)
        for row in rows:
            self._by_scene.setdefault(row.scene.id, []).append(row.key)
        if count:
            self.endInsertRows()

    def update_rows(self, rows: Iterable[AreaScene]) -> None:
        """Replaces rows by others of the same keys, such as those with a price."""
        changed = {row.key: row for row in rows}
        numbers = self._numbers()
        for area_id in {key[0] for key in changed} & self._by_area.keys():
            group = self._by_area[area_id]
            for former, row in group.put(changed):
                if self._flat:
                    self._flat[numbers[id(former)]] = row
        self._announce(changed)

    def set_quicklooks(self, arrived: Sequence[PlacedQuicklook]) -> None:
        """Adds the thumbnails of quicklooks, or that there is none."""
        self._marks.thumbnails.add(arrived)
        self._marks.shown.difference_update(placed.scene_id for placed in arrived if placed.problem)
        self._announce(key for placed in arrived for key in self._by_scene.get(placed.scene_id, ()))

    def is_shown(self, scene_id: str) -> bool:
        """Returns whether the quicklook of a scene is to be on the map."""
        return scene_id in self._marks.shown

    def set_shown(self, scene_ids: Iterable[str], is_shown: bool) -> None:
        """Shows or hides quicklooks; scenes that have none are left as they are."""
        wanted = {scene_id for scene_id in scene_ids if scene_id in self._by_scene}
        is_missing = self._marks.thumbnails.is_missing
        changed = [
            scene_id
            for scene_id in wanted
            if (scene_id in self._marks.shown) is not is_shown and not (is_shown and is_missing(scene_id))
        ]
        if changed:
            self._marks.shown.symmetric_difference_update(changed)
            self._announce(key for scene_id in changed for key in self._by_scene[scene_id])
            self.shown_changed.emit(changed, is_shown)

    def set_grouped(self, is_grouped: bool) -> None:
        """Changes between groups and a flat list."""
        if is_grouped != self.is_grouped:
            self.beginResetModel()
            self.is_grouped = is_grouped
            self._flat = [] if is_grouped else [row for group in self._groups for row in group.rows]
            self._sort_shown()
            self.endResetModel()

    def areas(self) -> List[Tuple[Area, List[AreaScene]]]:
        """Returns the areas with their rows."""
        return [(group.found.area, list(group.rows)) for group in self._groups]

    def ticked_rows(self) -> List[AreaScene]:
        """Returns the rows to order, area by area."""
        if not self._marks.ticked:
            return []
        return [row for group in self._groups for row in group.rows if row.key in self._marks.ticked]

    def set_ordered(self, ordered: Mapping[RowKey, bool]) -> None:
        """Marks exactly these rows as ordered: delivered, or else on their way."""
        changed = {key for key, _ in self._marks.ordered.items() ^ ordered.items()}
        self._marks.ordered = dict(ordered)
        self._announce(changed)

    def untick(self, keys: Iterable[RowKey]) -> None:
        """Takes rows out of the next order."""
        self._set_ticked(self._marks.ticked.difference(keys))

    def tick_only(self, keys: Iterable[RowKey]) -> None:
        """Ticks these rows and no others."""
        self._set_ticked(set(keys))

    def toggle(self, indexes: Sequence[QModelIndex]) -> None:
        """Ticks scenes, and all those of areas, at once; removes their ticks if all have one."""
        keys: Set[RowKey] = set()
        for item in map(self._item, indexes):
            if isinstance(item, AreaGroup):
                keys.update(row.key for row in item.rows)
            elif item is not None:
                keys.add(item.key)
        self._set_ticked(self._marks.ticked - keys if keys <= self._marks.ticked else self._marks.ticked | keys)

    def best_keys(self) -> List[RowKey]:
        """Returns the best row of each area that has one."""
        return [key for key in (group.best_key for group in self._groups) if key is not None]

    def row_at(self, index: QModelIndex) -> Optional[AreaScene]:
        """Returns the row at an index, None for an area."""
        item = self._item(index)
        return item if isinstance(item, AreaScene) else None

    def listed_keys(self) -> List[RowKey]:
        """Returns the keys of all rows, in the order of the list."""
        rows = self._flat if not self.is_grouped else (row for group in self._groups for row in group.rows)
        return [row.key for row in rows]

    def row_of(self, key: RowKey) -> Optional[AreaScene]:
        """Returns a row by its key, None without one."""
        group = self._by_area.get(key[0])
        return next((row for row in group.rows if row.key == key), None) if group is not None else None

    def index_of(self, key: RowKey) -> QModelIndex:
        """Returns the index of a row by its key, invalid without one."""
        return self._index_of(self.row_of(key), AREA)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Returns the number of columns."""
        return len(COLUMNS)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Returns the number of areas or rows."""
        if not parent.isValid():
            return len(self._groups) if self.is_grouped else len(self._flat)
        if not self.is_grouped or parent.internalId() or parent.column():
            return 0
        return len(self._groups[parent.row()].rows)

    def index(self, row: int, column: int, parent: QModelIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Returns an index; a scene in a group has the number of its area, from 1, as id."""
        if parent.isValid():
            count, number = self.rowCount(parent), parent.row() + 1
        else:
            count, number = len(self._groups) if self.is_grouped else len(self._flat), 0
        return self.createIndex(row, column, number) if 0 <= row < count and 0 <= column < _WIDTH else QModelIndex()

    def parent(self, index: QModelIndex = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Returns the area of a scene in a group."""
        # A view asks for it several times for each of thousands of rows.
        if not self.is_grouped:
            return _ROOT
        number = index.internalId() if index.isValid() else 0
        return self.createIndex(number - 1, 0, 0) if number else _ROOT

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Lets scenes be ticked, and areas, which ticks all of theirs."""
        flags = _SCENE_FLAGS if index.internalId() or not self.is_grouped else _GROUP_FLAGS
        return flags[index.column() == AREA] if index.isValid() else Qt.ItemFlag.NoItemFlags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Returns the titles of the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return _translate("UP42", column.title)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _translate("UP42", column.tip or column.title)
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Returns texts, ticks and values of an area or a scene."""
        item = self._item(index)
        if item is None:
            return None
        if isinstance(item, AreaGroup):
            return group_data(item, index.column(), role, self._marks)
        name = "" if self.is_grouped else item.area.name
        return row_data(item, self._by_area[item.area.id], index.column(), role, self._marks, name)

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ticks a scene or all scenes of an area, or shows a scene on the map (AreaRole.SHOWN)."""
        item = self._item(index)
        if isinstance(item, AreaScene) and role == AreaRole.SHOWN:
            self.set_shown([item.scene.id], bool(value))
            return True
        if item is None or role != Qt.ItemDataRole.CheckStateRole:
            return False
        keys = {row.key for row in item.rows} if isinstance(item, AreaGroup) else {item.key}
        is_on = Qt.CheckState(value) == Qt.CheckState.Checked
        self._set_ticked(self._marks.ticked | keys if is_on else self._marks.ticked - keys)
        return True

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
        if not self.is_grouped:
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

    def _places(self, items: Sequence[Any], kept: Sequence[QModelIndex]) -> List[QModelIndex]:
        """Returns where items are now, in the columns of earlier indexes."""
        if self.is_grouped:
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
            return self._groups[number - 1].rows[index.row()]
        return self._groups[index.row()] if self.is_grouped else self._flat[index.row()]

    def _index_of(self, item: Union[AreaGroup, AreaScene, None], column: int) -> QModelIndex:
        if item is None:
            return QModelIndex()
        if isinstance(item, AreaGroup):
            return self.index(self._groups.index(item), column)
        if not self.is_grouped:
            return self.index(next(row for row, other in enumerate(self._flat) if other is item), column)
        group = self._by_area[item.area.id]
        row = next(row for row, other in enumerate(group.rows) if other is item)
        return self.index(row, column, self.index(self._groups.index(group), 0))

    def _announce(self, keys: Iterable[RowKey]) -> None:
        """Lets views show rows again, and their areas."""
        last, wanted = _WIDTH - 1, set(keys)
        touched = {key[0] for key in wanted}
        if not self.is_grouped:
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

    def _set_ticked(self, keys: Set[RowKey]) -> None:
        if keys == self._marks.ticked:
            return
        self._marks.ticked = keys
        last = self.rowCount() - 1
        if last >= 0:
            self.dataChanged.emit(self.index(0, 0), self.index(last, 0))
            if self.is_grouped:
                for number, group in enumerate(self._groups):
                    if group.rows:
                        parent = self.index(number, 0)
                        self.dataChanged.emit(self.index(0, 0, parent), self.index(len(group.rows) - 1, 0, parent))
        self.ticked_changed.emit()
