"""Unreadable records do not affect the others, and the user sees how many are missing.

A list that silently lacks a scene, a job or a bought image lets users order again what they have.
"""

from __future__ import annotations

import pytest
from qgis.PyQt.QtWidgets import QLabel
from support.changed_answers import ChangedAnswers, changed_json
from support.signed_in_application import WAIT_MS, run_query, set_up

from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.core.domain.connections import SANDBOX_PLATFORM_NAME
from up42_jobs.core.domain.errors import ErrorKind
from up42_jobs.sandbox import Sandbox
from up42_jobs.ui.dock import Up42Dock

SEARCHES = {"Sandbox": "data-json", SANDBOX_PLATFORM_NAME: "/search"}
JOBS = {"Sandbox": "/jobs", SANDBOX_PLATFORM_NAME: "/v2/orders"}


class Relayed:
    """A Sandbox as the plugin sees it behind a server that changes its answers."""

    def __init__(self, sandbox, relay):
        self._sandbox, self._relay = sandbox, relay

    def __getattr__(self, name):
        value = getattr(self._sandbox, name)
        return value.replace(self._sandbox.api_url, self._relay.url) if name in ("api_url", "auth_url") else value


@pytest.fixture
def relay():
    fast = {"dry_run_seconds": 0.1, "live_seconds": 0.4, "order_seconds": 0.4, "delivery_lag_seconds": 0.1}
    with Sandbox(**fast) as running, ChangedAnswers(running) as relay:
        relay.sandbox = running
        yield relay


@pytest.fixture
def sandbox(relay):
    return Relayed(relay.sandbox, relay)


@pytest.fixture
def dock(application, canvas, qtbot):
    dock = Up42Dock(application, canvas)
    qtbot.addWidget(dock)
    dock.show()
    yield dock
    dock.release()


def notices(dock):
    items = [item.findChild(QLabel, "notice_label") for item in dock.message_bar.items()]
    return " ".join(label.text() for label in items if label is not None)


def spoilt(document):
    """Returns a document whose first record is not one."""
    records = document["features"] if "features" in document else document.get("content", document.get("data"))
    if isinstance(records, list) and records:
        records[0] = {"properties": {"cloudCover": float("nan")}, "status": 5}
    return document


@pytest.mark.parametrize("connection", list(SEARCHES))
def test_scenes_that_could_not_be_read_are_counted_in_the_notice_and_over_the_list(
    connection, application, dock, relay, qtbot
):
    set_up(application, connection, qtbot)
    relay.change = changed_json(SEARCHES[connection], spoilt)
    run_query(application, qtbot)
    assert application.dry_run.collection.unreadable_count >= 1
    assert application.scenes.scenes()
    missing = "that could not be read"
    qtbot.waitUntil(lambda: missing in notices(dock), timeout=WAIT_MS)
    labels = [label.text() for label in dock.scenes_panel().findChildren(QLabel)]
    assert any(missing in text for text in labels)


@pytest.mark.parametrize("connection", list(SEARCHES))
@pytest.mark.parametrize("features", [None, "none", {}])
def test_broken_answer_is_reported_as_one_and_not_as_no_scenes(connection, features, application, dock, relay, qtbot):
    set_up(application, connection, qtbot)
    relay.change = changed_json(SEARCHES[connection], lambda document: {**document, "features": features})
    failures = []
    application.dry_run.failed.connect(failures.append)
    application.dry_run.start()
    qtbot.waitUntil(lambda: application.dry_run.state is DryRunState.FAILED, timeout=WAIT_MS)
    assert failures[0].kind is ErrorKind.UNEXPECTED_ANSWER
    assert "cannot be read" in notices(dock)


@pytest.mark.parametrize("connection", list(JOBS))
def test_jobs_that_could_not_be_read_are_counted_over_the_list(connection, application, dock, relay, qtbot):
    set_up(application, connection, qtbot)
    run_query(application, qtbot)
    gateway, workbench = application.account.gateway, application.workbench
    parameters = gateway.pinned(workbench.product, workbench.parameters)
    for number in range(2):
        gateway.create_live(workbench.product, parameters, f"of another program {number}")
    relay.change = changed_json(JOBS[connection], spoilt)
    application.monitor.refresh()
    qtbot.waitUntil(lambda: application.monitor.unreadable_count == 1, timeout=WAIT_MS)
    assert "1 record" in dock.jobs_panel().look_problem.text()
    relay.change = None
    application.monitor.refresh()
    qtbot.waitUntil(lambda: application.monitor.unreadable_count == 0, timeout=WAIT_MS)
    assert dock.jobs_panel().look_problem.text() == ""
