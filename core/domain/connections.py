"""Connections: service addresses, accounts and network settings; secrets are passed separately, never inside."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Callable, Dict, Optional
from urllib.parse import urlsplit

from .addresses import origin_of

SANDBOX_NAME = "Sandbox"
SANDBOX_PLATFORM_NAME = "Sandbox Platform"
# Reserved: no other connection can have one of these names.
SANDBOX_NAMES = (SANDBOX_NAME, SANDBOX_PLATFORM_NAME)
ENVIRONMENT_NAME = "Environment"


class Service(Enum):
    """The two generations of the service."""

    WORKFLOWS = "workflows"
    PLATFORM = "platform"


class Region(Enum):
    """The regions of the platform service; accounts, ids and stored assets belong to one region."""

    EU = "eu"
    SA = "sa"


# Source: the service's developer documentation, addresses by region.
API_URLS = {Region.EU: "https://api.up42.com", Region.SA: "https://api.sa.up42.com"}
SIGN_IN_URLS = {Region.EU: "https://auth.up42.com", Region.SA: "https://auth.sa.up42.com"}
CONSOLE_URLS = {Region.EU: "https://console.up42.com", Region.SA: "https://console.sa.up42.com"}


@dataclass(frozen=True)
class Connection:
    """A named service address; `authcfg` is the entry of the authentication database with its credentials.

    `sees_everybody`: lists orders and storage of all members of the account, not only the user's own.
    """

    name: str
    service: Service
    api_url: str
    sign_in_url: str
    authcfg: str = ""
    sees_everybody: bool = False

    @property
    def is_sandbox(self) -> bool:
        """Returns whether this is the built-in Sandbox, which spends nothing."""
        return self.name in SANDBOX_NAMES


@dataclass(frozen=True)
class Credentials:
    """What a sign-in needs: project id and project key, or account e-mail and password."""

    user: str
    key: str = field(repr=False)


def account_key(connection: Connection, own_id: str) -> str:
    """Returns the permanent key of an account: the service's address and the project's or user's own id.

    Two connections to one account have the same key, whatever the names of the connections. The built-in Sandbox gets
    another address at each start and is still one account.
    """
    if connection.is_sandbox:
        return f"{connection.name}#{own_id}"
    parts = urlsplit(connection.api_url.strip())
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{parts.path.rstrip('/')}#{own_id}"


def region_of(api_url: str) -> Optional[Region]:
    """Returns the region whose service has this address, or None for a custom address."""
    wanted = api_url.rstrip("/")
    return next((region for region, url in API_URLS.items() if url == wanted), None)


# A create request leaves within this time of being requested, or not at all: signing in first may take long.
CREATE_LEAVES_WITHIN_S = 60.0
# It is given up this long after it began to connect, regardless of QGIS's own time-out. Then it was refused or never
# sent, or its job is looked for by name. The sum of both limits how long a create request may be under way.
CREATE_DEADLINE_S = 90.0
DEFAULT_TIMEOUT_S = 60.0
# Bounds answers that arrive byte by byte; long enough for the largest page over a slow line.
READ_DEADLINE_S = 180.0

# (address of a request) -> address of its proxy, empty for a direct connection. Any thread; may raise Up42Error if the
# configured proxy cannot be used.
FindProxy = Callable[[str], str]


def no_proxy(url: str) -> str:
    """Returns an empty text: every request is sent directly."""
    return ""


@dataclass(frozen=True)
class NetworkProfile:
    """The proxy of each request, a file of trusted certificates, the read time-out in seconds, and the user agent.

    `deadline_s` bounds a read including its retries, `create_deadline_s` a request that creates something.
    A proxy address may contain a user name and a password, so `find_proxy` is left out of `repr`.
    """

    find_proxy: FindProxy = field(default=no_proxy, repr=False)
    authorities_file: Optional[str] = None
    timeout_s: float = DEFAULT_TIMEOUT_S
    user_agent: str = "UP42-QGIS"
    deadline_s: float = READ_DEADLINE_S
    create_deadline_s: float = CREATE_DEADLINE_S

    @property
    def silence_s(self) -> float:
        """Returns how long a response may pause, in seconds; the default if QGIS's time-out is 0."""
        return self.timeout_s if 0 < self.timeout_s < float("inf") else DEFAULT_TIMEOUT_S

    def proxies_for(self, url: str) -> Dict[str, str]:
        """Returns the proxies by scheme for one address, as `requests` expects them; none for this machine.

        A proxy on another computer could not reach the embedded Sandbox, and would see its credentials. Raises
        PROXY_HOST_INVALID or SOCKS_NOT_SUPPORTED if the configured proxy for the address cannot be used.
        """
        origin = origin_of(url)
        if origin is None or origin.is_loopback:
            return {}
        address = self.find_proxy(url)
        return {"http": address, "https": address} if address else {}
