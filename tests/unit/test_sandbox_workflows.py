"""The workflow jobs service of the Sandbox over real HTTP: projects, checks, test queries, credits, states."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest
import requests

from up42_jobs.sandbox import Fault, Sandbox

DATA, CONVERSION = "oneatlas-pleiades-display:1", "data-conversion-dimap:1"
BOX = [-0.33, 39.44, -0.31, 39.455]
YEAR = "2025-01-01T00:00:00+00:00/2025-12-31T23:59:59+00:00"
MORNING = datetime(2026, 3, 4, 9, tzinfo=timezone.utc)


class Client:
    """A person's session with the project; `sandbox` can be looked into."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.project = f"/projects/{sandbox.project_id}"
        self.http = requests.Session()
        answer = self.http.post(
            sandbox.api_url + "/oauth/token",
            auth=(sandbox.project_id, sandbox.project_key),
            data={"grant_type": "client_credentials"},
            timeout=10,
        )
        self.http.headers["Authorization"] = "Bearer " + answer.json()["access_token"]
        self.flows = {flow["name"]: flow["id"] for flow in self.data("GET", f"{self.project}/workflows")}

    def send(self, method, path, body=None):
        """Returns the answer as it is."""
        return self.http.request(method, self.sandbox.api_url + path, json=body, timeout=10)

    def data(self, method, path, body=None):
        """Returns the data of an answer that must be good."""
        answer = self.send(method, path, body)
        assert answer.status_code == 200, answer.text
        assert answer.json()["error"] is None
        return answer.json()["data"]

    def refusal(self, method, path, body=None):
        """Returns status and message of an answer that must be no."""
        answer = self.send(method, path, body)
        assert answer.json()["data"] is None
        return answer.status_code, answer.json()["error"]["message"]

    def jobs_of(self, flow="Pléiades Display (Download)"):
        return f"{self.project}/workflows/{self.flows[flow]}/jobs"

    def create(self, inputs, flow="Pléiades Display (Download)", name="A job"):
        return self.data("POST", f"{self.jobs_of(flow)}?name={name}", inputs)

    def job(self, id):
        return self.data("GET", f"{self.project}/jobs/{id}")

    def tasks(self, id):
        return self.data("GET", f"{self.project}/jobs/{id}/tasks")

    def finished(self, inputs, flow="Pléiades Display (Download)"):
        """Runs a job to its end by the Sandbox's clock and returns it."""
        job = self.create(inputs, flow)
        self.sandbox.clock.advance(10)
        return self.job(job["id"])

    def scenes(self, job):
        return self.send("GET", f"{self.project}/jobs/{job['id']}/outputs/data-json").json()["features"]

    def balance(self):
        return self.data("GET", "/accounts/me/credits/balance")["balance"]


@pytest.fixture
def sandbox():
    """A Sandbox whose time stands still until a test moves it."""
    with Sandbox() as running:
        running.clock.speed(0)
        running.clock.set(MORNING)
        yield running


@pytest.fixture
def client(sandbox):
    """A client that is signed in."""
    return Client(sandbox)


def inputs(dry_run=True, **data):
    """Returns the body of a Pléiades job."""
    body = {DATA: {"bbox": BOX, "time": YEAR, "limit": 3, **data}, CONVERSION: {"ms": True, "pan": False}}
    return {"config": {"mode": "DRY_RUN"}, **body} if dry_run else body


def one_scene(client, covering=True):
    """Returns the id of one scene that covers the area."""
    return client.scenes(client.finished(inputs(contains=box_polygon(), bbox=None)))[0]["properties"][
        "parentIdentifier"
    ]


def box_polygon(box=BOX):
    west, south, east, north = box
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def acquired(scene):
    return scene["properties"]["acquisitionDate"]


