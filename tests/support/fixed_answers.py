"""A server on loopback that gives the same response to every request."""

from __future__ import annotations

import http.server
import json
import threading


class FixedAnswers:
    """Answers all requests with one status and body: an object as JSON, a text as a web page."""

    def __init__(self, status, body, **headers):
        is_page = isinstance(body, str)
        content = (body if is_page else json.dumps(body)).encode()
        media_type = "text/html; charset=utf-8" if is_page else "application/json"
        self.requests = requests = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                length = int(self.headers.get("Content-Length") or 0)
                requests.append((self.command, self.path, self.rfile.read(length)))
                self.send_response(status)
                told = {"Content-Type": media_type, "Content-Length": str(len(content)), **headers}
                for name, value in told.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            do_POST = do_GET

            def log_message(self, *arguments):
                """Keeps the tests' output clean."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self):
        """The address without a path."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *exception):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(30)
