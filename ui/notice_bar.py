"""The dock's message bar: wrapped sentences with buttons, laid over the dock so that nothing below it moves."""

from __future__ import annotations

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

# Button text, object name, action.
# Subject of notices about the journal, of the dock and of jobs.
JOURNAL = "journal"
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


class _Notice(NamedTuple):
    title: str
    text: str
    level: Qgis.MessageLevel
    subject: str
    choices: Sequence[Choice]
    stays: bool


class NoticeBar(QgsMessageBar):
    """Shows plain text; a notice replaces the previous one about the same subject.

    It covers the lower or else the upper edge of a part of `over`, whichever the pointer is not at, and neither comes,
    changes nor goes under the pointer: what a click hits is what was there when the user aimed. The part is what `room`
    returns, by default all of it.
    """

    def __init__(self, over: QWidget, room: Optional[Callable[[], QRect]] = None) -> None:
        super().__init__(over)
        self.setObjectName("message_bar")
        self._over = over
        self._room = over.rect if room is None else room
        self._shown: Dict[str, QgsMessageBarItem] = {}
        # Notices that wait for the pointer to leave.
        self._late: List[_Notice] = []
        self._is_low = True
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
        elif event.type() == QEvent.Type.LayoutRequest and not self._is_following:
            # Once the new layout has its place.
            self._is_following = True
            QTimer.singleShot(0, self.follow)
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
        """Chooses the edge that is not under the pointer."""
        super().showEvent(event)
        self._is_low = True
        self._is_low = not self._would_cover_pointer()
        self._place()
        self.raise_()

    def follow(self) -> None:
        """Follows its room; stays where it is while the pointer is on it, and does not go under the pointer."""
        self._is_following = False
        if self.isVisible() and not self.underMouse():
            if self._would_cover_pointer():
                self._is_low = not self._is_low
            self._place()

    def _would_cover_pointer(self) -> bool:
        pointer = self._over.mapFromGlobal(QCursor.pos())
        is_pointing = self._over.isVisible() and self._over.window().underMouse()
        return is_pointing and self._at_edge(is_low=self._is_low).contains(pointer)

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
        label = QLabel(f"<b>{escape(notice.title)}</b> {words}")
        label.setObjectName("notice_label")
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setWordWrap(True)
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

    def _at_edge(self, *, is_low: bool) -> QRect:
        """Returns the place at an edge of the room; a notice that is too high for it covers what is below."""
        layout, room = self.layout(), self._room()
        width = room.width()
        wanted = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else self.sizeHint().height()
        height = min(max(wanted, self.minimumSizeHint().height()), self._over.height() - room.top())
        top = max(room.top() + room.height() - height, room.top()) if is_low else room.top()
        return QRect(room.left(), top, width, height)

    def _place(self) -> None:
        self.setGeometry(self._at_edge(is_low=self._is_low))


def give_width(item: QgsMessageBarItem, content: QWidget) -> None:
    """Gives all of an item's width to its content; otherwise half of it is an empty stretch."""
    layout = item.layout()
    if isinstance(layout, QBoxLayout):
        layout.setStretchFactor(content, 1)
