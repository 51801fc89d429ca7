"""Sends all HTTP requests: deadlines, size limits, redirects, repeats, and one error type for every failure."""

from __future__ import annotations

import contextlib
import secrets
import socket
import threading
import time
import zlib
from functools import partial
from http.client import HTTPException
from typing import Any, Callable, Dict, Iterator, Mapping, Optional, TypeVar

import requests
import urllib3

from ..domain.addresses import is_address_safe, origin_of, resolved
from ..domain.cancelling import Check, current_check
from ..domain.connections import NetworkProfile
from ..domain.errors import ErrorKind, Up42Error
from ..domain.json_text import MAX_BYTES
from .answer import TOO_MANY_JOBS_WORDS, Answer, creation_error, retry_after_s
from .departure import Abandoned, Connections, Departure, send_apart
from .redaction import redacted

READ_TRIES = 4
FIRST_PAUSE_S = 0.4
MAX_PAUSE_S = 20.0
MAX_REDIRECTS = 5
# A cancelled order that was already sent may still be answered.
_GRACE_S = 0.3
_LOOK_S = 0.1
_CHUNK_BYTES = 64 * 1024
_RETRIED = frozenset({429, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NETWORK_ERRORS = (requests.RequestException, urllib3.exceptions.HTTPError, HTTPException, OSError)
_T = TypeVar("_T")
_TIMEOUTS = (Abandoned, requests.Timeout, urllib3.exceptions.TimeoutError, socket.timeout)


class Transport:
    """HTTP for one connection. Thread-safe.

    Each method returns or raises Up42Error within its deadline, and raises Cancelled within half a second after its
    task was cancelled (`domain.cancelling`).
    """

    def __init__(self, network: NetworkProfile) -> None:
        self._network = network
        self._lock = threading.Lock()
        self._kept: Optional[Connections] = Connections(network)
        # Reads answered with 429 so far.
        self.too_many_count = 0

    def read(self, method: str, url: str, *, deadline_s: Optional[float] = None, **parts: Any) -> Answer:
        """Sends a request that may be repeated: retries lost connections, 429, 502, 503 and 504 a few times.

        `deadline_s` covers all tries together; `parts` are those of `requests`. GET and HEAD follow redirects, without
        authorization to another server, and never to an unencrypted one. Returns any other answer with any status.
        Raises Up42Error; ANSWER_TOO_LARGE for a body above the limit for JSON documents.
        """
        ends = time.monotonic() + (self._deadline_s() if deadline_s is None else deadline_s)
        check = current_check()
        for number in range(READ_TRIES):
            is_last = number == READ_TRIES - 1
            asked_s: Optional[float] = None
            try:
                answer = self._followed(method, url, parts, ends, check)
            except Up42Error as error:
                is_passing = error.kind in (ErrorKind.NO_NETWORK, ErrorKind.TIMED_OUT)
                if is_last or not is_passing or time.monotonic() >= ends:
                    raise
            else:
                if answer.status_code == 429:
                    self.too_many_count += 1
                is_refused = answer.status_code in _RETRIED and TOO_MANY_JOBS_WORDS not in answer.text
                asked_s = retry_after_s(answer.headers)
                if is_last or not is_refused or time.monotonic() + (asked_s or 0.0) >= ends:
                    return answer
            _pause(number, asked_s, check)
        raise Up42Error(ErrorKind.INTERNAL)

    def create(self, url: str, **parts: Any) -> Answer:
        """Sends a POST that creates something, on its own connection, and never repeats it.

        Returns a success and raises the service's own refusal. Raises OUTCOME_UNKNOWN if the first byte was sent and
        the answer is neither, with any status. Any other error without a status means that nothing was sent or will be.
        """
        departure = Departure()
        ends = time.monotonic() + self._network.create_deadline_s

        def work() -> Answer:
            with contextlib.closing(Connections(self._network, is_kept=False)) as own:
                return _whole_answer(own, "POST", url, parts)

        try:
            answer = send_apart(work, departure, ends, current_check(), _GRACE_S)
        except Exception as error:
            if departure.has_left:
                raise Up42Error(ErrorKind.OUTCOME_UNKNOWN, _detail_of(error)) from error
            raise failure_of(error, has_left=False) from error
        if not answer.ok:
            raise creation_error(answer)
        return answer

    def stream(self, url: str, headers: Mapping[str, str]) -> requests.Response:
        """Opens a download without authorization; the caller reads the body and closes the answer.

        Follows redirects as `read` does. The deadline is for the head of the answer.
        """
        ends = time.monotonic() + self._deadline_s()
        check = current_check()
        connections = self._connections()
        for _ in range(MAX_REDIRECTS + 1):
            sent = _apart(partial(_sent, connections, "GET", url, {"headers": dict(headers)}), ends, check)
            target = _redirect("GET", url, sent.status_code, sent.headers)
            if target is None:
                return sent
            sent.close()
            url = target
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "too many redirects")

    def close(self) -> None:
        """Closes the idle connections; running requests are not affected."""
        with self._lock:
            kept, self._kept = self._kept, None
        if kept is not None:
            kept.close()

    def _deadline_s(self) -> float:
        # A longer time-out in QGIS's options means a slow network.
        return max(self._network.deadline_s, 2 * self._network.silence_s)

    def _connections(self) -> Connections:
        with self._lock:
            # A task that outlives its connection must leave nothing open.
            return self._kept or Connections(self._network, is_kept=False)

    def _followed(self, method: str, url: str, parts: Dict[str, Any], ends: float, check: Check) -> Answer:
        connections = self._connections()
        for _ in range(MAX_REDIRECTS + 1):
            work = partial(_whole_answer, connections, method, url, parts)
            answer = _apart(work, ends, check)
            target = _redirect(method, url, answer.status_code, answer.headers)
            if target is None:
                return answer
            parts = _parts_behind(parts, is_same=origin_of(url) == origin_of(target))
            url = target
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "too many redirects")


