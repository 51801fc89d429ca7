"""A relay before the Sandbox on loopback: plain, TLS, HTTP proxy or CONNECT proxy, that breaks on request.

What real networks do and the Sandbox cannot: connections that end or turn into garbage at any byte, gateways that make
up a refusal behind a request that went through, answers that arrive a byte at a time.
"""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import struct
import threading
from dataclasses import dataclass, field
from enum import Enum
from typing import Optional

from .authority import HOST

PAGE = b"<!DOCTYPE html><html><head><title>Request blocked</title></head><body>Request blocked</body></html>"
WAIT_S = 30.0


class Kind(Enum):
    """What the relay is to its client."""

    PLAIN = "plain"
    TLS = "tls"
    HTTP_PROXY = "http proxy"
    CONNECT_PROXY = "connect proxy"


class Where(Enum):
    """How far a request and its answer come before the fault."""

    CONNECT = "connect"  # the tunnel that was asked for, or the connection itself
    HANDSHAKE = "handshake"
    BEFORE = "before"  # the request was read and is not passed on
    AFTER = "after"  # it was carried out, and nothing of the answer is sent
    HEAD = "head"  # within the head of the answer
    BODY = "body"  # within its body


class How(Enum):
    """What happens there."""

    CLOSE = "close"
    RESET = "reset"
    GARBAGE = "garbage"  # bytes that are no TLS and no HTTP, then an ordinary close
    REFUSE = "refuse"  # an answer of the relay's own making
    DRIP = "drip"  # the rest arrives a byte at a time
    SILENCE = "silence"


@dataclass
class RelayFault:
    """One way to break requests of a method whose path matches; `times` of them, all for None."""

    where: Where
    how: How
    method: str = ""
    path: str = ""
    times: Optional[int] = 1
    status: int = 403
    body: bytes = PAGE
    media_type: str = "text/html"
    pause_s: float = 0.05
    hits: int = field(default=0, init=False)

    def fits(self, method, path):
        """Tells whether a request is one of those."""
        is_left = self.times is None or self.hits < self.times
        return is_left and self.method in ("", method) and re.search(self.path, path.split("?")[0]) is not None


