"""Foreign text, letter by letter, in a font of fixed width, with a search that finds all places."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtGui import QFontDatabase, QPalette, QTextCursor
from qgis.PyQt.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

# Marking more places than this makes typing slow and tells nobody more.
MARKED_AT_MOST = 500


class TextView(QPlainTextEdit):
    """A read-only text."""

    def __init__(self, text: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(text, parent)
        self.setReadOnly(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))

    def search(self, text: str) -> None:
        """Marks all places that hold a text and goes to the first one."""
        marks = []
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
        """Goes to the next place that holds a text, after the last one to the first."""
        if text and not self.find(text):
            self.moveCursor(QTextCursor.MoveOperation.Start)
            self.find(text)

    def text(self) -> str:
        """Returns what is selected, the whole text where nothing is."""
        chosen = self.textCursor().selectedText().replace("\u2029", "\n")
        return chosen or self.toPlainText()
