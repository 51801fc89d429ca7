"""A proxy on loopback that records connections and refuses to forward them."""

from __future__ import annotations

import socket
import threading


class SilentProxy:
    """Accepts connections; `received` has the first bytes of each, which it answers with `reply`."""

    def __init__(self, reply=b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"):
        self.received = []
        self._reply = reply
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def port(self):
        """The port that it listens on."""
        return self._listener.getsockname()[1]

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *exception):
        # A connection of our own ends the wait for the next one.
        self._is_over = True
        with socket.create_connection(("127.0.0.1", self.port)):
            self._thread.join(30)
        self._listener.close()

    _is_over = False

    def _serve(self):
        while True:
            connection, _ = self._listener.accept()
            with connection:
                if self._is_over:
                    return
                connection.settimeout(30)
                self.received.append(connection.recv(65536))
                connection.sendall(self._reply)
