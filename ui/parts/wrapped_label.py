"""A label whose lines do not break between a number and its unit or sign."""

from __future__ import annotations

import re
from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QWidget

_NO_BREAK = "\u00a0"
# A number and the word or sign after it, as in 4,802 credits; the sign before one; the sign between two.
_JOINED = re.compile(
    r"(?:(?<=\d)|(?<=\d[.)])) (?=[^\W\d_]|[%‰°€$])|(?<=[⚠≈~≤≥±]) (?=\S)|(?<=\d) (?=[–±])",
)


def unbroken(text: str) -> str:
    """Returns a text for a label, with spaces at which no line ends between a number and what belongs to it."""
    return _JOINED.sub(_NO_BREAK, text)


class WrappedLabel(QLabel):
    """Wraps plain text; `text` is what was set, with plain spaces, and so is what is copied from it."""

    def __init__(self, text: str = "", parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Shows a text."""
        self._words = text
        super().setText(unbroken(text))

    def clear(self) -> None:
        """Shows nothing."""
        self.setText("")

    def text(self) -> str:
        """Returns the text that was set."""
        return self._words
