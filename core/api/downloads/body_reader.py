"""Reads one HTTP body on a worker thread so that callers can abandon it."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from functools import partial
from typing import Any, Callable, Iterator, Mapping, Optional, TypeVar

from ...domain.connections import NetworkProfile
from ...domain.errors import ErrorKind, Up42Error
from ..transport import Transport

CHUNK_BYTES = 1024 * 1024

_LOOK_S = 0.1


@dataclass(frozen=True)
class Head:
    """Status and headers of an answer; header names are case-insensitive."""

    status: int
    headers: Mapping[str, str]


class BodyReader:
    """One GET without authorization, from fetching its address to the last byte of its body.

    Everything that can block, including name lookup and connecting, runs on a daemon thread. It calls `accept` with the
    head, which returns whether to read the body, then `take` with the bytes as sent; neither is called after `wait`
    has returned or raised. `wait` raises what they raise. No error contains the address.
    """

    def __init__(
        self,
        network: NetworkProfile,
        address: Callable[[], str],
        headers: Mapping[str, str],
        accept: Callable[[Head], bool],
        take: Callable[[bytes], None],
    ) -> None:
        self._network = network
        self._address = address
        self._headers = headers
        self._accept = accept
        self._take = take
        self._failure: Optional[Exception] = None
        self._is_over = threading.Event()
        # Held while a callback runs, so that `wait` never returns during one.
        self._lock = threading.Lock()
        self._is_abandoned = False

    def wait(self, check: Callable[[], None], report: Callable[[], None]) -> None:
        """Returns at the end of the body; until then calls both functions ten times per second on this thread.

        Raises what `check` raises within half a second; the worker thread is abandoned and ends with its read
        time-out at the latest.
        """
        threading.Thread(target=self._run, name="up42-download", daemon=True).start()
        try:
            while not self._is_over.wait(_LOOK_S):
                check()
                report()
        finally:
            with self._lock:
                self._is_abandoned = True
        check()
        if self._failure is not None:
            raise self._failure

    def _run(self) -> None:
        transport = Transport(self._network)
        try:
            with contextlib.suppress(_Abandoned):
                self._receive(transport)
        except Exception as error:  # raised again by `wait`
            self._failure = error
        finally:
            self._is_over.set()
            transport.close()

    def _receive(self, transport: Transport) -> None:
        address = self._address()
        answer = _without_address(lambda: transport.stream(address, self._headers))
        with contextlib.closing(answer):
            with self._for_as_long_as_wanted():
                if not self._accept(Head(answer.status_code, answer.headers)):
                    return
            read = _reader(answer.raw)
            left = _length(answer.headers)
            while left is None or left > 0:
                chunk = _without_address(partial(read, CHUNK_BYTES if left is None else min(left, CHUNK_BYTES)))
                if not chunk:
                    return
                if left is not None:
                    left -= len(chunk)
                with self._for_as_long_as_wanted():
                    self._take(chunk)

    @contextlib.contextmanager
    def _for_as_long_as_wanted(self) -> Iterator[None]:
        with self._lock:
            if self._is_abandoned:
                raise _Abandoned
            yield


class _Abandoned(Exception):
    """The caller no longer waits."""


_Result = TypeVar("_Result")


def _without_address(work: Callable[[], _Result]) -> _Result:
    """Replaces errors of the network, whose texts and causes contain the address."""
    try:
        return work()
    except Up42Error as error:
        failure = Up42Error(error.kind)
    except Exception as error:
        # The time-outs of socket, ssl and urllib3 share a name but no base class.
        is_silence = "timeout" in type(error).__name__.lower() or "timed out" in str(error)
        kind = ErrorKind.TIMED_OUT if is_silence else ErrorKind.DOWNLOAD_BROKEN
        failure = Up42Error(kind, type(error).__name__)
    # Raised outside the handlers, so that the original error is not its context.
    raise failure


def _reader(raw: Any) -> Callable[[int], bytes]:
    """Returns a function that reads available bytes, undecoded: a partly filled chunk would be lost in a break."""
    if hasattr(raw, "read1"):
        return lambda count: bytes(raw.read1(count, decode_content=False))
    # urllib3 before version 2 has no read1; the response of http.client that it wraps has.
    read: Callable[[int], bytes] = raw._fp.read1
    return read


def _length(headers: Mapping[str, str]) -> Optional[int]:
    text = headers.get("Content-Length", "")
    return int(text) if text.isdigit() and "Transfer-Encoding" not in headers else None
