"""What became of jobs between two looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Sequence, Tuple

from ...domain.jobs.journal import EntryState
from .job_list import JobRow

_UNSETTLED = (EntryState.INTENT, EntryState.UNKNOWN)
# Thought never to have started; one that is there after all is news.
_GIVEN_UP = (EntryState.REFUSED, EntryState.ABSENT)


@dataclass(frozen=True)
class JobChanges:
    """Rows whose lost answer was cleared up, and rows that reached their end."""

    settled: Tuple[JobRow, ...] = ()
    finished: Tuple[JobRow, ...] = ()

    def __bool__(self) -> bool:
        """Tells whether there is any."""
        return bool(self.settled or self.finished)


def job_changes(before: Mapping[str, JobRow], after: Sequence[JobRow]) -> JobChanges:
    """Returns what is news about rows that were known by their keys before."""
    known = [(before[row.key], row) for row in after if row.key in before]
    settled = tuple(
        row
        for old, row in known
        if (old.entry_state in _UNSETTLED and row.entry_state not in _UNSETTLED)
        or (old.entry_state in _GIVEN_UP and row.entry_state is EntryState.CREATED)
    )
    finished = tuple(row for old, row in known if not old.status.is_final and row.status.is_final)
    return JobChanges(settled, finished)
