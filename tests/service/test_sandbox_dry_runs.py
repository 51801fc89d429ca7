"""Test queries of the Sandbox over real HTTP: which scenes, features and quicklooks they find."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.workflow_client import BOX, DATA, MORNING, YEAR, acquired, box_polygon, inputs

from up42_jobs.sandbox import Fault


def test_a_test_query_has_the_data_task_only_costs_nothing_and_echoes_its_inputs(client):
    body = inputs()
    job = client.create(body, name="Harbour+at+9")
    assert (job["status"], job["mode"], job["name"]) == ("NOT_STARTED", "DRY_RUN", "Harbour at 9")
    assert job["inputs"] == body
    assert job["startedAt"] is job["finishedAt"] is None
    client.sandbox.clock.advance(10)
    done = client.job(job["id"])
    assert (done["status"], done["finishedAt"]) == ("SUCCEEDED", "2026-03-04T09:00:01Z")
    (task,) = client.tasks(job["id"])
    assert (task["name"], task["status"], task["block"]["type"]) == (DATA, "SUCCEEDED", "DATA")
    assert task["block"]["parameters"] is None
    assert client.balance() == 12430
    assert client.data("GET", f"{client.project}/jobs/{job['id']}/credits")["creditsUsed"] == 0


def test_scenes_are_the_newest_newest_first_and_the_same_each_time(client):
    three = client.scenes(client.finished(inputs(limit=3)))
    thirty = client.scenes(client.finished(inputs(limit=30)))
    assert thirty[:3] == three
    dates = [acquired(scene) for scene in thirty]
    assert dates == sorted(dates, reverse=True)
    assert all("2025-01-01" <= date <= "2026" for date in dates)
    assert client.scenes(client.finished(inputs(limit=1))) == three[:1]


def test_filters_for_clouds_containment_ids_and_series(client):
    clear = client.scenes(client.finished(inputs(limit=30, max_cloud_cover=5)))
    assert clear
    assert all(scene["properties"]["cloudCover"] <= 5 for scene in clear)
    touching = client.scenes(client.finished(inputs(limit=100)))
    covering = client.scenes(client.finished(inputs(limit=100, bbox=None, contains=box_polygon())))
    assert {scene["id"] for scene in covering} < {scene["id"] for scene in touching}
    wanted = [scene["properties"]["parentIdentifier"] for scene in touching[5:7]]
    by_id = client.scenes(
        client.finished(inputs(ids=wanted, limit=1, time="2019-01-01T00:00:00Z/2019-01-02T00:00:00Z"))
    )
    assert [scene["properties"]["parentIdentifier"] for scene in by_id] == wanted
    months = ["2025-03-01T00:00:00Z/2025-03-31T23:59:59Z", "2025-08-01T00:00:00/2025-08-31T23:59:59"]
    series = client.scenes(client.finished(inputs(limit=2, time_series=months)))
    assert [acquired(scene)[:7] for scene in series] == ["2025-03", "2025-03", "2025-08", "2025-08"]


def test_nothing_found_is_success_for_a_test_query_and_failure_for_a_live_job(client):
    never = "2025-01-01T00:00:00Z/2025-01-01T00:00:01Z"
    query = client.finished(inputs(time=never))
    assert (query["status"], client.scenes(query)) == ("SUCCEEDED", [])
    live = client.finished(inputs(False, time=never))
    assert live["status"] == "FAILED"
    log = client.send("GET", f"{client.project}/jobs/{live['id']}/tasks/{client.tasks(live['id'])[0]['id']}/logs").text
    assert "Search gave 0 results" in log
    assert "ERROR" in log
    assert client.balance() == 12430


def test_features_show_the_area_and_not_the_footprint(client):
    (scene,) = client.scenes(client.finished(inputs(limit=1, bbox=None, contains=box_polygon())))
    assert scene["bbox"] == BOX
    assert {tuple(point) for point in scene["geometry"]["coordinates"][0]} == {
        tuple(point) for point in box_polygon()["coordinates"][0]
    }
    properties = scene["properties"]
    assert scene["id"] == properties["id"] != properties["parentIdentifier"]
    assert properties["parentIdentifier"].startswith("DS_PHR1")
    assert "up42.data_path" not in properties
    assert scene["estimatedCredits"] == pytest.approx(2867, abs=20)
    found = client.send(
        "POST",
        "/catalog/stac/search",
        {"collections": ["PHR"], "intersects": box_polygon(), "datetime": YEAR, "limit": 500},
    ).json()["features"]
    footprint = next(each for each in found if each["properties"]["id"] == scene["id"])
    assert footprint["properties"]["sceneId"] == properties["parentIdentifier"]
    west, south, east, north = footprint["bbox"]
    assert (east - west) > 5 * (BOX[2] - BOX[0])
    assert west <= BOX[0] <= BOX[2] <= east
    assert south <= BOX[1] <= BOX[3] <= north


def test_streaming_features_show_the_tiles_that_are_paid(client):
    body = {"config": {"mode": "DRY_RUN"}, "oneatlas-spot-aoiclipped:1": {"bbox": BOX, "zoom_level": 15}}
    (scene,) = client.scenes(client.finished(body, "SPOT Display (Streaming)"))
    assert scene["estimatedCredits"] == 3 * scene["tilesNumber"]
    west, south, east, north = scene["bbox"]
    assert west <= BOX[0] <= BOX[2] <= east
    assert south <= BOX[1] <= BOX[3] <= north
    assert (east - west) * 2**15 / 360 == pytest.approx(round((east - west) * 2**15 / 360), abs=1e-3)


def test_an_area_across_the_180th_meridian_finds_scenes(client):
    job = client.finished(inputs(bbox=[179.95, -16.9, -179.95, -16.8], limit=5))
    scenes = client.scenes(job)
    assert len(scenes) == 5
    assert all(abs(lon) > 179 for scene in scenes for lon in (scene["bbox"][0], scene["bbox"][2]))


def test_quicklooks_are_named_by_feature_and_some_scene_has_none(client):
    job = client.finished(inputs(limit=60))
    (task,) = client.tasks(job["id"])
    names = client.data("GET", f"{client.project}/jobs/{job['id']}/tasks/{task['id']}/outputs/quicklooks")
    ids = {scene["id"] for scene in client.scenes(job)}
    stems = {name.rsplit(".", 1)[0] for name in names}
    assert stems < ids
    assert len(ids - stems) >= 1
    assert {name.rsplit(".", 1)[1] for name in names} == {"jpeg", "jpg", "png"}
    url = f"{client.project}/jobs/{job['id']}/tasks/{task['id']}/outputs/quicklooks"
    missing = (ids - stems).pop()
    assert client.refusal("GET", f"{url}/{missing}.jpeg")[0] == 404
    client.sandbox.faults.add(Fault("corrupt_quicklook"))
    assert client.send("GET", f"{url}/{names[0]}").content.startswith(b"\xff\xd8")


def test_the_catalog_refuses_more_than_500_and_sorts_as_told(client):
    body = {"bbox": BOX, "datetime": YEAR, "limit": 501}
    assert client.refusal("POST", "/catalog/stac/search", body)[0] == 400
    sortby = [{"field": "properties.cloudCoverage", "direction": "asc"}]
    query = {"cloudCoverage": {"lte": 30}, "dataBlock": {"in": ["oneatlas-spot-aoiclipped"]}}
    found = client.send("POST", "/catalog/stac/search", {**body, "limit": 20, "sortby": sortby, "query": query}).json()[
        "features"
    ]
    clouds = [feature["properties"]["cloudCoverage"] for feature in found]
    assert clouds == sorted(clouds)
    assert {feature["properties"]["constellation"] for feature in found} == {"SPOT"}


def test_nothing_is_younger_than_now(client):
    future = (MORNING + timedelta(days=200)).isoformat()
    scenes = client.scenes(client.finished(inputs(time=f"2026-01-01T00:00:00Z/{future}", limit=50)))
    assert scenes
    assert all(acquired(scene) < "2026-03-04T10" for scene in scenes)
