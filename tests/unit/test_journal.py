"""The journal: on disk before anything depends on it, and the same for all readers."""

from __future__ import annotations

import os
import sqlite3
import threading
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from support.journal_entries import START, entry, now

from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.job import JobStatus
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.core.journal import schema, store
from up42_jobs.core.journal.store import SqliteJournal


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.sqlite"


@pytest.fixture
def journal(path):
    opened = SqliteJournal(path, now)
    yield opened
    opened.close()


def test_an_entry_comes_back_as_it_was_written(journal, path):
    written = entry(
        hold_credits=2875,
        scene_count=3,
        project="/home/ana/harbour.qgz",
        request={"oneatlas:1": {"bbox": [-0.4, 39.4, -0.3, 39.5], "time": None}},
        created=datetime(2026, 5, 1, 14, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2))),
    )
    begun = journal.begin(written)
    assert replace(begun, updated=None) == written
    assert begun.request == written.request
    again = SqliteJournal(path, now)
    assert again.entry("a") == begun
    assert again.entry("a").request == written.request
    assert again.entries() == (begun,)
    assert again.entries("Sandbox") == (begun,)
    assert again.entries("Another") == ()


@pytest.mark.skipif(os.name == "nt", reason="profiles are private there")
@pytest.mark.parametrize("is_there", [False, True])
def test_the_journal_is_readable_by_its_owner_alone(path, is_there):
    """It contains names, prices and areas; home folders are often readable by the whole group."""
    before = os.umask(0o022)
    try:
        if is_there:
            path.touch(0o644)
        journal = SqliteJournal(path, now)
        journal.begin(entry("a"))
        assert {item.name: oct(item.stat().st_mode & 0o777) for item in path.parent.glob(f"{path.name}*")} == {
            item.name: "0o600" for item in path.parent.glob(f"{path.name}*")
        }
        journal.close()
    finally:
        os.umask(before)


def test_the_same_job_cannot_be_begun_while_it_may_still_spend(journal):
    journal.begin(entry("a"))
    for state in (EntryState.INTENT, EntryState.UNKNOWN, EntryState.CREATED):
        journal.update("a", state=state)
        with pytest.raises(Up42Error) as caught:
            journal.begin(entry("b"))
        assert caught.value.kind is ErrorKind.ALREADY_STARTED
    journal.begin(entry("c", connection="Another"))
    journal.begin(entry("d", fingerprint="something else"))
    journal.update("a", status=JobStatus.SUCCEEDED)
    journal.begin(entry("b"))


@pytest.mark.parametrize("state", [EntryState.REFUSED, EntryState.ABSENT])
def test_a_job_that_never_was_may_be_tried_again_as_a_new_one(journal, state):
    journal.begin(entry("a"))
    journal.update("a", state=state)
    with pytest.raises(Up42Error):
        journal.begin(entry("a", name="another name"))
    with pytest.raises(Up42Error):
        journal.begin(entry("b", name="job a"))
    journal.begin(entry("b"))


def test_threads_share_one_journal(journal):
    def work(number):
        journal.begin(entry(f"key {number}", fingerprint=f"f{number}"))
        for status in (JobStatus.PENDING, JobStatus.RUNNING, JobStatus.SUCCEEDED):
            journal.update(f"key {number}", state=EntryState.CREATED, status=status)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {item.status for item in journal.entries()} == {JobStatus.SUCCEEDED}
    assert len(journal.entries()) == 8


def test_the_slower_process_does_not_overwrite_what_the_other_found_out(journal):
    journal.begin(entry("a"))
    journal.update("a", state=EntryState.CREATED, job_id="71616e45", status=JobStatus.RUNNING)
    stale = journal.update("a", state=EntryState.UNKNOWN, note="lost")
    assert (stale.state, stale.job_id, stale.note) == (EntryState.CREATED, "71616e45", "")
    journal.update("a", status=JobStatus.SUCCEEDED, credits_used=2868)
    stale = journal.update("a", state=EntryState.CREATED, status=JobStatus.RUNNING)
    assert (stale.status, stale.credits_used) == (JobStatus.SUCCEEDED, 2868)


def test_a_job_that_appears_after_all_is_believed(journal):
    journal.begin(entry("a"))
    journal.update("a", state=EntryState.ABSENT)
    assert journal.update("a", state=EntryState.CREATED, job_id="late").is_open


