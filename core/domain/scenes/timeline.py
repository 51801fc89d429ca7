"""Geometry of a timeline: bars in rows, the window of time that is shown, places of bars and axis ticks."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum
from functools import cached_property
from typing import List, Optional, Sequence, Tuple

DAY_S = 86_400.0
# A window is never narrower, so that dates on the axis remain distinguishable.
MIN_WINDOW_S = DAY_S
# Share of the scenes' period added on either side, so that the outermost bars are not cut.
_MARGIN = 0.02
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True)
class TimelineBar:
    """One scene over one area.

    `coverage` is the share of the area that the scene covers, `cloud` the clouded share of that part, both 0 to 1 and
    None if unknown. `is_listed` is false if the filters of the list hide the scene.
    """

    scene_id: str
    acquired: datetime
    row: int = 0
    title: str = ""
    coverage: Optional[float] = None
    cloud: Optional[float] = None
    is_owned: bool = False
    is_listed: bool = True


@dataclass(frozen=True)
class TimelineRows:
    """Bars by row and time, and a title per row, empty if there is only one area."""

    bars: Tuple[TimelineBar, ...] = ()
    titles: Tuple[str, ...] = ("",)

    @classmethod
    def of(cls, bars: Sequence[TimelineBar], titles: Sequence[str] = ("",)) -> TimelineRows:
        """Returns the bars sorted by row, time and id."""
        ordered = sorted(bars, key=lambda bar: (bar.row, bar.acquired, bar.scene_id))
        return cls(tuple(ordered), tuple(titles) or ("",))

    @cached_property
    def _rows(self) -> List[int]:
        return [bar.row for bar in self.bars]

    def row_range(self, row: int) -> range:
        """Returns the positions of a row's bars."""
        return range(bisect_left(self._rows, row), bisect_left(self._rows, row + 1))

    def in_row(self, position: int, row: int) -> int:
        """Returns the bar of another row that is nearest in time to a bar, -1 if that row is empty."""
        wanted = self.bars[position].acquired
        return min(self.row_range(row), key=lambda other: abs(self.bars[other].acquired - wanted), default=-1)


@dataclass(frozen=True)
class TimeWindow:
    """The period that is shown, in seconds since 1970 UTC."""

    first: float
    last: float

    @classmethod
    def around(cls, bars: Sequence[TimelineBar]) -> Optional[TimeWindow]:
        """Returns a window with all bars and a margin, None without bars."""
        if not bars:
            return None
        moments = [bar.acquired.timestamp() for bar in bars]
        margin = max((max(moments) - min(moments)) * _MARGIN, MIN_WINDOW_S / 2.0)
        return cls(min(moments) - margin, max(moments) + margin)

    @classmethod
    def of_days(cls, first: date, last: date) -> TimeWindow:
        """Returns the window from the beginning of one UTC day to the end of another."""
        begin, end = (datetime.combine(day, time.min, tzinfo=timezone.utc) for day in (first, last))
        return cls(begin.timestamp(), end.timestamp() + DAY_S)

    def share(self, moment: datetime) -> float:
        """Returns where a time is in the window: 0 at its beginning, 1 at its end."""
        return (moment.timestamp() - self.first) / (self.last - self.first)

    def moment(self, share: float) -> datetime:
        """Returns the UTC time at a share of the window."""
        # Not fromtimestamp(), which refuses times before 1970 on Windows.
        return _EPOCH + timedelta(seconds=self.first + share * (self.last - self.first))

    def zoomed(self, factor: float, at: float, whole: TimeWindow) -> TimeWindow:
        """Returns the window `factor` times as long, with the time at the share `at` in its place, within `whole`."""
        length = min(max((self.last - self.first) * factor, MIN_WINDOW_S), whole.last - whole.first)
        fixed = self.first + at * (self.last - self.first)
        return TimeWindow(fixed - at * length, fixed + (1.0 - at) * length).within(whole)

    def moved(self, share: float, whole: TimeWindow) -> TimeWindow:
        """Returns the window moved by a share of its length, within `whole`."""
        step = share * (self.last - self.first)
        return TimeWindow(self.first + step, self.last + step).within(whole)

    def showing(self, moment: datetime, whole: TimeWindow) -> TimeWindow:
        """Returns the window moved as little as needed to contain a time, within `whole`."""
        share = self.share(moment)
        return self if 0.0 <= share <= 1.0 else self.moved(share if share < 0.0 else share - 1.0, whole)

    def within(self, whole: TimeWindow) -> TimeWindow:
        """Returns the window moved, and shortened if needed, into another one."""
        length = min(self.last - self.first, whole.last - whole.first)
        first = min(max(self.first, whole.first), whole.last - length)
        return TimeWindow(first, first + length)


