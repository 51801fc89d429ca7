"""Shows what came of jobs and watches outside the dock: a message of QGIS, a number on its button, the desktop."""

from __future__ import annotations

from html import escape
from typing import Callable, Dict, List, Sequence, Set

from qgis.gui import QgsMessageBar, QgsMessageBarItem
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QObject, QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QIcon, QPainter, QPen, QPixmap
from qgis.PyQt.QtWidgets import QAction, QApplication, QHBoxLayout, QPushButton, QSystemTrayIcon, QWidget

from .notice_bar import Choice, Outcome, give_width
from .parts.wrapped_label import WrappedLabel
from .wording import counted

_translate = QCoreApplication.translate

ICON_SIZES = (16, 22, 24, 32, 48, 64)
# White on it has a contrast of 5.6 : 1.
BADGE_COLOR = "#c62828"
MAX_COUNTED = 9
# Actions of a notice that make sense outside the dock.
_OUTSIDE = ("notice_zoom_button", "notice_load_button", "notice_job_button", "notice_log_button", "show_news_button")


class Outcomes(QObject):
    """Counts the jobs with news until `see` is called, and the new scenes of watches until `see_watches` is.

    `notify` shows a title and a text on the desktop.
    """

    def __init__(
        self,
        bar: QgsMessageBar,
        action: QAction,
        icon: str,
        notify: Callable[[str, str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bar = bar
        self._action = action
        self._icon = icon
        self._tip = action.toolTip()
        self._notify = notify
        self._shown: Dict[str, QgsMessageBarItem] = {}
        self._news: Set[str] = set()
        # New scenes by watch.
        self._scenes: Dict[str, int] = {}

    def show(self, outcome: Outcome, *, is_seen: bool) -> None:
        """Shows an outcome; one that the user sees in the dock is not repeated above the map, nor counted."""
        self._drop(outcome.subject)
        if not is_seen:
            self._shown[outcome.subject] = self._push(outcome)
        if not is_seen and outcome.new_scenes:
            self._scenes[outcome.subject] = self._scenes.get(outcome.subject, 0) + outcome.new_scenes
        elif not is_seen:
            self._news.update(outcome.keys)
        self._show_count()
        self._notify(outcome.title, outcome.text)

    def see(self) -> None:
        """The user sees the jobs: nothing is news any more."""
        self._news.clear()
        self._show_count()

    def see_watches(self) -> None:
        """The user sees the notices of watches in the dock."""
        self._scenes.clear()
        self._show_count()

    def close(self) -> None:
        """Takes everything back."""
        for subject in list(self._shown):
            self._drop(subject)
        self.see()
        self.see_watches()

    def _push(self, outcome: Outcome) -> QgsMessageBarItem:
        content = QWidget()
        layout = QHBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        words = escape(outcome.text).replace("\n", "<br>")
        label = WrappedLabel(f"<b>{escape(outcome.title)}</b> {words}")
        label.setObjectName("up42_outcome_label")
        label.setTextFormat(Qt.TextFormat.RichText)
        layout.addWidget(label, 1)
        for choice in _outside(outcome.choices):
            layout.addWidget(self._button(outcome.subject, choice))
        item = self._bar.pushWidget(content, outcome.level, 0)
        give_width(item, content)
        return item

    def _button(self, subject: str, choice: Choice) -> QPushButton:
        words, name, act = choice
        button = QPushButton(words)
        button.setObjectName(f"up42_outcome_{name}")

        def do() -> None:
            # Zooming is repeated; everything else settles the matter.
            if name != "notice_zoom_button":
                self._drop(subject)
                self._scenes.pop(subject, None)
                self._show_count()
            act()

        button.clicked.connect(lambda is_checked=False: do())
        return button

    def _drop(self, subject: str) -> None:
        item = self._shown.pop(subject, None)
        if item is not None and not sip.isdeleted(item) and not sip.isdeleted(self._bar):
            self._bar.popWidget(item)

    def _show_count(self) -> None:
        if sip.isdeleted(self._action):
            return
        jobs, scenes = len(self._news), sum(self._scenes.values())
        self._action.setIcon(badged_icon(self._icon, jobs + scenes))
        tip = self._tip
        news: List[str] = []
        if jobs:
            news.append(counted(_translate("UP42", "%Ln job(s) with news", None, jobs), jobs))
        if scenes:
            news.append(counted(_translate("UP42", "%Ln new scene(s) of watches", None, scenes), scenes))
        if news:
            tip = _translate("UP42", "{tip}: {news}").format(tip=tip, news=", ".join(news))
        self._action.setToolTip(tip)


def _outside(choices: Sequence[Choice]) -> Sequence[Choice]:
    return [choice for choice in choices if choice[1] in _OUTSIDE]


def badged_icon(path: str, count: int) -> QIcon:
    """Returns an icon with a number in its corner, the icon itself for 0."""
    plain = QIcon(path)
    if not count:
        return plain
    text = str(count) if count <= MAX_COUNTED else f"{MAX_COUNTED}+"
    icon = QIcon()
    for size in ICON_SIZES:
        pixmap = QPixmap(plain.pixmap(size, size))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Smaller digits cannot be read.
        side = max(0.6 * size, 11.0)
        corner = QRectF(size - side, 0.0, side, side)
        painter.setPen(QPen(QColor("white"), max(size / 32.0, 0.75)))
        painter.setBrush(QColor(BADGE_COLOR))
        painter.drawEllipse(corner.adjusted(0.5, 0.5, -0.5, -0.5))
        font = QFont()
        font.setBold(True)
        font.setPixelSize(max(round(side * (0.75 if len(text) == 1 else 0.55)), 1))
        painter.setFont(font)
        painter.drawText(corner.translated(QPointF(0.0, -0.02 * side)), Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


class DesktopNotifier(QObject):
    """Shows notifications of the operating system while QGIS is in the background.

    `is_wanted` is the user's option. Does nothing on a desktop without a notification area.
    """

    def __init__(self, window: QWidget, icon: str, is_wanted: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._icon = icon
        self._is_wanted = is_wanted

    def notify(self, title: str, text: str) -> None:
        """Shows a title and a text, and marks QGIS in the task bar."""
        if QApplication.activeWindow() is not None or not self._is_wanted():
            return
        QApplication.alert(self._window)
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return
        tray = self._tray()
        tray.show()
        tray.showMessage(_translate("UP42", "UP42 Jobs: {title}").format(title=title), text)

    def close(self) -> None:
        """Removes the icon from the notification area."""
        for tray in self.findChildren(QSystemTrayIcon):
            tray.hide()

    def _tray(self) -> QSystemTrayIcon:
        found = self.findChild(QSystemTrayIcon)
        if found is not None:
            return found
        tray = QSystemTrayIcon(QIcon(self._icon), self)
        # The icon is there for the message alone.
        tray.messageClicked.connect(self._come_forward)
        tray.activated.connect(lambda reason: self._come_forward())
        return tray

    def _come_forward(self) -> None:
        self.close()
        self._window.raise_()
        self._window.activateWindow()
