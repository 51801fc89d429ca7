"""A test query brings no full garbage collection about, and afterwards Python collects as before."""

from __future__ import annotations

import gc

import pytest
from support.signed_in_application import WAIT_MS, run_query

from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.core.host import memory

# Python collects everything whenever it collects.
WARY = (10, 0, 0)


def settle(qtbot):
    qtbot.waitUntil(lambda: gc.get_threshold()[0] > 0, timeout=WAIT_MS)


@pytest.fixture
def wary_python(qtbot, monkeypatch):
    """Full collections are due all the time."""
    settle(qtbot)
    before = gc.get_threshold()
    gc.set_threshold(*WARY)
    monkeypatch.setattr(memory, "FULL_AFTER", 0)
    yield
    settle(qtbot)
    gc.set_threshold(*before)


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_no_full_collection_stops_a_test_query(wary_python, signed_in, sandbox, qtbot, is_cancelled):
    seen, collected = [], set()

    def note(phase, info):
        if signed_in.dry_run.state in (DryRunState.COLLECTING, DryRunState.QUICKLOOKS):
            collected.add(info["generation"])

    signed_in.dry_run.quicklook_ready.connect(lambda placed: seen.append(gc.get_threshold()))
    gc.callbacks.append(note)
    try:
        if is_cancelled:
            signed_in.dry_run.start()
            qtbot.waitUntil(lambda: bool(seen), timeout=WAIT_MS)
            signed_in.dry_run.cancel()
        else:
            run_query(signed_in, qtbot)
    finally:
        gc.callbacks.remove(note)
    assert seen[0] == (0, *WARY[1:])
    assert 2 not in collected
    # The built-in Sandbox's threads are ours too.
    sandbox.stop()
    settle(qtbot)
    assert gc.get_threshold() == WARY
