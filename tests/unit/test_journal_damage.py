"""A damaged journal is moved away, its readable entries are salvaged, and the service is asked for the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.journal_entries import START, damage_all, entry, now

from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.core.journal.store import SqliteJournal


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.sqlite"


@pytest.fixture
def journal(path):
    opened = SqliteJournal(path, now)
    yield opened
    opened.close()


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
    assert [item.key for item in again.entries()] == ["a"]
    again.close()
    damage_all(path)
    second = SqliteJournal(path, lambda: START)
    assert second.set_aside == path.with_name("journal-damaged-20260501T120000Z-2.sqlite")
    assert journal.set_aside.read_bytes() == content


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
    salvaged = {item.key for item in journal.entries()}
    assert 100 < len(salvaged) <= 200
    assert salvaged <= {f"key {number}" for number in range(200)}
    assert journal.entry("key 0").state is EntryState.UNKNOWN
    journal.update("key 0", state=EntryState.ABSENT)
    journal.close()
    again = SqliteJournal(path, now)
    assert {item.key for item in again.entries()} == salvaged
    assert again.entry("key 0").state is EntryState.ABSENT


def test_what_a_damaged_journal_may_have_known_is_asked_for_once_a_connection(path):
    SqliteJournal(path, now).close()
    damage_all(path)
    journal = SqliteJournal(path, now)
    assert journal.has_gap("EU")
    lost = replace(entry("lost", connection="EU"), state=EntryState.CREATED, job_id="71616e45")
    assert [item.key for item in journal.close_gap("EU", [lost])] == ["lost"]
    assert not journal.has_gap("EU")
    assert journal.has_gap("SA")
    assert journal.close_gap("EU", [replace(lost, key="again")]) == ()
    assert [item.key for item in SqliteJournal(path, now).entries()] == ["lost"]
    assert [change.value for change in journal.history("lost")] == ["created"]


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


def test_a_sound_journal_has_no_gap(journal):
    journal.begin(entry("a"))
    assert not journal.has_gap("Sandbox")


def test_a_folder_that_takes_nothing_is_told_as_such(tmp_path):
    with pytest.raises(Up42Error) as caught:
        SqliteJournal(tmp_path / "missing" / "journal.sqlite", now)
    assert caught.value.kind is ErrorKind.FOLDER_NOT_WRITABLE
