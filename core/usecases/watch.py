"""One poll of all jobs of an account: resolves unknown entries, updates open ones."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Dict, Iterable, List, Mapping, Optional, Tuple

from ..domain.elapsed import machine_ticks
from ..domain.errors import Cancelled, Up42Error
from ..domain.foreign import Records
from ..domain.jobs.job import Job, JobMode, name_key
from ..domain.jobs.journal import REBUILT_ORIGIN, EntryState, JournalEntry
from ..domain.parameters import fingerprint
from ..domain.ports.control import Control, Now
from ..domain.ports.gateway import JobGateway
from ..domain.ports.journal import JobJournal
from .absence import ReadTicks, shows_others
from .hold import request_fingerprint
from .live_run import is_own_name, recognise, refresh, settle

_LOG = logging.getLogger(__name__)

# If the service has not reported the cost of a job after this time, it is not requested any more.
_PRICE_COMES = timedelta(days=7)


@dataclass(frozen=True)
class LookedAt:
    """Our jobs in the updated journal, the service's own list, and by journal key the jobs that were read.

    `rebuilt` are entries that a damaged journal had lost and that were restored from the service's list.
    """

    entries: Tuple[JournalEntry, ...]
    jobs: Records[Job]
    followed: Dict[str, Job]
    rebuilt: Tuple[JournalEntry, ...] = ()


def look_at_jobs(
    gateway: JobGateway,
    journal: JobJournal,
    connection: str,
    now: Now,
    control: Control,
    read_ticks: ReadTicks = machine_ticks,
) -> LookedAt:
    """Brings the journal up to date with the gateway's account; never creates anything.

    `connection` is the name of the connection: entries under it without an account are updated too, and belong to the
    account once their job is found in it.
    """
    # First: if it fails, the service is unreachable and all other requests would fail too.
    jobs = gateway.jobs()
    account = gateway.account()
    service = gateway.service.value
    own = [job for job in jobs if not job.is_colleagues]
    live = {name_key(job.name): job for job in own if job.mode is JobMode.LIVE and job.name}
    listed_ids = {job.id for job in jobs}
    rebuilt = rebuild(journal, account, connection, service, jobs, now)
    _adopt(journal, account, service, live)
    known_entries = journal.entries(connection, account)
    entries: List[JournalEntry] = []
    followed: Dict[str, Job] = {}
    for known in known_entries:
        control.check()
        entry, job = known, None
        try:
            # An unreadable record may be the job that is looked for.
            is_list_whole = not jobs.unreadable_count and shows_others(known, known_entries, listed_ids, now())
            recognised = recognise(gateway, journal, known, live)
            entry, job = _looked_at(gateway, journal, recognised, now, read_ticks, is_list_whole=is_list_whole)
        except Cancelled:
            raise
        except Up42Error as error:
            # One unreadable job must not hide all the others.
            _LOG.info("Looking at %s failed: %s", known.name, error)
        if job is not None:
            followed[entry.key] = job
        entries.append(entry)
    return LookedAt(tuple(entries), jobs, followed, rebuilt)


def _adopt(journal: JobJournal, account: str, service: str, live: Mapping[str, Job]) -> None:
    """Binds entries without an account to the one that lists their jobs, under any connection name."""
    for entry in journal.entries():
        job = live.get(name_key(entry.name))
        if not entry.account and entry.service == service and job is not None and entry.job_id in ("", job.id):
            journal.update(entry.key, account=account)


def _looked_at(
    gateway: JobGateway,
    journal: JobJournal,
    entry: JournalEntry,
    now: Now,
    read_ticks: ReadTicks,
    *,
    is_list_whole: bool,
) -> Tuple[JournalEntry, Optional[Job]]:
    if entry.mode is JobMode.LIVE and entry.state in (EntryState.INTENT, EntryState.UNKNOWN):
        entry = settle(gateway, journal, entry, read_ticks, is_list_whole=is_list_whole)
    lacks_credits = entry.credits_used is None and not entry.is_vanished and now() - entry.created < _PRICE_COMES
    if entry.state is EntryState.CREATED and entry.job_id and (entry.is_open or lacks_credits):
        return refresh(gateway, journal, entry, read_ticks, is_list_whole=is_list_whole)
    return entry, None


def rebuild(
    journal: JobJournal, account: str, connection: str, service: str, jobs: Iterable[Job], now: Now
) -> Tuple[JournalEntry, ...]:
    """Adds live jobs with names of this plugin if a damaged journal left a gap, and returns their entries.

    The service reports neither who confirmed a job nor its hold: a rebuilt entry has a hold of 0 and the origin
    `rebuilt`. Jobs of this plugin on another computer count as ours, those of colleagues never.
    """
    if not journal.has_gap(account):
        return ()
    ours = [job for job in jobs if job.mode is JobMode.LIVE and is_own_name(job.name) and not job.is_colleagues]
    return journal.close_gap(account, [_entry(account, connection, service, job, now) for job in ours])


def _entry(account: str, connection: str, service: str, job: Job, now: Now) -> JournalEntry:
    return JournalEntry(
        key=fingerprint(account, job.id)[:32],
        account=account,
        connection=connection,
        service=service,
        name=job.name,
        mode=job.mode,
        product_id=job.product_id,
        product_title=job.product_title,
        fingerprint=request_fingerprint(account, job.request),
        created=job.created or now(),
        origin=REBUILT_ORIGIN,
        state=EntryState.CREATED,
        status=job.status,
        job_id=job.id,
        note=job.note,
        finished=job.finished,
        credits_used=job.credits_used,
        request=job.request,
    )
