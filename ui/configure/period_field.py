"""Chooses the acquisition dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from typing import Callable, Optional, Tuple

from qgis.gui import QgsDateEdit
from qgis.PyQt.QtCore import QDate, QSignalBlocker, Qt
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ...core.app.session.workbench import Workbench
from ...core.domain.clock import utc_now
from ...core.domain.parameters import Period
from ..parts.flow_layout import FlowLayout
from .parameter_field import ParameterField

_MONTHS = (1, 3, 6, 12, 24)
DEFAULT_MONTHS = 6
THIS_YEAR = "year"
ANY_DATE = "any"
CUSTOM = "custom"


class PeriodField(ParameterField):
    """Two dates, both included, and a list of common periods."""

    def __init__(self, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__("period", workbench, parent)
        self.start_edit = self._edit("start_date", self.tr("First day (UTC)"), self._on_start)
        self.end_edit = self._edit("end_date", self.tr("Last day (UTC)"), self._on_end)
        self.preset_combo = QComboBox()
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
        self.preset_combo.setToolTip(self.tr("Common periods, up to today"))
        dates = QWidget()
        row = QHBoxLayout(dates)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.start_edit, 1)
        row.addWidget(QLabel("–"))
        row.addWidget(self.end_edit, 1)
        wrapped = QWidget()
        flow = FlowLayout(wrapped)
        flow.addWidget(dates)
        flow.addWidget(self.preset_combo)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(wrapped)
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
        self.preset_combo.setCurrentIndex(self.preset_combo.findData(_preset_of(period)))

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
        # The date and its drop-down button; Qt's own hint leaves more room than a narrow dock has.
        metrics = edit.fontMetrics()
        edit.setMinimumWidth(metrics.horizontalAdvance("0000-00-00") + metrics.height() * 3 // 2)
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
