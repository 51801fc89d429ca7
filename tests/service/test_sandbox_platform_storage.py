"""Storage of the Sandbox's platform over real HTTP: assets, STAC items, signed links."""

from __future__ import annotations

import tarfile
import zipfile
from io import BytesIO

import pytest
import requests
from support.platform_client import BOX, CAPELLA, PNEO_ANALYTIC, SPOT_DISPLAY, PlatformClient, square
from support.workflow_client import MORNING

from up42_jobs.sandbox import Fault, Sandbox


@pytest.fixture
def sandbox():
    """A Sandbox whose clock is stopped until a test moves it."""
    with Sandbox(now=MORNING, balance=100_000) as running:
        running.clock.speed(0)
        running.clock.set(MORNING)
        yield running


@pytest.fixture
def client(sandbox):
    """A signed-in client."""
    return PlatformClient(sandbox)


def by_order(id, name="order_id"):
    return {"op": "=", "args": [{"property": name}, id]}


def original(client, item):
    """Returns the archive of an item's collection as its STAC asset."""
    collection = client.data("GET", f"/v2/assets/stac/collections/{item['collection']}")
    (asset,) = collection["assets"].values()
    assert (asset["title"], asset["roles"]) == ("Original Delivery", ["data", "original"])
    return asset


def link_to(client, asset):
    return client.data("POST", asset["href"] + "/download-url")["url"]


def metadata_of(client, item):
    """Returns the smallest file of an item."""
    return item["assets"]["metadata.xml"]


def test_items_appear_some_moments_after_their_order_was_fulfilled(client):
    id = client.placed()
    client.sandbox.clock.advance(3.0)
    assert client.order(id)["status"] == "FULFILLED"
    assert client.items(filter=by_order(id)) == []
    assert client.data("GET", f"/v2/assets?search={id}")["totalElements"] == 1
    client.sandbox.clock.advance(0.8)
    assert len(client.items(filter=by_order(id))) == 1


def test_orders_that_failed_or_run_leave_nothing(client):
    client.sandbox.faults.add(Fault("order_failed"), Fault("order_stuck"))
    for _ in range(2):
        client.placed()
    client.sandbox.clock.advance(100)
    assert client.items() == []
    assert client.data("GET", "/v2/assets")["totalPages"] == 0


def test_an_item_tells_its_order_its_scene_and_its_files(client):
    body = client.order_body(tags=["project:harbour"])
    id = client.fulfilled(body)
    item = client.item_of(id)
    assert item == client.items(filter=by_order(id, "up42-order:id"))[0]
    properties = item["properties"]
    assert properties["up42-order:id"] == id
    assert properties["up42-user:title"] == "Harbour"
    assert properties["up42-user:tags"] == ["project:harbour"]
    assert item["bbox"] == pytest.approx(BOX, abs=1e-6)
    roles = {name: asset["roles"][0] for name, asset in item["assets"].items()}
    assert sorted(roles.values()) == ["data", "metadata", "overview"]
    assert all(asset["href"].startswith(f"{client.sandbox.api_url}/v2/assets/") for asset in item["assets"].values())
    own = next(link["href"] for link in item["links"] if link["rel"] == "self")
    assert client.data("GET", own) == item
    listed = client.data("GET", f"/v2/assets/stac/collections/{item['collection']}/items")
    assert listed["features"] == [item]


def test_the_landing_page_is_served_with_and_without_a_slash_and_leads_to_the_search(client):
    landing = client.data("GET", "/v2/assets/stac")
    assert landing == client.data("GET", "/v2/assets/stac/")
    assert landing["id"] == "up42-storage"
    search = next(link for link in landing["links"] if link["rel"] == "search")
    assert (search["method"], client.data("POST", search["href"], {})["features"]) == ("POST", [])
    assert client.data("GET", "/v2/assets/stac/conformance")["conformsTo"] == landing["conformsTo"]
    assert "order_id" in client.data("GET", "/v2/assets/stac/queryables")["properties"]


def test_a_search_pages_by_a_token_in_the_body(client):
    scene = client.covering("spot")
    orders = [client.fulfilled(client.order_body(product=SPOT_DISPLAY, scene=scene)) for _ in range(5)]
    found, link = [], {"href": "/v2/assets/stac/search", "body": {"limit": 2, "collections": None}}
    sizes = []
    while link:
        page = client.data("POST", link["href"], link["body"])
        sizes.append(len(page["features"]))
        found += [item["properties"]["up42-order:id"] for item in page["features"]]
        link = next((link for link in page["links"] if link["rel"] == "next"), None)
        assert link is None or (link["method"], link["body"]["limit"]) == ("POST", 2)
    assert (sizes, found) == ([2, 2, 1], orders[::-1])
    assert client.send("POST", "/v2/assets/stac/search", {"token": "x"}).status_code == 422
    assert client.send("POST", "/v2/assets/stac/search", {"limit": 0}).status_code == 422


