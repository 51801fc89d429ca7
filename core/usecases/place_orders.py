"""Places the live jobs of an order over many areas, each at most once; a part that fails does not stop the others."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import List, Optional, Tuple

from ..domain.errors import ErrorKind, Up42Error
from ..domain.jobs.credits import Caps, HoldConfirmation
from ..domain.jobs.journal import JournalEntry
from ..domain.ports.control import Control, Now
from ..domain.ports.gateway import JobGateway
from ..domain.ports.journal import JobJournal
from .live_run import LiveOrder, start_live, unique_name
from .prepare_order import OrderRequest
from .prepare_orders import PreparedOrders, PreparedPart

# Failures that concern one part; after any other the next part would fail too, or must not be tried.
_OF_ONE_PART = frozenset(
    {
        ErrorKind.INVALID_REQUEST,
        ErrorKind.NOT_FOUND,
        ErrorKind.NO_SCENES,
        ErrorKind.ALREADY_STARTED,
        ErrorKind.ESTIMATE_OUTDATED,
        ErrorKind.ESTIMATE_UNUSABLE,
        ErrorKind.ACCESS_RESTRICTED,
        ErrorKind.LICENCE_NOT_ACCEPTED,
        ErrorKind.PLACEMENT_FAILED,
        ErrorKind.SERVER_FAILED,
    }
)


@dataclass(frozen=True)
class Purchase:
    """What the jobs of one purchase share: its key (`purchase_key`), the start of their names, and their origin."""

    key: str
    title: str
    service: str
    origin: str = "dock"


@dataclass(frozen=True)
class PlacedPart:
    """The outcome of one part: the entry of its job, which exists or may exist, or why it was certainly not ordered."""

    part: PreparedPart
    entry: Optional[JournalEntry] = None
    error: Optional[Up42Error] = None


def place_orders(
    gateway: JobGateway,
    journal: JobJournal,
    prepared: PreparedOrders,
    confirmation: HoldConfirmation,
    purchase: Purchase,
    now: Now,
    caps: Caps,
    control: Control,
) -> Tuple[PlacedPart, ...]:
    """Places every part that is left to order, one after the other, under one confirmation of their common hold.

    A part that is refused, has become more expensive or was ordered by another process meanwhile is left out. After a
    failure that concerns all parts, and once the user has cancelled, nothing more is sent: the remaining parts have
    that error. A lost answer concerns its part alone, whose entry is UNKNOWN. Raises ESTIMATE_OUTDATED if the
    confirmation is for something else; after that nothing was ordered.
    """
    hold = prepared.hold
    if (confirmation.fingerprint, confirmation.credits) != (hold.fingerprint, hold.credits):
        raise Up42Error(ErrorKind.ESTIMATE_OUTDATED)
    left = [(part, part.hold) for part in prepared.parts if part.hold is not None]
    placed: List[PlacedPart] = []
    end: Optional[Up42Error] = None
    for number, (part, part_hold) in enumerate(left):
        if end is not None:
            placed.append(PlacedPart(part, error=end))
            continue
        order = _order(part.request, purchase, now)
        # The same consent as for the whole, so that a second click finds the key of the first in the journal.
        own = HoldConfirmation(part_hold.fingerprint, part_hold.credits, confirmation.confirmed)
        try:
            control.check()
            entry = start_live(gateway, journal, order, part_hold, own, now, caps, prepared.elsewhere)
            placed.append(PlacedPart(part, entry))
            control.report((number + 1) / len(left))
        except Up42Error as error:
            placed.append(PlacedPart(part, error=error))
            end = None if error.kind in _OF_ONE_PART else error
    return tuple(placed)


def _order(request: OrderRequest, purchase: Purchase, now: Now) -> LiveOrder:
    return LiveOrder(
        connection=request.connection,
        service=purchase.service,
        product=request.product,
        parameters=request.parameters,
        name=unique_name(f"{purchase.title} {request.area}", now(), uuid.uuid4().hex),
        origin=purchase.origin,
        scene_count=len(request.parameters.scene_ids),
        project=request.project,
        area=request.area,
        purchase=purchase.key,
    )
