"""Check Connection in the background: one run at a time, reported step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Optional, Tuple

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.errors import Cancelled, Up42Error
from ...usecases.check_connection import check_connection
from .task import Background, UseCaseTask

if TYPE_CHECKING:
    from ...domain.checks import CheckStep
    from ...domain.connections import Connection, Credentials
    from .account import Account


class _Relay(QObject):
    """Carries steps from a worker; without a parent, so that the worker may emit after the dialog was deleted."""

    made = pyqtSignal(object)


class ConnectionCheck(QObject):
    """Checks what a connection offers; spends nothing and changes nothing."""

    # CheckStep, on the main thread
    step_done = pyqtSignal(object)
    # None after all steps, else the Up42Error that prevented them
    ended = pyqtSignal(object)

    def __init__(self, account: Account, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._account = account
        self._background = Background()
        self.destroyed.connect(self._background.close)
        self._steps: List[CheckStep] = []

    @property
    def steps(self) -> Tuple[CheckStep, ...]:
        """Returns the steps completed so far."""
        return tuple(self._steps)

    def start(self, connection: Connection, credentials: Optional[Credentials] = None) -> None:
        """Checks a connection with these credentials, or with the stored ones."""
        self._steps = []
        try:
            open_gateway = self._account.opener(connection, credentials)
        except Up42Error as error:
            self.ended.emit(error)
            return

        # The session profits from the check: the signed-in gateway remembers which API variant the service accepts.
        is_current = credentials is None and connection == self._account.connection
        signed_in = self._account.gateway if is_current else None
        relay = _Relay()
        # Emitted on a worker; the queued signal delivers the step on this object's thread.
        relay.made.connect(self._take)

        def work(task: UseCaseTask) -> None:
            gateway, credentials_used = open_gateway()
            try:
                checked = signed_in or gateway
                check_connection(checked, task, relay.made.emit, hidden=(credentials_used.user, credentials_used.key))
            finally:
                gateway.close()

        self._background.run(f"UP42: {connection.name}", work, self._end)

    def close(self) -> None:
        """Stops the run; no signal is emitted afterwards."""
        self._background.close()

    def _take(self, step: CheckStep) -> None:
        if self._background.is_closed:
            return
        self._steps.append(step)
        self.step_done.emit(step)

    def _end(self, result: None, error: Optional[Up42Error]) -> None:
        if not isinstance(error, Cancelled):
            self.ended.emit(error)
