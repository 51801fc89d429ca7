"""The Check Connection dialog: one line per call, copied as a text report."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QGuiApplication, QIcon
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ...core.app.session.account import Account
from ...core.app.session.connection_check import ConnectionCheck
from ...core.domain.checks import CheckStep, StepStatus
from ...core.domain.clock import utc_now
from ...core.domain.connections import Connection, Credentials
from ...core.domain.errors import Up42Error
from ...core.domain.guide import GuidePage
from ..parts.help import add_help_button
from ..parts.small import resize_on_screen
from ..parts.wrapped_label import WrappedLabel
from ..wording import check_line, check_report, check_summary, sign_in_sentence

WIDTH_IN_CHARACTERS = 90
HEIGHT_IN_LINES = 24
_ICONS = {
    StepStatus.FINE: "/mIconSuccess.svg",
    StepStatus.NOT_OFFERED: "/mIconInfo.svg",
    StepStatus.FAILED: "/mIconWarning.svg",
    StepStatus.NOT_CHECKED: "/mTaskQueued.svg",
}


class CheckDialog(QDialog):
    """Starts the check in the background; closing the dialog stops it."""

    def __init__(
        self,
        account: Account,
        connection: Connection,
        credentials: Optional[Credentials] = None,
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("check_dialog")
        self.setWindowTitle(self.tr("Check Connection"))
        self._connection = connection
        self._check = ConnectionCheck(account, self)
        self._build()
        self._check.step_done.connect(self._add_step)
        self._check.ended.connect(self._show_end)
        self.finished.connect(self._check.close)
        self._check.start(connection, credentials)

    def _build(self) -> None:
        self.state_label = WrappedLabel(
            self.tr("Checking the calls of the service. This only reads: nothing is ordered, no credits are spent.")
        )
        self.state_label.setObjectName("check_state_label")
        self.list = QListWidget()
        self.list.setObjectName("check_list")
        self.list.setAccessibleName(self.tr("Calls and their results"))
        self.list.setWordWrap(True)
        self.list.setIconSize(QSize(16, 16))
        self.copy_button = QPushButton(self.tr("&Copy Report"))
        self.copy_button.setObjectName("copy_report_button")
        self.copy_button.setToolTip(self.tr("Copies all lines as text, without passwords and tokens"))
        self.copy_button.setEnabled(False)
        self.copy_button.clicked.connect(self._copy)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        add_help_button(buttons, GuidePage.TROUBLESHOOTING)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.state_label)
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)
        metrics = self.fontMetrics()
        resize_on_screen(
            self, metrics.averageCharWidth() * WIDTH_IN_CHARACTERS, metrics.lineSpacing() * HEIGHT_IN_LINES
        )

    def _add_step(self, step: CheckStep) -> None:
        item = QListWidgetItem(_icon(step.status), check_line(step))
        self.list.addItem(item)
        self.list.scrollToItem(item)

    def _show_end(self, error: Optional[Up42Error]) -> None:
        if error is not None:
            self.state_label.setText(sign_in_sentence(error, self._connection.service))
            return
        steps = self._check.steps
        self.state_label.setText(check_summary(steps))
        # Scrolls to the first problem.
        first = next((row for row, step in enumerate(steps) if step.status is not StepStatus.FINE), 0)
        self.list.scrollToItem(self.list.item(first), QListWidget.ScrollHint.PositionAtTop)
        self.copy_button.setEnabled(True)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(check_report(self._connection, self._check.steps, utc_now()))


def _icon(status: StepStatus) -> QIcon:
    return QgsApplication.getThemeIcon(_ICONS[status])
