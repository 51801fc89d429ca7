"""Plays the scenes day by day in QGIS's temporal controller."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Callable, List, Optional, Sequence

from qgis.core import (
    QgsDateTimeRange,
    QgsInterval,
    QgsProject,
    QgsTemporalNavigationObject,
    QgsUnitTypes,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...host.compat import day_of


class SceneTime(QObject):
    """Sets the controller to the days of the scenes, one frame per day, and restores it afterwards."""

    # Started, restored, or another day is shown
    changed = pyqtSignal()

    def __init__(self, project: QgsProject, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._project = project
        self._controller: Optional[QgsTemporalNavigationObject] = None
        self._restore: List[Callable[[], Any]] = []
        self._mode = QgsTemporalNavigationObject.NavigationMode.NavigationOff
        self._project_range = project.timeSettings().temporalRange()
        project.cleared.connect(self._on_project_cleared)

    @property
    def is_on(self) -> bool:
        """Returns whether the controller shows the scenes' days."""
        return self._controller is not None

    @property
    def frame_count(self) -> int:
        """Returns how many days there are."""
        return self._controller.totalFrameCount() if self._controller is not None else 0

    @property
    def frame(self) -> int:
        """Returns the number of the day that is shown, from 0."""
        return self._controller.currentFrameNumber() if self._controller is not None else 0

    @property
    def day(self) -> str:
        """Returns the day that is shown, empty while nothing is played."""
        if self._controller is None:
            return ""
        return str(self._controller.dateTimeRangeForFrameNumber(self.frame).begin().toString("yyyy-MM-dd"))

    def begin(self, controller: Any, moments: Sequence[datetime]) -> bool:
        """Sets range and frames to the UTC days of `moments` and plays them; False if that is not possible."""
        if not isinstance(controller, QgsTemporalNavigationObject) or not moments:
            return False
        self.end()
        days = [day_of(moment) for moment in {item.date(): item for item in sorted(moments)}.values()]
        whole = QgsDateTimeRange(days[0].begin(), days[-1].end())
        self._remember(controller)
        self._controller = controller
        controller.pause()
        controller.setTemporalExtents(whole)
        controller.setAvailableTemporalRanges(days)
        # One frame per day that has scenes, no matter how far apart they are.
        controller.setFrameDuration(QgsInterval(1, QgsUnitTypes.TemporalUnit.TemporalIrregularStep))
        controller.setNavigationMode(QgsTemporalNavigationObject.NavigationMode.Animated)
        controller.setCurrentFrameNumber(0)
        controller.updateTemporalRange.connect(self._on_range_changed)
        controller.playForward()
        self.changed.emit()
        return True

    def end(self) -> None:
        """Restores controller and project."""
        mode, project_range = self._mode, self._project_range
        if self._leave(mode):
            # QGIS's own panel stores its edits there.
            self._project.timeSettings().setTemporalRange(project_range)

    def _on_project_cleared(self) -> None:
        # The saved range belongs to the previous project, and the next one has its own mode.
        self._leave(QgsTemporalNavigationObject.NavigationMode.NavigationOff)

    def _leave(self, mode: QgsTemporalNavigationObject.NavigationMode) -> bool:
        controller, self._controller = self._controller, None
        restore, self._restore = self._restore, []
        if controller is None:
            return False
        if not sip.isdeleted(controller):
            controller.updateTemporalRange.disconnect(self._on_range_changed)
            controller.pause()
            for give_back in restore:
                give_back()
            # Last: a frame set after switching off would be shown by the map.
            controller.setNavigationMode(mode)
        self.changed.emit()
        return True

    def _remember(self, controller: QgsTemporalNavigationObject) -> None:
        ranges, extents = controller.availableTemporalRanges(), controller.temporalExtents()
        duration, frame = controller.frameDuration(), controller.currentFrameNumber()
        self._mode, self._project_range = controller.navigationMode(), self._project.timeSettings().temporalRange()
        self._restore = [
            lambda: controller.setAvailableTemporalRanges(ranges),
            lambda: controller.setTemporalExtents(extents),
            lambda: controller.setFrameDuration(duration),
            lambda: controller.setCurrentFrameNumber(frame),
        ]

    def _on_range_changed(self, shown: QgsDateTimeRange) -> None:
        self.changed.emit()
