"""Jobs, their tasks and their states; names and notes of jobs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Mapping, Optional, Tuple

from ..errors import ErrorKind

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

    `message` is the value of an ErrorKind or the service's own words, `scene_id` the scene that an order is for. An
    order that was refused or never sent has no `id`. `area` is the ordered GeoJSON geometry, `credits` the cost of
    the order: 0 once it has failed, None while it is unknown. A block has neither.
    """

    id: str
    name: str
    status: JobStatus
    title: str = ""
    started: Optional[datetime] = None
    finished: Optional[datetime] = None
    message: str = ""
    can_cancel: bool = False
    scene_id: str = ""
    area: Optional[Mapping[str, Any]] = field(default=None, repr=False, compare=False)
    credits: Optional[int] = None


@dataclass(frozen=True)
class Job:
    """A job as reported by the service; `request` is its create request, which can be parsed back into parameters.

    `credits_used` is None until it is known. `note` is a fact for the user: the value of an ErrorKind, a PartsNote's
    text, or the service's own words. `is_colleagues`: another member of the account created it.
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
    is_colleagues: bool = False


# The note of a job, and the message of a task, whose delivery is not listed in storage yet.
BEING_INDEXED = "being_indexed"

_NOTE = re.compile(r"parts (\d+)/(\d+) unknown (\d+)(?: ([a-z_]+))?$")


@dataclass(frozen=True)
class PartsNote:
    """How many of the wanted scenes were ordered, how many are in doubt, and why others were refused."""

    ordered: int
    wanted: int
    unknown: int = 0
    reason: Optional[ErrorKind] = None

    def text(self) -> str:
        """Returns the note as stored in jobs and the journal; the inverse of `parse_parts_note`."""
        reason = f" {self.reason.value}" if self.reason is not None else ""
        return f"parts {self.ordered}/{self.wanted} unknown {self.unknown}{reason}"


def parse_parts_note(text: str) -> Optional[PartsNote]:
    """Returns the note that `PartsNote.text` wrote, None for any other text."""
    found = _NOTE.match(text)
    if found is None:
        return None
    reasons = {kind.value: kind for kind in ErrorKind}
    return PartsNote(int(found[1]), int(found[2]), int(found[3]), reasons.get(found[4] or ""))
