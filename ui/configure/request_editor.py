"""The exact request as JSON: shown, edited, checked."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ...core.app.session.workbench import Workbench
from ...core.domain.ports.gateway import RequestError
from ..parts.small import ProblemLabel
from ..wording import request_error_sentence
from .json_edit import JsonEdit

APPLY_DELAY_MS = 400
LINES = 16


class RequestEditor(QWidget):
    """Follows the form, and the form follows it; text that is not a request yet stays as it was typed."""

    # what was typed has become unreadable, or readable
    error_changed = pyqtSignal()

    def __init__(self, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._product_id = ""
        self._error: Optional[RequestError] = None
        # What stands here was typed, not shown; and has not been looked at yet.
        self._is_typed = False
        self._is_pending = False
        self.edit = JsonEdit(LINES, LINES)
        self.edit.setObjectName("request_edit")
        self.edit.setAccessibleName(self.tr("Request as JSON"))
        self.edit.setToolTip(self.tr("The request as it is sent; edit it, and the form follows"))
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
        self.edit.textChanged.connect(self._on_typed)
        self.edit.left.connect(self._on_left)
        self.revert_button.clicked.connect(self.show_state)
        workbench.request_changed.connect(self._on_request_changed)
        workbench.product_changed.connect(self._on_request_changed)
        self.show_state()

    @property
    def has_error(self) -> bool:
        """Tells whether something stands here that is no request, so that another one would be sent."""
        return self._error is not None

    def show_state(self) -> None:
        """Shows the request of the form, whatever stands here."""
        self._timer.stop()
        self._is_typed, self._is_pending = False, False
        self._product_id = self._workbench.parameters.product_id
        self.edit.show_text(self._workbench.request_text)
        self.edit.setEnabled(bool(self._workbench.request_text))
        self._say(None)

    def apply(self) -> bool:
        """Takes over what was typed, or says what is wrong with it; tells whether the form agrees."""
        self._timer.stop()
        if self._is_pending:
            self._is_pending = False
            text = self.edit.toPlainText()
            self._say(None if text == self._workbench.request_text else self._workbench.apply_request_text(text))
        return self._error is None

    def _on_typed(self) -> None:
        self._is_typed, self._is_pending = True, True
        self._timer.start()

    def _on_request_changed(self) -> None:
        is_other_product = self._workbench.parameters.product_id != self._product_id
        is_mine = self._is_pending or self._error is not None or (self._is_typed and self.edit.hasFocus())
        if is_other_product or not is_mine:
            self.show_state()

    def _on_left(self) -> None:
        # The text may be another way of writing the same request; from now on it is shown as it will be sent.
        if self._is_typed and self.apply():
            self.show_state()

    def _say(self, error: Optional[RequestError]) -> None:
        self._error = error
        self.edit.mark_line(None if error is None else error.values.get("line"))
        self.problem_label.say("" if error is None else request_error_sentence(error))
        self.revert_button.setVisible(error is not None)
        self.error_changed.emit()
