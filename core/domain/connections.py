"""Where the service is and who asks; secrets travel beside a connection, never inside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Optional
from urllib.parse import urlsplit

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
