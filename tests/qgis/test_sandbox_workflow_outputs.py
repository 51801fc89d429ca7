"""Outputs of the Sandbox's workflow jobs are real: GDAL opens the files that data.json names, at the right place."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile

import pytest
import requests
from support.workflow_client import MORNING

from up42_jobs.sandbox import Fault, Sandbox

BOX = [-0.33, 39.44, -0.31, 39.455]
PERIOD = "2025-06-01T00:00:00Z/2025-12-31T23:59:59Z"
PLEIADES = ("Pléiades Display (Download)", "oneatlas-pleiades-display:1", "data-conversion-dimap:1")
POLYGON = [[-0.33, 39.44], [-0.31, 39.44], [-0.31, 39.455], [-0.33, 39.455], [-0.33, 39.44]]


@pytest.fixture(scope="module")
def sandbox():
    """A Sandbox whose jobs take no time."""
    with Sandbox(now=MORNING, balance=100_000, dry_run_seconds=0, live_seconds=0) as running:
        yield running


@pytest.fixture(scope="module")
def http(sandbox):
    """A session that is signed in."""
    with requests.Session() as session:
        answer = session.post(
            sandbox.api_url + "/oauth/token",
            auth=(sandbox.project_id, sandbox.project_key),
            data={"grant_type": "client_credentials"},
            timeout=10,
        )
        session.headers["Authorization"] = "Bearer " + answer.json()["access_token"]
        yield session


def run(sandbox, http, flow, body):
    """Runs a job to its end and returns the address of it."""
    project = f"{sandbox.api_url}/projects/{sandbox.project_id}"
    flows = http.get(f"{project}/workflows", timeout=10).json()["data"]
    id = next(each["id"] for each in flows if each["name"] == flow)
    job = http.post(f"{project}/workflows/{id}/jobs", json=body, timeout=30).json()["data"]
    return f"{project}/jobs/{job['id']}"


def unpacked(http, address, folder):
    """Downloads an archive, unpacks it and returns its `output` folder and data.json."""
    url = http.get(f"{address}/downloads/results", timeout=10).json()["data"]["url"]
    content = requests.get(url, timeout=60).content
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
        for member in archive.getmembers():
            assert member.name == "output" or member.name.startswith("output/")
            archive.extract(member, folder)
    return folder / "output", json.loads((folder / "output" / "data.json").read_text(encoding="utf-8"))


def opened(path):
    """Opens a raster with GDAL and returns it with its EPSG code and its bounds in its own system."""
    from osgeo import gdal

    raster = gdal.Open(str(path))
    left, width, _, top, _, height = raster.GetGeoTransform()
    right, bottom = left + width * raster.RasterXSize, top + height * raster.RasterYSize
    return raster, int(raster.GetSpatialRef().GetAuthorityCode(None)), (left, bottom, right, top)


def in_degrees(bounds, code):
    """Returns bounds in longitude and latitude."""
    from osgeo import osr

    source, target = osr.SpatialReference(), osr.SpatialReference()
    source.ImportFromEPSG(code)
    target.ImportFromEPSG(4326)
    for system in (source, target):
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    move = osr.CoordinateTransformation(source, target)
    west, south, _ = move.TransformPoint(bounds[0], bounds[1])
    east, north, _ = move.TransformPoint(bounds[2], bounds[3])
    return west, south, east, north


@pytest.fixture(scope="module")
def pleiades(sandbox, http):
    """A live Pléiades job of one scene that covers the area."""
    geometry = {"type": "Polygon", "coordinates": [POLYGON]}
    body = {PLEIADES[1]: {"contains": geometry, "time": PERIOD, "limit": 1}, PLEIADES[2]: {"ms": True, "pan": False}}
    return run(sandbox, http, PLEIADES[0], body)


def test_the_conversion_leaves_a_geotiff_in_web_mercator_over_the_area(http, pleiades, tmp_path):
    folder, data = unpacked(http, pleiades, tmp_path)
    (feature,) = data["features"]
    raster, code, bounds = opened(folder / feature["properties"]["up42.data_path"])
    assert code == 3857
    assert in_degrees(bounds, code) == pytest.approx(tuple(BOX), abs=3e-4)
    assert raster.RasterCount == 4
    # Open sea is nearly one colour: within the area the picture must vary at all, and never be black.
    low, high, _, _ = raster.GetRasterBand(1).ComputeStatistics(False)
    assert high > low
    assert high >= 10
    assert data == http.get(f"{pleiades}/outputs/data-json", timeout=10).json()
    assert not (folder / "usage.json").exists()


def test_the_data_task_leaves_a_dimap_tree_and_usage(http, pleiades, tmp_path):
    task = http.get(f"{pleiades}/tasks", timeout=10).json()["data"][0]["id"]
    folder, data = unpacked(http, f"{pleiades}/tasks/{task}", tmp_path)
    tree = folder / data["features"][0]["properties"]["up42.data_path"]
    assert tree.is_dir()
    (dimap,) = tree.rglob("DIM_*.XML")
    raster, code, bounds = opened(dimap)
    assert (raster.GetDriver().ShortName, code) == ("DIMAP", 4326)
    assert bounds == pytest.approx(tuple(BOX), abs=3e-4)
    assert json.loads((folder / "usage.json").read_text(encoding="utf-8"))["unit"] == "SQUARE_KM"


def test_streaming_covers_the_tiles_of_data_json(sandbox, http, tmp_path):
    body = {"oneatlas-spot-aoiclipped:1": {"bbox": BOX, "time": PERIOD, "limit": 2, "zoom_level": 15}}
    folder, data = unpacked(http, run(sandbox, http, "SPOT Display (Streaming)", body), tmp_path)
    assert len(data["features"]) == 2
    for feature in data["features"]:
        _, code, bounds = opened(folder / feature["properties"]["up42.data_path"])
        assert code == 3857
        assert in_degrees(bounds, code) == pytest.approx(tuple(feature["bbox"]), abs=3e-4)


def test_sentinel_2_is_in_utm_and_free_but_for_the_machine(sandbox, http, tmp_path):
    used = sandbox.books.used
    body = {"esa-s2-l2a-gtiff-visual:1": {"bbox": BOX, "time": PERIOD, "max_cloud_cover": 30}}
    folder, data = unpacked(http, run(sandbox, http, "Sentinel-2 L2A Visual", body), tmp_path)
    _, code, _ = opened(folder / data["features"][0]["properties"]["up42.data_path"])
    assert code == 32630
    assert sandbox.books.used == used + 1


def test_seeps_are_vectors_of_the_kinds_asked_for(sandbox, http, tmp_path):
    from osgeo import ogr

    kinds = ["seep_location", "slick_outline"]
    body = {"airbus-globalseeps:1": {"bbox": [2, 54, 2.2, 54.2], "object_types": kinds}}
    folder, data = unpacked(http, run(sandbox, http, "Airbus Global Seeps", body), tmp_path)
    source = ogr.Open(str(folder / data["features"][0]["properties"]["up42.data_path"]))
    found = {feature.GetField("object_type") for feature in source.GetLayer()}
    assert found == set(kinds)


def test_a_test_query_leaves_data_and_usage_only(sandbox, http, tmp_path):
    body = {"config": {"mode": "DRY_RUN"}, PLEIADES[1]: {"bbox": BOX, "limit": 2}, PLEIADES[2]: {}}
    folder, data = unpacked(http, run(sandbox, http, PLEIADES[0], body), tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == ["data.json", "usage.json"]
    assert len(data["features"]) == 2


def test_quicklooks_are_images_without_a_place(sandbox, http):
    from osgeo import gdal

    body = {"config": {"mode": "DRY_RUN"}, PLEIADES[1]: {"bbox": BOX, "limit": 3}, PLEIADES[2]: {}}
    job = run(sandbox, http, PLEIADES[0], body)
    task = http.get(f"{job}/tasks", timeout=10).json()["data"][0]["id"]
    root = f"{job}/tasks/{task}/outputs/quicklooks"
    names = http.get(root, timeout=10).json()["data"]
    assert names
    for name in names:
        gdal.FileFromMemBuffer("/vsimem/quicklook", http.get(f"{root}/{name}", timeout=30).content)
        image = gdal.Open("/vsimem/quicklook")
        assert min(image.RasterXSize, image.RasterYSize) > 300
        assert image.GetSpatialRef() is None
        gdal.Unlink("/vsimem/quicklook")


def test_an_asset_is_a_zip_of_its_dimap_tree(sandbox, http, pleiades):
    workspace = http.get(f"{sandbox.api_url}/projects/{sandbox.project_id}", timeout=10).json()["data"]["workspaceId"]
    root = f"{sandbox.api_url}/workspaces/{workspace}/assets"
    asset = http.get(root, timeout=10).json()["data"]["content"][0]["id"]
    url = http.get(f"{root}/{asset}/downloadUrl", timeout=10).json()["data"]["url"]
    with zipfile.ZipFile(io.BytesIO(requests.get(url, timeout=60).content)) as archive:
        assert any(name.rpartition("/")[2].startswith("DIM_") for name in archive.namelist())


def test_a_hostile_archive_comes_on_demand_and_only_then(sandbox, http, pleiades):
    sandbox.faults.add(Fault("hostile_archive", name="dotdot"))
    names = []
    for _ in range(2):
        url = http.get(f"{pleiades}/downloads/results", timeout=10).json()["data"]["url"]
        with tarfile.open(fileobj=io.BytesIO(requests.get(url, timeout=60).content), mode="r:gz") as archive:
            names.append(archive.getnames())
    assert any(".." in name for name in names[0])
    assert not any(".." in name for name in names[1])


def test_an_archive_is_made_once_so_that_a_broken_download_can_go_on(http, pleiades):
    urls = [http.get(f"{pleiades}/downloads/results", timeout=10).json()["data"]["url"] for _ in range(2)]
    whole = requests.get(urls[0], timeout=60)
    rest = {"Range": "bytes=1000-", "If-Range": whole.headers["ETag"]}
    part = requests.get(urls[1], headers=rest, timeout=60)
    assert (part.status_code, part.content) == (206, whole.content[1000:])
