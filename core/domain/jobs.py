"""A job, its tasks and the states that both go through."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Mapping, Optional, Tuple


class JobMode(Enum):
    """A test query is free; a live job spends credits."""

    DRY_RUN = "DRY_RUN"
    LIVE = "DEFAULT"


class JobStatus(Enum):
    """States in the order in which a job passes through them; any may be skipped between two looks."""

    NOT_STARTED = "NOT_STARTED"
    PENDING = "PENDING"
    RUNNING = "RUNNING"
    CANCELLING = "CANCELLING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"

    @property
    def is_final(self) -> bool:
        """Tells whether the state never changes again."""
        return self in (JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED)


@dataclass(frozen=True)
class JobTask:
    """A step of a job: a block of a workflow, or one order of a group."""

    id: str
    name: str
    status: JobStatus
    title: str = ""
    started: Optional[datetime] = None
    finished: Optional[datetime] = None
    message: str = ""
    can_cancel: bool = False


@dataclass(frozen=True)
class Job:
    """A job as the service tells it; `request` is what it was created with, fit to be read back into parameters.

    `credits_used` is None until it is known. `note` is a fact that the person should read (why cancelling is
    not possible, which parts were refused).
    """

    id: str
    name: str
    mode: JobMode
    status: JobStatus
    product_id: str
    product_title: str = ""
    created: Optional[datetime] = None
    started: Optional[datetime] = None
    finished: Optional[datetime] = None
    tasks: Tuple[JobTask, ...] = ()
    credits_used: Optional[int] = None
    can_cancel: bool = True
    note: str = ""
    request: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
