"""The states of an order follow from the time alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.sandbox.platform.orders.timeline import Fate, OrderStatus, OrderTimeline

FATES = st.sampled_from(list(Fate))
SECONDS = st.floats(0.01, 1000)
MOMENTS = st.lists(st.floats(0, 3000), min_size=2, max_size=20)
PATH = {
    OrderStatus.CREATED: {OrderStatus.BEING_PLACED, OrderStatus.CANCELED},
    OrderStatus.BEING_PLACED: {OrderStatus.PLACED, OrderStatus.PLACEMENT_FAILED},
    OrderStatus.PLACEMENT_FAILED: {OrderStatus.BEING_PLACED, OrderStatus.FAILED_PERMANENTLY, OrderStatus.CANCELED},
    OrderStatus.PLACED: {OrderStatus.BEING_FULFILLED},
    OrderStatus.BEING_FULFILLED: {OrderStatus.FULFILLED, OrderStatus.FAILED_PERMANENTLY},
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
    timeline = OrderTimeline(1000.0, seconds, fate)
    states = [timeline.moment(1000.0 + moment)[0] for moment in sorted(moments)]
    for before, after in zip(states, states[1:]):
        assert after in reachable(before)
        assert not before.is_final or before is after


@given(fate=FATES, seconds=SECONDS, moment=st.floats(0, 3000))
def test_a_state_has_begun_before_it_is_told_and_holds_since(fate, seconds, moment):
    timeline = OrderTimeline(1000.0, seconds, fate)
    status, since = timeline.moment(1000.0 + moment)
    assert since <= 1000.0 + moment
    assert timeline.moment(since)[0] is status


def test_each_fate_ends_as_its_name_says():
    ends = {fate: OrderTimeline(0.0, 3.0, fate).moment(1e9)[0] for fate in Fate}
    assert ends == {
        Fate.FULFILLED: OrderStatus.FULFILLED,
        Fate.RECOVERS: OrderStatus.FULFILLED,
        Fate.GIVEN_UP: OrderStatus.FAILED_PERMANENTLY,
        Fate.WAITS: OrderStatus.PLACEMENT_FAILED,
        Fate.FAILS: OrderStatus.FAILED_PERMANENTLY,
        Fate.STUCK: OrderStatus.PLACED,
    }


@given(fate=FATES, cancelled=st.floats(0, 10), later=st.floats(0, 1000))
def test_a_cancelled_order_stays_cancelled(fate, cancelled, later):
    timeline = OrderTimeline(0.0, 3.0, fate, cancelled)
    assert timeline.moment(cancelled + later) == (OrderStatus.CANCELED, cancelled)
