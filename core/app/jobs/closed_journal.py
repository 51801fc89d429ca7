"""A read-only, empty substitute for a journal that cannot be opened, until it can be."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Optional, Sequence, Tuple

from ...domain.errors import Up42Error
from ...domain.jobs.journal import Change, JournalEntry
from ...domain.ports.journal import JobJournal
from ...domain.ports.watches import WatchMemory


class ClosedJournal:
    """Implements JobJournal without a file: empty, and every write raises the error of the failed opening.

    Once `reopen` has succeeded it is the journal that `open_journal` returned.
    """

    def __init__(self, error: Up42Error, open_journal: Callable[[], JobJournal]) -> None:
        self._error = error
        self._open = open_journal
        self._opened: Optional[JobJournal] = None
        self.set_aside: Optional[Path] = None

    @property
    def error(self) -> Optional[Up42Error]:
        """Returns why the journal is closed, None once it is open."""
        return self._error if self._opened is None else None

    @property
    def watches(self) -> WatchMemory:
        """Refuses while closed: without a memory a watch would report everything again."""
        return self._real().watches

    def reopen(self) -> None:
        """Opens the journal; raises the error if it still cannot be opened."""
        if self._opened is not None:
            return
        try:
            self._opened = self._open()
        except Up42Error as error:
            self._error = error
            raise
        self.set_aside = self._opened.set_aside

    def begin(
        self, entry: JournalEntry, allow: Optional[Callable[[Sequence[JournalEntry]], None]] = None
    ) -> JournalEntry:
        """Refuses while closed: without an intent on disk no job may be started."""
        return self._real().begin(entry, allow)

    def update(self, key: str, **changes: Any) -> JournalEntry:
        """Refuses while closed."""
        return self._real().update(key, **changes)

    def renew(self, key: str) -> None:
        """Refuses while closed."""
        self._real().renew(key)

    def entry(self, key: str) -> JournalEntry:
        """Raises KeyError while closed."""
        if self._opened is None:
            raise KeyError(key)
        return self._opened.entry(key)

    def entries(self, connection: Optional[str] = None, account: Optional[str] = None) -> Tuple[JournalEntry, ...]:
        """Empty while closed."""
        return self._opened.entries(connection, account) if self._opened is not None else ()

    def history(self, key: str) -> Tuple[Change, ...]:
        """Empty while closed."""
        return self._opened.history(key) if self._opened is not None else ()

    def has_gap(self, account: str) -> bool:
        """Returns whether the journal lacks jobs; while closed there is none to complete."""
        return self._opened is not None and self._opened.has_gap(account)

    def close_gap(self, account: str, found: Sequence[JournalEntry]) -> Tuple[JournalEntry, ...]:
        """Adds nothing while closed."""
        return self._opened.close_gap(account, found) if self._opened is not None else ()

    def close(self) -> None:
        """Closes what was opened."""
        if self._opened is not None:
            self._opened.close()

    def _real(self) -> JobJournal:
        if self._opened is None:
            raise self._error
        return self._opened
