"""The timeline of scenes: one bar per scene at its date, to look through, choose and filter by dates."""

from __future__ import annotations

from datetime import date
from typing import FrozenSet, Iterable, List, Optional, Tuple

from qgis.PyQt.QtCore import QEvent, QPoint, QRect, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from qgis.PyQt.QtWidgets import QAbstractSlider, QApplication, QSizePolicy, QToolTip, QWidget

from ...core.domain.scenes.timeline import TimelineRows, TimeWindow, day_range
from ..parts.colours import base_of
from ..parts.small import plain_tip
from ..wording.timeline import bar_description, bar_lines, period_text, timeline_keys_text, timeline_name
from .timeline_layout import TimelineLayout, row_height, single_height
from .timeline_painter import TimelinePicture, TimelineState
from .timeline_rows_bar import RowsBar

_ZOOM = 1.25
# One notch of a wheel moves the window, or the rows, by this share of what is visible.
_NOTCH = 0.15
# Rows that are visible at once at least, if there are as many.
_MIN_ROWS, _MAX_ROWS = 2, 6


class Timeline(QAbstractSlider):
    """A slider over the scenes in order of their dates, so that a screen reader reads it as one.

    Its value is the current bar; name and description are what the bar shows.
    """

    # Scene id; true adds it to the chosen ones or takes it away, false chooses it alone
    scene_chosen = pyqtSignal(str, bool)
    # The pointer is on the bar of a scene, or on none: empty
    scene_hovered = pyqtSignal(str)
    # First and last UTC day, inclusive, None for no limit
    period_chosen = pyqtSignal(object, object)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows = TimelineRows()
        self._whole: Optional[TimeWindow] = None
        self._window: Optional[TimeWindow] = None
        self._chosen: FrozenSet[str] = frozenset()
        self._current = self._hovered = -1
        self._day: Optional[date] = None
        self._period: Tuple[Optional[date], Optional[date]] = (None, None)
        # Where Shift and the arrow keys began
        self._anchor: Optional[date] = None
        self._pressed: Optional[QPoint] = None
        self._dragged: Optional[Tuple[date, date]] = None
        self._places: Optional[TimelineLayout] = None
        self._picture = TimelinePicture()
        self.rows_bar = RowsBar(self)
        self.rows_bar.valueChanged.connect(self._relay)
        self._describe()

    def set_rows(self, rows: TimelineRows) -> None:
        """Shows other bars; the window of time is kept if their period is the same."""
        before, lit = self._key_at(self._current), self._key_at(self._hovered)
        keys = [(bar.scene_id, bar.row) for bar in rows.bars]
        if lit not in keys:
            self._hover(-1)
        self._rows, whole = rows, TimeWindow.around(rows.bars)
        if whole != self._whole:
            self._whole = self._window = whole
        self._current, self._hovered = (keys.index(key) if key in keys else -1 for key in (before, lit))
        self.setRange(0, max(len(keys) - 1, 0))
        self.updateGeometry()
        self._arrange_rows()
        self._describe()

    def set_chosen(self, scene_ids: Iterable[str]) -> None:
        """Marks exactly these scenes as chosen."""
        chosen = frozenset(scene_ids)
        if chosen != self._chosen:
            self._chosen = chosen
            self._describe()
            self.update()

    def set_current(self, scene_id: str) -> None:
        """Makes a scene the current one, in the current row if it has a bar there."""
        found = [number for number, bar in enumerate(self._rows.bars) if bar.scene_id == scene_id]
        row = self._rows.bars[self._current].row if self._current >= 0 else 0
        self._go_to(min(found, key=lambda number: abs(self._rows.bars[number].row - row), default=-1))

    def set_day(self, day: Optional[date]) -> None:
        """Shows the needle at a day, or none."""
        if day != self._day:
            self._day = day
            self.update()

    def set_period(self, first: Optional[date], last: Optional[date]) -> None:
        """Shades what is outside of two days, None for no limit."""
        if (first, last) != self._period:
            self._period = (first, last)
            self.update()

    def look_at_days(self, first: date, last: date) -> None:
        """Shows the time from one UTC day to another, both whole."""
        if self._whole is not None:
            self._look_at(TimeWindow.of_days(first, last).within(self._whole))

    @property
    def current_id(self) -> str:
        """Returns the scene of the current bar, empty without one."""
        return self._rows.bars[self._current].scene_id if self._current >= 0 else ""

    def place_of(self, scene_id: str, row: int = 0) -> QRect:
        """Returns where the bar of a scene is, null if it has none or is scrolled away."""
        places = self._layout()
        for number in self._rows.row_range(row):
            if places is not None and self._rows.bars[number].scene_id == scene_id:
                return places.bar_rect(number, 0).translated(self._origin, 0).intersected(self.rect())
        return QRect()

    def sizeHint(self) -> QSize:
        """Returns 75 pixels of height with the usual font for one area, more for several."""
        return QSize(40 * self.fontMetrics().height(), self._height(_MAX_ROWS))

    def minimumSizeHint(self) -> QSize:
        """Returns the smallest useful size."""
        return QSize(8 * self.fontMetrics().height(), self._height(_MIN_ROWS))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the bars that are visible."""
        painter = QPainter(self)
        places = self._layout()
        if places is None:
            painter.fillRect(self.rect(), base_of(self.palette()))
            return
        period = self._dragged or (self._period if self._period != (None, None) else None)
        painter.translate(self._origin, 0)
        state = TimelineState(self._chosen, self._current, self._hovered, self.hasFocus(), self._day, period)
        self._picture.paint(painter, places, self.palette(), state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Places the bars for the new size."""
        super().resizeEvent(event)
        self._arrange_rows()

    def changeEvent(self, event: QEvent) -> None:
        """Follows another font, palette or reading direction."""
        super().changeEvent(event)
        self.updateGeometry()
        self._relay()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begins at the newest scene."""
        super().focusInEvent(event)
        if self._current < 0 and self._rows.bars:
            self._go_to(self._rows.row_range(self._rows.bars[0].row).stop - 1)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Takes the mark of the current bar away."""
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Shows the facts of the bar below the pointer as a tool tip, else how the timeline is used."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_tip(event)
            return True
        return bool(super().event(event))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins a click or a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.pos()
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Marks the dates that are dragged over, or the bar below the pointer."""
        places = self._layout()
        if places is None:
            return
        if self._pressed is None:
            self._hover(self._bar_at(event.pos()))
            return
        if self._dragged is None and (event.pos() - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return
        ends = [places.share_at(spot.x() - self._origin) for spot in (self._pressed, event.pos())]
        self._dragged = day_range(places.window, *ends)
        QToolTip.showText(self.mapToGlobal(QPoint(event.pos().x(), 0)), period_text(*self._dragged), self)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Chooses the dates that were dragged over, or the scene that was clicked."""
        pressed, dragged = self._pressed, self._dragged
        self._pressed, self._dragged = None, None
        if event.button() != Qt.MouseButton.LeftButton or pressed is None:
            return
        if dragged is not None:
            self.period_chosen.emit(*dragged)
            self.update()
            return
        position = self._bar_at(event.pos())
        if position >= 0:
            adds = bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier))
            self._go_to(position)
            self.scene_chosen.emit(self.current_id, adds)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Shows all dates again, in the list and in the window."""
        self._show_all_dates()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ends hovering, which would leave its mark on the map."""
        super().hideEvent(event)
        self._hover(-1)

    def leaveEvent(self, event: QEvent) -> None:
        """Ends hovering."""
        super().leaveEvent(event)
        self._hover(-1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms with Ctrl, moves in time sideways and scrolls many rows; else leaves the wheel to the list."""
        steps, is_sideways = event.angleDelta().y() / 120.0, event.angleDelta().x() / 120.0
        places = self._layout()
        event.ignore()
        if places is None or self._window is None or self._whole is None:
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            at = places.share_at(round(event.position().x()) - self._origin)
            self._look_at(self._window.zoomed(_ZOOM**-steps, at, self._whole))
        elif is_sideways or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            sign = -1.0 if places.direction == Qt.LayoutDirection.RightToLeft else 1.0
            self._look_at(self._window.moved(-sign * _NOTCH * (is_sideways or steps), self._whole))
        elif self.rows_bar.isVisible():
            self.rows_bar.setValue(self.rows_bar.value() - round(steps * places.row_height))
        else:
            return
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handles the keys that `timeline_keys_text` describes; others go to the parent."""
        key, is_shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        ahead = Qt.Key.Key_Left if is_mirrored else Qt.Key.Key_Right
        event.accept()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if key == ahead else -1, is_shift)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and len(self._rows.titles) > 1:
            self._change_row(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._current >= 0:
            row = self._rows.row_range(self._rows.bars[self._current].row)
            self._choose(row.start if key == Qt.Key.Key_Home else row.stop - 1)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Select) and self._current >= 0:
            self.scene_chosen.emit(self.current_id, True)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus) and self._window is not None and self._whole is not None:
            at = self._window.share(self._rows.bars[self._current].acquired) if self._current >= 0 else 0.5
            factor = 1.0 / _ZOOM if key == Qt.Key.Key_Plus else _ZOOM
            self._look_at(self._window.zoomed(factor, min(max(at, 0.0), 1.0), self._whole))
        elif key == Qt.Key.Key_Escape and (self._period != (None, None) or self._window != self._whole):
            self._show_all_dates()
        else:
            event.ignore()

    def _step(self, step: int, is_period: bool) -> None:
        """Goes to the next scene of the row; `is_period` extends the chosen dates to it."""
        if self._current < 0:
            return
        before = self._rows.bars[self._current]
        row = self._rows.row_range(before.row)
        position = min(max(self._current + step, row.start), row.stop - 1)
        self._choose(position)
        if not is_period:
            self._anchor = None
            return
        self._anchor = self._anchor or before.acquired.date()
        self.period_chosen.emit(*sorted((self._anchor, self._rows.bars[position].acquired.date())))

    def _change_row(self, step: int) -> None:
        if self._current < 0:
            return
        row = self._rows.bars[self._current].row + step
        while 0 <= row < len(self._rows.titles):
            position = self._rows.in_row(self._current, row)
            if position >= 0:
                self._choose(position)
                return
            row += step

    def _choose(self, position: int) -> None:
        if position != self._current:
            self._go_to(position)
            self.scene_chosen.emit(self.current_id, False)

    def _go_to(self, position: int) -> None:
        """Makes a bar the current one and brings it into view."""
        if position == self._current:
            return
        self._current = position
        if position >= 0:
            bar = self._rows.bars[position]
            if self._window is not None and self._whole is not None:
                self._look_at(self._window.showing(bar.acquired, self._whole))
            self.rows_bar.bring_into_view(bar.row)
        self._describe()
        self.update()

    def _describe(self) -> None:
        """Says what the current bar shows; the description first, because the value announces it."""
        self.setAccessibleName(timeline_name(len(self._rows.bars)))
        if self._current < 0:
            self.setAccessibleDescription(timeline_keys_text())
            return
        bar = self._rows.bars[self._current]
        row = self._rows.row_range(bar.row)
        place = (self._current - row.start + 1, len(row))
        is_chosen = bar.scene_id in self._chosen
        self.setAccessibleDescription(
            bar_description(bar, self._rows.titles[bar.row], place, is_chosen=is_chosen)
        )
        self.setValue(self._current)

    def _key_at(self, position: int) -> Optional[Tuple[str, int]]:
        return (self._rows.bars[position].scene_id, self._rows.bars[position].row) if position >= 0 else None

    def _hover(self, position: int) -> None:
        if position == self._hovered:
            return
        self._hovered = position
        self.setCursor(Qt.CursorShape.PointingHandCursor if position >= 0 else Qt.CursorShape.ArrowCursor)
        self.scene_hovered.emit(self._rows.bars[position].scene_id if position >= 0 else "")
        self.update()

    def _show_tip(self, event: QHelpEvent) -> None:
        position = self._bar_at(event.pos())
        lines: List[str] = [timeline_keys_text()]
        if position >= 0:
            bar = self._rows.bars[position]
            lines = bar_lines(bar, self._rows.titles[bar.row], is_chosen=bar.scene_id in self._chosen)
        QToolTip.showText(event.globalPos(), plain_tip(lines), self)

    def _show_all_dates(self) -> None:
        if self._whole is not None:
            self._look_at(self._whole)
        if self._period != (None, None):
            self.period_chosen.emit(None, None)

    def _look_at(self, window: TimeWindow) -> None:
        if window != self._window:
            self._window = window
            self._relay()

    def _height(self, max_rows: int) -> int:
        line = self.fontMetrics().height()
        count = len(self._rows.titles)
        return single_height(line) if count < 2 else min(count, max_rows) * row_height(line) + line + 2

    def _arrange_rows(self) -> None:
        """Shows the scroll bar if not all rows fit."""
        self.rows_bar.arrange(len(self._rows.titles), self.height() - self.fontMetrics().height() - 2)
        self._relay()

    def _relay(self) -> None:
        self._places = None
        self.update()

    def _bar_at(self, spot: QPoint) -> int:
        places = self._layout()
        return -1 if places is None else places.bar_at(spot.x() - self._origin, spot.y())

    @property
    def _origin(self) -> int:
        """Returns where the places begin: beside the scroll bar if that is on the left."""
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return self.rows_bar.width() if is_mirrored and self.rows_bar.isVisible() else 0

    def _layout(self) -> Optional[TimelineLayout]:
        """Returns the places of all parts, None without scenes."""
        if self._window is None:
            return None
        if self._places is None:
            widest = max(map(self.fontMetrics().horizontalAdvance, self._rows.titles), default=0)
            line = self.fontMetrics().height()
            size = QSize(self.width() - (self.rows_bar.width() if self.rows_bar.isVisible() else 0), self.height())
            self._places = TimelineLayout(
                self._rows, self._window, size, line, widest + line, self.rows_bar.value(), self.layoutDirection()
            )
        return self._places
