"""What both doors, dock and Processing, get from outside: built once by the plugin."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional, Tuple

from ..connections import Connection, Credentials, Service
from ..network import NetworkProfile
from ..outputs.delivery import UnpackLimits
from .downloads import Downloads
from .gateway import JobGateway
from .journal import JobJournal

Access = Tuple[Connection, Credentials]


@dataclass(frozen=True)
class Services:
    """The parts behind the ports.

    `open_sandbox` starts the built-in Sandbox when first asked and may take some milliseconds: worker thread.
    `environment` is the connection that the environment variables describe. `home` is the folder of journal,
    cache and default outputs.
    """

    open_gateway: Callable[[Connection, Credentials, NetworkProfile], JobGateway]
    open_downloads: Callable[[NetworkProfile, UnpackLimits], Downloads]
    open_sandbox: Callable[[Service], Access]
    environment: Callable[[], Optional[Access]]
    open_journal: Callable[[], JobJournal]
    home: Path
