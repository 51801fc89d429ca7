"""The dock's header: connection, credit balance and refresh."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ..core.app.session.account import Account, AccountState
from .parts.small import icon_button, set_plain_tip
from .parts.wrapped_label import WrappedLabel
from .wording import account_state_text, balance_failed_text, balance_text

if TYPE_CHECKING:
    from ..core.app.jobs.job_list import JobListModel
    from ..core.app.late import Later


class AccountHeader(QWidget):
    """The two lines above the tabs."""

    settings_requested = pyqtSignal()
    help_requested = pyqtSignal()
    # Credits are being read again at the user's request, and jobs are to be
    refresh_asked = pyqtSignal()

    def __init__(
        self,
        account: Account,
        jobs: Later[JobListModel],
        held_credits: Callable[[], Optional[int]],
        parent: Optional[QWidget] = None,
    ) -> None:
        """`held_credits` returns the credits held now, None if they are unknown."""
        super().__init__(parent)
        self._account = account
        self._held_credits = held_credits
        self._build()
        self._account.connections_changed.connect(self._show_connections)
        self._account.state_changed.connect(self._show_account)
        self._account.balance_changed.connect(self._show_balance)
        # If the service does not report held credits, they are summed up from our own jobs.
        jobs.follow(self._follow_jobs)
        self._show_connections()

    def _follow_jobs(self, jobs: JobListModel) -> None:
        for signal in (jobs.dataChanged, jobs.rowsInserted, jobs.modelReset):
            signal.connect(self._show_balance)
        self._show_balance()

    def _build(self) -> None:
        self.connection_combo = QComboBox()
        self.connection_combo.setObjectName("connection_combo")
        self.connection_combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.connection_combo.setMinimumContentsLength(5)
        self.connection_combo.textActivated.connect(self._account.select)
        label = QLabel(self.tr("Co&nnection"))
        label.setBuddy(self.connection_combo)
        settings = icon_button(
            "settings_button", "mActionOptions.svg", self.tr("Connections and options…"), self.tr("Options")
        )
        settings.clicked.connect(lambda: self.settings_requested.emit())
        guide = icon_button("help_button", "mActionHelpContents.svg", self.tr("Help"))
        guide.clicked.connect(lambda: self.help_requested.emit())
        self.balance_label = WrappedLabel()
        self.balance_label.setObjectName("balance_label")
        self.state_icon = QLabel()
        self.state_icon.setObjectName("account_state_icon")
        self.refresh_button = icon_button(
            "refresh_button",
            "mActionRefresh.svg",
            self.tr("Refresh credits and jobs; signs in again if needed"),
            self.tr("Refresh"),
        )
        self.refresh_button.clicked.connect(self._refresh)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(label)
        first.addWidget(self.connection_combo, 1)
        first.addWidget(settings)
        first.addWidget(guide)
        second.addWidget(self.state_icon)
        second.addWidget(self.balance_label, 1)
        second.addWidget(self.refresh_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(first)
        layout.addLayout(second)

    def _show_connections(self) -> None:
        names = [connection.name for connection in self._account.connections()]
        self.connection_combo.clear()
        self.connection_combo.addItems(names)
        self._show_account()

    def _show_account(self) -> None:
        connection = self._account.connection
        if connection is not None:
            self.connection_combo.setCurrentText(connection.name)
        tip = self._account.who or account_state_text(self._account.state)
        set_plain_tip(self.connection_combo, tip)
        self._show_balance()

    def _show_balance(self) -> None:
        state = self._account.state
        self.refresh_button.setEnabled(self._account.connection is not None and state is not AccountState.SIGNING_IN)
        self.state_icon.setVisible(state is AccountState.FAILED)
        if state is not AccountState.READY:
            size = QgsApplication.scaleIconSize(16)
            self.state_icon.setPixmap(QgsApplication.getThemeIcon("mIconWarning.svg").pixmap(size, size))
            self.balance_label.setText(account_state_text(state))
            self.balance_label.setToolTip("")
            return
        balance, held = self._account.balance, self._held_credits()
        is_from_service = balance is not None and balance.held_credits is not None
        available = balance.available_credits if balance is not None else None
        text = balance_text(available, held, is_from_service=is_from_service)
        self.balance_label.setText(text)
        failure = self._account.balance_error
        if failure is not None:
            self.balance_label.setText(balance_failed_text())
            set_plain_tip(self.balance_label, failure.detail)
            return
        if is_from_service:
            self.balance_label.setToolTip(self.tr("Credits that can be spent now, and credits held by running jobs"))
        else:
            self.balance_label.setToolTip(
                self.tr("Credits that can be spent now; held credits are counted from the jobs of this computer")
            )

    def _refresh(self) -> None:
        if self._account.state is AccountState.READY:
            # Both only start tasks, whose outcomes arrive in a later turn: it does not matter which is first.
            self._account.refresh_balance()
            self.refresh_asked.emit()
        else:
            self._account.refresh()
