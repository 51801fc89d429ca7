"""UP42's Python SDK for workflows works against the Sandbox."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from up42_jobs.sandbox import Sandbox

HERE = Path(__file__).resolve().parent
INTERPRETER = HERE.parents[1] / ".venv-sdk-workflows" / "bin" / "python"
DATA, CONVERSION = "oneatlas-pleiades-display:1", "data-conversion-dimap:1"

pytestmark = pytest.mark.skipif(not INTERPRETER.exists(), reason=f"no {INTERPRETER.parent.parent.name}")


@pytest.fixture(scope="module", params=["", "stac-strict,const-title,basic,scoped,limited"])
def sandbox(request):
    """A Sandbox with short jobs; it has served the whole drive when a test sees it.

    The variants of today's service do not change the older one, which shares catalog and quicklooks.
    """
    with Sandbox(dry_run_seconds=0.3, live_seconds=0.6, variant=request.param) as running:
        yield running


@pytest.fixture(scope="module")
def seen(sandbox, tmp_path_factory):
    """What the SDK saw on its way from signing in to credits."""
    told = {
        "api_url": sandbox.api_url,
        "project_id": sandbox.project_id,
        "project_key": sandbox.project_key,
        "folder": str(tmp_path_factory.mktemp("sdk")),
    }
    drive = subprocess.run(
        [str(INTERPRETER), str(HERE / "drive_workflows.py")],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert drive.returncode == 0, drive.stderr[-3000:]
    # The SDK prints progress lines of its own before the report.
    return json.loads(drive.stdout[drive.stdout.index('{"balance"') :])


def test_the_project_its_limits_and_workflows_are_read_and_changed(seen):
    assert seen["project"] == "Sandbox project"
    assert seen["max_concurrent_jobs"] == 7
    assert seen["shipped"]["Pléiades Display (Download)"] == [DATA, CONVERSION]
    assert list(seen["tasks"]) == [DATA, CONVERSION]
    assert "data-conversion-dimap" in seen["following_blocks"]
    assert "data-conversion-dimap" not in seen["data_blocks"]
    assert seen["same_workflow"]
    assert (seen["renamed"], seen["workflows_left"]) == ("Renamed", 4)
    assert (seen["has_dry_run"], seen["coverage"]) == (True, "FeatureCollection")


def test_a_test_query_gives_scenes_quicklooks_and_logs_for_free(seen):
    assert seen["query_status"] == "SUCCEEDED"
    assert seen["query_info"]["mode"] == "DRY_RUN"
    assert seen["query_info"]["name"] == "Harbour query_py"
    scenes = seen["scenes"]
    dates = [scene["properties"]["acquisitionDate"] for scene in scenes]
    assert len(scenes) == 4
    assert dates == sorted(dates, reverse=True)
    ids = {scene["id"] for scene in scenes}
    stems = {name[len("quicklook_") :].rsplit(".", 1)[0] for name in seen["quicklooks"]}
    assert stems
    assert stems <= ids
    assert "data.json" in seen["query_files"]
    assert "Search gave 4 results" in "".join(seen["query_log"].values())
    assert {"geometry", "cloudCover", "parentIdentifier"} <= set(seen["frame_columns"])


def test_the_hold_is_the_least_of_the_estimate_and_the_rest_comes_back(sandbox, seen):
    hold = next(-entry.credits for entry in sandbox.books.entries if entry.kind.value == "HOLD")
    assert seen["held"] == seen["balance"] - hold
    used = seen["credits"]["creditsUsed"]
    assert 0 < used <= hold
    assert seen["balance_after"] == seen["balance_end"] == seen["balance"] - used
    spent = [entry["delta"] for entry in seen["history"] if entry["type"] == "JOB_TASK"]
    assert (len(spent), sum(spent)) == (4, -used)


def test_the_estimate_has_both_tasks_and_the_areas_of_all_scenes(seen):
    estimate = seen["estimate"]
    assert list(estimate) == [DATA, CONVERSION]
    by_scene = sum(scene["estimatedCredits"] for scene in seen["scenes"])
    least = estimate[DATA]["blockConsumption"]["credit"]["min"]
    assert by_scene - len(seen["scenes"]) <= least <= by_scene


def test_a_live_job_leaves_files_where_data_json_says(seen):
    assert seen["live_status"] == "SUCCEEDED"
    (scene,) = seen["live_scenes"]
    assert scene["properties"]["up42.data_path"] in seen["files"]
    assert any(name.startswith("DIM_") and name.endswith(".XML") for name in seen["data_task_files"])


def test_cancelled_jobs_cost_nothing_and_all_jobs_are_listed(seen):
    assert seen["stopped_status"] == "CANCELLED"
    assert [mode for _, mode in seen["jobs"]] == ["DEFAULT", "DEFAULT", "DRY_RUN"]
    assert seen["live_jobs"] == 2


def test_a_dead_access_value_is_renewed_and_the_job_created_once(sandbox, seen):
    created = [
        record
        for record in sandbox.requests
        if record.method == "POST" and record.query.get("name") == "Harbour_py" and record.path.endswith("/jobs")
    ]
    assert [record.status for record in created] == [401, 200]
    assert not [record for record in sandbox.requests if record.error]
