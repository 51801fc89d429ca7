"""Purchases are found and downloaded in every way of the service: single files, archives, other servers."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import pytest
from support.service_stage import Stage, Watch

from up42_jobs.core.api.downloads.http_downloads import HttpDownloads
from up42_jobs.core.api.platform import storage as platform_storage
from up42_jobs.core.api.platform.client import PlatformClient
from up42_jobs.core.domain.aoi import Aoi, bounds_of, box_ring
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import Connection, Credentials, NetworkProfile, Service
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.parameters import JobParameters, Period
from up42_jobs.core.usecases.collect_outputs import collect_outputs
from up42_jobs.core.usecases.hold import prepare_hold
from up42_jobs.sandbox.world.imagery import scene_by_id
from up42_jobs.sandbox.world.scenes import intersection_area_km2

# Over the 180th meridian, at Taveuni.
SEAM = (179.97, -16.87, -179.97, -16.82)


@pytest.fixture
def stage(request):
    with Stage(service=Service.PLATFORM, **getattr(request, "param", {})) as running:
        yield running


def bought(stage, parameters=None):
    """A finished job of one scene."""
    product = stage.product()
    hold = prepare_hold(stage.gateway, product, parameters or stage.parameters(product, 1))
    job = stage.gateway.create_live(product, hold.parameters, f"Storage {time.monotonic_ns()}")
    deadline = time.monotonic() + 120
    while not job.status.is_final and time.monotonic() < deadline:
        job = stage.gateway.job(job.id)
    assert job.status.value == "SUCCEEDED"
    return job


def fetched(stage, job_id, folder):
    """The names of the files that a new client downloads into a folder."""
    downloads = HttpDownloads(stage.network, pauses_s=(0.01,))
    outputs = collect_outputs(stage.open_gateway(), downloads, job_id, folder, lambda *places: (), Watch())
    assert outputs is not None
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def square_degrees(ring):
    """The area of a closed ring in either direction."""
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:]))) / 2.0


def asked(stage, method, part):
    """Paths of requests of a kind."""
    return [request.path for request in stage.sandbox.requests if request.method == method and part in request.path]


@pytest.mark.parametrize("stage", [{"delivery_lag_seconds": 1e6}], indirect=True)
def test_delivery_that_is_never_indexed_is_fetched_as_the_archive_that_the_list_of_assets_has(
    stage, tmp_path, monkeypatch
):
    monkeypatch.setattr(platform_storage, "INDEXING_S", 0.05)
    job = bought(stage)
    (delivery,) = stage.gateway.deliveries(job.id)
    assert delivery.file_name.endswith((".zip", ".tar.gz"))
    assert delivery.size_bytes > 1000
    names = fetched(stage, job.id, tmp_path)
    assert any(name.startswith("DIM_") for name in names)
    assert asked(stage, "GET", "/v2/assets")


@pytest.mark.parametrize("stage", [{"files_lie_elsewhere": True}], indirect=True)
def test_files_that_lie_on_another_host_are_fetched_there_without_the_sign_in(stage, tmp_path):
    job = bought(stage)
    image = next(delivery for delivery in stage.gateway.deliveries(job.id) if delivery.file_name.endswith(".tif"))
    link = stage.gateway.link(job.id, image)
    assert link.startswith("http://localhost:")
    assert any(name.endswith(".tif") for name in fetched(stage, job.id, tmp_path))
    assert asked(stage, "POST", "/download-url") == []
    # The Sandbox's storage refuses a signed link with an additional sign-in, as the real one does.
    answers = [request.status for request in stage.sandbox.requests if request.path.startswith("/storage/")]
    assert set(answers) == {200}


def test_something_in_storage_that_tells_no_order_is_listed_and_fetched_again(stage, tmp_path):
    bought(stage)
    stage.sandbox.change(items_tell_orders=False)
    gateway = stage.open_gateway()
    (asset,) = gateway.storage.assets(None, Watch())
    assert asset.job_id.startswith("stored:")
    assert asset.scene_id == ""
    assert asset.footprint is not None
    names = {delivery.file_name for delivery in gateway.deliveries(asset.job_id)}
    assert any(name.endswith(".tif") for name in names)
    assert any(name.endswith(".tif") for name in fetched(stage, asset.job_id, tmp_path))
    with pytest.raises(Up42Error) as caught:
        gateway.deliveries("stored:nothing/nowhere")
    assert caught.value.kind is ErrorKind.NOT_FOUND


def test_scene_across_the_180th_meridian_is_whole_from_the_search_to_the_storage(stage):
    product = stage.product()
    end = utc_now().replace(microsecond=0)
    aoi = Aoi(box_ring(*SEAM), 35.6)
    parameters = JobParameters(product.id, aoi, period=Period(end - timedelta(days=300), end), limit=30)
    query = stage.gateway.start_dry_run(product, parameters, "Query")
    found = stage.gateway.collect_scenes(product, parameters, query, Watch())
    shown = {load["properties"]["id"]: load for load in json.loads(found.document)["features"]}
    split = [item for item in found.scenes if shown[item.id]["geometry"]["type"] == "MultiPolygon"]
    assert split
    for scene in split:
        parts = shown[scene.id]["geometry"]["coordinates"]
        assert all(-180.0 <= lon <= 180.0 for part in parts for lon, _ in part[0])
        truth = scene_by_id(scene.id).footprint
        turn = 360.0 * round((truth[0][0] - scene.footprint[0][0]) / 360.0)
        moved = [(lon - turn, lat) for lon, lat in truth]
        assert bounds_of(scene.footprint) == pytest.approx(bounds_of(moved), abs=1e-6)
        assert square_degrees(scene.footprint) == pytest.approx(square_degrees(moved), rel=1e-5)
    # Some scenes touch the area with a corner only, of which the service stores no more than that.
    widest = max(split, key=lambda scene: intersection_area_km2(scene_by_id(scene.id), aoi.ring))
    bought(stage, JobParameters(product.id, aoi, period=parameters.period, limit=1, scene_ids=(widest.id,)))
    stored = stage.gateway.storage.assets(aoi, Watch())
    assert stored
    lons = [lon for lon, _ in stored[0].footprint]
    assert max(lons) - min(lons) < 1.0


@pytest.mark.parametrize(
    ("href", "is_own"),
    [
        ("/v2/assets/1", True),
        ("https://api.up42.com/v2/assets/1", True),
        ("http://api.up42.com/v2/assets/1", True),
        ("https://api.up42.com.example.org/v2/assets/1", False),
        ("https://api.up42.com@example.org/v2/assets/1", False),
        ("https://example.org/?next=https://api.up42.com/v2/assets/1", False),
        ("https://example.org/://api.up42.com/v2/assets/1", False),
    ],
)
def test_an_address_is_the_services_own_by_its_host_alone(href, is_own):
    where = Connection("UP42", Service.PLATFORM, "https://api.up42.com", "https://auth.up42.com")
    client = PlatformClient(where, Credentials("ana", "key"), NetworkProfile())
    assert client.is_own(href) is is_own
