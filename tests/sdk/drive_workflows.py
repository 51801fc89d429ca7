"""Drives a Sandbox with the official up42-py 0.30.1, run by the interpreter that has it.

Reads one JSON object from standard input (`api_url`, `project_id`, `project_key`, `folder`) and writes one to
standard output with what each step gave. The SDK is as it was published: only its base address is replaced, where
its requests leave it.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import urllib.request
from pathlib import Path

import requests

AREA = [-0.33, 39.44, -0.31, 39.455]
SERVICE = "https://api.up42.com"


def send_to(api_url: str) -> None:
    """Sends what is meant for the service to another address."""
    request = requests.Session.request

    def redirected(self, method, url, *args, **kwargs):
        return request(self, method, url.replace(SERVICE, api_url, 1), *args, **kwargs)

    requests.Session.request = redirected


def wait(job) -> str:
    """Waits for a job to end, more often than the SDK's own five seconds."""
    while job.status not in ("SUCCEEDED", "FAILED", "CANCELLED"):
        time.sleep(0.05)
    return job.info["status"]


def advance_clock(api_url: str, seconds: float) -> None:
    """Lets the Sandbox's time jump, so that access values run out."""
    body = json.dumps({"advance": seconds}).encode()
    order = urllib.request.Request(f"{api_url}/sandbox/clock", body, {"Content-Type": "application/json"})
    urllib.request.urlopen(order, timeout=10).close()


def drive(api_url: str, project_id: str, project_key: str, folder: Path) -> dict:
    """Goes from signing in to credits and returns what was seen on the way."""
    import up42

    seen: dict = {}
    up42.authenticate(project_id=project_id, project_api_key=project_key)
    seen["balance"] = up42.get_credits_balance()["balance"]
    project = up42.initialize_project()
    seen["project"] = project.info["name"]
    seen["shipped"] = {flow.info["name"]: list(flow.workflow_tasks) for flow in project.get_workflows()}
    project.update_project_settings(max_concurrent_jobs=7)
    seen["max_concurrent_jobs"] = project.max_concurrent_jobs

    workflow = project.create_workflow(name="Driven by the SDK", description="as made by a script")
    seen["data_blocks"] = sorted(workflow.get_compatible_blocks())
    workflow.add_workflow_tasks(["oneatlas-pleiades-display"])
    seen["following_blocks"] = sorted(workflow.get_compatible_blocks())
    workflow.add_workflow_tasks(["oneatlas-pleiades-display", "DIMAP -> GeoTIFF Conversion"])
    seen["tasks"] = workflow.workflow_tasks
    seen["same_workflow"] = (
        project.create_workflow("Driven by the SDK", "as made by a script", use_existing=True).workflow_id
        == workflow.workflow_id
    )
    block = up42.get_block_details(up42.get_blocks()["oneatlas-pleiades-display"])
    seen["has_dry_run"] = block["isDryRunSupported"]
    seen["coverage"] = up42.get_block_coverage(block["id"])["type"]

    parameters = workflow.construct_parameters(
        geometry=AREA, geometry_operation="intersects", start_date="2025-01-01", end_date="2025-12-31", limit=4
    )
    seen["estimate"] = workflow.estimate_job(parameters)
    query = workflow.test_job(parameters, name="Harbour query")
    seen["query_status"] = wait(query)
    seen["query_info"] = query.info
    seen["scenes"] = query.get_results_json()["features"]
    seen["frame_columns"] = sorted(query.get_results_json(as_dataframe=True).columns)
    seen["quicklooks"] = [Path(path).name for path in query.download_quicklooks(folder / "quicklooks")]
    seen["query_files"] = sorted(Path(path).name for path in query.download_results(folder / "query"))
    seen["query_log"] = query.get_logs(as_print=False, as_return=True)

    scene = seen["scenes"][0]["properties"]["parentIdentifier"]
    order = workflow.construct_parameters(geometry=AREA, geometry_operation="bbox", scene_ids=[scene])
    advance_clock(api_url, 301)
    job = workflow.run_job(order, name="Harbour")
    seen["held"] = up42.get_credits_balance()["balance"]
    seen["live_status"] = wait(job)
    job.track_status()
    seen["live_info"] = job.info
    seen["files"] = sorted(
        str(Path(path).relative_to(folder / "live")) for path in job.download_results(folder / "live")
    )
    seen["data_task_files"] = [Path(path).name for path in job.get_jobtasks()[0].download_results(folder / "data task")]
    seen["live_scenes"] = job.get_results_json()["features"]
    seen["credits"] = job.get_credits()
    seen["balance_after"] = up42.get_credits_balance()["balance"]
    seen["history"] = up42.get_credits_history()["content"]

    stopped = workflow.run_job(order, name="To be stopped")
    stopped.cancel_job()
    seen["stopped_status"] = wait(stopped)
    seen["balance_end"] = up42.get_credits_balance()["balance"]
    seen["jobs"] = [(each["name"], each["mode"]) for each in project.get_jobs(return_json=True)]
    seen["live_jobs"] = len(workflow.get_jobs(return_json=True, test_jobs=False))
    workflow.update_name(name="Renamed", description="")
    seen["renamed"] = workflow.info["name"]
    workflow.delete()
    seen["workflows_left"] = len(project.get_workflows(return_json=True))
    return seen


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    told = json.load(sys.stdin)
    send_to(told["api_url"])
    result = drive(told["api_url"], told["project_id"], told["project_key"], Path(told["folder"]))
    json.dump(result, sys.stdout)
