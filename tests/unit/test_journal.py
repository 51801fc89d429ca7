"""The journal: on disk before anything depends on it, whole after every crash, one truth for all processes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus
from up42_jobs.core.domain.jobs.journal import EntryState, JournalEntry
from up42_jobs.core.journal import schema, store
from up42_jobs.core.journal.store import SqliteJournal

TOOLS = Path(__file__).resolve().parents[2] / "tools"
START = datetime(2026, 5, 1, 12, 0, tzinfo=timezone.utc)

CHILD = f"""
import sys
sys.path.insert(0, {str(TOOLS)!r})
from package_path import register_package
register_package()
from datetime import datetime, timezone
from pathlib import Path
from up42_jobs.core.domain.errors import Up42Error
from up42_jobs.core.domain.jobs.job import JobMode
from up42_jobs.core.domain.jobs.journal import JournalEntry
from up42_jobs.core.journal.store import SqliteJournal
def now():
    return datetime.now(timezone.utc)
journal = SqliteJournal(Path(sys.argv[1]), now)
def entry(key, fingerprint):
    return JournalEntry(key, "Sandbox", "workflows", "job " + key, JobMode.LIVE, "p", "P", fingerprint, now())
"""


def now():
    return datetime.now(timezone.utc)


def entry(key="a", fingerprint="f", connection="Sandbox", **more):
    """An intent of a live job."""
    values = {"name": f"job {key}", "created": START, **more}
    return JournalEntry(
        key=key,
        connection=connection,
        service="workflows",
        mode=JobMode.LIVE,
        product_id="product",
        product_title="Pléiades",
        fingerprint=fingerprint,
        **values,
    )


def child(script, *arguments):
    """Starts a process with a journal of its own on the same file."""
    return subprocess.Popen(
        [sys.executable, "-c", CHILD + script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


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


def test_what_begin_returned_is_seen_by_another_process_whatever_happens_to_this_one(path):
    process = child('journal.begin(entry("a", "f")); import os; os._exit(9)', path)
    assert process.wait(30) == 9
    found = SqliteJournal(path, now).entry("a")
    assert found.state is EntryState.INTENT


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


def test_of_two_processes_that_begin_the_same_job_at_once_one_does(path):
    SqliteJournal(path, now).close()
    script = """
print("ready", flush=True)
sys.stdin.readline()
try:
    journal.begin(entry(sys.argv[2], "same"))
    print("begun")
except Up42Error as error:
    print(error.kind.value)
"""
    processes = [child(script, path, key) for key in "abcd"]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    outcomes = sorted(process.communicate(timeout=30)[0].strip() for process in processes)
    assert outcomes == ["already_started"] * 3 + ["begun"]
    assert len(SqliteJournal(path, now).entries()) == 1


@pytest.mark.parametrize("lines", [1, 7, 60])
def test_a_killed_process_loses_nothing_that_it_was_told_is_written(path, lines):
    script = """
journal.begin(entry("a", "f"))
number = 0
while True:
    number += 1
    journal.update("a", note=str(number))
    print(number, flush=True)
