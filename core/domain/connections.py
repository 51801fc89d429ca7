"""Where the service is and who asks; secrets travel beside a connection, never inside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Callable, Dict, Optional
from urllib.parse import urlsplit

from .addresses import origin_of

SANDBOX_NAME = "Sandbox"
SANDBOX_PLATFORM_NAME = "Sandbox Platform"
# No other connection can have one of these names.
SANDBOX_NAMES = (SANDBOX_NAME, SANDBOX_PLATFORM_NAME)
ENVIRONMENT_NAME = "Environment"


class Service(Enum):
    """The two generations of the service."""

    WORKFLOWS = "workflows"
    PLATFORM = "platform"


class Region(Enum):
    """The regions of today's service; accounts, ids and stored assets do not cross them."""

    EU = "eu"
    SA = "sa"


# Source: the service's developer documentation, addresses by region.
API_URLS = {Region.EU: "https://api.up42.com", Region.SA: "https://api.sa.up42.com"}
SIGN_IN_URLS = {Region.EU: "https://auth.up42.com", Region.SA: "https://auth.sa.up42.com"}
CONSOLE_URLS = {Region.EU: "https://console.up42.com", Region.SA: "https://console.sa.up42.com"}


@dataclass(frozen=True)
class Connection:
    """A named place to order from; `authcfg` names the entry of the authentication database that signs in.

    `sees_everybody`: orders and storage of all members of the account are listed, not the user's own alone.
    """

    name: str
    service: Service
    api_url: str
    sign_in_url: str
    authcfg: str = ""
    sees_everybody: bool = False

    @property
    def is_sandbox(self) -> bool:
        """Tells whether this is the built-in Sandbox, which spends nothing."""
        return self.name in SANDBOX_NAMES


@dataclass(frozen=True)
class Credentials:
    """The two halves of a sign-in: project id and project key, or account mail and its key."""

    user: str
    key: str = field(repr=False)


def account_key(connection: Connection, own_id: str) -> str:
    """Returns what names an account for good: the service's address and the project's or user's own id.

    Two connections to one account have the same, whatever they are called. The built-in Sandbox is at another address
    after each start, and is one account all the same.
    """
    if connection.is_sandbox:
        return f"{connection.name}#{own_id}"
    parts = urlsplit(connection.api_url.strip())
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{parts.path.rstrip('/')}#{own_id}"


def region_of(api_url: str) -> Optional[Region]:
    """Returns the region whose service answers at the address, or None for an address of one's own."""
    wanted = api_url.rstrip("/")
    return next((region for region, url in API_URLS.items() if url == wanted), None)


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
