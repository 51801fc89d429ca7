"""Decides whether an order may be placed: price, caps, existing purchases and uncertain earlier attempts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Any, Iterable, List, Mapping, Optional, Sequence, Tuple

from ..domain.connections import SANDBOX_NAMES
from ..domain.errors import ErrorKind, Up42Error, nothing_spent
from ..domain.jobs.claims import Taken
from ..domain.jobs.credits import Caps, Hold
from ..domain.jobs.job import JobMode
from ..domain.jobs.journal import EntryState, JournalEntry
from ..domain.parameters import JobParameters
from ..domain.ports.control import Now
from ..domain.ports.gateway import JobGateway
from ..domain.ports.journal import JobJournal
from ..domain.products import Product
from .found import CLOCK_ERROR, facts_of
from .hold import prepare_hold

# Within this time of an attempt that was refused or not found, the same order first looks for its job again.
DOUBT_LASTS = timedelta(days=1)
# An entry of a release that did not record the account blocks the same order in all accounts for this time.
UNBOUND_LASTS = timedelta(days=7)


@dataclass(frozen=True)
class OrderRequest:
    """The request for a live job; `connection` is a name, `project` the QGIS project's file, empty if unsaved.

    `area` is the name of its area if it is a part of an order over many areas.
    """

    connection: str
    product: Product
    parameters: JobParameters
    project: str = ""
    area: str = ""


@dataclass(frozen=True)
class PreparedOrder:
    """What has to be confirmed before an order.

    `elsewhere` is what other clients were charged this month. `taken` is what would be bought twice; if there is any,
    the order is refused. `doubted` are attempts at the same purchase that were refused or not found within the last
    day, and were not found by another look just now.
    """

    hold: Hold
    elsewhere: int = 0
    taken: Tuple[Taken, ...] = ()
    doubted: Tuple[JournalEntry, ...] = ()


def prepare_order(
    gateway: JobGateway, journal: JobJournal, caps: Caps, wanted: OrderRequest, now: Now
) -> PreparedOrder:
    """Collects everything that decides whether an order may be placed; free, and orders nothing.

    Raises OVER_CREDIT_CAP or CAP_UNCERTAIN if a cap forbids it, and the service's errors. All decisions are repeated
    when the order is placed, while no other process can place one.
    """
    with nothing_spent():
        hold = prepare_hold(gateway, wanted.product, wanted.parameters)
        parameters = hold.parameters or wanted.parameters
        doubted = look_again(gateway, journal, hold.account, wanted.product, parameters, now)
        entries = journal.entries()
        elsewhere = spent_elsewhere(gateway, caps, entries, now())
        check_caps(
            caps, hold, entries, now(), connection=wanted.connection, project=wanted.project, elsewhere=elsewhere
        )
        taken = taken_by(entries, gateway, hold.account, wanted.product, parameters, now())
    return PreparedOrder(hold, elsewhere, taken, doubted)


def without_taken(prepared: PreparedOrder, parameters: JobParameters) -> Optional[JobParameters]:
    """Returns the parameters without the taken scenes, None if no scene is left."""
    taken = {item.scene_id for item in prepared.taken}
    left = tuple(scene_id for scene_id in parameters.scene_ids if scene_id not in taken)
    return replace(parameters, scene_ids=left, limit=len(left)) if left else None


def allow_order(
    entries: Sequence[JournalEntry],
    gateway: JobGateway,
    caps: Caps,
    wanted: OrderRequest,
    hold: Hold,
    now: datetime,
    elsewhere: int,
) -> None:
    """Raises if an order may not be placed; called while no other process can place one.

    ALREADY_STARTED, with the names of the jobs and scenes, if something would be bought twice.
    """
    taken = taken_by(entries, gateway, hold.account, wanted.product, wanted.parameters, now)
    if taken:
        raise Up42Error(ErrorKind.ALREADY_STARTED, taken_text(taken))
    check_caps(caps, hold, entries, now, connection=wanted.connection, project=wanted.project, elsewhere=elsewhere)


def taken_text(taken: Iterable[Taken]) -> str:
    """Returns scenes and jobs, one per line, for a *Details* view."""
    return "\n".join(f"{item.scene_id}: {item.entry.name}" if item.scene_id else item.entry.name for item in taken)


def taken_by(
    entries: Iterable[JournalEntry],
    gateway: JobGateway,
    account: str,
    product: Product,
    parameters: JobParameters,
    now: datetime,
) -> Tuple[Taken, ...]:
    """Returns the parts of an order that are under way or owned already, by the journal's entries."""
    claims = gateway.claims(product, parameters)
    request = gateway.request_json(product, parameters, JobMode.LIVE)
    found: List[Taken] = []
    for entry in entries:
        if entry.mode is not JobMode.LIVE or not _may_belong(entry, account, gateway, now):
            continue
        if entry.claims:
            found += [Taken(scene, entry) for digest, scene in entry.held_claims.items() if digest in claims]
        elif entry.is_open and entry.product_id == product.id:
            # Written by an older release, or rebuilt: only its request is known.
            both = sorted(_scenes_in(entry.request) & set(parameters.scene_ids))
            found += [Taken(scene, entry) for scene in both]
            if not both and entry.request == request:
                found.append(Taken("", entry))
    return tuple(found)


