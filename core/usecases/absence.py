"""Decides when a job that is not found counts as absent: repeated, spaced looks at an otherwise complete list."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Callable, Collection, Iterable

from ..domain.connections import CREATE_DEADLINE_S, CREATE_LEAVES_WITHIN_S, SANDBOX_NAMES
from ..domain.elapsed import Ticks
from ..domain.jobs.job import JobMode
from ..domain.jobs.journal import Absence, EntryState, JournalEntry

# Maximum time that a create request may be under way after it was recorded in the journal.
UNDER_WAY_S = CREATE_LEAVES_WITHIN_S + CREATE_DEADLINE_S
# Maximum delay until a service lists a job that it has created; a minute and a half was observed.
LISTING_LAG_S = 600.0
PATIENCE_S = UNDER_WAY_S + LISTING_LAG_S
# A job that was found before holds credits; it is looked for much longer before it counts as gone.
GONE_PATIENCE_S = 6 * 3600.0
MIN_LOOKS = 3
# Looks in quick succession count as a single one.
MIN_GAP_S = 20.0
# A list is trusted only if it contains all jobs younger than this.
RECENT = timedelta(days=1)

ReadTicks = Callable[[], Ticks]


def missed(entry: JournalEntry, ticks: Ticks) -> Absence:
    """Returns the absence after one more unsuccessful look for the job.

    Only time that certainly passed counts: between two looks since the same boot, by the machine's own clock. A
    request recorded since the last look restarts the count.
    """
    before = entry.absence
    if before is None or before.renewals != entry.renewals:
        return Absence(entry.renewals, 1, 0.0, ticks.boot, ticks.seconds)
    gap_s = ticks.seconds - before.last_s
    if before.boot != ticks.boot or gap_s < 0:
        return Absence(entry.renewals, before.looks, before.seconds, ticks.boot, ticks.seconds)
    if gap_s < MIN_GAP_S:
        return before
    return Absence(entry.renewals, before.looks + 1, before.seconds + gap_s, ticks.boot, ticks.seconds)


def is_absent(absence: Absence) -> bool:
    """Returns whether enough looks, over a long enough time, did not find a job: its request has ended, and even a
    delayed list would contain it.
    """
    return absence.looks >= MIN_LOOKS and absence.seconds >= PATIENCE_S


def is_gone(entry: JournalEntry, absence: Absence) -> bool:
    """Returns whether the service has certainly lost a job; the built-in Sandbox loses all jobs when it stops."""
    patience_s = PATIENCE_S if entry.connection in SANDBOX_NAMES else GONE_PATIENCE_S
    return absence.looks >= MIN_LOOKS and absence.seconds >= patience_s


def shows_others(
    entry: JournalEntry, entries: Iterable[JournalEntry], listed_ids: Collection[str], now: datetime
) -> bool:
    """Returns whether a list that lacks a job is otherwise complete: it contains our other recent jobs of the account.

    The built-in Sandbox loses all its jobs when it stops, so for its jobs the others are not checked.
    """
    if entry.connection in SANDBOX_NAMES:
        return True
    others = (
        other
        for other in entries
        if other.key != entry.key and other.account == entry.account and _has_to_be_listed(other, now)
    )
    return all(other.job_id in listed_ids for other in others)


def _has_to_be_listed(entry: JournalEntry, now: datetime) -> bool:
    is_recent = abs(now - entry.created) < RECENT
    is_there = entry.state is EntryState.CREATED and bool(entry.job_id) and not entry.is_vanished
    return is_recent and is_there and entry.mode is JobMode.LIVE
