"""Many areas at once: each has its own newest scenes, and what fails over one of them concerns no other."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest
from support.area_truth import share_covered, true_rows
from support.service_stage import Stage, Watch

from up42_jobs.core.domain.aoi import Aoi, box_ring
from up42_jobs.core.domain.areas.area import Area
from up42_jobs.core.domain.connections import Service
from up42_jobs.core.domain.errors import Cancelled, ErrorKind, Up42Error
from up42_jobs.core.domain.problems import Problem, ProblemCode
from up42_jobs.core.domain.products import default_options
from up42_jobs.core.usecases.area_figures import with_prices
from up42_jobs.core.usecases.area_query import AreaQuery, ProductQuery, search_areas
from up42_jobs.core.usecases.compare_products import product_queries
from up42_jobs.sandbox import Fault
from up42_jobs.sandbox.world.geometry import area_km2


def area(number, west, south, *more, side=0.02, **named):
    boxes = [(west, south), *more]
    rings = [box_ring(x, y, x + side, y + side) for x, y in boxes]
    parts = tuple(Aoi(ring, area_km2(ring)) for ring in rings)
    return Area(number, f"Area {number}", parts, part_count=len(parts), **named)


AREAS = (area(1, 13.0, 52.0), area(2, -0.4, 39.4), area(3, 10.0, 50.0, (10.3, 50.2)), area(7, 179.99, -17.0))


def search(stage, areas=AREAS, *, limit=3, on_area=lambda found: None, keys=("",), watch=None, **options):
    products = [stage.product(key) for key in keys]
    queries = tuple(
        ProductQuery(product, replace(stage.parameters(product, limit), options=default_options(product)))
        for product in products
    )
    query = AreaQuery(queries, **options)
    found = search_areas(stage.gateway, areas, query, share_covered, watch or Watch(), time.sleep, on_area)
    return found, queries


@pytest.fixture(params=list(Service), ids=lambda service: service.value)
def stage(request):
    with Stage(service=request.param) as made:
        yield made


def test_each_area_has_its_newest_scenes_and_is_handed_out_once(stage):
    told = []
    found, queries = search(stage, on_area=told.append)
    period = queries[0].parameters.period
    assert [item.area for item in found] == list(AREAS)
    assert sorted(item.area.id for item in told) == [1, 2, 3, 7]
    for item in found:
        true = true_rows("phr", [part.ring for part in item.area.parts], period, 3)
        assert [row.scene.acquired for row in item.rows] == [row.acquired for row in true]
        assert [100.0 * row.coverage for row in item.rows] == pytest.approx([row.coverage for row in true], abs=0.01)
        # More scenes exist in half a year than three.
        assert len(item.cut) == 1
        assert not item.problems


def test_an_area_that_cannot_be_searched_stops_no_other(stage):
    broken = area(8, 20.0, 40.0, problem=Problem("area", ProblemCode.NO_POLYGON))
    corners = Aoi(tuple((20 + n / 1000, 40 + (n % 2) / 1000) for n in range(1200)) + ((20.0, 40.0),), 5.0)
    jagged = Area(9, "jagged", (corners,))
    found, _ = search(stage, (broken, AREAS[0], jagged))
    assert [len(item.rows) for item in found] == [0, 3, 0]
    assert [problem.cause.code for item in found for problem in item.problems] == [
        ProblemCode.NO_POLYGON,
        ProblemCode.TOO_MANY_VERTICES,
    ]


def test_a_failure_of_the_service_over_one_area_is_that_areas_problem():
    with Stage(service=Service.PLATFORM) as stage:
        stage.product()
        stage.sandbox.faults.add(Fault("status", path="stac/search", status=400, times=1))
        found, _ = search(stage)
    failed = [item for item in found if item.problems]
    assert [item.problems[0].cause.kind for item in failed] == [ErrorKind.INVALID_REQUEST]
    assert sum(len(item.rows) for item in found) == 9


def two_products(stage):
    """The queries of two products, both as the list of products has them."""
    listed = [product for product in stage.gateway.products() if product.key in ("phr-display", "sentinel-2-level-2a")]
    wanted = stage.parameters(stage.product(), 3)
    return listed, lambda: product_queries(stage.gateway, listed, wanted, Watch())


def test_a_product_that_cannot_be_read_stops_no_other_product():
    """One restricted collection must not take the scenes of the other products with it."""
    with Stage(service=Service.PLATFORM) as stage:
        (refused, kept), queries = two_products(stage)
        stage.sandbox.faults.add(Fault("status", path=f"orders/schema/{refused.id}", status=400, times=None))
        query = AreaQuery(queries())
        found = search_areas(stage.gateway, AREAS, query, share_covered, Watch(), time.sleep)
    for item in found:
        assert {row.product_id for row in item.rows} == {kept.id}
        assert [(problem.product_title, problem.cause.kind) for problem in item.problems] == [
            (refused.title, ErrorKind.INVALID_REQUEST)
        ]
        assert not item.own_problems
        # A watch marks nothing of it as searched.
        assert list(item.searched) == [kept.id]
    assert [problem.product_title for problem in query.unsearched] == [refused.title]


def test_a_failure_of_the_account_while_reading_a_product_is_raised():
    with Stage(service=Service.PLATFORM) as stage:
        _, queries = two_products(stage)
        stage.sandbox.faults.add(Fault("unauthorized", path="orders/schema", times=None))
        with pytest.raises(Up42Error) as caught:
            queries()
    assert caught.value.kind is ErrorKind.UNAUTHORIZED


def test_a_product_that_fails_over_one_area_is_named_there_and_stops_no_other():
    with Stage(service=Service.PLATFORM) as stage:
        listed, queries = two_products(stage)
        query = AreaQuery(queries())
        stage.sandbox.faults.add(Fault("status", path="stac/search", status=400, times=1))
        found = search_areas(stage.gateway, AREAS, query, share_covered, Watch(), time.sleep)
    [failed] = [item for item in found if item.problems]
    [problem] = failed.own_problems
    [other] = [product for product in listed if product.title != problem.product_title]
    assert {row.product_id for row in failed.rows} == {other.id}
    for item in found:
        if item is not failed:
            assert {row.product_id for row in item.rows} == {product.id for product in listed}


def test_too_little_cover_is_replaced_by_older_scenes_that_cover_enough(stage):
    wide = (area(1, 13.0, 52.0, side=0.15),)
    strict, queries = search(stage, wide, limit=4, min_coverage=0.6)
    period = queries[0].parameters.period
    rings = [wide[0].parts[0].ring]
    true = true_rows("phr", rings, period, 4, min_coverage=60.0)
    # Else the filter would have had nothing to do.
    assert true != true_rows("phr", rings, period, 4)
    assert [row.scene.acquired for row in strict[0].rows] == [row.acquired for row in true]
    assert min(row.coverage for row in strict[0].rows) >= 0.6


def test_prices_are_those_of_the_parts_that_a_scene_meets():
    with Stage(service=Service.PLATFORM) as stage:
        found, queries = search(stage, keys=("phr-display", "pneo-display"))
        rows = [row for item in found for row in item.rows]
        told = []
        assert len({query.product.title for query in queries}) == 2
        priced = with_prices(stage.gateway, queries, rows, Watch(), told.append)
    assert sorted(row.key for row in told) == sorted(row.key for row in rows) == sorted(row.key for row in priced)
    prices = {"phr-display": ("phr", 700), "pneo-display": ("pneo", 1100)}
    for item in found:
        rings = [part.ring for part in item.area.parts]
        for query in queries:
            mine = [row for row in priced if row.area is item.area and row.product_id == query.product.id]
            sensor, price = prices[query.product.key]
            true = true_rows(sensor, rings, query.parameters.period, 3, price=price)
            assert [(row.scene.id, row.credits) for row in mine] == [(row.scene_id, row.credits) for row in true]


def test_classic_queries_keep_to_the_jobs_that_the_project_may_run():
    with Stage(dry_run_seconds=0.3, max_concurrent_jobs=2) as stage:
        areas = tuple(area(number, 5.0 + number, 45.0) for number in range(1, 8))
        found, _ = search(stage, areas, limit=1)
        assert [len(item.rows) for item in found] == [1] * 7
        refused = [request for request in stage.sandbox.requests if request.status == 400]
    assert not refused


def test_classic_queries_wait_while_others_fill_the_project():
    with Stage(dry_run_seconds=1.0, max_concurrent_jobs=1) as stage:
        product = stage.product()
        stage.gateway.start_dry_run(product, stage.parameters(product), "Somebody else's")
        found, _ = search(stage, AREAS[:1], limit=1)
    assert [len(item.rows) for item in found] == [1]
    assert not found[0].problems


def test_stopping_ends_it_although_the_service_is_silent():
    with Stage(service=Service.PLATFORM) as stage:
        stage.product()
        stage.sandbox.faults.add(Fault("latency", path="stac/search", seconds=60.0, times=20))
        watch = Watch()
        threading.Timer(0.5, watch.is_stopped.set).start()
        with pytest.raises(Cancelled):
            search(stage, watch=watch)


@pytest.mark.parametrize("order", ["newest", "shuffled"])
def test_few_scenes_are_read_from_small_pages_and_are_the_newest_in_any_order(order):
    # A large page is a megabyte, and its parsing blocks the window of the dock, a hundred areas long.
    with Stage(service=Service.PLATFORM, search_order=order) as stage:
        found, queries = search(stage, AREAS[:1])
        pages = [request.body["limit"] for request in stage.sandbox.requests if "stac/search" in request.path]
    true = true_rows("phr", [AREAS[0].parts[0].ring], queries[0].parameters.period, 3)
    assert [row.scene.id for row in found[0].rows] == [row.scene_id for row in true]
    assert set(pages) == {100}
