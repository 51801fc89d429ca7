"""Prepares an order over many areas: several live jobs under one price and one consent, by `prepare_order`'s rules."""

from __future__ import annotations

import contextvars
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Iterable, List, Mapping, Optional, Sequence, Set, Tuple

from ..domain.elapsed import Since
from ..domain.errors import ErrorKind, Up42Error, nothing_spent
from ..domain.jobs.claims import Taken
from ..domain.jobs.credits import Caps, Estimate, EstimateLine, Hold
from ..domain.jobs.journal import JournalEntry
from ..domain.parameters import fingerprint
from ..domain.ports.control import Now
from ..domain.ports.gateway import JobGateway
from ..domain.ports.journal import JobJournal
from .account_figures import AccountFigures, read_figures
from .hold import checked_estimate, hold_of, with_budget
from .prepare_order import OrderRequest, check_caps, look_again, spent_elsewhere, taken_by

# Maximum number of parallel price requests, which the service asks clients to keep to.
PRICED_AT_ONCE = 5
# Failures of one price that do not affect the others.
_OF_ONE_PRICE = (
    ErrorKind.INVALID_REQUEST,
    ErrorKind.NOT_FOUND,
    ErrorKind.NO_SCENES,
    ErrorKind.ESTIMATE_UNUSABLE,
    ErrorKind.ACCESS_RESTRICTED,
    ErrorKind.LICENCE_NOT_ACCEPTED,
)


@dataclass(frozen=True)
class PreparedPart:
    """One live job of an order over many areas.

    The `request` names only the scenes that are left to order; `hold` is None if there are none. `taken` would be
    bought twice, and `refused` has the service's reason for each scene without a price (an empty id: for all).
    """

    request: OrderRequest
    hold: Optional[Hold] = None
    taken: Tuple[Taken, ...] = ()
    refused: Tuple[Tuple[str, Up42Error], ...] = ()
    doubted: Tuple[JournalEntry, ...] = ()


@dataclass(frozen=True)
class PreparedOrders:
    """What has to be confirmed before an order over many areas; `hold` is that of all parts together."""

    parts: Tuple[PreparedPart, ...]
    hold: Hold
    elsewhere: int = 0


def prepare_orders(
    gateway: JobGateway, journal: JobJournal, caps: Caps, wanted: Sequence[OrderRequest], now: Now
) -> PreparedOrders:
    """Does for several requests of one account what `prepare_order` does for one; their scenes have to be named.

    A part that cannot be ordered is left out and does not stop the others; scenes that two parts share for the same
    area are left to the first of them. Caps are compared with the maximum cost of all parts together.
    """
    with nothing_spent():
        figures = read_figures(gateway)
        known = journal.entries()
        parts: List[PreparedPart] = []
        for request in wanted:
            product, parameters = request.product, request.parameters
            doubted = look_again(gateway, journal, figures.account, product, parameters, now, known)
            parts.append(PreparedPart(request, doubted=doubted))
        entries = journal.entries()
        claimed: Set[str] = set()
        parts = [_without_known(part, gateway, entries, figures.account, claimed, now()) for part in parts]
        parts = _priced(gateway, parts, figures)
        hold = _sum_of(parts, figures)
        elsewhere = 0
        if hold.estimate.lines:
            elsewhere = spent_elsewhere(gateway, caps, entries, now())
            first = wanted[0]
            check_caps(
                caps, hold, entries, now(), connection=first.connection, project=first.project, elsewhere=elsewhere
            )
    return PreparedOrders(tuple(parts), hold, elsewhere)


def with_budget_for_all(gateway: JobGateway, prepared: PreparedOrders, budget_id: str) -> PreparedOrders:
    """Returns the same orders charged to a budget; sends nothing."""
    parts = tuple(
        part
        if part.hold is None
        else replace(
            part,
            request=replace(part.request, parameters=replace(part.request.parameters, budget_id=budget_id)),
            hold=with_budget(gateway, part.request.product, part.hold, budget_id),
        )
        for part in prepared.parts
    )
    whole = replace(
        prepared.hold,
        fingerprint=_fingerprint_of(parts),
        parameters=next((part.request.parameters for part in parts if part.hold is not None), None),
    )
    return replace(prepared, parts=parts, hold=whole)


