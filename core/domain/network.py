"""How requests leave the machine, as read from the host application."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, Dict, Optional

from .addresses import origin_of

# A request that creates a job leaves within this time of being asked for, or not at all: signing in may take long.
CREATE_LEAVES_WITHIN_S = 60.0
# And it is given up this long after it began to connect, whatever QGIS's own time-out: then it is known to have been
# refused or never sent, or its job is looked for by name. Both together are the longest that one may be under way.
CREATE_DEADLINE_S = 90.0
DEFAULT_TIMEOUT_S = 60.0
# An answer that arrives a byte at a time has to end as well; long enough for the largest page over a slow line.
READ_DEADLINE_S = 180.0

# (address of a request) -> address of the proxy for it, empty for a direct connection. Any thread; may raise Up42Error
# if the proxy that is set cannot be used.
FindProxy = Callable[[str], str]


def no_proxy(url: str) -> str:
    """Returns an empty text: every request is sent directly."""
    return ""


@dataclass(frozen=True)
class NetworkProfile:
    """The proxy of each request, a file of trusted certificates, the read time-out in seconds, and the user agent.

    `deadline_s` bounds a read as a whole, its repeats included; `create_deadline_s` a request that creates something.
    A proxy address may hold a user name and a password, so what finds it stays out of `repr`.
    """

    find_proxy: FindProxy = field(default=no_proxy, repr=False)
    authorities_file: Optional[str] = None
    timeout_s: float = DEFAULT_TIMEOUT_S
    user_agent: str = "UP42-QGIS"
    deadline_s: float = READ_DEADLINE_S
    create_deadline_s: float = CREATE_DEADLINE_S

    @property
    def silence_s(self) -> float:
        """Returns how long an answer may be silent; QGIS's time-out may be 0, which no request would survive."""
        return self.timeout_s if 0 < self.timeout_s < float("inf") else DEFAULT_TIMEOUT_S

    def proxies_for(self, url: str) -> Dict[str, str]:
        """Returns the proxies by scheme for one address, as `requests` takes them; none for this machine.

        A proxy is another computer: it could not reach the embedded Sandbox, and would read its sign-in. Raises
        PROXY_HOST_INVALID or SOCKS_NOT_SUPPORTED if the proxy that is set for the address cannot be used.
        """
        origin = origin_of(url)
        if origin is None or origin.is_loopback:
            return {}
        address = self.find_proxy(url)
        return {"http": address, "https": address} if address else {}
