"""Texts for tasking orders: their steps until the decision in the console."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ..domain.jobs.notes import TaskingStep

_translate = QCoreApplication.translate


def tasking_state_text(step: TaskingStep) -> str:
    """Returns the step of a tasking order, in a few words."""
    if step.wants_decision:
        return _translate("UP42", "Waiting for your decision")
    texts = {
        TaskingStep.FEASIBILITY_UPLOAD: _translate("UP42", "Checking feasibility"),
        TaskingStep.QUOTATION_UPLOAD: _translate("UP42", "Preparing quotation"),
        TaskingStep.QUOTATION_ACCEPTED: _translate("UP42", "Quotation accepted"),
        TaskingStep.QUOTATION_REJECTED: _translate("UP42", "Quotation rejected"),
    }
    return texts[step]


def tasking_note_text(step: TaskingStep) -> str:
    """Returns what a tasking order is waiting for, and what to do."""
    texts = {
        TaskingStep.FEASIBILITY_UPLOAD: _translate(
            "UP42", "The provider is checking whether the acquisition is feasible."
        ),
        TaskingStep.FEASIBILITY_RESPONSE: _translate(
            "UP42", "The feasibility study is ready. Choose one of its options in the UP42 console."
        ),
        TaskingStep.QUOTATION_UPLOAD: _translate("UP42", "The provider is preparing a quotation."),
        TaskingStep.QUOTATION_RESPONSE: _translate(
            "UP42",
            "The quotation is ready. Accept or reject it in the UP42 console: accepting it spends the credits.",
        ),
        TaskingStep.QUOTATION_ACCEPTED: _translate("UP42", "The quotation was accepted."),
        TaskingStep.QUOTATION_REJECTED: _translate("UP42", "The quotation was rejected."),
    }
    return texts[step]
