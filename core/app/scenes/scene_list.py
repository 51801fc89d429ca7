"""Table model of the scenes of the last test query."""

from __future__ import annotations

from collections import OrderedDict
from enum import IntEnum
from typing import Any, Dict, FrozenSet, Iterable, List, Optional

from qgis.PyQt.QtCore import (
    QAbstractTableModel,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    Qt,
    pyqtSignal,
)
from qgis.PyQt.QtGui import QImage

from ...domain.aoi import Aoi
from ...domain.jobs.credits import EstimateLine
from ...domain.scenes.scene import PlacedQuicklook, Scene, SceneCollection
from ...gis.areas.geometry import share_covered
from ...wording.figures import credits_text

UNKNOWN = "–"
# More than a tall window shows; each takes twelve times the memory of its JPEG file.
DECODED_THUMBNAILS = 48
# A map keeps an image of its own size for every layer that it shows: gigabytes for hundreds of layers.
SHOWN_UNASKED = 12


class SceneColumn(IntEnum):
    """The columns, in order."""

    DATE = 0
    PLATFORM = 1
    CLOUD_COVER = 2
    AREA_CLOUD = 3
    INCIDENCE = 4
    GSD = 5
    COVERAGE = 6
    PRICE = 7
    CERTAINTY = 8
    LEVEL = 9
    ID = 10


# Qt reads it thousands of times, and counting an enumeration is slow.
COLUMN_COUNT = len(SceneColumn)
# The columns that show a member of the scene unchanged.
_MEMBERS = {
    SceneColumn.CLOUD_COVER: "cloud_cover",
    SceneColumn.INCIDENCE: "incidence_angle",
    SceneColumn.GSD: "gsd_m",
    SceneColumn.LEVEL: "processing_level",
    SceneColumn.ID: "id",
}


class SceneRole(IntEnum):
    """The item roles in addition to Qt's."""

    SCENE = int(Qt.ItemDataRole.UserRole) + 1
    THUMBNAIL = int(Qt.ItemDataRole.UserRole) + 2
    QUICKLOOK = int(Qt.ItemDataRole.UserRole) + 3
    # EstimateLine, None before an estimate
    COST = int(Qt.ItemDataRole.UserRole) + 4
    # True if the account has the scene already
    OWNED = int(Qt.ItemDataRole.UserRole) + 5


