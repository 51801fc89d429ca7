"""How requests leave the machine, as read from the host application."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping, Optional


@dataclass(frozen=True)
class NetworkProfile:
    """Proxies by scheme, a file of trusted certificates, the read time-out in seconds, and the user agent.

    Proxy addresses may hold a user name and a key, so the mapping stays out of `repr`.
    """

    proxies: Mapping[str, str] = field(default_factory=dict, repr=False)
    authorities_file: Optional[str] = None
    timeout_s: float = 60.0
    user_agent: str = "UP42-QGIS"
