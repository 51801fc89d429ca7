"""A live job, started exactly once: on disk before the request, one request, and a search where its answer is lost."""

from __future__ import annotations

import contextlib
import logging
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Any, Dict, Mapping, Optional, Tuple

from ...domain.clock import utc_now
from ...domain.errors import ErrorKind, Up42Error
from ...domain.jobs.credits import Caps, Hold, HoldConfirmation
from ...domain.jobs.job import Job, JobMode, JobStatus, short_name
from ...domain.jobs.journal import EntryState, JournalEntry
from ...domain.parameters import JobParameters, fingerprint
from ...domain.ports import JobGateway, JobJournal, Now
from ...domain.products import Product
from .hold import check_caps, request_fingerprint

_LOG = logging.getLogger(__name__)

PATIENCE_S = 120.0
LONGEST_NAME = 100
# The name is unique, so that looking far back costs pages and nothing else; clocks of computers are minutes and
# whole time zones off.
_CLOCK_ERROR = timedelta(days=1)
_KEY_LENGTH = 32


@dataclass(frozen=True)
class LiveOrder:
    """A live job as it is asked for: where, what, its unique name, and who asks (`dock`, `processing`)."""

    connection: str
    service: str
    product: Product
    parameters: JobParameters
    name: str
    origin: str = "dock"
    scene_count: int = 0
    project: str = ""


def unique_name(title: str, now: datetime, key: str) -> str:
    """Returns a name that a person can read and that eight digits of `key` make unique, at most 100 characters.

    Letters, digits and blanks of ASCII only, so that it comes back from the service as it was sent.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii")
    words = "".join(letter if letter.isalnum() or letter in "-_." else " " for letter in plain).split()
    tail = f" {now.astimezone(timezone.utc):%Y-%m-%d %H.%M} {key[:8]}"
    return (" ".join(words)[: LONGEST_NAME - len(tail)].strip() or "Job") + tail


def is_own_name(name: str) -> bool:
    """Tells whether a name was made by `unique_name`, on this or another computer."""
    return short_name(name) != name


def start_live(
    gateway: JobGateway,
    journal: JobJournal,
    order: LiveOrder,
    hold: Hold,
    confirmation: HoldConfirmation,
    now: Now,
    caps: Caps = Caps(),  # noqa: B008 - a frozen value
    elsewhere: int = 0,
) -> JournalEntry:
    """Starts one live job for one confirmation, whoever calls it how often and from how many processes.

    `elsewhere` is what other clients were charged this month, which counts for its cap.

    Returns the entry CREATED, or UNKNOWN where the answer was lost. Raises ESTIMATE_OUTDATED where the confirmation
    is not about this request and hold, OVER_CREDIT_CAP, NO_BUDGET where the account wants a budget and none is chosen,
    ALREADY_STARTED where this confirmation was used or the same job is still open, and the service's refusal; in all
    of them nothing was created.
    """
    if hold.lacks_budget:
        raise Up42Error(ErrorKind.NO_BUDGET)
    request = gateway.request_json(order.product, order.parameters, JobMode.LIVE)
    digest = request_fingerprint(order.connection, request)
    if not confirmation.fingerprint == hold.fingerprint == digest or confirmation.credits != hold.credits:
        raise Up42Error(ErrorKind.ESTIMATE_OUTDATED)
    entry = journal.begin(
        JournalEntry(
            key=_key(order.connection, confirmation),
            connection=order.connection,
            service=order.service,
            name=order.name,
            mode=JobMode.LIVE,
            product_id=order.product.id,
            product_title=order.product.title,
            fingerprint=digest,
            created=now(),
            origin=order.origin,
            hold_credits=hold.credits,
            scene_count=order.scene_count,
            project=order.project,
            request=request,
        ),
        lambda entries: check_caps(
            caps,
            hold.credits,
            entries,
            now(),
            connection=order.connection,
            project=order.project,
            elsewhere=elsewhere,
        ),
    )
    try:
        job = gateway.create_live(order.product, order.parameters, order.name)
    except Up42Error as error:
        if error.kind is ErrorKind.OUTCOME_UNKNOWN:
            return _note(journal, entry, state=EntryState.UNKNOWN)
        return _refused(gateway, journal, entry, error)
    except Exception:
        # Nobody knows how far the request came: the one safe reading is that the job may exist.
        _LOG.exception("Creating a live job failed unexpectedly")
        return _note(journal, entry, state=EntryState.UNKNOWN)
    return _note(journal, entry, hold_credits=_held(gateway, entry, hold, job), **_facts(job))


def settle(
    gateway: JobGateway, journal: JobJournal, entry: JournalEntry, now: Now, patience_s: float = PATIENCE_S
) -> JournalEntry:
    """Looks for a job whose answer was lost by its unique name.

    Found, its entry becomes CREATED; not found for longer than `patience_s`, ABSENT; before that it stays, since a
    job may appear late. One that appears later still is recognised by `recognise`.
    """
    if entry.state not in (EntryState.INTENT, EntryState.UNKNOWN):
        return entry
    # Taken before the search: what happens during it is not covered by it.
    age_s = (now() - entry.created).total_seconds()
    job = _find(gateway, entry)
    if job is not None:
        return journal.update(entry.key, **_facts(job))
    if age_s > patience_s:
        return journal.update(entry.key, state=EntryState.ABSENT)
    return entry


def recognise(journal: JobJournal, entry: JournalEntry, jobs: Mapping[str, Job]) -> JournalEntry:
    """Believes the service's list of live jobs, by name, where a job was thought refused, absent or vanished."""
    job = jobs.get(entry.name)
    is_doubted = entry.state in (EntryState.REFUSED, EntryState.ABSENT) or entry.is_vanished
    if job is None or not is_doubted:
        return entry
    return journal.update(entry.key, **_facts(job))


