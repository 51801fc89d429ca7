"""Every task that was started runs: QGIS loses one that is added between the end of another and its handling."""

from __future__ import annotations

import time

from qgis.core import QgsApplication

from up42_jobs.core.app.session.task import Background
from up42_jobs.core.domain.errors import ErrorKind

WAIT_MS = 60_000


def after_an_end():
    """Returns tasks of which the first has run on its thread, while this thread has handled no event since."""
    background, delivered = Background(), []
    first = background.run("first", lambda task: "first", lambda result, error: delivered.append(result))
    deadline = time.monotonic() + WAIT_MS / 1000
    while not first.has_run and time.monotonic() < deadline:
        time.sleep(0.001)
    assert first.has_run
    return background, delivered


def test_a_task_is_added_once_the_end_of_the_one_before_it_was_handled(qtbot):
    """The manager would take it for the other and remove it from the queue, for good: a product was never read."""
    background, delivered = after_an_end()
    second = background.run("second", lambda task: "second", lambda result, error: delivered.append(result))
    assert second not in QgsApplication.taskManager().tasks()
    qtbot.waitUntil(lambda: len(delivered) == 2, timeout=WAIT_MS)
    assert delivered == ["first", "second"]


def test_a_task_that_is_cancelled_while_it_waits_to_be_added_ends_as_cancelled(qtbot):
    background, _ = after_an_end()
    ran, errors = [], []
    background.run("second", ran.append, lambda result, error: errors.append(error)).cancel()
    qtbot.waitUntil(lambda: bool(errors), timeout=WAIT_MS)
    assert ran == []
    assert errors[0].kind is ErrorKind.CANCELLED