def _apart(work: Callable[[], _T], ends: float, check: Check) -> _T:
    departure = Departure()
    try:
        return send_apart(work, departure, ends, check)
    except Exception as error:
        raise failure_of(error, has_left=departure.has_left) from error


def _sent(connections: Connections, method: str, url: str, parts: Dict[str, Any]) -> requests.Response:
    if not is_address_safe(url):
        raise Up42Error(ErrorKind.INSECURE_ADDRESS, redacted(url))
    return connections.send(method, url, **parts)


def _whole_answer(connections: Connections, method: str, url: str, parts: Dict[str, Any]) -> Answer:
    with contextlib.closing(_sent(connections, method, url, parts)) as answer:
        return _read_whole(answer)


def failure_of(error: BaseException, *, has_left: bool) -> Up42Error:
    """Returns the Up42Error for any failure before the answer was complete; `has_left`: the first byte was sent."""
    if isinstance(error, Up42Error):
        return error
    detail = _detail_of(error)
    if isinstance(error, _TIMEOUTS):
        return Up42Error(ErrorKind.TIMED_OUT, detail)
    if isinstance(error, (ValueError, zlib.error)) and not isinstance(error, OSError):
        # The library cannot send or read it: an address, a header, a coding.
        return Up42Error(ErrorKind.UNEXPECTED_ANSWER, type(error).__name__)
    if not isinstance(error, _NETWORK_ERRORS):
        return Up42Error(ErrorKind.INTERNAL, detail)
    if has_left:
        return Up42Error(ErrorKind.NO_NETWORK, detail)
    if isinstance(error, (requests.exceptions.ProxyError, urllib3.exceptions.ProxyError)):
        return Up42Error(ErrorKind.PROXY_REFUSED, detail)
    # A missing file of certificate authorities is a plain OSError.
    is_about_trust = isinstance(error, (requests.exceptions.SSLError, urllib3.exceptions.SSLError))
    if is_about_trust or (isinstance(error, OSError) and not isinstance(error, requests.RequestException)):
        return Up42Error(ErrorKind.CERTIFICATE_REFUSED, detail)
    return Up42Error(ErrorKind.NO_NETWORK, detail)


