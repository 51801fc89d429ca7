"""A file behind signed links on an HTTP server with configurable behaviour, and helpers for download tests."""

from __future__ import annotations

import http.server
import os
import random
from pathlib import Path

from support.service_stage import Watch
from up42_jobs.core.api.downloads import HttpDownloads
from up42_jobs.core.domain.connections import NetworkProfile
from up42_jobs.sandbox import Fault

TESTS = Path(__file__).resolve().parents[1]
SIZE = 3_000_017
STORAGE = r"^/storage/"
QUICK = (0.01, 0.01, 0.01)
# How many seeded places in a file each kind of break is tried at.
BREAK_POINTS = int(os.environ.get("BREAK_POINTS", "25"))


def noise(seed=42, size=SIZE):
    """Bytes that no compression makes smaller."""
    return random.Random(seed).randbytes(size)


class Place:
    """A file behind signed links, and where it goes."""

    def __init__(self, sandbox, folder, content=None, expired_status=400):
        content = noise() if content is None else content
        self.sandbox = sandbox
        self.source = folder / "source" / "output.tgz"
        self.source.parent.mkdir(parents=True)
        self.source.write_bytes(content)
        self.content = content
        self.target = folder / "here" / "output.tgz"
        self.part = self.target.with_name("output.tgz.part")
        self.notes = self.target.with_name("output.tgz.part.json")
        self.links = []
        self.expired_status = expired_status

    def link(self):
        """A fresh link."""
        made = self.sandbox.links.link("job", "output.tgz", lambda: self.source, expired_status=self.expired_status)
        self.links.append(made)
        return made

    def fetch(self, watch=None, timeout_s=0.4, size_bytes=None, **options):
        """Downloads it and returns where it is."""
        return self.files(watch, timeout_s, size_bytes=size_bytes, **options)[0].path

    def files(self, watch=None, timeout_s=0.4, **options):
        """Downloads it and returns what came of it."""
        downloads = HttpDownloads(NetworkProfile(timeout_s=timeout_s), pauses_s=QUICK)
        return downloads.fetch(self.link, self.target, watch or Watch(), **options)

    def fault(self, kind, **members):
        """Has something go wrong on the way."""
        self.sandbox.faults.add(Fault(kind, path=STORAGE, **members))

    def is_whole(self):
        """Whether the file is there, right, and alone."""
        return self.target.read_bytes() == self.content and os.listdir(self.target.parent) == ["output.tgz"]

    def asked(self):
        """The ranges that were asked for, in order."""
        return [request.headers.get("range") for request in self.sandbox.requests if "/storage/" in request.path]


class Storage(http.server.BaseHTTPRequestHandler):
    """Storage with habits that the Sandbox's does not have; `answers` holds one function a request."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append({name.lower(): value for name, value in self.headers.items()})
        self.server.answers.pop(0)(self)

    def send(self, status, body, length=None, **headers):
        """Sends an answer; `length` None states none."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        else:
            self.close_connection = True
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        if length is not None and length > len(body):
            self.close_connection = True

    def log_message(self, *arguments):
        """Keeps quiet."""



def files_from(storage, target, *answers, **options):
    """Downloads from the scripted storage and returns what came of it."""
    storage.answers[:] = answers
    address = f"http://127.0.0.1:{storage.server_address[1]}/file?Signature=x"
    downloads = HttpDownloads(NetworkProfile(timeout_s=2), pauses_s=QUICK)
    return downloads.fetch(lambda: address, target, Watch(), **options)


def fetch_from(storage, target, *answers, **options):
    """Downloads a plain file from the scripted storage and returns its bytes."""
    return files_from(storage, target, *answers, **options)[0].path.read_bytes()



# The program of a process that downloads `argv[2]` to `argv[3]`, and into the folder `argv[4]` if there is one.
KILLED = """
import sys, os
sys.path[:0] = [sys.argv[1], os.path.join(os.path.dirname(sys.argv[1]), "tools")]
from package_path import register_package
register_package()
from pathlib import Path
from support.service_stage import Watch
from up42_jobs.core.api.downloads import HttpDownloads
from up42_jobs.core.domain.connections import NetworkProfile
print("ready", flush=True)
unpack_to = Path(sys.argv[4]) if sys.argv[4:] else None
HttpDownloads(NetworkProfile()).fetch(lambda: sys.argv[2], Path(sys.argv[3]), Watch(), unpack_to=unpack_to)
"""