"""
    process = child(script, path)
    for _ in range(lines):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    told = process.communicate(timeout=30)[0].split()
    journal = SqliteJournal(path, now)
    assert journal.set_aside is None
    assert int(journal.entry("a").note) >= int(told[-1] if told else lines)
    notes = [change.value for change in journal.history("a") if change.field == "note"]
    assert notes == [str(number) for number in range(1, len(notes) + 1)]


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
    assert {one.status for one in journal.entries()} == {JobStatus.SUCCEEDED}
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
    seconds = [(int((one.moment - START).total_seconds()), one.field, one.value) for one in journal.history("a")]
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
    assert [one.key for one in journal.entries()] == ["a", "c", "b"]


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


def damage_all(path):
    path.write_bytes(b"no database at all" * 100)


def damage_page(path):
    content = bytearray(path.read_bytes())
    content[4096:8192] = b"\xff" * 4096
    path.write_bytes(content)


def damage_end(path):
    path.write_bytes(path.read_bytes()[:5000])


@pytest.mark.parametrize("damage", [damage_all, damage_page, damage_end])
def test_a_damaged_journal_is_set_aside_unchanged_and_a_new_one_begun(path, damage):
    old = SqliteJournal(path, now)
    for number in range(20):
        old.begin(entry(f"key {number}", fingerprint=str(number)))
    old.close()
    damage(path)
    content = path.read_bytes()
    journal = SqliteJournal(path, lambda: START)
    assert journal.set_aside == path.with_name("journal-damaged-20260501T120000Z.sqlite")
    assert journal.set_aside.read_bytes() == content
    assert journal.entries() == ()
    journal.begin(entry("a"))
    journal.close()
    again = SqliteJournal(path, now)
    assert again.set_aside is None
    assert [one.key for one in again.entries()] == ["a"]
    again.close()
    damage_all(path)
    second = SqliteJournal(path, lambda: START)
    assert second.set_aside == path.with_name("journal-damaged-20260501T120000Z-2.sqlite")
    assert journal.set_aside.read_bytes() == content


def test_several_processes_begin_a_new_journal_at_once(path):
    head = "import sys; print('up', flush=True); sys.stdin.readline()\n"
    begin = "journal.begin(entry(sys.argv[2], sys.argv[2]))"
    for turn in range(5):
        fresh = path.with_name(f"{turn}.sqlite")
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", head + CHILD + begin, str(fresh), key],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for key in "abcd"
        ]
        for process in processes:
            assert process.stdout.readline() == "up\n"
        for process in processes:
            process.stdin.write("go\n")
            process.stdin.flush()
        assert [process.wait(30) for process in processes] == [0, 0, 0, 0]
        for process in processes:
            process.communicate()
        assert {one.key for one in SqliteJournal(fresh, now).entries()} == set("abcd")


def test_what_can_still_be_read_of_a_damaged_journal_is_taken_over_once(path):
    old = SqliteJournal(path, now)
    for number in range(200):
        old.begin(entry(f"key {number}", fingerprint=str(number)))
    old.update("key 0", state=EntryState.UNKNOWN)
    old.close()
    content = bytearray(path.read_bytes())
    middle = len(content) // 4096 // 2 * 4096
    content[middle : middle + 3 * 4096] = b"\xff" * (3 * 4096)
    path.write_bytes(content)
    journal = SqliteJournal(path, now)
    assert journal.set_aside.read_bytes() == bytes(content)
    salvaged = {one.key for one in journal.entries()}
    assert 100 < len(salvaged) <= 200
    assert salvaged <= {f"key {number}" for number in range(200)}
    assert journal.entry("key 0").state is EntryState.UNKNOWN
    journal.update("key 0", state=EntryState.ABSENT)
    journal.close()
    again = SqliteJournal(path, now)
    assert {one.key for one in again.entries()} == salvaged
    assert again.entry("key 0").state is EntryState.ABSENT


def test_what_a_damaged_journal_may_have_known_is_asked_for_once_a_connection(path):
    SqliteJournal(path, now).close()
    damage_all(path)
    journal = SqliteJournal(path, now)
    assert journal.has_gap("EU")
    lost = replace(entry("lost", connection="EU"), state=EntryState.CREATED, job_id="71616e45")
    assert [one.key for one in journal.close_gap("EU", [lost])] == ["lost"]
    assert not journal.has_gap("EU")
    assert journal.has_gap("SA")
    assert journal.close_gap("EU", [replace(lost, key="again")]) == ()
    assert [one.key for one in SqliteJournal(path, now).entries()] == ["lost"]
    assert [change.value for change in journal.history("lost")] == ["created"]


def test_a_sound_journal_has_no_gap(journal):
    journal.begin(entry("a"))
    assert not journal.has_gap("Sandbox")


def test_several_processes_that_meet_the_damage_set_it_aside_once(path):
    damage_all(path)
    script = """
