"""The hold of a live job: its price is requested and checked before the user confirms it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Mapping, Tuple

from ..domain.elapsed import Since
from ..domain.errors import ErrorKind, Up42Error
from ..domain.jobs.credits import Estimate, Hold
from ..domain.jobs.job import JobMode
from ..domain.parameters import JobParameters, fingerprint
from ..domain.ports.gateway import JobGateway
from ..domain.products import Product
from .account_figures import AccountFigures, read_figures

# Higher than any price of imagery: 100 million credits are a million euros.
MAX_CREDITS = 100_000_000
# A price older than this is requested again before the order is placed.
MAX_AGE_S = 120.0


def request_fingerprint(account: str, request: Mapping[str, Any]) -> str:
    """Returns the digest that binds a hold to one account and one exact request."""
    return fingerprint(account, dict(request))


def prepare_hold(gateway: JobGateway, product: Product, parameters: JobParameters) -> Hold:
    """Returns the hold of a live job with estimate and balance; free, and holds nothing yet.

    The hold is for its own `parameters`, which name the scenes if the service orders scenes: a scene that enters the
    catalog later is not part of what was confirmed. NO_SCENES if none match, ESTIMATE_UNUSABLE for an unusable price.
    """
    pinned = gateway.pinned(product, parameters)
    asked = Since()
    estimate = checked_estimate(gateway.estimate(product, pinned, is_fresh=True))
    return hold_of(gateway, product, pinned, estimate, asked, read_figures(gateway))


def hold_of(
    gateway: JobGateway,
    product: Product,
    pinned: JobParameters,
    estimate: Estimate,
    asked: Since,
    figures: AccountFigures,
) -> Hold:
    """Returns the hold of a request whose estimate and account are known; sends nothing."""
    request = gateway.request_json(product, pinned, JobMode.LIVE)
    return Hold(
        estimate,
        figures.balance,
        request_fingerprint(figures.account, request),
        pinned,
        figures.budgets.entries,
        needs_budget=figures.budgets.is_enforced,
        has_balance_failed=figures.has_balance_failed,
        account=figures.account,
        asked=asked,
    )


def with_budget(gateway: JobGateway, product: Product, hold: Hold, budget_id: str) -> Hold:
    """Returns the same hold charged to a budget; sends nothing, since a budget does not change the price.

    ValueError for a hold that was made without parameters.
    """
    if hold.parameters is None:
        raise ValueError("a hold without parameters")
    parameters = replace(hold.parameters, budget_id=budget_id)
    request = gateway.request_json(product, parameters, JobMode.LIVE)
    return replace(hold, parameters=parameters, fingerprint=request_fingerprint(hold.account, request))


def checked_estimate(estimate: Estimate) -> Estimate:
    """Returns the estimate if its figures are usable; ESTIMATE_UNUSABLE with the figure otherwise.

    A negative or absurd figure would pass every cap, or be in another unit.
    """
    figures: Tuple[Any, ...] = (estimate.hold_credits,)
    for line in estimate.lines:
        figures += (line.min_credits, line.max_credits)
        if not line.problem and line.max_credits < line.min_credits:
            raise Up42Error(ErrorKind.ESTIMATE_UNUSABLE, f"{line.min_credits} – {line.max_credits}")
    for figure in figures:
        # NaN compares as false with everything.
        if isinstance(figure, bool) or not isinstance(figure, int) or not 0 <= figure <= MAX_CREDITS:
            raise Up42Error(ErrorKind.ESTIMATE_UNUSABLE, str(figure))
    return estimate


def asked_again(gateway: JobGateway, product: Product, parameters: JobParameters, hold: Hold) -> Hold:
    """Returns the hold with its current price; ESTIMATE_OUTDATED with both figures if the price has risen.

    A hold that is recent enough is returned unchanged. A higher price than confirmed needs a new confirmation.
    """
    if hold.asked.age_s <= MAX_AGE_S:
        return hold
    estimate = checked_estimate(gateway.estimate(product, parameters, is_fresh=True))
    now = replace(hold, estimate=estimate, asked=Since())
    if estimate.problems or now.credits > hold.credits or now.max_charge > hold.max_charge:
        raise Up42Error(ErrorKind.ESTIMATE_OUTDATED, f"{hold.max_charge} -> {now.max_charge}")
    return now
