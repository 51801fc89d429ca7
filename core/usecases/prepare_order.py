"""Whether money may move: price, limits, what is bought already, and what may have been bought."""

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

# For so long the same order is preceded by one more look for an earlier one that was not found or was refused.
DOUBT_LASTS = timedelta(days=1)
# An entry of a release that did not write the account stands in the way of all accounts for so long.
UNBOUND_LASTS = timedelta(days=7)


@dataclass(frozen=True)
class OrderRequest:
    """A live job that somebody wants: the name of the connection, and the QGIS project's file where it was saved."""

    connection: str
    product: Product
    parameters: JobParameters
    project: str = ""


@dataclass(frozen=True)
class PreparedOrder:
    """What has to be confirmed before an order.

    `elsewhere` is what other clients were charged this month. `taken` is what would be bought twice: with any of it
    the order is refused. `doubted` are earlier attempts at the same purchase that were refused or not found within a
    day, and were looked for once more just now without success.
    """

    hold: Hold
    elsewhere: int = 0
    taken: Tuple[Taken, ...] = ()
    doubted: Tuple[JournalEntry, ...] = ()


def prepare_order(
    gateway: JobGateway, journal: JobJournal, caps: Caps, wanted: OrderRequest, now: Now
) -> PreparedOrder:
    """Asks for everything that decides whether an order may be placed; free, and orders nothing.

    Raises OVER_CREDIT_CAP or CAP_UNCERTAIN where a limit forbids it, and what the service answers. Whatever is
    decided here is decided again when the order is placed, while no other process can place one.
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
    """Returns the parameters of what is left to order, None where nothing is."""
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
    """Raises where an order may not be placed; called while no other process can place one.

    ALREADY_STARTED, with the names of the jobs and scenes, where something would be bought twice.
    """
    taken = taken_by(entries, gateway, hold.account, wanted.product, wanted.parameters, now)
    if taken:
        raise Up42Error(ErrorKind.ALREADY_STARTED, taken_text(taken))
    check_caps(caps, hold, entries, now, connection=wanted.connection, project=wanted.project, elsewhere=elsewhere)


def taken_text(taken: Iterable[Taken]) -> str:
    """Returns scenes and jobs, a line each, for a view of details."""
    return "\n".join(f"{item.scene_id}: {item.entry.name}" if item.scene_id else item.entry.name for item in taken)


def taken_by(
    entries: Iterable[JournalEntry],
    gateway: JobGateway,
    account: str,
    product: Product,
    parameters: JobParameters,
    now: datetime,
) -> Tuple[Taken, ...]:
    """Returns what of an order is under way or owned already, by the journal's entries."""
    claims = gateway.claims(product, parameters)
    request = gateway.request_json(product, parameters, JobMode.LIVE)
    found: List[Taken] = []
    for entry in entries:
        if entry.mode is not JobMode.LIVE or not _may_belong(entry, account, gateway, now):
            continue
        if entry.claims:
            found += [Taken(scene, entry) for digest, scene in entry.held_claims.items() if digest in claims]
        elif entry.is_open and entry.product_id == product.id:
            # Written by an older release, or rebuilt: all that is known is its request.
            both = sorted(_scenes_in(entry.request) & set(parameters.scene_ids))
            found += [Taken(scene, entry) for scene in both]
            if not both and entry.request == request:
                found.append(Taken("", entry))
    return tuple(found)


def look_again(
    gateway: JobGateway, journal: JobJournal, account: str, product: Product, parameters: JobParameters, now: Now
) -> Tuple[JournalEntry, ...]:
    """Looks once more for earlier attempts at the same purchase that were not found, vanished or were refused.

    One that is there after all is written down as such and stands in the way from now on; the others are returned.
    Raises where the service cannot be asked: then nothing may be ordered.
    """
    claims = gateway.claims(product, parameters)
    request = gateway.request_json(product, parameters, JobMode.LIVE)
    missing: List[JournalEntry] = []
    for entry in journal.entries():
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
        # A scene of it without any order is in doubt; one whose order failed is not.
        ordered = {task.scene_id for task in job.tasks if task.id}
        if any(digest in entry.freed and entry.claims[digest] not in ordered for digest in shared):
            missing.append(entry)
    return tuple(missing)


def spent_elsewhere(gateway: JobGateway, caps: Caps, entries: Iterable[JournalEntry], now: datetime) -> int:
    """Returns what the service's history says was charged this calendar month (UTC) to jobs that no entry knows.

    0 where there is no cap of the month, which alone asks for it, or the service has no history.
    """
    if caps.per_month is None:
        return 0
    start = datetime(now.year, now.month, 1, tzinfo=timezone.utc)
    own = {entry.job_id for entry in entries if entry.job_id}
    charges = gateway.charges(start) or ()
    # One without a moment was among those that were asked for all the same.
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
    """Raises OVER_CREDIT_CAP where the most that a job may cost goes beyond a cap that the user set.

    The month is the calendar's in UTC, and `project` the file of a QGIS project; one that was never saved has no cap.
    Our own live jobs count with what they have used, and with the most that they may cost while that is not known; in
    the month what was `elsewhere` charged counts too. CAP_UNCERTAIN where neither is known of a job that counts. What
    was ordered from a built-in Sandbox counts there alone.
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
            # A job that was rebuilt does not say for which project it was ordered.
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
    """Returns whether an entry was given up within a day: it, or a part of it, may be there all the same."""
    given_up = entry.state in (EntryState.REFUSED, EntryState.ABSENT) or entry.is_vanished or bool(entry.freed)
    return entry.mode is JobMode.LIVE and given_up and abs(now - entry.created) < DOUBT_LASTS


def _may_belong(entry: JournalEntry, account: str, gateway: JobGateway, now: datetime) -> bool:
    """Returns whether an entry is of an account, as far as is known."""
    if entry.account:
        return entry.account == account
    is_same_service = entry.service == gateway.capabilities.service.value
    return is_same_service and abs(now - entry.created) < UNBOUND_LASTS


def _scenes_in(request: Mapping[str, Any]) -> frozenset[str]:
    """Returns the scenes that a request of either service names."""
    found: List[str] = []
    for part in request.values():
        ids = part.get("ids") if isinstance(part, Mapping) else None
        found += [scene_id for scene_id in ids or () if isinstance(scene_id, str)]
    return frozenset(found)
