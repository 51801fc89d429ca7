"""Estimates of the Sandbox's platform over real HTTP: what areas cost, and why some cannot be ordered."""

from __future__ import annotations

import math

import pytest
from support.platform_client import BOX, CAPELLA, FAR, PHR_ANALYTIC, PlatformClient, square
from support.workflow_client import MORNING

from up42_jobs.sandbox import Sandbox
from up42_jobs.sandbox.world.geometry import area_km2
from up42_jobs.sandbox.world.imagery import scene_by_id


@pytest.fixture
def client():
    """A client signed in to its own Sandbox."""
    with Sandbox(now=MORNING) as sandbox:
        yield PlatformClient(sandbox)


def only_error(client, body):
    """Returns the details of the one error that estimate and placement agree on; nothing is ordered."""
    estimate = client.estimate(body)
    placed = client.place(body)
    assert estimate["errors"] == placed["errors"]
    assert estimate["results"] == placed["results"] == client.sandbox.orders == []
    assert estimate["summary"]["totalCredits"] == 0
    (error,) = placed["errors"]
    assert (error["index"], error["message"]) == (0, "Invalid geometry")
    return error["details"]


def test_the_estimate_is_the_area_within_the_scene_times_the_price(client):
    body = client.order_body()
    km2 = round(area_km2(square(*BOX)["coordinates"][0]), 2)
    credits = math.ceil(km2 * 700)
    assert client.estimate(body) == {
        "summary": {"totalCredits": credits, "totalSize": km2, "unit": "SQ_KM"},
        "results": [{"index": 0, "credits": credits, "size": km2, "unit": "SQ_KM"}],
        "errors": [],
    }
    assert client.balance() == client.sandbox.options.balance


def test_only_the_part_within_the_scene_is_charged(client):
    scene = client.covering()
    west, south, east, north = bounds_of(scene)
    half = square(west - 0.02, (south + north) / 2, (west + east) / 2, (south + north) / 2 + 0.01)
    size = client.estimate(client.order_body(half, scene=scene))["summary"]["totalSize"]
    assert 0 < size < area_km2(half["coordinates"][0])


def bounds_of(scene_id):
    lons, lats = zip(*scene_by_id(scene_id).footprint)
    return min(lons), min(lats), max(lons), max(lats)


def test_full_scenes_cost_the_same_whatever_the_area(client):
    scene = client.covering("capella-gec", "capellaspace")
    body = client.order_body(product=CAPELLA, scene=scene)
    assert client.estimate(body)["summary"] == {"totalCredits": 3500, "totalSize": 1, "unit": "SCENE"}


def test_an_area_outside_the_scene_is_an_error(client):
    assert only_error(client, client.order_body(FAR)) == "AOI does not intersect the scene"


