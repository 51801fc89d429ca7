"""Fixtures: the provider's algorithms, connected to a Sandbox of the classic service."""

from __future__ import annotations

import pytest
from support.processing_provider import provider_of

from up42_jobs.sandbox import Sandbox


@pytest.fixture
def sandbox():
    with Sandbox(dry_run_seconds=0.1, live_seconds=0.4) as running:
        yield running


@pytest.fixture
def provider(qgis_app, sandbox, tmp_path, monkeypatch):
    with provider_of(sandbox, monkeypatch, tmp_path / "home") as provider:
        yield provider
