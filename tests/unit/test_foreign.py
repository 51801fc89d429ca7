"""Foreign values become a bounded value, nothing, or an Up42Error.

Analysts decide about money by these figures: a NaN that passes as a price, or one odd record that hides the other
two hundred, is worse than a value that is missing.
"""

from __future__ import annotations

import contextlib
import json
import math
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.hostile_values import ANYTHING

from up42_jobs.core.domain import foreign
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.json_text import MAX_DEPTH, MAX_VALUES, JsonError, JsonTooLarge, parse_json


@given(ANYTHING)
def test_readers_return_a_bounded_value_of_their_kind_or_nothing(value):
    number = foreign.number_of(value)
    assert number is None or (math.isfinite(number) and abs(number) <= foreign.MAX_NUMBER)
    whole = foreign.whole_of(value)
    assert whole is None or (type(whole) is int and abs(whole) <= foreign.MAX_NUMBER)
    size = foreign.size_of(value)
    assert size is None or 1 <= size <= foreign.MAX_BYTES
    moment = foreign.moment_of(value)
    assert moment is None or (moment.tzinfo is timezone.utc and 1950 <= moment.year <= 2200)
    assert isinstance(foreign.text_of(value), str)
    assert len(foreign.text_of(value)) <= foreign.MAX_TEXT
    assert len(foreign.id_of(value)) <= foreign.MAX_ID
    assert all(isinstance(text, str) for text in foreign.texts_of(value))
    foreign.mapping_of(value).get("a")
    for entry in foreign.mappings_of(value):
        entry.get("a")
    assert len(foreign.shown(value)) <= 61


@given(ANYTHING)
def test_amount_of_credits_is_a_number_that_can_be_paid_or_a_refusal_that_names_it(value):
    number = foreign.number_of(value, 0, foreign.MAX_CREDITS)
    if number is not None:
        assert foreign.credits_of(value, "estimate") == number
        return
    with pytest.raises(Up42Error, match="estimate: no amount of credits: ") as caught:
        foreign.credits_of(value, "estimate")
    assert caught.value.kind is ErrorKind.UNEXPECTED_ANSWER


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf"), 1e18, 10**30, True, None, "much", [5], {"a": 5}])
def test_negative_absurd_and_missing_prices_are_no_prices(value):
    with pytest.raises(Up42Error):
        foreign.credits_of(value, "estimate")


def test_numbers_in_texts_and_whole_numbers_with_a_point_count():
    assert foreign.number_of("12.5") == 12.5
    assert foreign.whole_of(3.0) == 3
    assert foreign.whole_of(3.5) is None
    assert foreign.credits_of("150", "estimate") == 150


@pytest.mark.parametrize(
    "value",
    ["0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-12:00", 1e18, -1e18, 253402300800000, "2025", 10**30, True],
)
def test_times_beyond_what_satellites_have_seen_are_no_times(value):
    assert foreign.moment_of(value) is None


def test_times_are_read_in_the_three_ways_that_the_services_write_them():
    noon = datetime(2025, 3, 4, 12, tzinfo=timezone.utc)
    for value in ("2025-03-04T12:00:00Z", "2025-03-04 12:00:00 UTC", "2025-03-04T13:00:00+01:00", 1741089600000):
        assert foreign.moment_of(value) == noon


def test_id_is_whole_or_none_since_a_cut_one_would_name_something_else():
    assert foreign.id_of("x" * 500) == "x" * 500
    assert foreign.id_of("x" * 501) == ""
    assert foreign.id_of("a\nb") == ""
    assert foreign.id_of(7) == "7"


def test_text_has_no_control_characters_since_a_project_file_with_them_cannot_be_read():
    assert foreign.text_of("a\x00b\x1bc\nd") == "abc\nd"


def _even(value):
    if value % 2:
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "odd")
    return value


def test_bad_record_loses_itself_and_is_counted():
    found = foreign.records([1, 2, 3, 4], _even, "numbers")
    assert found == (2, 4)
    assert found.unreadable_count == 2


@pytest.mark.parametrize("given", [None, {}, "text", 5])
def test_broken_list_is_not_an_empty_one(given):
    with pytest.raises(Up42Error) as caught:
        foreign.records(given, _even, "numbers")
    assert caught.value.kind is ErrorKind.UNEXPECTED_ANSWER


def test_other_failures_of_a_record_are_not_swallowed():
    def refuse(value):
        raise Up42Error(ErrorKind.NO_NETWORK)

    with pytest.raises(Up42Error) as caught:
        foreign.records([1], refuse, "numbers")
    assert caught.value.kind is ErrorKind.NO_NETWORK


@given(ANYTHING)
def test_whatever_json_holds_can_be_written_again(value):
    try:
        text = json.dumps(value)
    except (TypeError, ValueError):
        return
    read = parse_json(text)
    json.dumps(read, allow_nan=False, ensure_ascii=False).encode("utf-8")


@given(st.binary(max_size=40) | st.text(max_size=40))
def test_whatever_is_no_json_is_one_error(content):
    with contextlib.suppress(JsonError):
        parse_json(content)


def test_numbers_that_json_does_not_have_are_missing():
    text = '{"a": NaN, "b": -Infinity, "c": 1e999, "d": ' + "9" * 5000 + ', "e": 1.5}'
    assert parse_json(text) == {"a": None, "b": None, "c": None, "d": None, "e": 1.5}


@pytest.mark.parametrize("unit", ["[", '{"a":'])
def test_depth_is_refused_before_it_is_reached(unit):
    with pytest.raises(JsonError, match="levels"):
        parse_json(unit * 100_000)
    assert parse_json("[" * MAX_DEPTH + "]" * MAX_DEPTH)


def test_brackets_within_texts_are_no_depth():
    assert parse_json(json.dumps(['"\\' + "[{," * 1000] * 2)) == ['"\\' + "[{," * 1000] * 2


@pytest.mark.parametrize("content", ["[" + "1," * MAX_VALUES + "1]", "[" + "[]," * (MAX_VALUES // 2) + "[]]"])
def test_too_many_values_are_refused_with_the_limit(content):
    with pytest.raises(JsonTooLarge, match="500,000 values"):
        parse_json(content)


def test_too_many_bytes_are_refused_with_the_limit():
    with pytest.raises(JsonTooLarge, match="32 MB"):
        parse_json(b" " * (32 * 1024 * 1024 + 1))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_every_encoding_of_unicode_is_read(encoding):
    assert parse_json('{"a": "Pléiades"}'.encode(encoding)) == {"a": "Pléiades"}


@pytest.mark.parametrize("text", ['{"limit": NaN}', '{"limit": 1e999}', '{"limit": ' + "9" * 41 + "}", "[" * 500])
def test_odd_numbers_that_were_typed_are_an_error_and_not_left_out(text):
    with pytest.raises(JsonError):
        parse_json(text, is_typed=True)


def test_place_of_a_typing_error_is_known():
    with pytest.raises(JsonError) as caught:
        parse_json('{"a": 1,\n "b" 2}', is_typed=True)
    assert (caught.value.line, caught.value.column) == (2, 6)


def test_several_records_of_which_none_can_be_read_are_a_broken_answer_and_one_is_only_lost():
    """A service with an unexpected answer must be reported, not shown as "nothing found"."""

    def read(record):
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "no id")

    assert foreign.records([{}], read, "orders").unreadable_count == 1
    with pytest.raises(Up42Error) as caught:
        foreign.records([{}, {}], read, "orders")
    assert caught.value.kind is ErrorKind.UNEXPECTED_ANSWER
