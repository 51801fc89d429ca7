"""The cheapest cover of the area by the scenes of the list."""

from __future__ import annotations

from typing import Optional, Tuple

from qgis.core import QgsGeometry
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.errors import Cancelled, Up42Error
from ...domain.scenes.cover import Cover
from ..session.task import Background, Latest, UseCaseTask
from .dry_run import DryRun
from .figures import SceneColumn
from .scene_filter import SceneFilterModel
from .scene_list import SceneListModel


class CoverSearch(QObject):
    """Searches one cover at a time and keeps the last one until the scenes change."""

    # Begun, found, cleared
    changed = pyqtSignal()
    # Cover
    found = pyqtSignal(object)
    # Up42Error
    failed = pyqtSignal(object)

    def __init__(
        self, dry_run: DryRun, scenes: SceneListModel, scene_filter: SceneFilterModel, parent: Optional[QObject] = None
    ) -> None:
        super().__init__(parent)
        self._dry_run = dry_run
        self._scenes = scenes
        self._filter = scene_filter
        self._background = Background()
        self._search = Latest(self._background)
        self._is_busy = False
        self._cover: Optional[Cover] = None
        self._gap = QgsGeometry()
        scenes.modelReset.connect(self.clear)

    @property
    def is_busy(self) -> bool:
        """Returns whether a search runs."""
        return self._is_busy

    @property
    def cover(self) -> Optional[Cover]:
        """Returns what was found, None before."""
        return self._cover

    @property
    def gap(self) -> QgsGeometry:
        """Returns the part of the area that stays uncovered, in EPSG:4326."""
        return self._gap

    @property
    def can_start(self) -> bool:
        """Returns whether there is an area and a scene that may cover it."""
        parameters = self._dry_run.parameters
        has_area = parameters is not None and parameters.aoi is not None
        return has_area and not self._is_busy and self._filter.rowCount() > 0

    def start(self) -> None:
        """Searches the scenes that pass the filters and can be ordered."""
        parameters = self._dry_run.parameters
        if not self.can_start or parameters is None or parameters.aoi is None:
            return
        aoi = parameters.aoi
        rows = [self._scenes.row_of(scene_id) for scene_id in self._filter.scene_ids()]
        rows = [row for row in rows if self._can_be_ordered(self._scenes.scene(row).id)]
        scenes = [self._scenes.scene(row) for row in rows]
        prices = {scene.id: self._scenes.sort_value(row, SceneColumn.PRICE) for row, scene in zip(rows, scenes)}
        self._is_busy, self._cover, self._gap = True, None, QgsGeometry()
        self.changed.emit()

        def work(task: UseCaseTask) -> Tuple[Cover, QgsGeometry]:
            # Slow to import and rarely needed.
            from ...gis.scenes.scene_cover import find_cover

            return find_cover(scenes, prices, aoi, task)

        def take(result: Optional[Tuple[Cover, QgsGeometry]], error: Optional[Up42Error]) -> None:
            self._is_busy = False
            if result is not None:
                self._cover, self._gap = result
            self.changed.emit()
            if self._cover is not None:
                self.found.emit(self._cover)
            elif error is not None and not isinstance(error, Cancelled):
                self.failed.emit(error)

        self._search.run("UP42: cheapest cover", work, take)

    def _can_be_ordered(self, scene_id: str) -> bool:
        cost = self._scenes.cost(scene_id)
        return cost is None or not cost.problem

    def clear(self) -> None:
        """Clears the cover and cancels a running search."""
        self._search.drop()
        self._background.cancel()
        self._is_busy, self._cover, self._gap = False, None, QgsGeometry()
        self.changed.emit()

    def close(self) -> None:
        """Stops; nothing arrives afterwards."""
        self._background.close()
