"""The Sandbox supports each plausible variant of the real service, so that clients can be tested with all of them.

The requests are written by hand, after the documentation and the official SDK, and not made by our client.
"""

from __future__ import annotations

import email.utils

import pytest
import requests
from support.platform_client import BOX, PHR_ANALYTIC, REALM, YEAR, PlatformClient, signed_in

from up42_jobs.sandbox import Sandbox
from up42_jobs.sandbox.variants import GROUPS, chosen_variants

SEARCH = "/v2/catalog/search"
BODY = {"collections": ["phr"], "bbox": BOX, "datetime": YEAR, "limit": 100}
SCENE_WORDS = {"id", "sceneId", "cloudCoverage", "providerName", "collection", "acquisitionDate", "resolution"}


@pytest.fixture
def stage(request):
    """A client of a Sandbox in the shape that a test asks for."""
    with Sandbox(variant=request.param) as sandbox:
        yield PlatformClient(sandbox)


def shaped(name):
    return pytest.mark.parametrize("stage", [name], indirect=True, ids=[name])


def test_names_are_those_of_the_design_and_one_of_each_group_is_chosen():
    assert chosen_variants("") == {group: names[0] for group, names in GROUPS.items()}
    chosen = chosen_variants("stac-strict, basic,scoped")
    assert (chosen["catalog"], chosen["plan"], chosen["sign-in"]) == ("stac-strict", "basic", "scoped")
    assert (chosen["forms"], chosen["limits"]) == ("enum", "none")
    for wrong in ("strict", "basic,flaky-balance"):
        with pytest.raises(ValueError, match=r"unknown variant|exclude each other"):
            Sandbox(variant=wrong)


@shaped("")
def test_variant_is_changed_by_an_admin_call(stage):
    assert stage.send("POST", "/sandbox/options", {"variant": "host-only"}).ok
    assert stage.send("GET", "/v2/catalog/").status_code == 404
    assert stage.send("POST", "/sandbox/options", {"variant": "no-such"}).status_code == 400
    assert stage.send("POST", "/sandbox/options", {"variant": ""}).ok
    assert stage.send("GET", "/v2/catalog/").ok


@shaped("stac-strict")
def test_strict_catalog_speaks_stac_alone_and_refuses_what_it_does_not_know(stage):
    landing = stage.data("GET", "/v2/catalog/")
    classes = {entry.rpartition("/")[2] for entry in landing["conformsTo"]}
    assert {"item-search", "item-search#filter", "item-search#sort", "cql2-json"} <= classes
    assert "item-search#query" not in classes
    item, *_ = stage.data("POST", SEARCH, BODY)["features"]
    assert not SCENE_WORDS & set(item["properties"])
    assert {"datetime", "eo:cloud_cover", "gsd", "platform"} <= set(item["properties"])
    for unknown in ({"query": {"eo:cloud_cover": {"lte": 20}}}, {"limit": 101}, {"colour": "red"}):
        assert stage.refusal("POST", SEARCH, {**BODY, **unknown})[0] == 400
    unknown_property = {"op": "<=", "args": [{"property": "cloudCoverage"}, 20]}
    assert stage.refusal("POST", SEARCH, {**BODY, "filter": unknown_property})[0] == 400


@shaped("stac-strict")
def test_strict_catalog_filters_by_cql2_and_sorts(stage):
    everything = stage.data("POST", SEARCH, BODY)["features"]
    condition = {"op": "<=", "args": [{"property": "eo:cloud_cover"}, 20]}
    clear = stage.data("POST", SEARCH, {**BODY, "filter": condition, "filter-lang": "cql2-json"})["features"]
    wanted = [entry["id"] for entry in everything if entry["properties"]["eo:cloud_cover"] <= 20]
    assert [entry["id"] for entry in clear] == wanted
    assert 0 < len(clear) < len(everything)
    oldest = stage.data("POST", SEARCH, {**BODY, "sortby": [{"field": "properties.datetime", "direction": "asc"}]})
    times = [entry["properties"]["datetime"] for entry in oldest["features"]]
    assert times == sorted(times)


@shaped("stac-strict")
def test_two_hosts_share_the_scenes_of_a_collection_and_each_has_its_own_quicklooks(stage):
    collection = stage.data("GET", "/v2/collections/phr")
    hosts = [entry["name"] for entry in collection["providers"] if "HOST" in entry["roles"]]
    found = {host: [entry["properties"]["id"] for entry in stage.scenes(host=host, limit=500)] for host in hosts}
    assert len(hosts) == 2
    assert all(found.values())
    assert not set(found[hosts[0]]) & set(found[hosts[1]])
    items = stage.data("POST", SEARCH, BODY)["features"]
    assert {entry["id"] for entry in items} <= {*found[hosts[0]], *found[hosts[1]]}
    told = {entry["id"]: entry["properties"]["providers"][0]["name"] for entry in items}
    assert all(id in found[host] for id, host in told.items())
    shown = next(entry["id"] for entry in items if entry["assets"])
    other = next(host for host in hosts if host != told[shown])
    assert stage.send("GET", f"/catalog/{told[shown]}/image/{shown}/quicklook").ok
    assert stage.send("GET", f"/catalog/{other}/image/{shown}/quicklook").status_code == 404


@shaped("stac-strict")
def test_pictures_of_items_are_fetched_by_a_link_that_wants_no_access_value(stage):
    items = stage.data("POST", SEARCH, BODY)["features"]
    assets = next(entry["assets"] for entry in items if entry["assets"])
    for asset in assets.values():
        assert asset["href"].endswith("/download-url")
        assert stage.send("GET", asset["href"]).status_code == 405
        link = stage.data("POST", asset["href"])["url"]
        assert stage.send("GET", link).status_code == 400
        assert stage.send("GET", link, headers={"Authorization": None}).content[:2] in (b"\xff\xd8", b"\x89P")


