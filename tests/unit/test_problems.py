"""Rules of the service are checked before anything is sent, and reported at the field that breaks them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import pytest

from up42_jobs.core.domain.aoi import Aoi, box_ring
from up42_jobs.core.domain.parameters import GeometryMode, JobParameters, Period
from up42_jobs.core.domain.problems import ProblemCode, access_problems, find_problems
from up42_jobs.core.domain.products import (
    FieldKind,
    FieldSpec,
    Licence,
    Limits,
    Product,
    default_options,
    option,
    with_option,
)

ZOOM = FieldSpec(("task:1", "zoom_level"), FieldKind.INTEGER, default=17, minimum=9, maximum=17)
METHOD = FieldSpec(("task:1", "method"), FieldKind.CHOICE, required=True, choices=("SFIM", "Brovey"))
BANDS = FieldSpec(("task:1", "bands"), FieldKind.MULTI_CHOICE, choices=("B1", "B2"))
PRODUCT = Product("p", "task:1", "Product", min_area_km2=0.1, max_scenes=500)
LIMITS = Limits(max_area_km2=100.0, max_scenes=10)
GOOD = JobParameters("p", aoi=Aoi(box_ring(0, 0, 0.1, 0.1), 50.0), limit=5)


def codes(product, parameters, *, is_live=False, limits=LIMITS):
    return [problem.code for problem in find_problems(product, parameters, limits, is_live=is_live)]


def test_good_parameters_have_no_problem():
    assert codes(PRODUCT, GOOD) == []
    assert codes(PRODUCT, GOOD, is_live=True) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"aoi": None}, ProblemCode.NO_AREA),
        ({"aoi": Aoi(box_ring(0, 0, 9, 9), 500_001.0)}, ProblemCode.SEARCH_TOO_LARGE),
        ({"aoi": Aoi(box_ring(0, 0, 1e-4, 1e-4), 0.05)}, ProblemCode.AREA_TOO_SMALL),
        ({"aoi": Aoi(box_ring(0, 0, 1, 1), 50.0, is_simple=False)}, ProblemCode.SELF_INTERSECTION),
        ({"aoi": Aoi(box_ring(0, 0, 1, 1), 50.0, hole_count=2)}, ProblemCode.HOLES),
        ({"aoi": Aoi(box_ring(0, 0, 1, 1), 50.0, part_count=3)}, ProblemCode.SEVERAL_PARTS),
        ({"aoi": Aoi(tuple((i * 0.001, 0.0) for i in range(1002)), 50.0)}, ProblemCode.TOO_MANY_VERTICES),
        ({"limit": 0}, ProblemCode.LIMIT_RANGE),
        ({"limit": 501}, ProblemCode.LIMIT_RANGE),
        ({"max_cloud_cover": 101}, ProblemCode.CLOUD_COVER_RANGE),
        (
            {"period": Period(datetime(2026, 2, 1, tzinfo=timezone.utc), datetime(2026, 1, 1, tzinfo=timezone.utc))},
            ProblemCode.PERIOD_REVERSED,
        ),
    ],
)
def test_broken_rules_are_named(changes, code):
    assert codes(PRODUCT, replace(GOOD, **changes)) == [code]


def test_an_area_too_large_to_search_is_named_once():
    """The smaller limit of a live job would hide that not even a test query is possible."""
    world = replace(GOOD, aoi=Aoi(box_ring(0, 0, 9, 9), 500_001.0))
    assert codes(PRODUCT, world, is_live=True) == [ProblemCode.SEARCH_TOO_LARGE]


def test_test_query_has_not_the_largest_area_of_a_live_job():
    wide = replace(GOOD, aoi=Aoi(box_ring(0, 0, 3, 3), 101.0))
    assert codes(PRODUCT, wide) == []
    assert codes(PRODUCT, wide, is_live=True) == [ProblemCode.AREA_TOO_LARGE]


def test_limit_of_the_project_binds_live_jobs_only_and_not_chosen_scenes():
    many = replace(GOOD, limit=11)
    assert codes(PRODUCT, many) == []
    assert codes(PRODUCT, many, is_live=True) == [ProblemCode.LIMIT_RANGE]
    assert codes(PRODUCT, replace(many, scene_ids=("a",) * 11), is_live=True) == []


def test_product_without_test_query_says_so_only_when_one_is_asked_for():
    product = replace(PRODUCT, has_dry_run=False)
    assert codes(product, GOOD) == [ProblemCode.NO_DRY_RUN]
    assert codes(product, GOOD, is_live=True) == []


def test_geometry_mode_that_the_product_does_not_take_is_told():
    product = replace(PRODUCT, geometry_modes=(GeometryMode.INTERSECTS,))
    assert codes(product, GOOD) == [ProblemCode.GEOMETRY_MODE]


def test_licence_and_access_are_told_before_anything_is_ordered():
    licence = Licence("e", "EULA", "https://x", is_accepted=False)
    product = replace(PRODUCT, licence=licence, access_link="https://y", is_restricted=True)
    assert codes(product, GOOD) == []
    assert codes(product, GOOD, is_live=True) == [ProblemCode.LICENCE_NOT_ACCEPTED, ProblemCode.ACCESS_RESTRICTED]
    unknown = replace(PRODUCT, licence=Licence("e", "EULA", is_accepted=None), access_link="https://y")
    assert codes(unknown, GOOD, is_live=True) == []
    assert [problem.values["link"] for problem in access_problems(product)] == ["https://x", "https://y"]
    assert access_problems(unknown) == ()


def test_parameter_of_an_order_binds_no_test_query():
    product = replace(PRODUCT, fields=(replace(METHOD, is_for_orders=True),))
    assert codes(product, GOOD) == []
    assert codes(product, GOOD, is_live=True) == [ProblemCode.REQUIRED]


@pytest.mark.parametrize(
    ("spec", "value", "code"),
    [
        (ZOOM, 18, ProblemCode.ABOVE_MAXIMUM),
        (ZOOM, 8, ProblemCode.BELOW_MINIMUM),
        (ZOOM, 9.5, ProblemCode.NOT_A_NUMBER),
        (ZOOM, "many", ProblemCode.NOT_A_NUMBER),
        (ZOOM, True, ProblemCode.NOT_A_NUMBER),
        (METHOD, None, ProblemCode.REQUIRED),
        (METHOD, "Esri", ProblemCode.NOT_A_CHOICE),
        (BANDS, ["B1", "B9"], ProblemCode.NOT_A_CHOICE),
    ],
)
def test_fields_of_the_schema_are_checked_by_their_own_rules(spec, value, code):
    product = replace(PRODUCT, fields=(spec,))
    parameters = replace(GOOD, options=with_option({}, spec.path, value))
    problems = find_problems(product, parameters, LIMITS, is_live=False)
    assert [problem.code for problem in problems] == [code]
    assert problems[0].field == "task:1/" + spec.name


def test_defaults_count_where_nothing_was_typed():
    product = replace(PRODUCT, fields=(ZOOM,))
    assert codes(product, GOOD) == []
    assert default_options(product) == {"task:1": {"zoom_level": 17}}
    assert option({}, ZOOM) == 17
    assert option(with_option({"task:1": {"other": 1}}, ZOOM.path, 12), ZOOM) == 12
