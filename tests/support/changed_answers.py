"""A server on loopback that forwards requests to a Sandbox and lets a test change the responses."""

from __future__ import annotations

import http.client
import http.server
import json
import threading
from dataclasses import replace
from urllib.parse import urlsplit

# Specific to one connection, or set again for the changed body.
_NOT_PASSED_ON = {"connection", "content-length", "date", "server", "transfer-encoding", "keep-alive"}


class ChangedAnswers:
    """Passes everything on; `change(method, path, status, body)` returns the status and body that are sent instead.

    Addresses of the Sandbox within JSON answers become those of this server.
    """

    def __init__(self, sandbox, change=None):
        self.change = change
        relay = self
        host = urlsplit(sandbox.api_url)

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self):
                given = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                upstream = http.client.HTTPConnection(host.hostname, host.port, timeout=60)
                headers = {name: value for name, value in self.headers.items() if name.lower() not in _NOT_PASSED_ON}
                upstream.request(self.command, self.path, given or None, headers)
                answer = upstream.getresponse()
                status, body = answer.status, answer.read()
                upstream.close()
                if "json" in (answer.getheader("Content-Type") or ""):
                    body = body.replace(host.netloc.encode(), urlsplit(relay.url).netloc.encode())
                if relay.change is not None:
                    status, body = relay.change(self.command, urlsplit(self.path).path, status, body)
                self.send_response_only(status)
                for name, value in answer.getheaders():
                    if name.lower() not in _NOT_PASSED_ON:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_GET

            def log_message(self, *arguments):
                """Keeps the tests' output clean."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        poll = {"poll_interval": 0.02}
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs=poll, daemon=True)

    @property
    def url(self):
        """The address without a path."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def connection(self, connection):
        """A connection through this server."""
        old = urlsplit(connection.api_url)
        here = urlsplit(self.url).netloc
        told = {name: getattr(connection, name).replace(old.netloc, here) for name in ("api_url", "sign_in_url")}
        return replace(connection, **told)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *exception):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(30)


def changed_json(part, change):
    """Returns a change of the JSON of successful answers whose path contains a text."""

    def apply(method, path, status, body):
        if part not in path or status >= 300:
            return status, body
        return status, json.dumps(change(json.loads(body))).encode()

    return apply
