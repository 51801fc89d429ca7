"""What the journal remembers of a job, from the intent to start it to its loaded outputs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Mapping, Optional, Tuple

from ..errors import ErrorKind
from .job import JobMode, JobStatus

# Of an entry that was restored from the service, which tells neither hold nor who confirmed it.
REBUILT_ORIGIN = "rebuilt"


class EntryState(Enum):
    """How sure we are that the job exists on the service."""

    INTENT = "intent"  # on disk; the create request may or may not have left
    UNKNOWN = "unknown"  # the request left and its answer was lost
    REFUSED = "refused"  # the service said no; nothing was spent
    ABSENT = "absent"  # looked for long enough and not found; nothing was spent
    CREATED = "created"  # known to exist; `status` tells the rest


@dataclass(frozen=True)
class Absence:
    """What the looks that did not find a job amount to, measured by a clock that no change of the date moves.

    `seconds` is how much time has passed from the first look to the last one, as far as that is certain. `boot` names
    the run of the machine, and `last_s` is its clock at the last look. A look counts for the entry's present number of
    `renewals` only: a request that left later makes it void.
    """

    renewals: int
    looks: int
    seconds: float
    boot: str
    last_s: float


@dataclass(frozen=True)
class JournalEntry:
    """One job of ours; holds no secret and no signed link.

    `key` is ours, `job_id` the service's. `account` says to whom the job belongs; it is empty for an entry of a
    release that did not write it, until the job is seen in an account. `connection` is a name to show and no more.
    `name` is unique, so that a job whose answer was lost can be looked for. `origin` says who started it (`dock`,
    `processing`). `files` are the outputs that were loaded, in `folder`.

    `max_credits` is the most that the service may charge. `claims` are what the job buys, by digest: the scene's id,
    or an empty text where the service chooses the scenes; those in `freed` have no order, or one that failed.
    `renewals` counts the requests that were about to leave, each noted here before it left: for a known time after
    the last of them one may be under way. `absence` is what was found out by looking in vain.
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
    account: str = ""
    max_credits: int = 0
    freed: Tuple[str, ...] = ()
    renewals: int = 0
    absence: Optional[Absence] = field(default=None, repr=False, compare=False)
    claims: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
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
    def counted_credits(self) -> Optional[int]:
        """Returns the most that the job can add to what counts towards a limit, None where that is not known."""
        if self.is_open:
            return max(self.hold_credits, self.max_credits) if self._knows_its_hold else None
        if self.state is not EntryState.CREATED or self.is_vanished:
            return self.credits_used or 0
        if self.credits_used is not None:
            return self.credits_used
        return max(self.hold_credits, self.max_credits) if self._knows_its_hold else None

    @property
    def held_claims(self) -> Mapping[str, str]:
        """Returns the claims that stand in the way of the same purchase: under way, or owned scene by scene."""
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
    """One change of an entry: when, which field, and its new value, as JSON where it is no text."""

    moment: datetime
    field: str
    value: str
