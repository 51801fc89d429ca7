"""A Sandbox with a client, and someone at the desk with a prepared live job."""

from __future__ import annotations

import pytest
from live_desk import Desk
from live_stage import Stage


@pytest.fixture
def stage():
    with Stage() as running:
        yield running


@pytest.fixture
def desk(stage, tmp_path):
    return Desk(stage, tmp_path)
