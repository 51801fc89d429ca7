"""A look at all jobs of a connection: settles what is unknown, follows what is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Tuple

from ..domain.jobs import Job, JobMode
from ..domain.journal import EntryState, JournalEntry
from ..domain.ports import Control, JobGateway, JobJournal, Now
from .live_run import refresh, settle


@dataclass(frozen=True)
class LookedAt:
    """Our jobs as the journal has them now, the service's own list, and by journal key the jobs that were read."""

    entries: Tuple[JournalEntry, ...]
    jobs: Tuple[Job, ...]
    followed: Dict[str, Job]


def look_at_jobs(
    gateway: JobGateway, journal: JobJournal, connection: str, now: Now, control: Control
) -> LookedAt:
    """Brings the journal up to date with the service; never creates anything."""
    entries: List[JournalEntry] = []
    followed: Dict[str, Job] = {}
    for entry in journal.entries(connection):
        control.check()
        if entry.mode is JobMode.LIVE and entry.state in (EntryState.INTENT, EntryState.UNKNOWN):
            entry = settle(gateway, journal, entry, now)
        if entry.state is EntryState.CREATED and entry.is_open and entry.job_id:
            entry, job = refresh(gateway, journal, entry)
            followed[entry.key] = job
        entries.append(entry)
    return LookedAt(tuple(entries), gateway.jobs(), followed)
