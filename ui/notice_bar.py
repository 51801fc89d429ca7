"""The dock's message bar: wrapped sentences with buttons, laid over the dock so that nothing below it moves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from html import escape
from typing import Callable, Dict, List, NamedTuple, Optional, Sequence, Tuple

from qgis.core import Qgis
from qgis.gui import QgsMessageBar, QgsMessageBarItem
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QObject, QRect, Qt, QTimer
from qgis.PyQt.QtGui import QCursor, QShowEvent
from qgis.PyQt.QtWidgets import QBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from .parts.flow_layout import FlowLayout
from .parts.small import describe
from .parts.wrapped_label import WrappedLabel

# Subject of notices about the journal, of the dock and of jobs.
JOURNAL = "journal"
# Button text, object name, action.
Choice = Tuple[str, str, Callable[[], object]]

VISIBLE_MS = 8000
# How soon a notice leaves after the pointer has left it.
FAREWELL_MS = 1500
# Buttons that settle what their notice is about.
_SETTLING = frozenset(
    {
        "notice_load_button",
        "notice_job_button",
        "notice_log_button",
        "notice_fetch_again_button",
        "quicklooks_again_button",
        "try_again_button",
    }
)


@dataclass(frozen=True)
class Outcome:
    """What came of jobs or of a watch, for a user who does not look at the dock.

    `keys` are the jobs that it is about; for a watch there is one, and `new_scenes` counts what it found.
    """

    subject: str
    title: str
    text: str
    level: Qgis.MessageLevel
    choices: Sequence[Choice]
    keys: Sequence[str]
    new_scenes: int = 0


class _Edge(Enum):
    """The edge of the room that a notice stays at when the room changes."""

    LOW = "low"
    HIGH = "high"
    NONE = "none"


class _Notice(NamedTuple):
    title: str
    text: str
    level: Qgis.MessageLevel
    subject: str
    choices: Sequence[Choice]
    stays: bool


class NoticeBar(QgsMessageBar):
    """Shows plain text; a notice replaces the previous one about the same subject.

    It lies over a part of `over`, at its lower edge if nothing is in its way there, and neither comes, changes nor goes
    under the pointer: what a click hits is what was there when the user aimed. The part is what `room` returns, by
    default all of it; what `kept` returns is not covered if there is another place.
    """

    def __init__(
        self,
        over: QWidget,
        room: Optional[Callable[[], QRect]] = None,
        kept: Callable[[], Sequence[QRect]] = tuple,
    ) -> None:
        super().__init__(over)
        self.setObjectName("message_bar")
        self._over = over
        self._room = over.rect if room is None else room
        self._kept = kept
        self._shown: Dict[str, QgsMessageBarItem] = {}
        # Notices that wait for the pointer to leave.
        self._late: List[_Notice] = []
        self._edge, self._is_placed = _Edge.LOW, False
        self._is_following = False
        for cross in self.findChildren(QToolButton):
            describe(cross, self.tr("Close"), self.tr("Close this notice"))
            # QGIS's style of the bar takes every mark of the focus away.
            cross.setStyleSheet(cross.styleSheet() + "QToolButton:focus { border: 1px dotted palette(text); }")
        for count in self.findChildren(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly):
            # "2 more" in one line would take a fifth of a narrow dock from the sentence.
            count.setWordWrap(True)
            count.setMaximumWidth(self.fontMetrics().horizontalAdvance(count.tr("more")) * 3 // 2)
        over.installEventFilter(self)

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
        notice = _Notice(title, text, level, subject, choices, stays)
        if self.isVisible() and self.underMouse():
            self._late = [other for other in self._late if not subject or other.subject != subject] + [notice]
        else:
            self._show(notice)

    def withdraw(self, subject: str) -> None:
        """Removes the notice about a subject, if it is still shown."""
        self._late = [notice for notice in self._late if notice.subject != subject]
        item = self._shown.pop(subject, None)
        if item is not None and not sip.isdeleted(item):
            self.popWidget(item)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the size of the dock."""
        if event.type() == QEvent.Type.Resize:
            self.follow()
        elif event.type() == QEvent.Type.LayoutRequest:
            self.follow_soon()
        return False

    def event(self, event: QEvent) -> bool:
        """Follows the size of its text; shows what waited once the pointer has left."""
        is_handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._place()
        elif event.type() == QEvent.Type.Leave and self._late:
            QTimer.singleShot(0, self._show_late)
        return is_handled

    def showEvent(self, event: QShowEvent) -> None:
        """Chooses a place where neither the pointer is nor what is to stay in sight."""
        super().showEvent(event)
        self._edge, self._is_placed = _Edge.LOW, False
        self._place()
        self.raise_()

    def follow_soon(self) -> None:
        """Follows once the new layout has its place."""
        if not self._is_following:
            self._is_following = True
            QTimer.singleShot(0, self.follow)

    def follow(self) -> None:
        """Follows its room; stays where it is while the pointer is on it, and does not go under the pointer."""
        self._is_following = False
        if self.isVisible() and not self._is_aimed_at():
            self._place()

    def _place(self) -> None:
        """Stays at its place in the room if nothing is in its way there, else takes the best one."""
        layout, room, kept = self.layout(), self._room(), self._kept()
        wanted = layout.totalHeightForWidth(room.width()) if layout.hasHeightForWidth() else self.sizeHint().height()
        # One that is too high for the room covers what is below.
        height = min(max(wanted, self.minimumSizeHint().height()), self._over.height() - room.top())
        highest = room.top()
        lowest = max(highest + room.height() - height, highest)
        tops = [{_Edge.LOW: lowest, _Edge.HIGH: highest}.get(self._edge, self.y())]
        if not self._is_aimed_at():
            beside = (top for rect in kept for top in (rect.top() - height, rect.bottom() + 1))
            tops += [lowest, *beside, highest]
        places = [QRect(room.left(), min(max(top, highest), lowest), room.width(), height) for top in tops]
        place = min(places, key=lambda place: self._covered(place, kept))
        self._edge = {lowest: _Edge.LOW, highest: _Edge.HIGH}.get(place.top(), _Edge.NONE)
        self.setGeometry(place)
        self._is_placed = True

    def _covered(self, place: QRect, kept: Sequence[QRect]) -> Tuple[bool, int]:
        """Returns whether a place is under the pointer, and how much it hides of what is to stay in sight."""
        hidden = (place.intersected(rect) for rect in kept)
        return self._is_pointing_into(place), sum(part.width() * part.height() for part in hidden)

    def _is_aimed_at(self) -> bool:
        """Returns whether the pointer is on the notice, also before Qt reports that it has come."""
        return self.underMouse() or (self._is_placed and self._is_pointing_into(self.geometry()))

    def _is_pointing_into(self, place: QRect) -> bool:
        is_pointing = self._over.isVisible() and self._over.window().underMouse()
        return is_pointing and place.contains(self._over.mapFromGlobal(QCursor.pos()))

    def _show_late(self) -> None:
        notices, self._late = self._late, []
        for notice in notices:
            self.show_notice(
                notice.title,
                notice.text,
                notice.level,
                subject=notice.subject,
                choices=notice.choices,
                stays=notice.stays,
            )

    def _show(self, notice: _Notice) -> None:
        self.withdraw(notice.subject)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        words = escape(notice.text).replace("\n", "<br>")
        label = WrappedLabel(f"<b>{escape(notice.title)}</b> {words}")
        label.setObjectName("notice_label")
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(label)
        if notice.choices:
            row = FlowLayout()
            for words, name, act in notice.choices:
                button = QPushButton(words)
                button.setObjectName(name)
                button.clicked.connect(lambda is_checked=False, do=act, name=name: self._choose(item, name, do))
                row.addWidget(button)
            layout.addLayout(row)
        item = self.pushWidget(content, notice.level, 0)
        give_width(item, content)
        if notice.subject:
            self._shown[notice.subject] = item
        if notice.level in (Qgis.MessageLevel.Info, Qgis.MessageLevel.Success) and not notice.stays:
            self._let_pass(item, VISIBLE_MS)

    def _choose(self, item: QgsMessageBarItem, name: str, act: Callable[[], object]) -> None:
        if name in _SETTLING and not sip.isdeleted(item):
            self.popWidget(item)
        act()

    def _let_pass(self, item: QgsMessageBarItem, milliseconds: int) -> None:
        def end() -> None:
            if self.underMouse():
                timer.start(FAREWELL_MS)
            else:
                self.popWidget(item)

        timer = QTimer(item)
        timer.setSingleShot(True)
        timer.timeout.connect(end)
        timer.start(milliseconds)


def give_width(item: QgsMessageBarItem, content: QWidget) -> None:
    """Gives all of an item's width to its content; otherwise half of it is an empty stretch."""
    layout = item.layout()
    if isinstance(layout, QBoxLayout):
        layout.setStretchFactor(content, 1)
