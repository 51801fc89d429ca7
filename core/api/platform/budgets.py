"""Reads the budgets of today's service."""

from __future__ import annotations

import math
from typing import Any, Mapping

from ...domain.errors import Up42Error
from ...domain.foreign import MAX_CREDITS, id_of, mapping_of, mappings_of, number_of, text_of
from ...domain.jobs.credits import Budget, Budgets
from .client import PlatformClient, is_by_plan

MAX_PAGES = 50


class PlatformBudgets:
    """The account's budgets. Thread-safe."""

    def __init__(self, client: PlatformClient) -> None:
        self._client = client

    def active(self) -> Budgets:
        """Returns the active budgets; none if plan or role have none, however the service refuses."""
        settings = mapping_of(self._client.get_by_plan("/v2/budgets/settings"))
        query = {"status": "ACTIVE", "includeUsage": "true"}
        try:
            entries = mappings_of(list(self._client.pages("/v2/budgets", query, MAX_PAGES)))
        except Up42Error as error:
            if not is_by_plan(error):
                raise
            entries = []
        found = tuple(parse_budget(entry) for entry in entries if id_of(entry.get("id")))
        return Budgets(found, is_enforced=settings.get("enforcementEnabled") is True)


def parse_budget(entry: Mapping[str, Any]) -> Budget:
    """Returns a budget; its remaining credits are None without a limit or if the figure is unreadable."""
    remaining = number_of(entry.get("remainingCredits"), -MAX_CREDITS, MAX_CREDITS)
    return Budget(
        id=id_of(entry["id"]),
        name=text_of(entry.get("name")) or id_of(entry["id"]),
        remaining_credits=None if remaining is None else math.floor(remaining),
    )
