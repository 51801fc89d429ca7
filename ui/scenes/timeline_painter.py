"""Paints the timeline: bars, marks, axis, chosen dates and the day that is played."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import FrozenSet, Optional, Tuple

from qgis.PyQt.QtCore import QPoint, QRect, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QPainter, QPalette, QPen, QPixmap, QPolygon, QTextOption

from ...core.domain.scenes.timeline import TickKind, TimelineBar, ticks
from ..parts.colours import base_of, blended, readable_on, text_on
from ..wording.timeline import tick_text
from .timeline_layout import TimelineLayout

# Contrast that graphics need against their ground (WCAG 2.1, 1.4.11).
_GRAPHICS = 3.0
_TEXT = 4.5
_HIDDEN_OPACITY = 0.3
# Room between two labels of the axis, in line heights.
_LABEL_ROOM = 3.2


@dataclass(frozen=True)
class TimelineState:
    """What is marked: chosen scenes, the current bar, the bar below the pointer, the played day, chosen dates."""

    chosen: FrozenSet[str] = frozenset()
    current: int = -1
    hovered: int = -1
    has_focus: bool = False
    day: Optional[date] = None
    period: Optional[Tuple[Optional[date], Optional[date]]] = None


class TimelinePicture:
    """Paints the timeline, and keeps the picture of axis and bars: hundreds of bars take a third of a frame.

    Marks change with each key and each tick, bars only with the list, the size or the window of time.
    """

    def __init__(self) -> None:
        self._pixmap = QPixmap()
        self._layout: Optional[TimelineLayout] = None
        self._look: Tuple[object, ...] = ()

    def paint(self, painter: QPainter, layout: TimelineLayout, palette: QPalette, state: TimelineState) -> None:
        """Paints one frame; another layout object stands for other bars or other places."""
        ratio = painter.device().devicePixelRatioF()
        look = (palette.cacheKey(), painter.font().key(), ratio)
        if layout is not self._layout or look != self._look:
            self._layout, self._look = layout, look
            self._pixmap = QPixmap(layout.size * ratio)
            self._pixmap.setDevicePixelRatio(ratio)
            bars = QPainter(self._pixmap)
            bars.setFont(painter.font())
            TimelinePainter(bars, layout, palette, state).paint_bars()
            bars.end()
        painter.drawPixmap(0, 0, self._pixmap)
        TimelinePainter(painter, layout, palette, state).paint_marks()


class TimelinePainter:
    """Paints one frame with the palette and the font of the widget."""

    def __init__(self, painter: QPainter, layout: TimelineLayout, palette: QPalette, state: TimelineState) -> None:
        self._painter = painter
        self._layout = layout
        self._state = state
        self._ground = base_of(palette)
        # A style sheet of the application gives a widget its ground, and may leave the text to that of another theme.
        self._text = text_on(self._ground, palette.color(QPalette.ColorRole.Text))
        accent = palette.color(QPalette.ColorRole.Highlight)
        self._clear = readable_on(self._ground, accent, self._text, _GRAPHICS)
        self._line = readable_on(self._ground, blended(self._ground, self._text, 0.4), self._text, _GRAPHICS)
        self._cloud = blended(self._ground, self._text, 0.15)
        self._dim = readable_on(self._ground, blended(self._ground, self._text, 0.6), self._text, _TEXT)

    def paint_bars(self) -> None:
        """Paints what does not depend on the marks: ground, axis, names and bars."""
        layout = self._layout
        self._painter.fillRect(QRect(QPoint(0, 0), layout.size), self._ground)
        self._draw_axis()
        self._clip_to_rows()
        for row in layout.visible_rows():
            self._draw_row(row)
        self._painter.restore()

    def paint_marks(self) -> None:
        """Paints what is marked over the bars."""
        layout, chosen, pointed = self._layout, self._state.chosen, self._pointed()
        room = layout.line // 2
        self._clip_to_rows()
        for row in layout.visible_rows():
            for position in layout.rows.row_range(row):
                bar = layout.rows.bars[position]
                is_marked = bar.is_owned or bar.scene_id in chosen or position in pointed
                if is_marked and layout.is_inside(bar):
                    self._draw_marks(position, layout.bar_rect(position, room), room)
        self._painter.restore()
        self._draw_period()
        self._draw_day()

    def _clip_to_rows(self) -> None:
        """Leaves the axis alone until `restore`."""
        layout = self._layout
        self._painter.save()
        self._painter.setClipRect(0, 0, layout.size.width(), layout.size.height() - layout.axis_height)

    def _draw_row(self, row: int) -> None:
        layout = self._layout
        room = layout.line // 2
        if layout.has_titles:
            place = layout.row_rect(row)
            self._painter.setPen(self._cloud)
            self._painter.drawLine(place.bottomLeft(), place.bottomRight())
            name = QRect(place)
            name.setWidth(layout.left - layout.line // 3)
            self._draw_text(layout.mirrored(name), layout.rows.titles[row], self._text, Qt.AlignmentFlag.AlignLeading)
        for position, bar in layout.shown(row):
            self._draw_bar(bar, layout.bar_rect(position, room))

    def _pointed(self) -> Tuple[int, int]:
        return self._state.current if self._state.has_focus else -1, self._state.hovered

    def _draw_bar(self, bar: TimelineBar, whole: QRect) -> None:
        coverage = 1.0 if bar.coverage is None else bar.coverage
        rect = QRect(whole)
        rect.setTop(whole.bottom() - max(round(coverage * whole.height()), 2) + 1)
        self._painter.setOpacity(1.0 if bar.is_listed else _HIDDEN_OPACITY)
        self._painter.fillRect(rect, self._line)
        is_framed = rect.width() > 4
        inner = rect.adjusted(1, 1, -1, -1) if is_framed else rect
        if self._layout.has_titles:
            # One of many rows is too low for two parts.
            cloud = 1.0 if bar.cloud is None else bar.cloud
            self._painter.fillRect(inner, blended(self._clear, self._cloud, cloud))
        elif bar.cloud is None:
            self._painter.fillRect(inner, self._ground)
            self._painter.fillRect(inner, Qt.BrushStyle.BDiagPattern)
        else:
            # Clear below and filled, clouded above and hollow: two shapes, not only two colours.
            height = round(min(max(bar.cloud, 0.0), 1.0) * inner.height())
            self._painter.fillRect(QRect(inner.left(), inner.top(), inner.width(), height), self._cloud)
            self._painter.fillRect(inner.adjusted(0, height, 0, 0), self._clear)
        self._painter.setOpacity(1.0)

    def _draw_marks(self, position: int, whole: QRect, room: int) -> None:
        bar, middle = self._layout.rows.bars[position], whole.center().x()
        above = QRect(middle - room, whole.top() - room, 2 * room, room)
        is_chosen = bar.scene_id in self._state.chosen
        if is_chosen:
            self._painter.setPen(QPen(self._text, 2))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRect(whole.adjusted(-1, 0, 1, 0))
        if position in self._pointed():
            self._painter.setPen(QPen(self._text, 1, Qt.PenStyle.DotLine))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRect(whole.adjusted(-4, -2, 4, 0))
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if bar.is_owned:
            self._painter.setPen(QPen(self._text, max(room / 5.0, 1.5)))
            x, y, step = middle, above.bottom() - 1, room / 4.0
            tick = [QPoint(round(x - 2 * step), round(y - step)), QPoint(round(x - step / 2), round(y))]
            self._painter.drawPolyline(QPolygon([*tick, QPoint(round(x + 2 * step), round(y - 3 * step))]))
        elif is_chosen:
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(self._text)
            half, foot = max(room // 2, 3), above.bottom() - 1
            self._painter.drawPolygon(
                QPolygon([QPoint(middle - half, foot - half), QPoint(middle + half, foot - half), QPoint(middle, foot)])
            )
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _draw_axis(self) -> None:
        layout = self._layout
        top = layout.size.height() - layout.axis_height
        self._painter.setPen(self._line)
        self._painter.drawLine(0, top, layout.size.width(), top)
        last_end, space = -layout.line, layout.line // 3
        count = max(int(layout.width / (layout.line * _LABEL_ROOM)), 1)
        marks = sorted(
            (layout.x_of(layout.window.share(moment)), moment, kind) for moment, kind in ticks(layout.window, count)
        )
        for x, moment, kind in marks:
            self._painter.setPen(self._line)
            self._painter.drawLine(x, top, x, top + 3)
            words = tick_text(moment, kind)
            width = self._painter.fontMetrics().horizontalAdvance(words) + 2
            left = min(max(x - width // 2, 0), layout.size.width() - width)
            if left < last_end + space:
                continue
            self._painter.setFont(self._font(is_bold=kind is TickKind.YEAR))
            place = QRect(left - space, top + 2, width + 2 * space, layout.axis_height - 2)
            self._draw_text(place, words, self._dim, Qt.AlignmentFlag.AlignHCenter)
            self._painter.setFont(self._font(is_bold=False))
            last_end = left + width

    def _draw_period(self) -> None:
        """Shades what is outside the chosen dates, with a line at each end."""
        if self._state.period is None:
            return
        layout = self._layout
        height = layout.size.height() - layout.axis_height
        first, last = self._state.period
        shade = QColor(self._text)
        shade.setAlphaF(0.18)
        begin = 0 if first is None else round(self._share(first, 0) * layout.width)
        end = layout.width if last is None else round(self._share(last, 1) * layout.width)
        begin, end = max(begin, 0), min(end, layout.width)
        for start, stop in ((0, begin), (end, layout.width)):
            if stop > start:
                outside = layout.mirrored(QRect(layout.left + start, 0, stop - start, height))
                self._painter.fillRect(outside, shade)
        self._painter.setPen(QPen(self._text, 1, Qt.PenStyle.DashLine))
        for place, is_set in ((begin, first is not None), (end, last is not None)):
            if is_set:
                x = layout.mirrored(QRect(layout.left + min(place, layout.width - 1), 0, 1, 1)).left()
                self._painter.drawLine(x, 0, x, height)

    def _draw_day(self) -> None:
        """Draws the day that is played as a needle with a round head."""
        if self._state.day is None:
            return
        layout = self._layout
        share = (self._share(self._state.day, 0) + self._share(self._state.day, 1)) / 2.0
        if not 0.0 <= share <= 1.0:
            return
        x, radius = layout.x_of(share), max(layout.line // 4, 3)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Bright around dark, or dark around bright: visible on a bar of any colour.
        for color, width in ((self._ground, 4), (self._text, 2)):
            self._painter.setPen(QPen(color, width))
            self._painter.setBrush(self._text)
            self._painter.drawLine(x, radius, x, layout.size.height() - layout.axis_height)
            self._painter.drawEllipse(QPoint(x, radius + 1), radius, radius)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _share(self, day: date, days_later: int) -> float:
        moment = datetime.combine(day, time.min, tzinfo=timezone.utc) + timedelta(days=days_later)
        return self._layout.window.share(moment)

    def _font(self, *, is_bold: bool) -> QFont:
        font = QFont(self._painter.font())
        font.setBold(is_bold)
        return font

    def _draw_text(self, rect: QRect, text: str, color: QColor, side: Qt.AlignmentFlag) -> None:
        self._painter.setPen(color)
        words = self._painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        if side == Qt.AlignmentFlag.AlignLeading and self._layout.direction == Qt.LayoutDirection.RightToLeft:
            side = Qt.AlignmentFlag.AlignRight
        # The words keep their own direction, so that names are cut at their end.
        option = QTextOption(side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        self._painter.drawText(QRectF(rect), words, option)
