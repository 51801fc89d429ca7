"""The JSON editor of the exact request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ..parts.small import ProblemLabel, icon_button
from ..wording import request_error_sentence
from .json_edit import JsonEdit

if TYPE_CHECKING:
    from ...core.app.session.workbench import Workbench
    from ...core.domain.ports.gateway import RequestError

APPLY_DELAY_MS = 400
LINES = 16


class RequestEditor(QWidget):
    """Stays in sync with the form; invalid text is kept as typed."""

    # The typed text became valid or invalid
    error_changed = pyqtSignal()

    def __init__(self, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._product_id = ""
        self._error: Optional[RequestError] = None
        # The text was typed by the user; it has not been applied yet.
        self._is_typed = False
        self._is_pending = False
        self.edit = JsonEdit(LINES, LINES)
        self.edit.setObjectName("request_edit")
        self.edit.setAccessibleName(self.tr("Request as JSON"))
        self.edit.setToolTip(self.tr("The request exactly as it is sent; edits also change the form"))
        self.revert_button = icon_button(
            "request_revert_button",
            "mActionUndo.svg",
            self.tr("Revert to the request of the form"),
            self.tr("Revert request"),
        )
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
        """Whether the text is not a valid request, so that a different one would be sent."""
        return self._error is not None

    def show_state(self) -> None:
        """Shows the request of the form and discards what was typed."""
        self._timer.stop()
        self._is_typed, self._is_pending = False, False
        self._product_id = self._workbench.parameters.product_id
        self.edit.show_text(self._workbench.request_text)
        self.edit.setEnabled(bool(self._workbench.request_text))
        self._show_error(None)

    def apply(self) -> bool:
        """Applies the typed text or shows what is wrong with it; returns whether the form now matches it."""
        self._timer.stop()
        if self._is_pending:
            self._is_pending = False
            text = self.edit.toPlainText()
            self._show_error(None if text == self._workbench.request_text else self._workbench.apply_request_text(text))
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
        # The same request may be formatted differently; show it exactly as it will be sent.
        if self._is_typed and self.apply():
            self.show_state()

    def _show_error(self, error: Optional[RequestError]) -> None:
        self._error = error
        self.edit.mark_line(None if error is None else error.values.get("line"))
        self.problem_label.show_text("" if error is None else request_error_sentence(error))
        self.revert_button.setVisible(error is not None)
        self.error_changed.emit()
