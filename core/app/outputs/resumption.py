"""Goes on by itself with downloads that broke for want of a network."""

from __future__ import annotations

from typing import Callable, Dict, Optional

from qgis.PyQt.QtCore import QObject, QTimer

from ...domain.errors import ErrorKind, Up42Error
from ..session.account import Account, AccountState

FIRST_PAUSE_MS = 5000
MAX_PAUSE_MS = 60_000
GROWTH = 2


def is_interruption(error: Optional[Up42Error]) -> bool:
    """Tells whether a download failed for a reason that goes away: fetching spends nothing, so it may be repeated."""
    # Fresh links that are refused as well are no matter of the network.
    return error is not None and error.is_retryable and error.kind is not ErrorKind.LINK_EXPIRED


class Resumption(QObject):
    """Tries broken downloads again with growing pauses, and at once when the service answers a sign-in again.

    `go_on` begins the download of a job anew, from where it stopped; it may do nothing while the service is away.
    """

    def __init__(self, account: Account, go_on: Callable[[str], None], parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._account = account
        self._go_on = go_on
        # By key of the job: what has been told of it.
        self._broken: Dict[str, ErrorKind] = {}
        self._pause_ms = FIRST_PAUSE_MS
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._try)
        account.state_changed.connect(self._on_account_changed)

    def add(self, key: str, error: Up42Error) -> bool:
        """Takes a download that broke, and tells whether that is news: a failure like the last one is none."""
        is_news = self._broken.get(key) is not error.kind
        self._broken[key] = error.kind
        if not self._timer.isActive():
            self._timer.start(self._pause_ms)
            self._pause_ms = min(self._pause_ms * GROWTH, MAX_PAUSE_MS)
        return is_news

    def drop(self, key: str) -> None:
        """Forgets a download that has ended, in whatever way."""
        self._broken.pop(key, None)
        if not self._broken:
            self._timer.stop()
            self._pause_ms = FIRST_PAUSE_MS

    def close(self) -> None:
        """Stops trying."""
        self._broken.clear()
        self._timer.stop()

    def _on_account_changed(self) -> None:
        if self._broken and self._account.state is AccountState.READY:
            self._try()

    def _try(self) -> None:
        self._timer.stop()
        for key in list(self._broken):
            self._go_on(key)
