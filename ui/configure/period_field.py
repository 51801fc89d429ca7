"""Chooses the acquisition dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Callable, Optional, Tuple

from qgis.core import QgsApplication
from qgis.gui import QgsDateEdit
from qgis.PyQt.QtCore import QDate, QPoint, QRect, QSignalBlocker, QSize, Qt
from qgis.PyQt.QtGui import QPaintEvent, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from ...core.domain.clock import utc_now
from ...core.domain.parameters import Period
from ..parts.flow_layout import FlowLayout
from ..parts.small import MIN_TARGET_PX
from .parameter_field import ParameterField

if TYPE_CHECKING:
    from ...core.app.session.workbench import Workbench

_MONTHS = (1, 3, 6, 12, 24)
DEFAULT_MONTHS = 6
THIS_YEAR = "year"
ANY_DATE = "any"
CUSTOM = "custom"
# What the narrowest dock has for a field without a label beside it.
_NARROWEST_LINE_PX = 288
# Of field and drop-down button; Qt 6 has the wider ones.
_FRAMES_PX = 4


class PeriodField(ParameterField):
    """Two dates, both included, and a list of common periods."""

    def __init__(self, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__("period", workbench, parent)
        self.start_edit = self._edit("start_date", self.tr("First day (UTC)"), self._on_start)
        self.end_edit = self._edit("end_date", self.tr("Last day (UTC)"), self._on_end)
        self.preset_combo = _PresetCombo()
        self.preset_combo.setObjectName("period_preset_combo")
        self.preset_combo.setAccessibleName(self.tr("Common periods"))
        # May be cut if the words are long and the dock is narrow.
        self.preset_combo.setMinimumContentsLength(6)
        for months in _MONTHS:
            text = self.tr("Last Month") if months == 1 else self.tr("Last {count} Months").format(count=months)
            self.preset_combo.addItem(text, months)
        self.preset_combo.addItem(self.tr("This Year"), THIS_YEAR)
        self.preset_combo.addItem(self.tr("Any Date"), ANY_DATE)
        self.preset_combo.addItem(self.tr("Custom"), CUSTOM)
        # As close as three parts of one thing, so that the list beside them fits a narrow dock.
        self._until = QWidget()
        row = QHBoxLayout(self._until)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        row.addWidget(QLabel("–"))
        row.addWidget(self.end_edit, 1)
        self._line = QWidget()
        # In large letters the second date is below the first: what lies on each other cannot be read.
        self._flow = FlowLayout(self._line)
        self._flow.setSpacing(1)
        for part in (self.start_edit, self._until, self.preset_combo):
            self._flow.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._line)
        layout.addWidget(self.problem_label)
        self.preset_combo.activated.connect(self._on_preset)
        if workbench.parameters.period is None:
            workbench.set_period(last_months(DEFAULT_MONTHS, _today()))
        self.follow_workbench()

    def show_state(self) -> None:
        """Shows the workbench's period."""
        period = self._workbench.parameters.period
        for edit, moment in (
            (self.start_edit, period.start if period is not None else None),
            (self.end_edit, period.end if period is not None else None),
        ):
            edit.setEnabled(period is not None)
            if moment is not None:
                with QSignalBlocker(edit):
                    edit.setDate(QDate(moment.year, moment.month, moment.day))
        # Without dates the words of the list have their room, which say so.
        for part in (self.start_edit, self._until):
            part.setVisible(period is not None)
        self.preset_combo.setCurrentIndex(self.preset_combo.findData(_preset_of(period)))
        pattern = self.tr("Common periods, up to today: {period}")
        self.preset_combo.setToolTip(pattern.format(period=self.preset_combo.currentText()))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps dates and list on one line."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leaves the words out of the list where they would take a line of their own, then room out of the dates."""
        room, least = self.width(), 0
        if not self._until.isHidden():
            gap = max(self._flow.spacing(), 0)
            parts = (self.start_edit, self._until)
            hint = sum(part.sizeHint().width() + gap for part in parts)
            narrow = sum(part.minimumSizeHint().width() + gap for part in parts)
            room -= hint
            is_roomy = room >= self.preset_combo.short_width()
            for part in parts:
                size = part.sizeHint() if is_roomy else part.minimumSizeHint()
                part.setMaximumWidth(size.width())
            least = min(narrow + self.preset_combo.short_width(), _NARROWEST_LINE_PX)
        self._ask_for(least)
        self.preset_combo.set_short(room < self.preset_combo.full_width())

    def _ask_for(self, least: int) -> None:
        """Has the form move the label above this field where the two do not fit side by side.

        Qt sums up the words of this one label and the field, without the gap; but the field begins where the longest
        label ends, and would be cut at the edge of the dock.
        """
        parent, gap = self.parentWidget(), 0
        for form in parent.findChildren(QFormLayout) if parent is not None else ():
            label = form.labelForField(self)
            if label is not None:
                gap = max(form.horizontalSpacing(), 0)
                if self.x() > label.x():
                    label.setMinimumWidth(self.x() - label.x() - gap)
        self._line.setMinimumWidth(least + gap if least else 0)

    def _edit(self, name: str, label: str, slot: Callable[[QDate], None]) -> QgsDateEdit:
        edit = QgsDateEdit()
        edit.setObjectName(name)
        edit.setAccessibleName(label)
        edit.setToolTip(label)
        # First: Qt turns the parts of a format around where text runs from right to left.
        edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        edit.setDisplayFormat("yyyy-MM-dd")
        edit.setAllowNull(False)
        # A year that is still being typed is not a year yet.
        edit.setKeyboardTracking(False)
        edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # The date, its drop-down button and the frames; Qt's own hint leaves more room than a narrow dock has.
        metrics = edit.fontMetrics()
        edit.setMinimumWidth(metrics.horizontalAdvance("0000-00-00") + metrics.height() * 3 // 2 + _FRAMES_PX)
        edit.dateChanged.connect(slot)
        return edit

    def _on_preset(self, index: int) -> None:
        chosen = self.preset_combo.itemData(index)
        today = _today()
        if chosen == ANY_DATE:
            self._workbench.set_period(None)
        elif chosen == THIS_YEAR:
            self._workbench.set_period(_whole_days(date(today.year, 1, 1), today))
        elif chosen == CUSTOM:
            self._workbench.set_period(self._workbench.parameters.period or last_months(DEFAULT_MONTHS, today))
            self.start_edit.setFocus()
        else:
            self._workbench.set_period(last_months(int(chosen), today))

    def _on_start(self, day: QDate) -> None:
        period = self._workbench.parameters.period
        if period is not None and day.isValid():
            self._workbench.set_period(replace(period, start=_whole_days(_date(day), _date(day)).start))

    def _on_end(self, day: QDate) -> None:
        period = self._workbench.parameters.period
        if period is not None and day.isValid():
            self._workbench.set_period(replace(period, end=_whole_days(_date(day), _date(day)).end))


class _PresetCombo(QComboBox):
    """A list that shows its choice in words, or as an icon where there is no room for them."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._is_short = False

    def full_width(self) -> int:
        """Returns the width with words."""
        return super().sizeHint().width()

    def short_width(self) -> int:
        """Returns the width with an icon."""
        return max(super().sizeHint().height(), MIN_TARGET_PX)

    def set_short(self, is_short: bool) -> None:
        """Shows an icon, or the words."""
        if is_short is not self._is_short:
            self._is_short = is_short
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Returns the room for the words, or for the icon."""
        hint = super().sizeHint()
        return QSize(self.short_width(), hint.height()) if self._is_short else hint

    def minimumSizeHint(self) -> QSize:
        """Returns the same where the words are left out."""
        return self.sizeHint() if self._is_short else super().minimumSizeHint()

    def showPopup(self) -> None:
        """Opens the list as wide as its words."""
        view = self.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + view.verticalScrollBar().sizeHint().width())
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the icon in place of words that do not fit."""
        if not self._is_short:
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        option.initFrom(self)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        # Not by the style: a style sheet pads words, and would push the icon out of so small a button.
        place = QRect(QPoint(), self.iconSize())
        place.moveCenter(self.rect().center())
        QgsApplication.getThemeIcon("propertyicons/temporal.svg").paint(painter, place)


def last_months(months: int, today: date) -> Period:
    """Returns the whole days from the same day some months ago to today."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    first = date(year, month + 1, 1)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    day = min(today.day, (following - timedelta(days=1)).day)
    return _whole_days(first.replace(day=day), today)


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())


def _whole_days(start: date, end: date) -> Period:
    return Period(
        datetime.combine(start, time(0, 0, 0), timezone.utc), datetime.combine(end, time(23, 59, 59), timezone.utc)
    )


def _today() -> date:
    return utc_now().date()


def _preset_of(period: Optional[Period]) -> object:
    if period is None:
        return ANY_DATE
    today = _today()
    usual: Tuple[Tuple[object, Period], ...] = tuple((months, last_months(months, today)) for months in _MONTHS)
    usual = (*usual, (THIS_YEAR, _whole_days(date(today.year, 1, 1), today)))
    return next((name for name, known in usual if known == period), CUSTOM)
