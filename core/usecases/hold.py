"""What a live job would hold, asked before anything is confirmed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Iterable, Mapping, Optional

from ..domain.credits import Hold
from ..domain.errors import ErrorKind, Up42Error
from ..domain.jobs import JobMode
from ..domain.journal import JournalEntry
from ..domain.parameters import JobParameters, fingerprint
from ..domain.ports import JobGateway
from ..domain.products import Product


def request_fingerprint(connection: str, request: Mapping[str, Any]) -> str:
    """Returns what binds a hold to one connection and one exact request."""
    return fingerprint(connection, dict(request))


def prepare_hold(gateway: JobGateway, connection: str, product: Product, parameters: JobParameters) -> Hold:
    """Returns the estimate of a live job beside the balance; free, and holds nothing yet."""
    request = gateway.request_json(product, parameters, JobMode.LIVE)
    estimate = gateway.estimate(product, parameters)
    return Hold(estimate, gateway.balance(), request_fingerprint(connection, request))


def check_caps(
    hold: Hold,
    entries: Iterable[JournalEntry],
    now: datetime,
    *,
    per_job: Optional[int],
    per_month: Optional[int],
) -> None:
    """Raises OVER_CREDIT_CAP where a hold goes beyond a cap that the person set; None is no cap.

    The month is the calendar's in UTC. What our own live jobs of it have used counts, and what open ones still hold.
    """
    if per_job is not None and hold.credits > per_job:
        raise Up42Error(ErrorKind.OVER_CREDIT_CAP, f"{hold.credits} > {per_job}")
    if per_month is None:
        return
    spent = sum(
        entry.hold_credits if entry.is_open else entry.credits_used or 0
        for entry in entries
        if entry.mode is JobMode.LIVE and (entry.created.year, entry.created.month) == (now.year, now.month)
    )
    if spent + hold.credits > per_month:
        raise Up42Error(ErrorKind.OVER_CREDIT_CAP, f"{spent} + {hold.credits} > {per_month}")
