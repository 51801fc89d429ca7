"""How requests leave the machine, as read from the host application."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping, Optional

# A request that creates a job leaves within this time of being asked for, or not at all: signing in may take long.
CREATE_LEAVES_WITHIN_S = 60.0
# And it is given up this long after it began to connect, whatever QGIS's own time-out: then it is known to have been
# refused or never sent, or its job is looked for by name. Both together are the longest that one may be under way.
CREATE_DEADLINE_S = 90.0


@dataclass(frozen=True)
class NetworkProfile:
    """Proxies by scheme, a file of trusted certificates, the read time-out in seconds, and the user agent.

    Proxy addresses may hold a user name and a key, so the mapping stays out of `repr`.
    """

    proxies: Mapping[str, str] = field(default_factory=dict, repr=False)
    authorities_file: Optional[str] = None
    timeout_s: float = 60.0
    user_agent: str = "UP42-QGIS"
