"""`checkconnection`: checks each call of the API that the plugin depends on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputBoolean,
    QgsProcessingParameterFileDestination,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from .algorithm import FeedbackControl, Up42Algorithm, tr, write_json

if TYPE_CHECKING:
    from ..domain.checks import CheckStep
    from ..domain.ports.gateway import JobGateway


class CheckConnectionAlgorithm(Up42Algorithm):
    """Makes every read call that the plugin depends on, and writes the service's response to each."""

    FILE = "FILE"
    IS_OK = "IS_OK"

    fixed_name = "checkconnection"
    title = QT_TRANSLATE_NOOP("UP42", "Check connection")
    summary = QT_TRANSLATE_NOOP(
        "UP42", "Checks each call that the plugin depends on and reports the responses; spends nothing."
    )
    help_text = QT_TRANSLATE_NOOP(
        "UP42",
        "Signs in, then makes each read call that the plugin depends on once: collections, catalog, order "
        "forms, budgets, balance, orders and storage, or project, workflows, blocks, balance and jobs. "
        "Nothing is ordered, no credits are spent.\n\n"
        "The JSON file has one step per call: name, whether it is ok, status (fine, not_offered, failed or "
        "not_checked) and the service's message. It contains no password and no access token. A failed "
        "step does not fail the algorithm: see “Everything works”.",
    )

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Declares parameters and outputs."""
        self.add_connection_parameter()
        self.addParameter(QgsProcessingParameterFileDestination(self.FILE, tr("Report"), "JSON (*.json)"))
        self.addOutput(QgsProcessingOutputBoolean(self.IS_OK, tr("Everything works")))

    def work(
        self,
        gateway: JobGateway,
        parameters: Dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Dict[str, Any]:
        """Runs the use case and writes the report."""
        from ..domain.checks import are_ok
        from ..usecases.check_connection import check_connection

        control = FeedbackControl(feedback)
        steps = check_connection(
            gateway, control, lambda step: feedback.pushInfo(self._line(step)), hidden=self.hidden_texts
        )
        rows = [
            {"name": step.name, "ok": step.is_ok, "status": step.status.value, "words": self._words(step)}
            for step in steps
        ]
        is_ok = are_ok(steps)
        report = {"connection": self.connection.name, "service": self.connection.service.value, "ok": is_ok}
        path = Path(self.parameterAsFileOutput(parameters, self.FILE, context))
        write_json(path, {**report, "steps": rows})
        return {self.FILE: str(path), self.IS_OK: is_ok}

    def _words(self, step: CheckStep) -> str:
        """Returns the service's message, or the dock's sentence if there was no response."""
        from ..wording.errors import error_sentence

        error = step.error
        return error_sentence(error) if error is not None and error.is_about_the_way else step.words

    def _line(self, step: CheckStep) -> str:
        return f"{step.name}: {step.status.value} {self._words(step)}".rstrip()
