"""Addresses of servers, read strictly: one that two readers could understand differently is refused."""

from __future__ import annotations

import ipaddress
import re
from typing import NamedTuple, Optional
from urllib.parse import urljoin, urlsplit

_PORTS = {"http": 80, "https": 443}
# No user name, no letters outside ASCII: `http://evil\@127.0.0.1/` has another host for each of two readers.
_AUTHORITY = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")


class Origin(NamedTuple):
    """What decides who reads a request: scheme, host in lower case, port."""

    scheme: str
    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Tells whether this is a server on this machine."""
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
    """Returns who a request to a whole address reaches; None for another scheme than http and https, a user name in
    front of the host, and characters that are read differently.
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
    """Tells whether requests to the address cannot be overheard: https anywhere, http on this machine alone."""
    origin = origin_of(url)
    return origin is not None and (origin.scheme == "https" or origin.is_loopback)


def resolved(base: str, link: str) -> Optional[str]:
    """Returns a link as a whole address, as seen from the whole address `base` (RFC 3986, 5.2); None where the result
    cannot be read strictly.
    """
    if _CONTROL.search(link):
        return None
    try:
        given, address = urlsplit(link), urljoin(base, link)
    except ValueError:
        return None
    # `https:path` is a path beside the base for some readers and a host for others.
    is_doubtful = bool(given.scheme) and not given.netloc
    return None if is_doubtful or origin_of(address) is None else address