def refresh(gateway: JobGateway, journal: JobJournal, entry: JournalEntry) -> Tuple[JournalEntry, Job]:
    """Reads the job of a CREATED entry and writes what has changed; the credits used once it is at its end.

    A job that the service does not know any more, by id or by name, ends as CANCELLED with the note `not_found`.
    """
    try:
        job = gateway.job(entry.job_id)
    except Up42Error as error:
        is_young = utc_now() - entry.created < timedelta(seconds=PATIENCE_S)
        if error.kind is not ErrorKind.NOT_FOUND or is_young:
            raise
        job = _find(gateway, entry) or _vanished(entry)
    changes = _facts(job)
    if job.status.is_final:
        used = job.credits_used
        if used is None and job.note != ErrorKind.NOT_FOUND.value:
            # The end of the job matters more than its price, which can be asked for again.
            with contextlib.suppress(Up42Error):
                used = gateway.credits_used(job.id)
        if used is not None:
            changes["credits_used"] = used
    return journal.update(entry.key, **changes), job


def _refused(
    gateway: JobGateway, journal: JobJournal, entry: JournalEntry, error: Up42Error
) -> JournalEntry:
    """Believes a refusal once the job is not there: a proxy may have made it up behind a request that arrived."""
    if error.status is not None:
        try:
            job = _find(gateway, entry)
        except Up42Error:
            return _note(journal, entry, state=EntryState.UNKNOWN)
        if job is not None:
            return _note(journal, entry, **_facts(job))
    _note(journal, entry, state=EntryState.REFUSED, note=error.kind.value)
    raise error


def _key(connection: str, confirmation: HoldConfirmation) -> str:
    """One consent, one job: a second start with the same consent meets its own key in the journal."""
    consent = (confirmation.fingerprint, confirmation.credits, confirmation.confirmed.isoformat())
    return fingerprint(connection, *consent)[:_KEY_LENGTH]


def _held(gateway: JobGateway, entry: JournalEntry, hold: Hold, job: Job) -> int:
    """Returns what a job holds: less than was confirmed where scenes were refused and, asked again, have no order."""
    refused = {task.scene_id for task in job.tasks if task.scene_id and not task.id}
    if refused:
        try:
            seen = _find(gateway, entry)
        except Up42Error:
            return hold.credits
        if seen is not None:
            refused -= {task.scene_id for task in seen.tasks if task.id}
    spared = sum(line.max_credits for line in hold.estimate.lines if line.scene_id in refused)
    return max(hold.credits - spared, 0)


def _facts(job: Job) -> Dict[str, Any]:
    facts: Dict[str, Any] = {
        "state": EntryState.CREATED,
        "job_id": job.id,
        "status": job.status,
        "note": job.note,
    }
    if job.finished is not None:
        facts["finished"] = job.finished
    return facts


def _note(journal: JobJournal, entry: JournalEntry, **changes: Any) -> JournalEntry:
    """Writes what became of the request; where that fails the intent on disk is settled later by its name."""
    try:
        return journal.update(entry.key, **changes)
    except Up42Error:
        _LOG.exception("The journal could not be written")
        return replace(entry, **changes)


def _find(gateway: JobGateway, entry: JournalEntry) -> Optional[Job]:
    return gateway.find_live(entry.name, entry.product_id, entry.created - _CLOCK_ERROR)


def _vanished(entry: JournalEntry) -> Job:
    return Job(
        id=entry.job_id,
        name=entry.name,
        mode=entry.mode,
        status=JobStatus.CANCELLED,
        product_id=entry.product_id,
        product_title=entry.product_title,
        created=entry.created,
        can_cancel=False,
        note=ErrorKind.NOT_FOUND.value,
        request=entry.request,
    )
