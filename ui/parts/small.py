"""The sentence under a field that says what is wrong with it."""

from __future__ import annotations

from html import escape
from typing import Iterable, Optional, Sequence

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QToolButton, QWidget

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


def icon_button(name: str, icon: str, text: str) -> QToolButton:
    """Returns a flat button with one of QGIS's icons; `text` is its tool tip and what a screen reader says."""
    button = QToolButton()
    button.setObjectName(name)
    button.setIcon(QgsApplication.getThemeIcon(icon))
    button.setToolTip(text)
    button.setAccessibleName(text)
    button.setAutoRaise(True)
    return button


def plain_tip(lines: Sequence[str]) -> str:
    """Returns lines of foreign text as a tool tip that shows them letter by letter."""
    return "<p>" + "<br>".join(escape(line) for line in lines if line) + "</p>"


def set_plain_tip(widget: QWidget, text: str) -> None:
    """Gives a widget a tool tip, never read as markup."""
    widget.setToolTip(plain_tip([text]) if text else "")
