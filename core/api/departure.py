"""Sends one request on its own thread, records whether its first byte was sent, and can abandon it.

The caller can stop waiting at any moment. The connection classes below record the first byte of the request proper,
which follows name lookup, connecting, TLS and CONNECT.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import socket
import threading
import time
from contextvars import ContextVar
from typing import Any, Callable, Dict, List, Optional, TypeVar

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.utils import get_auth_from_url

from ..domain.addresses import origin_of
from ..domain.cancelling import Check
from ..domain.connections import NetworkProfile
from ..domain.errors import ErrorKind, Up42Error

CONNECT_TIMEOUT_S = 10.0
POOL_SIZE = 16
# Services, their sign-ins and the storage that they redirect to.
_MAX_HOSTS = 16
_LOOK_S = 0.1
_T = TypeVar("_T")

# Guards the moment in which a pooled connection passes from one request to the next.
_LOCK = threading.Lock()


class Abandoned(Exception):
    """The caller stopped waiting before the request was sent; it never will be."""


class Departure:
    """The progress of one request: not sent yet, sent (`has_left`), or abandoned."""

    def __init__(self) -> None:
        self.has_left = False
        self._is_abandoned = False
        # The connection that the request was sent on, or the socket that is connecting.
        self._connection: Any = None
        self._handle: Optional[socket.socket] = None

    def begin(self, connecting: Optional[socket.socket]) -> None:
        """Records the socket that is connecting; None when it has connected or failed."""
        with _LOCK:
            handle, self._handle = self._handle, connecting
            if handle is not None:
                handle.close()
            if self._is_abandoned:
                self._cut_off()
                raise Abandoned

    def leave(self, connection: Any) -> None:
        """Records that the next bytes are the request's; raises Abandoned if it was abandoned before."""
        with _LOCK:
            if self._is_abandoned:
                raise Abandoned
            self.has_left = True
            self._connection = connection
            connection.departure = self

    def abandon(self) -> None:
        """Ends the request. If it was not sent yet, it never will be; `has_left` does not change after this."""
        with _LOCK:
            self._is_abandoned = True
            self._cut_off()

    def _cut_off(self) -> None:
        line = self._handle
        if self._connection is not None and self._connection.departure is self:
            line = self._connection.sock
        if line is not None:
            # Not SSLSocket.shutdown: the reader would take encrypted bytes for plain ones.
            with contextlib.suppress(OSError, TypeError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)


_DEPARTURE: ContextVar[Departure] = ContextVar("up42_jobs_departure")


class _Noted:
    """Mixin for connection classes of urllib3 1.26 and 2 that reports to the current Departure."""

    departure: Optional[Departure] = None
    _is_connecting = False

    def connect(self) -> None:
        departure = _DEPARTURE.get()
        self._is_connecting = True
        try:
            super().connect()  # type: ignore[misc]
        finally:
            self._is_connecting = False
            departure.begin(None)

    def _new_conn(self) -> socket.socket:
        made: socket.socket = super()._new_conn()  # type: ignore[misc]
        # TLS takes over the socket; a second handle on it can still be shut down.
        _DEPARTURE.get().begin(socket.fromfd(made.fileno(), made.family, made.type))
        return made

    def send(self, data: Any) -> None:
        if self.sock is None and self.auto_open:  # type: ignore[attr-defined]
            self.connect()
        if not self._is_connecting:
            _DEPARTURE.get().leave(self)
        super().send(data)  # type: ignore[misc]


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        _use_pools(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        return _use_pools(super().proxy_manager_for(proxy, **options))

    def proxy_headers(self, proxy: str) -> Dict[str, str]:
        user, key = get_auth_from_url(proxy)
        if not user:
            return {}
        pair = f"{user}:{key}"
        # Latin-1 as Qt sends it; UTF-8 (RFC 7617) for characters that Latin-1 lacks.
        try:
            encoded = pair.encode("latin-1")
        except UnicodeEncodeError:
            encoded = pair.encode("utf-8")
        return {"Proxy-Authorization": f"Basic {base64.b64encode(encoded).decode('ascii')}"}


def _use_pools(manager: Any) -> Any:
    # SOCKS too: it has its own pool and connection classes.
    pools = manager.pool_classes_by_scheme
    manager.pool_classes_by_scheme = {scheme: _noted_pool(pool) for scheme, pool in pools.items()}
    return manager


@functools.cache
def _noted_pool(pool: type) -> type:
    """Returns a subclass of a urllib3 pool class whose connections report to the current Departure."""
    if issubclass(pool.ConnectionCls, _Noted):  # type: ignore[attr-defined]
        return pool
    noted = type(pool.__name__, (_Noted, pool.ConnectionCls), {})  # type: ignore[attr-defined]
    return type(pool.__name__, (pool,), {"ConnectionCls": noted})


class Connections:
    """A bounded, thread-safe pool of HTTP connections to all servers that one UP42 connection needs.

    Requests go straight to the adapter, without a `requests.Session`, which would use proxies of the environment,
    .netrc and cookies, and read the bodies of redirects without a limit.
    """

    def __init__(self, network: NetworkProfile, *, is_kept: bool = True) -> None:
        self._network = network
        self._is_kept = is_kept
        # Only Transport decides about repeats.
        self._adapter = _Adapter(_MAX_HOSTS, POOL_SIZE, max_retries=urllib3.Retry(0, read=False))

    def send(self, method: str, url: str, **parts: Any) -> requests.Response:
        """Sends one request on the calling thread and returns the answer with its body unread.

        Raises what `requests` raises, and ValueError for an address that it parses differently than we do.
        """
        headers = {
            "User-Agent": self._network.user_agent,
            # Decoded by Transport, which limits the length; no other coding is supported.
            "Accept-Encoding": "gzip",
            "Connection": "keep-alive" if self._is_kept else "close",
            **parts.pop("headers", {}),
        }
        prepared = requests.Request(method, url, headers=headers, **parts).prepare()
        if origin_of(prepared.url or "") != origin_of(url):
            raise ValueError("the address is ambiguous")
        return self._adapter.send(
            prepared,
            stream=True,
            timeout=(CONNECT_TIMEOUT_S, self._network.silence_s),
            verify=self._network.authorities_file or True,
            proxies=self._network.proxies_for(url),
        )

    def close(self) -> None:
        """Closes the idle connections."""
        self._adapter.close()


def send_apart(work: Callable[[], _T], departure: Departure, ends: float, check: Check, grace_s: float = 0.0) -> _T:
    """Runs `work`, which sends one request, on its own thread and returns its result.

    Abandons the request and raises TIMED_OUT at `ends` (monotonic clock), or what `check` raises within half a second.
    If `check` raises after the request was sent, the answer has `grace_s` more seconds to arrive.
    """
    results: List[_T] = []
    failures: List[BaseException] = []
    is_over = threading.Event()

    def run() -> None:
        _DEPARTURE.set(departure)
        try:
            results.append(work())
        except BaseException as error:  # raised again below
            failures.append(error)
        finally:
            is_over.set()

    threading.Thread(target=run, name="up42-request", daemon=True).start()
    try:
        while not is_over.wait(max(min(_LOOK_S, ends - time.monotonic()), 0.0)):
            if time.monotonic() >= ends:
                raise Up42Error(ErrorKind.TIMED_OUT, "deadline")
            try:
                check()
            except BaseException:
                if departure.has_left and is_over.wait(grace_s):
                    break
                raise
    except BaseException:
        departure.abandon()
        raise
    if failures:
        raise failures[0]
    return results[0]