def test_the_project_ships_four_products_and_one_has_no_test_query(client):
    dry_run = {}
    for name, id in client.flows.items():
        tasks = client.data("GET", f"{client.project}/workflows/{id}/tasks")
        dry_run[name] = tasks[0]["block"]["isDryRunSupported"]
        assert [task["parentsIds"] for task in tasks] == [[], *[[task["id"]] for task in tasks[:-1]]]
        assert not any(task["block"]["isDryRunSupported"] for task in tasks[1:])
    assert dry_run == {
        "Pléiades Display (Download)": True,
        "SPOT Display (Streaming)": True,
        "Sentinel-2 L2A Visual": True,
        "Airbus Global Seeps": False,
    }


def test_parameter_descriptors_have_the_forms_of_the_service(client):
    tasks = client.data("GET", f"{client.project}/workflows/{client.flows['SPOT Display (Streaming)']}/tasks")
    schema = tasks[0]["block"]["parameters"]
    assert schema["bbox"] == {"type": "array", "default": None}
    assert schema["intersects"] == {"type": "geometry"}
    assert schema["limit"] == {"type": "integer", "default": 1, "minimum": 1, "maximum": 500}
    assert schema["time"]["default"].endswith("/2026-12-31T23:59:59+00:00")
    assert (schema["zoom_level"]["minimum"], schema["zoom_level"]["maximum"]) == (9, 17)
    assert schema["panchromatic_band"]["type"] == "boolean"


def test_other_projects_workflows_jobs_and_tasks_are_not_found(client):
    other = "5d6c7b8a-0000-4000-8000-000000000000"
    job = client.create(inputs())
    for path, word in (
        (f"/projects/{other}", "Project not found"),
        (f"{client.project}/workflows/{other}", "Workflow not found"),
        (f"{client.project}/jobs/{other}", "Job not found"),
        (f"{client.project}/jobs/{job['id']}/tasks/{other}/logs", "Job task not found"),
        (f"/blocks/{other}", "Block not found"),
    ):
        status, message = client.refusal("GET", path)
        assert (status, message.startswith(word)) == (404, True)


def test_workflows_are_made_renamed_refused_and_removed(client):
    root = f"{client.project}/workflows"
    made = client.data("POST", root, {"name": "Mine", "description": ""})
    chain = [{"name": "first", "parentName": None, "blockId": "045019bb-06fc-4fa1-b703-318725b4d8af"}]
    client.data("POST", f"{root}/{made['id']}/tasks", chain)
    wrong = [*chain, {"name": "next", "parentName": "first", "blockId": "c94bb4cd-8ee2-40df-ba76-d332b8f48c6a"}]
    answer = client.send("POST", f"{root}/{made['id']}/tasks", wrong)
    assert answer.status_code == 422
    assert answer.json()["error"]["capabilityMismatches"][0]["workflowTaskName"] == "next"
    assert [task["name"] for task in client.data("GET", f"{root}/{made['id']}/tasks")] == ["first"]
    assert client.data("PUT", f"{root}/{made['id']}", {"name": "Yours"})["name"] == "Yours"
    assert client.refusal("POST", root, {"name": ""}) == (400, 'Field "name" must not be empty')
    assert client.send("DELETE", f"{root}/{made['id']}").status_code == 204
    assert client.refusal("GET", f"{root}/{made['id']}")[0] == 404


def test_settings_are_text_and_change_only_within_their_range(client):
    url = f"{client.project}/settings"
    assert {each["name"]: each["value"] for each in client.data("GET", url)} == {
        "JOB_QUERY_MAX_AOI_SIZE": "1000",
        "MAX_CONCURRENT_JOBS": "5",
        "JOB_QUERY_LIMIT_PARAMETER_MAX_VALUE": "20",
    }
    client.data("PUT", url, [{"name": "MAX_CONCURRENT_JOBS", "value": "2"}])
    changed = client.data("POST", url, {"settings": {"JOB_QUERY_MAX_AOI_SIZE": "50"}})
    assert [each["value"] for each in changed] == ["50", "2", "20"]
    status, message = client.refusal("PUT", url, [{"name": "MAX_CONCURRENT_JOBS", "value": "11"}])
    assert (status, "between 1 and 10" in message) == (400, True)


