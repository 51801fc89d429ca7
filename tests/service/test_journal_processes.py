"""Several processes share a journal, any of which may be killed: nothing is lost, no job is started twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.journal_entries import damage_all, now

from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.core.journal.store import SqliteJournal

TOOLS = Path(__file__).resolve().parents[2] / "tools"
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


def child(script, *arguments):
    """Starts a process with its own journal object on the same file."""
    return subprocess.Popen(
        [sys.executable, "-c", CHILD + script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.sqlite"


def test_what_begin_returned_is_seen_by_another_process_whatever_happens_to_this_one(path):
    process = child('journal.begin(entry("a", "f")); import os; os._exit(9)', path)
    assert process.wait(30) == 9
    found = SqliteJournal(path, now).entry("a")
    assert found.state is EntryState.INTENT


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
        assert {entry.key for entry in SqliteJournal(fresh, now).entries()} == set("abcd")


def test_several_processes_that_meet_the_damage_set_it_aside_once(path):
    damage_all(path)
    script = """
journal.begin(entry(sys.argv[2], sys.argv[2]))
print(journal.set_aside or "")
"""
    processes = [child(script, path, key) for key in "abcd"]
    told = [process.communicate(timeout=30)[0].strip() for process in processes]
    assert len([item for item in told if item]) == 1
    assert {entry.key for entry in SqliteJournal(path, now).entries()} == set("abcd")