journal.begin(entry(sys.argv[2], sys.argv[2]))
print(journal.set_aside or "")
"""
    processes = [child(script, path, key) for key in "abcd"]
    told = [process.communicate(timeout=30)[0].strip() for process in processes]
    assert len([one for one in told if one]) == 1
    assert {one.key for one in SqliteJournal(path, now).entries()} == set("abcd")


def test_damage_that_shows_later_is_told_as_such(path):
    journal = SqliteJournal(path, now)
    for number in range(200):
        journal.begin(entry(f"key {number}", fingerprint=str(number)))
    journal.close()
    journal = SqliteJournal(path, now)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))
    with pytest.raises(Up42Error) as caught:
        journal.entries()
    assert caught.value.kind is ErrorKind.JOURNAL_DAMAGED


def test_a_folder_that_takes_nothing_is_told_as_such(tmp_path):
    with pytest.raises(Up42Error) as caught:
        SqliteJournal(tmp_path / "missing" / "journal.sqlite", now)
    assert caught.value.kind is ErrorKind.FOLDER_NOT_WRITABLE


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
    # The older release, still running or installed again, goes on with the newer file.
    assert {one.key for one in SqliteJournal(path, now).entries()} == {"a", "b"}
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


ORDER = {
    EntryState.INTENT: 0,
    EntryState.UNKNOWN: 1,
    EntryState.REFUSED: 2,
    EntryState.ABSENT: 2,
    EntryState.CREATED: 3,
}


class JournalMachine(RuleBasedStateMachine):
    """Two processes' worth of journals on one file, against a dictionary."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "journal.sqlite"
        self.journals = [SqliteJournal(self.path, now), SqliteJournal(self.path, now)]
        self.known = {}
        self.count = 0

    who = st.integers(0, 1)

    @rule(who=who, fingerprint=st.sampled_from("xyz"), connection=st.sampled_from(["Sandbox", "EU"]))
    def begin(self, who, fingerprint, connection):
        self.count += 1
        wanted = entry(f"key {self.count}", fingerprint, connection)
        is_taken = any(
            one.is_open and (one.connection, one.fingerprint) == (connection, fingerprint)
            for one in self.known.values()
        )
        if is_taken:
            with pytest.raises(Up42Error, match="already_started"):
                self.journals[who].begin(wanted)
        else:
            self.known[wanted.key] = self.journals[who].begin(wanted)

    @rule(who=who, pick=st.integers(0, 50), state=st.sampled_from(EntryState), note=st.text(max_size=5))
    def learn(self, who, pick, state, note):
        if self.known:
            key = sorted(self.known)[pick % len(self.known)]
            old = self.known[key]
            new = self.journals[who].update(key, state=state, note=note)
            assert ORDER[new.state] >= ORDER[old.state]
            if new.state is not old.state or state is old.state:
                assert (new.state, new.note) == (state, note)
            else:
                assert new == old
            self.known[key] = new

    @rule(who=who, pick=st.integers(0, 50), status=st.sampled_from(JobStatus))
    def follow(self, who, pick, status):
        if self.known:
            key = sorted(self.known)[pick % len(self.known)]
            old = self.known[key]
            self.known[key] = self.journals[who].update(key, status=status)
            assert self.known[key].status is (old.status if old.status.is_final else status)

    @rule(who=who)
    def reopen(self, who):
        self.journals[who].close()
        self.journals[who] = SqliteJournal(self.path, now)

    @invariant()
    def both_say_the_same(self):
        for journal in self.journals:
            assert {one.key: one for one in journal.entries()} == self.known

    @invariant()
    def the_history_ends_where_the_entry_is(self):
        for key, one in self.known.items():
            states = [change.value for change in self.journals[0].history(key) if change.field == "state"]
            assert states[0] == "intent"
            assert states[-1] == one.state.value

    def teardown(self):
        for journal in self.journals:
            journal.close()
        self.folder.cleanup()


JournalMachine.TestCase.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestJournalMachine = JournalMachine.TestCase