def test_task_names_must_be_exactly_those_of_the_workflow(client):
    assert client.refusal("POST", client.jobs_of(), {"a:1": {}, "b:1": {}, DATA: {}}) == (
        400,
        f"There were additional tasks/queries specified: a:1, b:1, There were missing tasks/queries: {CONVERSION}",
    )


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ({"limit": 0}, "limit: must be at least 1"),
        ({"limit": 501}, "limit: must be at most 500"),
        ({"limit": "3"}, "limit: must be a whole number"),
        ({"max_cloud_cover": 20.5}, "max_cloud_cover: must be a whole number"),
        ({"time": "yesterday"}, "time: yesterday is not"),
        ({"time": "2025-02-01T00:00:00Z/2025-01-01T00:00:00Z"}, "time: ends before it starts"),
        ({"ids": "abc"}, "ids: must be a list"),
        ({"intersects": box_polygon()}, "only one of bbox, intersects"),
        ({"bbox": None}, "one of bbox, intersects, contains is needed"),
        ({"bbox": None, "intersects": {"type": "MultiPolygon", "coordinates": []}}, "only single geometries"),
        ({"zoom_lewel": 3}, "zoom_lewel: is not a parameter"),
        ({"asset_ids": ["nothing"]}, "asset_ids: no asset nothing"),
    ],
)
def test_wrong_parameters_are_refused_with_their_place_and_rule(client, data, rule):
    status, message = client.refusal("POST", client.jobs_of(), inputs(**data))
    assert status == 400
    assert message.startswith(DATA)
    assert rule in message


def test_modes_are_case_sensitive_and_a_block_without_test_query_refuses_one(client):
    wrong = {**inputs(), "config": {"mode": "dry_run"}}
    assert "config.mode" in client.refusal("POST", client.jobs_of(), wrong)[1]
    seeps = {"config": {"mode": "DRY_RUN"}, "airbus-globalseeps:1": {"bbox": BOX}}
    assert "does not support test queries" in client.refusal("POST", client.jobs_of("Airbus Global Seeps"), seeps)[1]


def test_area_and_limit_of_the_project_bind_live_jobs_only(client):
    wide = [-0.5, 39.3, -0.2, 39.6]
    assert client.create(inputs(bbox=wide, limit=400))["status"] == "NOT_STARTED"
    assert "between 0.1 and 400 km²" in client.refusal("POST", client.jobs_of(), inputs(False, bbox=wide))[1]
    tiny = [-0.33, 39.44, -0.3299, 39.4401]
    assert "between 0.1 and 400 km²" in client.refusal("POST", client.jobs_of(), inputs(False, bbox=tiny))[1]
    assert "limit: must be at most 20" in client.refusal("POST", client.jobs_of(), inputs(False, limit=21))[1]


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


def test_the_estimate_is_the_same_bare_and_wrapped_and_has_the_shape_of_the_service(client):
    chain = client.data("GET", f"{client.project}/workflows/{client.flows['Pléiades Display (Download)']}/tasks")
    tasks = [
        {
            "name": task["name"],
            "parentName": None if not task["parentsIds"] else DATA,
            "blockId": task["block"]["id"],
            "blockVersionTag": task["blockVersionTag"],
        }
        for task in chain
    ]
    body = {"tasks": tasks, "inputs": inputs(False, ids=[one_scene(client)])}
    estimate = client.data("POST", f"{client.project}/estimate/job", body)
    assert client.data("POST", f"{client.project}/estimate/job", {"input": body}) == estimate
    data = estimate[DATA]
    assert data["blockConsumption"]["resources"]["unit"] == "SQUARE_KM"
    assert data["machineConsumption"] == {"duration": {"min": 0, "max": 0}, "credit": {"min": 1, "max": 1}}
    assert estimate[CONVERSION]["blockConsumption"]["credit"] == {"min": 5, "max": 5}
    least = sum(each["blockConsumption"]["credit"]["min"] + each["machineConsumption"]["credit"]["min"]
                for each in estimate.values())  # fmt: skip
    job = client.create(body["inputs"])
    assert client.sandbox.books.held == least
    assert client.data("GET", f"{client.project}/jobs/{job['id']}/estimate") == estimate


