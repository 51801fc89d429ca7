"""The implementations behind the ports, built once by the plugin for the dock and for Processing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Optional, Tuple

from ..connections import Connection, Credentials, NetworkProfile, Service

if TYPE_CHECKING:
    from ..outputs.unpack_limits import UnpackLimits
    from .downloads import Downloads
    from .gateway import JobGateway
    from .journal import JobJournal

Access = Tuple[Connection, Credentials]
# Below `home`: the kept watches. Named here because the dock looks for it before it imports what reads it.
WATCHES_FOLDER = "watches"


@dataclass(frozen=True)
class Services:
    """The implementations behind the ports.

    `open_sandbox` starts the built-in Sandbox on first use and may take some milliseconds: worker thread.
    `environment` returns the connection defined by environment variables. `home` is the folder for the journal,
    the cache and default outputs.
    """

    open_gateway: Callable[[Connection, Credentials, NetworkProfile], JobGateway]
    open_downloads: Callable[[NetworkProfile, UnpackLimits], Downloads]
    open_sandbox: Callable[[Service], Access]
    environment: Callable[[], Optional[Access]]
    open_journal: Callable[[], JobJournal]
    home: Path
