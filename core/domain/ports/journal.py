"""The port for the journal of live jobs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Optional, Protocol, Sequence, Tuple

if TYPE_CHECKING:
    from ..jobs.journal import Change, JournalEntry
    from .watches import WatchMemory


class JobJournal(Protocol):
    """A crash-proof record of our jobs; safe for several threads and processes."""

    @property
    def set_aside(self) -> Optional[Path]:
        """Returns the path of the damaged journal that this one replaced."""

    @property
    def watches(self) -> WatchMemory:
        """Returns the memory of watches, which is in the same file."""

    def begin(
        self, entry: JournalEntry, allow: Optional[Callable[[Sequence[JournalEntry]], None]] = None
    ) -> JournalEntry:
        """Writes an intent and returns only when it is on disk.

        ALREADY_STARTED if an open entry of the same account has the same fingerprint. `allow` is called with all
        entries while no other process can add one, and may refuse by raising. JOURNAL_REPLACED if the file was deleted
        or replaced by another one.
        """

    def update(self, key: str, **changes: Any) -> JournalEntry:
        """Changes fields of an entry, records the time and returns the entry when it is on disk."""

    def renew(self, key: str) -> None:
        """Records that another request of a job is about to leave; TIMED_OUT if it was given up or is over."""

    def entry(self, key: str) -> JournalEntry:
        """Returns one entry; KeyError if there is none."""

    def entries(self, connection: Optional[str] = None, account: Optional[str] = None) -> Tuple[JournalEntry, ...]:
        """Returns all entries, those of an account or, without one, those under a connection's name; newest first.

        With both, entries under that name whose account is unknown are included.
        """

    def history(self, key: str) -> Tuple[Change, ...]:
        """Returns all changes of an entry, oldest first."""

    def has_gap(self, account: str) -> bool:
        """Returns whether a damaged journal may have contained jobs of the account that this one lacks."""

    def close_gap(self, account: str, found: Sequence[JournalEntry]) -> Tuple[JournalEntry, ...]:
        """Adds the jobs that the service listed for an account, and returns those that were missing."""

    def close(self) -> None:
        """Closes the file."""
