"""Messages and results of `runjob` about money never claim that nothing was spent once the order may be sent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException
from support.processing_provider import Feedback, provider_of, run
from support.service_stage import creates

from up42_jobs.core.api import transport
from up42_jobs.core.domain.connections import Service
from up42_jobs.sandbox import Fault, Sandbox

BOX = "-0.40,-0.39,39.40,39.41 [EPSG:4326]"
PLEIADES = "oneatlas-pleiades-display:1"
CREATE = r"/workflows/[^/]+/jobs$"
LIST = r"/projects/[^/]+/jobs$"
READ = r"/jobs/[^/]+$"
# What must not be read while a job is held, charged, or not known.
FREE = re.compile(r"no credits were spent|nothing was (spent|ordered)|no job was started|try again", re.IGNORECASE)


@pytest.fixture
def sandbox():
    with Sandbox(dry_run_seconds=0.1, live_seconds=3600.0, order_seconds=3600.0) as running:
        yield running


@pytest.fixture(params=["workflows"])
def provider(request, qgis_app, sandbox, tmp_path, monkeypatch):
    monkeypatch.setattr(transport, "FIRST_PAUSE_S", 0.002)
    monkeypatch.setattr(transport, "MAX_PAUSE_S", 0.02)
    with provider_of(sandbox, monkeypatch, tmp_path / "home", Service(request.param)) as provider:
        yield provider


def order(provider, tmp_path, feedback=None, **more):
    parameters = {"PRODUCT": PLEIADES, "EXTENT": BOX, "LIMIT": 1, "MAX_CREDITS": 12000, "NAME": "Harbour", **more}
    return run(provider, "runjob", feedback, **{"FOLDER": str(tmp_path / "out"), **parameters})


def test_repeat_without_an_end_is_the_same_job_and_is_not_paid_twice(provider, sandbox, tmp_path):
    """The period ends with the present time, which is another one for each run."""
    first = order(provider, tmp_path, WAIT=False, START="2026-01-01T00:00:00")
    sandbox.clock.advance(5)
    feedback = Feedback()
    with pytest.raises(QgsProcessingException, match="already ordered"):
        order(provider, tmp_path, feedback, WAIT=False, START="2026-01-01T00:00:00")
    assert any("Harbour" in text for text in feedback.said)
    assert [job["id"] for job in sandbox.jobs] == [first["JOB_ID"]]


def test_lost_order_is_not_paid_twice_by_a_repeat_without_an_end(provider, sandbox, tmp_path):
    sandbox.faults.add(
        Fault("answer_lost_after", path=CREATE, method="POST"),
        Fault("status", path=LIST, method="GET", status=500, times=None),
    )
    with pytest.raises(QgsProcessingException, match="not known yet"):
        order(provider, tmp_path, WAIT=False)
    sandbox.faults.clear()
    with pytest.raises(QgsProcessingException, match="already ordered"):
        order(provider, tmp_path, WAIT=False)
    assert len(creates(sandbox)) == len(sandbox.jobs) == 1


def test_cancelling_while_it_waits_returns_the_job(provider, sandbox, tmp_path):
    feedback = Feedback(cancel_at="Job “")
    found = order(provider, tmp_path, feedback)
    [job] = sandbox.jobs
    assert found["JOB_ID"] == job["id"]
    assert found["STATUS"] not in ("", "CANCELLED")
    assert any(job["id"] in text and "Do not run it again" in text for text in feedback.said)
    assert not any(FREE.search(text) for text in feedback.said)


@pytest.mark.parametrize(
    "after",
    [
        Fault("answer_lost_before", path=LIST, method="GET", times=None),
        Fault("rate_limit", path=LIST, method="GET", times=None),
        Fault("html", path=LIST, method="GET", times=None),
        Fault("status", path=LIST, method="GET", status=403, times=None),
        Fault("status", path=LIST, method="GET", status=500, times=None),
    ],
    ids=lambda fault: f"{fault.kind.value} {fault.status}",
)
def test_lost_answer_that_cannot_be_cleared_up_names_the_job_and_promises_nothing(provider, sandbox, tmp_path, after):
    sandbox.faults.add(Fault("answer_lost_after", path=CREATE, method="POST"), after)
    with pytest.raises(QgsProcessingException) as caught:
        order(provider, tmp_path)
    assert sandbox.books.held > 0
    text = str(caught.value)
    assert sandbox.jobs[0]["name"] in text
    assert "not known yet" in text
    assert "Do not run it again" in text
    assert not FREE.search(text)


@pytest.mark.parametrize(
    "after",
    [
        Fault("status", path=READ, method="GET", status=403, times=None),
        Fault("html", path=READ, method="GET", times=None),
        Fault("missing_keys", path=READ, method="GET", times=None),
    ],
    ids=lambda fault: f"{fault.kind.value} {fault.status}",
)
def test_job_that_cannot_be_read_is_named_with_its_id_and_promises_nothing(provider, sandbox, tmp_path, after):
    sandbox.faults.add(after)
    with pytest.raises(QgsProcessingException) as caught:
        order(provider, tmp_path)
    [job] = sandbox.jobs
    text = str(caught.value)
    assert job["id"] in text
    assert job["name"] in text
    assert "exists" in text
    assert "Do not run it again" in text
    assert not FREE.search(text)


def test_folder_that_cannot_be_written_is_found_before_anything_is_ordered(provider, sandbox, tmp_path):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(QgsProcessingException):
        order(provider, tmp_path, FOLDER=str(tmp_path / "taken" / "out"))
    assert creates(sandbox) == []
    # Without waiting nothing is written there.
    order(provider, tmp_path, FOLDER=str(tmp_path / "taken" / "out"), WAIT=False)


def test_refusal_before_the_order_says_that_nothing_was_spent(provider, sandbox, tmp_path):
    sandbox.faults.add(Fault("status", path=r"/estimate/job$", status=500, times=None))
    with pytest.raises(QgsProcessingException, match="No credits were spent"):
        order(provider, tmp_path)


def test_users_find_their_own_words_in_the_name(provider, sandbox, tmp_path):
    order(provider, tmp_path, NAME="Größe Порт 7", WAIT=False)
    assert sandbox.jobs[0]["name"].startswith("Größe Порт 7 ")


@pytest.mark.parametrize("provider", ["platform"], indirect=True)
def test_overlapping_order_goes_on_with_the_rest_and_names_what_it_left_out(provider, sandbox, tmp_path):
    more = {"PRODUCT": "phr-display", "WAIT": False}
    found = run(provider, "testquery", PRODUCT="phr-display", EXTENT=BOX, LIMIT=3, FOLDER=str(tmp_path / "query"))
    assert Path(found["FOLDER"]).exists()
    document = (tmp_path / "query" / "data.json").read_text(encoding="utf-8")
    a, b, c = list(dict.fromkeys(re.findall(r'"id": "([0-9a-f-]{36})"', document)))[:3]
    order(provider, tmp_path, SCENE_IDS=f"{a},{b}", **more)
    feedback = Feedback()
    order(provider, tmp_path, feedback, SCENE_IDS=f"{b},{c}", **more)
    assert sorted(item["orderDetails"]["imageId"] for item in sandbox.orders) == sorted([a, b, c])
    assert any(b in text and "on its way already" in text and "Harbour" in text for text in feedback.said)
    with pytest.raises(QgsProcessingException, match="already ordered"):
        order(provider, tmp_path, SCENE_IDS=f"{a},{b}", **more)
    assert len(sandbox.orders) == 3