class Relay:
    """Listens on a port of loopback and passes requests on to a Sandbox; `passed_on` has their request lines."""

    def __init__(self, target_url, kind=Kind.PLAIN, authority=None):
        host, _, port = target_url.split("//")[1].rstrip("/").partition(":")
        self._target = (host, int(port))
        self.kind = kind
        self._tls = None
        if kind in (Kind.TLS, Kind.CONNECT_PROXY):
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(authority.chain, authority.key)
        self.passed_on = []
        self.heads = []
        self.faults = []
        # Set by the first fault that hits.
        self.is_hit = threading.Event()
        self._lock = threading.Lock()
        self._is_over = threading.Event()
        self._open = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *exception):
        self._is_over.set()
        # A connection of our own ends the wait for the next one.
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
            self._thread.join(WAIT_S)
        self._listener.close()
        with self._lock:
            left = list(self._open)
        for connection in left:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)

    @property
    def port(self):
        """The port that it listens on."""
        return self._listener.getsockname()[1]

    @property
    def url(self):
        """Where a client reaches the Sandbox."""
        if self.kind is Kind.CONNECT_PROXY:
            return f"https://{HOST}"
        if self.kind is Kind.HTTP_PROXY:
            return f"http://127.0.0.1:{self._target[1]}"
        return f"https://localhost:{self.port}" if self.kind is Kind.TLS else f"http://127.0.0.1:{self.port}"

    @property
    def proxy(self):
        """The address of the proxy that a client has to use, empty where this is none."""
        return f"http://127.0.0.1:{self.port}" if self.kind in (Kind.HTTP_PROXY, Kind.CONNECT_PROXY) else ""

    def break_by(self, *faults):
        """Adds faults; the first that fits a request hits it."""
        with self._lock:
            self.faults += faults

    def restore(self):
        """Takes all faults away."""
        with self._lock:
            self.faults = []

    def count_passed_on(self, method, part):
        """How many requests of a kind reached the Sandbox."""
        return sum(1 for line in list(self.passed_on) if line.startswith(f"{method} ") and part in line)

    def _serve(self):
        while not self._is_over.is_set():
            connection, _ = self._listener.accept()
            connection.settimeout(WAIT_S)
            threading.Thread(target=self._run, args=(connection,), daemon=True).start()

    def _run(self, connection):
        # A reset, a closed client and the end of the test are all ordinary here.
        with contextlib.suppress(OSError, ssl.SSLError, _Broken):
            self._attend(_Client(connection, self))

    def _attend(self, client):
        with contextlib.closing(client):
            if self.kind is Kind.CONNECT_PROXY:
                head, _ = client.request()
                self.heads.append(head)
                self._meet(client, Where.CONNECT, "CONNECT", head.split(b" ")[1].decode())
                client.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                self._meet(client, Where.CONNECT, "CONNECT", "")
            if self._tls is not None:
                self._meet(client, Where.HANDSHAKE, "CONNECT", "")
                client.use_tls(self._tls)
            head, body = client.request()
            self.heads.append(head)
            method, path, head = self._for_origin(head)
            self._meet(client, Where.BEFORE, method, path)
            answer = self._passed_on(head, body)
            self.passed_on.append(f"{method} {path}")
            self._meet(client, Where.AFTER, method, path)
            split = answer.index(b"\r\n\r\n") + 4
            answer = answer[: split - 2] + b"Connection: close\r\n\r\n" + answer[split:]
            for where, place in ((Where.HEAD, split // 2), (Where.BODY, (split + 21 + len(answer)) // 2)):
                self._meet(client, where, method, path, answer[:place], answer[place:])
            client.send(answer)

    def _meet(self, client, where, method, path, begun=b"", rest=b""):
        """Breaks the connection where a fault is meant for this request and place."""
        with self._lock:
            fault = next((item for item in self.faults if item.where is where and item.fits(method, path)), None)
            if fault is None:
                return
            fault.hits += 1
        self.is_hit.set()
        if begun:
            client.send(begun)
        client.end(fault, rest)
        raise _Broken

    def _for_origin(self, head):
        """A request line as the server wants it, not as a proxy gets it."""
        line, _, headers = head.partition(b"\r\n")
        method, target, version = line.split(b" ")
        if target.startswith(b"http://"):
            target = b"/" + target.split(b"/", 3)[3]
        # One request a connection, and the name that the Sandbox answers to.
        kept = [part for part in headers.split(b"\r\n") if not re.match(rb"(?i)((proxy-)?connection|host):", part)]
        rest = b"\r\n".join([b"Host: %s:%d" % (self._target[0].encode(), self._target[1]), b"Connection: close", *kept])
        return method.decode(), target.decode(), b" ".join((method, target, version)) + b"\r\n" + rest

    def _passed_on(self, head, body):
        with socket.create_connection(self._target, timeout=WAIT_S) as line:
            line.sendall(head + body)
            pieces = iter(lambda: line.recv(65536), b"")
            return b"".join(pieces)

    def wait(self, seconds):
        """Waits, or returns early at the end."""
        return self._is_over.wait(seconds)

    def note(self, connection, *, is_open):
        """Keeps track of what has to be closed at the end."""
        with self._lock:
            (self._open.add if is_open else self._open.discard)(connection)


class _Broken(Exception):
    """A connection that a fault has ended."""


class _Client:
    """The client's end of a connection."""

    def __init__(self, connection, relay):
        self._line = connection
        self._relay = relay
        relay.note(connection, is_open=True)

    def use_tls(self, context):
        self._relay.note(self._line, is_open=False)
        self._line = context.wrap_socket(self._line, server_side=True)
        self._relay.note(self._line, is_open=True)

    def send(self, data):
        self._line.sendall(data)

    def request(self):
        """The head of a request and its body."""
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._received()
        head, _, body = data.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        wanted = int(length.group(1)) if length else 0
        while len(body) < wanted:
            body += self._received()
        return head + b"\r\n\r\n", body

    def _received(self):
        data = self._line.recv(65536)
        if not data:
            raise _Broken
        return data

    def end(self, fault, rest):
        """Ends the connection as the fault says."""
        if fault.how is How.RESET:
            # Nothing lingers: the kernel sends a reset instead of the end of the stream.
            self._line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif fault.how is How.GARBAGE:
            # Past TLS: the stream itself is broken.
            socket.socket.sendall(self._line, b"\x00garbage" * 20)
        elif fault.how is How.REFUSE:
            head = f"HTTP/1.1 {fault.status} Made up\r\nContent-Type: {fault.media_type}\r\n"
            self.send(f"{head}Content-Length: {len(fault.body)}\r\nConnection: close\r\n\r\n".encode() + fault.body)
        elif fault.how is How.SILENCE:
            self._relay.wait(4 * WAIT_S)
        elif fault.how is How.DRIP:
            for byte in rest or b"HTTP/1.1 200 OK\r\nX-Padding: " + b"x" * 100_000:
                self.send(bytes([byte]))
                if self._relay.wait(fault.pause_s):
                    return

    def close(self):
        self._relay.note(self._line, is_open=False)
        self._line.close()
