"""A purchase over many areas: several live jobs under one name and one consent, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Collection, Dict, Iterable, List, Mapping, Optional, Tuple

from ..errors import Up42Error
from ..parameters import fingerprint
from .job import JobStatus
from .journal import EntryState, JournalEntry

PARTIAL = "PARTIAL"
_UNSURE = (EntryState.INTENT, EntryState.UNKNOWN)


def purchase_key(account: str, name: str) -> str:
    """Returns the identifier of a purchase: the same name in the same account is the same purchase."""
    return fingerprint("purchase", account, " ".join(name.split()))[:32]


@dataclass(frozen=True)
class AreaOutcome:
    """What came of the order of one area and product: its job, which exists or may exist, or why there is none."""

    area: str
    entry: Optional[JournalEntry] = None
    error: Optional[Up42Error] = None


@dataclass(frozen=True)
class PurchaseState:
    """The jobs of a purchase that bought, or tried to buy, some claims; oldest first."""

    entries: Tuple[JournalEntry, ...]
    wanted: Tuple[str, ...]

    @property
    def bought(self) -> Mapping[str, JournalEntry]:
        """Returns the wanted claims that are under way or delivered, each with its job."""
        found: Dict[str, JournalEntry] = {}
        for entry in self.entries:
            found.update({digest: entry for digest in entry.held_claims if digest in self.wanted})
        return found

    @property
    def missing(self) -> Tuple[str, ...]:
        """Returns the wanted claims without an order, or whose order failed."""
        bought = self.bought
        return tuple(digest for digest in self.wanted if digest not in bought)

    @property
    def job_ids(self) -> List[str]:
        """Returns the service's ids of the jobs that are known to exist."""
        return [entry.job_id for entry in self.entries if entry.job_id]

    @property
    def unsure(self) -> Tuple[JournalEntry, ...]:
        """Returns the jobs of which it is not known whether they exist."""
        return tuple(entry for entry in self.entries if entry.state in _UNSURE)

    @property
    def counted_credits(self) -> int:
        """Returns the maximum that its jobs cost or may cost."""
        return sum(entry.counted_credits or 0 for entry in self.entries)

    @property
    def credits_used(self) -> Optional[int]:
        """Returns the credits used by its jobs, None while that of one of them is unknown."""
        used = [entry.credits_used for entry in self.entries if entry.job_id]
        return None if self.unsure or None in used else sum(credits or 0 for credits in used)

    @property
    def status(self) -> str:
        """Returns one word for all: `UNKNOWN` if a job may exist or not, `PARTIAL` if something is missing, `REFUSED`
        if nothing was ordered; otherwise the state of the jobs.
        """
        if self.unsure:
            return EntryState.UNKNOWN.value.upper()
        bought = self.bought
        if len(bought) < len(self.wanted) or not bought:
            if bought:
                return PARTIAL
            ended = [entry.status for entry in self.entries if entry.job_id]
            return ended[-1].value if ended else EntryState.REFUSED.value.upper()
        states = {entry.status for entry in bought.values()}
        if len(states) == 1:
            return states.pop().value
        return JobStatus.RUNNING.value


def purchase_state(
    entries: Iterable[JournalEntry], account: str, purchase: str, wanted: Collection[str]
) -> PurchaseState:
    """Returns the jobs of one purchase that contain any of the wanted claims."""
    claims = tuple(dict.fromkeys(wanted))
    of_purchase = [
        entry
        for entry in entries
        if entry.purchase == purchase and entry.account == account and not entry.claims.keys().isdisjoint(claims)
    ]
    return PurchaseState(tuple(sorted(of_purchase, key=lambda entry: entry.created)), claims)
