"""The states of an order follow from the time alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.sandbox.platform.orders.timeline import Fate, Status, Timeline

FATES = st.sampled_from(list(Fate))
SECONDS = st.floats(0.01, 1000)
MOMENTS = st.lists(st.floats(0, 3000), min_size=2, max_size=20)
PATH = {
    Status.CREATED: {Status.BEING_PLACED, Status.CANCELED},
    Status.BEING_PLACED: {Status.PLACED, Status.PLACEMENT_FAILED},
    Status.PLACEMENT_FAILED: {Status.BEING_PLACED, Status.FAILED_PERMANENTLY, Status.CANCELED},
    Status.PLACED: {Status.BEING_FULFILLED},
    Status.BEING_FULFILLED: {Status.FULFILLED, Status.FAILED_PERMANENTLY},
}


def reachable(status):
    """Returns the states that can follow one, over any number of steps."""
    found, fresh = {status}, [status]
    while fresh:
        following = PATH.get(fresh.pop(), set()) - found
        found |= following
        fresh += following
    return found


@given(fate=FATES, seconds=SECONDS, moments=MOMENTS)
def test_states_only_follow_each_other_as_the_service_says(fate, seconds, moments):
    timeline = Timeline(1000.0, seconds, fate)
    states = [timeline.moment(1000.0 + moment)[0] for moment in sorted(moments)]
    for before, after in zip(states, states[1:]):
        assert after in reachable(before)
        assert not before.is_final or before is after


@given(fate=FATES, seconds=SECONDS, moment=st.floats(0, 3000))
def test_a_state_has_begun_before_it_is_told_and_holds_since(fate, seconds, moment):
    timeline = Timeline(1000.0, seconds, fate)
    status, since = timeline.moment(1000.0 + moment)
    assert since <= 1000.0 + moment
    assert timeline.moment(since)[0] is status


def test_each_fate_ends_as_its_name_says():
    ends = {fate: Timeline(0.0, 3.0, fate).moment(1e9)[0] for fate in Fate}
    assert ends == {
        Fate.FULFILLED: Status.FULFILLED,
        Fate.RECOVERS: Status.FULFILLED,
        Fate.GIVEN_UP: Status.FAILED_PERMANENTLY,
        Fate.WAITS: Status.PLACEMENT_FAILED,
        Fate.FAILS: Status.FAILED_PERMANENTLY,
        Fate.STUCK: Status.PLACED,
    }


@given(fate=FATES, cancelled=st.floats(0, 10), later=st.floats(0, 1000))
def test_a_cancelled_order_stays_cancelled(fate, cancelled, later):
    timeline = Timeline(0.0, 3.0, fate, cancelled)
    assert timeline.moment(cancelled + later) == (Status.CANCELED, cancelled)
