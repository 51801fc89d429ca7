"""Geometry of the timeline: places of bars, the window of time, ticks and days."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.core.domain.scenes.timeline import (
    TickKind,
    TimelineBar,
    TimelineRows,
    TimeWindow,
    day_range,
    spread,
    ticks,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)
_MOMENTS = st.datetimes(datetime(1972, 1, 1), datetime(2080, 1, 1), timezones=st.just(timezone.utc))


def bar(days, row=0):
    return TimelineBar(f"scene-{days}", NOON - timedelta(days=days), row)


@given(st.lists(st.floats(0.0, 400.0), max_size=80), st.floats(1.0, 14.0), st.floats(50.0, 400.0))
def test_bars_keep_their_order_their_spacing_and_the_axis(wanted, spacing, length):
    """Two scenes of one day must both be visible and clickable."""
    wanted = sorted(min(place, length) for place in wanted)
    places = spread(wanted, spacing, length)
    kept = min(spacing, length / max(len(wanted), 1))
    assert len(places) == len(wanted)
    assert all(after - before >= kept - 1e-6 for before, after in zip(places, places[1:]))
    assert all(kept / 2 - 1e-6 <= place <= length - kept / 2 + 1e-6 for place in places)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=20))
def test_bars_that_are_far_enough_apart_stay_at_their_dates(steps):
    wanted = [10.0 * sum(steps[: number + 1]) for number in range(len(steps))]
    assert spread(wanted, 10.0, wanted[-1] + 10.0) == pytest.approx(wanted)


def test_scenes_of_one_moment_are_spread_evenly_around_it():
    assert spread([100.0, 100.0, 100.0], 12.0, 300.0) == pytest.approx([88.0, 100.0, 112.0])


@given(st.lists(_MOMENTS, min_size=1, max_size=20), st.floats(0.1, 10.0), st.floats(0.0, 1.0))
def test_zooming_keeps_the_time_below_the_pointer_and_stays_within_the_scenes(moments, factor, at):
    whole = TimeWindow.around([TimelineBar(str(number), moment) for number, moment in enumerate(moments)])
    assert all(0.0 <= whole.share(moment) <= 1.0 for moment in moments)
    nearer = whole.zoomed(factor, at, whole)
    assert whole.first - 1e-3 <= nearer.first < nearer.last <= whole.last + 1e-3
    if factor < 1.0 and whole.last - whole.first > 20 * 86_400:
        assert abs((nearer.moment(at) - whole.moment(at)).total_seconds()) < 1.0
    back = nearer.zoomed(1e9, 0.5, whole)
    assert back.last - back.first == pytest.approx(whole.last - whole.first)


def test_the_window_follows_the_current_scene():
    whole = TimeWindow.around([bar(0), bar(300)])
    near = whole.zoomed(0.1, 0.0, whole)
    assert near.share(NOON) > 1.0
    followed = near.showing(NOON, whole)
    assert 0.0 <= followed.share(NOON) <= 1.0
    assert followed.last - followed.first == pytest.approx(near.last - near.first)
    assert followed.showing(NOON, whole) == followed


@given(_MOMENTS, st.floats(1.0, 20_000.0), st.integers(1, 12))
def test_ticks_are_round_few_and_in_the_window(first, days, max_count):
    window = TimeWindow(first.timestamp(), first.timestamp() + days * 86_400)
    found = ticks(window, max_count)
    assert len(found) <= max_count
    assert [moment for moment, _ in found] == sorted({moment for moment, _ in found})
    for moment, kind in found:
        assert 0.0 <= window.share(moment) <= 1.0
        assert (moment.hour, moment.minute, moment.second) == (0, 0, 0)
        assert kind is TickKind.DAY or moment.day == 1
        assert kind is not TickKind.YEAR or moment.month == 1


def test_half_a_year_has_its_months_and_the_new_year():
    window = TimeWindow(datetime(2026, 8, 20, tzinfo=timezone.utc).timestamp(), datetime(2027, 2, 3).timestamp())
    found = ticks(window, 8)
    assert [moment.month for moment, _ in found] == [9, 10, 11, 12, 1, 2]
    assert [kind for moment, kind in found if moment.month == 1] == [TickKind.YEAR]


def test_a_drag_takes_whole_days_in_either_direction():
    window = TimeWindow(NOON.timestamp(), (NOON + timedelta(days=10)).timestamp())
    days = (date(2026, 11, 24), date(2026, 11, 27))
    assert day_range(window, 0.2, 0.5) == days
    assert day_range(window, 0.5, 0.2) == days


def test_rows_are_sorted_by_area_and_time_and_walked_to_the_nearest_date():
    rows = TimelineRows.of([bar(1, 1), bar(9, 1), bar(5), bar(0)], ["Harbour", "Quarry"])
    assert [(item.row, item.scene_id) for item in rows.bars] == [
        (0, "scene-5"),
        (0, "scene-0"),
        (1, "scene-9"),
        (1, "scene-1"),
    ]
    assert list(rows.row_range(1)) == [2, 3]
    assert [rows.in_row(number, 1) for number in rows.row_range(0)] == [2, 3]
    assert rows.in_row(0, 2) == -1
