"""The states of an order, computed from the time alone; no background work."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Dict, Optional, Sequence, Tuple


class OrderStatus(Enum):
    """The states of an order."""

    CREATED = "CREATED"
    BEING_PLACED = "BEING_PLACED"
    PLACED = "PLACED"
    BEING_FULFILLED = "BEING_FULFILLED"
    FULFILLED = "FULFILLED"
    PLACEMENT_FAILED = "PLACEMENT_FAILED"
    FAILED_PERMANENTLY = "FAILED_PERMANENTLY"
    CANCELED = "CANCELED"

    @property
    def is_final(self) -> bool:
        """Returns whether the state never changes again; PLACEMENT_FAILED may."""
        return self in (OrderStatus.FULFILLED, OrderStatus.FAILED_PERMANENTLY, OrderStatus.CANCELED)

    @property
    def may_be_cancelled(self) -> bool:
        """Returns whether an order in this state can be cancelled."""
        return self in (OrderStatus.CREATED, OrderStatus.PLACEMENT_FAILED)


class Fate(Enum):
    """What becomes of an order."""

    FULFILLED = "fulfilled"
    RECOVERS = "recovers"
    GIVEN_UP = "given_up"
    WAITS = "waits"
    FAILS = "fails"
    STUCK = "stuck"


_PLACING = ((0.0, OrderStatus.CREATED), (0.15, OrderStatus.BEING_PLACED))
_DELIVERY = ((0.45, OrderStatus.PLACED), (0.65, OrderStatus.BEING_FULFILLED))
# Shares of the seconds of an order at which a state begins.
_COURSES: Dict[Fate, Sequence[Tuple[float, OrderStatus]]] = {
    Fate.FULFILLED: (*_PLACING, *_DELIVERY, (1.0, OrderStatus.FULFILLED)),
    Fate.RECOVERS: (
        *_PLACING,
        (0.3, OrderStatus.PLACEMENT_FAILED),
        (0.7, OrderStatus.BEING_PLACED),
        (0.9, OrderStatus.PLACED),
        (1.1, OrderStatus.BEING_FULFILLED),
        (1.4, OrderStatus.FULFILLED),
    ),
    Fate.GIVEN_UP: (*_PLACING, (0.3, OrderStatus.PLACEMENT_FAILED), (1.0, OrderStatus.FAILED_PERMANENTLY)),
    Fate.WAITS: (*_PLACING, (0.3, OrderStatus.PLACEMENT_FAILED)),
    Fate.FAILS: (*_PLACING, *_DELIVERY, (1.0, OrderStatus.FAILED_PERMANENTLY)),
    Fate.STUCK: (*_PLACING, (0.45, OrderStatus.PLACED)),
}


@dataclass(frozen=True)
class OrderTimeline:
    """The course of an order that was created at `created` (Unix seconds), fulfilled after `seconds` if all is well.

    `cancelled` is the time at which it was cancelled.
    """

    created: float
    seconds: float
    fate: Fate = Fate.FULFILLED
    cancelled: Optional[float] = None

    def moment(self, now: float) -> Tuple[OrderStatus, float]:
        """Returns the state at a Unix time and the time at which it began."""
        if self.cancelled is not None and now >= self.cancelled:
            return OrderStatus.CANCELED, self.cancelled
        begun = [(self.created + share * self.seconds, status) for share, status in _COURSES[self.fate]]
        time, status = next((each for each in reversed(begun) if each[0] <= now), begun[0])
        return status, time
