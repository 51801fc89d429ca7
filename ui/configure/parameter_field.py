"""What the editors of the job's parameters have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterable, Optional

from qgis.PyQt.QtWidgets import QWidget

from ..parts.small import ProblemLabel

if TYPE_CHECKING:
    from ...core.app.session.workbench import Workbench
    from ...core.domain.problems import Problem


class ParameterField(QWidget):
    """Edits one part of the parameters: shows the workbench's state, passes on what is typed, says what is wrong.

    `name` is the field that problems name. A subclass builds its widgets, puts `problem_label` below them and calls
    `follow_workbench` last.
    """

    def __init__(self, name: str, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._name = name
        self._workbench = workbench
        self.problem_label = ProblemLabel(f"{name}_problem")

    def follow_workbench(self) -> None:
        """Shows the state as it is, and again whenever it changes."""
        self._workbench.parameters_changed.connect(self.show_state)
        self._workbench.problems_changed.connect(self._on_problems_changed)
        self.show_state()
        self._on_problems_changed()

    def show_state(self) -> None:
        """Shows the workbench's state; passes nothing on."""
        raise NotImplementedError

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Says what is wrong with this part, nothing about the others."""
        self.problem_label.show_problems(problem for problem in problems if problem.field == self._name)

    def _on_problems_changed(self) -> None:
        self.show_problems(self._workbench.problems)
