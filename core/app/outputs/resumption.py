"""Resumes interrupted downloads when the network returns."""

from __future__ import annotations

from typing import Callable, Dict, Optional

from qgis.PyQt.QtCore import QObject, QTimer

from ...domain.backoff import Backoff
from ...domain.errors import ErrorKind, Up42Error
from ..session.account import Account, AccountState

FIRST_PAUSE_S = 5.0
MAX_PAUSE_S = 60.0
GROWTH = 2.0


def is_interruption(error: Optional[Up42Error]) -> bool:
    """Returns whether a download failed temporarily; repeating it is safe, since it spends nothing."""
    # LINK_EXPIRED means that fresh links were refused as well: not a network problem.
    return error is not None and error.is_retryable and error.kind is not ErrorKind.LINK_EXPIRED


class Resumption(QObject):
    """Retries interrupted downloads with growing pauses, and at once after the next successful sign-in.

    `resume` restarts the download of a job where it stopped; it may do nothing while the service is unreachable.
    """

    def __init__(self, account: Account, resume: Callable[[str], None], parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._account = account
        self._resume = resume
        # The last reported failure, by key of the job.
        self._broken: Dict[str, ErrorKind] = {}
        self._pauses = Backoff(FIRST_PAUSE_S, MAX_PAUSE_S, GROWTH)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._try)
        account.state_changed.connect(self._on_account_changed)

    def add(self, key: str, error: Up42Error) -> bool:
        """Adds an interrupted download; returns whether its failure differs from the last one."""
        is_news = self._broken.get(key) is not error.kind
        self._broken[key] = error.kind
        if not self._timer.isActive():
            self._timer.start(self._pauses.pause_ms())
        return is_news

    def drop(self, key: str) -> None:
        """Removes a download that has ended."""
        self._broken.pop(key, None)
        if not self._broken:
            self._timer.stop()
            self._pauses.reset()

    def close(self) -> None:
        """Stops retrying."""
        self._broken.clear()
        self._timer.stop()

    def _on_account_changed(self) -> None:
        if self._broken and self._account.state is AccountState.READY:
            self._try()

    def _try(self) -> None:
        self._timer.stop()
        for key in list(self._broken):
            self._resume(key)
