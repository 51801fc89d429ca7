"""`checkconnection` returns a report to scripts and does not fail if a step does."""

from __future__ import annotations

import json

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from up42_jobs import classFactory
from up42_jobs.sandbox import Fault, Sandbox


@pytest.fixture
def sandbox():
    with Sandbox() as running:
        yield running


@pytest.fixture
def run(qgis_app, sandbox, tmp_path, monkeypatch):
    """Runs the algorithm over the environment's connection and returns its outputs and its report."""
    monkeypatch.setenv("UP42_JOBS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("UP42_JOBS_API_URL", sandbox.api_url)
    monkeypatch.setenv("UP42_JOBS_AUTH_URL", sandbox.auth_url)
    monkeypatch.setenv("UP42_JOBS_USER", sandbox.user)
    monkeypatch.setenv("UP42_JOBS_KEY", sandbox.password)
    plugin = classFactory(None)
    plugin.initProcessing()

    def run_it(connection="Environment", name="checkconnection", file=tmp_path / "report.json"):
        algorithm = QgsApplication.processingRegistry().algorithmById(f"up42jobs:{name}").create()
        parameters = {"CONNECTION": connection, "FILE": str(file)}
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
        results, is_done = algorithm.run(parameters, context, feedback, catchExceptions=False)
        assert is_done
        return results, json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))

    yield run_it
    plugin.unload()


@pytest.mark.parametrize(("connection", "count"), [("Environment", 12), ("Sandbox", 6), ("Sandbox Platform", 12)])
def test_a_connection_that_works_is_ok(connection, count, run, tmp_path):
    results, report = run(connection)
    assert results == {"FILE": str(tmp_path / "report.json"), "IS_OK": True}
    assert len(report["steps"]) == count
    for step in report["steps"]:
        assert set(step) == {"name", "ok", "status", "words"}
        assert (step["ok"], step["status"]) == (True, "fine")


def test_a_step_that_fails_is_a_row_and_no_failure(run, sandbox):
    sandbox.faults.add(Fault("status", path="collections", status=500, times=None))
    results, report = run()
    rows = {step["name"]: step for step in report["steps"]}
    assert results["IS_OK"] is False
    assert rows["collections"] == {
        "name": "collections",
        "ok": False,
        "status": "failed",
        "words": "HTTP 500: The service is not available (status 500)",
    }
    assert rows["balance"]["ok"]


def test_a_refused_sign_in_is_a_row_too_and_repeats_no_secret(run, sandbox, monkeypatch, tmp_path):
    monkeypatch.setenv("UP42_JOBS_KEY", "wrong-key-of-ana")
    results, report = run()
    assert results["IS_OK"] is False
    assert report["steps"][0]["words"] == "HTTP 401: Invalid user credentials"
    assert {step["status"] for step in report["steps"][1:]} == {"not_checked"}
    text = (tmp_path / "report.json").read_text(encoding="utf-8")
    assert "wrong-key-of-ana" not in text
    assert sandbox.user not in text


@pytest.mark.parametrize("name", ["checkconnection", "listjobs"])
def test_a_report_that_cannot_be_written_is_a_sentence(name, run, tmp_path):
    """A script's log must say what to change, not where in our code it went wrong."""
    (tmp_path / "file").write_text("taken")
    with pytest.raises(QgsProcessingException, match="is not writable") as caught:
        run(name=name, file=tmp_path / "file" / "report.json")
    assert "Traceback" not in str(caught.value)
