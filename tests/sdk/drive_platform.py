"""Drives a Sandbox with the official up42-py 4.3.0, run by the interpreter that has it.

Reads one JSON object from standard input (`api_url`, `auth_url`, `user`, `password`, `folder`) and writes one to the
file `seen.json` in that folder with what each step gave. The SDK is as it was published: only its addresses are
replaced.
"""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.request
import warnings
from pathlib import Path

AREA = [-0.33, 39.44, -0.31, 39.455]
PERIOD = ("2025-01-01", "2025-12-31")


def square(west, south, east, north):
    """Returns a GeoJSON feature."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def send_to(api_url: str, auth_url: str) -> None:
    """Gives the SDK other addresses."""
    from up42 import host

    realm = "/realms/public/protocol/openid-connect"
    host.endpoint = lambda path: api_url + path
    host.token_endpoint = lambda: f"{auth_url}{realm}/token"
    host.user_info_endpoint = lambda: f"{auth_url}{realm}/userinfo"


def advance_clock(api_url: str, seconds: float) -> None:
    """Lets the Sandbox's time jump."""
    body = json.dumps({"advance": seconds}).encode()
    order = urllib.request.Request(f"{api_url}/sandbox/clock", body, {"Content-Type": "application/json"})
    urllib.request.urlopen(order, timeout=10).close()


def refused(act) -> str:
    """Returns the text of the error that an act must end with."""
    try:
        act()
    except Exception as error:  # the SDK has many kinds
        return f"{type(error).__name__}: {error}"
    return "no error"


def drive(told: dict, folder: Path) -> dict:
    """Goes from signing in to storage and returns what was seen on the way."""
    import up42

    seen: dict = {}
    seen["wrong_password"] = refused(lambda: up42.authenticate(username=told["user"], password="wrong"))
    up42.authenticate(username=told["user"], password=told["password"])

    look_around(up42, seen)
    scenes = search(up42, seen, folder)
    order(up42, seen, scenes, told["api_url"])
    fetch(up42, seen, told, folder)
    return seen


def look_around(up42, seen: dict) -> None:
    """Reads collections, order forms and budgets."""
    from up42.glossary import CollectionType

    collections = list(up42.ProductGlossary.get_collections(sort_by=up42.CollectionSorting.name))
    seen["collections"] = [each.name for each in collections]
    archives = up42.ProductGlossary.get_collections(collection_type=CollectionType.ARCHIVE)
    seen["archives"] = [each.name for each in archives]
    by_name = {each.name: each for each in collections}
    products = {product.name: product for each in collections for product in each.data_products}
    seen["form"] = products["phr-analytic"].schema
    seen["no_form"] = products["phr-pansharpened-reflectance"].schema
    seen["phr_display"] = products["phr-display"].id
    seen["hosts"] = sorted(
        {provider.name for each in by_name.values() for provider in each.providers if "HOST" in provider.roles}
    )
    seen["budgets"] = {each.name: each.status for each in up42.Budget.all(include_usage=True)}
    seen["active_budgets"] = len(list(up42.Budget.all(status=["ACTIVE"], sort_by=up42.BudgetSorting.updated_at.desc)))
    seen["enforced"] = up42.BudgetSettings.get().enforcement_enabled


def search(up42, seen: dict, folder: Path) -> list:
    """Searches a host and the STAC catalog and fetches quicklooks."""
    host = up42.Provider(name="oneatlas")
    area = square(*AREA)["geometry"]
    found = list(
        host.search(
            intersects=area,
            collections=["phr"],
            start_date=PERIOD[0],
            end_date=PERIOD[1],
            query={"cloudCoverage": {"lte": 40}},
        )
    )
    everything = list(host.search(bbox=AREA, collections=["phr", "spot"]))
    seen["host"] = [(each.id, each.datetime, each.cloud_coverage) for each in found]
    seen["over_pages"] = (len(everything), len({each.id for each in everything}))
    seen["both_areas"] = refused(lambda: list(host.search(bbox=AREA, intersects=area)))
    pictures = folder / "quicklooks"
    pictures.mkdir()
    seen["quicklooks"], seen["no_quicklook"] = {}, []
    for scene in found:
        try:
            picture = scene.quicklook.download(pictures)
            seen["quicklooks"][picture.name] = picture.read_bytes()[:3].hex()
        except Exception as error:  # some scenes have none
            seen["no_quicklook"].append(str(error))

    catalog = up42.catalog_client()
    seen["catalog"] = (catalog.id, [each.id for each in catalog.get_collections()])
    period = "2025-01-01T00:00:00Z/2025-12-31T23:59:59Z"
    query = {"eo:cloud_cover": {"lte": 40}}
    items = catalog.search(collections=["phr"], bbox=AREA, datetime=period, query=query, limit=7).items()
    seen["stac"] = [(each.id, each.properties["cloudCoverage"]) for each in items]
    radar = catalog.search(collections=["capella-gec"], bbox=AREA, limit=3, max_items=3).item_collection()
    seen["radar_clouds"] = [each.properties.get("eo:cloud_cover") for each in radar]
    return found


