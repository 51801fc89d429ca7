"""What each account plan can see: only Enterprise has budgets, and some accounts see no balance."""

from __future__ import annotations

from ...http.routing import HttpRefusal
from ...options import Options
from ...variants import BASIC, FLAKY_BALANCE, PLAN

_SETTINGS, _LIST = "/v2/budgets/settings", "/v2/budgets"


def expect_budgets(options: Options, path: str) -> None:
    """Lets a request for budgets pass where the plan has them; HttpRefusal 400, 402 or 403 by what is asked for."""
    if not options.is_variant(PLAN, BASIC):
        return
    where = path.rstrip("/")
    if where == _SETTINGS:
        raise HttpRefusal(400, "Bad Request", details="Budgets are not available in the plan of this account")
    if where == _LIST:
        raise HttpRefusal(402, "Payment Required", details="Budgets are part of the Enterprise plan")
    raise HttpRefusal(403, "Forbidden", details="Budgets are not available in the plan of this account")


def expect_balance(options: Options) -> None:
    """Lets a request for the balance pass; HttpRefusal 404 where the plan has none, 500 on a bad day."""
    if options.is_variant(PLAN, BASIC):
        raise HttpRefusal(404, "Not Found", details="No resource at /v2/payments/balances")
    if options.is_variant(PLAN, FLAKY_BALANCE):
        raise HttpRefusal(500, "Internal Server Error")