def with_titles(prepared: PreparedOrders, titles: Mapping[str, str]) -> PreparedOrders:
    """Returns the same orders, in whose common hold scenes have titles instead of their ids."""
    lines = [
        replace(line, title=_title(part, titles.get(line.scene_id, line.title)))
        for part in prepared.parts
        if part.hold is not None
        for line in part.hold.estimate.lines
    ]
    estimate = replace(prepared.hold.estimate, lines=tuple(lines))
    return replace(prepared, hold=replace(prepared.hold, estimate=estimate))


def _title(part: PreparedPart, text: str) -> str:
    return f"{part.request.area}: {text}"


def _without_known(
    part: PreparedPart,
    gateway: JobGateway,
    entries: Iterable[JournalEntry],
    account: str,
    claimed: Set[str],
    now: datetime,
) -> PreparedPart:
    """Returns a part without what is taken or `claimed` by an earlier part, and adds its own claims to those."""
    request = part.request
    product, parameters = request.product, request.parameters
    taken = taken_by(entries, gateway, account, product, parameters, now)
    out = {item.scene_id for item in taken}
    claims = gateway.claims(product, parameters)
    out |= {scene for digest, scene in claims.items() if digest in claimed}
    left = () if "" in out else tuple(scene for scene in parameters.scene_ids if scene not in out)
    claimed |= claims.keys()
    return replace(part, request=_with_scenes(request, left), taken=taken)


def _priced(
    gateway: JobGateway, parts: Sequence[PreparedPart], figures: AccountFigures
) -> List[PreparedPart]:
    """Returns the parts with their holds; the prices of several parts are requested in parallel."""
    most = max((len(part.request.parameters.scene_ids) for part in parts), default=1)
    # A part of several scenes is one request per scene already.
    with ThreadPoolExecutor(max(PRICED_AT_ONCE // max(most, 1), 1), "up42-prices") as pool:
        # One copy of the context per part, so that cancelling this task ends their requests too.
        running = [
            pool.submit(contextvars.copy_context().run, _with_hold, gateway, part, figures) for part in parts
        ]
        try:
            return [item.result() for item in running]
        except BaseException:
            for item in running:
                item.cancel()
            raise


def _with_hold(gateway: JobGateway, part: PreparedPart, figures: AccountFigures) -> PreparedPart:
    """Returns a part with its hold, without the scenes that have no price."""
    product, parameters = part.request.product, part.request.parameters
    if not parameters.scene_ids:
        return part
    asked = Since()
    try:
        estimate = checked_estimate(gateway.estimate(product, parameters, is_fresh=True))
    except Up42Error as error:
        if error.kind not in _OF_ONE_PRICE:
            raise
        return replace(part, request=_with_scenes(part.request, ()), refused=(("", error),))
    refused = tuple(
        (line.scene_id, Up42Error(ErrorKind.INVALID_REQUEST, line.problem)) for line in estimate.problems
    )
    out = {scene for scene, _ in refused}
    left = () if "" in out else tuple(scene for scene in parameters.scene_ids if scene not in out)
    request = _with_scenes(part.request, left)
    if not left:
        return replace(part, request=request, refused=refused)
    if refused:
        kept = tuple(line for line in estimate.lines if not line.problem)
        estimate = Estimate(kept, hold_credits=sum(line.min_credits for line in kept))
    hold = hold_of(gateway, product, request.parameters, estimate, asked, figures)
    return replace(part, request=request, hold=hold, refused=refused)


def _sum_of(parts: Sequence[PreparedPart], figures: AccountFigures) -> Hold:
    """Returns the hold of all parts together, with one line per area and scene or task."""
    holds = [(part, part.hold) for part in parts if part.hold is not None]
    lines: List[EstimateLine] = []
    for part, hold in holds:
        lines += [replace(line, title=_title(part, line.title)) for line in hold.estimate.lines]
    return Hold(
        Estimate(tuple(lines), hold_credits=sum(hold.credits for _, hold in holds)),
        figures.balance,
        _fingerprint_of(parts),
        holds[0][0].request.parameters if holds else None,
        figures.budgets.entries,
        needs_budget=figures.budgets.is_enforced,
        has_balance_failed=figures.has_balance_failed,
        account=figures.account,
        asked=min((hold.asked for _, hold in holds), key=lambda asked: asked.monotonic_s, default=Since()),
    )


def _fingerprint_of(parts: Sequence[PreparedPart]) -> str:
    return fingerprint(*(part.hold.fingerprint for part in parts if part.hold is not None))


def _with_scenes(request: OrderRequest, scene_ids: Tuple[str, ...]) -> OrderRequest:
    return replace(request, parameters=replace(request.parameters, scene_ids=scene_ids, limit=len(scene_ids)))
