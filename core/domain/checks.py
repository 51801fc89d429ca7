"""The steps of Check Connection and what each of them met."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Callable, Optional, Sequence

from .errors import Up42Error


class StepStatus(Enum):
    """How a step ended. NOT_OFFERED: the service does not have this, or not for this account, which may be fine."""

    FINE = "fine"
    NOT_OFFERED = "not_offered"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True)
class Check:
    """One step: `run` only reads, spends nothing, and returns what it met in a few words free of secrets.

    It blocks and raises Up42Error. `is_needed`: without this the plugin cannot order, so a refusal is a failure and
    never "not offered". `is_first`: without this no later step can work.
    """

    name: str
    run: Callable[[], str]
    is_needed: bool = False
    is_first: bool = False


@dataclass(frozen=True)
class CheckStep:
    """What a step met: `words` are the service's own, or facts; `error` is the failure behind them."""

    name: str
    status: StepStatus
    words: str = ""
    error: Optional[Up42Error] = None

    @property
    def is_ok(self) -> bool:
        """Returns whether the step neither failed nor was left out."""
        return self.status in (StepStatus.FINE, StepStatus.NOT_OFFERED)


def are_ok(steps: Sequence[CheckStep]) -> bool:
    """Returns whether no step failed."""
    return all(step.is_ok for step in steps)
