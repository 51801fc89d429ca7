"""The bars of the timeline of many areas: a row per area, a bar per scene and product."""

from __future__ import annotations

from datetime import datetime
from typing import Dict, List, Optional, Sequence

from qgis.core import QgsGeometry
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...domain.areas.area_scene import AreaFound, AreaScene, RowKey
from ...domain.scenes.timeline import TimelineBar, TimelineRows
from ...gis.scenes.quicklook_layers import outline_geometry
from .area_search import AreaSearch

# Areas stream in faster than anyone looks at them.
DELAY_MS = 300


class AreaTimeline(QObject):
    """Follows a search; the id of a bar is that of its row in the list, as a text."""

    # other bars
    changed = pyqtSignal()

    def __init__(self, search: AreaSearch, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._search = search
        self._rows: Dict[str, AreaScene] = {}
        self._bars: List[TimelineBar] = []
        self._titles: List[str] = []
        self.rows = TimelineRows()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._announce)
        search.begun.connect(self._begin)
        search.areas_found.connect(self._add)

    def key(self, bar_id: str) -> Optional[RowKey]:
        """Returns the row in the list that a bar stands for."""
        row = self._rows.get(bar_id)
        return None if row is None else row.key

    def outline(self, bar_id: str) -> QgsGeometry:
        """Returns the footprint of a bar's scene in EPSG:4326, null without one."""
        row = self._rows.get(bar_id)
        return QgsGeometry() if row is None else outline_geometry(row.scene)

    def close(self) -> None:
        """Stops following the search."""
        self._timer.stop()

    def _begin(self) -> None:
        self._rows, self._bars, self._titles = {}, [], []
        self._timer.stop()
        self._announce()

    def _add(self, arrived: Sequence[AreaFound]) -> None:
        for found in arrived:
            number = len(self._titles)
            self._titles.append(found.area.name)
            bars = [_bar(row, row.scene.acquired, number) for row in found.rows if row.scene.acquired is not None]
            # Areas are added in the order of their rows: sorting each is enough.
            self._bars += sorted(bars, key=lambda bar: (bar.acquired, bar.scene_id))
            self._rows.update((bar_id(row.key), row) for row in found.rows)
        if not self._timer.isActive():
            self._timer.start()

    def _announce(self) -> None:
        self.rows = TimelineRows(tuple(self._bars), tuple(self._titles) or ("",))
        self.changed.emit()


def bar_id(key: RowKey) -> str:
    """Returns the id of the bar of a row in the list."""
    return "\n".join(map(str, key))


def _bar(row: AreaScene, acquired: datetime, number: int) -> TimelineBar:
    scene, cloud = row.scene, row.aoi_cloud_cover
    cloud = scene.cloud_cover if cloud is None else cloud
    title = " · ".join(text for text in (scene.platform or scene.constellation, row.product_title) if text)
    cloud_share = None if cloud is None else cloud / 100.0
    return TimelineBar(bar_id(row.key), acquired, number, title, row.coverage, cloud_share)