def test_credits_are_held_at_once_used_as_tasks_succeed_and_the_rest_released(client):
    job = client.create(inputs(False, ids=[one_scene(client)]))
    books = client.sandbox.books
    hold = books.held
    assert client.balance() == 12430 - hold
    assert books.used == 0
    client.sandbox.clock.advance(2.5)
    assert client.job(job["id"])["status"] == "RUNNING"
    assert 0 < books.used < hold
    assert books.used + books.held == hold
    client.sandbox.clock.advance(5)
    used = client.data("GET", f"{client.project}/jobs/{job['id']}/credits")
    assert (books.held, books.used) == (0, used["creditsUsed"])
    assert used["creditsUsed"] == sum(task["creditsUsed"] for task in used["tasks"]) < hold
    assert client.balance() == 12430 - used["creditsUsed"]
    flow = client.flows["Pléiades Display (Download)"]
    assert client.data("GET", f"{client.project}/workflows/{flow}/credits")["creditsSpent"] == used["creditsUsed"]
    history = client.data("GET", "/accounts/me/credits/history?page=0&size=10")
    spent = [entry for entry in history["content"] if entry["type"] == "JOB_TASK"]
    assert sum(entry["delta"] for entry in spent) == -used["creditsUsed"]
    assert {entry["details"]["consumption"]["jobId"] for entry in spent} == {job["id"]}
    assert (history["totalElements"], history["last"]) == (5, True)


@pytest.mark.parametrize("task", ["0", "1", CONVERSION])
def test_a_failed_task_is_not_paid_and_what_came_before_is(client, task):
    scene = one_scene(client)
    client.sandbox.faults.add(Fault("job_failed", task=task))
    job = client.finished(inputs(False, ids=[scene]))
    states = [each["status"] for each in client.tasks(job["id"])]
    assert job["status"] == "FAILED"
    assert states == (["FAILED", "NOT_STARTED"] if task == "0" else ["SUCCEEDED", "FAILED"])
    assert client.sandbox.books.held == 0
    assert (client.sandbox.books.used > 0) == (task != "0")
    assert client.refusal("GET", f"{client.project}/jobs/{job['id']}/outputs/data-json")[0] == 404


@pytest.mark.parametrize(("after", "state"), [(0.0, "NOT_STARTED"), (0.5, "PENDING"), (1.0, "RUNNING")])
def test_a_job_can_be_cancelled_in_each_state_and_frees_its_hold(client, after, state):
    job = client.create(inputs(False, ids=[one_scene(client)]))
    client.sandbox.clock.advance(after)
    assert client.job(job["id"])["status"] == state
    assert client.send("POST", f"{client.project}/jobs/{job['id']}/cancel/").status_code == 204
    assert client.job(job["id"])["status"] == "CANCELLING"
    assert client.sandbox.books.held > 0
    client.sandbox.clock.advance(1)
    done = client.job(job["id"])
    assert (done["status"], done["finishedAt"] is None) == ("CANCELLED", False)
    assert (client.sandbox.books.held, client.sandbox.books.used) == (0, 0)
    assert client.refusal("POST", f"{client.project}/jobs/{job['id']}/cancel")[0] == 400


