"""A replaced or dropped task delivers nothing, so that no old figure appears under a new question."""

from __future__ import annotations

import threading

from up42_jobs.core.app.session.task import Background, Latest
from up42_jobs.core.domain.errors import ErrorKind, Up42Error

WAIT_MS = 60_000


def test_only_the_newest_outcome_is_delivered_although_the_older_one_comes_last(qtbot):
    background, delivered, ended = Background(), [], []
    latest, gate = Latest(background), threading.Event()
    latest.run("old", lambda task: gate.wait(60) and "old", lambda result, error: delivered.append(result))
    latest.run("new", lambda task: "new", lambda result, error: delivered.append(result))
    qtbot.waitUntil(lambda: bool(delivered), timeout=WAIT_MS)
    gate.set()
    background.run("after", lambda task: None, lambda result, error: ended.append(True))
    qtbot.waitUntil(lambda: bool(ended) and not background._tasks, timeout=WAIT_MS)
    assert delivered == ["new"]


def test_a_dropped_outcome_is_not_delivered(qtbot):
    background, delivered = Background(), []
    latest, gate = Latest(background), threading.Event()
    latest.run("dropped", lambda task: gate.wait(60), lambda result, error: delivered.append(result))
    latest.drop()
    gate.set()
    qtbot.waitUntil(lambda: not background._tasks, timeout=WAIT_MS)
    assert delivered == []


def test_a_dropped_result_can_be_undone_and_a_dropped_failure_cannot(qtbot):
    """A gateway that was opened for nothing is closed; a test query that was started for nothing is cancelled."""
    background, undone = Background(), []
    latest, gate = Latest(background), threading.Event()

    def fail(task):
        gate.wait(60)
        raise Up42Error(ErrorKind.NO_NETWORK)

    latest.run("dropped", lambda task: gate.wait(60) and "opened", lambda *outcome: None, on_dropped=undone.append)
    latest.run("failed", fail, lambda *outcome: None, on_dropped=undone.append)
    latest.drop()
    gate.set()
    qtbot.waitUntil(lambda: not background._tasks, timeout=WAIT_MS)
    assert undone == ["opened"]
