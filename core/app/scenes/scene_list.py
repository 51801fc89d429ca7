"""Table model of the scenes of the last test query."""

from __future__ import annotations

from collections import OrderedDict
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Dict, FrozenSet, Iterable, List, Optional, Set, Tuple

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QImage

from ...domain.aoi import Aoi
from ...domain.jobs.credits import EstimateLine
from ...domain.jobs.request_facts import ordered_scene_ids
from ...domain.scenes.figures import SceneOnArea
from ...domain.scenes.scene import PlacedQuicklook, Scene, SceneCollection
from ...gis.areas.geometry import share_covered
from .figures import SceneColumn
from .spoken import details_text, spoken_text

if TYPE_CHECKING:
    from ...domain.jobs.journal import JournalEntry

# More than a tall window shows; each takes twelve times the memory of its JPEG file.
DECODED_THUMBNAILS = 48
# A map keeps an image of its own size for every layer that it shows: gigabytes for hundreds of layers.
SHOWN_UNASKED = 12


# Qt reads it thousands of times, and counting an enumeration is slow.
COLUMN_COUNT = len(SceneColumn)


class SceneRole(IntEnum):
    """The item roles in addition to Qt's."""

    SCENE = int(Qt.ItemDataRole.UserRole) + 1
    THUMBNAIL = int(Qt.ItemDataRole.UserRole) + 2
    QUICKLOOK = int(Qt.ItemDataRole.UserRole) + 3
    # EstimateLine, None before an estimate
    COST = int(Qt.ItemDataRole.UserRole) + 4
    # True if the account has the scene already
    OWNED = int(Qt.ItemDataRole.UserRole) + 5
    # Whether the quicklook is on the map; None without a quicklook
    SHOWN = int(Qt.ItemDataRole.UserRole) + 6


