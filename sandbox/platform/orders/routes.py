"""Orders over HTTP: estimate, place, list, read, change, cancel."""

from __future__ import annotations

from typing import Any, Dict, List

from ...http.routing import HttpRefusal, Request, Response, Router, json_response, page_of
from ...options import VIEWER
from ...testing.faults import FaultKind
from ..refusals import object_body
from ..state import PlatformState
from .body import OrderBody, read_body, read_budget, read_tags
from .order import Order
from .prices import FeatureError, can_be_estimated, priced, summary_json
from .timeline import Fate

PAGE_SIZE = 20
MAX_PAGE = 1000
SORT_FIELDS = ("createdAt", "updatedAt", "type", "status")


class OrderRoutes:
    """The life of orders."""

    def __init__(self, state: PlatformState) -> None:
        self._state = state

    def add_to(self, router: Router) -> None:
        """Adds the routes."""
        router.add("POST", "/v2/orders/estimate", self._estimate)
        router.add("POST", "/v2/orders", self._place)
        router.add("GET", "/v2/orders", self._list)
        router.add("GET", "/v2/orders/{order}", self._read)
        router.add("PATCH", "/v2/orders/{order}", self._update)
        router.add("POST", "/v2/orders/{order}/cancellation", self._cancel)

    def _estimate(self, request: Request) -> Response:
        body = self._body(request)
        costs, errors = priced(body)
        if not can_be_estimated(body):
            reason = "The price of this product is quoted after ordering"
            errors = [*errors, *(FeatureError(cost.index, "No estimate", reason) for cost in costs)]
            costs = []
        return json_response(
            {
                "summary": summary_json(body, costs),
                "results": [cost.as_json() for cost in costs],
                "errors": [error.as_json() for error in errors],
            }
        )

    def _place(self, request: Request) -> Response:
        """Answers as soon as the orders are made; they are only CREATED then."""
        self._expect_rights(request)
        body = self._body(request)
        self._expect_access(request, body)
        if self._state.shared.options.budgets_enforced and body.budget_id is None:
            raise HttpRefusal(400, "Bad Request", details="budgetId: orders must be charged to a budget")
        costs, errors = priced(body)
        refusing = request.take_fault(FaultKind.FEATURE_REFUSED)
        if refusing is not None:
            words = refusing.name or "The host did not accept the order"
            errors = [*errors, *(FeatureError(cost.index, "Order refused", words) for cost in costs)]
            costs = []
        made, refused = self._state.orders.place(body, costs, _fate(request))
        return json_response(
            {
                "results": [{"index": index, "id": order.id} for index, order in made],
                "errors": [error.as_json() for error in sorted([*errors, *refused], key=lambda each: each.index)],
            },
            201,
        )

    def _body(self, request: Request) -> OrderBody:
        return read_body(object_body(request), self._state.glossary, self._state.shared.options)

    def _expect_rights(self, request: Request) -> None:
        workspace = request.argument("workspaceId")
        if workspace is None:
            raise HttpRefusal(400, "Bad Request", details="workspaceId is required")
        own = self._state.shared.account.workspace_id
        if self._state.shared.options.role == VIEWER or workspace != own:
            raise HttpRefusal(403, "Forbidden", details=f"You are not allowed to place orders in workspace {workspace}")

    def _expect_access(self, request: Request, body: OrderBody) -> None:
        licences, collection, product = self._state.licences, body.collection, body.product
        eula = licences.missing(product)
        if eula is None and request.take_fault(FaultKind.EULA_REFUSED):
            eula = product.eula_id
        if eula is not None:
            raise HttpRefusal(451, f"EULA {eula} is not accepted")
        if licences.is_closed(collection) or request.take_fault(FaultKind.ACCESS_REFUSED):
            account = self._state.shared.account.account_id
            raise HttpRefusal(451, f"Access to collection {collection.name} is restricted for account {account}.")

    def _list(self, request: Request) -> Response:
        field, _, direction = (request.argument("sort") or "createdAt,desc").partition(",")
        if field not in SORT_FIELDS or direction.lower() not in ("", "asc", "desc"):
            raise HttpRefusal(400, "Bad Request", details=f"sort: must be one of {', '.join(SORT_FIELDS)}")
        account, now = self._state.shared.account, self._state.now
        listed_until = now - self._state.shared.options.listing_lag
        orders = [order for order in self._state.orders.all() if order.timeline.created <= listed_until]
        shown = [order.as_json(account, now) for order in orders]
        wanted = [each for each in shown if _is_wanted(request, each)]
        if field != "createdAt":
            wanted.sort(key=lambda each: str(each[field]))
        if direction.lower() == "desc":
            wanted.reverse()
        size = max(1, request.whole_number("size", PAGE_SIZE, MAX_PAGE))
        return json_response(page_of(wanted, request.whole_number("page", 0), size).as_json())

    def _read(self, request: Request) -> Response:
        return self._answer(self._found(request))

    def _update(self, request: Request) -> Response:
        """Takes `tags` and `budgetId`, either of them null to take them away."""
        order, body = self._found(request), object_body(request)
        tags = order.tags if "tags" not in body else body["tags"] and read_tags(body["tags"])
        budget_id = order.budget_id if "budgetId" not in body else body["budgetId"] and read_budget(body["budgetId"])
        order.tags, order.budget_id, order.changed = tags, budget_id, self._state.now
        return self._answer(order)

    def _cancel(self, request: Request) -> Response:
        order = self._found(request)
        if not self._state.orders.cancel(order):
            status = order.status(self._state.now).value
            raise HttpRefusal(400, "Bad Request", details=f"Order {order.id} is {status} and cannot be canceled")
        return json_response({"orderId": order.id, "status": order.status(self._state.now).value})

    def _answer(self, order: Order) -> Response:
        return json_response(order.as_json(self._state.shared.account, self._state.now))

    def _found(self, request: Request) -> Order:
        order = self._state.orders.get(request.params["order"])
        if order is None:
            raise HttpRefusal(404, "Not Found", details=f"Order {request.params['order']} does not exist")
        return order


def _fate(request: Request) -> Fate:
    """Returns what is to become of the orders that a request makes."""
    failed = request.take_fault(FaultKind.PLACEMENT_FAILED)
    if failed is not None:
        return Fate(failed.name or Fate.WAITS.value)
    if request.take_fault(FaultKind.ORDER_FAILED):
        return Fate.FAILS
    return Fate.STUCK if request.take_fault(FaultKind.ORDER_STUCK) else Fate.FULFILLED


def _is_wanted(request: Request, order: Dict[str, Any]) -> bool:
    """Returns whether an order passes the filters of a list; repeated keys give alternatives."""
    details = order["orderDetails"]
    for argument, values in (
        ("workspaceId", [order["workspaceId"]]),
        ("type", [order["type"]]),
        ("status", [order["status"]]),
        ("subStatus", [details.get("subStatus")]),
        ("tags", order.get("tags", [])),
    ):
        wanted = request.arguments(argument)
        if wanted and not set(wanted) & set(values):
            return False
    for argument, value in (("budgetIds", order.get("budgetId")), ("orderIds", order["id"])):
        joined = request.argument(argument)
        if joined and value not in joined.split(","):
            return False
    name: List[str] = request.arguments("displayName")
    return not name or any(part.lower() in order["displayName"].lower() for part in name)
