"""The steps of Check Connection and their results."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Callable, Optional, Sequence

if TYPE_CHECKING:
    from .errors import Up42Error


class StepStatus(Enum):
    """How a step ended. NOT_OFFERED: the service does not offer this, or not to this account, which may be fine."""

    FINE = "fine"
    NOT_OFFERED = "not_offered"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True)
class Check:
    """One step: `run` only reads, spends nothing, and returns its finding in a few words free of secrets.

    It blocks and raises Up42Error. `is_needed`: the plugin cannot order without this, so a refusal is a failure and
    never "not offered". `is_first`: no later step can work without this.
    """

    name: str
    run: Callable[[], str]
    is_needed: bool = False
    is_first: bool = False


@dataclass(frozen=True)
class CheckStep:
    """The result of a step: `words` are the service's own, or facts; `error` is the underlying failure."""

    name: str
    status: StepStatus
    words: str = ""
    error: Optional[Up42Error] = None

    @property
    def is_ok(self) -> bool:
        """Returns whether the step was run and did not fail."""
        return self.status in (StepStatus.FINE, StepStatus.NOT_OFFERED)


def are_ok(steps: Sequence[CheckStep]) -> bool:
    """Returns whether all steps were run and none failed."""
    return all(step.is_ok for step in steps)
