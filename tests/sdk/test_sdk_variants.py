"""UP42's current Python SDK works against every Sandbox variant that it supports."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from up42_jobs.sandbox import Sandbox

HERE = Path(__file__).resolve().parent
INTERPRETER = HERE.parents[1] / ".venv-sdk-platform" / "bin" / "python"
DEFAULT = ""
STRICT = "stac-strict,const-title,scoped,limited"
BROKEN = "stac-broken,basic"
EMPTY = "stac-empty,flaky-balance,slow-listing"
HOSTS = "host-only"

pytestmark = pytest.mark.skipif(not INTERPRETER.exists(), reason=f"no {INTERPRETER.parent.parent.name}")


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What the SDK saw in each shape, by its name."""
    return {shape: driven(shape, tmp_path_factory.mktemp("sdk")) for shape in (DEFAULT, STRICT, BROKEN, EMPTY, HOSTS)}


def driven(shape, folder):
    """Lets the SDK go from signing in to a delivered file."""
    with Sandbox(order_seconds=0.3, delivery_lag_seconds=0.1, variant=shape) as sandbox:
        told = {name: getattr(sandbox, name) for name in ("api_url", "auth_url", "user", "password")}
        drive = subprocess.run(
            [str(INTERPRETER), str(HERE / "drive_variants.py")],
            input=json.dumps({**told, "folder": str(folder), "variants": shape.split(",")}),
            capture_output=True,
            text=True,
            timeout=180,
        )
        assert drive.returncode == 0, f"{shape}: {drive.stderr[-3000:]}"
        assert not [record for record in sandbox.requests if record.error]
    return json.loads((folder / "seen.json").read_text(encoding="utf-8"))


def test_scenes_are_found_ordered_and_delivered_in_every_shape(seen):
    for shape, told in seen.items():
        assert told["ids"] == seen[DEFAULT]["ids"], shape
        assert told["quicklooks"] == seen[DEFAULT]["quicklooks"] > 0, shape
        assert (told["status"], told["credits"]) == ("FULFILLED", seen[DEFAULT]["credits"]), shape
        assert any(name.endswith(".tif") for name in told["files"]), shape


def test_stac_catalog_finds_the_same_where_it_can_be_searched(seen):
    assert seen[DEFAULT]["stac_ids"] == seen[STRICT]["stac_ids"] == seen[DEFAULT]["ids"]
    assert seen[STRICT]["picture"] in ("ffd8ff", "89504e")
    assert seen[EMPTY]["stac_ids"] == []
    for shape in (BROKEN, HOSTS):
        assert seen[shape]["stac"] != "no error", shape


def test_two_hosts_share_the_scenes_of_a_strict_catalog(seen):
    assert len(seen[DEFAULT]["hosts"]) == 1
    assert len(seen[STRICT]["hosts"]) == 2
    assert sum(seen[STRICT]["hosts"].values()) == len(seen[DEFAULT]["ids"])
    assert all(seen[STRICT]["hosts"].values())


def test_order_form_has_the_recorded_shape_where_that_is_chosen(seen):
    assert "displayName" not in seen[DEFAULT]["form"]["properties"]
    assert "allOf" in seen[STRICT]["form"]["properties"]["spectralProcessing"]


def test_plan_decides_whether_there_are_budgets(seen):
    assert (seen[DEFAULT]["budgets"], seen[DEFAULT]["enforced"]) == ("no error", "no error")
    assert "402" in seen[BROKEN]["budgets"]
    assert "400" in seen[BROKEN]["enforced"]


def test_slow_list_shows_a_new_order_later(seen):
    assert (seen[DEFAULT]["listed_at_once"], seen[EMPTY]["listed_at_once"]) == (1, 0)
    assert seen[EMPTY]["listed_later"] == 1
