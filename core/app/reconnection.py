"""Signs in again by itself once the network is back."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QObject, QTimer

from .session.account import Account, AccountState

FIRST_PAUSE_MS = 5000
LONGEST_PAUSE_MS = 300_000
GROWTH = 2


class Reconnection(QObject):
    """Tries a sign-in that failed for want of a connection again, with growing pauses and without a word."""

    def __init__(self, account: Account, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._account = account
        self._pause_ms = FIRST_PAUSE_MS
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: account.refresh(is_quiet=True))
        account.state_changed.connect(self._on_state_changed)

    def close(self) -> None:
        """Stops trying."""
        self._timer.stop()

    def _on_state_changed(self) -> None:
        self._timer.stop()
        state, error = self._account.state, self._account.error
        if state is AccountState.READY:
            self._pause_ms = FIRST_PAUSE_MS
        elif state is AccountState.FAILED and error is not None and error.is_retryable:
            self._timer.start(self._pause_ms)
            self._pause_ms = min(self._pause_ms * GROWTH, LONGEST_PAUSE_MS)
