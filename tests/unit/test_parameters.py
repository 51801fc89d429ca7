"""Times are read as UTC in any notation, and a fingerprint binds consent to exactly one request."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.core.domain.parameters import Period, fingerprint, parse_period, parse_utc, utc_text

moments = st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=timezone.utc)
)


@given(moments)
def test_time_survives_the_request(moment):
    assert parse_utc(utc_text(moment)) == moment


@given(moments, moments)
def test_period_survives_the_request(start, end):
    assert parse_period(Period(start, end).text()) == Period(start, end)


@pytest.mark.parametrize(
    "text",
    [
        "2021-06-14T09:00:02Z",
        "2021-06-14T09:00:02.481Z",
        "2021-06-14T09:00:02.481233Z",
        "2021-06-14T09:00:02.501220913Z",
        "2021-06-14T09:00:02.7",
        "2021-06-14T09:00:02",
        "2021-06-14 09:00:02",
        "2021-06-14T11:00:02+02:00",
    ],
)
def test_every_way_in_which_the_service_writes_a_time_is_read(text):
    assert parse_utc(text).replace(microsecond=0) == datetime(2021, 6, 14, 9, 0, 2, tzinfo=timezone.utc)


@pytest.mark.parametrize("text", ["", "yesterday", "2021-13-01T00:00:00Z", "../2021-01-01T00:00:00Z"])
def test_unreadable_times_are_refused(text):
    with pytest.raises(ValueError):
        parse_period(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(json_values, json_values)
def test_fingerprints_are_equal_exactly_when_the_requests_are(first, second):
    # Python holds 1 == True; JSON does not.
    import json

    are_equal = json.dumps(first, sort_keys=True) == json.dumps(second, sort_keys=True)
    assert (fingerprint("Sandbox", first) == fingerprint("Sandbox", second)) == are_equal


def test_fingerprint_depends_on_the_connection():
    assert fingerprint("Sandbox", {}) != fingerprint("Company", {})


def test_period_text_is_in_utc():
    start = datetime(2026, 5, 1, 2, tzinfo=timezone(timedelta(hours=2)))
    assert Period(start, start).text() == "2026-05-01T00:00:00Z/2026-05-01T00:00:00Z"
