"""The message bar of the dock, with room for whole sentences in a narrow column."""

from __future__ import annotations

from html import escape
from typing import Callable, Dict, Sequence, Tuple

from qgis.core import Qgis
from qgis.gui import QgsMessageBar, QgsMessageBarItem
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from .parts.flow_layout import FlowLayout

# Words on a button, its object name, what it does.
Choice = Tuple[str, str, Callable[[], None]]

SECONDS_IN_SIGHT = 8
UNTIL_CLOSED = 0


class NoticeBar(QgsMessageBar):
    """Shows plain text; a newer notice about the same subject takes the place of the older one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("message_bar")
        self._shown: Dict[str, QgsMessageBarItem] = {}

    def show_notice(
        self,
        title: str,
        text: str,
        level: Qgis.MessageLevel,
        *,
        subject: str = "",
        choices: Sequence[Choice] = (),
        stays: bool = False,
    ) -> None:
        """Shows a notice; warnings, and what the person may have missed (`stays`), stand until they are closed."""
        self.withdraw(subject)
        is_passing = level in (Qgis.MessageLevel.Info, Qgis.MessageLevel.Success) and not stays
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        label = QLabel(f"<b>{escape(title)}</b> {escape(text)}")
        label.setObjectName("notice_label")
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(label)
        if choices:
            row = FlowLayout()
            for words, name, act in choices:
                button = QPushButton(words)
                button.setObjectName(name)
                button.clicked.connect(lambda is_checked=False, do=act: do())
                row.addWidget(button)
            layout.addLayout(row)
        seconds = SECONDS_IN_SIGHT if is_passing else UNTIL_CLOSED
        item = self.pushWidget(content, level, seconds)
        # Otherwise the item shares the width between the sentence and nothing.
        item.layout().setStretchFactor(content, 1)
        if subject:
            self._shown[subject] = item

    def withdraw(self, subject: str) -> None:
        """Takes the notice about a subject away, if it still stands."""
        item = self._shown.pop(subject, None)
        if item is not None and not sip.isdeleted(item):
            self.popWidget(item)
