"""All connections and their credentials, for both the dock and Processing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional, Tuple

from ..domain.connections import SANDBOX_NAME, SANDBOX_PLATFORM_NAME, Connection, Service
from ..domain.errors import ErrorKind, Up42Error
from . import credentials

if TYPE_CHECKING:
    from ..domain.ports.services import Access, Services
    from .preferences import ConnectionStore

_SANDBOXES = (
    Connection(SANDBOX_NAME, Service.WORKFLOWS, "", ""),
    Connection(SANDBOX_PLATFORM_NAME, Service.PLATFORM, "", ""),
)


def all_connections(services: Services, store: ConnectionStore) -> Tuple[Connection, ...]:
    """Returns the Sandbox's connections, the environment's if there is one, then the user's own."""
    environment = services.environment()
    between = () if environment is None else (environment[0],)
    return (*_SANDBOXES, *between, *store.connections())


def is_built_in(connection: Connection) -> bool:
    """Returns whether the connection uses the embedded Sandbox."""
    return connection in _SANDBOXES


def stored_access(connection: Connection, services: Services) -> Optional[Access]:
    """Returns connection and secret, None for the Sandbox, which is started on a worker thread.

    Main thread only: QGIS may ask for the master password. Raises NO_CREDENTIALS without a secret.
    """
    if is_built_in(connection):
        return None
    environment = services.environment()
    if environment is not None and environment[0].name == connection.name:
        return environment
    kept = credentials.load(connection.authcfg)
    if kept is None:
        raise Up42Error(ErrorKind.NO_CREDENTIALS, connection.name)
    return connection, kept
