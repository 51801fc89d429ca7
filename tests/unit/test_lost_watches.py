"""The memory of watches survives a damaged journal as far as it can be read; what is lost is never lost silently."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta, timezone

import pytest
from support.journal_entries import damage_all, now

from up42_jobs.core.domain.aoi import Aoi, box_ring
from up42_jobs.core.domain.areas.area import Area
from up42_jobs.core.domain.areas.area_scene import AreaFound, AreaScene
from up42_jobs.core.domain.areas.watch import RememberedArea, WatchRecord, WatchReport
from up42_jobs.core.domain.parameters import JobParameters, Period
from up42_jobs.core.domain.products import Product
from up42_jobs.core.domain.scenes.scene import Scene
from up42_jobs.core.journal.store import SqliteJournal
from up42_jobs.core.usecases.area_query import AreaQuery, ProductQuery
from up42_jobs.core.usecases.found_files import MAX_AGE, MAX_FILES, MIN_AGE, clean_found, found_file, note_shown
from up42_jobs.core.usecases.watched_areas import open_watch

NOW = datetime(2026, 6, 10, 8, tzinfo=timezone.utc)
AREA = Area(1, "Area 1", (Aoi(box_ring(13.0, 52.0, 13.1, 52.1), 70.0),))
PARAMETERS = JobParameters("p", period=Period(NOW - timedelta(days=60), NOW), has_open_end=True)
OTHERS = 400


class Control:
    def check(self):
        pass

    def report(self, fraction):
        pass


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.sqlite"


def remember(path, count=1, pending=""):
    """A journal in which each of some watches has reported a scene."""
    journal = SqliteJournal(path, now)
    for number in range(count):
        shape = RememberedArea(1, "p", (AREA.parts[0].ring,), NOW)
        report = WatchReport("part", (shape,), ((1, "p", f"scene {number}"),))
        journal.watches.prepare(f"Watch {number}", "me", report)
        journal.watches.settle(f"Watch {number}", "me", is_on_disk=True)
    if pending:
        journal.watches.prepare("Pending", "me", WatchReport(pending, (), ((1, "p", "late"),)))
    journal.close()


def damage_table(path, table):
    """Makes the root page of a table unreadable."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    connection.close()
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    path.write_bytes(content)


def test_memory_that_can_be_read_is_taken_over_whole(path):
    remember(path, pending="/out/.part.gpkg")
    damage_table(path, "entry")
    journal = SqliteJournal(path, now)
    assert journal.set_aside is not None
    record = journal.watches.record("Watch 0", "me")
    assert record.seen == {(1, "p", "scene 0")}
    assert record.areas == (RememberedArea(1, "p", (AREA.parts[0].ring,), NOW),)
    assert not record.is_damaged
    # A run that was killed is settled as if nothing had happened.
    assert journal.watches.prepared("Pending", "me").seen == ((1, "p", "late"),)
    journal.close()


def test_rows_on_readable_pages_are_taken_over_and_the_gap_is_known(path):
    remember(path, OTHERS)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    content = bytearray(path.read_bytes())
    # The pages of the last rows that were written, at the end of the file.
    place = content.rfind(b"scene 200") // 4096 * 4096
    assert place > 4096
    content[place : place + 4096] = b"\xff" * 4096
    path.write_bytes(content)
    journal = SqliteJournal(path, now)
    assert journal.set_aside is not None
    records = [journal.watches.record(f"Watch {number}", "me") for number in range(OTHERS)]
    assert any(record.seen for record in records)
    assert not all(record.seen for record in records)
    # Nobody knows which ones are lost, so that each watch says it.
    assert all(record.is_damaged for record in records)
    journal.close()


def test_values_that_are_damaged_are_not_taken_over(path):
    remember(path)
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO watch_area VALUES ('Watch 0', 'me', 2, 'p', '[[[1, \"x\"]]]', 'tomorrow')")
        connection.execute("INSERT INTO watch_seen VALUES ('Watch 0', 'me', 'x', 'p', 's')")
        connection.execute("INSERT INTO watch_report VALUES ('Watch 0', 'me', '{')")
    connection.close()
    damage_table(path, "entry")
    record = SqliteJournal(path, now).watches.record("Watch 0", "me")
    assert [area.area_id for area in record.areas] == [1]
    assert record.seen == {(1, "p", "scene 0")}
    assert record.is_damaged