def order(up42, seen: dict, scenes: list, api_url: str) -> None:
    """Orders three areas of one scene, one of them elsewhere, and follows what comes of it."""
    inside = next(each for each in scenes if covers(each.geometry, AREA))
    west, south, east, north = AREA
    middle = (west + east) / 2
    areas = [square(west, south, middle, north), square(10, 10, 10.01, 10.01), square(middle, south, east, north)]
    template = up42.BatchOrderTemplate(
        data_product_id=seen["phr_display"],
        display_name="Driven by the SDK",
        features={"type": "FeatureCollection", "features": areas},
        params={"id": inside.id},
        tags=["client-ref:sdk"],
        budget_id=next(each.id for each in up42.Budget.all() if each.name == "Harbour survey"),
    )
    seen["estimate"] = (template.estimate.credits, template.estimate.size, template.estimate.unit)
    seen["estimate_items"] = [str(each) for each in template.estimate.items]
    placed = template.place()
    seen["placed"] = [type(each).__name__ for each in placed]
    references = [each for each in placed if hasattr(each, "id")]
    seen["status_at_once"] = references[0].order.status
    for reference in references:
        reference.order.track(report_time=0.05)
    seen["orders"] = [reference.order.info for reference in references]
    wanted = {"order_type": "ARCHIVE", "status": ["FULFILLED", "CREATED"], "tags": ["client-ref:sdk"]}
    listed = up42.Order.all(**wanted, display_name="driven", sort_by=up42.OrderSorting.created_at.desc)
    seen["listed"] = [each.display_name for each in listed]
    seen["by_ids"] = len(list(up42.Order.all(ids=[each.id for each in references])))
    seen["none_listed"] = len(list(up42.Order.all(display_name="no such order")))
    seen["retagged"] = up42.Order.update(references[0].id, tags=["changed"]).tags
    seen["too_late"] = refused(references[0].order.cancel)
    stopped = next(each for each in template.place() if hasattr(each, "id")).order
    seen["cancelled"] = stopped.cancel().status
    seen["tracked_cancelled"] = refused(lambda: stopped.track(report_time=0.05))
    # Access values run out on the way; the SDK cannot tell by the Sandbox's time and is refused.
    advance_clock(api_url, 301)
    seen["expired"] = refused(lambda: up42.Order.get(references[0].id))


def fetch(up42, seen: dict, told: dict, folder: Path) -> None:
    """Signs in again, finds the delivery and downloads its files and its archive."""
    from up42 import utils

    up42.authenticate(username=told["user"], password=told["password"])
    storage = up42.stac_client()
    id = seen["orders"][0]["id"]
    condition = {"op": "=", "args": [{"property": "order_id"}, id]}
    items = wait_for(lambda: list(storage.search(filter=condition).items()))
    item = items[0]
    seen["item"] = (item.up42.order_id, item.up42.title, item.up42.source, sorted(item.assets))
    files = folder / "files"
    files.mkdir()
    seen["files"] = sorted(asset.file.download(files).name for asset in item.assets.values())
    collection = storage.get_collection(item.collection_id)
    (original,) = [each for each in collection.assets.values() if each.title == "Original Delivery"]
    archive = folder / "archive"
    archive.mkdir()
    seen["archive"] = sorted(
        str(Path(path).relative_to(archive)) for path in utils.download_archive(original.file.url, archive)
    )
    seen["paged"] = len(list(storage.search(limit=1).items()))
    seen["stored_collections"] = len(list(storage.get_collections()))
    item.properties["up42-user:title"] = "Renamed"
    item.update()
    seen["renamed"] = item.up42.title
    up42.BulkDeletion(item.id).delete()
    seen["after_deletion"] = len(list(storage.search(filter=condition).items()))


def covers(geometry: dict, box: list) -> bool:
    """Tells whether a convex footprint holds a box."""
    ring = geometry["coordinates"][0]
    corners = [(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])]
    sides = {
        (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) > 0
        for (x0, y0), (x1, y1) in zip(ring, ring[1:])
        for x, y in corners
    }
    return len(sides) == 1


def wait_for(look) -> list:
    """Looks again until something is there; items come a moment after their order."""
    for _ in range(100):
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise SystemExit("no item appeared")


if __name__ == "__main__":
    os.environ["UP42_DISABLE_VERSION_CHECK"] = "true"
    warnings.simplefilter("ignore")
    told = json.load(sys.stdin)
    send_to(told["api_url"], told["auth_url"])
    target = Path(told["folder"])
    result = drive(told, target)
    (target / "seen.json").write_text(json.dumps(result), encoding="utf-8")
