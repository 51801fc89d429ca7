"""Secrets in QGIS's encrypted authentication database; main thread only, since QGIS may ask for its password."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsApplication, QgsAuthManager, QgsAuthMethodConfig

from ..domain.connections import Credentials
from ..domain.errors import ErrorKind, Up42Error

_METHOD = "Basic"


def store(name: str, credentials: Credentials, url: str, authcfg: str = "") -> str:
    """Stores a secret, in place of the entry `authcfg` if there is one, and returns the entry's id.

    Raises NO_CREDENTIALS when the database is off or its master password was refused.
    """
    manager = _manager()
    config = QgsAuthMethodConfig(_METHOD)
    config.setName(f"UP42 Jobs: {name}")
    config.setUri(url)
    config.setConfig("username", credentials.user)
    config.setConfig("password", credentials.key)
    if authcfg and authcfg in manager.configIds():
        config.setId(authcfg)
        if not manager.updateAuthenticationConfig(config):
            raise Up42Error(ErrorKind.NO_CREDENTIALS, name)
        return authcfg
    stored = manager.storeAuthenticationConfig(config)
    # A tuple on current versions, a bare bool on older ones.
    ok = stored[0] if isinstance(stored, tuple) else stored
    kept = stored[1] if isinstance(stored, tuple) else config
    if not ok or not kept.id():
        raise Up42Error(ErrorKind.NO_CREDENTIALS, name)
    return kept.id()


def load(authcfg: str) -> Optional[Credentials]:
    """Returns a stored secret, None for an unknown entry; NO_CREDENTIALS when the master password was refused."""
    manager = _manager()
    if not authcfg or authcfg not in manager.configIds():
        return None
    config = QgsAuthMethodConfig()
    loaded = manager.loadAuthenticationConfig(authcfg, config, True)
    ok, kept = loaded if isinstance(loaded, tuple) else (loaded, config)
    if not ok:
        raise Up42Error(ErrorKind.NO_CREDENTIALS, authcfg)
    return Credentials(kept.config("username"), kept.config("password"))


def remove(authcfg: str) -> None:
    """Removes a secret."""
    manager = QgsApplication.authManager()
    if authcfg and not manager.isDisabled() and authcfg in manager.configIds():
        manager.removeAuthenticationConfig(authcfg)


def _manager() -> QgsAuthManager:
    manager = QgsApplication.authManager()
    if manager.isDisabled():
        raise Up42Error(ErrorKind.NO_CREDENTIALS, manager.disabledMessage())
    return manager
