"""The bars of the timeline of many areas: a row per area, a bar per scene and product."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Dict, Iterable, List, Optional, Sequence

from qgis.core import QgsGeometry
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...domain.areas.area_scene import AreaFound, AreaScene, RowKey
from ...domain.scenes.filters import SceneFilters
from ...domain.scenes.timeline import TimelineBar, TimelineRows
from ...gis.scenes.quicklook_layers import outline_geometry
from .area_group import passes
from .area_search import AreaSearch

# Areas stream in faster than anyone looks at them.
DELAY_MS = 300
# Clouds over the areas arrive for a long time, and change little.
REFINED_MS = 1500


class AreaTimeline(QObject):
    """Follows a search; the id of a bar is that of its row in the list, as a text."""

    # Other bars
    changed = pyqtSignal()

    def __init__(self, search: AreaSearch, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._search = search
        self._rows: Dict[str, AreaScene] = {}
        # By area, in the order of their rows.
        self._bars: List[List[TimelineBar]] = []
        # The row of each area, by its id.
        self._numbers: Dict[int, int] = {}
        self._titles: List[str] = []
        self._shown = TimelineRows()
        self._filters = SceneFilters()
        # Whether the bars are as the filters say.
        self._is_dimmed = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._announce)
        search.begun.connect(self._begin)
        search.areas_found.connect(self._add)
        search.rows_changed.connect(self._refine)
        search.state_changed.connect(self._arrange)

    @property
    def rows(self) -> TimelineRows:
        """Returns the bars and the names of their rows."""
        return self._shown

    def key(self, bar_id: str) -> Optional[RowKey]:
        """Returns the row in the list that a bar stands for."""
        row = self._rows.get(bar_id)
        return None if row is None else row.key

    def outline(self, bar_id: str) -> QgsGeometry:
        """Returns the footprint of a bar's scene in EPSG:4326, null without one."""
        row = self._rows.get(bar_id)
        return QgsGeometry() if row is None else outline_geometry(row.scene)

    def set_filters(self, filters: SceneFilters) -> None:
        """Sets the filters of the list: the bars of what they hide are dimmed."""
        if filters != self._filters:
            self._filters, self._is_dimmed = filters, False
            self._plan(DELAY_MS)

    def close(self) -> None:
        """Stops following the search."""
        self._timer.stop()

    def _begin(self) -> None:
        self._rows, self._bars, self._titles, self._numbers = {}, [], [], {}
        self._timer.stop()
        self._announce()

    def _add(self, arrived: Sequence[AreaFound]) -> None:
        for found in arrived:
            number = len(self._titles)
            self._titles.append(found.area.name)
            self._numbers[found.area.id] = number
            self._bars.append(self._bars_of(found.rows, number))
            self._rows.update((bar_id(row.key), row) for row in found.rows)
        self._plan(DELAY_MS)

    def _refine(self, rows: Sequence[AreaScene]) -> None:
        changed = {bar_id(row.key): row for row in rows}
        clouded = {key: row for key, row in changed.items() if _cloud(row) != _cloud(self._rows[key])}
        self._rows.update(changed)
        if not clouded:
            return
        for number in {self._numbers[row.area.id] for row in clouded.values()}:
            rows = [self._rows[bar.scene_id] for bar in self._bars[number]]
            self._bars[number] = self._bars_of(rows, number)
        self._plan(REFINED_MS)

    def _arrange(self) -> None:
        """Puts the areas into the order of the layer's features once all are there."""
        wanted = sorted(self._numbers)
        if self._search.is_busy or wanted == list(self._numbers):
            return
        former = [self._numbers[area_id] for area_id in wanted]
        self._numbers = {area_id: number for number, area_id in enumerate(wanted)}
        self._titles = [self._titles[number] for number in former]
        self._bars = [[replace(bar, row=row) for bar in self._bars[number]] for row, number in enumerate(former)]
        self._plan(DELAY_MS)

    def _bars_of(self, rows: Iterable[AreaScene], number: int) -> List[TimelineBar]:
        """Returns the bars of an area by time; areas come in the order of their rows: sorting each is enough."""
        bars = [
            _bar(row, row.scene.acquired, number, is_listed=passes(self._filters, row))
            for row in rows
            if row.scene.acquired is not None
        ]
        return sorted(bars, key=lambda bar: (bar.acquired, bar.scene_id))

    def _plan(self, delay_ms: int) -> None:
        if not self._timer.isActive() or self._timer.remainingTime() > delay_ms:
            self._timer.start(delay_ms)

    def _dim(self) -> None:
        self._is_dimmed = True
        for bars in self._bars:
            for place, bar in enumerate(bars):
                is_listed = passes(self._filters, self._rows[bar.scene_id])
                if is_listed is not bar.is_listed:
                    bars[place] = replace(bar, is_listed=is_listed)

    def _announce(self) -> None:
        if not self._is_dimmed:
            self._dim()
        self._shown = TimelineRows(tuple(chain.from_iterable(self._bars)), tuple(self._titles) or ("",))
        self.changed.emit()


def bar_id(key: RowKey) -> str:
    """Returns the id of the bar of a row in the list."""
    return "\n".join(map(str, key))


def _cloud(row: AreaScene) -> Optional[float]:
    return row.scene.cloud_cover if row.aoi_cloud_cover is None else row.aoi_cloud_cover


def _bar(row: AreaScene, acquired: datetime, number: int, *, is_listed: bool) -> TimelineBar:
    scene, cloud = row.scene, _cloud(row)
    title = " · ".join(text for text in (scene.platform or scene.constellation, row.product_title) if text)
    cloud_share = None if cloud is None else cloud / 100.0
    return TimelineBar(
        bar_id(row.key), acquired, number, title, row.coverage, cloud_share, is_listed=is_listed
    )