def run(journal, home, name="Watch 0", is_found=True):
    """One run that finds a scene; returns whether it says that its memory was lost."""
    product = Product("p", "key", "Title")
    query = AreaQuery((ProductQuery(product, PARAMETERS),))
    scene = Scene("new", "new", acquired=NOW)
    rows = (AreaScene(AREA, "p", "key", "Title", scene, AREA.parts),)
    found = [AreaFound(AREA, rows, searched={"p": "Title"} if is_found else {})]
    with open_watch(journal.watches, home, name, "me", Control(), lambda: NOW) as watch:
        watch.narrowed(query, (AREA,), lambda former, present: 1.0)
        watch.report(found, query, home / "new.gpkg", lambda part: part.write_bytes(b"rows"))
        return watch.has_lost_memory


def test_the_next_run_of_each_watch_says_once_that_its_memory_was_lost(path, tmp_path):
    journal = SqliteJournal(path, now)
    assert not run(journal, tmp_path)
    assert not run(journal, tmp_path, "Other")
    journal.close()
    damage_all(path)
    journal = SqliteJournal(path, now)
    assert journal.watches.record("Watch 0", "me") == WatchRecord(is_damaged=True)
    assert run(journal, tmp_path)
    assert not run(journal, tmp_path)
    assert run(journal, tmp_path, "Other")
    # One that never ran has lost nothing.
    assert not run(journal, tmp_path, "Young")
    journal.close()


def test_a_journal_that_was_deleted_is_said_too(path, tmp_path):
    """There is no damaged file then, and nothing in the new journal; the folder of the watch shows it."""
    journal = SqliteJournal(path, now)
    assert not run(journal, tmp_path)
    journal.close()
    for file in tmp_path.glob("journal.sqlite*"):
        file.unlink()
    journal = SqliteJournal(path, now)
    assert run(journal, tmp_path)
    assert not run(journal, tmp_path)
    journal.close()


def test_a_watch_whose_areas_all_failed_had_no_memory_to_lose(path, tmp_path):
    journal = SqliteJournal(path, now)
    assert not run(journal, tmp_path, is_found=False)
    assert not run(journal, tmp_path)
    journal.close()


def test_a_loss_that_a_killed_run_did_not_report_is_reported_by_the_next(path, tmp_path):
    journal = SqliteJournal(path, now)
    run(journal, tmp_path)
    journal.close()
    damage_all(path)
    journal = SqliteJournal(path, now)
    # Killed between the renaming and the end: its output is on disk, and the next run settles it.
    shape = RememberedArea(1, "p", (AREA.parts[0].ring,), NOW)
    journal.watches.prepare("Watch 0", "me", WatchReport(str(tmp_path / "gone"), (shape,), ()))
    assert run(journal, tmp_path)
    assert not run(journal, tmp_path)
    journal.close()


def write_found(home, key, begun):
    path = found_file(home, key, begun)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"rows")
    return path


def test_found_files_are_bounded_by_number_and_age(tmp_path):
    many = [write_found(tmp_path, "many", NOW - timedelta(days=2 + number)) for number in range(MAX_FILES + 3)]
    old = write_found(tmp_path, "old", NOW - MAX_AGE - timedelta(hours=1))
    fresh = write_found(tmp_path, "old", NOW - MAX_AGE + timedelta(hours=1))
    removed = clean_found(tmp_path, (), NOW)
    assert set(removed) == {old, *many[MAX_FILES:]}
    assert not old.exists()
    assert fresh.exists()
    assert all(path.exists() for path in many[:MAX_FILES])


def test_found_files_of_projects_and_of_others_stay(tmp_path):
    old = [write_found(tmp_path, "old", NOW - MAX_AGE - timedelta(days=day)) for day in range(1, 4)]
    others = [old[0].with_name(name) for name in ("mine.gpkg", "key-2026.gpkg", "notes.txt")]
    for path in others:
        path.write_bytes(b"mine")
    # One is a layer of the open project, one was added to a project that is not open.
    note_shown(old[1])
    assert clean_found(tmp_path, [f"{old[0]}|layername=new_scenes"], NOW) == (old[2],)
    assert all(path.exists() for path in (*others, *old[:2]))


def test_a_found_file_of_today_stays_with_any_number_of_others(tmp_path):
    """Another QGIS may be about to show it."""
    young = [write_found(tmp_path, "many", NOW - MIN_AGE + timedelta(seconds=1 + n)) for n in range(2 * MAX_FILES)]
    assert clean_found(tmp_path, (), NOW) == ()
    assert all(path.exists() for path in young)
