"""A label that takes one line where room is scarce: cut or, with amounts, wrapped; whole in its tool tip."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QRectF, QSize, Qt
from qgis.PyQt.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextOption
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from .card import fitting_text
from .small import plain_tip
from .wrapped_label import WrappedLabel


class ElidedLabel(WrappedLabel):
    """Shows plain lines; its text, which screen readers read, is always the whole one. `note` is for the tool tip.

    With `keeps_whole` it takes more lines rather than cut: amounts of money are never cut.
    """

    def __init__(
        self, name: str, note: str = "", parent: Optional[QWidget] = None, *, keeps_whole: bool = False
    ) -> None:
        super().__init__("", parent)
        self._keeps_whole = keeps_whole
        self.setObjectName(name)
        self._note = note
        self._wants_one_line = self._is_one_line = False
        self._text = self._short = ""
        self.show_text("")

    def set_one_line(self, is_one_line: bool) -> None:
        """Takes a single line, or as many as the text needs."""
        self._wants_one_line = is_one_line
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored if is_one_line else QSizePolicy.Policy.Preferred)
        self.setSizePolicy(policy)
        self.show_text(self._text, self._short)

    def show_text(self, text: str, short: str = "") -> None:
        """Shows lines of text; where room is scarce and they do not fit it shows `short` if there is one."""
        self._text, self._short = text, short
        is_cut = self.fontMetrics().horizontalAdvance(self.seen_line()) > self.width()
        self._is_one_line = self._wants_one_line and not (self._keeps_whole and is_cut)
        self.setWordWrap(not self._is_one_line)
        policy = self.sizePolicy()
        # A label sets this once, when its text first wraps; without it the layout leaves room for too few lines.
        policy.setHeightForWidth(not self._is_one_line)
        self.setSizePolicy(policy)
        is_short = self._wants_one_line and not self._is_one_line and bool(short)
        self.setText(short if is_short else text)
        self.setAccessibleName(text if is_short else "")
        lines = [line for line in (self._line() if self._wants_one_line else "", self._note) if line]
        self.setToolTip(plain_tip(lines) if lines else "")
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Takes more or fewer lines if the text must not be cut."""
        super().resizeEvent(event)
        if self._keeps_whole and event.size().width() != event.oldSize().width():
            self.show_text(self._text, self._short)

    def sizeHint(self) -> QSize:
        """Returns the size of the line, or of all lines."""
        return self.minimumSizeHint() if self._is_one_line else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Returns one line of any width, or what all lines need."""
        return QSize(1, self.fontMetrics().height()) if self._is_one_line else super().minimumSizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the line as far as it fits."""
        if not self._is_one_line:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.seen_line(), Qt.TextElideMode.ElideRight, self.width())
        # As Qt's labels do: the text decides where it begins.
        option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(QRectF(self.rect()), text, option)

    def seen_line(self) -> str:
        """Returns what the single line shows as far as it fits."""
        texts = [self._line(), self._short] if self._short else [self._line()]
        return fitting_text(texts, self.fontMetrics(), self.width())

    def _line(self) -> str:
        return " · ".join(self._text.splitlines())