class SceneListModel(QAbstractTableModel):
    """Scenes in the chosen sort order; the check mark of the first column shows the quicklook on the map.

    Sorted here and not in a proxy, which would call Python for each compared pair.
    """

    # scene id, shown on the map or not
    shown_changed = pyqtSignal(str, bool)

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        # in the order of the service, and in that of the rows
        self._found: List[Scene] = []
        self._scenes: List[Scene] = []
        self._rows: Dict[str, int] = {}
        self._column = SceneColumn.DATE
        self._is_descending = True
        self._coverage: Dict[str, Optional[float]] = {}
        self._quicklooks: Dict[str, PlacedQuicklook] = {}
        self._thumbnails: OrderedDict[str, QImage] = OrderedDict()
        self._shown: Dict[str, bool] = {}
        self._costs: Dict[str, EstimateLine] = {}
        self._owned: FrozenSet[str] = frozenset()
        self._headers: List[str] = [""] * len(SceneColumn)

    def set_collection(self, collection: Optional[SceneCollection], aoi: Optional[Aoi]) -> None:
        """Replaces all rows; the share of `aoi` that a scene covers is computed from its footprint."""
        self.beginResetModel()
        self._found = list(collection.scenes) if collection is not None else []
        self._coverage = {
            scene.id: share_covered(scene.footprint, aoi)
            for scene in self._found
            if scene.footprint is not None and aoi is not None
        }
        self._quicklooks, self._shown = {}, {}
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
            self._quicklooks[placed.scene_id] = placed
            rows.append(row)
        rows.sort()
        for number, row in enumerate(rows):
            if number == 0 or row > rows[number - 1] + 1:
                first = row
            if number == len(rows) - 1 or rows[number + 1] > row + 1:
                self._announce(first, row)
        if self._column in (SceneColumn.AREA_CLOUD, SceneColumn.CERTAINTY):
            self._arrange()

    @property
    def shown_count(self) -> int:
        """Counts the quicklooks that are shown on the map."""
        return sum(self._shown.values())

    @property
    def image_count(self) -> int:
        """Counts the quicklooks that can be shown."""
        return sum(not quicklook.problem for quicklook in self._quicklooks.values())

    def set_costs(self, lines: Iterable[EstimateLine]) -> None:
        """Adds an estimate's lines for single scenes: the price, or the reason for having none."""
        for line in lines:
            row = self.row_of(line.scene_id)
            if row >= 0 and self._costs.get(line.scene_id) != line:
                self._costs[line.scene_id] = line
                self._announce(row)
        if self._column is SceneColumn.PRICE:
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

    def set_headers(self, headers: List[str]) -> None:
        """Sets the column titles, which are wording and therefore the view's."""
        self._headers = list(headers)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(SceneColumn) - 1)

    def scene(self, row: int) -> Scene:
        """Returns the scene of a row."""
        return self._scenes[row]

    def scenes(self) -> List[Scene]:
        """Returns all scenes in row order."""
        return list(self._scenes)

    def row_of(self, scene_id: str) -> int:
        """Returns the row of a scene, -1 without one."""
        return self._rows.get(scene_id, -1)

    def quicklook(self, scene_id: str) -> Optional[PlacedQuicklook]:
        """Returns the quicklook of a scene, None before it arrived."""
        return self._quicklooks.get(scene_id)

    def is_shown(self, scene_id: str) -> bool:
        """Returns whether the quicklook is on the map."""
        return self._shown.get(scene_id, False)

    def has_image(self, scene_id: str) -> bool:
        """Returns whether a scene has a quicklook that can be shown."""
        quicklook = self._quicklooks.get(scene_id)
        return quicklook is not None and not quicklook.problem

    def set_shown(self, scene_ids: Iterable[str], is_shown: bool) -> None:
        """Shows or hides quicklooks; scenes without one are left as they are."""
        for scene_id in scene_ids:
            self._set_shown(scene_id, is_shown)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Counts the scenes."""
        return 0 if parent.isValid() else len(self._scenes)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Counts the columns."""
        return 0 if parent.isValid() else COLUMN_COUNT

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Returns a column's title."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section] if section < len(self._headers) else None
        return None

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Makes the first column checkable if there is a quicklook."""
        flags = super().flags(index)
        if index.isValid() and index.column() == SceneColumn.DATE and self.has_image(self._scenes[index.row()].id):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Returns text, check mark, or the value of a SceneRole."""
        if not index.isValid():
            return None
        row, column = index.row(), SceneColumn(index.column())
        scene = self._scenes[row]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.CheckStateRole and column is SceneColumn.DATE and self.has_image(scene.id):
            return Qt.CheckState.Checked if self._shown.get(scene.id) else Qt.CheckState.Unchecked
        if role == SceneRole.SCENE:
            return scene
        if role == SceneRole.THUMBNAIL:
            return self._thumbnail(scene.id)
        if role == SceneRole.QUICKLOOK:
            return self._quicklooks.get(scene.id)
        if role == SceneRole.COST:
            return self._costs.get(scene.id)
        if role == SceneRole.OWNED:
            return scene.id in self._owned
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Sets the check mark of the first column."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self._set_shown(self._scenes[index.row()].id, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def sort_value(self, row: int, column: SceneColumn) -> Any:
        """Returns the figure or text that a column is sorted by; None is unknown and sorts last."""
        return self._value(self._scenes[row], column)

    def _value(self, scene: Scene, column: SceneColumn) -> Any:
        if column is SceneColumn.DATE:
            return scene.acquired.timestamp() if scene.acquired is not None else None
        if column is SceneColumn.COVERAGE:
            return self._coverage.get(scene.id)
        if column in (SceneColumn.AREA_CLOUD, SceneColumn.CERTAINTY):
            quicklook = self._quicklooks.get(scene.id)
            if quicklook is None or quicklook.problem:
                return None
            return quicklook.aoi_cloud_cover if column is SceneColumn.AREA_CLOUD else quicklook.certainty
        if column is SceneColumn.PLATFORM:
            return scene.platform or scene.constellation or None
        if column is SceneColumn.PRICE:
            return self._price(scene)
        value = getattr(scene, _MEMBERS[column])
        return None if value == "" else value

    def _arranged(self) -> List[Scene]:
        values = [(self._value(scene, self._column), scene) for scene in self._found]
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

    def _text(self, row: int, column: SceneColumn) -> str:
        scene, locale = self._scenes[row], QLocale()
        if column is SceneColumn.DATE:
            if scene.acquired is None:
                return UNKNOWN
            moment = QDateTime.fromSecsSinceEpoch(int(scene.acquired.timestamp()), Qt.TimeSpec.UTC)
            return moment.toString("yyyy-MM-dd HH:mm")
        value = self.sort_value(row, column)
        if value is None:
            return UNKNOWN
        if column in (SceneColumn.CLOUD_COVER, SceneColumn.AREA_CLOUD):
            return f"{locale.toString(float(value), 'f', 0)} %"
        if column is SceneColumn.INCIDENCE:
            return f"{locale.toString(float(value), 'f', 1)}°"
        if column is SceneColumn.GSD:
            return f"{locale.toString(float(value), 'g', 3)} m"
        if column in (SceneColumn.COVERAGE, SceneColumn.CERTAINTY):
            return f"{locale.toString(100.0 * value, 'f', 0)} %"
        if column is SceneColumn.PRICE:
            return credits_text(int(value))
        return str(value)

    def _thumbnail(self, scene_id: str) -> Optional[QImage]:
        """Decodes the thumbnails that are visible and caches the most recent ones."""
        quicklook = self._quicklooks.get(scene_id)
        if quicklook is None or not quicklook.thumbnail:
            return None
        image = self._thumbnails.pop(scene_id, None) or QImage.fromData(quicklook.thumbnail)
        self._thumbnails[scene_id] = image
        if len(self._thumbnails) > DECODED_THUMBNAILS:
            self._thumbnails.popitem(last=False)
        return image

    def _price(self, scene: Scene) -> Optional[int]:
        """Returns the price of the newest estimate, else that of the query's result."""
        line = self._costs.get(scene.id)
        if line is None:
            return scene.estimated_credits
        return None if line.problem else line.max_credits

    def _set_shown(self, scene_id: str, is_shown: bool) -> None:
        row = self.row_of(scene_id)
        if row < 0 or not self.has_image(scene_id) or self._shown.get(scene_id) == is_shown:
            return
        self._shown[scene_id] = is_shown
        self._announce(row)
        self.shown_changed.emit(scene_id, is_shown)

    def _announce(self, row: int, last: Optional[int] = None) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row if last is None else last, COLUMN_COUNT - 1))
