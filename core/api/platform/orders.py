"""Live jobs as groups of orders: one order per scene, each placed once, found again by a tag."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta
from typing import Callable, Dict, FrozenSet, Iterable, List, Mapping, Optional, Sequence, Set, Tuple
from urllib.parse import quote

from ...domain.clock import utc_now
from ...domain.errors import ErrorKind, Up42Error
from ...domain.foreign import Records, records
from ...domain.jobs.job import Job
from ...domain.parameters import JobParameters
from ...domain.products import Product
from .answers import MAX_GAP_S, Order, OrderGroup, job_of, parse_order
from .client import PlatformClient
from .estimate import OrderEstimates
from .request import CREDITS_TAG, TAG_PREFIX, display_names, order_body, tag_of
from .sending import PATH, OrderSending

# Pages of the account's newest orders that are listed; our own orders are searched for by tag on all pages.
MAX_LISTED_PAGES = 20
MAX_PAGES = 1000
# Refusals that concern one scene; after any other the next scene would be refused too.
_OF_ONE_SCENE = (ErrorKind.INVALID_REQUEST, ErrorKind.NOT_FOUND)


class PlatformOrders:
    """The account's orders. Thread-safe.

    `workspace` returns the id of the user's workspace, `is_stored` whether storage has the delivery of a fulfilled
    order. With `sees_everybody` the orders of all members of the account are listed.
    """

    def __init__(
        self,
        client: PlatformClient,
        estimates: OrderEstimates,
        workspace: Callable[[], str],
        is_stored: Callable[[Order], bool],
        *,
        sees_everybody: bool = False,
    ) -> None:
        self._client = client
        self._estimates = estimates
        self._workspace = workspace
        self._is_stored = is_stored
        self._sees_everybody = sees_everybody
        self._lock = threading.Lock()
        self._groups: Dict[str, OrderGroup] = {}
        self._prices: Dict[str, Optional[int]] = {}
        self._tasking: Set[str] = set()
        # By job: the orders seen, and since when no other was seen.
        self._seen: Dict[str, Tuple[FrozenSet[str], float]] = {}
        self._sending = OrderSending(client, self._listed, self._newest)

    def place(
        self, product: Product, parameters: JobParameters, name: str, renew: Callable[[], None] = lambda: None
    ) -> Job:
        """Sends one request per scene, in order, none of them twice; `renew` is called before each.

        A scene whose refusal concerns only itself is skipped. After a refusal that concerns all scenes, or a lost
        answer, nothing more is sent: the later scenes were not ordered. Returns the job if every answer is known and
        something was ordered. Raises the first refusal if nothing was ordered, and OUTCOME_UNKNOWN if an answer was
        lost: the orders are then found by the job's name. After 429 the same scene is sent again after the pause that
        the service asks for, if it certainly has no order. TIMED_OUT ends the placing MAX_GAP_S after the last order
        was placed: other clients do not wait for the rest any longer.
        """
        workspace = self._workspace()
        is_split = parameters.aoi is not None and parameters.aoi.crosses_antimeridian
        names = display_names(name, len(parameters.scene_ids), is_split=is_split)
        group = OrderGroup(parameters.scene_ids)
        tag = tag_of(name)
        with self._lock:
            self._groups[tag] = group
        placed: List[Order] = []
        left: Dict[str, float] = {}
        refusal: Optional[Up42Error] = None

        def renew_in_time() -> None:
            if left and time.monotonic() - max(left.values()) > MAX_GAP_S:
                raise Up42Error(ErrorKind.TIMED_OUT)
            renew()

        for scene_id, display_name in zip(parameters.scene_ids, names):
            if refusal is not None and refusal.kind not in _OF_ONE_SCENE:
                group.refused[scene_id] = (refusal.kind, "")
                continue
            tags = self._tags(tag, product, parameters, scene_id, is_split=is_split)
            body = order_body(product, parameters, scene_id, display_name, tags)
            began = time.monotonic()
            try:
                made = self._sending.send(body, tags, {"workspaceId": workspace}, renew_in_time, left)
                left.update((order.id, began) for order in made)
                group.order_ids += [order.id for order in made]
                placed += made
            except Up42Error as error:
                if error.kind is ErrorKind.OUTCOME_UNKNOWN:
                    self._give_up(group, scene_id)
                    raise
                group.refused[scene_id] = (error.kind, error.detail)
                refusal = refusal if refusal is not None and error.kind in _OF_ONE_SCENE else error
        if not placed:
            raise refusal or Up42Error(ErrorKind.NO_SCENES)
        return self._job(placed, product.title)

    def close(self) -> None:
        """Ends every wait for a busy service."""
        self._sending.close()

    def find(self, name: str, title: str) -> Optional[Job]:
        """Returns the job of that unique name, or None; raises if one of the pages cannot be read."""
        orders = self._by_tag(tag_of(name))
        return self._job(orders, title) if orders else None

    def job(self, job_id: str, title_of: Callable[[str], str]) -> Job:
        """Returns a job with its tasks; NOT_FOUND if there is none."""
        orders = self.orders(job_id)
        return self._job(orders, title_of(orders[0].product_id))

    def jobs(self, title_of: Callable[[str], str]) -> Records[Job]:
        """Returns the newest jobs of the workspace: our groups, and orders of other clients as jobs of one task."""
        whose = {} if self._sees_everybody else {"workspaceId": self._workspace()}
        query = {**whose, "sort": "createdAt,desc"}
        groups: Dict[str, List[Order]] = {}
        orders = records(list(self._client.pages(PATH, query, MAX_LISTED_PAGES)), parse_order, "orders")
        for order in orders:
            known = groups.setdefault(order.job_id, [])
            # A new order between two requests moves others to the next page.
            if all(item.id != order.id for item in known):
                known.append(order)
        jobs = [self._job(parts, title_of(parts[0].product_id)) for parts in groups.values()]
        return Records(jobs, orders.unreadable_count)

    def orders(self, job_id: str) -> List[Order]:
        """Returns the orders of a job; NOT_FOUND if there are none."""
        if job_id.startswith(TAG_PREFIX):
            orders = self._by_tag(job_id) or self._of_colleagues(job_id)
        else:
            order = self._by_id(job_id)
            orders = [] if order is None else [order]
        if not orders:
            raise Up42Error(ErrorKind.NOT_FOUND, job_id)
        return orders

    def wants_console(self, job_id: str) -> bool:
        """Returns whether a job read before is a tasking order, which needs decisions in the console."""
        with self._lock:
            return job_id in self._tasking

    def cancel(self, job_id: str) -> None:
        """Cancels every order that can be cancelled; NOT_SUPPORTED, with the states, if none can."""
        orders = self.orders(job_id)
        refused: List[str] = []
        is_cancelled = False
        for order in orders:
            if not order.can_cancel:
                refused.append(order.status)
                continue
            try:
                self._client.post(f"{PATH}/{quote(order.id, safe='')}/cancellation")
                is_cancelled = True
            except Up42Error as error:
                # It was forwarded to the provider between the two requests.
                if error.status is None or not 400 <= error.status < 500 or error.kind is ErrorKind.UNAUTHORIZED:
                    raise
                refused.append(error.detail)
        if not is_cancelled:
            raise Up42Error(ErrorKind.NOT_SUPPORTED, "; ".join(dict.fromkeys(refused)))

    def credits_used(self, job_id: str) -> Optional[int]:
        """Returns the sum of the estimates of the fulfilled orders, None if one of them is unknown.

        Orders have no price, and the balance covers all jobs. The cost of an order is its estimate at the time of
        placement, which a tag on it records; for orders of other clients the present price of the same order is
        requested.
        """
        total = 0
        for order in self.orders(job_id):
            if order.is_fulfilled:
                price = order.estimated_credits
                if price is None:
                    price = self._price(order)
                if price is None:
                    return None
                total += price
        return total

    def scenes_of(self, order_ids: Iterable[str]) -> Mapping[str, str]:
        """Returns the ordered scene by order id, as far as the workspace's newest orders include it."""
        wanted: Set[str] = set(order_ids)
        found: Dict[str, str] = {}
        if not wanted:
            return found
        for entry in self._client.pages(PATH, {"sort": "createdAt,desc"}, MAX_LISTED_PAGES):
            try:
                order = parse_order(entry)
            except Up42Error:
                # An unreadable entry cannot be one of the wanted orders.
                continue
            if order.id in wanted and order.scene_id:
                found[order.id] = order.scene_id
            if len(found) == len(wanted):
                break
        return found

    def _listed(self, tag: str, *, is_own: bool = True) -> Dict[str, Order]:
        """Returns the listed orders with a tag by id, those of all members unless `is_own`."""
        whose = {"workspaceId": self._workspace()} if is_own else {}
        query = {**whose, "tags": tag, "sort": "createdAt,desc"}
        found: Dict[str, Order] = {}
        for entry in self._client.pages(PATH, query, MAX_PAGES):
            # An unreadable entry may be the wanted order, which must not count as absent.
            order = parse_order(entry)
            if tag in order.tags:
                found[order.id] = order
        return found

    def _newest(self) -> Dict[str, Order]:
        """Returns the newest orders of this workspace by id."""
        query = {"workspaceId": self._workspace(), "sort": "createdAt,desc"}
        # An unreadable entry may be the wanted order, which must not count as absent.
        return {order.id: order for order in map(parse_order, self._client.pages(PATH, query, 1))}

    def _of_colleagues(self, tag: str) -> List[Order]:
        return list(self._listed(tag, is_own=False).values()) if self._sees_everybody else []

    def _by_tag(self, tag: str) -> List[Order]:
        """Returns the orders with a tag, including those of this session that are not listed yet."""
        found = self._listed(tag)
        with self._lock:
            group = self._groups.get(tag)
            placed = list(group.order_ids) if group is not None else []
        for order_id in placed:
            if order_id not in found:
                known = self._by_id(order_id)
                if known is not None:
                    found[order_id] = known
        return list(found.values())

    def _by_id(self, order_id: str) -> Optional[Order]:
        try:
            return parse_order(self._client.get(f"{PATH}/{quote(order_id, safe='')}"))
        except Up42Error as error:
            if error.kind is ErrorKind.NOT_FOUND:
                return None
            raise

    def _job(self, orders: Sequence[Order], title: str) -> Job:
        stored = {order.id: self._is_stored(order) for order in orders if order.is_fulfilled}
        with self._lock:
            group = self._groups.get(orders[0].group)
            self._tasking.update(order.job_id for order in orders if order.sub_status)
            seen_for = self._seen_for(orders)
        job = job_of(orders, stored, group, title, utc_now(), seen_for)
        owner = orders[0].workspace_id
        # Requested only if colleagues are listed: what was just placed is the user's own.
        is_colleagues = self._sees_everybody and bool(owner) and owner != self._workspace()
        return replace(job, is_colleagues=is_colleagues)

    def _seen_for(self, orders: Sequence[Order]) -> timedelta:
        """Returns how long this session has seen exactly these orders of a job; the caller holds the lock."""
        ids = frozenset(order.id for order in orders)
        known = self._seen.get(orders[0].job_id)
        if known is None or not ids <= known[0]:
            known = self._seen[orders[0].job_id] = (ids, time.monotonic())
        return timedelta(seconds=time.monotonic() - known[1])

    def _tags(
        self, tag: str, product: Product, parameters: JobParameters, scene_id: str, *, is_split: bool
    ) -> Tuple[str, ...]:
        price = self._estimates.credits_of(product, parameters, scene_id)
        # A scene split into two orders has one price, which is that of neither order.
        return (tag,) if price is None or is_split else (tag, f"{CREDITS_TAG}{price}")

    def _give_up(self, group: OrderGroup, scene_id: str) -> None:
        """Records a lost answer, and that nothing was sent for the later scenes."""
        for later in group.scene_ids[group.scene_ids.index(scene_id) + 1 :]:
            group.refused[later] = (ErrorKind.NOT_SENT, "")

    def _price(self, order: Order) -> Optional[int]:
        if order.geometry is None or not order.scene_id:
            return None
        with self._lock:
            if order.id in self._prices:
                return self._prices[order.id]
        body = {
            "dataProduct": order.product_id,
            "displayName": order.name[:200] or order.id,
            "params": {"id": order.scene_id},
            "featureCollection": {
                "type": "FeatureCollection",
                "features": [{"type": "Feature", "properties": {}, "geometry": dict(order.geometry)}],
            },
        }
        try:
            price = self._estimates.price(body)
        except Up42Error as error:
            if error.is_retryable:
                raise
            # The product needs parameters that an order does not include.
            price = None
        with self._lock:
            self._prices[order.id] = price
        return price
