"""Journal entries: the record of a job from the intent to start it to its loaded outputs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Mapping, Optional, Tuple

from ..errors import ErrorKind
from .job import JobMode, JobStatus
from .notes import NO_NOTE, Note

# The origin of an entry restored from the service, which reports neither the hold nor who confirmed it.
REBUILT_ORIGIN = "rebuilt"


class EntryState(Enum):
    """How sure we are that the job exists on the service."""

    INTENT = "intent"  # on disk; the create request may or may not have left
    UNKNOWN = "unknown"  # the request left and its answer was lost
    REFUSED = "refused"  # refused by the service; nothing was spent
    ABSENT = "absent"  # not found after enough polls; nothing was spent
    CREATED = "created"  # known to exist; see `status`


@dataclass(frozen=True)
class Absence:
    """The unsuccessful looks for a job so far, timed by a monotonic clock.

    `seconds` is the time from the first look to the last one, as far as it is certain. `boot` identifies the machine's
    boot and `last_s` is its clock at the last look. Looks count only for the entry's current number of `renewals`: a
    request that leaves later voids them.
    """

    renewals: int
    looks: int
    seconds: float
    boot: str
    last_s: float


@dataclass(frozen=True)
class JournalEntry:
    """One job of ours; holds no secret and no signed link.

    `key` is ours, `job_id` the service's. `account` is the account that owns the job; it is empty for an entry of a
    release that did not record it, until the job is found in an account. `connection` is a name for display only.
    `name` is unique, so that a job can be found if its answer was lost. `origin` is what started it (`dock`,
    `processing`). `files` are the outputs that were loaded, in `folder`.

    `area` is the name of the area of an order over many areas, and `purchase` identifies the purchase that the job is a
    part of (`purchase_key`); both are empty for a job of its own.

    `max_credits` is the maximum that the service may charge. `claims` are what the job buys, by digest: the scene's
    id, or an empty text if the service chooses the scenes; those in `freed` have no order, or one that failed.
    `renewals` counts the create requests, each recorded here before it left: for a limited time after the last of
    them a request may be under way. `absence` summarises the unsuccessful looks for the job.
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
    note: Note = NO_NOTE
    updated: Optional[datetime] = None
    finished: Optional[datetime] = None
    project: str = ""
    account: str = ""
    area: str = ""
    purchase: str = ""
    max_credits: int = 0
    freed: Tuple[str, ...] = ()
    renewals: int = 0
    absence: Optional[Absence] = field(default=None, repr=False, compare=False)
    claims: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    request: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_open(self) -> bool:
        """Returns whether the job may still spend: intended, unknown, or created and not finished."""
        if self.state in (EntryState.INTENT, EntryState.UNKNOWN):
            return True
        return self.state is EntryState.CREATED and not self.status.is_final

    @property
    def is_vanished(self) -> bool:
        """Returns whether the service no longer lists the job; a job that reappears is accepted again."""
        return self.status.is_final and self.note is ErrorKind.NOT_FOUND

    @property
    def counted_credits(self) -> Optional[int]:
        """Returns the maximum that the job adds to what counts towards a cap, None if that is unknown."""
        if self.is_open:
            return max(self.hold_credits, self.max_credits) if self._knows_its_hold else None
        if self.state is not EntryState.CREATED or self.is_vanished:
            return self.credits_used or 0
        if self.credits_used is not None:
            return self.credits_used
        return max(self.hold_credits, self.max_credits) if self._knows_its_hold else None

    @property
    def held_claims(self) -> Mapping[str, str]:
        """Returns the claims that block the same purchase: under way, or owned scene by scene."""
        left = {digest: scene for digest, scene in self.claims.items() if digest not in self.freed}
        if self.is_open:
            return left
        if self.state is EntryState.CREATED and self.status is JobStatus.SUCCEEDED:
            return {digest: scene for digest, scene in left.items() if scene}
        return {}

    @property
    def _knows_its_hold(self) -> bool:
        return self.origin != REBUILT_ORIGIN


@dataclass(frozen=True)
class Change:
    """One change of an entry: when, which field, and its new value, as JSON unless it is a text."""

    moment: datetime
    field: str
    value: str