class TickKind(Enum):
    """What changes at a tick of the axis."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


def spread(wanted: Sequence[float], spacing: float, length: float) -> List[float]:
    """Returns centres on an axis that keep the order and the spacing of ascending wanted ones.

    Each is as near to its wanted place as that allows (least squares: isotonic regression by pooling adjacent
    violators). If there is no room for all, the spacing shrinks.
    """
    count = len(wanted)
    if not count:
        return []
    spacing = min(spacing, length / count)
    # Blocks of neighbours that are in each other's way: sum of what they want, and how many they are.
    blocks: List[Tuple[float, int]] = []
    for number, place in enumerate(wanted):
        blocks.append((place - number * spacing, 1))
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, size = blocks.pop()
            blocks[-1] = (blocks[-1][0] + total, blocks[-1][1] + size)
    low, high = spacing / 2.0, max(length - spacing / 2.0 - (count - 1) * spacing, spacing / 2.0)
    starts = [min(max(total / size, low), high) for total, size in blocks for _ in range(size)]
    return [start + number * spacing for number, start in enumerate(starts)]


def ticks(window: TimeWindow, max_count: int) -> List[Tuple[datetime, TickKind]]:
    """Returns at most `max_count` beginnings of days, months or years in a window, as many as are round."""
    first, last = window.moment(0.0), window.moment(1.0)
    for kind, step in _STEPS:
        found = _beginnings(first, last, kind, step, max_count)
        if found is not None:
            return [(moment, _kind_of(moment, kind)) for moment in found]
    return []


def day_range(window: TimeWindow, one_end: float, other_end: float) -> Tuple[date, date]:
    """Returns the first and last UTC day between two shares of a window, in either order."""
    first, last = sorted((one_end, other_end))
    return window.moment(first).date(), window.moment(last).date()


_STEPS = (
    (TickKind.DAY, 1),
    (TickKind.DAY, 2),
    (TickKind.DAY, 7),
    (TickKind.MONTH, 1),
    (TickKind.MONTH, 2),
    (TickKind.MONTH, 3),
    (TickKind.MONTH, 6),
    *((TickKind.YEAR, step) for step in (1, 2, 5, 10, 20, 50)),
)


def _beginnings(
    first: datetime, last: datetime, kind: TickKind, step: int, max_count: int
) -> Optional[List[datetime]]:
    """Returns the beginnings between two times, None if they are more than `max_count`."""
    found: List[datetime] = []
    moment = _floor(first, kind, step)
    while moment <= last:
        if moment >= first:
            if len(found) == max_count:
                return None
            found.append(moment)
        moment = _next(moment, kind, step)
    return found


def _floor(moment: datetime, kind: TickKind, step: int) -> datetime:
    day = datetime.combine(moment.date(), time.min, tzinfo=timezone.utc)
    if kind is TickKind.DAY:
        # Counted from a Monday, so that weeks begin on one.
        return day - timedelta(days=(day.toordinal() - 1) % step)
    if kind is TickKind.MONTH:
        return day.replace(day=1, month=day.month - (day.month - 1) % step)
    return day.replace(day=1, month=1, year=max(day.year - day.year % step, 1))


def _next(moment: datetime, kind: TickKind, step: int) -> datetime:
    if kind is TickKind.DAY:
        return moment + timedelta(days=step)
    if kind is TickKind.YEAR:
        return moment.replace(year=moment.year + step)
    months = moment.month - 1 + step
    return moment.replace(year=moment.year + months // 12, month=months % 12 + 1)


def _kind_of(moment: datetime, kind: TickKind) -> TickKind:
    is_new_year = kind is TickKind.MONTH and moment.month == 1
    return TickKind.YEAR if is_new_year else kind
