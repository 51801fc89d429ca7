"""The list of scenes over many areas: grouped by area, or flat; ticked rows are ordered."""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum
from typing import Any, Dict, Iterable, List, Optional, Sequence, Set, Tuple, Union

from qgis.PyQt.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    Qt,
    pyqtSignal,
)

from ...domain.areas.area import Area
from ...domain.areas.area_scene import AreaFound, AreaScene, RowKey, best_of
from ...domain.scenes.scene import PlacedQuicklook
from ...wording.areas import area_note_text, area_problem_text, row_problem_text
from ...wording.figures import counted
from .area_columns import AREA, COLUMNS, DATE, EYE, figure_text, spoken_figures, verbatim_tip
from .thumbnails import Thumbnails

_translate = QCoreApplication.translate
_TEXTS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class AreaRole(IntEnum):
    """What views ask for besides texts: the row (None for an area), its area, whether it is the best there, and whether
    its quicklook is to be on the map (None for an area, and without a quicklook).
    """

    ROW = Qt.ItemDataRole.UserRole + 1
    FOUND = Qt.ItemDataRole.UserRole + 2
    IS_BEST = Qt.ItemDataRole.UserRole + 3
    SHOWN = Qt.ItemDataRole.UserRole + 4


class _Group:
    """An area with its rows in the order of the list."""

    def __init__(self, found: AreaFound) -> None:
        self.found = found
        self.rows: List[AreaScene] = list(found.rows)
        self.best: Optional[AreaScene] = best_of(self.rows)

    @property
    def priced(self) -> AreaFound:
        """Returns the area with its rows as they are now: prices arrive after it was found."""
        return replace(self.found, rows=tuple(self.rows))

    @property
    def best_key(self) -> Optional[RowKey]:
        """Returns the key of the best row."""
        return None if self.best is None else self.best.key


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
        self._groups: List[_Group] = []
        # Filled only while it is what is shown.
        self._flat: List[AreaScene] = []
        self._by_area: Dict[int, _Group] = {}
        self._by_scene: Dict[str, List[RowKey]] = {}
        self._ticked: Set[RowKey] = set()
        self._shown: Set[str] = set()
        self._thumbnails = Thumbnails()
        self.scene_count = 0
        self._sorted_by = (DATE, Qt.SortOrder.DescendingOrder)
        self.is_grouped = True

    def clear(self) -> None:
        """Removes everything."""
        self.beginResetModel()
        self._groups, self._flat, self._by_area, self._by_scene = [], [], {}, {}
        self._ticked, self._shown, self.scene_count = set(), set(), 0
        self._thumbnails.clear()
        self.endResetModel()
        self.ticked_changed.emit()

    def add(self, arrived: Sequence[AreaFound]) -> None:
        """Adds areas at the end of the list."""
        groups = [_Group(found) for found in arrived]
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
        touched = {key[0] for key in changed}
        for area_id in touched & self._by_area.keys():
            group = self._by_area[area_id]
            group.rows = [changed.get(row.key, row) for row in group.rows]
            group.best = best_of(group.rows)
        self._flat = [changed.get(row.key, row) for row in self._flat]
        self._announce(changed)

    def set_quicklooks(self, arrived: Sequence[PlacedQuicklook]) -> None:
        """Adds the thumbnails of quicklooks, or that there is none."""
        self._thumbnails.add(arrived)
        self._shown.difference_update(placed.scene_id for placed in arrived if placed.problem)
        self._announce(key for placed in arrived for key in self._by_scene.get(placed.scene_id, ()))

    def is_shown(self, scene_id: str) -> bool:
        """Returns whether the quicklook of a scene is to be on the map."""
        return scene_id in self._shown

    def set_shown(self, scene_ids: Iterable[str], is_shown: bool) -> None:
        """Shows or hides quicklooks; scenes that have none are left as they are."""
        wanted = {scene_id for scene_id in scene_ids if scene_id in self._by_scene}
        changed = [
            scene_id
            for scene_id in wanted
            if (scene_id in self._shown) is not is_shown and not (is_shown and self._thumbnails.is_missing(scene_id))
        ]
        if changed:
            self._shown.symmetric_difference_update(changed)
            self._announce(key for scene_id in changed for key in self._by_scene[scene_id])
            self.shown_changed.emit(changed, is_shown)

    def set_grouped(self, is_grouped: bool) -> None:
        """Changes between groups and a flat list."""
        if is_grouped != self.is_grouped:
            self.beginResetModel()
            self.is_grouped = is_grouped
            self._flat = [] if is_grouped else [row for group in self._groups for row in group.rows]
            self._arrange(self._flat)
            self.endResetModel()

    def areas(self) -> List[Tuple[Area, List[AreaScene]]]:
        """Returns the areas with their rows."""
        return [(group.found.area, list(group.rows)) for group in self._groups]

    def ticked_rows(self) -> List[AreaScene]:
        """Returns the rows to order, area by area."""
        if not self._ticked:
            return []
        return [row for group in self._groups for row in group.rows if row.key in self._ticked]

    def tick_only(self, keys: Iterable[RowKey]) -> None:
        """Ticks these rows and no others."""
        self._set_ticked(set(keys))

    def best_keys(self) -> List[RowKey]:
        """Returns the best row of each area that has one."""
        return [key for key in (group.best_key for group in self._groups) if key is not None]

    def row_at(self, index: QModelIndex) -> Optional[AreaScene]:
        """Returns the row at an index, None for an area."""
        item = self._item(index)
        return item if isinstance(item, AreaScene) else None

    def index_of(self, key: RowKey) -> QModelIndex:
        """Returns the index of a row by its key, invalid without one."""
        group = self._by_area.get(key[0])
        rows = group.rows if group is not None else []
        return self._index_of(next((row for row in rows if row.key == key), None), AREA)

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
        if not 0 <= row < self.rowCount(parent) or not 0 <= column < len(COLUMNS):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: QModelIndex = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Returns the area of a scene in a group."""
        number = index.internalId() if index.isValid() else 0
        return self.createIndex(number - 1, 0, 0) if number else QModelIndex()

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Lets scenes be ticked, and areas, which ticks all of theirs."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == AREA else flags

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
        if isinstance(item, _Group):
            return self._group_data(item, index.column(), role)
        return self._row_data(item, index.column(), role)

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ticks a scene or all scenes of an area, or shows a scene on the map (AreaRole.SHOWN)."""
        item = self._item(index)
        if isinstance(item, AreaScene) and role == AreaRole.SHOWN:
            self.set_shown([item.scene.id], bool(value))
            return True
        if item is None or role != Qt.ItemDataRole.CheckStateRole:
            return False
        keys = {row.key for row in item.rows} if isinstance(item, _Group) else {item.key}
        is_on = Qt.CheckState(value) == Qt.CheckState.Checked
        self._set_ticked(self._ticked | keys if is_on else self._ticked - keys)
        return True

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts scenes within their areas, the areas by their best scene, and the flat list; unknown values last."""
        self._sorted_by = (column, order)
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        items = [self._item(index) for index in kept]
        for group in self._groups:
            self._arrange(group.rows)
        if column == AREA:
            self._groups.sort(
                key=lambda group: group.found.area.name.casefold(), reverse=order == Qt.SortOrder.DescendingOrder
            )
        else:
            by_best = {id(group): group for group in self._groups}
            known = [group for group in by_best.values() if self._value(group.best) is not None]
            known.sort(key=lambda group: self._value(group.best), reverse=order == Qt.SortOrder.DescendingOrder)
            self._groups = known + [group for group in self._groups if self._value(group.best) is None]
        self._arrange(self._flat)
        self.changePersistentIndexList(kept, [self._index_of(item, index.column()) for item, index in zip(items, kept)])
        self.layoutChanged.emit()

    def _value(self, row: Optional[AreaScene]) -> Any:
        return None if row is None else COLUMNS[self._sorted_by[0]].value(row)

    def _arrange(self, rows: List[AreaScene]) -> None:
        is_descending = self._sorted_by[1] == Qt.SortOrder.DescendingOrder
        known = [row for row in rows if self._value(row) is not None]
        unknown = [row for row in rows if self._value(row) is None]
        rows[:] = [*sorted(known, key=self._value, reverse=is_descending), *unknown]

    def _item(self, index: QModelIndex) -> Union[_Group, AreaScene, None]:
        if not index.isValid():
            return None
        number = index.internalId()
        if number:
            return self._groups[number - 1].rows[index.row()]
        return self._groups[index.row()] if self.is_grouped else self._flat[index.row()]

    def _index_of(self, item: Union[_Group, AreaScene, None], column: int) -> QModelIndex:
        if item is None:
            return QModelIndex()
        if isinstance(item, _Group):
            return self.index(self._groups.index(item), column)
        if not self.is_grouped:
            return self.index(next(row for row, other in enumerate(self._flat) if other is item), column)
        group = self._by_area[item.area.id]
        row = next(row for row, other in enumerate(group.rows) if other is item)
        return self.index(row, column, self.index(self._groups.index(group), 0))

    def _group_data(self, group: _Group, column: int, role: int) -> Any:
        if role == AreaRole.FOUND:
            return group.found
        if role == Qt.ItemDataRole.ToolTipRole:
            return verbatim_tip(group.found.area.name, area_problem_text(group.found), area_note_text(group.priced))
        if role == Qt.ItemDataRole.CheckStateRole and column == AREA:
            ticked = sum(row.key in self._ticked for row in group.rows)
            if not ticked:
                return Qt.CheckState.Unchecked
            return Qt.CheckState.Checked if ticked == len(group.rows) else Qt.CheckState.PartiallyChecked
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and column == AREA:
            return area_note_text(group.priced) or (spoken_figures(group.best) if group.best else group.found.area.name)
        if role not in _TEXTS:
            return None
        if column == AREA:
            count = len(group.rows)
            text = counted(_translate("UP42", "%Ln scene(s)", None, count), count)
            return f"{group.found.area.name} · {area_problem_text(group.found) or text}"
        return "" if group.best is None else figure_text(group.best, column)

    def _row_data(self, row: AreaScene, column: int, role: int) -> Any:
        group = self._by_area[row.area.id]
        is_best = group.best_key == row.key
        if role == AreaRole.ROW:
            return row
        if role == AreaRole.FOUND:
            return group.found
        if role == AreaRole.IS_BEST:
            return is_best
        if role == AreaRole.SHOWN:
            return None if self._thumbnails.is_missing(row.scene.id) else row.scene.id in self._shown
        if role == Qt.ItemDataRole.CheckStateRole and column == AREA:
            return Qt.CheckState.Checked if row.key in self._ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DecorationRole and column == AREA:
            return self._thumbnails.icon(row.scene.id)
        if role == Qt.ItemDataRole.AccessibleTextRole and column == EYE:
            return self._eye_text(row)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and column == AREA:
            return f"{spoken_figures(row)}, {self._eye_text(row)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            if column == EYE:
                return verbatim_tip(self._eye_text(row))
            best = _translate("UP42", "The best scene of its area") if is_best else ""
            tip = COLUMNS[column].row_tip(row)
            return verbatim_tip(row.area.name, row.scene.id, tip, best, row_problem_text(row))
        if role not in _TEXTS:
            return None
        if column == AREA:
            name = row.scene.platform or row.scene.constellation or row.scene.id if self.is_grouped else row.area.name
            return f"★ {name}" if is_best else name
        return figure_text(row, column)

    def _eye_text(self, row: AreaScene) -> str:
        if self._thumbnails.is_missing(row.scene.id):
            return _translate("UP42", "This scene has no usable quicklook.")
        if row.scene.id in self._shown:
            return _translate("UP42", "On the map. Click to hide (M).")
        return _translate("UP42", "Not on the map. Click to show (M).")

    def _announce(self, keys: Iterable[RowKey]) -> None:
        """Lets views show rows again, and their areas."""
        last, touched = len(COLUMNS) - 1, {key[0] for key in keys}
        if not self.is_grouped:
            if touched and self._flat:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._flat) - 1, last))
            return
        for number, group in enumerate(self._groups):
            if group.found.area.id in touched:
                parent = self.index(number, 0)
                self.dataChanged.emit(parent, self.index(number, last))
                self.dataChanged.emit(self.index(0, 0, parent), self.index(len(group.rows) - 1, last, parent))

    def _set_ticked(self, keys: Set[RowKey]) -> None:
        if keys == self._ticked:
            return
        self._ticked = keys
        last = self.rowCount() - 1
        if last >= 0:
            self.dataChanged.emit(self.index(0, 0), self.index(last, 0))
            if self.is_grouped:
                for number, group in enumerate(self._groups):
                    if group.rows:
                        parent = self.index(number, 0)
                        self.dataChanged.emit(self.index(0, 0, parent), self.index(len(group.rows) - 1, 0, parent))
        self.ticked_changed.emit()
