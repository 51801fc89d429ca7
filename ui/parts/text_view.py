"""A read-only view of plain text in a fixed-width font, with search."""

from __future__ import annotations

from typing import List, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QFontDatabase, QPalette, QTextCursor
from qgis.PyQt.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

# More marks than this make typing slow and are of no use.
MARKED_AT_MOST = 500


class TextView(QPlainTextEdit):
    """A read-only text."""

    def __init__(self, text: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(text, parent)
        self.setReadOnly(True)
        # JSON and logs are read from left to right in every language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))

    def search(self, text: str) -> None:
        """Marks all matches of a text and scrolls to the first one."""
        marks: List[QTextEdit.ExtraSelection] = []
        start = QTextCursor(self.document())
        found = self.document().find(text, start) if text else QTextCursor()
        if not found.isNull():
            self.setTextCursor(found)
        while not found.isNull() and len(marks) < MARKED_AT_MOST:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = found
            mark.format.setBackground(self.palette().brush(QPalette.ColorRole.Highlight))
            mark.format.setForeground(self.palette().brush(QPalette.ColorRole.HighlightedText))
            marks.append(mark)
            found = self.document().find(text, found)
        self.setExtraSelections(marks)

    def search_next(self, text: str) -> None:
        """Scrolls to the next match, after the last one to the first."""
        if text and not self.find(text):
            self.moveCursor(QTextCursor.MoveOperation.Start)
            self.find(text)

    def text(self) -> str:
        """Returns the selection, or the whole text without one."""
        chosen = self.textCursor().selectedText().replace("\u2029", "\n")
        return chosen or self.toPlainText()