class SceneListModel(QAbstractTableModel):
    """Scenes in the chosen sort order, each on the map or not (its eye), and in the order or not (its check mark).

    Sorted here and not in a proxy, which would call Python for each compared pair.
    """

    # Scene id, shown on the map or not
    shown_changed = pyqtSignal(str, bool)
    # Scenes were put into the order, or taken out of it
    ticked_changed = pyqtSignal()

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        # In the order of the service, and in that of the rows
        self._found: List[Scene] = []
        self._scenes: List[Scene] = []
        self._rows: Dict[str, int] = {}
        self._column = SceneColumn.DATE
        self._is_descending = True
        # By scene id
        self._seen: Dict[str, SceneOnArea] = {}
        self._thumbnails: OrderedDict[str, QImage] = OrderedDict()
        self._shown: Dict[str, bool] = {}
        self._ticked: Set[str] = set()
        self._costs: Dict[str, EstimateLine] = {}
        self._owned: FrozenSet[str] = frozenset()

    def set_collection(self, collection: Optional[SceneCollection], aoi: Optional[Aoi]) -> None:
        """Replaces all rows; the share of `aoi` that a scene covers is computed from its footprint."""
        self.beginResetModel()
        self._found = list(collection.scenes) if collection is not None else []
        self._seen = {scene.id: _on_area(scene, aoi) for scene in self._found}
        self._shown, self._ticked = {}, set()
        self._thumbnails.clear()
        self._costs, self._owned = {}, frozenset()
        self._set_rows(self._arranged())
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts by a column: unknown figures last in either direction, equal ones in the order of the service."""
        self._column, self._is_descending = SceneColumn(column), order == Qt.SortOrder.DescendingOrder
        self._arrange()

    def set_quicklooks(self, quicklooks: Iterable[PlacedQuicklook]) -> None:
        """Adds quicklooks and updates the views at once.

        A quicklook counts as shown once its layer is on the map, up to SHOWN_UNASKED.
        """
        rows: List[int] = []
        for placed in quicklooks:
            row = self.row_of(placed.scene_id)
            if row < 0:
                continue
            if not self.has_image(placed.scene_id):
                self._shown[placed.scene_id] = not placed.problem and self.shown_count < SHOWN_UNASKED
            self._seen[placed.scene_id].quicklook = placed
            rows.append(row)
        rows.sort()
        for number, row in enumerate(rows):
            if number == 0 or row > rows[number - 1] + 1:
                first = row
            if number == len(rows) - 1 or rows[number + 1] > row + 1:
                self._announce(first, row)
        if self._column.figure.is_late:
            self._arrange()

    @property
    def shown_count(self) -> int:
        """Counts the quicklooks that are shown on the map."""
        return sum(self._shown.values())

    @property
    def image_count(self) -> int:
        """Counts the quicklooks that can be shown."""
        return sum(seen.has_image for seen in self._seen.values())

    def set_costs(self, lines: Iterable[EstimateLine]) -> None:
        """Adds an estimate's lines for single scenes: the price, or the reason for having none."""
        for line in lines:
            row = self.row_of(line.scene_id)
            if row >= 0 and self._costs.get(line.scene_id) != line:
                self._costs[line.scene_id] = line
                self._seen[line.scene_id].credits = None if line.problem else line.max_credits
                self._announce(row)
        if self._column.figure.is_late:
            self._arrange()

    def set_owned(self, scene_ids: Iterable[str]) -> None:
        """Marks exactly the scenes that the account has already."""
        before, self._owned = self._owned, frozenset(scene_ids)
        for scene_id in before ^ self._owned:
            row = self.row_of(scene_id)
            if row >= 0:
                self._announce(row)

    def cost(self, scene_id: str) -> Optional[EstimateLine]:
        """Returns the estimate's line for a scene, None without one."""
        return self._costs.get(scene_id)

    def is_owned(self, scene_id: str) -> bool:
        """Returns whether the account is known to have the scene already."""
        return scene_id in self._owned

    def scene(self, row: int) -> Scene:
        """Returns the scene of a row."""
        return self._scenes[row]

    def scenes(self) -> List[Scene]:
        """Returns all scenes in row order."""
        return list(self._scenes)

    def scene_of(self, scene_id: str) -> Optional[Scene]:
        """Returns a listed scene, None for any other."""
        row = self.row_of(scene_id)
        return None if row < 0 else self.scene(row)

    def row_of(self, scene_id: str) -> int:
        """Returns the row of a scene, -1 without one."""
        return self._rows.get(scene_id, -1)

    def seen(self, scene_id: str) -> SceneOnArea:
        """Returns what is known of a scene of the list on the area."""
        return self._seen[scene_id]

    def quicklook(self, scene_id: str) -> Optional[PlacedQuicklook]:
        """Returns the quicklook of a scene, None before it arrived."""
        return self._seen[scene_id].quicklook if scene_id in self._seen else None

    def with_quicklook(self, scene_id: str) -> Optional[Tuple[Scene, PlacedQuicklook]]:
        """Returns a scene with its quicklook, None before that arrived."""
        seen = self._seen.get(scene_id)
        return None if seen is None or seen.quicklook is None else (seen.scene, seen.quicklook)

    def is_shown(self, scene_id: str) -> bool:
        """Returns whether the quicklook is on the map."""
        return self._shown.get(scene_id, False)

    def has_image(self, scene_id: str) -> bool:
        """Returns whether a scene has a quicklook that can be shown."""
        return scene_id in self._seen and self._seen[scene_id].has_image

    def set_shown(self, scene_ids: Iterable[str], is_shown: bool) -> None:
        """Shows or hides quicklooks; scenes without one are left as they are."""
        wanted = dict.fromkeys(scene_ids, is_shown)
        changed = [item for item in wanted if self.has_image(item) and self._shown.get(item) != is_shown]
        if not changed:
            return
        self._shown.update(dict.fromkeys(changed, is_shown))
        rows = sorted(map(self.row_of, changed))
        # One signal over all: views repaint no more than they show.
        self._announce(rows[0], rows[-1])
        for scene_id in changed:
            self.shown_changed.emit(scene_id, is_shown)

    def is_ticked(self, scene_id: str) -> bool:
        """Returns whether a scene is in the order."""
        return scene_id in self._ticked

    def ticked_ids(self) -> List[str]:
        """Returns the scenes in the order, as the list is sorted."""
        return sorted(self._ticked, key=self.row_of)

    def tick(self, scene_ids: Iterable[str], is_ticked: bool = True) -> None:
        """Puts scenes into the order, or takes them out of it."""
        chosen = set(scene_ids) & self._rows.keys()
        self._set_ticked(self._ticked | chosen if is_ticked else self._ticked - chosen)

    def take_out_ordered(self, entry: JournalEntry) -> None:
        """Takes the scenes of a started job out of the next order; a part of an order over many areas has none here."""
        if not entry.purchase:
            self.tick(ordered_scene_ids(entry.request), False)

    def tick_only(self, scene_ids: Iterable[str]) -> None:
        """Makes the order exactly of these scenes."""
        self._set_ticked(set(scene_ids) & self._rows.keys())

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Counts the scenes."""
        return 0 if parent.isValid() else len(self._scenes)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Counts the columns."""
        return 0 if parent.isValid() else COLUMN_COUNT

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Returns a column's title."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return SceneColumn(section).title
        return None

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Makes the first column checkable: every scene can be put into the order, with a quicklook or without."""
        flags = super().flags(index)
        if index.isValid() and index.column() == SceneColumn.DATE:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Returns text, check mark, or the value of a SceneRole."""
        if not index.isValid():
            return None
        row, column = index.row(), SceneColumn(index.column())
        scene = self._scenes[row]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(self._seen[scene.id])
        if role == Qt.ItemDataRole.CheckStateRole and column is SceneColumn.DATE:
            return Qt.CheckState.Checked if scene.id in self._ticked else Qt.CheckState.Unchecked
        if role == SceneRole.SCENE:
            return scene
        if role == SceneRole.THUMBNAIL:
            return self._thumbnail(scene.id)
        if role == SceneRole.QUICKLOOK:
            return self._seen[scene.id].quicklook
        if role == SceneRole.COST:
            return self._costs.get(scene.id)
        if role == SceneRole.OWNED:
            return scene.id in self._owned
        if role == SceneRole.SHOWN:
            return self._shown.get(scene.id, False) if self.has_image(scene.id) else None
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._spoken(scene, role)
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Sets whether a scene is in the order (the check mark), or on the map (SceneRole.SHOWN)."""
        if not index.isValid() or role not in (Qt.ItemDataRole.CheckStateRole, SceneRole.SHOWN):
            return False
        scene_id = self._scenes[index.row()].id
        if role == SceneRole.SHOWN:
            self.set_shown([scene_id], bool(value))
        else:
            self.tick([scene_id], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def sort_value(self, row: int, column: SceneColumn) -> Any:
        """Returns the figure or text that a column is sorted by; None is unknown and sorts last."""
        return column.read(self._seen[self._scenes[row].id])

    def _arranged(self) -> List[Scene]:
        values = [(self._column.read(self._seen[scene.id]), scene) for scene in self._found]
        known = [item for item in values if item[0] is not None]
        known.sort(key=lambda one: one[0], reverse=self._is_descending)
        return [scene for _, scene in known] + [scene for value, scene in values if value is None]

    def _arrange(self) -> None:
        """Moves the rows to their sorted places, and the views' persistent indexes with them."""
        arranged = self._arranged()
        if [scene.id for scene in arranged] == list(self._rows):
            return
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        scene_ids = [self._scenes[index.row()].id for index in kept]
        self._set_rows(arranged)
        moved = [self.index(self._rows[scene_id], index.column()) for scene_id, index in zip(scene_ids, kept)]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def _set_rows(self, scenes: List[Scene]) -> None:
        self._scenes = scenes
        self._rows = {scene.id: row for row, scene in enumerate(scenes)}

    def _thumbnail(self, scene_id: str) -> Optional[QImage]:
        """Decodes the thumbnails that are visible and caches the most recent ones."""
        quicklook = self._seen[scene_id].quicklook
        if quicklook is None or not quicklook.thumbnail:
            return None
        image = self._thumbnails.pop(scene_id, None) or QImage.fromData(quicklook.thumbnail)
        self._thumbnails[scene_id] = image
        if len(self._thumbnails) > DECODED_THUMBNAILS:
            self._thumbnails.popitem(last=False)
        return image

    def _set_ticked(self, scene_ids: Set[str]) -> None:
        changed, self._ticked = scene_ids ^ self._ticked, scene_ids
        if not changed:
            return
        rows = sorted(map(self.row_of, changed))
        # One signal over all: views repaint no more than they show.
        self._announce(rows[0], rows[-1])
        self.ticked_changed.emit()

    def _spoken(self, scene: Scene, role: int) -> str:
        """Returns what a screen reader says of a row: what it is and its state, then its further figures."""
        seen = self._seen[scene.id]
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return details_text(seen, self._costs.get(scene.id))
        return spoken_text(
            seen,
            is_ticked=scene.id in self._ticked,
            is_shown=self._shown.get(scene.id, False),
            is_owned=scene.id in self._owned,
        )

    def _announce(self, row: int, last: Optional[int] = None) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row if last is None else last, COLUMN_COUNT - 1))


def _on_area(scene: Scene, aoi: Optional[Aoi]) -> SceneOnArea:
    if aoi is None:
        return SceneOnArea(scene, credits=scene.estimated_credits)
    coverage = share_covered(scene.footprint, aoi) if scene.footprint is not None else None
    return SceneOnArea(scene, coverage, aoi.area_km2, credits=scene.estimated_credits)
