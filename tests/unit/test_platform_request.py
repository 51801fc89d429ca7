"""What today's service is asked, and what a user edits of it as JSON, are one document without loss."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.core.api.platform.request import (
    display_names,
    group_of,
    order_body,
    parse_display_name,
    parse_request,
    request_json,
    search_body,
    tag_of,
)
from up42_jobs.core.domain.aoi import Aoi, box_ring
from up42_jobs.core.domain.jobs.job import JobMode
from up42_jobs.core.domain.parameters import GeometryMode, JobParameters, Period
from up42_jobs.core.domain.ports.gateway import RequestError
from up42_jobs.core.domain.products import Product

PRODUCT = Product("uuid-1", "phr-display", "Pléiades Display", raw={"collection": "phr", "hosts": ["oneatlas"]})
RADAR = replace(PRODUCT, has_cloud_cover=False)
EAST = Aoi(box_ring(179.5, -17.0, -179.5, -16.0), 100.0)
FIRST = datetime(2015, 1, 1, tzinfo=timezone.utc)

VALUES = st.recursive(
    st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=5), inner, max_size=3),
    max_leaves=5,
)
NAMES = st.text(min_size=1, max_size=8).filter(lambda name: name not in ("id", "aoi", "geometry"))
PARAMS = st.dictionaries(NAMES, VALUES)
MOMENTS = st.integers(0, 10**8).map(lambda seconds: FIRST + timedelta(seconds=seconds))


@st.composite
def parameters(draw):
    """Any parameters that a form or a script can make."""
    west, south = draw(st.integers(-180, 178)), draw(st.integers(-80, 78))
    ids = tuple(draw(st.lists(st.text(min_size=1, max_size=6), max_size=3, unique=True)))
    start = draw(MOMENTS)
    period = None if ids or draw(st.booleans()) else Period(start, start + timedelta(days=draw(st.integers(0, 900))))
    rest = draw(st.fixed_dictionaries({}, optional={
        "query": st.fixed_dictionaries({"resolution": st.fixed_dictionaries({"lte": st.integers(1, 9)})}),
        "fields": st.lists(st.text(max_size=4), min_size=1, max_size=2),
    }))
    extra = draw(st.fixed_dictionaries({}, optional={"tags": st.just(["harbour"])}))
    options = {"params": draw(PARAMS), "search": rest, "order": extra}
    return JobParameters(
        PRODUCT.id,
        aoi=Aoi(box_ring(west, south, west + 1, south + 1), 0.0),
        geometry_mode=draw(st.sampled_from(list(GeometryMode))),
        period=period,
        limit=len(ids) or draw(st.integers(1, 500)),
        max_cloud_cover=None if ids else draw(st.none() | st.integers(0, 100)),
        scene_ids=ids,
        options={name: value for name, value in options.items() if value},
        budget_id=draw(st.sampled_from(["", "budget-1"])),
    )


@given(parameters(), st.sampled_from(list(JobMode)))
def test_request_and_parameters_are_each_others_inverse(wanted, mode):
    request = request_json(PRODUCT, wanted, mode)
    assert parse_request(PRODUCT, json.loads(json.dumps(request))) == wanted


@given(parameters(), parameters())
def test_different_parameters_make_different_requests(one, other):
    same = request_json(PRODUCT, one, JobMode.LIVE) == request_json(PRODUCT, other, JobMode.LIVE)
    assert same == (one == other)


@pytest.mark.parametrize(
    ("request_", "path", "reason"),
    [
        ({"serach": {}}, ("serach",), "unknown_member"),
        ({"search": []}, ("search",), "not_an_object"),
        ({"search": {"bbox": [1, 2, 3]}}, ("search", "bbox"), "not_a_bbox"),
        ({"search": {"bbox": [0, 0, 1, 1], "intersects": {}}}, ("search", "intersects"), "one_geometry"),
        ({"search": {"contains": {"type": "Point"}}}, ("search", "contains"), "not_a_polygon"),
        ({"search": {"datetime": "yesterday"}}, ("search", "datetime"), "not_a_period"),
        ({"search": {"limit": "all"}}, ("search", "limit"), "not_an_integer"),
        ({"search": {"ids": "one"}}, ("search", "ids"), "not_a_list_of_ids"),
        ({"search": {"query": 5}}, ("search", "query"), "not_an_object"),
        ({"search": {"collections": ["spot"]}}, ("search", "collections"), "other_product"),
        ({"order": {"dataProduct": "uuid-2"}}, ("order", "dataProduct"), "other_product"),
        ({"order": {"params": {"id": "x"}}}, ("order", "params", "id"), "set_by_scene"),
        ({"order": {"featureCollection": {}}}, ("order", "featureCollection"), "set_by_scene"),
        ({"order": {"budgetId": 5}}, ("order", "budgetId"), "not_a_text"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(request_, path, reason):
    with pytest.raises(RequestError) as caught:
        parse_request(PRODUCT, request_)
    assert (caught.value.path, caught.value.reason) == (path, reason)


def test_cloud_cover_of_another_kind_stays_for_the_service_and_radar_has_none():
    query = {"cloudCoverage": {"gte": 5}}
    edited = parse_request(PRODUCT, {"search": {"query": query}})
    assert edited.max_cloud_cover is None
    assert request_json(PRODUCT, edited, JobMode.DRY_RUN)["search"]["query"] == query
    clear = JobParameters(PRODUCT.id, max_cloud_cover=20)
    assert search_body(PRODUCT, clear, 500)["query"] == {"cloudCoverage": {"lte": 20}}
    assert "query" not in search_body(RADAR, clear, 500)


def test_any_cloud_cover_is_no_condition_since_it_would_drop_scenes_without_one():
    assert "query" not in search_body(PRODUCT, JobParameters(PRODUCT.id, max_cloud_cover=100), 500)


@pytest.mark.parametrize("mode", list(GeometryMode))
def test_area_across_the_antimeridian_is_searched_on_both_sides_and_ordered_in_two_features(mode):
    wanted = JobParameters(PRODUCT.id, aoi=EAST, geometry_mode=mode, scene_ids=("scene",))
    body = search_body(PRODUCT, wanted, 500)
    assert "bbox" not in body
    assert body["intersects"]["type"] == "MultiPolygon"
    features = order_body(PRODUCT, wanted, "scene", "Name")["featureCollection"]["features"]
    assert [feature["geometry"]["type"] for feature in features] == ["Polygon", "Polygon"]
    lons = [lon for feature in features for lon, _ in feature["geometry"]["coordinates"][0]]
    assert max(lons) == 180
    assert min(lons) == -180


def test_order_has_no_empty_member_and_keeps_tags_that_were_typed():
    wanted = JobParameters(PRODUCT.id, aoi=EAST, options={"order": {"tags": ["harbour"], "note": None}})
    body = order_body(PRODUCT, wanted, "scene", "Name", ("up42-jobs:1",))
    assert body["tags"] == ["harbour", "up42-jobs:1"]
    assert None not in body.values()
    assert "tags" not in order_body(PRODUCT, JobParameters(PRODUCT.id), "scene", "Name")
    assert body["params"] == {"id": "scene"}


@given(st.text(min_size=1, max_size=100), st.integers(1, 500), st.booleans())
def test_names_of_orders_tell_the_job_and_the_number_of_its_scenes(name, count, is_split):
    base = name if parse_display_name(name) == (name, 1, 1) else "Job"
    names = display_names(base, count, is_split=is_split)
    numbered = [parse_display_name(item + (" 2" if is_split else "")) for item in names]
    assert numbered == [(base, number, count) for number in range(1, count + 1)]
    assert all(len(item) <= 200 for item in names)


@given(st.text(max_size=100))
def test_tag_of_a_job_holds_allowed_signs_only_and_is_found_among_others(name):
    tag = tag_of(name)
    assert set(tag) <= set("abcdefghijklmnopqrstuvwxyz0123456789:-")
    assert group_of(["harbour", tag]) == tag
    assert group_of(None) == ""
    assert (tag_of(name + "x") == tag) is False
