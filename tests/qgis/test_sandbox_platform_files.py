"""Files in the storage of the Sandbox's platform are real: GDAL opens them, at their place, with the true ground."""

from __future__ import annotations

import numpy as np
import pytest
import requests
from support.platform_client import CAPELLA, PHR_ANALYTIC, PHR_DISPLAY, PlatformClient, square
from support.workflow_client import MORNING

from up42_jobs.sandbox import Sandbox
from up42_jobs.sandbox.world.ground import ground_colours
from up42_jobs.sandbox.world.imagery import scene_by_id
from up42_jobs.sandbox.world.scenes import covers

# Land with fields and roads, so that pixels differ.
BOX = (-0.62, 39.52, -0.605, 39.53)
YEAR = "2025-01-01T00:00:00Z/2025-12-31T23:59:59Z"


@pytest.fixture(scope="module")
def sandbox():
    """A Sandbox whose orders take no time."""
    with Sandbox(now=MORNING, balance=1_000_000, order_seconds=0, delivery_lag_seconds=0) as running:
        yield running


@pytest.fixture(scope="module")
def client(sandbox):
    """A client that is signed in."""
    return PlatformClient(sandbox)


@pytest.fixture(scope="module")
def clear_scene(client):
    """A Pléiades scene without clouds that shows the whole area."""
    scenes = client.scenes(bbox=list(BOX), query={"cloudCoverage": {"lt": 3}}, limit=100)
    ids = [scene["properties"]["id"] for scene in scenes]
    return next(id for id in ids if covers(scene_by_id(id), square(*BOX)["coordinates"][0]))


def delivered(client, scene, product=PHR_DISPLAY, geometry=None, **params):
    """Orders an area of a scene and returns the item that it left."""
    body = client.order_body(geometry or square(*BOX), product=product, scene=scene)
    body["params"].update(params)
    return client.item_of(client.placed(body))


def saved(client, asset, path):
    """Downloads an asset by a fresh link and returns its path."""
    url = client.data("POST", asset["href"] + "/download-url")["url"]
    path.write_bytes(requests.get(url, timeout=60).content)
    return path


def image_of(client, item, folder):
    """Downloads the image of an item and opens it with GDAL."""
    from osgeo import gdal

    ((name, asset),) = [each for each in item["assets"].items() if each[1]["roles"][0] == "data"]
    assert asset["type"].startswith("image/tiff")
    return gdal.Open(str(saved(client, asset, folder / name)))


def places(raster):
    """Returns longitude and latitude of all pixel centres."""
    from osgeo import osr

    left, width, _, top, _, height = raster.GetGeoTransform()
    x = left + (np.arange(raster.RasterXSize) + 0.5) * width
    y = top + (np.arange(raster.RasterYSize) + 0.5) * height
    target = osr.SpatialReference()
    target.ImportFromEPSG(4326)
    target.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    move = osr.CoordinateTransformation(raster.GetSpatialRef(), target)
    points = np.array(move.TransformPoints([(a, b) for b in y for a in x]))
    shape = (raster.RasterYSize, raster.RasterXSize)
    return points[:, 0].reshape(shape), points[:, 1].reshape(shape)


def test_the_image_is_cloud_optimized_and_lies_over_the_area(client, clear_scene, tmp_path):
    item = delivered(client, clear_scene)
    raster = image_of(client, item, tmp_path)
    assert raster.GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE") == "COG"
    assert int(raster.GetSpatialRef().GetAuthorityCode(None)) == item["properties"]["proj:epsg"] == 32630
    assert item["bbox"] == pytest.approx(BOX, abs=1e-6)
    alpha = raster.GetRasterBand(4).ReadAsArray()
    lon, lat = places(raster)
    inside = (lon > BOX[0]) & (lon < BOX[2]) & (lat > BOX[1]) & (lat < BOX[3])
    assert np.mean((alpha == 255) == inside) > 0.998


def test_every_pixel_shows_the_ground_of_its_place(client, clear_scene, tmp_path):
    raster = image_of(client, delivered(client, clear_scene), tmp_path)
    shown = raster.ReadAsArray().astype(int)
    lon, lat = places(raster)
    size = abs(lat[0, 0] - lat[-1, 0]) / (lat.shape[0] - 1)
    is_shown = shown[3] == 255

    def error(east, north):
        ground = ground_colours(lon + east * size, lat + north * size, 172, size).astype(int)
        assert np.std(ground[is_shown]) > 5
        return np.abs(shown[:3].transpose(1, 2, 0) - ground)[is_shown].mean()

    shifted = [error(east, north) for east, north in ((1, 0), (-1, 0), (0, 1), (0, -1))]
    # The rest are thin clouds, and edges at which a place is known to a fraction of a pixel.
    assert error(0, 0) < 0.6 * min(shifted)


