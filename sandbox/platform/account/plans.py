"""What an account's plan lets it see: budgets belong to Enterprise, and not every account sees its balance."""

from __future__ import annotations

from ...http.routing import Refusal
from ...options import Options
from ...variants import BASIC, FLAKY_BALANCE, PLAN

_SETTINGS, _LIST = "/v2/budgets/settings", "/v2/budgets"


def expect_budgets(options: Options, path: str) -> None:
    """Lets a request for budgets pass where the plan has them; Refusal 400, 402 or 403 by what is asked for."""
    if not options.is_variant(PLAN, BASIC):
        return
    where = path.rstrip("/")
    if where == _SETTINGS:
        raise Refusal(400, "Bad Request", details="Budgets are not available in the plan of this account")
    if where == _LIST:
        raise Refusal(402, "Payment Required", details="Budgets are part of the Enterprise plan")
    raise Refusal(403, "Forbidden", details="Budgets are not available in the plan of this account")


def expect_balance(options: Options) -> None:
    """Lets a request for the balance pass; Refusal 404 where the plan has none, 500 on a bad day."""
    if options.is_variant(PLAN, BASIC):
        raise Refusal(404, "Not Found", details="No resource at /v2/payments/balances")
    if options.is_variant(PLAN, FLAKY_BALANCE):
        raise Refusal(500, "Internal Server Error")