def test_each_change_is_kept_with_its_time(path):
    clock = [START]
    journal = SqliteJournal(path, lambda: clock[0])
    journal.begin(entry("a"))
    clock[0] += timedelta(seconds=5)
    journal.update("a", state=EntryState.CREATED, job_id="j", status=JobStatus.NOT_STARTED)
    clock[0] += timedelta(seconds=7)
    journal.update("a", status=JobStatus.SUCCEEDED, credits_used=2868, files=("/out/a.tif",))
    journal.update("a", status=JobStatus.SUCCEEDED)
    seconds = [(int((item.moment - START).total_seconds()), item.field, item.value) for item in journal.history("a")]
    assert seconds == [
        (0, "state", "intent"),
        (5, "state", "created"),
        (5, "job_id", "j"),
        (12, "status", "SUCCEEDED"),
        (12, "credits_used", "2868"),
        (12, "files", '["/out/a.tif"]'),
    ]
    assert journal.entry("a").updated == clock[0]


def test_entries_come_newest_first(journal):
    for number, key in enumerate("bca"):
        journal.begin(entry(key, fingerprint=key, created=START + timedelta(minutes=number)))
    assert [item.key for item in journal.entries()] == ["a", "c", "b"]


def test_unknown_keys_and_fields_are_mistakes_of_the_caller(journal):
    journal.begin(entry("a"))
    with pytest.raises(KeyError):
        journal.entry("b")
    with pytest.raises(KeyError):
        journal.update("b", note="x")
    with pytest.raises(TypeError):
        journal.update("a", no_such_field="x")
    with pytest.raises(TypeError):
        journal.update("a", name="x")


def test_a_refused_change_leaves_no_open_transaction(journal):
    for _ in range(3):
        with pytest.raises(KeyError):
            journal.update("nobody", note="x")
    journal.begin(entry("a"))
    assert journal.update("a", note="y").note == "y"


def test_reading_does_not_wait_for_another_process_that_writes(path, monkeypatch):
    monkeypatch.setattr(store, "BUSY_S", 0.1)
    journal = SqliteJournal(path, now)
    journal.begin(entry("a"))
    other = sqlite3.connect(str(path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert journal.entry("a").key == "a"
    with pytest.raises(Up42Error) as caught:
        journal.update("a", note="x")
    assert caught.value.kind is ErrorKind.TIMED_OUT
    other.execute("ROLLBACK")
    other.close()
    assert journal.update("a", note="x").note == "x"


def test_a_journal_of_an_older_version_is_brought_up_once_and_keeps_its_entries(path, monkeypatch):
    old = SqliteJournal(path, now)
    old.begin(entry("a"))
    step = ("ALTER TABLE entry ADD COLUMN colour TEXT", "UPDATE entry SET colour = 'blue'")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, step))
    newer = SqliteJournal(path, now)
    assert newer.entry("a").key == "a"
    newer.begin(entry("b", fingerprint="b"))
    assert SqliteJournal(path, now).entry("b").key == "b"
    monkeypatch.undo()
    # The older release, still running or installed again, continues with the newer file.
    assert {item.key for item in SqliteJournal(path, now).entries()} == {"a", "b"}
    assert old.update("a", note="still here").note == "still here"
    plain = sqlite3.connect(str(path))
    assert plain.execute("SELECT colour FROM entry WHERE key = 'a'").fetchone() == ("blue",)
    plain.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(path, monkeypatch):
    SqliteJournal(path, now).begin(entry("a"))
    step = ("ALTER TABLE entry ADD COLUMN colour TEXT", "UPDATE nothing SET colour = 'blue'")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, step))
    with pytest.raises(Up42Error):
        SqliteJournal(path, now)
    monkeypatch.undo()
    assert SqliteJournal(path, now).entry("a").key == "a"


def test_what_a_newer_release_wrote_into_an_entry_survives_an_older_one(path):
    journal = SqliteJournal(path, now)
    journal.begin(entry("a"))
    plain = sqlite3.connect(str(path), isolation_level=None)
    plain.execute("UPDATE entry SET document = json_set(document, '$.mood', 'sunny')")
    journal.update("a", note="x")
    assert plain.execute("SELECT json_extract(document, '$.mood') FROM entry").fetchone() == ("sunny",)
    plain.execute("UPDATE entry SET document = json_remove(document, '$.origin')")
    plain.close()
    assert journal.entry("a").origin == "dock"


def test_the_file_is_for_this_journal_alone_after_it_was_closed(path):
    journal = SqliteJournal(path, now)
    journal.begin(entry("a"))
    journal.close()
    assert os.listdir(path.parent) == [path.name]
