"""Strict parsing of server addresses; refuses addresses that two parsers could read differently."""

from __future__ import annotations

import ipaddress
import re
from typing import NamedTuple, Optional
from urllib.parse import urljoin, urlsplit

_PORTS = {"http": 80, "https": 443}
# No user name, ASCII only: two parsers read two different hosts from `http://evil\@127.0.0.1/`.
_AUTHORITY = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")


class Origin(NamedTuple):
    """The server that receives a request: scheme, host in lower case, port."""

    scheme: str
    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Returns whether this is a server on this machine."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Returns whether a host name or IP address is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def origin_of(url: str) -> Optional[Origin]:
    """Returns the server that an absolute address reaches; None for schemes other than http and https, for a user name
    before the host, and for characters that parsers read differently.
    """
    if _CONTROL.search(url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not _AUTHORITY.fullmatch(parts.netloc) or not parts.hostname or port == 0:
        return None
    return Origin(parts.scheme, str(parts.hostname), port or _PORTS[parts.scheme])


def is_address_safe(url: str) -> bool:
    """Returns whether requests to the address are safe from eavesdropping: https, or http on this machine."""
    origin = origin_of(url)
    return origin is not None and (origin.scheme == "https" or origin.is_loopback)


def resolved(base: str, link: str) -> Optional[str]:
    """Returns a link as an absolute address, resolved against the absolute address `base` (RFC 3986, 5.2); None if the
    result does not pass the strict parser.
    """
    if _CONTROL.search(link):
        return None
    try:
        given, address = urlsplit(link), urljoin(base, link)
    except ValueError:
        return None
    # Some parsers read `https:path` as a path relative to the base, others as a host.
    is_doubtful = bool(given.scheme) and not given.netloc
    return None if is_doubtful or origin_of(address) is None else address