def test_searches_by_area_time_tags_and_more(client):
    scene = client.covering("spot")
    near = client.fulfilled(client.order_body(product=SPOT_DISPLAY, scene=scene, tags=["near", "all"]))
    far_scene = client.scenes("sentinel-2", "earthsearch-aws", bbox=[20.0, 50.0, 20.1, 50.1])[0]["properties"]["id"]
    product = client.data("GET", "/v2/collections/sentinel-2")["dataProducts"][0]["id"]
    area = square(20.0, 50.0, 20.1, 50.1)
    far = client.fulfilled(client.order_body(area, product=product, scene=far_scene, tags=["all"]))

    def orders(**body):
        return {item["properties"]["up42-order:id"] for item in client.items(**body)}

    assert orders() == {near, far}
    assert orders(bbox=BOX) == {near}
    assert orders(intersects=area) == {far}
    assert orders(bbox=[100.0, 0.0, 101.0, 1.0]) == set()
    assert orders(filter={"op": "a_contains", "args": [{"property": "tags"}, ["near"]]}) == {near}
    either = {"op": "or", "args": [by_order(near), by_order(far)]}
    assert orders(filter=either) == {near, far}
    assert orders(filter={"op": "and", "args": [either, {"op": "not", "args": [by_order(far)]}]}) == {near}
    assert orders(filter={"op": ">", "args": [{"property": "gsd"}, 5]}) == {far}
    assert orders(filter={"op": "in", "args": [{"property": "collection_name"}, ["spot", "phr"]]}) == {near}
    item = client.item_of(near)
    assert orders(ids=[item["id"]]) == orders(collections=[item["collection"]]) == {near}
    assert orders(datetime=f"{item['properties']['datetime']}/..") >= {near}
    assert orders(datetime="2018-01-01T00:00:00Z/2018-01-02T00:00:00Z") == set()
    by_gsd = client.items(sortby=[{"field": "properties.gsd", "direction": "desc"}])
    assert [each["properties"]["gsd"] for each in by_gsd] == [10.0, 1.5]
    assert client.send("POST", "/v2/assets/stac/search", {"filter": {"op": "near", "args": []}}).status_code == 400


def test_title_and_tags_can_be_changed_on_both_views_and_null_takes_them_away(client):
    item = client.item_of(client.fulfilled(client.order_body(tags=["a"])))
    own = f"/v2/assets/stac/collections/{item['collection']}/items/{item['id']}"
    changed = client.data("PATCH", own, {"up42-user:title": "East", "up42-user:tags": ["b"]})
    assert (changed["properties"]["up42-user:title"], changed["properties"]["up42-user:tags"]) == ("East", ["b"])
    asset = f"/v2/assets/{item['properties']['up42-system:asset_id']}/metadata"
    assert client.data("GET", asset)["title"] == "East"
    assert client.data("GET", "/v2/assets?search=east")["totalElements"] == 1
    assert client.data("POST", asset, {"tags": ["c"]})["title"] is None
    assert client.data("GET", own)["properties"]["up42-user:tags"] == ["c"]


def test_a_delivery_can_be_deleted_as_a_whole(client):
    item = client.item_of(client.fulfilled())
    assert client.send("DELETE", f"/v2/assets/stac/collections/{item['collection']}").status_code == 204
    assert client.items() == []
    assert client.send("POST", metadata_of(client, item)["href"] + "/download-url").status_code == 404


def test_the_asset_list_has_the_archive_with_its_true_size(client):
    id = client.fulfilled()
    (asset,) = client.data("GET", f"/v2/assets?search={id}")["content"]
    content = client.send("GET", f"/v2/assets/{asset['id']}").content
    assert asset["size"] == len(content)
    assert (asset["orderId"], asset["collectionName"], asset["contentType"]) == (id, "phr", "application/zip")
    assert zipfile.is_zipfile(BytesIO(content))
    assert client.data("GET", f"/v2/assets/{asset['id']}/metadata") == asset
    assert client.data("GET", "/v2/assets?collectionNames=spot,pneo")["content"] == []
    assert client.data("GET", "/v2/assets?createdAfter=2026-03-04T10:00:00Z")["content"] == []
    assert client.send("GET", "/v2/assets/none/metadata").status_code == 404


