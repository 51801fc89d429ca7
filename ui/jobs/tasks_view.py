"""The task list of a job: name, state and elapsed time."""

from __future__ import annotations

from datetime import datetime
from typing import Callable, List, Optional

from qgis.PyQt.QtCore import QSize, Qt, QTimer
from qgis.PyQt.QtGui import QHideEvent, QShowEvent
from qgis.PyQt.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from ...core.app.jobs.job_list import JobRow
from ...core.domain.clock import utc_now
from ...core.domain.jobs.job import JobStatus, JobTask
from ..parts.direction import FigureDelegate
from ..parts.small import plain_tip, top_items
from ..wording import duration_text, note_text, step_text, task_headers, task_state_text

_TASK_ROLE = Qt.ItemDataRole.UserRole
TICK_MS = 1000
VISIBLE_ROWS = 4


class TasksView(QTreeWidget):
    """Updates the elapsed time of running tasks while visible.

    `scene_text` says what a scene is called that an order is for, empty where it is not known.
    """

    def __init__(self, scene_text: Callable[[str], str], parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._scene_text = scene_text
        self.setObjectName("tasks_view")
        self.setItemDelegate(FigureDelegate(self))
        self.setAccessibleName(self.tr("Tasks of the selected job"))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setHeaderLabels(task_headers())
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._job_key = ""
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._show_times)

    def sizeHint(self) -> QSize:
        """Returns the height of a few rows; the user can enlarge it."""
        return QSize(super().sizeHint().width(), self.height_of(VISIBLE_ROWS))

    def height_of(self, count: int) -> int:
        """Returns the height in which a number of rows are seen whole, also while there are none."""
        # Qt makes a row as high as the characters, which is more than the distance of two lines in some fonts.
        rows = count * self.fontMetrics().height()
        return self.header().sizeHint().height() + rows + 2 * self.frameWidth()

    def show_job(self, row: Optional[JobRow]) -> None:
        """Shows the tasks of a job; the selected task stays selected."""
        selected = self.selected_task()
        # For orders of separate scenes, failures come first; the steps of a workflow keep their order.
        tasks = sorted(
            row.tasks if row is not None else (), key=lambda one: not (one.scene_id and one.status is JobStatus.FAILED)
        )
        is_same = row is not None and row.key == self._job_key
        self._job_key = row.key if row is not None else ""
        self.clear()
        for task in tasks:
            title = (self._scene_text(task.scene_id) if task.scene_id else "") or task.title or step_text(task.name)
            item = QTreeWidgetItem([title, task_state_text(task), ""])
            item.setData(0, _TASK_ROLE, task)
            lines = dict.fromkeys([title, task.title, task.name, note_text(task.note)])
            for column in range(item.columnCount()):
                item.setToolTip(column, plain_tip(list(lines)))
            self.addTopLevelItem(item)
            if is_same and selected is not None and selected.id == task.id:
                self.setCurrentItem(item)
        self._show_times()
        self._start_or_stop()

    def selected_task(self) -> Optional[JobTask]:
        """Returns the selected task, None without one."""
        items = self.selectedItems()
        return items[0].data(0, _TASK_ROLE) if items else None

    def showEvent(self, event: QShowEvent) -> None:
        """Resumes updating."""
        super().showEvent(event)
        self._show_times()
        self._start_or_stop()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stops updating while hidden."""
        super().hideEvent(event)
        self._timer.stop()

    def _start_or_stop(self) -> None:
        is_running = any(not task.status.is_final and task.started is not None for task in self._tasks())
        if is_running and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()

    def _show_times(self) -> None:
        for item in top_items(self):
            item.setText(2, elapsed_text(item.data(0, _TASK_ROLE), utc_now()))

    def _tasks(self) -> List[JobTask]:
        return [item.data(0, _TASK_ROLE) for item in top_items(self)]


def elapsed_text(task: JobTask, now: datetime) -> str:
    """Returns the duration of a task, up to now if it is running."""
    if task.started is None or task.status is JobStatus.NOT_STARTED:
        return duration_text(None)
    end = task.finished
    if end is None and task.status.is_final:
        return duration_text(None)
    return duration_text((end or now) - task.started)


def task_to_explain(row: JobRow, selected: Optional[JobTask]) -> Optional[JobTask]:
    """Returns the task whose log helps most: the selected, the failed or the last one."""
    if selected is not None and selected in row.tasks:
        return selected
    failed = [task for task in row.tasks if task.status is JobStatus.FAILED]
    return next(reversed(failed or row.tasks), None)
