"""The catalog of the Sandbox's platform over real HTTP: collections, order forms, both searches, quicklooks."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
import requests
from support.platform_client import BOX, PHR_ANALYTIC, PHR_DISPLAY, YEAR, PlatformClient, square
from support.workflow_client import MORNING

from up42_jobs.sandbox import Fault, Sandbox
from up42_jobs.sandbox.world.imagery import find_scenes

JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG"


@pytest.fixture(scope="module")
def sandbox():
    """A Sandbox for read-only tests."""
    with Sandbox(now=MORNING) as running:
        running.clock.set(datetime(2026, 3, 4, 9, tzinfo=timezone.utc))
        running.clock.speed(0)
        yield running


@pytest.fixture(scope="module")
def client(sandbox):
    """A signed-in client."""
    return PlatformClient(sandbox)


def ids(features):
    return [feature["properties"]["id"] for feature in features]


def true_ids(sensor="phr", start=datetime(2025, 1, 1), end=datetime(2026, 1, 1)):
    """Returns the scenes over the small area, straight from the world."""
    ring = square(*BOX)["coordinates"][0]
    times = (start.replace(tzinfo=timezone.utc), end.replace(tzinfo=timezone.utc))
    return [scene.id for scene in find_scenes(sensor, ring, *times)]


def host_pages(client, body, host="oneatlas"):
    """Follows the pages of a host search and returns the features of each."""
    pages, address = [], f"/catalog/hosts/{host}/stac/search"
    while address:
        page = client.data("POST", address, body)
        pages.append(page["features"])
        address = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
    return pages


def stac_pages(client, body):
    """Follows the pages of a search of the STAC catalog and returns the features of each."""
    pages, link = [], {"href": "/v2/catalog/search", "body": body}
    while link:
        page = client.data("POST", link["href"], link["body"])
        pages.append(page["features"])
        link = next((link for link in page["links"] if link["rel"] == "next"), None)
    return pages


def wrong(client, body, host="oneatlas"):
    """Returns status and message of a host search that must be refused."""
    answer = client.send("POST", f"/catalog/hosts/{host}/stac/search", body)
    return answer.status_code, answer.json()["error"]["message"]


def test_collections_come_in_pages_with_what_the_real_ones_lack(sandbox):
    root = f"{sandbox.api_url}/v2/collections"
    pages = [requests.get(f"{root}?size=3&page={page}", timeout=10).json() for page in (0, 1, 2)]
    assert pages[0]["totalPages"] == 3
    content = [each for page in pages for each in page["content"]]
    by_name = {each["name"]: each for each in content}
    assert len(by_name) == len(content) == pages[0]["totalElements"]
    hosts = {provider["name"] for each in content for provider in each["providers"] if "HOST" in provider["roles"]}
    assert {"oneatlas", "capellaspace", "earthsearch-aws", "21at"} <= hosts
    assert by_name["phr-tasking"]["type"] == "TASKING"
    assert "SEARCH_AVAILABLE" not in by_name["phr-tasking"]["integrations"]
    assert any("id" not in product for product in by_name["phr"]["dataProducts"])
    assert "metadata" not in by_name["bjn"]
    assert "resolutionClass" not in by_name["sentinel-2"]["metadata"]
    assert by_name["capella-gec"]["metadata"]["productType"] == "SAR"
    assert requests.get(f"{root}/phr", timeout=10).json() == by_name["phr"]
    assert requests.get(f"{root}/none", timeout=10).json()["code"] == 404


def test_collections_are_filtered_and_sorted(sandbox):
    def names(query):
        answer = requests.get(f"{sandbox.api_url}/v2/collections?{query}", timeout=10)
        return [each["name"] for each in answer.json()["content"]]

    assert names("type=TASKING") == ["phr-tasking"]
    assert names("integrations=SEARCH_AVAILABLE&integrations=ACCESS_APPROVAL_REQUIRED") == ["bjn"]
    assert names("sort=name,desc") == sorted(names(""), reverse=True)


def test_order_forms_are_draft_7_schemas_that_resolve(client):
    plain = client.data("GET", f"/orders/schema/{PHR_DISPLAY}")
    assert plain["required"] == ["id", "aoi"]
    rich = client.data("GET", f"/orders/schema/{PHR_ANALYTIC}")
    assert rich["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert rich["definitions"]["SpectralProcessing"]["enum"] == ["bundle", "multispectral", "pansharpened"]
    assert {"allOf", "properties", "required", "definitions"} <= set(rich)
    assert client.send("GET", "/orders/schema/none").status_code == 404


def test_a_host_search_gives_every_scene_once_newest_first_over_its_pages(client):
    pages = host_pages(client, {"collections": ["phr"], "bbox": BOX, "datetime": YEAR, "limit": 30})
    assert [len(page) for page in pages[:-1]] == [30] * (len(pages) - 1)
    features = [feature for page in pages for feature in page]
    assert ids(features) == true_ids()
    assert all("id" not in feature for feature in features)
    dates = [feature["properties"]["datetime"] for feature in features]
    assert dates == sorted(dates, reverse=True)


def test_more_than_500_scenes_lie_in_a_wide_period(client):
    pages = host_pages(client, {"collections": ["phr"], "intersects": square(*BOX), "limit": 500})
    assert len(pages) == 2
    assert len(pages[0]) == 500
    found = ids(pages[0] + pages[1])
    assert len(set(found)) == len(found) > 501


def test_pages_do_not_move_when_scenes_come_in_meanwhile():
    with Sandbox(now=MORNING) as sandbox:
        client = PlatformClient(sandbox)
        sandbox.clock.set(datetime(2026, 3, 4, 9, tzinfo=timezone.utc))
        client.sign_in()
        body = {"collections": ["phr"], "bbox": BOX, "limit": 5}
        address = "/catalog/hosts/oneatlas/stac/search"
        first = client.data("POST", address, body)
        sandbox.clock.advance(60 * 86400)
        client.sign_in()
        second = client.data("POST", first["links"][-1]["href"], body)
        assert not set(ids(first["features"])) & set(ids(second["features"]))
        assert ids(client.data("POST", address, body)["features"]) != ids(first["features"])


def test_both_searches_find_the_same_scenes(client):
    body = {"collections": ["phr"], "bbox": BOX, "datetime": YEAR, "query": {"cloudCoverage": {"lte": 20}}}
    by_host = [feature for page in host_pages(client, {**body, "limit": 7}) for feature in page]
    stac = {**body, "limit": 11, "query": {"eo:cloud_cover": {"lte": 20}}}
    items = [item for page in stac_pages(client, stac) for item in page]
    assert [item["id"] for item in items] == ids(items) == ids(by_host)
    assert all(feature["properties"]["cloudCoverage"] <= 20 for feature in by_host)
    assert [item["geometry"] for item in items] == [feature["geometry"] for feature in by_host]


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ({"cloudCoverage": {"LT": 10}}, lambda told: told["cloudCoverage"] < 10),
        ({"cloudCoverage": {"gte": 10, "lte": 30}}, lambda told: 10 <= told["cloudCoverage"] <= 30),
        ({"resolution": {"in": [0.5]}}, lambda told: told["collection"] == "phr"),
        ({"constellation": {"eq": "spot"}}, lambda told: told["constellation"] == "spot"),
    ],
)
def test_the_operators_of_a_query(client, query, holds):
    body = {"collections": ["phr", "spot"], "query": query, "limit": 100}
    found = client.scenes(**body)
    everything = client.scenes(**{**body, "query": {}, "limit": 500})
    assert ids(found) == [each["properties"]["id"] for each in everything if holds(each["properties"])][:100]
    assert found


def test_radar_has_no_cloud_cover_and_a_filter_by_it_drops_radar(client):
    scenes = client.scenes("capella-gec", "capellaspace")
    assert {scene["properties"]["cloudCoverage"] for scene in scenes} == {None}
    assert client.scenes("capella-gec", "capellaspace", query={"cloudCoverage": {"lte": 100}}) == []


def test_radar_strips_tell_a_start_and_an_end_and_no_box(client):
    for scene in client.scenes("capella-gec", "capellaspace"):
        times = scene["properties"]
        assert (times["datetime"], times["acquisitionDate"]) == (None, None)
        assert times["start_datetime"] < times["end_datetime"]
        assert "bbox" not in scene
    item = client.data("POST", "/v2/catalog/search", {"collections": ["capella-gec"], "bbox": BOX, "limit": 1})
    assert item["features"][0]["properties"]["datetime"] is None
    assert item["features"][0]["properties"]["start_datetime"]
    assert len(item["features"][0]["bbox"]) == 4


def test_ids_open_ends_and_other_geometries_are_searched_for(client):
    known = true_ids()[:3]
    address = "/catalog/hosts/oneatlas/stac/search"
    assert ids(client.data("POST", address, {"ids": known})["features"]) == known
    late = client.scenes(datetime="2025-12-01T00:00:00Z/..")
    assert ids(late) == true_ids(start=datetime(2025, 12, 1), end=datetime(2026, 3, 4, 9))[:20]
    assert client.scenes(datetime="../2018-02-01T00:00:00Z")
    middle = [(BOX[0] + BOX[2]) / 2, (BOX[1] + BOX[3]) / 2]
    point = client.scenes(bbox=None, intersects={"type": "Point", "coordinates": middle})
    assert set(ids(point)) <= set(true_ids())
    assert point
    line = {"type": "LineString", "coordinates": [BOX[:2], BOX[2:]]}
    assert set(ids(point)) <= set(ids(client.scenes(bbox=None, intersects=line, limit=100)))
    several = {"type": "MultiPolygon", "coordinates": [square(*BOX)["coordinates"], square(*BOX)["coordinates"]]}
    assert ids(client.scenes(bbox=None, intersects=several)) == true_ids()[:20]
    assert client.scenes(datetime="2025-01-01T00:00:00Z/2025-01-01T00:00:01Z") == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"bbox": BOX, "intersects": square(*BOX)}, "only one of bbox and intersects"),
        ({"bbox": BOX, "limit": 0}, "limit must be between 1 and 500, got 0"),
        ({"bbox": BOX, "limit": 501}, "limit must be between 1 and 500, got 501"),
        ({"bbox": BOX, "datetime": "yesterday"}, "yesterday is not an RFC 3339 time"),
        ({"bbox": BOX, "collections": ["sentinel-2"]}, "unknown collections: sentinel-2"),
        ({"bbox": BOX, "query": {"cloudCoverage": {"near": 3}}}, "query.cloudCoverage: unknown operator near"),
        ({"intersects": {"type": "Circle", "coordinates": []}}, "must be a GeoJSON geometry, got Circle"),
        ({}, "one of bbox, intersects and ids is required"),
        ({"bbox": [-10, 35, 30, 60]}, "the area is larger than 500000 km²"),
    ],
)
def test_a_wrong_search_is_refused_with_422_and_the_rule(client, body, words):
    status, message = wrong(client, body)
    assert status == 422
    assert words in message


def test_unknown_hosts_and_made_up_pages_are_refused(client):
    assert wrong(client, {"bbox": BOX}, "nowhere")[0] == 404
    answer = client.send("POST", "/catalog/hosts/oneatlas/stac/search?next=abc", {"bbox": BOX})
    assert answer.status_code == 422


def test_a_host_in_trouble_answers_with_a_status_of_its_own(sandbox, client):
    sandbox.faults.add(Fault("status", path="/stac/search$", status=542))
    assert client.send("POST", "/catalog/hosts/oneatlas/stac/search", {"bbox": BOX}).status_code == 542


def test_a_shuffled_catalog_gives_the_same_scenes_in_another_order(client):
    with Sandbox(now=MORNING, search_order="shuffled") as other:
        shuffled = PlatformClient(other).scenes(limit=500)
    assert ids(shuffled) != true_ids()
    assert set(ids(shuffled)) == set(true_ids())


def test_the_stac_catalog_leads_to_its_search_and_to_every_archive(client):
    for path in ("/v2/catalog", "/v2/catalog/"):
        landing = client.data("GET", path)
        assert landing["type"] == "Catalog"
    links = {(link["rel"], link.get("method")): link["href"] for link in landing["links"]}
    assert "https://api.stacspec.org/v1.0.0/item-search" in landing["conformsTo"]
    assert client.data("GET", links[("conformance", None)])["conformsTo"] == landing["conformsTo"]
    collections = client.data("GET", links[("data", None)])["collections"]
    assert {"phr", "capella-gec", "sentinel-2"} <= {each["id"] for each in collections}
    assert "phr-tasking" not in {each["id"] for each in collections}
    body = {"collections": ["phr", "sentinel-2"], "bbox": BOX, "limit": 40}
    found = client.data("POST", links[("search", "POST")], body)
    assert {item["properties"]["providerName"] for item in found["features"]} == {"oneatlas", "earthsearch-aws"}
    item = found["features"][0]
    own = next(link["href"] for link in item["links"] if link["rel"] == "self")
    assert client.data("GET", own) == item
    assert client.send("GET", own[:-2]).status_code == 404


def test_the_stac_catalog_can_be_searched_by_get_as_well(client):
    box = ",".join(map(str, BOX))
    first = client.data("GET", f"/v2/catalog/search?collections=phr&bbox={box}&datetime={YEAR}&limit=40")
    following = next(link for link in first["links"] if link["rel"] == "next")
    second = client.data("GET", following["href"])
    assert ids(first["features"] + second["features"]) == true_ids()[:80]
    assert client.send("GET", "/v2/catalog/search?bbox=a,b").status_code == 422


def test_the_stac_catalog_can_be_missing():
    with Sandbox(now=MORNING, variant="host-only") as sandbox:
        client = PlatformClient(sandbox)
        assert client.send("GET", "/v2/catalog/").status_code == 404
        assert client.scenes()
        sandbox.change(variant="")
        assert client.send("GET", "/v2/catalog/").status_code == 200


def test_pictures_need_an_access_value_and_are_announced_as_jpegs_whatever_they_are(sandbox, client):
    kinds, sizes = set(), set()
    for scene in client.scenes(limit=40):
        if kinds == {None, JPEG, PNG}:
            break
        id = scene["properties"]["id"]
        path = f"/catalog/oneatlas/image/{id}/quicklook"
        assert requests.get(sandbox.api_url + path, timeout=10).status_code == 401
        answer = client.send("GET", path)
        if answer.status_code == 404:
            kinds.add(None)
            continue
        assert answer.headers["Content-Type"] in ("image/jpeg", "image/jpg")
        kinds.add(JPEG if answer.content.startswith(JPEG) else PNG if answer.content.startswith(PNG) else b"?")
        thumbnail = client.send("GET", f"/catalog/oneatlas/image/{id}/thumbnail").content
        sizes.add(len(thumbnail) < len(answer.content))
    assert kinds == {None, JPEG, PNG}
    assert sizes == {True}


def test_pictures_of_other_hosts_and_unknown_scenes_are_not_found(sandbox, client):
    id = true_ids()[0]
    assert client.send("GET", f"/catalog/21at/image/{id}/quicklook").status_code == 404
    assert client.send("GET", "/catalog/oneatlas/image/none/quicklook").status_code == 404
    sandbox.faults.add(Fault("no_quicklook"), Fault("corrupt_quicklook", times=None))
    shown = next(i for i in true_ids() if client.send("GET", f"/catalog/oneatlas/image/{i}/quicklook").ok)
    broken = client.send("GET", f"/catalog/oneatlas/image/{shown}/thumbnail").content
    sandbox.faults.clear()
    assert broken.startswith(JPEG)
    assert broken != client.send("GET", f"/catalog/oneatlas/image/{shown}/thumbnail").content
