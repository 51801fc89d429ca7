"""The ledger of this computer's live jobs: credits held, used and released, compared with the service's history."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Iterable, Optional, Sequence, Tuple

from ..csv_text import cell_text, csv_text
from ..parameters import utc_text
from .credits import Charge
from .job import JobMode
from .journal import EntryState, JournalEntry

Month = Tuple[int, int]
CSV_HEADINGS = (
    "started_utc",
    "connection",
    "job",
    "job_id",
    "product",
    "scenes",
    "held",
    "held_now",
    "used",
    "released",
    "started_by",
    "state",
    "project",
)


@dataclass(frozen=True)
class LedgerLine:
    """One live job. `held` is what was held from its start, `held_now` what still is; None if unknown."""

    entry: JournalEntry
    held: Optional[int]
    held_now: int
    used: Optional[int]
    released: Optional[int]

    @property
    def month(self) -> Month:
        """Returns year and month of its start, UTC."""
        created = self.entry.created.astimezone(timezone.utc)
        return created.year, created.month


@dataclass(frozen=True)
class LedgerSums:
    """The sums of some lines; `unknown` counts the jobs whose cost is unknown."""

    held: int = 0
    held_now: int = 0
    used: int = 0
    released: int = 0
    unknown: int = 0


@dataclass(frozen=True)
class Comparison:
    """The journal compared with the service's history, job by job.

    `agreeing` counts the jobs on which both agree, `differing` are the others with the service's charge, and
    `other_credits` is what the service charged for jobs that were not ordered on this computer.
    """

    agreeing: int
    differing: Tuple[Tuple[JournalEntry, int], ...]
    other_credits: int


def ledger_lines(entries: Iterable[JournalEntry]) -> Tuple[LedgerLine, ...]:
    """Returns one line per live job, in the order of the entries."""
    return tuple(_line(entry) for entry in entries if entry.mode is JobMode.LIVE)


def ledger_sums(lines: Iterable[LedgerLine]) -> LedgerSums:
    """Adds lines up."""
    sums = LedgerSums()
    for line in lines:
        is_unknown = line.used is None and not line.entry.is_open
        sums = LedgerSums(
            sums.held + (line.held or 0),
            sums.held_now + line.held_now,
            sums.used + (line.used or 0),
            sums.released + (line.released or 0),
            sums.unknown + is_unknown,
        )
    return sums


def compare(entries: Iterable[JournalEntry], charges: Sequence[Charge]) -> Comparison:
    """Compares finished jobs with the service's history; open jobs have no final cost on either side."""
    charged: Counter[str] = Counter()
    for charge in charges:
        charged[charge.job_id] += charge.credits
    agreeing, differing, own = 0, [], set()
    for entry in entries:
        if entry.mode is not JobMode.LIVE or not entry.job_id:
            continue
        own.add(entry.job_id)
        if entry.is_open:
            continue
        if charged[entry.job_id] == (entry.credits_used or 0):
            agreeing += 1
        else:
            differing.append((entry, charged[entry.job_id]))
    others = sum(credits for job_id, credits in charged.items() if job_id not in own)
    return Comparison(agreeing, tuple(differing), others)


def ledger_csv(lines: Iterable[LedgerLine]) -> str:
    """Returns lines as CSV with English headings, UTC times and empty cells for unknown values."""
    return csv_text(CSV_HEADINGS, (_cells(line) for line in lines))


def since(lines: Sequence[LedgerLine], default: datetime) -> datetime:
    """Returns the start of the oldest line."""
    return min((line.entry.created for line in lines), default=default)


def _line(entry: JournalEntry) -> LedgerLine:
    if entry.is_open:
        return LedgerLine(entry, entry.hold_credits, entry.hold_credits, entry.credits_used, None)
    if entry.state is not EntryState.CREATED:
        return LedgerLine(entry, 0, 0, 0, 0)
    # The hold of a job that was rebuilt from the service is unknown.
    held = entry.hold_credits or None
    used = entry.credits_used
    released = None if held is None or used is None else max(held - used, 0)
    return LedgerLine(entry, held, 0, used, released)


def _cells(line: LedgerLine) -> Tuple[str, ...]:
    entry = line.entry
    state = entry.status.value if entry.state is EntryState.CREATED else entry.state.value.upper()
    words = (entry.connection, entry.name, entry.job_id, entry.product_title)
    figures = (entry.scene_count, line.held, line.held_now, line.used, line.released)
    return (
        utc_text(entry.created),
        *(cell_text(word) for word in words),
        *("" if figure is None else str(figure) for figure in figures),
        *(cell_text(word) for word in (entry.origin, state, entry.project)),
    )
