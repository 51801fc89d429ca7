"""Figures of the scenes that are chosen for an order: coverage, cost and what it leaves of the balance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional


@dataclass(frozen=True)
class OrderFigures:
    """Unknown figures are None.

    `coverage` is the share of the area, 0 to 1, that the scenes cover together. `min_credits` and `max_credits` are
    the range of the known prices; `unpriced` scenes have none yet. `balance` is what can be spent now.
    """

    count: int = 0
    coverage: Optional[float] = None
    min_credits: int = 0
    max_credits: int = 0
    unpriced: int = 0
    balance: Optional[int] = None

    @property
    def share(self) -> Optional[float]:
        """Returns the cost as a share of the balance, None if unknown; above 1 the balance is too small."""
        if self.balance is None or self.unpriced == self.count:
            return None
        return self.max_credits / self.balance if self.balance > 0 else float(self.max_credits > 0) * 2.0

    @property
    def missing(self) -> int:
        """Returns the credits that the balance lacks for the known prices, 0 if it suffices or is unknown."""
        return max(self.max_credits - self.balance, 0) if self.balance is not None else 0