def test_too_little_balance_refuses_live_jobs_and_not_test_queries():
    with Sandbox(balance=2500) as sandbox:
        client = Client(sandbox)
        job = inputs(False, bbox=None, contains=box_polygon(), limit=1)
        assert client.refusal("POST", client.jobs_of(), job) == (403, "Insufficient credits to run job")
        assert sandbox.books.available == 2500
        assert client.create(inputs())["status"] == "NOT_STARTED"
    with Sandbox(balance=999) as sandbox:
        client = Client(sandbox)
        body = {"esa-s2-l2a-gtiff-visual:1": {"bbox": BOX}}
        assert client.refusal("POST", client.jobs_of("Sentinel-2 L2A Visual"), body)[0] == 403


def test_clients_at_once_never_spend_more_than_there_is():
    with Sandbox(balance=10_000, max_concurrent_jobs=50) as sandbox:
        client = Client(sandbox)
        job = inputs(False, ids=[one_scene(client)])
        sandbox.clock.speed(0)
        with ThreadPoolExecutor(12) as pool:
            statuses = list(pool.map(lambda _: client.send("POST", client.jobs_of(), job).status_code, range(12)))
        held = [each["hold"] for each in sandbox.jobs if each["mode"] == "DEFAULT"]
        assert statuses.count(200) == len(held) == 3
        assert set(statuses) == {200, 403}
        assert (sandbox.books.held, sandbox.books.available) == (sum(held), 10_000 - sum(held))
        sandbox.clock.advance(10)
        books = sandbox.books
        assert (books.held, books.available + books.used) == (0, 10_000)
        assert sum(entry.credits for entry in books.entries if entry.kind.value != "CONSUMPTION") == books.available


def test_too_many_unfinished_jobs_are_refused_until_one_ends():
    with Sandbox(max_concurrent_jobs=2) as sandbox:
        sandbox.clock.speed(0)
        client = Client(sandbox)
        client.create(inputs())
        client.create(inputs())
        status, message = client.refusal("POST", client.jobs_of(), inputs(False, limit=1))
        assert (status, message) == (429, "Your project has too many non-finished jobs")
        assert sandbox.books.held == 0
        sandbox.clock.advance(2)
        assert client.create(inputs())["status"] == "NOT_STARTED"


def test_checks_come_in_the_order_of_the_service():
    with Sandbox(balance=0, max_concurrent_jobs=1) as sandbox:
        sandbox.clock.speed(0)
        client = Client(sandbox)
        client.create(inputs())
        assert client.refusal("POST", client.jobs_of(), {"x": {}})[0] == 400
        assert client.refusal("POST", client.jobs_of(), inputs(False, limit=0))[0] == 400
        assert client.refusal("POST", client.jobs_of(), inputs(False))[0] == 429
        sandbox.clock.advance(2)
        assert client.refusal("POST", client.jobs_of(), inputs(False))[0] == 403
        sandbox.clock.advance(300)
        assert client.refusal("POST", client.jobs_of(), {"x": {}})[0] == 401


def test_a_rerun_of_a_test_query_is_a_test_query_and_a_job_can_be_renamed(client):
    job = client.create(inputs())
    again = client.data("POST", f"{client.jobs_of()}/{job['id']}", {})
    assert (again["mode"], again["inputs"], again["name"]) == ("DRY_RUN", job["inputs"], "Rerun A job")
    assert again["id"] != job["id"]
    assert client.data("PUT", f"{client.jobs_of()}/{job['id']}", {"name": "B"})["name"] == "B"
    assert client.job(job["id"])["name"] == "B"


def test_jobs_are_listed_a_hundred_a_page_newest_first_until_an_empty_page():
    with Sandbox(dry_run_seconds=0) as sandbox:
        client = Client(sandbox)
        day = "2025-01-01T00:00:00Z/2025-01-02T00:00:00Z"
        made = [client.create(inputs(time=day))["id"] for _ in range(103)]
        url = f"{client.project}/jobs"
        pages = [
            [job["id"] for job in client.data("GET", f"{url}?page={page}&sort=createdAt,desc")] for page in range(3)
        ]
        assert [len(page) for page in pages] == [100, 3, 0]
        assert pages[0] + pages[1] == made[::-1]
        assert [job["id"] for job in client.data("GET", url)] == pages[0]
        assert client.data("GET", f"{url}?sort=id,asc")[0]["id"] == min(made)
        assert client.refusal("GET", f"{url}?sort=colour,asc")[0] == 400


