"""The exact request as JSON: shown, edited, checked."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtGui import QFontDatabase
from qgis.PyQt.QtWidgets import QHBoxLayout, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from ...core.app.workbench import Workbench
from ..wording import request_error_sentence
from .problem_label import ProblemLabel

APPLY_DELAY_MS = 400
LINES = 14


class RequestEditor(QWidget):
    """Follows the form, and the form follows it; text that is not a request yet stays as it was typed."""

    def __init__(self, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.edit = QPlainTextEdit()
        self.edit.setObjectName("request_edit")
        self.edit.setAccessibleName(self.tr("Request as JSON"))
        self.edit.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.edit.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.edit.setMinimumHeight(self.edit.fontMetrics().lineSpacing() * LINES)
        self.edit.setTabChangesFocus(True)
        self.revert_button = QToolButton()
        self.revert_button.setObjectName("request_revert_button")
        self.revert_button.setIcon(QgsApplication.getThemeIcon("mActionUndo.svg"))
        self.revert_button.setToolTip(self.tr("Back to the request of the form"))
        self.revert_button.setAccessibleName(self.revert_button.toolTip())
        self.problem_label = ProblemLabel("request_problem")
        below = QHBoxLayout()
        below.addWidget(self.problem_label, 1)
        below.addWidget(self.revert_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.edit)
        layout.addLayout(below)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(APPLY_DELAY_MS)
        self._timer.timeout.connect(self.apply)
        self.edit.textChanged.connect(self._timer.start)
        self.revert_button.clicked.connect(self._revert)
        workbench.request_changed.connect(self._on_request_changed)
        self._show(workbench.request_text)

    def apply(self) -> None:
        """Takes over what was typed, or says what is wrong with it."""
        self._timer.stop()
        text = self.edit.toPlainText()
        if text == self._workbench.request_text:
            self._say("")
            return
        error = self._workbench.apply_request_text(text)
        self._say("" if error is None else request_error_sentence(error))

    def _on_request_changed(self) -> None:
        is_typing = self.edit.hasFocus() and (self._timer.isActive() or self.edit.document().isModified())
        if not is_typing:
            self._show(self._workbench.request_text)

    def _revert(self) -> None:
        self._timer.stop()
        self._show(self._workbench.request_text)

    def _show(self, text: str) -> None:
        if self.edit.toPlainText() != text:
            self.edit.blockSignals(True)
            self.edit.setPlainText(text)
            self.edit.blockSignals(False)
        self.edit.document().setModified(False)
        self._say("")

    def _say(self, sentence: str) -> None:
        self.problem_label.say(sentence)
        self.revert_button.setVisible(bool(sentence))
