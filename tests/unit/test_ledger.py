"""The ledger: credits held, used and released per job."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import datetime, timezone

from up42_jobs.core.domain.jobs.credits import Charge
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus
from up42_jobs.core.domain.jobs.journal import EntryState, JournalEntry
from up42_jobs.core.domain.jobs.ledger import compare, ledger_csv, ledger_lines, ledger_sums

START = datetime(2026, 5, 1, 12, 0, tzinfo=timezone.utc)


def entry(key="a", **changes):
    """A live job that has succeeded."""
    one = JournalEntry(
        key, "EU", "workflows", f"job {key}", JobMode.LIVE, "p", "Pléiades", "f", START, hold_credits=100,
        state=EntryState.CREATED, status=JobStatus.SUCCEEDED, credits_used=90, job_id=f"id {key}", scene_count=1,
    )  # fmt: skip
    return replace(one, **changes)


ENTRIES = (
    entry("done"),
    entry("open", status=JobStatus.RUNNING, credits_used=None),
    entry("refused", state=EntryState.REFUSED, status=JobStatus.NOT_STARTED, credits_used=None, job_id=""),
    entry("dearer", credits_used=130),
    entry("unknown", credits_used=None),
    entry("rebuilt", hold_credits=0, credits_used=50, origin="rebuilt"),
    entry("query", mode=JobMode.DRY_RUN),
)


def test_each_live_job_has_a_line_with_what_is_known_of_it():
    lines = {line.entry.key: (line.held, line.held_now, line.used, line.released) for line in ledger_lines(ENTRIES)}
    assert lines == {
        "done": (100, 0, 90, 10),
        "open": (100, 100, None, None),
        "refused": (0, 0, 0, 0),
        "dearer": (100, 0, 130, 0),
        "unknown": (100, 0, None, None),
        "rebuilt": (None, 0, 50, None),
    }
    sums = ledger_sums(ledger_lines(ENTRIES))
    assert (sums.held, sums.held_now, sums.used, sums.released, sums.unknown) == (400, 100, 270, 10, 1)


def test_differences_to_the_history_are_told_job_by_job():
    charges = (
        Charge("id done", 60),
        Charge("id done", 30),
        Charge("id dearer", 120),
        Charge("id rebuilt", 50),
        Charge("id unknown", 7),
        Charge("of another program", 11),
    )
    comparison = compare(ENTRIES, charges)
    assert comparison.agreeing == 2
    assert {one.key: charged for one, charged in comparison.differing} == {"dearer": 120, "unknown": 7}
    assert comparison.other_credits == 11


def test_csv_has_a_row_a_job_and_nothing_that_a_spreadsheet_would_run():
    lines = ledger_lines((entry(name='=HYPERLINK("x")', project="a,b.qgz"), *ENTRIES))
    rows = list(csv.DictReader(io.StringIO(ledger_csv(lines))))
    assert len(rows) == 7
    assert rows[0]["job"] == '\'=HYPERLINK("x")'
    assert rows[0]["project"] == "a,b.qgz"
    assert [row["state"] for row in rows[1:4]] == ["SUCCEEDED", "RUNNING", "REFUSED"]
    assert (rows[2]["held_now"], rows[2]["used"]) == ("100", "")
    assert rows[0]["started_utc"] == "2026-05-01T12:00:00Z"
