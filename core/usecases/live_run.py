"""Starts a live job at most once: recorded before the request, one request, and a search if its answer is lost."""

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
    """The order of a live job: connection, product, parameters, unique name, and origin (`dock`, `processing`).

    `area` and `purchase` are set for a part of an order over many areas; see JournalEntry.
    """

    connection: str
    service: str
    product: Product
    parameters: JobParameters
    name: str
    origin: str = "dock"
    scene_count: int = 0
    project: str = ""
    area: str = ""
    purchase: str = ""


def unique_name(title: str, now: datetime, key: str) -> str:
    """Returns a recognisable name that eight digits of `key` make unique, at most 100 bytes of UTF-8.

    Letters and digits of any script are kept, other characters become spaces. The unique end is ASCII and sufficient
    to find the job (`name_key`).
    """
    plain = unicodedata.normalize("NFC", title)
    words = "".join(character if _is_kept(character) else " " for character in plain).split()
    tail = f" {now.astimezone(timezone.utc):%Y-%m-%d %H.%M} {key[:8]}"
    room = MAX_NAME_BYTES - len(tail)
    head = " ".join(words).encode("utf-8")[:room].decode("utf-8", "ignore").strip()
    return (head or "Job") + tail


def is_own_name(name: str) -> bool:
    """Returns whether a name was made by `unique_name`, on this or another computer."""
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

    `elsewhere` is what other clients were charged this month, which counts towards the monthly cap.

    Returns the entry CREATED, or UNKNOWN if the answer was lost. Raises ESTIMATE_OUTDATED if the confirmation is not
    for this request, account and hold, or if the price has risen since; OVER_CREDIT_CAP or CAP_UNCERTAIN;
    INVALID_REQUEST if a part of the estimate has no price; NO_BUDGET if the account requires a budget and none is
    chosen; ALREADY_STARTED if this confirmation was used or a part of the order is under way or owned; and the
    service's refusal. After any of these errors nothing was created.
    """
    with nothing_spent():
        if hold.lacks_budget:
            raise Up42Error(ErrorKind.NO_BUDGET)
        if hold.estimate.problems:
            # A scene without a price counts nothing in what was agreed to.
            raise Up42Error(ErrorKind.INVALID_REQUEST, hold.estimate.problems[0].problem)
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
                area=order.area,
                purchase=order.purchase,
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
    """Looks for a job whose answer was lost, by the key in its name.

    If it is found its entry becomes CREATED. If not, the entry stays, since a request may still be under way and a
    list may be delayed, until enough looks over a long enough time make it ABSENT. A look counts only if the list is
    otherwise complete. A job that appears even later is found by `recognise`. An entry whose account is unknown never
    becomes ABSENT: the job may be in another account.
    """
    if entry.state not in (EntryState.INTENT, EntryState.UNKNOWN):
        return entry
    # Read before the search, which does not cover what happens during it.
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
    """Updates an entry that was considered refused, absent or vanished if the service lists its job after all, by the
    key in the name.
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
    """Reads the job of a CREATED entry and records changes, and the credits used once the job has finished.

    NOT_FOUND for a job that the service no longer finds by id or by name. Once enough looks over a long enough time,
    at otherwise complete lists, did not find it, it ends as CANCELLED with the note `not_found`.
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
        if used is None and job.note is not ErrorKind.NOT_FOUND:
            # The end of the job matters more than its price, which can be requested again.
            with contextlib.suppress(Up42Error):
                used = gateway.credits_used(job.id)
        if used is not None:
            changes["credits_used"] = used
    return journal.update(entry.key, account=gateway.account(), **changes), job


def _refused(
    gateway: JobGateway, journal: JobJournal, entry: JournalEntry, error: Up42Error
) -> JournalEntry:
    """Accepts a refusal only if the job is not found: a proxy may have sent it although the request arrived."""
    if error.status is not None:
        try:
            job = _find(gateway, entry)
        except Up42Error:
            return _note(journal, entry, state=EntryState.UNKNOWN)
        if job is not None:
            return _note(journal, entry, **facts_of(entry, job))
    _note(journal, entry, state=EntryState.REFUSED, note=error.kind)
    with nothing_spent():
        raise error


def _doubted(gateway: JobGateway, journal: JobJournal, entry: JournalEntry, error: Up42Error) -> JournalEntry:
    """Leaves the entry UNKNOWN; after a refusal by an unproven sender it looks for the job immediately."""
    job = None
    if error.status is not None and 400 <= error.status < 500:
        with contextlib.suppress(Up42Error):
            job = _find(gateway, entry)
    changes = {"state": EntryState.UNKNOWN} if job is None else facts_of(entry, job)
    return _note(journal, entry, **changes)


def _key(account: str, confirmation: HoldConfirmation) -> str:
    """Returns a key per consent: a second start with the same consent finds its own key in the journal."""
    consent = (confirmation.fingerprint, confirmation.credits, confirmation.confirmed.isoformat())
    return fingerprint(account, *consent)[:_KEY_LENGTH]


def _held(gateway: JobGateway, entry: JournalEntry, hold: Hold, job: Job) -> Mapping[str, Any]:
    """Returns the facts of a new job with its hold and maximum cost: less than confirmed if scenes were refused and a
    second look finds no order for them.
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
    """Records the outcome of the request; if that fails, the intent on disk is settled later by its name."""
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
        note=ErrorKind.NOT_FOUND,
        request=entry.request,
    )


def _is_kept(character: str) -> bool:
    # In many scripts combining marks belong to the letter before them.
    return character.isalnum() or character in "-_." or unicodedata.category(character).startswith("M")
