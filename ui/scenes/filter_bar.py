"""Filters of a list of scenes, applied immediately and without requests."""

from __future__ import annotations

from datetime import date, datetime, time, timezone
from typing import Callable, List, Optional, Protocol, Tuple, Union

from qgis.core import QgsApplication
from qgis.gui import QgsDateEdit, QgsDoubleSpinBox, QgsFilterLineEdit, QgsSpinBox
from qgis.PyQt.QtCore import QDate, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QBoxLayout,
    QFormLayout,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...core.domain.scenes.filters import SceneFilters
from ...core.domain.scenes.scene import Scene
from ..parts.scrolled_form import guard_wheel, scrolled
from ..parts.small import large_enough
from ..wording import counted, number_text

# What is seen at once of open filters: rows in a low tab, and the share of a higher one.
LOW_FILTER_ROWS = 2.6
NARROW_FILTER_ROWS = 1.9
NARROW_LINES = 20
FILTER_SHARE = 0.3
# Their height, in line heights, and what a list beside them needs of it.
FILTER_LINES = 20
_WHOLE_PERCENT = 100
_STEEPEST_DEGREES = 90
_COARSEST_METRES = 1000
_Spin = Union[QgsSpinBox, QgsDoubleSpinBox]


class FilteredRows(Protocol):
    """A list with filters."""

    @property
    def filters(self) -> SceneFilters:
        """Returns the filters."""

    def set_filters(self, filters: SceneFilters) -> None:
        """Lists the rows that the filters accept."""


