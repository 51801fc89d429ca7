"""The bars of the timeline: the listed scenes with their figures over the area, and the day that is played."""

from __future__ import annotations

from datetime import date
from typing import Optional

from qgis.PyQt.QtCore import QModelIndex, QObject, QTimer, pyqtSignal

from ...domain.scenes.timeline import TimelineBar, TimelineRows
from .figures import SceneColumn
from .scene_filter import SceneFilterModel
from .scene_list import SceneListModel
from .scene_time import SceneTime

# Rows change by the hundred while quicklooks arrive.
DELAY_MS = 200


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
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self.refresh)
        scenes.modelReset.connect(self.refresh)
        scenes.dataChanged.connect(self._plan)
        for signal in (scene_filter.rowsInserted, scene_filter.rowsRemoved):
            signal.connect(self._plan)
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
        self._timer.stop()
        rows = TimelineRows.of([bar for bar in map(self._bar, range(self._scenes.rowCount())) if bar is not None])
        if rows != self._rows:
            self._rows = rows
            self.changed.emit()

    def close(self) -> None:
        """Stops following the list."""
        self._timer.stop()

    def _plan(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

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
