"""Places of the timeline's parts in pixels: rows, bars and the axis, mirrored for right-to-left languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Dict, List, Tuple

from qgis.PyQt.QtCore import QRect, QSize, Qt
from qgis.PyQt.QtWidgets import QStyle

from ...core.domain.scenes.timeline import TimelineBar, TimelineRows, TimeWindow, spread

# Bars, and the room between two of them, in pixels.
_MAX_BAR, _MIN_BAR, _GAP = 10, 2, 2
# Maximum share of the width that the names of areas take.
_TITLE_SHARE = 0.3
# A click this far from a bar still means it: half of the smallest comfortable target.
REACH = 12
# In line heights: the only row, and one of several.
_ONE_ROW, _ROW = 3.3, 1.9


@dataclass(frozen=True)
class TimelineLayout:
    """All places for one size, font, window of time and scroll position; the origin is that of the widget."""

    rows: TimelineRows
    window: TimeWindow
    size: QSize
    line: int
    title_width: int
    top: int
    direction: Qt.LayoutDirection
    _cache: Dict[int, Tuple[range, Tuple[float, ...], int]] = field(default_factory=dict, compare=False)

    @cached_property
    def has_titles(self) -> bool:
        """Returns whether the areas are named at the beginning of their rows."""
        return len(self.rows.titles) > 1

    @cached_property
    def axis_height(self) -> int:
        """Returns the height of the axis with its labels."""
        return self.line + _GAP

    @cached_property
    def row_height(self) -> int:
        """Returns the height of one row, at least 1; a single row fills the widget."""
        return row_height(self.line) if self.has_titles else max(self.size.height() - self.axis_height, 1)

    @cached_property
    def left(self) -> int:
        """Returns where the time axis begins, before mirroring."""
        return min(self.title_width, int(self.size.width() * _TITLE_SHARE)) if self.has_titles else 0

    @cached_property
    def width(self) -> int:
        """Returns the length of the time axis."""
        return max(self.size.width() - self.left, 1)

    def visible_rows(self) -> range:
        """Returns the rows of which a part is visible."""
        height = self.size.height() - self.axis_height
        first = max(self.top // self.row_height, 0)
        return range(first, min(len(self.rows.titles), (self.top + height - 1) // self.row_height + 1))

    def row_rect(self, row: int) -> QRect:
        """Returns the place of a row over the whole width."""
        return QRect(0, row * self.row_height - self.top, self.size.width(), self.row_height)

    def bar_rect(self, position: int, room: int) -> QRect:
        """Returns the place that a bar of full height takes, below `room` pixels for marks."""
        row = self.row_rect(self.rows.bars[position].row)
        row_range, places, width = self._places(self.rows.bars[position].row)
        centre = self.left + places[position - row_range.start]
        return self.mirrored(QRect(round(centre - width / 2), row.top() + room, width, row.height() - room - 1))

    def x_of(self, share: float) -> int:
        """Returns where a share of the window is on the widget."""
        return self.mirrored(QRect(self.left + round(share * self.width), 0, 1, 1)).left()

    def share_at(self, x: int) -> float:
        """Returns the share of the window at a place on the widget, from 0 to 1."""
        return min(max((self.mirrored(QRect(x, 0, 1, 1)).left() - self.left) / self.width, 0.0), 1.0)

    def bar_at(self, x: int, y: int) -> int:
        """Returns the bar that is nearest to a place and within reach, -1 if none is."""
        row = (y + self.top) // self.row_height
        if not 0 <= y < self.size.height() - self.axis_height or row >= len(self.rows.titles):
            return -1
        place = self.mirrored(QRect(x, 0, 1, 1)).left() - self.left
        row_range, places, _ = self._places(row)
        near = min(zip(places, row_range), key=lambda entry: abs(entry[0] - place), default=(0.0, -1))
        return near[1] if near[1] >= 0 and abs(near[0] - place) <= REACH else -1

    def shown(self, row: int) -> List[Tuple[int, TimelineBar]]:
        """Returns the bars of a row that the window contains, taller ones first, so that none is hidden by them."""
        inside = [
            (position, self.rows.bars[position])
            for position in self.rows.row_range(row)
            if self.is_inside(self.rows.bars[position])
        ]
        return sorted(inside, key=lambda entry: -(1.0 if entry[1].coverage is None else entry[1].coverage))

    def is_inside(self, bar: TimelineBar) -> bool:
        """Returns whether the window contains a bar."""
        return 0.0 <= self.window.share(bar.acquired) <= 1.0

    def mirrored(self, rect: QRect) -> QRect:
        """Returns a place as the reading direction wants it."""
        return QStyle.visualRect(self.direction, QRect(0, 0, self.size.width(), self.size.height()), rect)

    def _places(self, row: int) -> Tuple[range, Tuple[float, ...], int]:
        """Returns the positions of a row's bars, their centres along the axis and their width."""
        if row not in self._cache:
            row_range, width = self.rows.row_range(row), self.width
            wanted = [self.window.share(self.rows.bars[position].acquired) * width for position in row_range]
            inside = [place for place in wanted if 0.0 <= place <= width]
            spacing = min(_MAX_BAR + _GAP, width / max(len(inside), 1))
            centres = iter(spread(inside, spacing, width))
            places = tuple(next(centres) if 0.0 <= place <= width else place for place in wanted)
            self._cache[row] = (row_range, places, int(min(max(spacing - _GAP, _MIN_BAR), _MAX_BAR)))
        return self._cache[row]


def row_height(line: int) -> int:
    """Returns the height of one of several rows for a font's line height; a target of at least 24 pixels."""
    return max(round(_ROW * line), 24)


def single_height(line: int) -> int:
    """Returns the height of a timeline with a single row: 75 pixels with the usual font."""
    return round(_ONE_ROW * line) + line + _GAP
