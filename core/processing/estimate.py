"""`estimate`: the cost of a live job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from .algorithm import tr
from .job_parameters import JobAlgorithm

if TYPE_CHECKING:
    from ..domain.ports.gateway import JobGateway


class EstimateAlgorithm(JobAlgorithm):
    """Estimates the cost of a live job; spends nothing."""

    MIN_CREDITS = "MIN_CREDITS"
    MAX_ESTIMATE = "MAX_ESTIMATE"
    HOLD_CREDITS = "HOLD_CREDITS"
    BALANCE = "BALANCE"

    fixed_name = "estimate"
    title = QT_TRANSLATE_NOOP("UP42", "Estimate")
    summary = QT_TRANSLATE_NOOP("UP42", "Estimates the cost and the hold of a live job, free of charge.")
    help_text = QT_TRANSLATE_NOOP(
        "UP42",
        "Requests the cost of a live job with these parameters. Nothing is ordered and no credits "
        "are held.\n\nThe hold is the number of credits that the service sets aside from the start of the live "
        "job to its completion; the final cost is usually between the two estimates.",
    )

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Declares parameters and outputs."""
        self.add_job_parameters(with_scenes=True)
        self.addOutput(QgsProcessingOutputNumber(self.MIN_CREDITS, tr("Lowest cost in credits")))
        self.addOutput(QgsProcessingOutputNumber(self.MAX_ESTIMATE, tr("Highest cost in credits")))
        self.addOutput(QgsProcessingOutputNumber(self.HOLD_CREDITS, tr("Credits held")))
        self.addOutput(QgsProcessingOutputNumber(self.BALANCE, tr("Balance in credits")))

    def work(
        self,
        gateway: JobGateway,
        parameters: Dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Dict[str, Any]:
        """Requests estimate and balance."""
        from ..domain.jobs.job import JobMode
        from ..usecases.hold import prepare_hold

        product, wanted = self.read_job(gateway, parameters, context, JobMode.LIVE)
        hold = prepare_hold(gateway, product, wanted)
        for line in hold.estimate.lines:
            feedback.pushInfo(f"{line.title}: {line.problem or f'{line.min_credits} – {line.max_credits}'}")
        return {
            self.MIN_CREDITS: hold.estimate.min_credits,
            self.MAX_ESTIMATE: hold.estimate.max_credits,
            self.HOLD_CREDITS: hold.credits,
            self.BALANCE: None if hold.balance is None else hold.balance.available_credits,
        }
