"""The journal of live jobs, as use cases see it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Optional, Protocol, Sequence, Tuple

from ..jobs.journal import Change, JournalEntry


class JobJournal(Protocol):
    """Remembers our jobs over crashes; safe for several threads and processes.

    `set_aside` is where a damaged journal was moved when this one was begun in its place, None without one.
    """

    set_aside: Optional[Path]

    def begin(
        self, entry: JournalEntry, allow: Optional[Callable[[Sequence[JournalEntry]], None]] = None
    ) -> JournalEntry:
        """Writes an intent and returns only when it is on disk.

        ALREADY_STARTED while an open entry of the same account has the same fingerprint. `allow` is shown all
        entries while no other process can add one, and may refuse by raising. JOURNAL_REPLACED where the file was
        deleted or another one was put in its place.
        """

    def update(self, key: str, **changes: Any) -> JournalEntry:
        """Changes fields of an entry, notes the time and returns the entry when it is on disk."""

    def renew(self, key: str) -> None:
        """Notes that one more request of an intent is about to leave; TIMED_OUT where it is no intent any more."""

    def entry(self, key: str) -> JournalEntry:
        """Returns one entry; KeyError where there is none."""

    def entries(self, connection: Optional[str] = None, account: Optional[str] = None) -> Tuple[JournalEntry, ...]:
        """Returns all entries, those of an account or, without one, those under a connection's name; newest first.

        With both, entries under that name whose account is not known are among them.
        """

    def history(self, key: str) -> Tuple[Change, ...]:
        """Returns all changes of an entry, oldest first."""

    def has_gap(self, account: str) -> bool:
        """Returns whether a damaged journal may have known jobs of the account that this one does not."""

    def close_gap(self, account: str, found: Sequence[JournalEntry]) -> Tuple[JournalEntry, ...]:
        """Adds the jobs of an account that its service was found to have, and returns those that were missing."""

    def close(self) -> None:
        """Closes the file."""
