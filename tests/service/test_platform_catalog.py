"""A test query finds the newest matching scenes with either search of the service."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from support.service_stage import Stage, Watch

from up42_jobs.core.api.platform import search as platform_search
from up42_jobs.core.domain.aoi import Aoi, box_ring, holds
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import Service
from up42_jobs.core.domain.errors import Cancelled, ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus
from up42_jobs.core.domain.parameters import GeometryMode, Period
from up42_jobs.core.domain.problems import ProblemCode, find_problems
from up42_jobs.sandbox import Fault
from up42_jobs.sandbox.platform.catalog import search as sandbox_search
from up42_jobs.sandbox.world.imagery import scene_by_id

HOST_SEARCH = "/catalog/hosts/"
STAC_SEARCH = "/v2/catalog/search"
LONG = timedelta(days=365 * 7)


@pytest.fixture
def stage(request):
    with Stage(service=Service.PLATFORM, **getattr(request, "param", {})) as running:
        yield running


def query(stage, product, parameters, watch=None):
    job = stage.gateway.start_dry_run(product, parameters, "Query")
    assert job.status is JobStatus.SUCCEEDED
    return stage.gateway.collect_scenes(product, parameters, job, watch or Watch())


def many(stage, product, limit):
    """Parameters that more than 500 scenes match."""
    end = utc_now().replace(microsecond=0)
    return replace(stage.parameters(product, limit), period=Period(end - LONG, end))


def without_host_search(stage, status=410):
    """Switches off the older search, which is deprecated in the official SDK."""
    stage.sandbox.faults.add(Fault("status", path="^/catalog/hosts/", status=status, times=None))


@pytest.mark.parametrize("asked", [STAC_SEARCH, HOST_SEARCH])
def test_both_searches_find_the_same_scenes_with_all_that_a_list_shows(stage, asked):
    product = stage.product()
    if asked == STAC_SEARCH:
        without_host_search(stage)
    found = query(stage, product, stage.parameters(product, 5))
    assert found.is_complete
    assert len(found.scenes) == 5
    moments = [scene.acquired for scene in found.scenes]
    assert moments == sorted(moments, reverse=True)
    for scene, feature in zip(found.scenes, json.loads(found.document)["features"]):
        properties = feature["properties"]
        assert scene.id == scene.feature_id == properties["id"] == feature["id"]
        assert (scene.host, scene.collection) == ("oneatlas", "phr")
        assert scene.platform.startswith("PHR1")
        assert scene.cloud_cover == properties["cloudCoverage"] == properties["cloudCover"]
        assert scene.incidence_angle == properties["providerProperties"]["incidenceAngle"]
        assert scene.gsd_m == 0.5
        assert scene.processing_level == "ALBUM"
        # Footprints have any ring direction, and some have vertices in the middle of a side.
        assert set(scene.footprint) == {tuple(corner) for corner in feature["geometry"]["coordinates"][0]}
        assert "parentIdentifier" not in properties
    assert stage.count("POST", asked) == 1
    assert stage.count("POST", STAC_SEARCH) == (asked == STAC_SEARCH)


@pytest.mark.parametrize("status", [404, 405, 410, 501])
def test_stac_catalog_is_searched_where_the_host_search_is_gone_and_that_is_remembered(stage, status):
    product = stage.product()
    expected = [scene.id for scene in query(stage, product, stage.parameters(product, 5)).scenes]
    without_host_search(stage, status)
    for _ in range(2):
        found = query(stage, product, stage.parameters(product, 5))
        assert [scene.id for scene in found.scenes] == expected
    assert stage.count("POST", HOST_SEARCH) == 2
    assert stage.count("GET", "/v2/catalog/") == 1


@pytest.mark.parametrize(
    "stage", [{"variant": name} for name in ("stac-broken", "stac-empty", "host-only")], indirect=True
)
def test_search_of_hosts_that_is_gone_is_a_failure_where_the_stac_catalog_is_of_no_use(stage):
    # "Nothing found" would be wrong: there are scenes, but no search was possible.
    product = stage.product()
    without_host_search(stage)
    with pytest.raises(Up42Error):
        query(stage, product, stage.parameters(product))


@pytest.mark.parametrize("stage", [{"variant": "stac-strict"}], indirect=True)
@pytest.mark.parametrize("is_by_stac", [False, True])
def test_strict_catalog_of_two_hosts_gives_the_same_scenes_each_with_its_host_and_quicklook(stage, is_by_stac):
    product = stage.product()
    if is_by_stac:
        without_host_search(stage)
    parameters = replace(stage.parameters(product, 12), max_cloud_cover=50)
    scenes = query(stage, product, parameters).scenes
    with_stac_alone = {scene.id for scene in scenes}
    stage.sandbox.faults.clear()
    assert with_stac_alone == {scene.id for scene in query(stage, product, parameters).scenes}
    assert len({scene.host for scene in scenes}) == 2
    assert all(scene.cloud_cover <= 50 for scene in scenes)
    job = stage.gateway.start_dry_run(product, parameters, "Query")
    shown = [scene for scene in scenes if scene_by_id(scene.id).has_quicklook]
    assert len({scene.host for scene in shown}) == 2
    for scene in shown:
        assert stage.gateway.quicklook(job, scene)[:2] in (b"\xff\xd8", b"\x89P")


def test_condition_that_a_catalog_overlooks_does_not_hide_all_scenes(stage, monkeypatch):
    # A catalog may declare the query extension and have no cloud cover under the requested name.
    product = stage.product()
    without_host_search(stage)
    parameters = replace(stage.parameters(product, 100), max_cloud_cover=20)
    every = query(stage, product, replace(parameters, max_cloud_cover=None)).scenes
    expected = tuple(scene for scene in every if scene.cloud_cover <= 20)
    stage.sandbox.clear_requests()
    # No scene has a property of the requested name.
    monkeypatch.setattr(sandbox_search, "stac_properties", lambda scene: {})
    assert query(stage, product, parameters).scenes == expected
    assert stage.count("POST", STAC_SEARCH) == 2


def test_no_more_pages_are_read_than_make_sure_of_the_newest(stage):
    product = stage.product()
    area = Aoi(box_ring(-0.4, 39.4, -0.26, 39.5), 134.0)
    found = query(stage, product, replace(many(stage, product, 10), aoi=area))
    assert found.is_complete
    assert not found.is_counted
    assert stage.count("POST", HOST_SEARCH) == platform_search.MIN_PAGES
    stage.sandbox.clear_requests()
    named = replace(many(stage, product, 1), aoi=area, scene_ids=(found.scenes[3].id,))
    assert [scene.id for scene in query(stage, product, named).scenes] == [found.scenes[3].id]
    assert stage.count("POST", HOST_SEARCH) == 1


@pytest.mark.parametrize("stage", [{"variant": "stac-strict", "search_order": "shuffled"}], indirect=True)
def test_catalog_that_sorts_is_asked_to_and_read_no_further_than_needed(stage):
    product = stage.product()
    without_host_search(stage)
    everything = query(stage, product, many(stage, product, 10_000)).scenes
    assert len(everything) > 300
    stage.sandbox.clear_requests()
    few = query(stage, product, many(stage, product, 3))
    assert few.scenes == everything[:3]
    assert stage.count("POST", STAC_SEARCH) == platform_search.MIN_PAGES


@pytest.mark.parametrize(
    "stage", [{"search_order": "shuffled"}, {"search_order": "shuffled", "variant": "stac-strict"}], indirect=True
)
def test_newest_are_taken_of_all_pages_and_not_of_the_first(stage):
    product = stage.product()
    everything = query(stage, product, many(stage, product, 10_000))
    assert len(everything.scenes) > 500
    few = query(stage, product, many(stage, product, 3))
    assert [scene.id for scene in few.scenes] == [scene.id for scene in everything.scenes[:3]]
    assert few.is_complete


def test_more_scenes_than_the_limit_give_exactly_the_newest_500(stage):
    product = stage.product()
    over = query(stage, product, many(stage, product, 501))
    assert len(over.scenes) == 501
    found = query(stage, product, many(stage, product, 500))
    assert len(found.scenes) == len(json.loads(found.document)["features"]) == 500
    assert found.scenes == over.scenes[:500]
    assert found.match_count == over.match_count > 501


@pytest.mark.parametrize(
    ("limit", "is_live", "most"), [(1000, False, None), (1001, False, 1000), (500, True, None), (501, True, 500)]
)
def test_a_thousand_scenes_may_be_looked_at_and_half_as_many_ordered_by_their_number(stage, limit, is_live, most):
    product = replace(stage.product(), licence=None)
    problems = find_problems(product, many(stage, product, limit), stage.gateway.limits(), is_live=is_live)
    told = {problem.code: problem.values.get("maximum") for problem in problems}
    assert told == ({} if most is None else {ProblemCode.LIMIT_RANGE: most})


def test_a_thousand_scenes_come_from_several_pages(stage):
    product = stage.product()
    area = Aoi(box_ring(-0.4, 39.4, -0.26, 39.5), 134.0)
    found = query(stage, product, replace(many(stage, product, 1000), aoi=area))
    assert len({scene.id for scene in found.scenes}) == 1000
    assert found.is_complete
    # More scenes match but need not be read.
    assert not found.is_counted


def test_catalog_that_is_too_large_to_be_read_says_so(stage, monkeypatch):
    product = stage.product()
    monkeypatch.setattr(platform_search, "MAX_PAGES", 1)
    found = query(stage, product, many(stage, product, 10))
    assert len(found.scenes) == 10
    assert not found.is_complete
    assert query(stage, product, stage.parameters(product, 10)).is_complete


def test_pages_are_no_longer_read_once_the_person_stops(stage):
    product = stage.product()
    watch = Watch()
    watch.is_stopped.set()
    with pytest.raises(Cancelled):
        query(stage, product, many(stage, product, 10), watch)
    assert stage.count("POST", HOST_SEARCH) == 1


def test_nothing_found_is_a_result_and_nothing_to_order(stage):
    product = stage.product()
    start = utc_now() + timedelta(days=3)
    parameters = replace(stage.parameters(product), period=Period(start, start + timedelta(days=1)))
    found = query(stage, product, parameters)
    assert found.scenes == ()
    assert json.loads(found.document) == {"type": "FeatureCollection", "features": []}
    with pytest.raises(Up42Error) as caught:
        stage.gateway.pinned(product, parameters)
    assert caught.value.kind is ErrorKind.NO_SCENES


def test_cloud_cover_binds_optical_scenes_and_leaves_radar_alone(stage):
    product = stage.product()
    clear = query(stage, product, replace(stage.parameters(product, 100), max_cloud_cover=20)).scenes
    assert clear
    assert all(scene.cloud_cover <= 20 for scene in clear)
    every = query(stage, product, replace(stage.parameters(product, 100), max_cloud_cover=100)).scenes
    assert {scene.id for scene in clear} == {scene.id for scene in every if scene.cloud_cover <= 20}
    radar = stage.product("capella")
    assert not radar.has_cloud_cover
    scenes = query(stage, radar, replace(stage.parameters(radar, 5), max_cloud_cover=20)).scenes
    assert scenes
    assert all(scene.cloud_cover is None for scene in scenes)


def test_next_page_is_read_from_the_connection_although_its_link_names_an_inner_host(stage):
    product = stage.product()
    stage.sandbox.links.base_url = "http://inner.example"
    assert len(query(stage, product, many(stage, product, 600)).scenes) == 600


def test_next_page_that_is_really_elsewhere_is_a_failure_that_names_the_host(stage):
    product = stage.product()
    stage.sandbox.links.base_url = "https://elsewhere.example/other"
    with pytest.raises(Up42Error) as caught:
        query(stage, product, many(stage, product, 600))
    assert caught.value.kind is ErrorKind.UNEXPECTED_ANSWER
    assert "elsewhere.example" in caught.value.detail


def test_stac_search_on_another_host_is_not_asked(stage):
    # The access value would be sent there.
    product = stage.product()
    without_host_search(stage)
    stage.sandbox.links.base_url = "https://elsewhere.example"
    with pytest.raises(Up42Error):
        query(stage, product, stage.parameters(product))
    assert stage.count("POST", STAC_SEARCH) == 0


def test_scenes_that_hold_the_whole_area_are_picked_here(stage):
    product = stage.product()
    parameters = replace(stage.parameters(product, 100), aoi=Aoi(box_ring(-0.42, 39.38, -0.36, 39.42), 23.0))
    touching = query(stage, product, replace(parameters, geometry_mode=GeometryMode.INTERSECTS)).scenes
    holding = query(stage, product, replace(parameters, geometry_mode=GeometryMode.CONTAINS)).scenes
    assert 0 < len(holding) < len(touching)
    wanted = [scene.id for scene in touching if holds(scene.footprint, parameters.aoi.ring)]
    assert [scene.id for scene in holding] == wanted


def test_area_across_the_antimeridian_finds_scenes_of_both_sides(stage):
    product = stage.product()
    aoi = Aoi(box_ring(179.95, -17.05, -179.95, -16.95), 120.0)
    for mode in (GeometryMode.BBOX, GeometryMode.INTERSECTS):
        scenes = query(stage, product, replace(stage.parameters(product, 200), aoi=aoi, geometry_mode=mode)).scenes
        bounds = [Aoi(scene.footprint, 0.0).bounds for scene in scenes]
        assert scenes
        assert all(east - west < 2 for west, _, east, _ in bounds)
        assert any(west < 180 <= east or west < -180 <= east for west, _, east, _ in bounds)


def test_named_scenes_are_found_whatever_the_filters_say(stage):
    product = stage.product()
    first, second, *_ = query(stage, product, stage.parameters(product, 5)).scenes
    named = replace(stage.parameters(product), scene_ids=(second.id, first.id), limit=2)
    assert [scene.id for scene in query(stage, product, named).scenes] == [first.id, second.id]


def test_host_that_is_out_of_order_is_a_failure_and_no_empty_result(stage):
    product = stage.product()
    stage.sandbox.faults.add(Fault("status", path=HOST_SEARCH, status=542, times=None))
    with pytest.raises(Up42Error) as caught:
        query(stage, product, stage.parameters(product))
    assert caught.value.kind is ErrorKind.SERVER_FAILED


@pytest.mark.parametrize("status", [401, 500, 503])
def test_landing_page_of_the_stac_catalog_is_not_needed_where_hosts_can_be_searched(stage, status):
    product = stage.product()
    stage.sandbox.faults.add(Fault("status", path="^/v2/catalog/", status=status, times=None))
    assert query(stage, product, stage.parameters(product)).scenes


def test_quicklooks_come_as_bytes_and_a_missing_one_is_no_failure_of_the_service(stage):
    product = stage.product()
    scenes = query(stage, product, stage.parameters(product, 8)).scenes
    job = stage.gateway.start_dry_run(product, stage.parameters(product), "Query")
    images = {}
    for scene in scenes:
        # Some scenes have none in either catalog.
        with contextlib.suppress(Up42Error):
            images[scene] = stage.gateway.quicklook(job, scene)
    assert len(images) > 3
    assert {image[:2] for image in images.values()} <= {b"\xff\xd8", b"\x89P"}
    scene = next(iter(images))
    for fault in (Fault("no_quicklook"), Fault("status", path="/quicklook", status=542)):
        stage.sandbox.faults.clear()
        stage.sandbox.faults.add(fault)
        with pytest.raises(Up42Error) as caught:
            stage.gateway.quicklook(job, scene)
        assert caught.value.kind is ErrorKind.NOT_FOUND
    asked = stage.count("GET", "/quicklook")
    with pytest.raises(Up42Error):
        stage.gateway.quicklook(job, replace(scene, quicklook_name=None))
    assert stage.count("GET", "/quicklook") == asked


def test_test_query_is_listed_with_what_it_asked_for_as_long_as_the_session_lasts(stage):
    product = stage.product()
    parameters = stage.parameters(product, 4)
    job = stage.gateway.start_dry_run(product, parameters, "Query")
    stage.gateway.collect_scenes(product, parameters, job, Watch())
    listed = stage.gateway.job(job.id)
    assert replace(listed, finished=job.finished) == job
    assert listed in stage.gateway.jobs()
    assert job.mode is JobMode.DRY_RUN
    again = stage.gateway.parse_request(product, job.request)
    assert replace(again, aoi=parameters.aoi) == parameters
    assert job.id not in {item.id for item in stage.open_gateway().jobs()}
