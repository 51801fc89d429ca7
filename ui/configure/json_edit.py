"""A JSON text editor that shrinks to fit its content.

Not QgsCodeEditorJson, which takes the Tab key for itself, has no height that follows its text, and takes 8 ms to make:
a form has one of these per JSON value.
"""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QFocusEvent, QFont, QFontDatabase, QFontInfo, QTextCharFormat, QTextCursor
from qgis.PyQt.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from ...core.domain.json_text import JsonError, parse_json
from ...core.domain.ports.gateway import RequestError


class JsonEdit(QPlainTextEdit):
    """Fixed-width font; Tab moves to the next field; as high as its lines within the given bounds."""

    # The editor lost the focus
    left = pyqtSignal()

    def __init__(self, min_lines: int, max_lines: int, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._min_lines = min_lines
        self._max_lines = max_lines
        self.setFont(_fixed_font())
        # JSON is read from left to right in every language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        if min_lines == 1:
            # It would cover the only line.
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().blockCountChanged.connect(self._fit)
        self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Emits `left`."""
        super().focusOutEvent(event)
        self.left.emit()

    def show_text(self, text: str) -> None:
        """Replaces the text without scrolling and without emitting a signal."""
        if self.toPlainText() != text:
            across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
            self.horizontalScrollBar().setValue(across)
            self.verticalScrollBar().setValue(down)
        self.mark_line(None)

    def mark_line(self, number: Optional[int]) -> None:
        """Underlines a line, counted from 1; None removes the mark."""
        marks = []
        block = self.document().findBlockByNumber(number - 1) if number is not None else self.document().end()
        if block.isValid():
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(block)
            mark.cursor.select(QTextCursor.SelectionType.LineUnderCursor)
            mark.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
            marks.append(mark)
        self.setExtraSelections(marks)

    def _fit(self) -> None:
        lines = min(max(self.blockCount(), self._min_lines), self._max_lines)
        fits = self.blockCount() <= self._max_lines
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(policy)
        frame = 2 * (self.frameWidth() + int(self.document().documentMargin()))
        bar = self.horizontalScrollBar().sizeHint().height() if self._min_lines > 1 else 0
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + frame + bar)


def read_json(text: str) -> Any:
    """Returns the value of a JSON text; raises RequestError `not_json` with line and column.

    NaN and Infinity, which Python accepts, are not JSON, and the service refuses them.
    """
    try:
        return parse_json(text, is_typed=True)
    except JsonError as error:
        raise RequestError((), "not_json", line=error.line, column=error.column) from error


def _fixed_font() -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    if not QFontInfo(font).fixedPitch():
        # Some platforms return their ordinary font here.
        font.setFamily("monospace")
        font.setStyleHint(QFont.StyleHint.Monospace)
    return font
