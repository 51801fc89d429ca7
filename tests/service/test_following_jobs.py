"""A job is polled to its end, including its price, even if it vanished or its journal was damaged."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from support.service_stage import Watch, looks

from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.job import JobStatus
from up42_jobs.core.journal.store import SqliteJournal
from up42_jobs.core.usecases.dry_run import failure
from up42_jobs.core.usecases.live_run import refresh
from up42_jobs.core.usecases.watch import look_at_jobs
from up42_jobs.sandbox import Fault


def test_a_price_that_comes_late_is_asked_for_until_it_is_there(desk):
    desk.stage.sandbox.faults.add(Fault("job_failed"), Fault("status", path=r"/credits$", status=500))
    entry = desk.start()
    ended = desk.end(entry)
    assert (ended.status, ended.credits_used) == (JobStatus.FAILED, None)
    [looked] = look_at_jobs(desk.gateway, desk.journal, "Sandbox", utc_now, Watch()).entries
    assert looked.credits_used == desk.stage.sandbox.books.used


def test_a_failure_is_explained_by_the_log_of_the_task_that_failed(desk):
    """Not by that of the first task, which ended well: its log would name no reason."""
    desk.stage.sandbox.faults.add(Fault("job_failed", task="1"))
    ended = desk.end(desk.start())
    job = desk.gateway.job(ended.job_id)
    assert [task.status for task in job.tasks] == [JobStatus.SUCCEEDED, JobStatus.FAILED]
    error = failure(desk.gateway, job)
    assert error.kind is ErrorKind.JOB_FAILED
    assert error.detail == desk.gateway.logs.text(job.id, job.tasks[1].id).strip()
    assert "ERROR" in error.detail


def test_the_tasks_of_a_job_have_the_titles_of_their_blocks(desk):
    """The service titles them in the workflow only: “oneatlas-pleiades-display:1” means nothing to an analyst."""
    job = desk.gateway.job(desk.end(desk.start()).job_id)
    assert [task.title for task in job.tasks] == ["Pléiades Display (Download)", "DIMAP → GeoTIFF Conversion"]
    product = next(product for product in desk.gateway.products() if product.id == job.product_id)
    estimate = desk.gateway.estimate(product, desk.parameters)
    assert [line.title for line in estimate.lines] == [task.title for task in job.tasks]


def test_a_job_that_had_vanished_is_believed_when_it_comes_back(desk):
    entry = desk.start()
    desk.journal.update(entry.key, status=JobStatus.CANCELLED, note=ErrorKind.NOT_FOUND)
    assert desk.journal.entry(entry.key).is_vanished
    [looked] = look_at_jobs(desk.gateway, desk.journal, "Sandbox", utc_now, Watch()).entries
    assert not looked.is_vanished
    assert desk.end(looked).status is JobStatus.SUCCEEDED


def test_a_damaged_journal_gets_its_jobs_back_from_the_service(desk, tmp_path):
    entry = desk.start()
    desk.gateway.create_live(desk.product, desk.parameters, "of another program")
    desk.journal.close()
    (tmp_path / "journal.sqlite").write_bytes(b"no database at all" * 100)
    journal = SqliteJournal(tmp_path / "journal.sqlite", utc_now)
    assert journal.set_aside.exists()
    looked = look_at_jobs(desk.gateway, journal, "Sandbox", utc_now, Watch())
    assert [(item.name, item.job_id, item.origin) for item in looked.rebuilt] == [(entry.name, entry.job_id, "rebuilt")]
    desk.journal = journal
    assert desk.end(looked.entries[0]).credits_used > 0
    assert look_at_jobs(desk.gateway, journal, "Sandbox", utc_now, Watch()).rebuilt == ()


def test_a_job_that_was_rebuilt_is_not_started_twice(desk, tmp_path):
    # It runs throughout the test.
    desk.stage.sandbox.clock.speed(0)
    desk.start()
    desk.journal.close()
    (tmp_path / "journal.sqlite").write_bytes(b"no database at all" * 100)
    desk.journal = SqliteJournal(tmp_path / "journal.sqlite", utc_now)
    look_at_jobs(desk.gateway, desk.journal, "Sandbox", utc_now, Watch())
    desk.confirmation = replace(desk.confirmation, confirmed=utc_now())
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.ALREADY_STARTED
    assert desk.created() == 1


def test_a_job_that_the_service_has_forgotten_ends_and_frees_the_way(desk):
    entry = desk.start()
    gone = replace(entry, key="gone", job_id=str(uuid.uuid4()), name="never heard of", fingerprint="gone")
    desk.journal.begin(gone)
    with pytest.raises(Up42Error) as caught:
        refresh(desk.gateway, desk.journal, gone)
    assert caught.value.kind is ErrorKind.NOT_FOUND
    for number, read_ticks in enumerate(looks()):
        entries = look_at_jobs(desk.gateway, desk.journal, "Sandbox", utc_now, Watch(), read_ticks).entries
        [ended] = [item for item in entries if item.key == "gone"]
        # One answer does not suffice, nor do several within a moment.
        assert ended.is_open == (number < 2)
    assert (ended.status, ended.note) == (JobStatus.CANCELLED, ErrorKind.NOT_FOUND)


def test_a_price_that_cannot_be_had_does_not_hold_up_the_end(desk):
    entry = desk.start()
    desk.stage.sandbox.faults.add(Fault("status", path=r"/credits$", status=500, times=None))
    ended = desk.end(entry)
    assert ended.status is JobStatus.SUCCEEDED
    assert ended.credits_used is None
    desk.stage.sandbox.faults.clear()
    again, _ = refresh(desk.gateway, desk.journal, ended)
    assert again.credits_used == desk.hold.credits or again.credits_used > 0
