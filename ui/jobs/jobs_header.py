"""The lines above the job list: credits held and used with the button of the ledger, and polling problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ...core.domain.errors import Up42Error
from ...core.domain.jobs.ledger import Comparison
from ..parts.elided_label import ElidedLabel
from ..parts.small import ProblemLabel, set_plain_tip
from ..wording import error_sentence, look_problem_sentence, own_credits_texts, unreadable_text

if TYPE_CHECKING:
    from ...core.app.jobs.job_monitor import JobMonitor
    from ...core.app.jobs.ledger import Ledger
    from ...core.app.jobs.ordering import Ordering
    from ...core.app.session.account import Account


class CreditsLine(QWidget):
    """The credits held and used by this computer's jobs, from the journal."""

    def __init__(
        self,
        ledger: Ledger,
        account: Account,
        monitor: JobMonitor,
        ordering: Ordering,
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self.label = ElidedLabel(
            "own_credits_label",
            self.tr("From the journal of this computer, for this connection. The balance above is reported by UP42."),
            keeps_whole=True,
        )
        self.button = QPushButton()
        self.button.setObjectName("ledger_button")
        self.button.setText(self.tr("Credits…"))
        self.button.setToolTip(self.tr("Shows what every live job held, used and released"))
        self.button.clicked.connect(lambda: self.open_ledger())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.button)
        monitor.refreshed.connect(self._show)
        ordering.started.connect(lambda entry: self._show())
        account.state_changed.connect(self._show)
        self._show()

    def open_ledger(self) -> None:
        """Opens the ledger without blocking the window."""
        from .ledger_dialog import LedgerDialog

        dialog = LedgerDialog(self._ledger.lines(), self._ledger.connection_name, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def show(comparison: Optional[Comparison], error: Optional[Up42Error]) -> None:
            # The user may have closed it before the service answered.
            if not sip.isdeleted(dialog):
                dialog.show_comparison(comparison, error)

        dialog.comparison_requested.connect(lambda: self._ledger.compare(show))
        dialog.open()

    def _show(self) -> None:
        self.label.show_text(*own_credits_texts(self._ledger.this_month()))


class LookProblem(ProblemLabel):
    """Shows why the last poll of the jobs failed, until the next complete one."""

    def __init__(self, account: Account, monitor: JobMonitor, parent: Optional[QWidget] = None) -> None:
        super().__init__("look_problem", parent)
        self._monitor = monitor
        for changed in (monitor.look_failed, monitor.refreshed, account.state_changed):
            changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        error = self._monitor.look_error
        self.show_text(unreadable_text(self._monitor.unreadable_count) if error is None else look_problem_sentence())
        set_plain_tip(self, "" if error is None else error_sentence(error))
