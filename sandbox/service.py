"""The whole Sandbox: a local stand-in for UP42 that needs no account."""

from __future__ import annotations

import contextlib
import json
import signal
import sys
import tempfile
import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Dict, List, Optional

from .access import AccessDesk
from .books import Books
from .clock import Clock
from .http.exchange import Exchange
from .http.server import HttpServer
from .options import Options
from .platform.service import PlatformService
from .shared import Account, Generation, SharedParts
from .signed_links import SignedLinks
from .testing.admin import Admin
from .testing.faults import Faults
from .testing.request_log import RequestLog, RequestRecord
from .workflows.service import WorkflowService


class Sandbox:
    """A whole UP42 on the loopback address; `options` are the members of `Options`, port 0 takes a free one.

    Its clock starts at `now`, which must carry a zone; without it at the machine's time.

    `start()` and `stop()`, or a `with` statement. Addresses are available once it has started. Its files
    are in a temporary folder that is removed when it stops.
    """

    def __init__(self, port: int = 0, *, now: Optional[datetime] = None, **options: Any) -> None:
        self._port = port
        self.options = replace(Options(), **options)
        self.clock = Clock(now)
        self.faults = Faults()
        self.books = Books(self.options.balance, self.clock.timestamp())
        self.links = SignedLinks(self.clock, self.options)
        self._log = RequestLog()
        self._server: Optional[HttpServer] = None
        self._folder = tempfile.TemporaryDirectory(prefix="up42-sandbox-")
        self.shared = SharedParts(
            options=self.options,
            clock=self.clock,
            books=self.books,
            links=self.links,
            account=Account(),
            access=AccessDesk(self.clock, self.options),
            faults=self.faults,
            log=self._log,
            folder=Path(self._folder.name),
        )
        self.workflows = WorkflowService(self.shared)
        self.platform = PlatformService(self.shared)
        self._generations: Dict[str, Generation] = {"workflows": self.workflows, "platform": self.platform}

    def start(self) -> Sandbox:
        """Begins to serve and returns itself."""
        exchange = Exchange(self.clock, self._log, self.faults, self.options)
        routers = [router for each in self._generations.values() for router in each.routers]
        exchange.routers = [*routers, self.links.router]
        exchange.limited = list(self.platform.routers)
        exchange.admin = Admin(self.shared, self._generations).router
        self.platform.add_admin_routes(exchange.admin)
        self._server = HttpServer(self._port, exchange)
        self.links.base_url = self._server.url
        self._server.begin()
        return self

    def stop(self) -> None:
        """Drops every connection, frees the port and removes the files; harmless when it is not running."""
        if self._server is not None:
            self._server.end()
            self._server = None
        with contextlib.suppress(OSError):
            self._folder.cleanup()

    def __enter__(self) -> Sandbox:
        return self.start()

    def __exit__(self, *exception: object) -> None:
        self.stop()

    @property
    def api_url(self) -> str:
        """Returns the base address of the API, without a slash at the end; RuntimeError when it is not
        running.
        """
        if self._server is None:
            raise RuntimeError("the Sandbox is not running")
        return self._server.url

    @property
    def auth_url(self) -> str:
        """Returns the base address for signing in to today's platform."""
        return self.api_url

    @property
    def project_id(self) -> str:
        """Returns the id of the project with the workflows."""
        return self.shared.account.project_id

    @property
    def project_key(self) -> str:
        """Returns the key that signs in to the project."""
        return self.shared.account.project_key

    @property
    def user(self) -> str:
        """Returns the name of the account on today's platform."""
        return self.shared.account.mail

    @property
    def password(self) -> str:
        """Returns what signs the account in on today's platform."""
        return self.shared.account.key

    @property
    def jobs(self) -> List[Dict[str, Any]]:
        """Returns the workflow jobs as the service shows them, oldest first, with `hold` and `creditsUsed`."""
        return self.workflows.jobs()

    @property
    def orders(self) -> List[Dict[str, Any]]:
        """Returns the orders as the platform shows them, oldest first, with `hold` and `creditsUsed`."""
        return self.platform.orders()

    @property
    def requests(self) -> List[RequestRecord]:
        """Returns the requests that were received, from the oldest to the newest."""
        return self._log.records()

    def clear_requests(self) -> None:
        """Forgets the requests that were received."""
        self._log.clear()

    def change(self, **options: Any) -> None:
        """Changes options while it runs; existing jobs and orders keep theirs. ValueError for a fixed option."""
        self.options.change(**options)

    def now(self) -> datetime:
        """Returns the Sandbox's time, UTC."""
        return self.clock.now()

    def describe(self) -> Dict[str, str]:
        """Returns all that a client needs to connect."""
        names = ("api_url", "auth_url", "project_id", "project_key", "user", "password")
        return {name: str(getattr(self, name)) for name in names}


def main(port: int, now: Optional[datetime] = None, variant: str = "") -> None:
    """Runs a Sandbox until interrupted; the first line that it prints is the JSON of `Sandbox.describe`."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with Sandbox(port, now=now, variant=variant) as sandbox:
        sys.stdout.write(json.dumps(sandbox.describe()) + "\n")
        sys.stdout.flush()
        ended.wait()
