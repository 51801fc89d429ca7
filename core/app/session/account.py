"""The signed-in account: connection, products and credit balance."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Callable, Optional, Tuple

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...domain.addresses import is_address_safe
from ...domain.backoff import Backoff
from ...domain.connections import ENVIRONMENT_NAME, SANDBOX_NAME, Connection, Credentials, NetworkProfile
from ...domain.errors import ErrorKind, Up42Error, nothing_spent
from ...domain.foreign import Records
from ...domain.ports.gateway import JobGateway
from ...domain.products import Limits, Product
from ...host import credentials as credential_store
from ...host.connection_list import all_connections, is_built_in, stored_access
from .task import Background, Latest, UseCaseTask

if TYPE_CHECKING:
    from ...domain.jobs.credits import Balance
    from ...domain.ports.services import Access, Services
    from ...host.preferences import ConnectionStore

_LOG = logging.getLogger(__name__)


class AccountState(Enum):
    """The state of the sign-in."""

    SIGNED_OUT = "signed_out"
    SIGNING_IN = "signing_in"
    READY = "ready"
    FAILED = "failed"


OpenGateway = Callable[[], Tuple[JobGateway, Credentials]]


@dataclass(frozen=True)
class _Opened:
    gateway: JobGateway
    network: NetworkProfile
    who: str
    key: str
    balance: Optional[Balance]
    balance_error: Optional[Up42Error]
    limits: Limits
    products: Records[Product]


class Account(QObject):
    """The chosen connection: signed in or not, its products and its balance."""

    connections_changed = pyqtSignal()
    state_changed = pyqtSignal()
    balance_changed = pyqtSignal()
    products_changed = pyqtSignal()
    # Up42Error
    failed = pyqtSignal(object)

    def __init__(self, services: Services, store: ConnectionStore, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._services = services
        self._store = store
        self._background = Background()
        self._opening = Latest(self._background)
        self._connection: Optional[Connection] = None
        self._state = AccountState.SIGNED_OUT
        self._error: Optional[Up42Error] = None
        self._reported_kind: Optional[ErrorKind] = None
        self._gateway: Optional[JobGateway] = None
        self._network = NetworkProfile()
        self._who = ""
        self._key = ""
        self._balance: Optional[Balance] = None
        self._balance_error: Optional[Up42Error] = None
        self._limits = Limits()
        self._products: Records[Product] = Records()

    @property
    def connection(self) -> Optional[Connection]:
        """Returns the chosen connection, None before the first."""
        return self._connection

    @property
    def state(self) -> AccountState:
        """Returns whether it is signed in."""
        return self._state

    @property
    def error(self) -> Optional[Up42Error]:
        """Returns why the sign-in failed, None if it did not."""
        return self._error

    @property
    def gateway(self) -> Optional[JobGateway]:
        """Returns the way to the service, None while not signed in."""
        return self._gateway

    @property
    def network(self) -> NetworkProfile:
        """Returns the network settings of the sign-in."""
        return self._network

    @property
    def who(self) -> str:
        """Returns the signed-in user as the service names it, empty while not signed in."""
        return self._who

    @property
    def key(self) -> str:
        """Returns the permanent id of the account; empty until the sign-in returns it."""
        return self._key

    @property
    def balance(self) -> Optional[Balance]:
        """Returns the balance; None if it is unknown or the account may not see it."""
        return self._balance

    @property
    def balance_error(self) -> Optional[Up42Error]:
        """Returns why the service could not report the balance; None also if the account may not see it."""
        return self._balance_error

    @property
    def limits(self) -> Limits:
        """Returns the limits of the service."""
        return self._limits

    @property
    def products(self) -> Records[Product]:
        """Returns the products that the account can order."""
        return self._products

    def connections(self) -> Tuple[Connection, ...]:
        """Returns the Sandbox's connections, the environment's if there is one, then the user's own."""
        return all_connections(self._services, self._store)

    def select(self, name: str) -> None:
        """Changes to the connection of that name, or to the Sandbox if there is none, and signs in."""
        connections = self.connections()
        found = next((connection for connection in connections if connection.name == name), connections[0])
        if self._connection is not None and found == self._connection and self._state is not AccountState.FAILED:
            return
        self._connection = found
        self._store.selected = found.name
        self.refresh()

    def select_last(self) -> None:
        """Changes to the connection that was used last."""
        self.select(self._store.selected or SANDBOX_NAME)

    @property
    def orders_scenes(self) -> bool:
        """Returns whether the signed-in service places one order per scene."""
        return self._gateway is not None and self._gateway.orders_scenes

    @property
    def has_task_logs(self) -> bool:
        """Returns whether the signed-in service keeps logs of tasks."""
        return self._gateway is not None and self._gateway.logs is not None

    def refresh(self, is_quiet: bool = False) -> None:
        """Signs in again and reads balance, limits and products; if quiet, the same failure is not reported twice."""
        from ...host.network_profile import read_network_profile

        connection = self._connection
        if connection is None:
            return
        self._reported_kind = self._error.kind if is_quiet and self._error is not None else None
        self._opening.drop()
        self._close_gateway()
        self._who, self._key = "", ""
        self._balance, self._products, self._limits = None, Records(), Limits()
        self._balance_error = None
        self._error = None
        self._state = AccountState.SIGNING_IN
        self.state_changed.emit()
        self.balance_changed.emit()
        self.products_changed.emit()
        try:
            with nothing_spent():
                access = stored_access(connection, self._services)
                network = read_network_profile(self._services.home)
        except Up42Error as error:
            self._end(None, error)
            return
        except Exception as error:
            # Any failure must end the sign-in: the header would show "signing in" forever otherwise.
            _LOG.exception("Signing in to %s could not begin", connection.name)
            self._end(None, Up42Error(ErrorKind.INTERNAL, f"{type(error).__name__}: {error}"))
            return
        self._opening.run(
            f"UP42: {connection.name}",
            lambda task: self._open(connection, access, network),
            self._end,
            on_dropped=lambda opened: opened.gateway.close(),
        )

    def refresh_balance(self) -> None:
        """Reads the balance again; a failure keeps the figure that is known."""
        gateway = self._gateway
        if gateway is None:
            return

        def take(balance: Optional[Balance], error: Optional[Up42Error]) -> None:
            if self._gateway is gateway and error is None:
                self._balance, self._balance_error = balance, None
                self.balance_changed.emit()

        self._background.run("UP42: credits", lambda task: gateway.balance(), take)

    def save_connection(
        self, connection: Connection, credentials: Optional[Credentials], replaces: str = ""
    ) -> None:
        """Saves a connection, its secret in the authentication database; None keeps the stored secret.

        Raises Up42Error: INSECURE_ADDRESS, INVALID_REQUEST for a name that is taken, NO_CREDENTIALS when the
        authentication database refuses.
        """
        for address in (connection.api_url, connection.sign_in_url):
            if not is_address_safe(address):
                raise Up42Error(ErrorKind.INSECURE_ADDRESS, address)
        taken = {item.name for item in self.connections()} - {replaces}
        if not connection.name.strip() or connection.name in taken or connection.name == ENVIRONMENT_NAME:
            raise Up42Error(ErrorKind.INVALID_REQUEST, connection.name)
        old = self._store.connection(replaces) if replaces else None
        authcfg = old.authcfg if old is not None else ""
        if credentials is not None:
            authcfg = credential_store.store(connection.name, credentials, connection.api_url, authcfg)
        if not authcfg:
            raise Up42Error(ErrorKind.NO_CREDENTIALS)
        self._store.save(replace(connection, authcfg=authcfg), replaces)
        self.connections_changed.emit()
        if self._connection is not None and self._connection.name in (replaces, connection.name):
            self._connection = None
            self.select(connection.name)

    def remove_connection(self, name: str) -> None:
        """Removes a connection and its secret."""
        connection = self._store.connection(name)
        if connection is None:
            return
        credential_store.remove(connection.authcfg)
        self._store.remove(name)
        self.connections_changed.emit()
        if self._connection is not None and self._connection.name == name:
            self._connection = None
            self.select(SANDBOX_NAME)

    def test_connection(
        self,
        connection: Connection,
        credentials: Optional[Credentials],
        on_done: Callable[[str, Optional[Up42Error]], None],
    ) -> None:
        """Signs in once without changing anything; `on_done` gets the signed-in user, or the error."""
        try:
            open_gateway = self.opener(connection, credentials)
        except Up42Error as error:
            on_done("", error)
            return

        def sign_in(task: UseCaseTask) -> str:
            gateway, _ = open_gateway()
            try:
                with nothing_spent():
                    return gateway.sign_in()
            finally:
                gateway.close()

        self._background.run("UP42: sign in", sign_in, lambda who, error: on_done(who or "", error))

    def opener(self, connection: Connection, credentials: Optional[Credentials]) -> OpenGateway:
        """Returns a function that opens a connection on a worker thread; the caller closes the gateway.

        Without credentials it uses the stored ones. Main thread only, since QGIS may ask for the master password.
        Raises INSECURE_ADDRESS, NO_CREDENTIALS.
        """
        from ...host.network_profile import read_network_profile

        with nothing_spent():
            for address in () if is_built_in(connection) else (connection.api_url, connection.sign_in_url):
                if not is_address_safe(address):
                    raise Up42Error(ErrorKind.INSECURE_ADDRESS, address)
            access = (connection, credentials) if credentials else stored_access(connection, self._services)
            network = read_network_profile(self._services.home)

        def open_gateway() -> Tuple[JobGateway, Credentials]:
            where, who_asks = access or self._services.open_sandbox(connection.service)
            return self._services.open_gateway(where, who_asks, network), who_asks

        return open_gateway

    def stored_user(self, connection: Connection) -> str:
        """Returns the user name stored in the authentication database for a connection, empty without one."""
        kept = credential_store.load(connection.authcfg) if connection.authcfg else None
        return kept.user if kept is not None else ""

    def close(self) -> None:
        """Signs out and drops running tasks."""
        self._background.close()
        self._close_gateway()

    def _open(self, connection: Connection, access: Optional[Access], network: NetworkProfile) -> _Opened:
        from ...usecases.account_figures import known_balance

        where, who_asks = access or self._services.open_sandbox(connection.service)
        gateway = self._services.open_gateway(where, who_asks, network)
        with nothing_spent():
            who = gateway.sign_in()
            key = gateway.account()
            balance, failure = known_balance(gateway)
            return _Opened(gateway, network, who, key, balance, failure, gateway.limits(), gateway.products())

    def _end(self, opened: Optional[_Opened], error: Optional[Up42Error]) -> None:
        if opened is None:
            self._error = error
            self._state = AccountState.FAILED
            self.state_changed.emit()
            if error is None or error.kind is not self._reported_kind:
                self.failed.emit(error)
            return
        self._gateway, self._network, self._who, self._key = opened.gateway, opened.network, opened.who, opened.key
        self._balance, self._limits, self._products = opened.balance, opened.limits, opened.products
        self._balance_error = opened.balance_error
        self._state = AccountState.READY
        self.state_changed.emit()
        self.balance_changed.emit()
        self.products_changed.emit()

    def _close_gateway(self) -> None:
        if self._gateway is not None:
            self._gateway.close()
            self._gateway = None


FIRST_PAUSE_S = 5.0
MAX_PAUSE_S = 300.0
GROWTH = 2.0


class Reconnection(QObject):
    """Retries a sign-in that failed without a network, silently and with growing pauses."""

    def __init__(self, account: Account, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._account = account
        self._pauses = Backoff(FIRST_PAUSE_S, MAX_PAUSE_S, GROWTH)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: account.refresh(is_quiet=True))
        account.state_changed.connect(self._on_state_changed)

    def close(self) -> None:
        """Stops retrying."""
        self._timer.stop()

    def _on_state_changed(self) -> None:
        self._timer.stop()
        state, error = self._account.state, self._account.error
        if state is AccountState.READY:
            self._pauses.reset()
        elif state is AccountState.FAILED and error is not None and error.is_retryable:
            self._timer.start(self._pauses.pause_ms())
