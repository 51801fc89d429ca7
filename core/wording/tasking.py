"""Tasking orders in words, until they are decided in the console."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ..domain.jobs.tasking_steps import TaskingStep

_translate = QCoreApplication.translate


def tasking_state_text(step: TaskingStep) -> str:
    """Returns how far a tasking order is, in a few words."""
    if step.wants_decision:
        return _translate("UP42", "Waits for your decision")
    texts = {
        TaskingStep.FEASIBILITY_UPLOAD: _translate("UP42", "Feasibility is being studied"),
        TaskingStep.QUOTATION_UPLOAD: _translate("UP42", "Quotation is being prepared"),
        TaskingStep.QUOTATION_ACCEPTED: _translate("UP42", "Quotation accepted"),
        TaskingStep.QUOTATION_REJECTED: _translate("UP42", "Quotation rejected"),
    }
    return texts[step]


def tasking_note_text(step: TaskingStep) -> str:
    """Returns what a tasking order waits for, and what to do."""
    texts = {
        TaskingStep.FEASIBILITY_UPLOAD: _translate(
            "UP42", "The provider studies whether the acquisition is feasible."
        ),
        TaskingStep.FEASIBILITY_RESPONSE: _translate(
            "UP42", "The feasibility study is there. Choose one of its options in the UP42 console."
        ),
        TaskingStep.QUOTATION_UPLOAD: _translate("UP42", "The provider prepares a quotation."),
        TaskingStep.QUOTATION_RESPONSE: _translate(
            "UP42",
            "The quotation is there. Accept or reject it in the UP42 console: accepting it spends the credits.",
        ),
        TaskingStep.QUOTATION_ACCEPTED: _translate("UP42", "The quotation was accepted."),
        TaskingStep.QUOTATION_REJECTED: _translate("UP42", "The quotation was rejected."),
    }
    return texts[step]
