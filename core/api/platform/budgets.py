"""Parses budgets of today's service."""

from __future__ import annotations

import math
from typing import Any, Mapping

from ...domain.foreign import MAX_CREDITS, id_of, number_of, text_of
from ...domain.jobs.credits import Budget


def parse_budget(entry: Mapping[str, Any]) -> Budget:
    """Returns a budget; its remaining credits are None without a limit or if the figure is unreadable."""
    remaining = number_of(entry.get("remainingCredits"), -MAX_CREDITS, MAX_CREDITS)
    return Budget(
        id=id_of(entry["id"]),
        name=text_of(entry.get("name")) or id_of(entry["id"]),
        remaining_credits=None if remaining is None else math.floor(remaining),
    )
