"""Background tasks: from the main thread to a worker and back."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any, Callable, List, Optional

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QTimer

from ...domain.cancelling import cancelled_by
from ...domain.errors import Cancelled, ErrorKind, Up42Error
from ...domain.plain_text import plain
from ...host.compat import task_flags
from ...host.memory import begin_worker, end_worker

_LOG = logging.getLogger(__name__)

Work = Callable[["UseCaseTask"], Any]
# A waiting task notices its end within this time.
_LOOK_S = 0.1
Done = Callable[[Any, Optional[Up42Error]], None]
# Held while a task is added: none of ours ends meanwhile.
_ADDING = threading.Lock()


class UseCaseTask(QgsTask):
    """Runs one blocking use case off the main thread and delivers its outcome there, exactly once.

    It is the use case's Control: `check` raises Cancelled once the user has cancelled, `report` takes the
    progress from 0 to 1.
    """

    def __init__(self, title: str, work: Work, on_done: Done) -> None:
        super().__init__(plain(title), task_flags())
        self._work: Optional[Work] = work
        self._on_done: Optional[Done] = on_done
        self._result: Any = None
        self._error: Optional[Up42Error] = None
        # Whether `run` has ended, which the manager learns some events later.
        self.has_run = False
        # Whether the manager knows it.
        self.is_handled = False

    def check(self) -> None:
        """Raises Cancelled once the task was cancelled."""
        if self.isCanceled():
            raise Cancelled

    def report(self, fraction: float) -> None:
        """Shows the progress, 0 to 1."""
        self.setProgress(100.0 * min(max(fraction, 0.0), 1.0))

    def pause(self, seconds: float) -> None:
        """Waits on the worker thread; raises Cancelled once the task was cancelled."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            self.check()
            time.sleep(min(_LOOK_S, max(ends - time.monotonic(), 0.0)))

    def run(self) -> bool:
        """Runs on the worker thread; never raises, since an exception here would end the whole application."""
        work = self._work
        if work is None:
            return False
        try:
            with cancelled_by(self.check):
                self._result = work(self)
        except Up42Error as error:
            self._error = error
            return False
        except Exception as error:  # the user sees a sentence, the log has the cause
            _LOG.exception("A task failed: %s", self.description())
            self._error = Up42Error(ErrorKind.INTERNAL, f"{type(error).__name__}: {error}")
            return False
        finally:
            with _ADDING:
                self.has_run = True
        return True

    def finished(self, result: bool) -> None:
        """Runs on the main thread, also for a task that was cancelled before it began."""
        on_done, self._on_done, self._work = self._on_done, None, None
        self.is_handled = True
        if on_done is None:
            return
        error = self._error or (None if result else Cancelled())
        outcome = self._result if error is None else None
        # Not called directly: a task added while the manager still handles this one may be dropped and never run
        # (QGIS issue 53806).
        QTimer.singleShot(0, lambda: on_done(outcome, error))


# Tasks whose outcome has not been delivered yet, and the callbacks that wait until there are none.
_AT_WORK: List[UseCaseTask] = []
_WAITING: List[Callable[[], Any]] = []


class Background:
    """The tasks of one owner; after `close` no outcome is delivered."""

    def __init__(self) -> None:
        self._tasks: List[UseCaseTask] = []
        self.is_closed = False

    def run(self, title: str, work: Work, on_done: Done) -> UseCaseTask:
        """Starts a task; the task manager shows `title`, in its tool tips as rich text."""

        def finish(result: Any, error: Optional[Up42Error]) -> None:
            self._tasks.remove(task)
            try:
                if not self.is_closed:
                    on_done(result, error)
            finally:
                _end(task)

        task = UseCaseTask(title, work, finish)
        self._tasks.append(task)
        _AT_WORK.append(task)
        begin_worker()
        _add(task)
        return task

    def cancel(self) -> None:
        """Asks all running tasks to stop; their outcome is Cancelled."""
        for task in list(self._tasks):
            if not sip.isdeleted(task):
                task.cancel()

    def close(self) -> None:
        """Cancels all tasks and drops their outcomes."""
        self.is_closed = True
        self.cancel()


class Latest:
    """The current task of a kind, or the current step of a sequence: an earlier or dropped one delivers no outcome."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self._number = 0

    def run(
        self, title: str, work: Work, on_done: Done, on_dropped: Callable[[Any], Any] = lambda result: None
    ) -> None:
        """Starts a task that replaces the previous one, which runs on unless it is cancelled.

        `on_dropped` gets the result of this task, if it has one, once it is not wanted any more: to undo or close it.
        """
        self.drop()
        number = self._number

        def take(result: Any, error: Optional[Up42Error]) -> None:
            if number == self._number:
                on_done(result, error)
            elif error is None:
                on_dropped(result)

        self._background.run(title, work, take)

    def drop(self) -> None:
        """Drops the outcome of the current task."""
        self._number += 1


def call_when_all_ended(then: Callable[[], Any]) -> None:
    """Calls back on the main thread once none of our tasks is left; other tasks of QGIS do not count."""
    if _AT_WORK:
        _WAITING.append(then)
    else:
        then()


def _add(task: UseCaseTask) -> None:
    """Gives a task to the manager, as soon as it has handled every task of ours that has run.

    The manager keeps the address of a finished task's runner until it handles the end of that task, some events later.
    It would take a new runner at that address out of the queue: a task that had to wait for a thread would never run.
    """
    if task.isCanceled():
        task.finished(False)
        return
    with _ADDING:
        can_add = not any(other.has_run and not other.is_handled for other in _AT_WORK)
        if can_add:
            QgsApplication.taskManager().addTask(task)
    if not can_add:
        QTimer.singleShot(0, lambda: _add(task))


def _end(task: UseCaseTask) -> None:
    _AT_WORK.remove(task)
    end_worker()
    while _WAITING and not _AT_WORK:
        _WAITING.pop()()
