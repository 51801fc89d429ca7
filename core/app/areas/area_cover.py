"""The cheapest cover of each of many areas by the scenes of the list."""

from __future__ import annotations

from typing import List, Optional, Set

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.areas.area_scene import RowKey
from ...domain.errors import Cancelled, Up42Error
from ..session.task import Background, Latest, UseCaseTask
from .area_list import AreaListModel


class AreaCover(QObject):
    """Searches the cheapest set of scenes for every area and ticks it; main thread only."""

    # Begun or ended
    changed = pyqtSignal()
    # Up42Error
    failed = pyqtSignal(object)

    def __init__(self, areas: AreaListModel, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._areas = areas
        self._background = Background()
        self._search = Latest(self._background)
        self._is_busy = False
        # Areas that are gone must not be ticked.
        areas.modelReset.connect(self.stop)

    @property
    def is_busy(self) -> bool:
        """Returns whether a search runs."""
        return self._is_busy

    def start(self) -> None:
        """Searches among the scenes that can be ordered; each part of an area is covered for itself."""
        groups = [(area, [row for row in rows if not row.problem]) for area, rows in self._areas.areas()]
        self._is_busy = True
        self.changed.emit()

        def work(task: UseCaseTask) -> List[RowKey]:
            # Slow to import and rarely needed.
            from ...gis.scenes.scene_cover import find_cover

            chosen: List[RowKey] = []
            for number, (area, rows) in enumerate(groups):
                wanted: Set[str] = set()
                for part in area.parts:
                    scenes = [row.scene for row in rows if part in row.parts]
                    prices = {row.scene.id: row.credits for row in rows}
                    wanted.update(find_cover(scenes, prices, part, task)[0].ids if scenes else ())
                chosen += [row.key for row in rows if row.scene.id in wanted]
                task.report((number + 1) / len(groups))
            return chosen

        def take(keys: Optional[List[RowKey]], error: Optional[Up42Error]) -> None:
            self._is_busy = False
            if keys is not None:
                self._areas.tick_only(keys)
            elif error is not None and not isinstance(error, Cancelled):
                self.failed.emit(error)
            self.changed.emit()

        self._search.run("UP42: cheapest cover", work, take)

    def stop(self) -> None:
        """Drops a running search."""
        if self._is_busy:
            self._search.drop()
            self._background.cancel()
            self._is_busy = False
            self.changed.emit()

    def close(self) -> None:
        """Drops running tasks."""
        self._background.close()
