"""The HTTP server: sockets, keep-alive, complete and broken bodies."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Optional, Set, Tuple
from urllib.parse import SplitResult, parse_qsl, urlsplit

from .exchange import Delivery, Exchange
from .routing import ClientLeft, FileSpan, Request, Response

LOGGER = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
OWN_NAMES = (LOOPBACK, "localhost")
MAX_BODY = 64 * 1024 * 1024
_IDLE_SECONDS = 120.0


class HttpServer(ThreadingHTTPServer):
    """Serves an exchange on the loopback address, a daemon thread a connection."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 256
    # On Windows the option would let two servers share a port.
    allow_reuse_address = os.name != "nt"

    def __init__(self, port: int, exchange: Exchange) -> None:
        super().__init__((LOOPBACK, port), _ConnectionHandler)
        self.exchange = exchange
        self._thread: Optional[threading.Thread] = None
        self._lock = threading.Lock()
        self._connections: Set[socket.socket] = set()

    @property
    def url(self) -> str:
        """Returns the address of the server without a slash at the end."""
        return f"http://{LOOPBACK}:{self.server_address[1]}"

    def server_bind(self) -> None:
        """Binds without looking up the machine's name, which can take seconds."""
        if self.allow_reuse_address:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]

    def begin(self) -> None:
        """Starts to serve in a thread of its own."""
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.02}, name="up42-sandbox", daemon=True
        )
        self._thread.start()

    def end(self) -> None:
        """Stops at once: wakes what waits, drops every open connection and frees the port."""
        self.exchange.stopping.set()
        if self._thread is not None:
            self.shutdown()
            self._thread.join()
            self._thread = None
        self.server_close()
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def get_request(self) -> Tuple[socket.socket, Any]:
        """Accepts a connection and remembers it for the end."""
        connection, address = super().get_request()
        with self._lock:
            self._connections.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        """Closes a connection and forgets it."""
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keeps quiet about clients that go away in the middle, and logs anything else."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            LOGGER.error("a connection broke", exc_info=True)


class _ConnectionHandler(BaseHTTPRequestHandler):
    """One connection: reads requests one after another and sends what the exchange returns."""

    protocol_version = "HTTP/1.1"
    server_version = "UP42-Sandbox"
    sys_version = ""
    disable_nagle_algorithm = True
    timeout = _IDLE_SECONDS
    server: HttpServer

    def _answer(self) -> None:
        body = self._read_body()
        if body is None:
            return
        parts = self._target()
        if parts is None:
            self._send(Delivery(Response(421)))
            return
        delivery = self.server.exchange.deliver(
            Request(
                method=self.command,
                path=parts.path,
                query=parse_qsl(parts.query, keep_blank_values=True),
                headers={name.lower(): value for name, value in self.headers.items()},
                body=body,
                check=self._check,
            )
        )
        with contextlib.suppress(ConnectionError):
            self._send(delivery)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _answer

    def log_message(self, format: str, *args: Any) -> None:
        """Writes nothing: the request log of the Sandbox has it all."""

    def _check(self) -> None:
        """Raises ClientLeft if the other end has closed the connection, or the server ends."""
        if self.server.exchange.stopping.is_set() or self._has_left():
            raise ClientLeft

    def _has_left(self) -> bool:
        self.connection.settimeout(0.0)
        try:
            return not self.connection.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            return True
        finally:
            with contextlib.suppress(OSError):
                self.connection.settimeout(self.timeout)

    def _target(self) -> Optional[SplitResult]:
        """Returns the address that is asked for, None where it is another host's.

        A web page may use a host name of its own that resolves to here; the browser sends it in `Host`.
        """
        named = self.headers.get_all("Host") or []
        try:
            parts = urlsplit(self.path)
            hosts = [urlsplit(f"//{host}").hostname for host in named]
            hosts += [parts.hostname] if parts.netloc else []
        except ValueError:
            return None
        return parts if len(named) == 1 and all(host in OWN_NAMES for host in hosts) else None

    def _read_body(self) -> Optional[bytes]:
        if self.headers.get("Transfer-Encoding"):
            self._send(Delivery(Response(411)))
            self.close_connection = True
            return None
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > MAX_BODY:
            self._send(Delivery(Response(413 if length.isdigit() else 400)))
            self.close_connection = True
            return None
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            self.close_connection = True
            return None
        return body

    def _send(self, delivery: Delivery) -> None:
        response = delivery.response
        if response is None:
            self._hang_up()
            return
        head = self._head(response, delivery.length_error)
        if self.command == "HEAD" or not response.length:
            self.connection.sendall(head)
        elif isinstance(response.body, bytes) and delivery.cut_at is None and delivery.stall_at is None:
            self.connection.sendall(head + response.body)
        else:
            self.connection.sendall(head)
            self._send_in_parts(response, delivery)
        if delivery.length_error or delivery.cut_at is not None:
            self._hang_up()

    def _send_in_parts(self, response: Response, delivery: Delivery) -> None:
        end = response.length if delivery.cut_at is None else delivery.cut_at
        start = 0
        if delivery.stall_at is not None and delivery.stall_at <= end:
            self._send_span(response, 0, delivery.stall_at)
            self.server.exchange.stopping.wait(delivery.stall_seconds)
            start = delivery.stall_at
        self._send_span(response, start, end)

    def _send_span(self, response: Response, start: int, end: int) -> None:
        if end <= start:
            return
        if isinstance(response.body, FileSpan):
            with response.body.path.open("rb") as file:
                self.connection.sendfile(file, response.body.offset + start, end - start)
        else:
            self.connection.sendall(response.body[start:end])

    def _head(self, response: Response, length_error: int) -> bytes:
        lines = [
            f"HTTP/1.1 {response.status} {self.responses.get(response.status, ('',))[0]}",
            f"Server: {self.server_version}",
            f"Date: {self.date_time_string(self.server.exchange.clock.timestamp())}",
        ]
        if response.status != 204:
            lines.append(f"Content-Length: {max(0, response.length + length_error)}")
        if response.media_type:
            lines.append(f"Content-Type: {response.media_type}")
        lines += [f"{name}: {value}" for name, value in response.headers.items()]
        if self.close_connection:
            lines.append("Connection: close")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def _hang_up(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
