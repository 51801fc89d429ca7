"""Serves the files of a folder until its input closes; the first line is their links as JSON.

Each file has a link by its name, as fast as this machine is, and one by `slow NAME`, over a line of 50 MiB/s.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from package_path import register_package

register_package()

from up42_jobs.sandbox import Sandbox  # noqa: E402 - the package exists only after its registration

CHUNK_BYTES = 1024 * 1024
LINE_BYTES_PER_S = 50 * CHUNK_BYTES
FOLDER = Path(sys.argv[1])


class _Line(BaseHTTPRequestHandler):
    """Sends a whole file at the rate of the line."""

    def do_GET(self) -> None:
        path = FOLDER / Path(unquote(self.path)).name
        self.send_response(200)
        self.send_header("Content-Length", str(path.stat().st_size))
        self.send_header("ETag", f'"{path.name}"')
        self.end_headers()
        began, sent = time.monotonic(), 0
        with path.open("rb") as file:
            for chunk in iter(partial(file.read, CHUNK_BYTES), b""):
                self.wfile.write(chunk)
                sent += len(chunk)
                time.sleep(max(began + sent / LINE_BYTES_PER_S - time.monotonic(), 0.0))

    def log_message(self, *arguments: object) -> None:
        """Keeps quiet."""


def _itself(path: Path) -> Path:
    return path


if __name__ == "__main__":
    line = ThreadingHTTPServer(("127.0.0.1", 0), _Line)
    threading.Thread(target=line.serve_forever, daemon=True).start()
    with Sandbox(link_seconds=36_000) as sandbox:
        files = sorted(FOLDER.iterdir())
        links = {path.name: sandbox.links.link("bench", path.name, partial(_itself, path)) for path in files}
        links.update({f"slow {item.name}": f"http://127.0.0.1:{line.server_port}/{item.name}" for item in files})
        print(json.dumps(links), flush=True)
        sys.stdin.read()
