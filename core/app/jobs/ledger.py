"""The ledger: credits of this computer's live jobs, compared with the service's history."""

from __future__ import annotations

from typing import Callable, Optional, Tuple

from qgis.PyQt.QtCore import QObject

from ...domain.clock import utc_now
from ...domain.errors import ErrorKind, Up42Error
from ...domain.jobs.ledger import Comparison, LedgerLine, LedgerSums, compare, ledger_lines, ledger_sums, since
from ...domain.ports.journal import JobJournal
from ..session.account import Account
from ..session.task import Background, UseCaseTask

# The comparison, None if the service has no history; and the error if it failed.
Compared = Callable[[Optional[Comparison], Optional[Up42Error]], None]


class Ledger(QObject):
    """Reads the journal and compares it with the service's own history."""

    def __init__(self, account: Account, journal: JobJournal, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._account = account
        self._journal = journal
        self._background = Background()

    def lines(self, connection: Optional[str] = None, account: Optional[str] = None) -> Tuple[LedgerLine, ...]:
        """Returns all live jobs, or those of a connection's name or account, newest first.

        None while the journal cannot be read.
        """
        try:
            return ledger_lines(self._journal.entries(connection, account))
        except Up42Error:
            return ()

    def this_month(self) -> LedgerSums:
        """Returns the sums of the present account's jobs of this calendar month, UTC, and what is held now."""
        connection = self._account.connection
        if connection is None:
            return LedgerSums()
        now = utc_now()
        lines = self.lines(connection.name, self._account.key or None)
        return ledger_sums(line for line in lines if line.month == (now.year, now.month) or line.held_now)

    @property
    def connection_name(self) -> str:
        """Returns the connection whose history can be read, empty while there is none."""
        connection = self._account.connection
        return connection.name if connection is not None and self._account.gateway is not None else ""

    def compare(self, on_done: Compared) -> None:
        """Compares the present connection's jobs with the service's history."""
        gateway, name, account = self._account.gateway, self.connection_name, self._account.key
        if gateway is None:
            on_done(None, Up42Error(ErrorKind.NO_NETWORK))
            return

        def work(task: UseCaseTask) -> Optional[Comparison]:
            entries = self._journal.entries(name, account)
            start = since(ledger_lines(entries), utc_now())
            charges = None if gateway.history is None else gateway.history.charges(start)
            return None if charges is None else compare(entries, charges)

        self._background.run("UP42: history", work, on_done)

    def close(self) -> None:
        """Drops running tasks."""
        self._background.close()
