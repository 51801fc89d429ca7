"""The bars of the timeline: the listed scenes with their figures over the area, and the day that is played."""

from __future__ import annotations

from datetime import date
from typing import Dict, Optional, Set

from qgis.PyQt.QtCore import QModelIndex, QObject, QTimer, pyqtSignal

from ...domain.scenes.timeline import TimelineBar, TimelineRows
from .figures import SceneColumn
from .scene_filter import SceneFilterModel
from .scene_list import SceneListModel
from .scene_time import SceneTime

# Filters take many rows away at once.
DELAY_MS = 200
# Rows change all the time while quicklooks arrive, and hundreds of bars take half of a frame to paint.
FIGURES_DELAY_MS = 1000


class SceneTimeline(QObject):
    """Follows the list of scenes; scenes without a date have no bar."""

    # Other bars, or other figures of theirs
    changed = pyqtSignal()
    # Another day is played, or none
    day_changed = pyqtSignal()

    def __init__(
        self,
        scenes: SceneListModel,
        scene_filter: SceneFilterModel,
        played: SceneTime,
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._scenes = scenes
        self._filter = scene_filter
        self._played = played
        self._rows = TimelineRows()
        # By scene id, and the scenes whose bar may have other figures
        self._bars: Dict[str, TimelineBar] = {}
        self._changed: Set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show)
        scenes.modelReset.connect(self.refresh)
        scenes.dataChanged.connect(self._on_data_changed)
        for signal in (scene_filter.rowsInserted, scene_filter.rowsRemoved):
            signal.connect(self._on_listed)
        played.changed.connect(self.day_changed)

    @property
    def rows(self) -> TimelineRows:
        """Returns the bars."""
        return self._rows

    @property
    def day(self) -> Optional[date]:
        """Returns the UTC day that is played, None while nothing is."""
        return date.fromisoformat(self._played.day) if self._played.day else None

    def refresh(self) -> None:
        """Reads all bars from the list."""
        self._bars.clear()
        self._changed = {scene.id for scene in self._scenes.scenes()}
        self._show()

    def close(self) -> None:
        """Stops following the list."""
        self._timer.stop()

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self._changed.update(self._scenes.scene(row).id for row in range(first.row(), last.row() + 1))
        self._plan(FIGURES_DELAY_MS)

    def _on_listed(self) -> None:
        """Reads all bars again: the filter announces places in the list, not in that of all scenes."""
        self._changed.update(scene.id for scene in self._scenes.scenes())
        self._plan(DELAY_MS)

    def _plan(self, delay_ms: int) -> None:
        if not self._timer.isActive() or self._timer.remainingTime() > delay_ms:
            self._timer.start(delay_ms)

    def _show(self) -> None:
        self._timer.stop()
        for scene_id in self._changed:
            bar = self._bar(self._scenes.row_of(scene_id))
            if bar is not None:
                self._bars[scene_id] = bar
        self._changed.clear()
        rows = TimelineRows.of(list(self._bars.values()))
        if rows != self._rows:
            self._rows = rows
            self.changed.emit()

    def _bar(self, row: int) -> Optional[TimelineBar]:
        scene = self._scenes.scene(row)
        if scene.acquired is None:
            return None
        cloud = self._scenes.sort_value(row, SceneColumn.AREA_CLOUD)
        if cloud is None:
            cloud = scene.cloud_cover
        return TimelineBar(
            scene.id,
            scene.acquired,
            title=scene.platform or scene.constellation,
            coverage=self._scenes.sort_value(row, SceneColumn.COVERAGE),
            cloud=None if cloud is None else cloud / 100.0,
            is_owned=self._scenes.is_owned(scene.id),
            is_listed=self._filter.filterAcceptsRow(row, _NO_PARENT),
        )


_NO_PARENT = QModelIndex()
