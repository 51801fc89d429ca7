"""The states of a job and its tasks, computed from the time alone; no background work."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import List, Optional, Sequence, Tuple

_PENDING_SHARE = 0.1
_RUNNING_SHARE = 0.25
_CANCELLING_SHARE = 0.1
_DATA_WEIGHT = 2.0


class RunStatus(Enum):
    """The states of jobs and of their tasks."""

    NOT_STARTED = "NOT_STARTED"
    PENDING = "PENDING"
    RUNNING = "RUNNING"
    CANCELLING = "CANCELLING"
    CANCELLED = "CANCELLED"
    FAILED = "FAILED"
    SUCCEEDED = "SUCCEEDED"

    @property
    def is_final(self) -> bool:
        """Returns whether the state never changes again."""
        return self in (RunStatus.CANCELLED, RunStatus.FAILED, RunStatus.SUCCEEDED)


@dataclass(frozen=True)
class Moment:
    """What holds at one moment: the state, and Unix times of start and end as far as they have come."""

    status: RunStatus
    started: Optional[float] = None
    finished: Optional[float] = None


@dataclass(frozen=True)
class JobTimeline:
    """The course of a job that was created at `created` (Unix seconds) and takes `seconds` in all.

    `failing` is the position of the task that fails, `cancelled` the time at which cancelling was asked for.
    """

    created: float
    seconds: float
    task_count: int
    failing: Optional[int] = None
    cancelled: Optional[float] = None

    def spans(self) -> List[Tuple[float, float]]:
        """Returns start and end of each task as they would be without failure or cancelling."""
        weights = [_DATA_WEIGHT, *[1.0] * (self.task_count - 1)]
        start = self.created + _RUNNING_SHARE * self.seconds
        room = self.created + self.seconds - start
        spans = []
        for weight in weights:
            end = start + room * weight / sum(weights)
            spans.append((start, end))
            start = end
        return spans

    def job(self, now: float) -> Moment:
        """Returns the state of the job at `now`."""
        spans = self.spans()
        begun = spans[0][0]
        end = spans[-1][1] if self.failing is None else spans[self.failing][1]
        stop = self.cancelled
        if stop is not None and stop < end:
            gone = stop + _CANCELLING_SHARE * self.seconds
            started = begun if begun <= stop else None
            if now < gone:
                return Moment(RunStatus.CANCELLING, started)
            return Moment(RunStatus.CANCELLED, started, gone)
        if now < self.created + _PENDING_SHARE * self.seconds:
            return Moment(RunStatus.NOT_STARTED)
        if now < begun:
            return Moment(RunStatus.PENDING)
        if now < end:
            return Moment(RunStatus.RUNNING, begun)
        return Moment(RunStatus.SUCCEEDED if self.failing is None else RunStatus.FAILED, begun, end)

    def tasks(self, now: float) -> Sequence[Moment]:
        """Returns the states of the tasks at `now`; those behind a failed one never start."""
        job = self.job(now)
        return [self._task(index, span, job, now) for index, span in enumerate(self.spans())]

    def _task(self, index: int, span: Tuple[float, float], job: Moment, now: float) -> Moment:
        start, end = span
        stopping = job.status in (RunStatus.CANCELLING, RunStatus.CANCELLED)
        reached = self.cancelled if stopping and self.cancelled is not None else now
        if end <= reached and (self.failing is None or index < self.failing):
            return Moment(RunStatus.SUCCEEDED, start, end)
        if stopping:
            return Moment(job.status, start if start <= reached else None, job.finished)
        if self.failing is not None and index >= self.failing and job.status is RunStatus.FAILED:
            failed = index == self.failing
            return Moment(RunStatus.FAILED, start, end) if failed else Moment(RunStatus.NOT_STARTED)
        if start <= reached:
            return Moment(RunStatus.RUNNING, start)
        waiting = job.status in (RunStatus.PENDING, RunStatus.NOT_STARTED)
        return Moment(job.status if index == 0 and waiting else RunStatus.NOT_STARTED)
