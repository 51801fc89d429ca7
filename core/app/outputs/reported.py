"""What a worker reports of a download or a check, at a limited frequency."""

from __future__ import annotations

import time
from typing import Callable, Optional

from ...domain.outputs.transfer import RateMeter, Transfer
from ..session.task import UseCaseTask

PROGRESS_INTERVAL_S = 0.1


class Reported:
    """A task's Control that also reports progress and transfer rate, at a limited frequency."""

    def __init__(self, task: UseCaseTask, show: Callable[[float, Optional[Transfer]], None]) -> None:
        self._task = task
        self._show = show
        self._last_report_at = 0.0
        self._meter = RateMeter()
        self._transfer: Optional[Transfer] = None

    def check(self) -> None:
        """Raises Cancelled once the task was cancelled."""
        self._task.check()

    def report(self, fraction: float) -> None:
        """Shows the progress, 0 to 1."""
        self._task.report(fraction)
        now = time.monotonic()
        if now - self._last_report_at >= PROGRESS_INTERVAL_S or fraction >= 1.0:
            self._last_report_at = now
            self._show(fraction, self._transfer)

    def tell(self, done: int, total: Optional[int]) -> None:
        """Takes the number of bytes received, and the total if known."""
        self._transfer = self._meter.measured(done, total, time.monotonic())
