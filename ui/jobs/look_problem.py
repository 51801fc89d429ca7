"""Why the list of jobs shows an older state than the service has, or fewer jobs."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtWidgets import QWidget

from ...core.app.application import Application
from ..parts.plain_tip import set_plain_tip
from ..parts.small import ProblemLabel
from ..wording import error_sentence, look_problem_sentence, unreadable_text


class LookProblem(ProblemLabel):
    """Shows what went wrong with the last look at the jobs; gone with the next one that reads all of them."""

    def __init__(self, application: Application, parent: Optional[QWidget] = None) -> None:
        super().__init__("look_problem", parent)
        self._monitor = application.monitor
        for changed in (self._monitor.look_failed, self._monitor.refreshed, application.account.state_changed):
            changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        error = self._monitor.look_error
        self.say(unreadable_text(self._monitor.unreadable_count) if error is None else look_problem_sentence())
        set_plain_tip(self, "" if error is None else error_sentence(error))
