"""A live job, started exactly once: on disk before the request, one request, and a search where its answer is lost."""

from __future__ import annotations

import contextlib
import logging
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Any, Mapping, Optional, Tuple

from ..domain.elapsed import machine_ticks
from ..domain.errors import ErrorKind, Up42Error, nothing_spent
from ..domain.jobs.credits import Caps, Hold, HoldConfirmation
from ..domain.jobs.job import Job, JobMode, JobStatus, name_key, short_name
from ..domain.jobs.journal import EntryState, JournalEntry
from ..domain.parameters import JobParameters, fingerprint
from ..domain.ports.control import Now
from ..domain.ports.gateway import JobGateway
from ..domain.ports.journal import JobJournal
from ..domain.products import Product
from .absence import ReadTicks, is_absent, is_gone, missed
from .found import CLOCK_ERROR, facts_of
from .hold import asked_again, request_fingerprint
from .prepare_order import OrderRequest, allow_order, look_again

_LOG = logging.getLogger(__name__)

MAX_NAME_BYTES = 100
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
    """Returns a name that users recognise and that eight digits of `key` make unique, at most 100 bytes of UTF-8.

    Letters and digits of any script are kept, other characters become blanks. What makes the name unique is ASCII,
    and enough to find the job by (`name_key`).
    """
    plain = unicodedata.normalize("NFC", title)
    words = "".join(letter if _is_kept(letter) else " " for letter in plain).split()
    tail = f" {now.astimezone(timezone.utc):%Y-%m-%d %H.%M} {key[:8]}"
    room = MAX_NAME_BYTES - len(tail)
    head = " ".join(words).encode("utf-8")[:room].decode("utf-8", "ignore").strip()
    return (head or "Job") + tail


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
    """Starts at most one live job per confirmation, even if called repeatedly or from several processes.

    `elsewhere` is what other clients were charged this month, which counts for its cap.

    Returns the entry CREATED, or UNKNOWN where the answer was lost. Raises ESTIMATE_OUTDATED where the confirmation
    is not about this request, account and hold, or the price has risen since; OVER_CREDIT_CAP or CAP_UNCERTAIN;
    NO_BUDGET where the account wants a budget and none is chosen; ALREADY_STARTED where this confirmation was used or
    a part of the order is under way or owned; and the service's refusal. In all of them nothing was created.
    """
    with nothing_spent():
        if hold.lacks_budget:
            raise Up42Error(ErrorKind.NO_BUDGET)
        account = gateway.account()
        request = gateway.request_json(order.product, order.parameters, JobMode.LIVE)
        digest = request_fingerprint(account, request)
        if not confirmation.fingerprint == hold.fingerprint == digest or confirmation.credits != hold.credits:
            raise Up42Error(ErrorKind.ESTIMATE_OUTDATED)
        hold = asked_again(gateway, order.product, order.parameters, hold)
        look_again(gateway, journal, account, order.product, order.parameters, now)
        wanted = OrderRequest(order.connection, order.product, order.parameters, order.project)
        entry = journal.begin(
            JournalEntry(
                key=_key(account, confirmation),
                account=account,
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
                max_credits=hold.max_charge,
                claims=gateway.claims(order.product, order.parameters),
                scene_count=order.scene_count,
                project=order.project,
                request=request,
            ),
            lambda entries: allow_order(entries, gateway, caps, wanted, hold, now(), elsewhere),
        )
    try:
        job = gateway.create_live(order.product, order.parameters, order.name, lambda: journal.renew(entry.key))
    except Up42Error as error:
        if error.kind is ErrorKind.OUTCOME_UNKNOWN:
            return _doubted(gateway, journal, entry, error)
        return _refused(gateway, journal, entry, error)
    except Exception:
        # Nobody knows how far the request came: the one safe reading is that the job may exist.
        _LOG.exception("Creating a live job failed unexpectedly")
        return _note(journal, entry, state=EntryState.UNKNOWN)
    return _note(journal, entry, **_held(gateway, entry, hold, job))


def settle(
    gateway: JobGateway,
    journal: JobJournal,
    entry: JournalEntry,
    read_ticks: ReadTicks = machine_ticks,
    *,
    is_list_whole: bool = True,
) -> JournalEntry:
    """Looks for a job whose answer was lost by the key in its name.

    Found, its entry becomes CREATED. Not found it stays, since a request may still be under way and a list may be
    late, until enough looks over a long enough time make it ABSENT. A look counts only with a list that is otherwise
    whole. A job that appears later still is recognised by `recognise`. An entry whose account is not known is never
    ABSENT: the job may be in another account.
    """
    if entry.state not in (EntryState.INTENT, EntryState.UNKNOWN):
        return entry
    # Read before the search: what happens during it is not covered by it.
    ticks = read_ticks()
    job = _find(gateway, entry)
    if job is not None:
        return journal.update(entry.key, account=gateway.account(), **facts_of(entry, job))
    if not is_list_whole or not entry.account:
        return entry
    absence = missed(entry, ticks)
    if is_absent(absence):
        return journal.update(entry.key, state=EntryState.ABSENT, absence=absence)
    return entry if absence == entry.absence else journal.update(entry.key, absence=absence)


