"""A job: its inputs, scenes, cost and progress."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional, Sequence, Set, Tuple

from ...clock import iso_from
from ..ordering.costs import TaskCost
from ..ordering.inputs import DRY_RUN, LIVE, JobInputs
from ..ordering.selection import ScenePart
from ..project.workflow_store import Workflow, WorkflowTask
from .timeline import JobTimeline, Moment, RunStatus


@dataclass(frozen=True)
class JobTask:
    """A step of a job."""

    id: str
    task: WorkflowTask
    cost: TaskCost


@dataclass
class Job:
    """A job of the project; its state follows from its timeline and the time.

    `parts` are the scenes that it is about, `hold` the credits that were set aside, `charged` the tasks that
    are paid.
    """

    workflow: Workflow
    inputs: JobInputs
    parts: Tuple[ScenePart, ...]
    steps: Tuple[JobTask, ...]
    timeline: JobTimeline
    name: Optional[str]
    creator: Mapping[str, str]
    hold: int = 0
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    renamed: Optional[float] = None
    charged: Set[str] = field(default_factory=set)
    is_settled: bool = False

    @property
    def is_dry_run(self) -> bool:
        """Returns whether this is a test query."""
        return self.inputs.is_dry_run

    def moment(self, now: float) -> Moment:
        """Returns the state at a Unix time."""
        return self.timeline.job(now)

    def step_moments(self, now: float) -> Sequence[Moment]:
        """Returns the states of the steps at a Unix time."""
        return self.timeline.tasks(now)

    def position(self, id: str) -> Optional[int]:
        """Returns the position of a step by its id, or None."""
        return next((index for index, step in enumerate(self.steps) if step.id == id), None)

    def as_json(self, now: float) -> Dict[str, Any]:
        """Returns the job as the service does."""
        moment = self.moment(now)
        updates = (self.timeline.created, moment.started, moment.finished, self.renamed)
        return {
            "id": self.id,
            "displayId": self.id[:8],
            "createdAt": iso_from(self.timeline.created, 6),
            "updatedAt": iso_from(max(time for time in updates if time is not None), 6),
            "createdBy": dict(self.creator),
            "updatedBy": dict(self.creator),
            "status": moment.status.value,
            "name": self.name,
            "startedAt": _time(moment.started),
            "finishedAt": _time(moment.finished),
            "inputs": self.inputs.body,
            "mode": DRY_RUN if self.is_dry_run else LIVE,
            "workflowId": self.workflow.id,
            "workflowName": self.workflow.name,
        }

    def steps_json(self, now: float) -> List[Dict[str, Any]]:
        """Returns the steps in the order of the chain."""
        ids = {step.task.name: step.id for step in self.steps}
        created = iso_from(self.timeline.created)
        found = []
        for step, moment in zip(self.steps, self.step_moments(now)):
            parent = ids.get(step.task.parent or "")
            latest = moment.finished or moment.started or self.timeline.created
            found.append(
                {
                    "id": step.id,
                    "displayId": step.id[:8],
                    "createdAt": created,
                    "updatedAt": iso_from(latest),
                    "name": step.task.name,
                    "status": moment.status.value,
                    "parentsIds": [] if parent is None else [parent],
                    "startedAt": _time(moment.started),
                    "finishedAt": _time(moment.finished),
                    "blockVersion": step.task.block.version,
                    "block": step.task.block.job_task_json(),
                }
            )
        return found

    def has_succeeded(self, position: int, now: float) -> bool:
        """Returns whether a step is done, so that its outputs are there."""
        return self.step_moments(now)[position].status is RunStatus.SUCCEEDED


def _time(moment: Optional[float]) -> Optional[str]:
    return None if moment is None else iso_from(moment, 0)
