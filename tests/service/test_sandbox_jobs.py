"""Jobs of the Sandbox over real HTTP: estimate, credits, states, lists and outputs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from support.workflow_client import BOX, CONVERSION, DATA, MORNING, Client, box_polygon, inputs, one_scene

from up42_jobs.sandbox import Fault, Sandbox


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
    with Sandbox(now=MORNING, balance=2500) as sandbox:
        client = Client(sandbox)
        job = inputs(False, bbox=None, contains=box_polygon(), limit=1)
        assert client.refusal("POST", client.jobs_of(), job) == (403, "Insufficient credits to run job")
        assert sandbox.books.available == 2500
        assert client.create(inputs())["status"] == "NOT_STARTED"
    with Sandbox(now=MORNING, balance=999) as sandbox:
        client = Client(sandbox)
        body = {"esa-s2-l2a-gtiff-visual:1": {"bbox": BOX}}
        assert client.refusal("POST", client.jobs_of("Sentinel-2 L2A Visual"), body)[0] == 403


def test_clients_at_once_never_spend_more_than_there_is():
    with Sandbox(now=MORNING, balance=10_000, max_concurrent_jobs=50) as sandbox:
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
    with Sandbox(now=MORNING, max_concurrent_jobs=2) as sandbox:
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
    with Sandbox(now=MORNING, balance=0, max_concurrent_jobs=1) as sandbox:
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
    with Sandbox(now=MORNING, dry_run_seconds=0) as sandbox:
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
