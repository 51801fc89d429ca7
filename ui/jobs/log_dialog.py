"""The dialog with the log of a task."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QTextCursor
from qgis.PyQt.QtWidgets import QLabel, QWidget

from ...core.domain.errors import Up42Error
from ..parts.reading_dialog import ReadingDialog
from ..parts.text_view import TextView
from ..wording import detail_text, error_sentence

_translate = QCoreApplication.translate


class LogDialog(ReadingDialog):
    """Opens immediately and shows the log once it has arrived."""

    def __init__(self, title: str, parent: Optional[QWidget] = None) -> None:
        super().__init__("log_dialog", _translate("UP42", "Log of {title}").format(title=title), parent)
        self.state_label = QLabel(self.tr("Fetching the log…"))
        self.state_label.setObjectName("log_state_label")
        self.state_label.setTextFormat(Qt.TextFormat.PlainText)
        self.state_label.setWordWrap(True)
        self.log_view = TextView("")
        self.log_view.setObjectName("log_view")
        self.log_view.setAccessibleName(self.tr("Log"))
        # The line with the error is often the longest.
        self.log_view.setLineWrapMode(TextView.LineWrapMode.WidgetWidth)
        self.content.addWidget(self.state_label)
        self.content.addWidget(self.log_view, 1)

    def page(self) -> TextView:
        """Returns the log."""
        return self.log_view

    def show_log(self, text: str) -> None:
        """Shows the end of the log, where failures are reported."""
        self.state_label.setVisible(not text.strip())
        self.state_label.setText(self.tr("The log is empty."))
        self.log_view.setPlainText(text)
        self.log_view.moveCursor(QTextCursor.MoveOperation.End)

    def show_error(self, error: Up42Error) -> None:
        """Shows why there is no log."""
        self.state_label.setVisible(True)
        self.state_label.setText(error_sentence(error))
        self.log_view.setPlainText(detail_text(error))
