"""What the journal remembers of a job, from the intent to start it to its loaded outputs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Mapping, Optional, Tuple

from ..errors import ErrorKind
from .job import JobMode, JobStatus


class EntryState(Enum):
    """How sure we are that the job exists on the service."""

    INTENT = "intent"  # on disk; the create request may or may not have left
    UNKNOWN = "unknown"  # the request left and its answer was lost
    REFUSED = "refused"  # the service said no; nothing was spent
    ABSENT = "absent"  # looked for long enough and not found; nothing was spent
    CREATED = "created"  # known to exist; `status` tells the rest


@dataclass(frozen=True)
class JournalEntry:
    """One job of ours; holds no secret and no signed link.

    `key` is ours, `job_id` the service's. `name` is unique, so that a job whose answer was lost can be looked for.
    `origin` says who started it (`dock`, `processing`). `files` are the outputs that were loaded, in `folder`.
    """

    key: str
    connection: str
    service: str
    name: str
    mode: JobMode
    product_id: str
    product_title: str
    fingerprint: str
    created: datetime
    origin: str = "dock"
    state: EntryState = EntryState.INTENT
    status: JobStatus = JobStatus.NOT_STARTED
    job_id: str = ""
    hold_credits: int = 0
    credits_used: Optional[int] = None
    scene_count: int = 0
    folder: str = ""
    files: Tuple[str, ...] = ()
    note: str = ""
    updated: Optional[datetime] = None
    finished: Optional[datetime] = None
    project: str = ""
    request: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_open(self) -> bool:
        """Tells whether the job may still spend: intended, unknown, or created and not at its end."""
        if self.state in (EntryState.INTENT, EntryState.UNKNOWN):
            return True
        return self.state is EntryState.CREATED and not self.status.is_final

    @property
    def is_vanished(self) -> bool:
        """Tells whether the service did not know the job any more; it is believed again where it comes back."""
        return self.status.is_final and self.note == ErrorKind.NOT_FOUND.value

    @property
    def counted_credits(self) -> int:
        """Returns what the job counts towards a limit: what it has used, its hold while that is not known."""
        if self.is_open:
            return self.hold_credits
        if self.state is not EntryState.CREATED or self.is_vanished:
            return self.credits_used or 0
        return self.hold_credits if self.credits_used is None else self.credits_used


@dataclass(frozen=True)
class Change:
    """One change of an entry: when, which field, and its new value, as JSON where it is no text."""

    moment: datetime
    field: str
    value: str
