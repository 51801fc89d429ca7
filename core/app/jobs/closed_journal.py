"""A read-only, empty substitute for a journal that cannot be opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Optional, Sequence, Tuple

from ...domain.errors import Up42Error
from ...domain.jobs.journal import Change, JournalEntry


class ClosedJournal:
    """Implements JobJournal without a file; every write raises the error of the failed opening."""

    set_aside: Optional[Path] = None

    def __init__(self, error: Up42Error) -> None:
        self.error = error

    def begin(
        self, entry: JournalEntry, allow: Optional[Callable[[Sequence[JournalEntry]], None]] = None
    ) -> JournalEntry:
        """Refuses: without an intent on disk no job may be started."""
        raise self.error

    def update(self, key: str, **changes: Any) -> JournalEntry:
        """Refuses."""
        raise self.error

    def renew(self, key: str) -> None:
        """Refuses."""
        raise self.error

    def entry(self, key: str) -> JournalEntry:
        """Raises KeyError: always empty."""
        raise KeyError(key)

    def entries(self, connection: Optional[str] = None, account: Optional[str] = None) -> Tuple[JournalEntry, ...]:
        """Always empty."""
        return ()

    def history(self, key: str) -> Tuple[Change, ...]:
        """Always empty."""
        return ()

    def has_gap(self, account: str) -> bool:
        """Returns False: there is no journal to complete."""
        return False

    def close_gap(self, account: str, found: Sequence[JournalEntry]) -> Tuple[JournalEntry, ...]:
        """Adds nothing."""
        return ()

    def close(self) -> None:
        """Does nothing."""
