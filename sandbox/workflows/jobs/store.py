"""The jobs of the project: creation, charges, list."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Tuple

from ...books import InsufficientCredits
from ...http.routing import HttpRefusal
from ...shared import SharedParts
from ..ordering.costs import TaskCost, hold_of
from ..ordering.inputs import JobInputs
from ..ordering.selection import ScenePart
from ..project.settings import CONCURRENT_JOBS, ProjectSettings
from ..project.workflow_store import Workflow
from .bill import task_entries
from .job import Job, JobTask
from .timeline import JobTimeline, RunStatus

MIN_BALANCE = 1000


class JobStore:
    """Every job since the start. Safe for threads."""

    def __init__(self, shared: SharedParts, settings: ProjectSettings) -> None:
        self._clock = shared.clock
        self._books = shared.books
        self._options = shared.options
        self._settings = settings
        self._lock = shared.books.lock
        self._jobs: Dict[str, Job] = {}
        shared.books.before_reading(self.settle)

    def all(self) -> List[Job]:
        """Returns the jobs from the oldest to the newest, their credits brought up to date."""
        self.settle()
        with self._lock:
            return list(self._jobs.values())

    def get(self, id: str) -> Optional[Job]:
        """Returns a job, or None when there is none of that id."""
        with self._lock:
            return self._jobs.get(id)

    def create(
        self,
        workflow: Workflow,
        inputs: JobInputs,
        parts: Tuple[ScenePart, ...],
        costs: Tuple[TaskCost, ...],
        name: Optional[str],
        creator: Mapping[str, str],
        failing: Optional[int],
    ) -> Job:
        """Creates and starts a job; HttpRefusal 429 when too many are unfinished, 403 when the credits do not suffice.

        `failing` is the position of the task that is going to fail. A test query has the data task only.
        """
        with self._lock:
            self.refuse_when_busy()
            count = 1 if inputs.is_dry_run else len(workflow.tasks)
            now = self._clock.timestamp()
            seconds = self._options.dry_run_seconds if inputs.is_dry_run else self._options.live_seconds
            job = Job(
                workflow=workflow,
                inputs=inputs,
                parts=parts,
                steps=tuple(
                    JobTask(str(uuid.uuid4()), task, cost) for task, cost in list(zip(workflow.tasks, costs))[:count]
                ),
                timeline=JobTimeline(now, seconds, count, failing),
                name=name,
                creator=creator,
            )
            if inputs.is_dry_run:
                job.is_settled = True
            else:
                job.hold = hold_of(costs)
                try:
                    self._books.hold(now, job.id, job.hold, MIN_BALANCE, jobName=name)
                except InsufficientCredits:
                    raise HttpRefusal(403, "Insufficient credits to run job") from None
            self._jobs[job.id] = job
            return job

    def cancel(self, job: Job) -> None:
        """Begins to cancel a job; nothing happens to one that has ended."""
        with self._lock:
            now = self._clock.timestamp()
            if job.timeline.cancelled is None and not job.moment(now).status.is_final:
                job.timeline = replace(job.timeline, cancelled=now)

    def refuse_when_busy(self) -> None:
        """Raises HttpRefusal 429 when as many jobs as the project may have are not finished."""
        now = self._clock.timestamp()
        with self._lock:
            busy = sum(not job.moment(now).status.is_final for job in self._jobs.values())
        if busy >= self._settings.value(CONCURRENT_JOBS):
            raise too_many_jobs()

    def settle(self) -> None:
        """Charges tasks that have succeeded and releases the holds of jobs that have ended, each at its time."""
        with self._lock:
            now = self._clock.timestamp()
            due: List[_Due] = []
            for job in self._jobs.values():
                if not job.is_settled:
                    due.extend(_due(job, now))
            for event in sorted(due, key=lambda each: each.time):
                if event.credits is None:
                    self._books.release(event.time, event.job_id, **event.details)
                else:
                    self._books.consume(event.time, event.job_id, event.credits, **event.details)


class _Due(NamedTuple):
    """Credits to charge at a time, or, when None, the rest of the hold to release."""

    time: float
    job_id: str
    credits: Optional[int]
    details: Mapping[str, Any]


def _due(job: Job, now: float) -> List[_Due]:
    """Returns what has come due since the job was last looked at, and notes that it was."""
    due: List[_Due] = []
    for step, moment in zip(job.steps, job.step_moments(now)):
        if moment.status is RunStatus.SUCCEEDED and moment.finished is not None and step.id not in job.charged:
            job.charged.add(step.id)
            for credits, details in task_entries(job, step):
                due.append(_Due(moment.finished, job.id, credits, details))
    end = job.moment(now)
    if end.status.is_final and end.finished is not None:
        job.is_settled = True
        due.append(_Due(end.finished, job.id, None, {"jobName": job.name}))
    return due


def too_many_jobs() -> HttpRefusal:
    """Returns the refusal of a job beyond the project's limit; it is no rate limit although both are 429."""
    return HttpRefusal(429, "Your project has too many non-finished jobs")
