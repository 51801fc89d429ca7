"""The sentence under a field that says what is wrong with it."""

from __future__ import annotations

from typing import Iterable, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QWidget

from ...core.domain.problems import Problem
from ..wording import problem_sentence


class ProblemLabel(QLabel):
    """Takes no room while there is nothing to say; a sign beside the words, so that colour is never needed."""

    def __init__(self, name: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.hide()

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Shows the sentences of problems, one a line."""
        self.say("\n".join(problem_sentence(problem) for problem in problems))

    def say(self, text: str) -> None:
        """Shows a sentence, or nothing."""
        self.setText(f"⚠ {text}" if text else "")
        self.setVisible(bool(text))
