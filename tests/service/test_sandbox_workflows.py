"""The workflow jobs service of the Sandbox over real HTTP: projects, workflows, and what is refused."""

from __future__ import annotations

import pytest
from support.workflow_client import BOX, CONVERSION, DATA, box_polygon, inputs


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
