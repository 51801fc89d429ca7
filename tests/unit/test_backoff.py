"""Pauses grow up to their maximum, so that a service in trouble is not asked more and more."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.core.domain.backoff import Backoff


@given(
    first_s=st.floats(0.001, 10.0), room=st.floats(1.0, 100.0), factor=st.floats(1.0, 3.0), count=st.integers(2, 60)
)
def test_pauses_never_shrink_and_never_exceed_the_maximum(first_s, room, factor, count):
    max_s = first_s * room
    backoff = Backoff(first_s, max_s, factor)
    pauses = [backoff.pause_s() for _ in range(count)]
    assert pauses[0] == first_s
    assert pauses == sorted(pauses)
    assert pauses[-1] <= max_s
    backoff.reset()
    assert backoff.pause_s() == first_s


def test_timers_get_whole_milliseconds():
    backoff = Backoff(0.25, 5.0)
    assert [backoff.pause_ms() for _ in range(3)] == [250, 325, 422]