def look_again(
    gateway: JobGateway,
    journal: JobJournal,
    account: str,
    product: Product,
    parameters: JobParameters,
    now: Now,
    entries: Optional[Iterable[JournalEntry]] = None,
) -> Tuple[JournalEntry, ...]:
    """Looks again for earlier attempts at the same purchase that were not found, vanished or were refused.

    An attempt whose job exists after all is recorded and blocks the purchase from now on; the others are returned.
    Raises if the service cannot be reached: then nothing may be ordered. `entries` are the journal's if they were
    read just before.
    """
    claims = gateway.claims(product, parameters)
    request = gateway.request_json(product, parameters, JobMode.LIVE)
    missing: List[JournalEntry] = []
    for entry in journal.entries() if entries is None else entries:
        if not _is_doubtful(entry, now()) or not _may_belong(entry, account, gateway, now()):
            continue
        shared = claims.keys() & entry.claims.keys()
        if not (shared if entry.claims else entry.request == request):
            continue
        job = gateway.find_live(entry.name, entry.product_id, entry.created - CLOCK_ERROR)
        if job is None:
            missing.append(entry)
            continue
        entry = journal.update(entry.key, account=account, **facts_of(entry, job))
        # A scene without any order is in doubt; a scene whose order failed is not.
        ordered = {task.scene_id for task in job.tasks if task.id}
        if any(digest in entry.freed and entry.claims[digest] not in ordered for digest in shared):
            missing.append(entry)
    return tuple(missing)


def spent_elsewhere(gateway: JobGateway, caps: Caps, entries: Iterable[JournalEntry], now: datetime) -> int:
    """Returns the charges in the service's history of this calendar month (UTC) for jobs without an entry.

    0 without a monthly cap, which alone needs it, and if the service has no history.
    """
    if caps.per_month is None or gateway.history is None:
        return 0
    start = datetime(now.year, now.month, 1, tzinfo=timezone.utc)
    own = {entry.job_id for entry in entries if entry.job_id}
    charges = gateway.history.charges(start) or ()
    # A charge without a time counts, since the service returned it for the requested period.
    return sum(charge.credits for charge in charges if charge.job_id not in own and (charge.moment or start) >= start)


def check_caps(
    caps: Caps,
    hold: Hold,
    entries: Iterable[JournalEntry],
    now: datetime,
    *,
    connection: str,
    project: str,
    elsewhere: int = 0,
) -> None:
    """Raises OVER_CREDIT_CAP if the maximum cost of a job exceeds a cap that the user set.

    The month is the calendar month in UTC, and `project` the file of a QGIS project; an unsaved project has no cap.
    Our own live jobs count with the credits used, or with their maximum cost until that is known; the monthly cap also
    counts charges `elsewhere`. CAP_UNCERTAIN if neither figure is known for a job that counts. Orders from a built-in
    Sandbox count only there.
    """
    _check(caps.per_job, (), hold.max_charge)
    in_sandbox = connection in SANDBOX_NAMES
    live = [
        entry
        for entry in entries
        if entry.mode is JobMode.LIVE and (entry.connection in SANDBOX_NAMES) == in_sandbox
    ]
    this_month = [entry for entry in live if (entry.created.year, entry.created.month) == (now.year, now.month)]
    _check(caps.per_month, this_month, hold.max_charge, elsewhere)
    if project:
        in_project = [
            entry
            for entry in live
            # A rebuilt job does not record the project that it was ordered for.
            if entry.project == project or (not entry.project and entry.counted_credits is None)
        ]
        _check(caps.per_project, in_project, hold.max_charge)


def _check(cap: Optional[int], entries: Iterable[JournalEntry], wanted: int, elsewhere: int = 0) -> None:
    if cap is None:
        return
    spent = elsewhere
    unknown = []
    for entry in entries:
        counted = entry.counted_credits
        spent += counted or 0
        if counted is None:
            unknown.append(entry.name)
    if spent + wanted > cap:
        raise Up42Error(ErrorKind.OVER_CREDIT_CAP, f"{spent} + {wanted} > {cap}")
    if unknown:
        raise Up42Error(ErrorKind.CAP_UNCERTAIN, "\n".join(unknown))


def _is_doubtful(entry: JournalEntry, now: datetime) -> bool:
    """Returns whether an entry was given up within a day: its job, or a part of it, may exist after all."""
    given_up = entry.state in (EntryState.REFUSED, EntryState.ABSENT) or entry.is_vanished or bool(entry.freed)
    return entry.mode is JobMode.LIVE and given_up and abs(now - entry.created) < DOUBT_LASTS


def _may_belong(entry: JournalEntry, account: str, gateway: JobGateway, now: datetime) -> bool:
    """Returns whether an entry belongs, or may belong, to an account."""
    if entry.account:
        return entry.account == account
    is_same_service = entry.service == gateway.service.value
    return is_same_service and abs(now - entry.created) < UNBOUND_LASTS


def _scenes_in(request: Mapping[str, Any]) -> frozenset[str]:
    """Returns the scenes that a request of either service names."""
    found: List[str] = []
    for part in request.values():
        ids = part.get("ids") if isinstance(part, Mapping) else None
        found += [scene_id for scene_id in ids or () if isinstance(scene_id, str)]
    return frozenset(found)
