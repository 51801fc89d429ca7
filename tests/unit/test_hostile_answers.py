"""A bad figure or record is dropped without affecting the others, and an invalid price is refused."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from up42_jobs.core.api.platform.answers import OrderGroup, job_of, parse_order, state_of
from up42_jobs.core.api.platform.estimate import parse_line
from up42_jobs.core.api.platform.sending import placed_orders
from up42_jobs.core.api.platform.storage import parse_stored
from up42_jobs.core.api.signed_requests import DEFAULT_LIFETIME_S, AccessValue, access_value_of, lifetime_of
from up42_jobs.core.api.workflows.answers import parse_charges, parse_estimate, parse_job, parse_scenes, parse_tasks
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.job import JobStatus
from up42_jobs.core.domain.parameters import parse_period

NAN, INFINITE = float("nan"), float("inf")
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
NOW = datetime(2026, 3, 4, 9, tzinfo=timezone.utc)


def feature(number=1, geometry=SQUARE, **properties):
    """A feature of data.json."""
    return {"id": f"scene-{number}", "geometry": geometry, "properties": properties}


def order(**members):
    """An order of today's service."""
    return {"id": "order-1", "status": "PLACED", "displayName": "Harbour", **members}


def scene(**members):
    """The one scene of a data.json."""
    (found,) = parse_scenes({"features": [{**feature(), **members}]}, (), {})
    return found


@pytest.mark.parametrize("value", [NAN, INFINITE, 1e18, 10**400, True, "much", [1], None])
def test_odd_figure_of_a_scene_counts_as_unknown(value):
    found = scene(properties={"cloudCover": value, "resolution": value, "incidenceAngle": value, "datetime": value})
    assert (found.cloud_cover, found.gsd_m, found.incidence_angle, found.acquired) == (None, None, None, None)


@pytest.mark.parametrize("credits", [NAN, INFINITE, -5, 1e18, "much"])
def test_odd_price_of_a_scene_counts_as_unknown(credits):
    assert scene(estimatedCredits=credits).estimated_credits is None


@pytest.mark.parametrize("odd", [NAN, INFINITE, 1e18, 10**400, None, "x", True, [0]])
def test_odd_coordinate_takes_the_outline_and_not_the_scene(odd):
    ring = [[0, 0], [odd, 0], [1, 1], [0, 1], [0, 0]]
    found = scene(geometry={"type": "Polygon", "coordinates": [ring]})
    assert found.id == "scene-1"
    assert found.outline is None or odd is True


@pytest.mark.parametrize("bad", [None, 5, "x", [], {}, {"properties": None}, {"id": {"a": 1}}, {"id": "x" * 501}])
def test_bad_feature_loses_itself_and_is_counted(bad):
    found = parse_scenes({"features": [feature(1), bad, feature(2)]}, (), {})
    assert [item.id for item in found] == ["scene-1", "scene-2"]
    assert found.unreadable_count == 1


@pytest.mark.parametrize("document", [None, [], {}, {"features": None}, {"features": {}}])
def test_broken_document_is_not_an_empty_one(document):
    with pytest.raises(Up42Error) as caught:
        parse_scenes(document, (), {})
    assert caught.value.kind is ErrorKind.UNEXPECTED_ANSWER


def test_one_bad_task_does_not_hide_the_others():
    found = parse_tasks([{"id": "a", "name": "data:1"}, None, {"name": "no id"}])
    assert [task.id for task in found] == ["a"]
    assert found.unreadable_count == 2


@pytest.mark.parametrize("read", [parse_job, parse_order, lambda data: parse_stored(data, "")])
@pytest.mark.parametrize("data", [None, [], {}, {"id": None}, {"id": [1]}, {"id": ""}])
def test_record_without_an_id_is_refused(read, data):
    with pytest.raises(Up42Error) as caught:
        read(data)
    assert caught.value.kind is ErrorKind.UNEXPECTED_ANSWER


@pytest.mark.parametrize("credits", [NAN, INFINITE, -1, -0.5, 1e18, None, "much", True])
def test_price_that_is_no_amount_is_refused(credits):
    with pytest.raises(Up42Error) as caught:
        parse_line({"results": [{"credits": credits}], "errors": []}, "scene")
    assert caught.value.kind is ErrorKind.UNEXPECTED_ANSWER
    whole = {"credit": {"min": 5, "max": 9}}
    odd = {"credit": {"min": credits, "max": credits}}
    with pytest.raises(Up42Error, match="estimate: task"):
        parse_estimate({"task": {"blockConsumption": odd, "machineConsumption": whole}}, {})


def test_range_that_is_upside_down_is_refused():
    odd, none = {"credit": {"min": 9, "max": 5}}, {"credit": {"min": 0, "max": 0}}
    with pytest.raises(Up42Error, match="9 > 5"):
        parse_estimate({"task": {"blockConsumption": odd, "machineConsumption": none}}, {})


def test_fraction_of_a_credit_makes_a_hold_larger_never_smaller():
    part, none = {"credit": {"min": 5.2, "max": 9.9}}, {"credit": {"min": 0, "max": 0}}
    (line,) = parse_estimate({"task": {"blockConsumption": part, "machineConsumption": none}}, {}).lines
    assert (line.min_credits, line.max_credits) == (6, 10)


