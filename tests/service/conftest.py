"""Fixtures: a desk with a prepared live job, a finished job, and a session with a Sandbox whose clock is stopped."""

from __future__ import annotations

import pytest
from support.finished_job import collector, finished_job
from support.prepared_live_job import Desk
from support.service_stage import Stage
from support.workflow_client import MORNING, Client

from up42_jobs.sandbox import Sandbox


@pytest.fixture
def stage():
    with Stage() as running:
        yield running


@pytest.fixture
def desk(stage, tmp_path):
    return Desk(stage, tmp_path)


@pytest.fixture
def sandbox():
    """A Sandbox whose clock is stopped until a test moves it."""
    with Sandbox() as running:
        running.clock.speed(0)
        running.clock.set(MORNING)
        yield running


@pytest.fixture
def client(sandbox):
    """A signed-in client."""
    return Client(sandbox)


@pytest.fixture(scope="module")
def finished():
    """A Sandbox with a finished live job, and the job's id."""
    with finished_job() as found:
        yield found


@pytest.fixture
def collect(finished, tmp_path):
    """Collects the outputs of the finished job into `out`."""
    return collector(*finished, tmp_path / "out")