class FilterBar(QWidget):
    """A text filter, with more filters in a collapsible part below; `scenes` returns those that may be filtered."""

    # A filter has changed
    changed = pyqtSignal()

    def __init__(
        self, rows: FilteredRows, scenes: Callable[[], List[Scene]], parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._filter = rows
        self._scenes = scenes
        self._is_setting = False
        self._is_low = False
        self._dates: Optional[Tuple[QDate, QDate]] = None
        self._build_first_row()
        self._build_filters()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._rows = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._rows.addLayout(self._first_row, 3)
        self._usual_gap = layout.spacing()
        layout.addLayout(self._rows)
        layout.addWidget(self._filters)
        guard_wheel(self)

    def clear(self) -> None:
        """Clears all filters."""
        self._is_setting = True
        self.filter_edit.clear()
        for spin in self._limits():
            spin.clear()
        self._show_period()
        self._is_setting = False
        self._apply()

    def set_low(self, is_low: bool) -> None:
        """Leaves room to the list."""
        self._is_low = is_low
        self.layout().setSpacing(self._usual_gap // 3 if is_low else self._usual_gap)

    def fit_into(self, tab_height: int) -> None:
        """Leaves most of a tab to its list: open filters are scrolled in the rest."""
        # Beside each other, or below each other where it is narrow: a value is always seen with its title.
        is_narrow = self.width() < NARROW_LINES * self.fontMetrics().height()
        rows = NARROW_FILTER_ROWS if is_narrow and self._is_low else LOW_FILTER_ROWS
        least = int(rows * self.cloud_spin.sizeHint().height())
        self._filters.setMaximumHeight(least if self._is_low else max(least, int(FILTER_SHARE * tab_height)))

    @property
    def more_lines(self) -> int:
        """How many line heights open filters take from the tab."""
        return FILTER_LINES if self.filters_button.isChecked() else 0

    def period(self) -> Tuple[Optional[date], Optional[date]]:
        """Returns the first and last day of the filter, None for no limit."""
        filters = self._filter.filters
        return (
            filters.start.date() if filters.start is not None else None,
            filters.end.date() if filters.end is not None else None,
        )

    def set_period(self, first: Optional[date], last: Optional[date]) -> None:
        """Shows only scenes of these UTC days, None for no limit."""
        self._is_setting = True
        self._show_period()
        for edit, day, limit in zip((self.first_date, self.last_date), (first, last), self._dates or ()):
            if day is not None:
                chosen = QDate(day.year, day.month, day.day)
                # Beyond the scenes' own dates it would filter nothing, and still count as a filter.
                days = chosen.daysTo(limit)
                is_beyond = days > 0 if edit is self.first_date else days < 0
                edit.setDate(limit if is_beyond else chosen)
        self._is_setting = False
        self._apply()

    def _build_first_row(self) -> None:
        self.filter_edit = QgsFilterLineEdit()
        self.filter_edit.setObjectName("filter_edit")
        self.filter_edit.setShowSearchIcon(True)
        self.filter_edit.setPlaceholderText(self.tr("Filter by platform, level or ID"))
        self.filter_edit.setToolTip(self.tr("Shows only scenes whose platform, level or ID contains this text"))
        self.filter_edit.setAccessibleName(self.tr("Filter scenes"))
        self.filter_edit.textChanged.connect(self._on_text_changed)
        self.filters_button = QToolButton()
        self.filters_button.setObjectName("filters_button")
        large_enough(self.filters_button)
        self.filters_button.setIcon(QgsApplication.getThemeIcon("mActionFilter2.svg"))
        self.filters_button.setCheckable(True)
        self.filters_button.setAutoRaise(True)
        self.filters_button.setToolTip(self.tr("More filters: dates, clouds, angle, GSD, area covered"))
        self.filters_button.setAccessibleName(self.tr("More filters"))
        self._first_row = QHBoxLayout()
        self._first_row.addWidget(self.filter_edit, 1)
        self._first_row.addWidget(self.filters_button)

    def _build_filters(self) -> None:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.first_date, self.last_date = QgsDateEdit(), QgsDateEdit()
        for edit, name, title in (
            (self.first_date, "first_date_edit", self.tr("&First date")),
            (self.last_date, "last_date_edit", self.tr("Las&t date")),
        ):
            edit.setObjectName(name)
            edit.setCalendarPopup(True)
            # First: Qt turns the parts of a format around where text runs from right to left.
            edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            edit.setDisplayFormat("yyyy-MM-dd")
            # Room for the full date and the two buttons in it.
            edit.setMinimumWidth(edit.fontMetrics().horizontalAdvance("0000-00-00") + 4 * edit.fontMetrics().height())
            edit.dateValueChanged.connect(self._apply)
            form.addRow(title, edit)
        self.cloud_spin = QgsSpinBox()
        self._add_limit(form, self.cloud_spin, "cloud_filter_spin", self.tr("Cloud cover up to"), _WHOLE_PERCENT)
        self.cloud_spin.setSuffix(self.tr(" %"))
        self.area_cloud_spin = QgsSpinBox()
        title = self.tr("Cloud over the area &up to")
        self._add_limit(form, self.area_cloud_spin, "area_cloud_filter_spin", title, _WHOLE_PERCENT)
        self.area_cloud_spin.setSuffix(self.tr(" %"))
        self.area_cloud_spin.setToolTip(self.tr("As the quicklooks show it inside the area of interest"))
        self.angle_spin = QgsSpinBox()
        self._add_limit(form, self.angle_spin, "angle_filter_spin", self.tr("&Angle up to"), _STEEPEST_DEGREES)
        self.angle_spin.setSuffix(self.tr("°"))
        self.gsd_spin = QgsDoubleSpinBox()
        self._add_limit(form, self.gsd_spin, "gsd_filter_spin", self.tr("GSD up to"), _COARSEST_METRES)
        self.gsd_spin.setSuffix(self.tr(" m"))
        self.coverage_spin = QgsSpinBox()
        self._add_limit(form, self.coverage_spin, "coverage_filter_spin", self.tr("Area covered from"), _WHOLE_PERCENT)
        self.coverage_spin.setSuffix(self.tr(" %"))
        self.coverage_spin.setClearValueMode(QgsSpinBox.ClearValueMode.MinimumValue)
        self.coverage_spin.setValue(0)
        for spin in self._limits():
            spin.valueChanged.connect(self._apply)
        self.filters_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        # In a low dock they are scrolled: squeezed, their texts cannot be read.
        self._filters = scrolled(page)
        self._filters.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._filters.hide()
        self.filters_button.toggled.connect(self._filters.setVisible)

    def _add_limit(self, form: QFormLayout, spin: _Spin, name: str, title: str, largest: int) -> None:
        spin.setObjectName(name)
        spin.setRange(0, largest)
        spin.setValue(largest)
        # Not a value of its own: with one above the maximum in a spin box that was never shown, QGIS 3.22 crashes when
        # the application's style sheet is set.
        if isinstance(spin, QgsDoubleSpinBox):
            spin.setClearValueMode(QgsDoubleSpinBox.ClearValueMode.MaximumValue)
        else:
            spin.setClearValueMode(QgsSpinBox.ClearValueMode.MaximumValue)
        form.addRow(title, spin)

    def _limits(self) -> List[_Spin]:
        return [self.cloud_spin, self.area_cloud_spin, self.angle_spin, self.gsd_spin, self.coverage_spin]

    def _on_text_changed(self) -> None:
        self._apply()

    def _apply(self) -> None:
        """Applies all filters at once."""
        if self._is_setting:
            return
        share = _limit(self.coverage_spin)
        self._filter.set_filters(
            SceneFilters(
                start=_moment(self.first_date, time.min, self._dates[0] if self._dates else None),
                end=_moment(self.last_date, time.max, self._dates[1] if self._dates else None),
                max_cloud_cover=_limit(self.cloud_spin),
                max_area_cloud=_limit(self.area_cloud_spin),
                max_incidence=_limit(self.angle_spin),
                max_gsd_m=_limit(self.gsd_spin),
                min_coverage=None if share is None else share / _WHOLE_PERCENT,
                text=self.filter_edit.text().strip(),
            )
        )
        self._show_count()
        self.changed.emit()

    def _show_count(self) -> None:
        """Shows on the button how many filters are active, so that they are not forgotten when they are folded."""
        count = self._filter.filters.limit_count
        self.filters_button.setText(number_text(count) if count else "")
        tip = self.tr("More filters: dates, clouds, angle, GSD, area covered")
        if count:
            tip += "\n" + counted(self.tr("%Ln filter(s) active", None, count), count)
        self.filters_button.setToolTip(tip)
        self.filters_button.setAccessibleDescription(tip)

    def adopt_scenes(self) -> None:
        """Sets the ranges of dates and GSD to those of the scenes."""
        self._is_setting = True
        scenes = self._scenes()
        coarsest = max((scene.gsd_m for scene in scenes if scene.gsd_m is not None), default=_COARSEST_METRES)
        was_free = self.gsd_spin.value() == self.gsd_spin.clearValue()
        self.gsd_spin.setMaximum(coarsest)
        if was_free:
            self.gsd_spin.clear()
        self._dates = dates_of(scenes)
        self._show_period()
        self._is_setting = False
        self._apply()

    def _show_period(self) -> None:
        """Sets both ends to the dates of the scenes, which excludes none."""
        for edit, number in ((self.first_date, 0), (self.last_date, 1)):
            edit.setEnabled(self._dates is not None)
            if self._dates is not None:
                edit.setDate(self._dates[number])


def dates_of(scenes: List[Scene]) -> Optional[Tuple[QDate, QDate]]:
    """Returns the first and last acquisition day in UTC, None if no scene has one."""
    moments = [scene.acquired.astimezone(timezone.utc) for scene in scenes if scene.acquired is not None]
    if not moments:
        return None
    first, last = min(moments), max(moments)
    return QDate(first.year, first.month, first.day), QDate(last.year, last.month, last.day)


def _limit(spin: _Spin) -> Optional[float]:
    return None if spin.value() == spin.clearValue() else spin.value()


def _moment(edit: QgsDateEdit, at: time, own: Optional[QDate]) -> Optional[datetime]:
    """Returns the UTC time of a chosen day, None if it is cleared, still that of the scenes, or there are none."""
    if own is None or edit.isNull() or edit.date() == own:
        return None
    day = edit.date()
    return datetime.combine(date(day.year(), day.month(), day.day()), at, tzinfo=timezone.utc)