@pytest.mark.parametrize(
    "answer",
    [
        {"results": [], "errors": [{"index": 0, "message": "Too small", "details": "1 km² at least"}]},
        {"errors": [{"index": 0, "message": "Too small", "details": "1 km² at least"}]},
        {
            "summary": {"totalCredits": 0},
            "results": [{"credits": 0}],
            "errors": [{"index": 1, "message": "Too small", "details": "1 km² at least"}],
        },
    ],
)
def test_estimate_with_errors_is_a_refusal_in_the_services_words_and_not_a_price_of_nothing(answer):
    assert parse_line(answer, "scene").problem == "Too small: 1 km² at least"


def test_sum_alone_is_a_price():
    assert parse_line({"summary": {"totalCredits": 12.3}}, "scene").min_credits == 13


BODY = {
    "displayName": "Harbour",
    "dataProduct": "product",
    "params": {"id": "scene"},
    "featureCollection": {"features": [{"geometry": SQUARE}]},
}


@pytest.mark.parametrize("results", [[{"id": None}], [{}], [None], [{"id": {"a": 1}}], "order-1"])
def test_results_that_cannot_be_read_may_be_orders(results):
    with pytest.raises(Up42Error) as caught:
        placed_orders({"results": results, "errors": [{"message": "Too small"}]}, BODY, ())
    assert caught.value.kind is ErrorKind.OUTCOME_UNKNOWN


@pytest.mark.parametrize("tag", ["²", "9" * 40, "-5", "nan", "1.5", "x"])
def test_price_on_a_tag_that_is_none_counts_as_unknown(tag):
    assert parse_order(order(tags=[f"up42-jobs-estimate:{tag}"])).estimated_credits is None


def test_price_on_a_tag_is_read():
    assert parse_order(order(tags=["up42-jobs-estimate:150"])).estimated_credits == 150


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("DOWNLOADED", JobStatus.SUCCEEDED),
        ("DOWNLOAD_FAILED", JobStatus.FAILED),
        ("DELIVERY_INITIALIZATION_FAILED", JobStatus.FAILED),
    ],
)
def test_old_states_of_orders_are_ends(word, state):
    # It would be polled forever otherwise.
    assert state_of(parse_order(order(status=word)), is_stored=True) is state


@pytest.mark.parametrize("kind", ["Polygon", "MultiPolygon", "Point", "LineString"])
def test_area_of_an_order_is_kept_whatever_its_type(kind):
    area = {"type": kind, "coordinates": [[1.0, 2.0], [3.0, 4.0]]}
    assert parse_order(order(orderDetails={"aoi": area})).geometry == area


def test_lone_part_of_several_is_a_polygon_that_can_be_ordered_again():
    area = {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"]]}
    read = parse_order(order(orderDetails={"geometry": area}))
    assert read.geometry == SQUARE
    job = job_of([read], {}, None, "Product", NOW)
    assert job.request["search"]["intersects"] == SQUARE


@pytest.mark.parametrize("area", [None, 5, [], {"type": 5}, {"type": "Polygon"}, {"coordinates": []}])
def test_area_that_is_none_is_none(area):
    assert parse_order(order(orderDetails={"aoi": area})).geometry is None


def test_more_parts_than_were_asked_for_end_in_no_error():
    read = parse_order(order(displayName="Harbour 7/9", tags=["up42-jobs:a"], createdAt="2026-03-04T09:00:00Z"))
    job = job_of([read], {}, OrderGroup(("one", "two")), "Product", NOW)
    assert len(job.tasks) == 9


@pytest.mark.parametrize("delta", [NAN, INFINITE, 1e18, True, None, "x"])
def test_odd_charge_does_not_hide_the_others(delta):
    run = {"details": {"consumption": {"jobId": "job"}}}
    charges, count = parse_charges({"content": [{**run, "delta": delta}, {**run, "delta": -5}]})
    assert [charge.credits for charge in charges] == [5]
    assert count == 2


@pytest.mark.parametrize("lifetime", [NAN, INFINITE, -1, 0, 1e18, None])
def test_sign_in_ends_whatever_the_service_says_of_its_life(lifetime):
    fetched = []
    now = [0.0]

    def fetch():
        fetched.append(lifetime)
        return "value", lifetime

    value = AccessValue(fetch, lambda: now[0])
    value.get()
    now[0] = DEFAULT_LIFETIME_S
    value.get()
    assert len(fetched) == 2


@pytest.mark.parametrize(
    "claims", ["e30", "W10", "MQ", "bnVsbA", "eyJleHAiOiJ4IiwiaWF0IjoxfQ", "A" * 5, "W1tbW1tbW1tbW1tbW1tb" * 999]
)
def test_odd_claims_have_the_usual_life(claims):
    assert lifetime_of(f"a.{claims}.c") == DEFAULT_LIFETIME_S


@pytest.mark.parametrize("value", [None, "", 5, "a\nb", "ключ", "a\x00"])
def test_access_value_that_no_header_can_carry_is_refused(value):
    with pytest.raises(Up42Error) as caught:
        access_value_of(value, "sign-in")
    assert caught.value.kind is ErrorKind.UNEXPECTED_ANSWER


def test_period_beyond_the_calendar_is_unreadable_and_no_crash():
    with pytest.raises(ValueError):
        parse_period("0001-01-01T00:00:00+01:00/2026-01-01T00:00:00Z")
