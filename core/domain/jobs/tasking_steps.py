"""The steps of a tasking order before acquisition, by the service's own names."""

from __future__ import annotations

from enum import Enum
from typing import Optional


class TaskingStep(Enum):
    """The sub status of a tasking order."""

    FEASIBILITY_UPLOAD = "FEASIBILITY_WAITING_UPLOAD"
    FEASIBILITY_RESPONSE = "FEASIBILITY_WAITING_RESPONSE"
    QUOTATION_UPLOAD = "QUOTATION_WAITING_UPLOAD"
    QUOTATION_RESPONSE = "QUOTATION_WAITING_RESPONSE"
    QUOTATION_ACCEPTED = "QUOTATION_ACCEPTED"
    QUOTATION_REJECTED = "QUOTATION_REJECTED"

    @property
    def wants_decision(self) -> bool:
        """Returns whether the order waits for a decision by the account."""
        return self in (TaskingStep.FEASIBILITY_RESPONSE, TaskingStep.QUOTATION_RESPONSE)


def tasking_step(text: str) -> Optional[TaskingStep]:
    """Returns the step that a note or message names, None for any other text."""
    known = {step.value: step for step in TaskingStep}
    return known.get(text)