def _detail_of(error: BaseException) -> str:
    # The text of a ValueError may contain what could not be sent, a key for example.
    is_showable = isinstance(error, _NETWORK_ERRORS) and not isinstance(error, ValueError)
    if isinstance(error, Up42Error):
        return error.detail or error.kind.value
    return redacted(str(error)) if is_showable else type(error).__name__


def _redirect(method: str, url: str, status: int, headers: Any) -> Optional[str]:
    """Returns the target of a redirect, None for any other answer; INSECURE_ADDRESS for a forbidden target."""
    location = headers.get("Location")
    if status not in _REDIRECTS or not location or method not in ("GET", "HEAD"):
        return None
    target = resolved(url, location)
    here, there = origin_of(url), origin_of(target or "")
    is_lowered = here is not None and there is not None and here.scheme == "https" and there.scheme != "https"
    # A remote server must not reach servers on this machine through us.
    is_inward = here is not None and there is not None and there.is_loopback and not here.is_loopback
    if target is None or not is_address_safe(target) or is_lowered or is_inward:
        raise Up42Error(ErrorKind.INSECURE_ADDRESS, redacted(location), status=status)
    return target


def _parts_behind(parts: Dict[str, Any], *, is_same: bool) -> Dict[str, Any]:
    """Returns the parts of the request to a redirect's target, whose address is complete."""
    kept = {name: value for name, value in parts.items() if name != "params"}
    if not is_same:
        kept.pop("auth", None)
        headers: Dict[str, str] = kept.get("headers") or {}
        kept["headers"] = {name: value for name, value in headers.items() if name.lower() != "authorization"}
    return kept


def _read_whole(answer: requests.Response) -> Answer:
    """Reads and decodes an answer to its end; raises ANSWER_TOO_LARGE above the limit."""
    pieces, size = [], 0
    for piece in _decoded(answer, MAX_BYTES + 1):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_BYTES:
            raise Up42Error(
                ErrorKind.ANSWER_TOO_LARGE, f"more than {MAX_BYTES // (1024 * 1024)} MB", status=answer.status_code
            )
    return Answer(answer.status_code, answer.headers, b"".join(pieces))


def _decoded(answer: requests.Response, max_bytes: int) -> Iterator[bytes]:
    """Yields the decompressed body in pieces of at most `max_bytes`."""
    coding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if coding in ("identity", ""):
        yield from _arriving(answer)
        return
    if coding not in ("gzip", "x-gzip"):
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, f"coding {redacted(coding)}", status=answer.status_code)
    decoder = zlib.decompressobj(16 + zlib.MAX_WBITS)
    is_begun = False
    for chunk in _arriving(answer):
        while chunk:
            is_begun = True
            yield decoder.decompress(chunk, max_bytes)
            chunk = decoder.unconsumed_tail or decoder.unused_data
            if decoder.eof and chunk:
                # A gzip file may have several members (RFC 1952, 2.2).
                decoder = zlib.decompressobj(16 + zlib.MAX_WBITS)
    if is_begun and not decoder.eof:
        raise zlib.error("the compressed answer has no end")


def _arriving(answer: requests.Response) -> Iterator[bytes]:
    """Yields the bytes as sent; raises if the connection ended before Content-Length was reached."""
    expected, arrived = answer.headers.get("Content-Length", ""), 0
    while True:
        chunk = answer.raw.read(_CHUNK_BYTES, decode_content=False)
        if not chunk:
            break
        arrived += len(chunk)
        yield chunk
    has_body = answer.request.method != "HEAD" and answer.status_code not in (204, 304)
    if has_body and expected.isdigit() and "Transfer-Encoding" not in answer.headers and arrived < int(expected):
        raise HTTPException("the connection ended within the answer")


def _pause(number: int, asked_s: Optional[float], check: Check) -> None:
    own = min(FIRST_PAUSE_S * 2.0**number * (0.75 + 0.5 * secrets.SystemRandom().random()), MAX_PAUSE_S)
    ends = time.monotonic() + max(own, asked_s or 0.0)
    while True:
        check()
        left = ends - time.monotonic()
        if left <= 0:
            return
        time.sleep(min(left, _LOOK_S))