def test_archives_are_not_always_what_their_name_says(client):
    seen = {}
    for product, collection, host in ((SPOT_DISPLAY, "spot", "oneatlas"), (CAPELLA, "capella-gec", "capellaspace")):
        body = client.order_body(product=product, scene=client.covering(collection, host))
        asset = original(client, client.item_of(client.fulfilled(body)))
        content = requests.get(link_to(client, asset), timeout=60).content
        with tarfile.open(fileobj=BytesIO(content), mode="r:gz") as packed:
            names = packed.getnames()
        assert any(name.lower().endswith(".tif") for name in names)
        seen[collection] = asset["type"]
    assert seen == {"spot": "application/zip", "capella-gec": "application/gzip"}


def test_links_are_signed_for_minutes_and_serve_parts(client):
    url = link_to(client, metadata_of(client, client.item_of(client.fulfilled())))
    assert "/storage/" in url
    whole = requests.get(url, timeout=30)
    assert whole.headers["Content-Disposition"] == 'attachment; filename="metadata"'
    assert "response-content-disposition=attachment%3B+filename%3Dmetadata" in url
    assert whole.headers["ETag"]
    assert whole.headers["Last-Modified"]
    part = requests.get(url, headers={"Range": "bytes=5-", "If-Range": whole.headers["ETag"]}, timeout=30)
    assert (part.status_code, part.content) == (206, whole.content[5:])
    assert part.headers["Content-Range"] == f"bytes 5-{len(whole.content) - 1}/{len(whole.content)}"
    client.sandbox.clock.advance(299)
    assert requests.get(url, timeout=30).status_code == 200
    client.sandbox.clock.advance(2)
    late = requests.get(url, timeout=30)
    assert (late.status_code, "<Code>ExpiredToken</Code>" in late.text) == (403, True)


def test_links_refuse_a_second_authentication_and_changed_signatures(client):
    url = link_to(client, metadata_of(client, client.item_of(client.fulfilled())))
    assert client.send("GET", url).status_code == 400
    assert requests.get(url.replace("Signature=", "Signature=0"), timeout=30).status_code == 403


def test_fresh_links_lead_to_the_same_bytes(client):
    asset = original(client, client.item_of(client.fulfilled()))
    first, second = (requests.get(link_to(client, asset), timeout=60) for _ in range(2))
    assert first.content == second.content
    assert first.headers["ETag"] == second.headers["ETag"]


def test_a_hostile_archive_comes_on_demand_and_only_then(client):
    asset = original(client, client.item_of(client.fulfilled()))
    client.sandbox.faults.add(Fault("hostile_archive", name="zip_dotdot"))
    hostile = requests.get(link_to(client, asset), timeout=60).content
    with zipfile.ZipFile(BytesIO(hostile)) as packed:
        assert any(".." in name for name in packed.namelist())
    with zipfile.ZipFile(BytesIO(requests.get(link_to(client, asset), timeout=60).content)) as packed:
        assert not any(".." in name for name in packed.namelist())


def test_a_link_can_expire_in_the_middle_and_a_new_one_goes_on(client):
    asset = metadata_of(client, client.item_of(client.fulfilled()))
    url = link_to(client, asset)
    client.sandbox.faults.add(Fault("cut_body", path="^/storage/", bytes=20), Fault("expired_link", after=1))
    begun = requests.get(url, timeout=30, stream=True).raw.read(20)
    assert requests.get(url, headers={"Range": "bytes=20-"}, timeout=30).status_code == 403
    rest = requests.get(link_to(client, asset), headers={"Range": "bytes=20-"}, timeout=30)
    assert begun + rest.content == requests.get(link_to(client, asset), timeout=30).content


def test_the_licence_of_a_product_has_nothing_to_do_with_what_was_bought(client):
    products = client.data("GET", "/v2/collections/pneo")["dataProducts"]
    eula = next(each["eulaId"] for each in products if each["id"] == PNEO_ANALYTIC)
    client.sandbox.platform.account.licences.accept(eula)
    item = client.item_of(client.fulfilled(client.order_body(product=PNEO_ANALYTIC, scene=client.covering("pneo"))))
    client.sandbox.platform.account.licences.accept(eula, False)
    assert requests.get(link_to(client, metadata_of(client, item)), timeout=30).ok