def test_an_area_that_the_scene_cuts_in_two_is_an_error(client):
    scene = client.covering()
    _, south, east, north = bounds_of(scene)
    # A horseshoe that opens to the west, around a point of the eastern edge, lies in the scene with its two ends only.
    lat, reach = (south + north) / 2, 0.3 * (north - south)
    low, high = (lat - reach, lat - reach / 2), (lat + reach / 2, lat + reach)
    west, far, farther = east - 0.15, east + 0.05, east + 0.1
    ring = [
        [west, low[0]],
        [farther, low[0]],
        [farther, high[1]],
        [west, high[1]],
        [west, high[0]],
        [far, high[0]],
        [far, low[1]],
        [west, low[1]],
        [west, low[0]],
    ]
    body = client.order_body({"type": "Polygon", "coordinates": [ring]}, scene=scene)
    assert only_error(client, body) == "AOI intersects the scene in more than one part"


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        ({"type": "MultiPolygon", "coordinates": [square(*BOX)["coordinates"]]}, "got MultiPolygon"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}, "crosses or touches itself"),
        ({"type": "Polygon", "coordinates": [[[0, 0, 5], [1, 0, 5], [1, 1, 5], [0, 0, 5]]]}, "two-dimensional"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}, "be closed"),
        (
            {
                "type": "Polygon",
                "coordinates": [
                    [[math.cos(k / 1000 * 2 * math.pi), math.sin(k / 1000 * 2 * math.pi)] for k in range(1000)]
                    + [[1.0, 0.0]]
                ],
            },
            "more than 999 vertices",
        ),
        (None, "got None"),
    ],
)
def test_a_wrong_geometry_is_an_error_of_its_feature(client, geometry, words):
    assert words in only_error(client, client.order_body(geometry))


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"tags": None}, 400, "tags: must be a list"),
        ({"tags": ["a"] * 31}, 400, "tags: must be a list of at most 30"),
        ({"tags": ["a,b"]}, 400, "tags: may hold letters"),
        ({"displayName": ""}, 400, "displayName: must have 1 to 200 characters"),
        ({"displayName": "x" * 201}, 400, "displayName: must have 1 to 200 characters"),
        ({"dataProduct": "none"}, 404, "data product none does not exist"),
        ({"dataProduct": None}, 400, "dataProduct: must be the id"),
        ({"params": None}, 400, "params: must be an object"),
        ({"params": {}}, 400, "params.id: is required"),
        ({"params": {"id": "none"}}, 400, "params.id: no scene none in collection phr"),
        ({"params": {"id": "none", "aoi": {}}}, 400, "params.aoi: is not known"),
        ({"featureCollection": {"type": "FeatureCollection", "features": []}}, 400, "featureCollection: must be"),
    ],
)
def test_a_body_that_breaks_a_rule_is_refused_by_estimate_and_placement(client, change, status, words):
    body = {**client.order_body(), **change}
    for path in ("/v2/orders/estimate", client.place_path):
        answered, told = client.refusal("POST", path, body)
        assert answered == status
        assert words in told
    assert client.sandbox.orders == []


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({}, "params.spectralProcessing: is required"),
        (
            {"spectralProcessing": "all"},
            "params.spectralProcessing: must be one of bundle, multispectral, pansharpened",
        ),
        ({"spectralProcessing": "bundle", "smoothing": 101}, "params.smoothing: must be at most 100"),
        ({"spectralProcessing": "bundle", "smoothing": 1.5}, "params.smoothing: must be of type integer"),
        ({"spectralProcessing": "bundle", "resolution": 10}, "params.resolution: must be less than 10"),
        ({"spectralProcessing": "bundle", "projection": "UTM"}, "params.projection: fits none of the 2 forms"),
        ({"spectralProcessing": "bundle", "bands": []}, "params.bands: has the wrong number of items"),
        ({"spectralProcessing": "bundle", "bands": ["red", "red"]}, "params.bands: has an item twice"),
        ({"spectralProcessing": "bundle", "reference": "x" * 41}, "params.reference: has the wrong length"),
        ({"spectralProcessing": "bundle", "elevation": {}}, "params.elevation.model: is required"),
        ({"spectralProcessing": "bundle", "elevation": {"model": "srtm", "x": 1}}, "params.elevation.x: is not known"),
        (
            {"spectralProcessing": "bundle", "geometricProcessing": "primary", "projection": "EPSG:32630"},
            "params.projection: must be of type null",
        ),
    ],
)
def test_parameters_must_keep_to_the_form_of_the_product(client, params, words):
    scene = client.covering()
    body = client.order_body(product=PHR_ANALYTIC, scene=scene)
    body["params"] = {"id": scene, **params}
    assert client.refusal("POST", "/v2/orders/estimate", body) == (400, words)


def test_parameters_that_keep_to_the_form_are_taken(client):
    scene = client.covering()
    body = client.order_body(product=PHR_ANALYTIC, scene=scene)
    body["params"] = {
        "id": scene,
        "spectralProcessing": "pansharpened",
        "projection": None,
        "bands": ["red", "nir"],
        "resolution": 2,
        "elevation": {"model": "srtm", "constant": -3.5},
    }
    assert client.estimate(body)["errors"] == []
