"""UP42's current Python SDK and its STAC client work against the Sandbox."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from up42_jobs.sandbox import Sandbox

HERE = Path(__file__).resolve().parent
INTERPRETER = HERE.parents[1] / ".venv-sdk-platform" / "bin" / "python"
JPEG, PNG = "ffd8ff", "89504e"

pytestmark = pytest.mark.skipif(not INTERPRETER.exists(), reason=f"no {INTERPRETER.parent.parent.name}")


@pytest.fixture(scope="module")
def sandbox():
    """A Sandbox with short orders; it has served the whole drive when a test sees it."""
    with Sandbox(order_seconds=0.5, delivery_lag_seconds=0.2) as running:
        yield running


@pytest.fixture(scope="module")
def seen(sandbox, tmp_path_factory):
    """What the SDK saw on its way from signing in to storage."""
    folder = tmp_path_factory.mktemp("sdk")
    told = {name: getattr(sandbox, name) for name in ("api_url", "auth_url", "user", "password")}
    drive = subprocess.run(
        [str(INTERPRETER), str(HERE / "drive_platform.py")],
        input=json.dumps({**told, "folder": str(folder)}),
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert drive.returncode == 0, drive.stderr[-3000:]
    return json.loads((folder / "seen.json").read_text(encoding="utf-8"))


def test_collections_products_and_order_forms_are_read(seen):
    assert seen["collections"] == sorted(seen["collections"])
    assert set(seen["collections"]) - set(seen["archives"]) == {"phr-tasking"}
    assert {"oneatlas", "earthsearch-aws", "capellaspace", "21at"} <= set(seen["hosts"])
    assert seen["form"]["required"] == ["id", "aoi", "spectralProcessing"]
    assert seen["no_form"] is None


def test_a_wrong_password_is_told_and_the_right_one_has_signs_that_need_care(sandbox, seen):
    assert seen["wrong_password"].startswith("WrongCredentials")
    assert all(sign in sandbox.password for sign in "&+% é")


def test_budgets_are_listed_by_state(seen):
    assert (len(seen["budgets"]), seen["active_budgets"], seen["enforced"]) == (4, 3, False)


def test_the_host_search_pages_filters_and_gives_the_newest_first(seen):
    dates = [date for _, date, _ in seen["host"]]
    assert dates == sorted(dates, reverse=True)
    assert "2025-01-01" <= dates[-1] <= dates[0] <= "2025-12-31T23:59:59Z"
    assert all(cloud <= 40 for _, _, cloud in seen["host"])
    found, distinct = seen["over_pages"]
    assert found == distinct > 500
    assert seen["both_areas"].startswith("InvalidSearchRequest")


def test_the_stac_catalog_finds_the_same_scenes_over_its_own_pages(seen):
    id, collections = seen["catalog"]
    assert (id, collections) == ("up42-catalog", seen["archives"])
    assert seen["stac"] == [[id, cloud] for id, _, cloud in seen["host"]]
    assert len(seen["stac"]) > 7
    assert seen["radar_clouds"] == [None] * 3


def test_quicklooks_are_named_jpg_whatever_they_are_and_some_are_missing(seen):
    assert set(seen["quicklooks"].values()) == {JPEG, PNG}
    assert all(name.endswith(".jpg") for name in seen["quicklooks"])
    assert len(seen["quicklooks"]) + len(seen["no_quicklook"]) == len(seen["host"])
    assert all("404" in text for text in seen["no_quicklook"])
    assert seen["no_quicklook"]


def test_a_batch_is_estimated_and_placed_in_part(sandbox, seen):
    credits, size, unit = seen["estimate"]
    assert (credits, unit) == (round(size * 700), "SQ_KM")
    assert [text.partition("(")[0] for text in seen["estimate_items"]] == ["OrderCost", "OrderError", "OrderCost"]
    assert seen["placed"] == ["OrderReference", "OrderError", "OrderReference"]
    assert seen["status_at_once"] == "CREATED"
    made = {order["id"]: order for order in sandbox.orders}
    assert sum(made[order["id"]]["creditsUsed"] for order in seen["orders"]) == credits
    assert [order["displayName"] for order in seen["orders"]] == ["Driven by the SDK 1", "Driven by the SDK 3"]
    assert all(order["status"] == "FULFILLED" for order in seen["orders"])


def test_orders_are_listed_changed_cancelled_and_refused(seen):
    assert seen["listed"] == ["Driven by the SDK 3", "Driven by the SDK 1"]
    assert (seen["by_ids"], seen["none_listed"], seen["retagged"]) == (2, 0, ["changed"])
    assert seen["too_late"].startswith("OrderCannotBeCanceled")
    assert seen["cancelled"] == "CANCELED"
    assert seen["tracked_cancelled"].startswith("CanceledOrder")
    assert seen["expired"].startswith("HTTPError: 401")


def test_the_delivery_is_found_by_stac_downloaded_renamed_and_deleted(seen):
    order, title, source, assets = seen["item"]
    assert (order, title, source) == (seen["orders"][0]["id"], "Driven by the SDK 1", "ARCHIVE")
    assert seen["files"] == assets
    assert any(name.endswith(".tif") for name in assets)
    assert any(Path(name).name.startswith("DIM_") for name in seen["archive"])
    assert seen["paged"] == seen["stored_collections"] > 1
    assert (seen["renamed"], seen["after_deletion"]) == ("Renamed", 0)


def test_nothing_unforeseen_happened_in_the_sandbox(sandbox, seen):
    assert not [record for record in sandbox.requests if record.error]
    created = [each for each in sandbox.requests if each.method == "POST" and each.path == "/v2/orders"]
    assert [each.status for each in created] == [201, 201]
