"""The cheapest cover of each of many areas by the scenes of the list."""

from __future__ import annotations

from typing import List, Optional, Sequence, Set, Tuple

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.aoi import Aoi
from ...domain.areas.area_scene import AreaScene, RowKey
from ...domain.errors import Cancelled, Up42Error
from ...domain.scenes.cover import Cover
from ..session.task import Background, Latest, UseCaseTask
from .area_list import AreaListModel

# Shares of an area that are taken for the same.
_EQUAL = 1e-6


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
        groups = [(area, _offers(rows)) for area, rows in self._areas.areas()]
        self._is_busy = True
        self.changed.emit()

        def work(task: UseCaseTask) -> List[RowKey]:
            chosen: List[RowKey] = []
            for number, (area, rows) in enumerate(groups):
                wanted: Set[str] = set()
                for part in area.parts:
                    wanted.update(_chosen([row for row in rows if part in row.parts], part, task))
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


def _offers(rows: Sequence[AreaScene]) -> List[AreaScene]:
    """Returns a row per scene that can be ordered: of several products the cheapest, as far as prices are known."""
    sound = [row for row in rows if not row.problem]
    sound.sort(key=lambda row: (row.credits is None, row.credits or 0), reverse=True)
    return list({row.scene.id: row for row in sound}.values())


def _chosen(rows: Sequence[AreaScene], part: Aoi, task: UseCaseTask) -> Tuple[str, ...]:
    """Returns the scenes that cover a part; one without a price may be the dearest, and only fills the rest."""
    # Slow to import and rarely needed.
    from ...gis.scenes.scene_cover import find_cover

    def cover(some: Sequence[AreaScene]) -> Cover:
        return find_cover([row.scene for row in some], {row.scene.id: row.credits for row in some}, part, task)[0]

    priced = [row for row in rows if row.credits is not None]
    first = cover(priced) if priced else None
    if first is not None and (len(priced) == len(rows) or first.share >= 1.0 - _EQUAL):
        return first.ids
    whole = cover(rows) if rows else None
    if first is not None and whole is not None and first.share >= whole.share - _EQUAL:
        return first.ids
    return whole.ids if whole is not None else ()
