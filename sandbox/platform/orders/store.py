"""The orders of the account: placement, charges, list, cancellation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List, Optional, Sequence, Tuple

from ...books import InsufficientCredits
from ...http.routing import HttpRefusal
from ...shared import SharedParts
from ..account.budgets import budget
from ..glossary.products import TASKING
from .body import OrderBody
from .order import Order
from .prices import Cost, FeatureError
from .timeline import Fate, OrderStatus, OrderTimeline

SHORT_OF_CREDITS = "Insufficient credits"


class OrderStore:
    """Every order since the start. Safe for threads."""

    def __init__(self, shared: SharedParts) -> None:
        self._clock = shared.clock
        self._books = shared.books
        self._options = shared.options
        self._lock = shared.books.lock
        self._orders: Dict[str, Order] = {}
        shared.books.before_reading(self.settle)

    def all(self) -> List[Order]:
        """Returns the orders from the oldest to the newest, their credits brought up to date."""
        self.settle()
        with self._lock:
            return list(self._orders.values())

    def get(self, id: str) -> Optional[Order]:
        """Returns an order, or None when there is none of that id."""
        with self._lock:
            return self._orders.get(id)

    def place(
        self, body: OrderBody, costs: Sequence[Cost], fate: Fate
    ) -> Tuple[List[Tuple[int, Order]], List[FeatureError]]:
        """Makes an order of each cost; returns them by the index of their feature, and what could not be ordered.

        HttpRefusal 402, making nothing, when the credits do not suffice and the Sandbox reports that by status.
        """
        with self._lock:
            total = sum(cost.credits for cost in costs)
            if self._options.shortage == "status" and total > self._books.available:
                raise HttpRefusal(402, SHORT_OF_CREDITS, details=f"{total} credits are needed")
            made: List[Tuple[int, Order]] = []
            errors: List[FeatureError] = []
            for cost in costs:
                order = self._new(body, cost, fate)
                problem = self._over_budget(order) or self._hold(order)
                if problem is not None and self._options.shortage == "later" and problem.message == SHORT_OF_CREDITS:
                    order.timeline, order.hold = replace(order.timeline, fate=Fate.GIVEN_UP), 0
                elif problem is not None:
                    errors.append(problem)
                    continue
                self._orders[order.id] = order
                made.append((cost.index, order))
            return made, errors

    def cancel(self, order: Order) -> bool:
        """Cancels an order and gives back what is held; returns False, changing nothing, where its state forbids it."""
        with self._lock:
            now = self._clock.timestamp()
            if not order.status(now).may_be_cancelled:
                return False
            order.timeline = replace(order.timeline, cancelled=now)
        self.settle()
        return True

    def budget_use(self, budget_id: str, with_holds: bool = False) -> int:
        """Returns the credits that orders of a budget have used, with those held for running ones if wanted."""
        now = self._clock.timestamp()
        with self._lock:
            orders = [order for order in self._orders.values() if order.budget_id == budget_id]
        used = sum(order.hold for order in orders if order.status(now) is OrderStatus.FULFILLED)
        return used + sum(order.hold for order in orders if with_holds and not order.status(now).is_final)

    def settle(self) -> None:
        """Charges orders that were fulfilled and releases the holds of those that ended otherwise, at their time."""
        with self._lock:
            now = self._clock.timestamp()
            ended = [(order.timeline.moment(now), order) for order in self._orders.values() if not order.is_settled]
            due = [(since, status, order) for (status, since), order in ended if status.is_final]
            for since, status, order in sorted(due, key=lambda each: each[0]):
                order.is_settled = True
                details: Dict[str, Any] = {"orderId": order.id, "orderName": order.name}
                if status is OrderStatus.FULFILLED:
                    self._books.consume(since, order.id, order.hold, **details)
                self._books.release(since, order.id, **details)

    def _new(self, body: OrderBody, cost: Cost, fate: Fate) -> Order:
        is_tasking = body.collection.type == TASKING
        return Order(
            body=body,
            cost=cost,
            name=body.name if len(body.features) == 1 else f"{body.name} {cost.index + 1}",
            # A tasking order waits for its feasibility study, which the Sandbox never carries out.
            timeline=OrderTimeline(
                self._clock.timestamp(), self._options.order_seconds, Fate.STUCK if is_tasking else fate
            ),
            hold=cost.credits,
            tags=body.tags,
            budget_id=body.budget_id,
        )

    def _hold(self, order: Order) -> Optional[FeatureError]:
        if not order.hold:
            return None
        try:
            self._books.hold(order.timeline.created, order.id, order.hold, orderName=order.name)
        except InsufficientCredits as error:
            return FeatureError(order.cost.index, SHORT_OF_CREDITS, str(error))
        return None

    def _over_budget(self, order: Order) -> Optional[FeatureError]:
        charged = budget(order.budget_id)
        if charged is None or charged.limit is None:
            return None
        if self.budget_use(charged.id, with_holds=True) + order.hold <= charged.limit:
            return None
        return FeatureError(order.cost.index, "Budget exceeded", f"budget {charged.name} has too few credits left")