def test_validate_says_nothing_when_all_is_well(client):
    block = "6ac78530-6200-42c1-b6a9-381a9f69d8ef"
    tasks = [{"name": DATA, "parentName": None, "blockId": block}]
    good = client.send("POST", f"{client.project}/jobs/validate", {"tasks": tasks, "input": {DATA: {"bbox": BOX}}})
    assert (good.status_code, good.content) == (200, b"")
    assert client.refusal("POST", f"{client.project}/jobs/validate", {"tasks": tasks, "input": {DATA: {}}})[0] == 400


def test_whole_scenes_are_sold_by_download_blocks_without_a_geometry(client):
    scene = one_scene(client)
    query = client.finished(inputs(bbox=None, ids=[scene]))
    (feature,) = client.scenes(query)
    assert feature["estimatedCredits"] > 200_000
    body = {"config": {"mode": "DRY_RUN"}, "oneatlas-spot-aoiclipped:1": {"ids": ["x"]}}
    assert client.refusal("POST", client.jobs_of("SPOT Display (Streaming)"), body)[0] == 400


def test_what_was_bought_is_an_asset_and_costs_nothing_again(client):
    job = client.finished(inputs(False, ids=[one_scene(client)]))
    (scene,) = client.scenes(job)
    workspace = client.data("GET", client.project)["workspaceId"]
    page = client.data("GET", f"/workspaces/{workspace}/assets?page=0&size=10&sort=createdAt,desc")
    assert [asset["id"] for asset in page["content"]] == [scene["orderID"]]
    assert page["content"][0]["source"] == "BLOCK"
    used = client.sandbox.books.used
    again = client.finished({DATA: {"asset_ids": [scene["orderID"]]}, CONVERSION: {"ms": True, "pan": False}})
    assert again["status"] == "SUCCEEDED"
    assert client.sandbox.books.used - used < 10


def test_a_log_grows_and_tells_the_estimate(client):
    job = client.create(inputs())
    url = f"{client.project}/jobs/{job['id']}/tasks/{client.tasks(job['id'])[0]['id']}/logs"
    assert client.send("GET", url).text == ""
    client.sandbox.clock.advance(0.5)
    half = client.send("GET", url).text
    client.sandbox.clock.advance(10)
    whole = client.send("GET", url).text
    assert whole.startswith(half)
    assert "Estimated credits for this job: " in whole
    assert "pleiades - INFO - Finished" in whole


def test_outputs_are_not_there_before_the_end(client):
    job = client.create(inputs())
    assert client.refusal("GET", f"{client.project}/jobs/{job['id']}/outputs/data-json")[0] == 404
    assert client.refusal("GET", f"{client.project}/jobs/{job['id']}/downloads/results")[0] == 404


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


def test_a_lost_answer_leaves_a_job_that_can_be_found_by_its_name(client):
    client.sandbox.faults.add(Fault("answer_lost_after", method="POST", path="/jobs$"))
    with pytest.raises(requests.ConnectionError):
        client.create(inputs(), name="unique-7")
    assert [job["name"] for job in client.data("GET", f"{client.project}/jobs")] == ["unique-7"]


def test_no_answer_of_the_sandbox_is_an_error_of_its_own(client):
    client.finished(inputs())
    (job,) = client.sandbox.jobs
    assert (job["status"], job["hold"], job["creditsUsed"]) == ("SUCCEEDED", 0, 0)
    assert client.send("GET", "/sandbox/state").json()["workflows"]["jobs"] == [job]
    assert not [record for record in client.sandbox.requests if record.error]
