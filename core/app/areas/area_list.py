"""The list of scenes over many areas: grouped by area, or flat; ticked rows are ordered."""

from __future__ import annotations

from typing import AbstractSet, Any, Dict, Iterable, List, Mapping, Optional, Sequence, Set

from qgis.PyQt.QtCore import QCoreApplication, QModelIndex, QObject, Qt, pyqtSignal

from ...domain.areas.area_scene import AreaFound, AreaScene, RowKey
from ...domain.scenes.scene import PlacedQuicklook
from .area_cells import AreaMarks, group_data, row_data
from .area_columns import AREA, COLUMNS, AreaRole
from .area_group import AreaGroup
from .area_rows import AreaRowsModel

_translate = QCoreApplication.translate
_WIDTH = len(COLUMNS)
_SHOWN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
# Without a tick, and with one; a view asks for those of each of thousands of rows.
_GROUP_FLAGS = (_SHOWN, _SHOWN | Qt.ItemFlag.ItemIsUserCheckable)
_SCENE_FLAGS = tuple(flags | Qt.ItemFlag.ItemNeverHasChildren for flags in _GROUP_FLAGS)


class AreaListModel(AreaRowsModel):
    """Areas with their scenes, each in the order or not (its tick), and on the map or not (its eye).

    An eye is that of a scene, in the rows of all areas that it shows. What the filters hide keeps its marks; nothing is
    ordered that the list does not show.
    """

    ticked_changed = pyqtSignal()
    # List of scene ids, to be on the map or not
    shown_changed = pyqtSignal(object, bool)

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._by_scene: Dict[str, List[RowKey]] = {}
        self._marks = AreaMarks()

    def clear(self) -> None:
        """Removes everything."""
        self.beginResetModel()
        self._forget()
        self._by_scene = {}
        self._marks.clear()
        self.endResetModel()
        self.ticked_changed.emit()

    def add(self, arrived: Sequence[AreaFound]) -> None:
        """Adds areas at the end of the list."""
        for row in (row for found in arrived for row in found.rows):
            self._by_scene.setdefault(row.scene.id, []).append(row.key)
        super().add(arrived)

    @property
    def hidden_tick_count(self) -> int:
        """Counts the rows in the order that the filters hide: nothing is ordered that the list does not show."""
        return len(self._marks.ticked) - len(self.ticked_rows())

    def update_rows(self, rows: Iterable[AreaScene]) -> None:
        """Replaces rows by others of the same keys, such as those with a price."""
        changed = {row.key: row for row in rows}
        numbers = self._numbers()
        groups = [self._by_area[area_id] for area_id in {key[0] for key in changed} & self._by_area.keys()]
        for group in groups:
            for former, row in group.put(changed):
                if self._flat:
                    self._flat[numbers[id(former)]] = row
        self._announce(changed)
        if self._filters.max_area_cloud is not None:
            # Clouds over the area arrive after the row.
            self._filter_again(groups)

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

    def ticked_rows(self) -> List[AreaScene]:
        """Returns the listed rows in the order, area by area."""
        if not self._marks.ticked:
            return []
        ticked = self._marks.ticked
        areas = {key[0] for key in ticked}
        groups = [group for group in self._groups if group.found.area.id in areas]
        return [row for group in groups for row in group.rows if row.key in ticked]

    def set_ordered(self, ordered: Mapping[RowKey, bool]) -> None:
        """Marks exactly these rows as ordered: delivered, or else on their way."""
        changed = {key for key, _ in self._marks.ordered.items() ^ ordered.items()}
        self._marks.ordered = dict(ordered)
        self._announce(changed)

    def set_edited(self, area_ids: AbstractSet[int]) -> None:
        """Marks exactly these areas as edited after they were searched."""
        changed = self._marks.edited ^ area_ids
        self._marks.edited = set(area_ids)
        self._announce(row.key for area_id in changed & self._by_area.keys() for row in self._by_area[area_id].rows)

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

    def is_ticked(self, key: RowKey) -> bool:
        """Returns whether a row is in the order."""
        return key in self._marks.ticked

    def tick(self, keys: Iterable[RowKey], is_ticked: bool = True) -> None:
        """Puts rows into the order, or takes them out of it."""
        self._set_ticked(self._marks.ticked.union(keys) if is_ticked else self._marks.ticked.difference(keys))

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Lets scenes be ticked, and areas, which ticks all of theirs."""
        flags = _SCENE_FLAGS if index.internalId() or not self._is_grouped else _GROUP_FLAGS
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
        group = self._by_area[item.area.id]
        return row_data(item, group, index.column(), role, self._marks, is_flat=not self._is_grouped)

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

    def _set_ticked(self, keys: Set[RowKey]) -> None:
        if keys == self._marks.ticked:
            return
        self._marks.ticked = keys
        last = self.rowCount() - 1
        if last >= 0:
            self.dataChanged.emit(self.index(0, 0), self.index(last, 0))
            if self._is_grouped:
                for number, group in enumerate(self._groups):
                    if group.rows:
                        parent = self.index(number, 0)
                        self.dataChanged.emit(self.index(0, 0, parent), self.index(len(group.rows) - 1, 0, parent))
        self.ticked_changed.emit()
