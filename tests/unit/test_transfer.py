"""The rate of a download is measured over the last seconds and gives the remaining time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.core.domain.outputs.transfer import RateMeter

MB = 1_000_000


def told(*seen, total=100 * MB):
    """Returns the progress of a meter after byte counts at the given times."""
    meter = RateMeter()
    return [meter.measured(done, total, now) for now, done in seen][-1]


def test_what_was_there_before_it_went_on_does_not_count():
    now = told((0.0, 50 * MB), (1.0, 51 * MB), (2.0, 52 * MB))
    assert now.bytes_per_s == pytest.approx(MB)
    assert now.left_s == pytest.approx(48.0)


def test_a_line_that_gets_slower_is_told_so_within_seconds():
    fast = [(float(second), 5 * MB * second) for second in range(10)]
    slow = [(10.0 + second, 45 * MB + MB * second) for second in range(10)]
    assert told(*fast, *slow).bytes_per_s == pytest.approx(MB)


def test_a_silent_line_has_no_end_in_sight():
    now = told(*((float(second), 10 * MB) for second in range(10)))
    assert now.bytes_per_s == 0.0
    assert now.left_s is None


def test_nothing_is_guessed_from_the_first_moment_or_without_a_total():
    assert told((0.0, 0), (0.1, MB)).bytes_per_s is None
    assert told((0.0, 0), (2.0, MB), total=None).left_s is None


def test_a_download_that_began_anew_is_measured_anew():
    now = told((0.0, 0), (1.0, 50 * MB), (2.0, 0), (3.0, MB))
    assert now.bytes_per_s == pytest.approx(MB)


@given(st.lists(st.tuples(st.floats(0.01, 5.0), st.integers(0, 10 * MB)), min_size=1, max_size=60))
def test_no_rate_is_ever_negative_or_faster_than_the_fastest_moment(steps):
    meter, now, done, fastest = RateMeter(), 0.0, 0, 0.0
    meter.measured(0, None, 0.0)
    for seconds, count in steps:
        now, done = now + seconds, done + count
        fastest = max(fastest, count / seconds)
        rate = meter.measured(done, None, now).bytes_per_s
        assert rate is None or -1e-6 <= rate <= fastest * 1.000001 + 1e-6
