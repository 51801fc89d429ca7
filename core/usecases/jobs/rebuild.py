"""Jobs of ours that only the service still knows, back in a journal that was begun anew after damage."""

from __future__ import annotations

from typing import Iterable, Tuple

from ...domain.jobs.job import Job, JobMode
from ...domain.jobs.journal import REBUILT_ORIGIN, EntryState, JournalEntry
from ...domain.parameters import fingerprint
from ...domain.ports.control import Now
from ...domain.ports.journal import JobJournal
from ..hold import request_fingerprint
from ..live_run import is_own_name


def rebuild(
    journal: JobJournal, account: str, connection: str, service: str, jobs: Iterable[Job], now: Now
) -> Tuple[JournalEntry, ...]:
    """Adds the live jobs whose names are ours, where a damaged journal left a gap, and returns them.

    The service tells neither who confirmed a job nor what was held for it: the hold of a rebuilt entry is 0 and its
    origin `rebuilt`. Jobs of this plugin on another computer are taken for ours too, those of colleagues never.
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
