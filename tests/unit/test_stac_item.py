"""The STAC item of a raster is valid STAC 1.0.0 with its extensions, and contains no secret."""

from __future__ import annotations

import json
import re
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.core.domain.aoi import Aoi, normalised_ring
from up42_jobs.core.domain.outputs.bands import Band
from up42_jobs.core.domain.outputs.lineage import FileFacts, Lineage
from up42_jobs.core.domain.outputs.stac_item import Grid, stac_item, without_queries
from up42_jobs.core.domain.products import Licence
from up42_jobs.core.domain.scenes.scene import Scene

CREATED = datetime(2026, 5, 6, 8, 0, tzinfo=timezone.utc)
SCENE = Scene(
    "DS_PHR1B_1",
    "72db",
    acquired=datetime(2026, 5, 4, 10, 50, 38, tzinfo=timezone.utc),
    platform="PHR1B",
    constellation="PHR",
    cloud_cover=3.4,
    incidence_angle=14.8,
    gsd_m=0.5,
    properties={"organisationName": "AIRBUS DS GEO"},
)
BANDS = (Band(1, "red", "red", 0.66), Band(2, "B1"), Band(3, "alpha", interpretation="alpha"))
# Values that the EO extension 1.1 allows.
COMMON_NAMES = {
    "coastal", "blue", "green", "red", "yellow", "pan", "rededge", "nir", "nir08", "nir09", "cirrus", "swir16",
    "swir22", "lwir", "lwir11", "lwir12",
}  # fmt: skip
RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z")


def grid(west, south, width, height, epsg=32630):
    ring = [(west, south), (west + width, south), (west + width, south + height), (west, south + height)]
    return Grid(Aoi(normalised_ring(ring), 1.0), 400, 300, (0.5, 0.0, 1.0, 0.0, -0.5, 2.0), epsg, "PROJCRS[]")


def lineage(**changes):
    given = {"key": "k", "job_id": "job-1", "job_name": "Harbour", "created": CREATED, "product_title": "Display"}
    return Lineage(**{**given, **changes})


def problems_of(item):
    """Returns the rules of STAC 1.0.0 (item, common metadata, projection, EO) that an item breaks."""
    problems = []

    def check(holds, text):
        if not holds:
            problems.append(text)

    check(item["type"] == "Feature" and item["stac_version"] == "1.0.0", "kind and version")
    check(isinstance(item["id"], str) and item["id"], "id")
    check(isinstance(item["links"], list), "links")
    check(all({"rel", "href"} <= set(link) for link in item["links"]), "links need rel and href")
    check(RFC3339.fullmatch(item["properties"]["datetime"]), "datetime")
    for uri in item["stac_extensions"]:
        check(re.fullmatch(r"https://stac-extensions\.github\.io/\w+/v\d\.\d\.\d/schema\.json", uri), uri)
    used = {uri.split("/")[3] for uri in item["stac_extensions"]}
    text = json.dumps(item)
    for prefix, name in (("eo:", "eo"), ("proj:", "projection"), ("view:", "view"), ("processing:", "processing")):
        check((f'"{prefix}' in text) == (name in used), f"{prefix} is declared as it is used")
    geometry = item["geometry"]
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for part in parts:
        for ring in part:
            check(len(ring) >= 4 and ring[0] == ring[-1], "rings are closed")
            check(all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in ring), "positions on Earth")
    west, south, east, north = item["bbox"]
    check(-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90, "bbox")
    check(all(asset["href"] and isinstance(asset["roles"], list) for asset in item["assets"].values()), "assets")
    for asset in item["assets"].values():
        for band in asset.get("eo:bands", []):
            check(band.get("common_name", "red") in COMMON_NAMES, "common name")
    check(0 <= item["properties"].get("eo:cloud_cover", 0) <= 100, "cloud cover")
    check(item["properties"].get("gsd", 1) > 0, "gsd")
    for provider in item["properties"]["providers"]:
        check(set(provider["roles"]) <= {"licensor", "producer", "processor", "host"}, "roles")
    return problems


@given(
    west=st.floats(-180, 179.9),
    south=st.floats(-85, 84),
    width=st.floats(0.001, 2),
    height=st.floats(0.001, 1),
    has_scene=st.booleans(),
    epsg=st.sampled_from([32630, None]),
)
def test_items_keep_the_rules_anywhere_on_earth(west, south, width, height, has_scene, epsg):
    facts = FileFacts(SCENE, "order-1") if has_scene else FileFacts()
    item = stac_item("x", "./x.tif", "image/tiff", grid(west, south, width, height, epsg), BANDS, facts, lineage())
    assert problems_of(item) == []


def test_item_tells_scene_order_job_licence_and_parameters():
    licence = Licence("1", "Airbus EULA", "https://up42.com/eula")
    request = {"data": {"ids": ["DS_PHR1B_1"]}}
    facts = FileFacts(SCENE, "order-1")
    item = stac_item("x", "./x.tif", "t", grid(0, 0, 1, 1), BANDS, facts, lineage(licence=licence, request=request))
    told = item["properties"]
    assert told["datetime"] == "2026-05-04T10:50:38Z"
    assert (told["up42:scene_id"], told["up42:order_id"], told["up42:job_id"]) == ("DS_PHR1B_1", "order-1", "job-1")
    assert (told["platform"], told["gsd"], told["eo:cloud_cover"]) == ("phr1b", 0.5, 3.4)
    assert told["up42:parameters"] == request
    assert told["providers"][0] == {"name": "AIRBUS DS GEO", "roles": ["producer", "licensor"]}
    assert [link["href"] for link in item["links"] if link["rel"] == "license"] == ["https://up42.com/eula"]
    assert item["assets"]["data"]["eo:bands"] == [
        {"name": "red", "common_name": "red", "center_wavelength": 0.66},
        {"name": "B1"},
    ]
    assert told["proj:shape"] == [300, 400]


def test_item_without_acquisition_has_the_jobs_time_and_says_so():
    item = stac_item("x", "./x.tif", "t", grid(0, 0, 1, 1), (), FileFacts(), lineage())
    assert item["properties"]["datetime"] == "2026-05-06T08:00:00Z"
    assert item["properties"]["up42:datetime_of"] == "job"


@pytest.mark.parametrize("mark", ["?Signature=abc&Expires=9", "?X-Goog-Signature=abc"])
def test_signed_links_lose_their_signature_at_any_depth(mark):
    link = f"https://storage.example/a/output.tgz{mark}"
    value = {"a": [link, {"b": f"see {link} now"}], "c": 3, "d": None}
    assert without_queries(value) == {
        "a": ["https://storage.example/a/output.tgz", {"b": "see https://storage.example/a/output.tgz now"}],
        "c": 3,
        "d": None,
    }
