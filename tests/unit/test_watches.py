"""A watch searches from where it was, less a day, and its memory is in the journal for good or not at all."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from support.old_journal import SQL_0_1_0

from up42_jobs.core.domain.aoi import Aoi, box_ring
from up42_jobs.core.domain.areas.area import Area
from up42_jobs.core.domain.areas.area_scene import AreaFound, AreaProblem, AreaScene
from up42_jobs.core.domain.areas.watch import RememberedArea, WatchRecord, WatchReport, WatchScope, report_of
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.parameters import JobParameters, Period
from up42_jobs.core.domain.scenes.scene import Scene
from up42_jobs.core.journal.store import SqliteJournal

NOW = datetime(2026, 6, 10, 8, tzinfo=timezone.utc)
DAY = timedelta(days=1)
PARAMETERS = JobParameters("p", period=Period(NOW - 60 * DAY, NOW), limit=2, has_open_end=True)


def area(number=1, west=13.0):
    return Area(number, f"Area {number}", (Aoi(box_ring(west, 52.0, west + 0.1, 52.1), 70.0),))


def remembered(item, searched=NOW - 7 * DAY, product="p"):
    return RememberedArea(item.id, product, tuple(part.ring for part in item.parts), searched)


def share(former, present):
    """The share of a box that another one of the same size to its east keeps."""
    return max(0.0, 1.0 - abs(former[0][0][0] - present[0][0][0]) / 0.1)


def scope_of(*items, areas=(area(),), seen=()):
    return WatchScope(WatchRecord(tuple(items), frozenset(seen)), areas, share, NOW)


def row(item, name, product="p"):
    scene = Scene(name, name, acquired=NOW - DAY)
    return AreaScene(item, product, "key", "Title", scene, item.parts)


def test_a_first_run_searches_everything():
    scope = scope_of()
    assert scope.narrowed(area(), PARAMETERS) == PARAMETERS
    assert scope.accepts(area(), "p", Scene("s", "s"))


def test_a_later_run_searches_from_a_day_before_the_last_one_ended():
    scope = scope_of(remembered(area()), seen=[(1, "p", "known")])
    assert scope.narrowed(area(), PARAMETERS).period == Period(NOW - 8 * DAY, NOW)
    assert not scope.accepts(area(), "p", Scene("known", "known"))
    assert scope.accepts(area(), "q", Scene("known", "known"))
    # Never from before the start that the user wants, nor from after the end.
    late = replace(PARAMETERS, period=Period(NOW - 2 * DAY, NOW))
    assert scope.narrowed(area(), late).period.start == NOW - 2 * DAY
    past = replace(PARAMETERS, period=Period(NOW - 60 * DAY, NOW - 30 * DAY))
    assert scope.narrowed(area(), past).period == Period(NOW - 31 * DAY, NOW - 30 * DAY)
    # Another product of the area has a first run of its own.
    assert scope.narrowed(area(), replace(PARAMETERS, product_id="q")).period == PARAMETERS.period


@pytest.mark.parametrize(("west", "is_kept"), [(13.0, True), (13.04, True), (13.06, False), (20.0, False)])
def test_an_area_keeps_its_memory_with_half_of_its_shape(west, is_kept):
    moved = area(west=west)
    scope = scope_of(remembered(area()), areas=(moved,), seen=[(1, "p", "known")])
    assert (scope.searched(moved, "p") is not None) is is_kept
    assert scope.accepts(moved, "p", Scene("known", "known")) is not is_kept
    report = report_of([AreaFound(moved, searched={"p": "Title"})], scope, {"p": NOW}, "part")
    assert report.begun_again == (() if is_kept else (1,))


def test_a_failed_product_marks_nothing_and_the_others_of_its_area_do():
    item = area()
    failed = AreaFound(
        item,
        (row(item, "new", "q"),),
        (AreaProblem(Up42Error(ErrorKind.SERVER_FAILED), "P"),),
        searched={"q": "Q"},
    )
    report = report_of([failed], scope_of(remembered(item)), {"p": NOW, "q": NOW}, "part")
    assert [(entry.product_id, entry.searched) for entry in report.areas] == [("q", NOW)]
    assert report.seen == ((1, "q", "new"),)


def test_an_area_that_moves_step_by_step_is_judged_by_its_last_shape_though_a_product_failed():
    """Else the shape of the failed product would make the other one report everything again."""
    steps = [area(west=13.0), area(west=13.04), area(west=13.08)]
    before = [remembered(steps[0], NOW - 8 * DAY), remembered(steps[0], NOW - 8 * DAY, "q")]
    scope = scope_of(*before, areas=(steps[1],))
    report = report_of([AreaFound(steps[1], searched={"p": "P"})], scope, {"p": NOW}, "part")
    memory = {(entry.area_id, entry.product_id): entry for entry in (*before, *report.areas)}
    assert memory[1, "q"].searched == NOW - 8 * DAY
    for order in (list(memory.values()), list(memory.values())[::-1]):
        last = scope_of(*order, areas=(steps[2],), seen=[(1, "p", "known")])
        assert last.begun_again == ()
        assert last.searched(steps[2], "q") == NOW - 8 * DAY


def test_what_a_limit_left_out_is_searched_again_unless_it_was_the_first_run():
    item = area()
    cut = AreaFound(item, (row(item, "a"),), searched={"p": "P"}, cut=("p",), left_out=(row(item, "b"),))
    later = report_of([cut], scope_of(remembered(item)), {"p": NOW}, "part")
    assert later.areas[0].searched == NOW - 7 * DAY
    assert later.seen == ((1, "p", "a"),)
    # Else the second run would report what the first one left out of its last day.
    first = report_of([cut], scope_of(), {"p": NOW}, "part")
    assert first.areas[0].searched == NOW
    assert set(first.seen) == {(1, "p", "a"), (1, "p", "b")}


@pytest.fixture
def journal(tmp_path):
    opened = SqliteJournal(tmp_path / "journal.sqlite", utc_now)
    yield opened
    opened.close()


REPORT = WatchReport("/out/.part.gpkg", (remembered(area()), remembered(area(2), product="q")), ((1, "p", "s"),))


def test_memory_changes_when_the_output_is_on_disk_and_not_before(journal):
    memory = journal.watches
    memory.prepare("Sites", "me", REPORT)
    assert memory.prepared("Sites", "me") == REPORT
    assert memory.record("Sites", "me") == WatchRecord()
    memory.settle("Sites", "me", is_on_disk=False)
    assert memory.prepared("Sites", "me") is None
    assert memory.record("Sites", "me") == WatchRecord()
    memory.prepare("Sites", "me", REPORT)
    memory.settle("Sites", "me", is_on_disk=True)
    record = memory.record("Sites", "me")
    assert set(record.areas) == set(REPORT.areas)
    assert record.seen == {(1, "p", "s")}
    # Settling once more, as after a crash, changes nothing.
    memory.settle("Sites", "me", is_on_disk=True)
    assert memory.record("Sites", "me").seen == {(1, "p", "s")}


def test_watches_and_accounts_are_apart(journal):
    memory = journal.watches
    memory.prepare("Sites", "me", REPORT)
    memory.settle("Sites", "me", is_on_disk=True)
    assert memory.record("Sites", "you") == memory.record("Other", "me") == WatchRecord()


def test_an_area_that_begins_again_forgets_what_it_had(journal):
    memory = journal.watches
    for report in (REPORT, WatchReport("part", (remembered(area()),), ((1, "p", "t"),), begun_again=(1,))):
        memory.prepare("Sites", "me", report)
        memory.settle("Sites", "me", is_on_disk=True)
    record = memory.record("Sites", "me")
    assert record.seen == {(1, "p", "t")}
    assert {entry.area_id for entry in record.areas} == {1, 2}


def test_a_journal_of_the_first_release_takes_watches(tmp_path):
    path = tmp_path / "journal.sqlite"
    with sqlite3.connect(path) as old:
        old.executescript(SQL_0_1_0)
    old.close()
    journal = SqliteJournal(path, utc_now)
    journal.watches.prepare("Sites", "me", REPORT)
    journal.watches.settle("Sites", "me", is_on_disk=True)
    journal.close()
    journal = SqliteJournal(path, utc_now)
    assert journal.watches.record("Sites", "me").seen == {(1, "p", "s")}
    journal.close()
