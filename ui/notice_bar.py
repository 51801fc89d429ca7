"""The dock's message bar, with wrapped sentences and buttons that fit a narrow column."""

from __future__ import annotations

from html import escape
from typing import Callable, Dict, Sequence, Tuple

from qgis.core import Qgis
from qgis.gui import QgsMessageBar, QgsMessageBarItem
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from .parts.flow_layout import FlowLayout

# Button text, object name, action.
Choice = Tuple[str, str, Callable[[], None]]

VISIBLE_SECONDS = 8
UNTIL_CLOSED = 0


class NoticeBar(QgsMessageBar):
    """Shows plain text; a notice replaces the previous one about the same subject."""

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
        """Shows a notice; warnings and notices with `stays` remain until the user closes them."""
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
        seconds = VISIBLE_SECONDS if is_passing else UNTIL_CLOSED
        item = self.pushWidget(content, level, seconds)
        # Otherwise the item gives half of the width to an empty stretch.
        item.layout().setStretchFactor(content, 1)
        if subject:
            self._shown[subject] = item

    def withdraw(self, subject: str) -> None:
        """Removes the notice about a subject, if it is still shown."""
        item = self._shown.pop(subject, None)
        if item is not None and not sip.isdeleted(item):
            self.popWidget(item)
