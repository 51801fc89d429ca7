"""What a live job would hold, asked before anything is confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from typing import Any, Iterable, Mapping, Optional

from ...domain.connections import SANDBOX_NAME
from ...domain.errors import ErrorKind, Up42Error
from ...domain.jobs.credits import Caps, Hold
from ...domain.jobs.job import JobMode
from ...domain.jobs.journal import JournalEntry
from ...domain.parameters import JobParameters, fingerprint
from ...domain.ports import JobGateway
from ...domain.products import Product
from .account_figures import known_balance, known_budgets


def request_fingerprint(connection: str, request: Mapping[str, Any]) -> str:
    """Returns what binds a hold to one connection and one exact request."""
    return fingerprint(connection, dict(request))


def prepare_hold(gateway: JobGateway, connection: str, product: Product, parameters: JobParameters) -> Hold:
    """Returns the estimate of a live job beside the balance; free, and holds nothing yet.

    The hold is for its own `parameters`, in which the scenes are named where the service orders scenes: a scene that
    enters the catalog later is not in what was confirmed. NO_SCENES where none match.
    """
    pinned = gateway.pinned(product, parameters)
    request = gateway.request_json(product, pinned, JobMode.LIVE)
    estimate = gateway.estimate(product, pinned)
    budgets = known_budgets(gateway)
    balance, failure = known_balance(gateway)
    return Hold(
        estimate,
        balance,
        request_fingerprint(connection, request),
        pinned,
        budgets.entries,
        needs_budget=budgets.is_enforced,
        has_balance_failed=failure is not None,
    )


def with_budget(gateway: JobGateway, connection: str, product: Product, hold: Hold, budget_id: str) -> Hold:
    """Returns the same hold charged to a budget; sends nothing, since a budget does not change the price.

    ValueError for a hold that was made without parameters.
    """
    if hold.parameters is None:
        raise ValueError("a hold without parameters")
    parameters = replace(hold.parameters, budget_id=budget_id)
    request = gateway.request_json(product, parameters, JobMode.LIVE)
    return replace(hold, parameters=parameters, fingerprint=request_fingerprint(connection, request))


def spent_elsewhere(gateway: JobGateway, caps: Caps, entries: Iterable[JournalEntry], now: datetime) -> int:
    """Returns what the service's history says was charged this calendar month (UTC) to jobs that no entry knows.

    0 where there is no cap of the month, which alone asks for it, or the service tells no history.
    """
    if caps.per_month is None:
        return 0
    start = datetime(now.year, now.month, 1, tzinfo=timezone.utc)
    own = {entry.job_id for entry in entries if entry.job_id}
    charges = gateway.charges(start) or ()
    # Without a moment it stands in what was asked for all the same.
    return sum(one.credits for one in charges if one.job_id not in own and (one.moment or start) >= start)


def check_caps(
    caps: Caps,
    hold_credits: int,
    entries: Iterable[JournalEntry],
    now: datetime,
    *,
    connection: str,
    project: str,
    elsewhere: int = 0,
) -> None:
    """Raises OVER_CREDIT_CAP where a hold goes beyond a cap that the person set.

    The month is the calendar's in UTC, and `project` the file of a QGIS project; one that was never saved has no cap.
    Our own live jobs count with what they have used, and with their hold while that is open or not known, and in the
    month what was `elsewhere` charged to the account. What was ordered from a Sandbox counts there alone.
    """
    _check(caps.per_job, 0, hold_credits)
    in_sandbox = connection.startswith(SANDBOX_NAME)
    live = [
        entry
        for entry in entries
        if entry.mode is JobMode.LIVE and entry.connection.startswith(SANDBOX_NAME) == in_sandbox
    ]
    this_month = [one for one in live if (one.created.year, one.created.month) == (now.year, now.month)]
    _check(caps.per_month, sum(one.counted_credits for one in this_month) + elsewhere, hold_credits)
    if project:
        in_project = [one for one in live if one.project == project]
        _check(caps.per_project, sum(one.counted_credits for one in in_project), hold_credits)


def _check(cap: Optional[int], spent: int, hold_credits: int) -> None:
    if cap is not None and spent + hold_credits > cap:
        raise Up42Error(ErrorKind.OVER_CREDIT_CAP, f"{spent} + {hold_credits} > {cap}")