def test_both_generations_show_the_same_ground(sandbox, client, clear_scene, tmp_path):
    import tarfile

    from osgeo import gdal

    platform = image_of(client, delivered(client, clear_scene), tmp_path)
    project = requests.Session()
    answer = project.post(
        sandbox.api_url + "/oauth/token",
        auth=(sandbox.project_id, sandbox.project_key),
        data={"grant_type": "client_credentials"},
        timeout=10,
    )
    project.headers["Authorization"] = "Bearer " + answer.json()["access_token"]
    root = f"{sandbox.api_url}/projects/{sandbox.project_id}"
    flows = project.get(f"{root}/workflows", timeout=10).json()["data"]
    flow = next(each["id"] for each in flows if each["name"] == "Pléiades Display (Download)")
    inputs = {
        "oneatlas-pleiades-display:1": {"ids": [scene_by_id(clear_scene).name], "bbox": list(BOX)},
        "data-conversion-dimap:1": {"ms": True, "pan": False},
    }
    job = project.post(f"{root}/workflows/{flow}/jobs", json=inputs, timeout=30).json()["data"]["id"]
    sandbox.clock.advance(10)
    url = project.get(f"{root}/jobs/{job}/downloads/results", timeout=10).json()["data"]["url"]
    (tmp_path / "a.tgz").write_bytes(requests.get(url, timeout=60).content)
    with tarfile.open(tmp_path / "a.tgz") as packed:
        packed.extractall(tmp_path)
    (classic,) = (tmp_path / "output").rglob("*.tif")
    left, width, _, top, _, height = platform.GetGeoTransform()
    right, bottom = left + width * platform.RasterXSize, top + height * platform.RasterYSize
    same = gdal.Warp(
        "",
        str(classic),
        format="MEM",
        dstSRS="EPSG:32630",
        outputBounds=(left, bottom, right, top),
        width=platform.RasterXSize,
        height=platform.RasterYSize,
        resampleAlg="near",
    ).ReadAsArray()
    shown = platform.ReadAsArray()
    both = (shown[3] == 255) & (same[3] == 255)
    assert both.mean() > 0.9
    for band in range(3):
        assert np.corrcoef(shown[band][both], same[band][both])[0, 1] > 0.9


def test_analytic_products_have_four_bands_in_16_bit_with_nodata(client, clear_scene, tmp_path):
    west, south, east, north = BOX
    ring = [[west, south], [east, south], [west, north], [west, south]]
    triangle = {"type": "Polygon", "coordinates": [ring]}
    item = delivered(client, clear_scene, PHR_ANALYTIC, triangle, spectralProcessing="bundle")
    raster = image_of(client, item, tmp_path)
    assert (raster.RasterCount, raster.GetRasterBand(1).GetNoDataValue()) == (4, 0)
    values = raster.ReadAsArray()
    assert values.dtype == np.uint16
    assert 0.4 < np.mean(values[0] == 0) < 0.6
    image = next(asset for asset in item["assets"].values() if asset["roles"][0] == "data")
    assert [band["name"] for band in image["eo:bands"]] == ["red", "green", "blue", "nir"]


def test_radar_is_grey_and_delivers_the_whole_scene(client, tmp_path):
    scene = client.scenes("capella-gec", "capellaspace", bbox=list(BOX))[0]
    item = delivered(client, scene["properties"]["id"], CAPELLA)
    raster = image_of(client, item, tmp_path)
    assert raster.RasterCount == 2
    lons, lats = zip(*scene["geometry"]["coordinates"][0])
    assert item["bbox"] == pytest.approx([min(lons), min(lats), max(lons), max(lats)], abs=1e-6)
    assert "eo:cloud_cover" not in item["properties"]


def test_previews_are_small_jpegs(client, clear_scene, tmp_path):
    from osgeo import gdal

    item = delivered(client, clear_scene)
    raster = gdal.Open(str(saved(client, item["assets"]["preview.jpg"], tmp_path / "preview.jpg")))
    assert raster.GetDriver().ShortName == "JPEG"
    assert 32 < max(raster.RasterXSize, raster.RasterYSize) <= 257


def test_the_original_delivery_is_a_dimap_tree_that_gdal_opens(client, clear_scene, tmp_path):
    import zipfile

    from osgeo import gdal

    item = delivered(client, clear_scene)
    collection = client.data("GET", f"/v2/assets/stac/collections/{item['collection']}")
    (archive,) = collection["assets"].values()
    with zipfile.ZipFile(saved(client, archive, tmp_path / "original.zip")) as packed:
        packed.extractall(tmp_path / "original")
    (dimap,) = (tmp_path / "original").rglob("DIM_*.XML")
    raster = gdal.Open(str(dimap))
    assert raster.GetDriver().ShortName == "DIMAP"
    left, width, _, top, _, height = raster.GetGeoTransform()
    bounds = (left, top + height * raster.RasterYSize, left + width * raster.RasterXSize, top)
    assert bounds == pytest.approx(BOX, abs=3e-4)


def test_quicklooks_are_full_frames_or_lie_north_up_in_an_empty_collar(client):
    from osgeo import gdal

    def corner_is_empty(scene, host):
        picture = client.send("GET", f"/catalog/{host}/image/{scene}/quicklook").content
        gdal.FileFromMemBuffer("/vsimem/picture", picture)
        pixels = gdal.Open("/vsimem/picture").ReadAsArray()
        gdal.Unlink("/vsimem/picture")
        return bool(np.all(pixels[..., :3, :3] == 0))

    seen = set()
    for collection, host in (("phr", "oneatlas"), ("capella-gec", "capellaspace"), ("bjn", "21at")):
        ids = [each["properties"]["id"] for each in client.scenes(collection, host, bbox=list(BOX))]
        shown = next(id for id in ids if scene_by_id(id).has_quicklook)
        seen.add((collection, corner_is_empty(shown, host)))
    assert seen == {("phr", False), ("capella-gec", True), ("bjn", True)}
