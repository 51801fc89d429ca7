"""Outputs are described from the journal, else from the service, else from the delivery alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.service_stage import Stage

from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import Service
from up42_jobs.core.domain.jobs.job import JobMode
from up42_jobs.core.domain.jobs.journal import EntryState, JournalEntry
from up42_jobs.core.journal.store import SqliteJournal
from up42_jobs.core.usecases.job_lineage import find_lineage
from up42_jobs.sandbox import Fault

NOW = utc_now().replace(microsecond=0)


@pytest.fixture
def journal(tmp_path):
    journal = SqliteJournal(tmp_path / "journal.sqlite", utc_now)
    yield journal
    journal.close()


@pytest.fixture(params=list(Service), ids=lambda service: service.value)
def stage(request):
    with Stage(service=request.param) as running:
        yield running


def note(journal, product, **changes):
    """One of our jobs in the journal, from yesterday."""
    entry = JournalEntry(
        "key-1", "Sandbox", "workflows", "Harbour", JobMode.LIVE, product.id, "Pléiades", "f", NOW - timedelta(days=1),
        request={"limit": 1},
    )
    journal.begin(entry)
    return journal.update("key-1", state=EntryState.CREATED, **changes)


def find(stage, journal, job_id):
    return find_lineage(stage.gateway, journal, job_id, lambda: NOW)


def test_own_jobs_are_told_with_what_was_asked_for(stage, journal):
    product = stage.product()
    note(journal, product, job_id="job-1")
    found = find(stage, journal, "job-1")
    assert (found.job_id, found.job_name, found.product_title) == ("job-1", "Harbour", "Pléiades")
    assert (found.created, found.request) == (NOW - timedelta(days=1), {"limit": 1})
    assert found.licence == product.licence


def test_jobs_of_others_are_told_by_the_service_and_without_their_request(stage, journal):
    product = stage.product()
    parameters = stage.gateway.pinned(product, stage.parameters(product))
    job = stage.gateway.create_live(product, parameters, "Bay")
    found = find(stage, journal, job.id)
    assert found.job_name.startswith("Bay")
    assert found.created <= utc_now() + timedelta(minutes=1)
    assert found.product_title
    assert not found.request


def test_without_the_service_the_job_is_all_that_is_known(stage, journal):
    note(journal, stage.product(), job_id="job-1")
    stage.sandbox.faults.add(Fault("status", status=404, times=None))
    assert find(stage, journal, "job-1").job_name == "Harbour"
    found = find(stage, journal, "job-2")
    assert (found.job_id, found.job_name, found.created) == ("job-2", "job-2", NOW)
