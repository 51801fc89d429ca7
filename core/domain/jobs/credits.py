"""Credits as whole numbers: estimates, balances, budgets, holds, caps, charges and the user's consent to a hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Optional, Tuple

from ..elapsed import Since

if TYPE_CHECKING:
    from ..parameters import JobParameters


@dataclass(frozen=True)
class EstimateLine:
    """The cost of one task or one scene; `problem` is the reason if the service could not estimate it.

    `scene_id` is set if the line is for a scene.
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
    """Credits that can be spent now; `held_credits` is None if the service does not report it."""

    available_credits: int
    held_credits: Optional[int] = None


@dataclass(frozen=True)
class Budget:
    """A share of the account's credits that orders are charged to; `remaining_credits` is None without a limit."""

    id: str
    name: str
    remaining_credits: Optional[int] = None


@dataclass(frozen=True)
class Budgets:
    """The budgets to choose from; `is_enforced` if the account requires orders to name one of them."""

    entries: Tuple[Budget, ...] = ()
    is_enforced: bool = False


@dataclass(frozen=True)
class Hold:
    """What a live job would hold, bound by `fingerprint` to the account and the estimated request.

    `parameters` are those of the estimate; they name each scene if the service orders scenes. `budgets` are those to
    choose from, and with `needs_budget` one must be chosen. `balance` is None if the account may not see it, or if
    the service could not report it (`has_balance_failed`). `asked` is when the price was requested.
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
        """Returns the maximum cost of the job: the upper end of its estimate, never less than the hold."""
        return max(self.credits, self.estimate.max_credits)

    @property
    def is_covered(self) -> bool:
        """Returns whether the balance covers the hold; an unknown balance does not prevent the attempt."""
        return self.balance is None or self.balance.available_credits >= self.credits

    @property
    def lacks_budget(self) -> bool:
        """Returns whether the account requires a budget and none of its budgets is chosen."""
        chosen = self.parameters.budget_id if self.parameters is not None else ""
        return self.needs_budget and bool(self.budgets) and chosen not in {budget.id for budget in self.budgets}

    @property
    def balance_after(self) -> Optional[int]:
        """Returns the credits left while the hold lasts."""
        return None if self.balance is None else self.balance.available_credits - self.credits


@dataclass(frozen=True)
class Caps:
    """The limits that the user set on live jobs, in credits; None for no limit.

    All are compared with the maximum cost of a job. The caps per calendar month (UTC) and per QGIS project count the
    credits used by this computer's live jobs and the maximum cost of open ones. The monthly cap also counts what other
    clients were charged, if the service has a history.
    """

    per_job: Optional[int] = None
    per_month: Optional[int] = None
    per_project: Optional[int] = None


@dataclass(frozen=True)
class Charge:
    """A charge in the service's own history, in credits; a job may have several."""

    job_id: str
    credits: int
    moment: Optional[datetime] = None
    job_name: str = ""


@dataclass(frozen=True)
class HoldConfirmation:
    """The user's consent to one hold; created only by the hold dialog and by a script's own cap."""

    fingerprint: str
    credits: int
    confirmed: datetime
