"""The algorithms work on today's service as on the classic one, with the environment's connection alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
)
from support.processing_provider import provider_of

from up42_jobs.core.domain.connections import Service
from up42_jobs.sandbox import Fault, Sandbox

JOB = {"PRODUCT": "phr-display", "EXTENT": "-0.40,-0.39,39.40,39.41 [EPSG:4326]"}


@pytest.fixture
def sandbox():
    with Sandbox(order_seconds=0.4, delivery_lag_seconds=1.0) as running:
        yield running


@pytest.fixture
def provider(qgis_app, sandbox, tmp_path, monkeypatch):
    with provider_of(sandbox, monkeypatch, tmp_path / "home", Service.PLATFORM) as provider:
        yield provider


def run(provider, name, **parameters):
    algorithm = provider.algorithm(name).create()
    parameters["CONNECTION"] = "Environment"
    results, ok = algorithm.run(
        parameters, QgsProcessingContext(), QgsProcessingFeedback(False), catchExceptions=False
    )
    assert ok
    return results


def test_query_finds_scenes_with_their_documents(provider, tmp_path):
    found = run(provider, "testquery", **JOB, LIMIT=3, FOLDER=str(tmp_path / "query"))
    assert found["SCENE_COUNT"] == 3
    assert len(json.loads(Path(found["DATA_JSON"]).read_text(encoding="utf-8"))["features"]) == 3


def test_budget_binds_and_a_job_within_it_is_ordered_delivered_fetched_again_and_listed(provider, sandbox, tmp_path):
    estimate = run(provider, "estimate", **JOB, LIMIT=2)
    hold = estimate["HOLD_CREDITS"]
    assert hold == estimate["MIN_CREDITS"] > 0
    with pytest.raises(QgsProcessingException, match=f"{hold} credits"):
        run(provider, "runjob", **JOB, LIMIT=2, MAX_CREDITS=hold - 1, FOLDER=str(tmp_path / "job"))
    assert sandbox.orders == []
    # The files appear a second after the orders are fulfilled, over links that expire and bodies that break off.
    sandbox.faults.add(Fault("cut_body", path="^/storage/"), Fault("expired_link", path="^/storage/", after=1))
    done = run(provider, "runjob", **JOB, LIMIT=2, MAX_CREDITS=hold, FOLDER=str(tmp_path / "job"))
    assert (done["STATUS"], done["CREDITS_USED"], len(sandbox.orders)) == ("SUCCEEDED", hold, 2)
    assert sum(path.endswith(".tif") for path in done["OUTPUT_FILES"].splitlines()) == 2
    again = run(provider, "downloadoutputs", JOB_ID=done["JOB_ID"], FOLDER=str(tmp_path / "again"))
    names = [{Path(path).name for path in item["OUTPUT_FILES"].splitlines()} for item in (done, again)]
    assert names[0] == names[1]
    listed = run(provider, "listjobs", FILE=str(tmp_path / "jobs.json"))
    rows = json.loads(Path(listed["FILE"]).read_text(encoding="utf-8"))
    assert [(row["job_id"], row["state"], row["credits_used"]) for row in rows] == [(done["JOB_ID"], "SUCCEEDED", hold)]
    # Support and invoices go by the service's own ids, which nothing else shows.
    orders = rows[0]["orders"]
    assert {order["id"] for order in orders} == {order["id"] for order in sandbox.orders}
    assert len({order["scene_id"] for order in orders}) == 2
    assert {order["state"] for order in orders} == {"SUCCEEDED"}
    assert sum(order["credits"] for order in orders) == hold
    assert all(order["area"]["type"] == "Polygon" for order in orders)
