"""Drives a Sandbox in a shape of its own with the official up42-py 4.3.0, run by the interpreter that has it.

Reads one JSON object from standard input (`api_url`, `auth_url`, `user`, `password`, `folder`, `variants`) and writes
what each step gave to the file `seen.json` in that folder. The SDK is as it was published.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from pathlib import Path

from drive_platform import AREA, PERIOD, advance_clock, covers, refused, send_to, square, wait_for

CONDITION = {"op": "<=", "args": [{"property": "eo:cloud_cover"}, 40]}


def drive(told: dict, folder: Path) -> dict:
    """Goes from signing in to a delivered file in the words that the shape understands."""
    import up42

    variants, seen = told["variants"], {}
    up42.authenticate(username=told["user"], password=told["password"])
    collections = {each.name: each for each in up42.ProductGlossary.get_collections()}
    product = next(each for each in collections["phr"].data_products if each.name == "phr-analytic")
    seen["form"] = product.schema
    seen["budgets"] = refused(lambda: list(up42.Budget.all()))
    seen["enforced"] = refused(up42.BudgetSettings.get)

    hosts = [each for each in collections["phr"].providers if "HOST" in each.roles]
    found = [scene for host in hosts for scene in search(host)]
    seen["hosts"] = {host.name: len(list(search(host))) for host in hosts}
    seen["ids"] = sorted(scene.id for scene in found)
    pictured = sorted(found, key=lambda scene: scene.id)[:6]
    told_by = [refused(lambda scene=scene: scene.quicklook.download(folder)) for scene in pictured]
    seen["quicklooks"] = told_by.count("no error")
    seen["stac"] = refused(lambda: seen.update(stac_ids=stac(up42, variants, folder, seen)))

    inside = next(scene for scene in found if covers(scene.geometry, AREA))
    params = {"id": inside.id, "spectralProcessing": "bundle"}
    if "const-title" in variants:
        params["displayName"] = "Driven by the SDK"
    template = up42.BatchOrderTemplate(
        data_product_id=product.id,
        display_name="Driven by the SDK",
        features={"type": "FeatureCollection", "features": [square(*AREA)]},
        params=params,
        tags=["client-ref:sdk"],
    )
    seen["credits"] = template.estimate.credits
    (reference,) = template.place()
    seen["listed_at_once"] = len(list(up42.Order.all(tags=["client-ref:sdk"])))
    reference.order.track(report_time=0.05)
    seen["status"] = reference.order.status
    advance_clock(told["api_url"], 100)
    seen["listed_later"] = len(list(up42.Order.all(tags=["client-ref:sdk"])))
    condition = {"op": "=", "args": [{"property": "order_id"}, reference.id]}
    item = wait_for(lambda: list(up42.stac_client().search(filter=condition).items()))[0]
    seen["files"] = sorted(asset.file.download(folder).name for asset in item.assets.values())
    return seen


def search(host):
    """Searches one host for scenes with few clouds."""
    return host.search(
        intersects=square(*AREA)["geometry"],
        collections=["phr"],
        start_date=PERIOD[0],
        end_date=PERIOD[1],
        query={"cloudCoverage": {"lte": 40}},
    )


def stac(up42, variants: list, folder: Path, seen: dict) -> list:
    """Searches the STAC catalog for the same scenes and fetches a picture of one of them."""
    catalog = up42.catalog_client()
    told = {"query": {"eo:cloud_cover": {"lte": 40}}}
    if "stac-strict" in variants:
        told = {"filter": CONDITION}
    period = "/".join(f"{day}T00:00:00Z" for day in PERIOD)
    items = list(catalog.search(collections=["phr"], bbox=AREA, datetime=period, limit=50, **told).items())
    pictures = [item.assets["quicklook"] for item in items if "quicklook" in item.assets]
    if "stac-strict" in variants:
        seen["picture"] = pictures[0].file.download(folder).read_bytes()[:3].hex()
    return sorted(item.id for item in items)


if __name__ == "__main__":
    os.environ["UP42_DISABLE_VERSION_CHECK"] = "true"
    warnings.simplefilter("ignore")
    told = json.load(sys.stdin)
    send_to(told["api_url"], told["auth_url"])
    target = Path(told["folder"])
    (target / "seen.json").write_text(json.dumps(drive(told, target)), encoding="utf-8")
