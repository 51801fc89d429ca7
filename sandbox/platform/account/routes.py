"""Balance, licences and budgets over HTTP."""

from __future__ import annotations

from typing import Any, Dict, Mapping

from ...clock import read_time
from ...http.routing import HttpRefusal, Request, Response, Router, json_response, page_of
from ...options import ADMINISTRATOR
from ..state import PlatformState
from .budgets import BUDGET_SETTING, Budget, budget, with_status
from .plans import expect_balance, expect_budgets

PAGE_SIZE = 20
MAX_PAGE = 1000


class AccountRoutes:
    """Balance, licences and budgets."""

    def __init__(self, state: PlatformState) -> None:
        self._state = state

    def add_to(self, router: Router) -> None:
        """Adds the routes."""
        router.add("GET", "/v2/payments/balances", self._balance)
        router.add("GET", "/v2/eulas", self._eulas)
        router.add("GET", "/v2/eulas/{eula}", self._eula)
        router.add("GET", "/v2/budgets", self._budgets, guard=self._planned)
        router.add("GET", "/v2/budgets/settings", self._settings, guard=self._planned)
        router.add("GET", "/v2/budgets/{budget}", self._budget, guard=self._planned)
        router.add("GET", "/v2/budgets/{budget}/usage", self._usage, guard=self._planned)

    def _planned(self, request: Request) -> Mapping[str, Any]:
        """Returns the claims of a request for budgets; HttpRefusal where the account's plan has none."""
        claims = self._state.claims(request)
        expect_budgets(self._state.shared.options, request.plain_path)
        return claims

    def _balance(self, request: Request) -> Response:
        """Tells what is available; with `balanceAt` what was at that time."""
        shared = self._state.shared
        expect_balance(shared.options)
        if shared.options.role != ADMINISTRATOR:
            raise HttpRefusal(403, "Forbidden", details="Only administrators may see the balance")
        at = request.argument("balanceAt")
        if at is None:
            amount = shared.books.available
            if not shared.options.holds_lower_balance:
                amount += shared.books.held
        else:
            amount = self._balance_at(at)
        return json_response({"available": {"amount": amount, "unit": "CREDIT"}})

    def _balance_at(self, text: str) -> int:
        try:
            moment = read_time(text).timestamp()
        except ValueError as error:
            raise HttpRefusal(400, "Bad Request", details=f"balanceAt: {error}") from None
        return self._state.shared.books.available_at(moment)

    def _eulas(self, request: Request) -> Response:
        licences = self._state.licences.all_json()
        size = max(1, request.whole_number("size", PAGE_SIZE, MAX_PAGE))
        return json_response(page_of(licences, request.whole_number("page", 0), size).as_json())

    def _eula(self, request: Request) -> Response:
        licence = self._state.licences.one_json(request.params["eula"])
        if licence is None:
            raise HttpRefusal(404, "Not Found", details=f"EULA {request.params['eula']} does not exist")
        return json_response(licence)

    def _budgets(self, request: Request) -> Response:
        budgets = with_status([part for text in request.arguments("status") for part in text.split(",")])
        size = max(1, request.whole_number("size", PAGE_SIZE, MAX_PAGE))
        page = page_of(budgets, request.whole_number("page", 0), size)
        return json_response({**page.as_json(), "content": [self._shown(request, each) for each in page.content]})

    def _settings(self, request: Request) -> Response:
        enforced = self._state.shared.options.budgets_enforced
        return json_response({"budgetSettingId": BUDGET_SETTING, "enforcementEnabled": enforced})

    def _budget(self, request: Request) -> Response:
        return json_response(self._shown(request, self._found(request)))

    def _usage(self, request: Request) -> Response:
        found = self._found(request)
        return json_response({"budgetId": found.id, "consumedCredits": self._state.orders.budget_use(found.id)})

    def _found(self, request: Request) -> Budget:
        found = budget(request.params["budget"])
        if found is None:
            raise HttpRefusal(404, "Not Found", details=f"Budget {request.params['budget']} does not exist")
        return found

    def _shown(self, request: Request, found: Budget) -> Dict[str, Any]:
        wants_usage = (request.argument("includeUsage") or "").lower() == "true"
        used = self._state.orders.budget_use(found.id) if wants_usage else None
        return found.as_json(self._state.opened, self._state.shared.account.workspace_id, used)
