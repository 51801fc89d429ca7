"""Fixtures: a desk with a prepared live job, and a signed-in session with a Sandbox whose clock is stopped."""

from __future__ import annotations

import pytest
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
