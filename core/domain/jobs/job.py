"""Jobs, their tasks and their states; names of jobs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Mapping, Optional, Tuple

from .notes import NO_NOTE, Note

# What makes a job's name unique: minute and eight hexadecimal digits.
_UNIQUE_TAIL = re.compile(r"(?:^| )(\d{4}-\d\d-\d\d \d\d\.\d\d [0-9a-f]{8})$", re.ASCII)


def short_name(name: str) -> str:
    """Returns a job's name without its unique end (time and digits); lists show the time separately."""
    return _UNIQUE_TAIL.sub("", name) or name


def name_key(name: str) -> str:
    """Returns the part of a job's name by which it is found again: the unique end that we gave it, or the whole name.

    The unique end is ASCII, so that it returns unchanged even if a service alters the characters before it.
    """
    found = _UNIQUE_TAIL.search(name.strip())
    return found[1] if found else name


class JobMode(Enum):
    """A test query is free; a live job spends credits."""

    DRY_RUN = "DRY_RUN"
    LIVE = "DEFAULT"


class JobStatus(Enum):
    """States in the order in which a job passes through them; polling may miss any of them."""

    NOT_STARTED = "NOT_STARTED"
    PENDING = "PENDING"
    RUNNING = "RUNNING"
    CANCELLING = "CANCELLING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"

    @property
    def is_final(self) -> bool:
        """Returns whether the state never changes again."""
        return self in (JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED)


@dataclass(frozen=True)
class JobTask:
    """A step of a job: a block of a workflow, or one order of a group.

    `scene_id` is the scene that an order is for. An order that was refused or never sent has no `id`. `area` is the
    ordered GeoJSON geometry, `credits` the cost of the order: 0 once it has failed, None while it is unknown. A block
    has neither.
    """

    id: str
    name: str
    status: JobStatus
    title: str = ""
    started: Optional[datetime] = None
    finished: Optional[datetime] = None
    note: Note = NO_NOTE
    can_cancel: bool = False
    scene_id: str = ""
    area: Optional[Mapping[str, Any]] = field(default=None, repr=False, compare=False)
    credits: Optional[int] = None


@dataclass(frozen=True)
class Job:
    """A job as reported by the service; `request` is its create request, which can be parsed back into parameters.

    `credits_used` is None until it is known. `is_colleagues`: another member of the account created it.
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
    note: Note = NO_NOTE
    request: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    is_colleagues: bool = False
