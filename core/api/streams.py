"""A download as it arrives: read on a thread of its own, so that whoever waits for it can leave at any moment."""

from __future__ import annotations

import contextlib
import queue
import threading
from dataclasses import dataclass
from typing import Any, Callable, Mapping, Optional, Union

from ..domain.errors import ErrorKind, Up42Error
from ..domain.network import NetworkProfile
from ..domain.ports import Control
from .transport import Transport

CHUNK_BYTES = 1024 * 1024

# Chunks that wait to be written: enough that neither side waits for the other, little enough for memory.
_QUEUED_CHUNKS = 8
_LOOK_S = 0.1


@dataclass(frozen=True)
class Head:
    """Status and headers of an answer; names of headers in any case."""

    status: int
    headers: Mapping[str, str]


_Event = Union[Head, bytes, Up42Error]


class IncomingStream:
    """One GET without authorization, from asking for its address to the last byte.

    All that can block, name lookup and connecting included, happens on a daemon thread that touches neither file nor
    caller. `close` leaves it alone; it ends by itself with its read time-out at the latest. Errors carry no address.
    """

    def __init__(self, network: NetworkProfile, address: Callable[[], str], headers: Mapping[str, str]) -> None:
        self._network = network
        self._address = address
        self._headers = headers
        self._events: queue.Queue[_Event] = queue.Queue(_QUEUED_CHUNKS)
        self._is_left = threading.Event()
        threading.Thread(target=self._run, name="up42-download", daemon=True).start()

    def head(self, control: Control) -> Head:
        """Waits for status and headers."""
        head = self._next(control)
        if not isinstance(head, Head):
            raise Up42Error(ErrorKind.INTERNAL)
        return head

    def chunk(self, control: Control) -> bytes:
        """Waits for some bytes of the body as they came over the wire; empty at its end."""
        chunk = self._next(control)
        if isinstance(chunk, Head):
            raise Up42Error(ErrorKind.INTERNAL)
        return chunk

    def close(self) -> None:
        """Stops reading."""
        self._is_left.set()

    def _next(self, control: Control) -> Union[Head, bytes]:
        while True:
            control.check()
            with contextlib.suppress(queue.Empty):
                event = self._events.get(timeout=_LOOK_S)
                if isinstance(event, Up42Error):
                    raise event
                return event

    def _put(self, event: _Event) -> None:
        while not self._is_left.is_set():
            with contextlib.suppress(queue.Full):
                self._events.put(event, timeout=_LOOK_S)
                return
        raise _Left

    def _run(self) -> None:
        transport = Transport(self._network)
        try:
            with contextlib.suppress(_Left):
                self._put(self._outcome(transport))
        finally:
            transport.close()

    def _outcome(self, transport: Transport) -> _Event:
        """Reads to the end; an error is made anew, since the text and cause of the old one may hold the address."""
        try:
            address = self._address()
        except Up42Error as error:
            return error
        except Exception as error:
            return Up42Error(ErrorKind.INTERNAL, type(error).__name__)
        try:
            self._read(transport, address)
        except _Left:
            raise
        except Up42Error as error:
            return Up42Error(error.kind)
        except Exception as error:
            return Up42Error(_kind(error), type(error).__name__)
        return b""

    def _read(self, transport: Transport, address: str) -> None:
        answer = transport.stream(address, self._headers, self._network.timeout_s)
        with contextlib.closing(answer):
            self._put(Head(answer.status_code, answer.headers))
            if answer.status_code not in (200, 206):
                return
            read = _reader(answer.raw)
            left = _length(answer.headers)
            while left is None or left > 0:
                chunk = read(CHUNK_BYTES if left is None else min(left, CHUNK_BYTES))
                if not chunk:
                    return
                if left is not None:
                    left -= len(chunk)
                self._put(chunk)


class _Left(Exception):
    """Nobody waits for the stream any more."""


def _reader(raw: Any) -> Callable[[int], bytes]:
    """Returns what reads the bytes that are there, undecoded: waiting for a full chunk would lose a part of one
    whenever the connection breaks.
    """
    if hasattr(raw, "read1"):
        return lambda count: bytes(raw.read1(count, decode_content=False))
    # urllib3 before 2 has no such method, the standard library's response below it has.
    read: Callable[[int], bytes] = raw._fp.read1
    return read


def _length(headers: Mapping[str, str]) -> Optional[int]:
    text = headers.get("Content-Length", "")
    return int(text) if text.isdigit() and "Transfer-Encoding" not in headers else None


def _kind(error: Exception) -> ErrorKind:
    # The time-outs of socket, ssl and urllib3 have their name in common and no class.
    name = type(error).__name__.lower()
    return ErrorKind.TIMED_OUT if "timeout" in name or "timed out" in str(error) else ErrorKind.DOWNLOAD_BROKEN
