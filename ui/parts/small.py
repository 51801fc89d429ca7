"""Small widget helpers: the problem line below a field, icon buttons, plain-text tool tips and window sizes."""

from __future__ import annotations

from html import escape
from typing import Callable, Iterable, List, Optional, Sequence

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QEvent, QObject, QSize, QTimer
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QToolButton, QTreeWidget, QTreeWidgetItem, QWidget

from ...core.domain.problems import Problem, ProblemCode
from ..wording import problem_sentence
from .wrapped_label import WrappedLabel

MIN_TARGET_PX = 24
# The largest width or height that Qt takes: no limit (QWIDGETSIZE_MAX).
NO_LIMIT = 16_777_215
# The rest is for the frame of a window and the task bar.
MAX_SCREEN_SHARE = 0.9


class ProblemLabel(WrappedLabel):
    """The problem line below a field: hidden if empty; marked with a sign, so that it does not rely on colour."""

    def __init__(self, name: str, parent: Optional[QWidget] = None) -> None:
        super().__init__("", parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.hide()

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Shows one sentence per problem; work in progress is not a problem and has no warning sign."""
        lines = []
        for problem in problems:
            sign = "" if problem.code is ProblemCode.AREA_PENDING else "⚠ "
            lines.append(sign + problem_sentence(problem))
        self._set_line("\n".join(lines))

    def show_text(self, text: str) -> None:
        """Shows a sentence with a warning sign, or nothing."""
        self._set_line(f"⚠ {text}" if text else "")

    def _set_line(self, text: str) -> None:
        self.setText(text)
        self.setVisible(bool(text))


def wrapped_label(name: str) -> WrappedLabel:
    """Returns an empty label for plain sentences that wrap instead of widening the dock."""
    label = WrappedLabel()
    label.setObjectName(name)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label


def icon_button(name: str, icon: str, text: str, title: str = "") -> QToolButton:
    """Returns a flat button with one of QGIS's icons; `text` is its tool tip, `title` its accessible name."""
    button = QToolButton()
    button.setObjectName(name)
    button.setIcon(QgsApplication.getThemeIcon(icon))
    button.setAutoRaise(True)
    describe(button, title or text, text)
    return button


def describe(widget: QWidget, title: str, text: str) -> None:
    """Gives a widget a short name for screen readers, a sentence for them and the tool tip, and room to hit it."""
    widget.setAccessibleName(title)
    if text != title:
        widget.setAccessibleDescription(text)
    widget.setToolTip(text)
    large_enough(widget)


def large_enough(widget: QWidget) -> None:
    """Gives a target the size that it needs at least (WCAG 2.2, 2.5.8); some styles are a pixel short of it."""
    widget.setMinimumHeight(MIN_TARGET_PX)
    if isinstance(widget, QToolButton):
        widget.setMinimumWidth(MIN_TARGET_PX)


def resize_on_screen(window: QWidget, width: int, height: int) -> None:
    """Gives a window a size, at most the share of its screen at which frame and buttons are within reach."""
    screen = window.screen().availableSize() * MAX_SCREEN_SHARE
    window.resize(QSize(width, height).boundedTo(screen))


class _Bold(QObject):
    """Keeps the font of a label bold: a style sheet of the application replaces it whenever it changes."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Makes the new font bold."""
        if isinstance(watched, QLabel) and event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.apply(watched)
        return False

    def apply(self, label: QLabel) -> None:
        """Makes the font bold if it is not."""
        font = label.font()
        if not font.bold():
            font.setBold(True)
            label.setFont(font)


def embolden(label: QLabel) -> None:
    """Makes a text bold and keeps it so; a style sheet of its own would keep it from following the palette."""
    bold = _Bold(label)
    label.installEventFilter(bold)
    bold.apply(label)


def plain_tip(lines: Sequence[str]) -> str:
    """Returns lines of foreign text as a tool tip that shows them verbatim."""
    return "<p>" + "<br>".join(escape(line) for line in lines if line) + "</p>"


def set_plain_tip(widget: QWidget, text: str) -> None:
    """Sets a tool tip that is never interpreted as markup."""
    widget.setToolTip(plain_tip([text]) if text else "")


def single_shot(parent: QObject, milliseconds: int, slot: Callable[[], None]) -> QTimer:
    """Returns a timer that calls a method of its parent once, some time after its last start."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot)
    return timer


def top_items(tree: QTreeWidget) -> List[QTreeWidgetItem]:
    """Returns the items of the first level, from top to bottom."""
    items = (tree.topLevelItem(row) for row in range(tree.topLevelItemCount()))
    return [item for item in items if item is not None]
