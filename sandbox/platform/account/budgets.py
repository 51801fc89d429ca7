"""Budgets: shares of the account's credits that orders can be charged to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Tuple

from ...access import named_id
from ...clock import iso_from

ACTIVE, INACTIVE = "ACTIVE", "INACTIVE"
BUDGET_SETTING = named_id("budget setting")


@dataclass(frozen=True)
class Budget:
    """A budget; `limit` in credits, None for no limit."""

    name: str
    status: str
    limit: Optional[int] = None
    description: Optional[str] = None

    @property
    def id(self) -> str:
        """Returns the id, the same at each start."""
        return named_id("budget", self.name)

    def as_json(self, opened: float, user: str, used: Optional[int]) -> Dict[str, Any]:
        """Returns the budget as the service does, with what was used of it unless that is None."""
        shown: Dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            "status": self.status,
            "createdBy": user,
            "createdAt": iso_from(opened),
            "updatedAt": iso_from(opened),
        }
        if self.description is not None:
            shown["description"] = self.description
        if self.limit is not None:
            shown["spendLimit"] = self.limit
            shown["validityPeriod"] = {"startDate": "2026-01-01", "endDate": "2030-12-31"}
        if used is not None:
            shown["consumedCredits"] = used
        if used is not None and self.limit is not None:
            shown["remainingCredits"] = self.limit - used
            shown["usagePercentage"] = round(100.0 * used / self.limit, 2)
        return shown


BUDGETS: Tuple[Budget, ...] = (
    Budget("Harbour survey", ACTIVE, 8000, "Monitoring of the harbour"),
    Budget("Training", ACTIVE, 500),
    Budget("Without limit", ACTIVE),
    Budget("Last year", INACTIVE, 3000),
)


def budget(id: Any) -> Optional[Budget]:
    """Returns a budget by its id, or None."""
    return next((each for each in BUDGETS if each.id == id), None)


def with_status(statuses: List[str]) -> List[Budget]:
    """Returns the budgets of these states, all of them when none is named."""
    return [each for each in BUDGETS if not statuses or each.status in statuses]
