"""The scenes of the last test query as a table, and a filter that acts at once."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum
from typing import Any, Dict, FrozenSet, Iterable, List, Optional

from qgis.PyQt.QtCore import (
    QAbstractTableModel,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    QSortFilterProxyModel,
    Qt,
    pyqtSignal,
)
from qgis.PyQt.QtGui import QImage

from ..domain.aoi import Aoi
from ..domain.credits import EstimateLine
from ..domain.scenes import PlacedQuicklook, Scene, SceneCollection
from ..gis.geometry import share_covered

UNKNOWN = "–"


class SceneColumn(IntEnum):
    """The columns, in order."""

    DATE = 0
    PLATFORM = 1
    CLOUD_COVER = 2
    INCIDENCE = 3
    GSD = 4
    COVERAGE = 5
    PRICE = 6
    LEVEL = 7
    ID = 8


class SceneRole(IntEnum):
    """What a view may ask for beside the text."""

    SCENE = int(Qt.ItemDataRole.UserRole) + 1
    THUMBNAIL = int(Qt.ItemDataRole.UserRole) + 2
    QUICKLOOK = int(Qt.ItemDataRole.UserRole) + 3
    SORT = int(Qt.ItemDataRole.UserRole) + 4
    # EstimateLine, None before an estimate
    COST = int(Qt.ItemDataRole.UserRole) + 5
    # True where the account has the scene already
    OWNED = int(Qt.ItemDataRole.UserRole) + 6


class SceneListModel(QAbstractTableModel):
    """Scenes in the order of the service; the check mark of the first column puts the quicklook on the map."""

    # scene id, shown on the map or not
    shown_changed = pyqtSignal(str, bool)

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._scenes: List[Scene] = []
        self._rows: Dict[str, int] = {}
        self._coverage: List[Optional[float]] = []
        self._quicklooks: Dict[str, PlacedQuicklook] = {}
        self._thumbnails: Dict[str, QImage] = {}
        self._shown: Dict[str, bool] = {}
        self._costs: Dict[str, EstimateLine] = {}
        self._owned: FrozenSet[str] = frozenset()
        self._headers: List[str] = [""] * len(SceneColumn)

    def set_collection(self, collection: Optional[SceneCollection], aoi: Optional[Aoi]) -> None:
        """Replaces all rows; the share of `aoi` that a scene covers is worked out from its footprint."""
        self.beginResetModel()
        self._scenes = list(collection.scenes) if collection is not None else []
        self._rows = {scene.id: row for row, scene in enumerate(self._scenes)}
        self._coverage = [
            share_covered(scene.footprint, aoi) if scene.footprint is not None and aoi is not None else None
            for scene in self._scenes
        ]
        self._quicklooks, self._thumbnails, self._shown = {}, {}, {}
        self._costs, self._owned = {}, frozenset()
        self.endResetModel()

    def set_quicklook(self, placed: PlacedQuicklook, thumbnail: Optional[QImage]) -> None:
        """Adds the quicklook of a scene; it counts as shown once its layer is on the map."""
        row = self.row_of(placed.scene_id)
        if row < 0:
            return
        self._quicklooks[placed.scene_id] = placed
        if thumbnail is not None:
            self._thumbnails[placed.scene_id] = thumbnail
        self._shown[placed.scene_id] = not placed.problem
        self._tell(row)

    def set_costs(self, lines: Iterable[EstimateLine]) -> None:
        """Adds what an estimate says of single scenes: their price, or why they have none."""
        for line in lines:
            row = self.row_of(line.scene_id)
            if row >= 0 and self._costs.get(line.scene_id) != line:
                self._costs[line.scene_id] = line
                self._tell(row)

    def set_owned(self, scene_ids: Iterable[str]) -> None:
        """Marks the scenes that the account has already, and no others."""
        before, self._owned = self._owned, frozenset(scene_ids)
        for scene_id in before ^ self._owned:
            row = self.row_of(scene_id)
            if row >= 0:
                self._tell(row)

    def cost(self, scene_id: str) -> Optional[EstimateLine]:
        """Returns what an estimate says of a scene, None before there is one."""
        return self._costs.get(scene_id)

    def is_owned(self, scene_id: str) -> bool:
        """Tells whether the account has the scene already, as far as is known."""
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
        """Tells whether the quicklook is on the map."""
        return self._shown.get(scene_id, False)

    def set_all_shown(self, is_shown: bool) -> None:
        """Shows or hides every quicklook that there is."""
        for scene in self._scenes:
            self._set_shown(scene.id, is_shown)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Counts the scenes."""
        return 0 if parent.isValid() else len(self._scenes)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Counts the columns."""
        return 0 if parent.isValid() else len(SceneColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Returns a column's title."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section] if section < len(self._headers) else None
        return None

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Lets the first column be ticked where there is a quicklook."""
        flags = super().flags(index)
        if index.isValid() and index.column() == SceneColumn.DATE and self._has_image(index.row()):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Returns text, check mark, or what the roles of SceneRole name."""
        if not index.isValid():
            return None
        row, column = index.row(), SceneColumn(index.column())
        scene = self._scenes[row]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.CheckStateRole and column is SceneColumn.DATE and self._has_image(row):
            return Qt.CheckState.Checked if self._shown.get(scene.id) else Qt.CheckState.Unchecked
        if role == SceneRole.SCENE:
            return scene
        if role == SceneRole.THUMBNAIL:
            return self._thumbnails.get(scene.id)
        if role == SceneRole.QUICKLOOK:
            return self._quicklooks.get(scene.id)
        if role == SceneRole.SORT:
            return self.sort_value(row, column)
        if role == SceneRole.COST:
            return self._costs.get(scene.id)
        if role == SceneRole.OWNED:
            return scene.id in self._owned
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Takes a tick of the first column."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self._set_shown(self._scenes[index.row()].id, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def sort_value(self, row: int, column: SceneColumn) -> Any:
        """Returns the figure or text that a column is sorted by; None is unknown and sorts last."""
        scene = self._scenes[row]
        values = {
            SceneColumn.DATE: scene.acquired.timestamp() if scene.acquired is not None else None,
            SceneColumn.PLATFORM: scene.platform or scene.constellation or None,
            SceneColumn.CLOUD_COVER: scene.cloud_cover,
            SceneColumn.INCIDENCE: scene.incidence_angle,
            SceneColumn.GSD: scene.gsd_m,
            SceneColumn.COVERAGE: self._coverage[row],
            SceneColumn.PRICE: self._price(scene),
            SceneColumn.LEVEL: scene.processing_level or None,
            SceneColumn.ID: scene.id,
        }
        return values[column]

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
        if column is SceneColumn.CLOUD_COVER:
            return f"{locale.toString(float(value), 'f', 0)} %"
        if column is SceneColumn.INCIDENCE:
            return f"{locale.toString(float(value), 'f', 1)}°"
        if column is SceneColumn.GSD:
            return f"{locale.toString(float(value), 'g', 3)} m"
        if column is SceneColumn.COVERAGE:
            return f"{locale.toString(100.0 * value, 'f', 0)} %"
        if column is SceneColumn.PRICE:
            return locale.toString(int(value))
        return str(value)

    def _price(self, scene: Scene) -> Optional[int]:
        """Returns the price of the newest estimate, else the one that the result came with."""
        line = self._costs.get(scene.id)
        if line is None:
            return scene.estimated_credits
        return None if line.problem else line.max_credits

    def _has_image(self, row: int) -> bool:
        quicklook = self._quicklooks.get(self._scenes[row].id)
        return quicklook is not None and not quicklook.problem

    def _set_shown(self, scene_id: str, is_shown: bool) -> None:
        row = self.row_of(scene_id)
        if row < 0 or not self._has_image(row) or self._shown.get(scene_id) == is_shown:
            return
        self._shown[scene_id] = is_shown
        self._tell(row)
        self.shown_changed.emit(scene_id, is_shown)

    def _tell(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(SceneColumn) - 1))


class SceneFilterModel(QSortFilterProxyModel):
    """Sorts by any column and hides what a filter excludes; a scene without the figure stays in sight."""

    def __init__(self, model: SceneListModel, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._model = model
        self._start: Optional[datetime] = None
        self._end: Optional[datetime] = None
        self._max_cloud_cover: Optional[float] = None
        self._max_incidence: Optional[float] = None
        self._max_gsd: Optional[float] = None
        self._min_coverage: Optional[float] = None
        self._text = ""
        self.setSourceModel(model)
        self.setSortRole(SceneRole.SORT)
        self.setDynamicSortFilter(True)

    def set_period(self, start: Optional[datetime], end: Optional[datetime]) -> None:
        """Keeps scenes acquired between two UTC times; None is open."""
        self._start, self._end = start, end
        self.invalidateFilter()

    def set_max_cloud_cover(self, percent: Optional[float]) -> None:
        """Keeps scenes up to a cloud cover."""
        self._max_cloud_cover = percent
        self.invalidateFilter()

    def set_max_incidence(self, degrees: Optional[float]) -> None:
        """Keeps scenes up to an incidence angle."""
        self._max_incidence = degrees
        self.invalidateFilter()

    def set_max_gsd(self, metres: Optional[float]) -> None:
        """Keeps scenes up to a ground sampling distance."""
        self._max_gsd = metres
        self.invalidateFilter()

    def set_min_coverage(self, share: Optional[float]) -> None:
        """Keeps scenes that cover at least this share of the area, 0 to 1."""
        self._min_coverage = share
        self.invalidateFilter()

    def set_text(self, text: str) -> None:
        """Keeps scenes whose id, platform or level contains the text."""
        self._text = text.strip().lower()
        self.invalidateFilter()

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:
        """Tells whether a scene passes all filters."""
        scene = self._model.scene(row)
        coverage = self._model.sort_value(row, SceneColumn.COVERAGE)
        if scene.acquired is not None:
            if self._start is not None and scene.acquired < self._start:
                return False
            if self._end is not None and scene.acquired > self._end:
                return False
        for value, most in (
            (scene.cloud_cover, self._max_cloud_cover),
            (scene.incidence_angle, self._max_incidence),
            (scene.gsd_m, self._max_gsd),
        ):
            if value is not None and most is not None and value > most:
                return False
        if coverage is not None and self._min_coverage is not None and coverage < self._min_coverage:
            return False
        words = f"{scene.id} {scene.platform} {scene.constellation} {scene.processing_level}".lower()
        return self._text in words

    def lessThan(self, left: QModelIndex, right: QModelIndex) -> bool:
        """Compares figures as figures; unknown ones stay last in either direction."""
        first, second = left.data(SceneRole.SORT), right.data(SceneRole.SORT)
        if first is None or second is None:
            is_ascending = self.sortOrder() == Qt.SortOrder.AscendingOrder
            if first is None and second is None:
                return False
            return (second is None) == is_ascending
        return bool(first < second)