def recognise(
    gateway: JobGateway, journal: JobJournal, entry: JournalEntry, jobs: Mapping[str, Job]
) -> JournalEntry:
    """Believes the service's list of live jobs, by the key in the name, where a job was thought refused, absent or
    vanished.
    """
    job = jobs.get(name_key(entry.name))
    is_doubted = entry.state in (EntryState.REFUSED, EntryState.ABSENT) or entry.is_vanished
    if job is None or not is_doubted:
        return entry
    return journal.update(entry.key, account=gateway.account(), **facts_of(entry, job))


def refresh(
    gateway: JobGateway,
    journal: JobJournal,
    entry: JournalEntry,
    read_ticks: ReadTicks = machine_ticks,
    *,
    is_list_whole: bool = False,
) -> Tuple[JournalEntry, Job]:
    """Reads the job of a CREATED entry and writes what has changed; the credits used once it is at its end.

    NOT_FOUND for a job that the service does not know any more, by id or by name. Once enough looks over a long
    enough time, with lists that were otherwise whole, did not find it, it ends as CANCELLED with the note `not_found`.
    """
    ticks = read_ticks()
    try:
        job = gateway.job(entry.job_id)
    except Up42Error as error:
        if error.kind is not ErrorKind.NOT_FOUND:
            raise
        found = _find(gateway, entry)
        if found is None:
            if not is_list_whole or not entry.account:
                raise
            absence = missed(entry, ticks)
            if not is_gone(entry, absence):
                if absence != entry.absence:
                    journal.update(entry.key, absence=absence)
                raise
            found = _vanished(entry)
        job = found
    changes = facts_of(entry, job)
    if job.status.is_final:
        used = job.credits_used
        if used is None and job.note != ErrorKind.NOT_FOUND.value:
            # The end of the job matters more than its price, which can be asked for again.
            with contextlib.suppress(Up42Error):
                used = gateway.credits_used(job.id)
        if used is not None:
            changes["credits_used"] = used
    return journal.update(entry.key, account=gateway.account(), **changes), job


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
            return _note(journal, entry, **facts_of(entry, job))
    _note(journal, entry, state=EntryState.REFUSED, note=error.kind.value)
    with nothing_spent():
        raise error


def _doubted(gateway: JobGateway, journal: JobJournal, entry: JournalEntry, error: Up42Error) -> JournalEntry:
    """Leaves the entry UNKNOWN; a refusal that may be made up is looked behind at once, since the job may be there."""
    job = None
    if error.status is not None and 400 <= error.status < 500:
        with contextlib.suppress(Up42Error):
            job = _find(gateway, entry)
    changes = {"state": EntryState.UNKNOWN} if job is None else facts_of(entry, job)
    return _note(journal, entry, **changes)


def _key(account: str, confirmation: HoldConfirmation) -> str:
    """One consent, one job: a second start with the same consent meets its own key in the journal."""
    consent = (confirmation.fingerprint, confirmation.credits, confirmation.confirmed.isoformat())
    return fingerprint(account, *consent)[:_KEY_LENGTH]


def _held(gateway: JobGateway, entry: JournalEntry, hold: Hold, job: Job) -> Mapping[str, Any]:
    """Returns the facts of a new job, and what it holds and may cost at most: less than was confirmed where scenes
    were refused and, asked again, have no order.
    """
    refused = {task.scene_id for task in job.tasks if task.scene_id and not task.id}
    facts = facts_of(entry, job)
    if refused:
        try:
            seen = _find(gateway, entry)
        except Up42Error:
            return {**facts, "freed": ()}
        if seen is not None:
            refused -= {task.scene_id for task in seen.tasks if task.id}
        facts["freed"] = tuple(digest for digest, scene in entry.claims.items() if scene in refused)
    spared = sum(line.max_credits for line in hold.estimate.lines if line.scene_id in refused)
    left = {"hold_credits": max(hold.credits - spared, 0), "max_credits": max(hold.max_charge - spared, 0)}
    return {**facts, **left}


def _note(journal: JobJournal, entry: JournalEntry, **changes: Any) -> JournalEntry:
    """Writes what became of the request; where that fails the intent on disk is settled later by its name."""
    try:
        return journal.update(entry.key, **changes)
    except Up42Error:
        _LOG.exception("The journal could not be written")
        return replace(entry, **changes)


def _find(gateway: JobGateway, entry: JournalEntry) -> Optional[Job]:
    return gateway.find_live(entry.name, entry.product_id, entry.created - CLOCK_ERROR)


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


def _is_kept(letter: str) -> bool:
    # Marks belong to the letters before them in many scripts.
    return letter.isalnum() or letter in "-_." or unicodedata.category(letter).startswith("M")
