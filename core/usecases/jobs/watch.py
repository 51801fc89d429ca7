"""A look at all jobs of a connection: settles what is unknown, follows what is open."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Dict, List, Optional, Tuple

from ...domain.errors import Cancelled, Up42Error
from ...domain.foreign import Records
from ...domain.jobs.job import Job, JobMode
from ...domain.jobs.journal import EntryState, JournalEntry
from ...domain.ports import Control, JobGateway, JobJournal, Now
from .live_run import recognise, refresh, settle
from .rebuild import rebuild

_LOG = logging.getLogger(__name__)

# A price that the service has not told by then is not asked for any more.
_PRICE_COMES = timedelta(days=7)


@dataclass(frozen=True)
class LookedAt:
    """Our jobs as the journal has them now, the service's own list, and by journal key the jobs that were read.

    `rebuilt` are entries that a damaged journal had lost and the service still knew.
    """

    entries: Tuple[JournalEntry, ...]
    jobs: Records[Job]
    followed: Dict[str, Job]
    rebuilt: Tuple[JournalEntry, ...] = ()


def look_at_jobs(
    gateway: JobGateway, journal: JobJournal, connection: str, now: Now, control: Control
) -> LookedAt:
    """Brings the journal up to date with the service; never creates anything."""
    # First, since without it the service is out of reach and the rest would only fail one by one.
    jobs = gateway.jobs()
    live = {job.name: job for job in jobs if job.mode is JobMode.LIVE and job.name}
    rebuilt = rebuild(journal, connection, gateway.capabilities.service.value, jobs, now)
    entries: List[JournalEntry] = []
    followed: Dict[str, Job] = {}
    for known in journal.entries(connection):
        control.check()
        entry, job = known, None
        try:
            entry, job = _looked_at(gateway, journal, recognise(journal, known, live), now)
        except Cancelled:
            raise
        except Up42Error as error:
            # One job that cannot be read now must not hide all the others.
            _LOG.info("Looking at %s failed: %s", known.name, error)
        if job is not None:
            followed[entry.key] = job
        entries.append(entry)
    return LookedAt(tuple(entries), jobs, followed, rebuilt)


def _looked_at(
    gateway: JobGateway, journal: JobJournal, entry: JournalEntry, now: Now
) -> Tuple[JournalEntry, Optional[Job]]:
    if entry.mode is JobMode.LIVE and entry.state in (EntryState.INTENT, EntryState.UNKNOWN):
        entry = settle(gateway, journal, entry, now)
    lacks_credits = entry.credits_used is None and not entry.is_vanished and now() - entry.created < _PRICE_COMES
    if entry.state is EntryState.CREATED and entry.job_id and (entry.is_open or lacks_credits):
        return refresh(gateway, journal, entry)
    return entry, None