@shaped("stac-broken")
def test_broken_catalog_offers_a_search_that_fails(stage):
    assert stage.send("GET", "/v2/catalog/").ok
    assert stage.send("POST", SEARCH, BODY).status_code == 500
    assert stage.scenes()


@shaped("stac-empty")
def test_empty_catalog_knows_its_collections_by_other_names(stage):
    ids = {entry["id"] for entry in stage.data("GET", "/v2/catalog/collections")["collections"]}
    assert "phr" not in ids
    assert stage.data("POST", SEARCH, BODY)["features"] == []
    assert stage.scenes()


@shaped("const-title")
def test_choices_are_constants_with_titles_behind_references_and_the_name_stands_inside(stage):
    form = stage.data("GET", f"/orders/schema/{PHR_ANALYTIC}")
    spectral = form["properties"]["spectralProcessing"]
    (reference,) = spectral["allOf"]
    definition = form["definitions"][reference["$ref"].rpartition("/")[2]]
    assert {"const": "bundle", "title": "Bundle"} in definition["anyOf"]
    assert '"enum"' not in str({**form, "definitions": {**form["definitions"], "Polygon": None}})
    assert form["required"][0] == "displayName"
    order = stage.order_body(product=PHR_ANALYTIC)
    order["params"]["spectralProcessing"] = "bundle"
    assert "displayName" in stage.refusal("POST", "/v2/orders/estimate", order)[1]
    order["params"]["displayName"] = "Harbour"
    assert stage.estimate(order)["results"]
    order["params"]["spectralProcessing"] = "Bundle"
    assert stage.refusal("POST", "/v2/orders/estimate", order)[0] == 400


@shaped("const-title")
def test_tasking_is_asked_for_by_other_names_than_its_order_has(stage):
    product = stage.data("GET", "/v2/collections/phr-tasking")["dataProducts"][0]["id"]
    params = {
        "displayName": "New harbour",
        "acquisitionStart": "2026-04-01T00:00:00Z",
        "acquisitionEnd": "2026-05-01T00:00:00Z",
        "acquisitionMode": "mono",
    }
    body = {**stage.order_body(product=product, scene="x"), "params": {**params, "cloudCoverage": 15}}
    assert stage.order(stage.placed(body))["orderDetails"]["maxCloudCover"] == 15
    assert stage.refusal("POST", stage.place_path, {**body, "params": {**params, "maxCloudCover": 15}})[0] == 400


@shaped("basic")
def test_basic_plan_has_neither_budgets_nor_a_balance(stage):
    told = [
        stage.send("GET", path).status_code
        for path in ("/v2/budgets/settings", "/v2/budgets", "/v2/budgets/any", "/v2/payments/balances")
    ]
    assert told == [400, 402, 403, 404]
    assert stage.placed()


@shaped("flaky-balance")
def test_balance_fails_where_it_is_flaky_and_budgets_go_on(stage):
    assert stage.send("GET", "/v2/payments/balances").status_code == 500
    assert stage.send("GET", "/v2/budgets/settings").ok


def test_openid_is_a_scope_of_one_client_and_opens_the_question_who_the_user_is():
    with Sandbox(variant="scoped") as sandbox:
        refused = signed_in(sandbox)
        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_scope")
        plain = signed_in(sandbox, scope=None).json()
        assert "openid" not in plain["scope"]
        assert asked_who(sandbox, plain).status_code == 403
        full = signed_in(sandbox, client_id="up42-sdk").json()
        assert asked_who(sandbox, full).json()["sub"]


def asked_who(sandbox, answer):
    """Returns the service's claims about the owner of an access value."""
    headers = {"Authorization": f"Bearer {answer['access_token']}"}
    return requests.get(f"{sandbox.auth_url}{REALM}/userinfo", headers=headers, timeout=10)


@shaped("limited")
def test_more_requests_than_the_rate_are_refused_with_the_time_to_wait(stage):
    clock = stage.sandbox.clock
    clock.speed(0)
    clock.advance(60)
    answers = [stage.send("GET", "/v2/eulas") for _ in range(64)]
    assert [entry.status_code for entry in answers] == [200] * 60 + [429] * 4
    waits = [entry.headers["Retry-After"] for entry in answers[60:]]
    assert waits[0] == waits[2] == "1"
    for date in (waits[1], waits[3]):
        moment = email.utils.parsedate_to_datetime(date)
        assert 0 < moment.timestamp() - clock.timestamp() <= 3
    clock.advance(1)
    assert stage.send("GET", "/v2/eulas").ok


@shaped("limited")
def test_orders_are_placed_a_second_apart(stage):
    body = stage.order_body()
    stage.sandbox.clock.speed(0)
    stage.sandbox.clock.advance(60)
    assert stage.send("POST", stage.place_path, body).status_code == 201
    assert stage.send("POST", stage.place_path, body).status_code == 429
    stage.sandbox.clock.advance(1)
    assert stage.send("POST", stage.place_path, body).status_code == 201
    assert len(stage.sandbox.orders) == 2


@shaped("slow-listing")
def test_new_order_is_read_by_its_id_long_before_lists_show_it(stage):
    id = stage.placed()
    stage.sandbox.clock.advance(80)
    assert stage.order(id)["id"] == id
    assert stage.data("GET", "/v2/orders")["content"] == []
    stage.sandbox.clock.advance(15)
    assert [entry["id"] for entry in stage.data("GET", "/v2/orders")["content"]] == [id]
