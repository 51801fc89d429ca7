"""Credits are whole numbers: estimates, balances, holds and the person's consent to a hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Optional, Tuple

from ..elapsed import Since
from ..parameters import JobParameters


@dataclass(frozen=True)
class EstimateLine:
    """The cost of one task or one scene; `problem` says why the service could not estimate it.

    `scene_id` is set where the line is about a scene.
    """

    title: str
    min_credits: int
    max_credits: int
    scene_id: str = ""
    quantity: Optional[float] = None
    unit: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Estimate:
    """The range of a job's cost, and the credits that are held from its start to its completion."""

    lines: Tuple[EstimateLine, ...]
    hold_credits: int

    @property
    def min_credits(self) -> int:
        """Sums the lower ends."""
        return sum(line.min_credits for line in self.lines)

    @property
    def max_credits(self) -> int:
        """Sums the upper ends."""
        return sum(line.max_credits for line in self.lines)

    @property
    def problems(self) -> Tuple[EstimateLine, ...]:
        """Returns the lines that the service refused to estimate."""
        return tuple(line for line in self.lines if line.problem)


@dataclass(frozen=True)
class Balance:
    """Credits that can be spent now; `held_credits` is None where the service does not tell it."""

    available_credits: int
    held_credits: Optional[int] = None


@dataclass(frozen=True)
class Budget:
    """A share of the account's credits that orders are charged to; no `remaining_credits` where it has no limit."""

    id: str
    name: str
    remaining_credits: Optional[int] = None


@dataclass(frozen=True)
class Budgets:
    """The budgets to choose from; `is_enforced` where the account wants one of them named."""

    entries: Tuple[Budget, ...] = ()
    is_enforced: bool = False


@dataclass(frozen=True)
class Hold:
    """What a live job would hold, bound by `fingerprint` to the account and the request it was estimated for.

    `parameters` are those of the estimate, the scenes named one by one where the service orders scenes. `budgets`
    are those to choose from, one of them with `needs_budget`. `has_balance_failed` if the service could not report
    the balance, which otherwise is None for an account that may not see it. `asked` is when the service was asked for
    the price.
    """

    estimate: Estimate
    balance: Optional[Balance]
    fingerprint: str
    parameters: Optional[JobParameters] = None
    budgets: Tuple[Budget, ...] = ()
    needs_budget: bool = False
    has_balance_failed: bool = False
    account: str = ""
    asked: Since = field(default_factory=Since, repr=False, compare=False)

    @property
    def credits(self) -> int:
        """Returns the number of credits held from start to completion."""
        return self.estimate.hold_credits

    @property
    def max_charge(self) -> int:
        """Returns the most that the job may cost: the upper end of its estimate, never less than the hold."""
        return max(self.credits, self.estimate.max_credits)

    @property
    def is_covered(self) -> bool:
        """Tells whether the balance covers the hold; an invisible balance does not forbid the attempt."""
        return self.balance is None or self.balance.available_credits >= self.credits

    @property
    def lacks_budget(self) -> bool:
        """Returns whether the account wants a budget and none of its budgets is chosen."""
        chosen = self.parameters.budget_id if self.parameters is not None else ""
        return self.needs_budget and bool(self.budgets) and chosen not in {budget.id for budget in self.budgets}

    @property
    def balance_after(self) -> Optional[int]:
        """Returns the credits left while the hold lasts."""
        return None if self.balance is None else self.balance.available_credits - self.credits


@dataclass(frozen=True)
class Caps:
    """The limits that the user set on live jobs, in credits; None for no limit.

    All are compared with the most that a job may cost. Those of the calendar month (UTC) and of the QGIS project count
    what the live jobs of this computer have used and what open ones may cost at most; that of the month also what
    other clients were charged, where the service has a history.
    """

    per_job: Optional[int] = None
    per_month: Optional[int] = None
    per_project: Optional[int] = None


@dataclass(frozen=True)
class Charge:
    """Credits that the service's own history says a job was charged, at a moment; a job may have several."""

    job_id: str
    credits: int
    moment: Optional[datetime] = None
    job_name: str = ""


@dataclass(frozen=True)
class HoldConfirmation:
    """A person's consent to one hold; only the hold dialog and a script's own cap make one."""

    fingerprint: str
    credits: int
    confirmed: datetime
