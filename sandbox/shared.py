"""The parts that all generations of the service share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Mapping, Protocol, Tuple

from .access import AccessDesk, AccessExpired, AccessRefused, derived_text, named_id
from .books import Books
from .clock import Clock
from .http.exchange import expired_refusal
from .http.routing import HttpRefusal, Request, Router
from .options import Options
from .signed_links import SignedLinks
from .testing.faults import Faults
from .testing.request_log import RequestLog


@dataclass(frozen=True)
class Account:
    """Who the Sandbox's one customer is: the same ids and keys at each start."""

    mail: str = "ana@sandbox.example"
    user_id: str = "6e7e1bd3-75d3-4a24-8d95-06799288d7b6"
    workspace_id: str = "a1c100e7-a4eb-4aa6-b789-fe23db6b5ab2"
    project_id: str = "5342279c-3a1f-4c1e-9a54-1f0c2d6b8e21"

    @property
    def account_id(self) -> str:
        """Returns the id of the organisation that pays."""
        return named_id("account", self.user_id)

    @property
    def project_key(self) -> str:
        """Returns the key of the project: 8 characters, a dot, 35 characters."""
        text = derived_text("project key", self.project_id)
        return f"{text[:8]}.{text[8:]}"

    @property
    def key(self) -> str:
        """Returns the account's password on today's platform; holds characters that careless clients
        fail to escape.
        """
        return f"{derived_text('account key', self.user_id)[:16]}&+% é"


@dataclass(frozen=True)
class SharedParts:
    """The shared parts: time, credits, links, access values, faults, log, and a folder for files that are
    made.
    """

    options: Options
    account: Account
    clock: Clock
    books: Books
    links: SignedLinks
    access: AccessDesk
    faults: Faults
    log: RequestLog
    folder: Path

    def claims(self, request: Request) -> Mapping[str, Any]:
        """Returns the claims of a request's access value of any user; HttpRefusal 401 when it
        fails.
        """
        try:
            return self.access.read(request)
        except AccessExpired as expired:
            raise expired_refusal(expired.expired, expired.now) from None
        except AccessRefused:
            message = "Full authentication is required to access this resource"
            raise HttpRefusal(401, message, "UNAUTHORIZED") from None


class Generation(Protocol):
    """One generation of the service: its routes, and its state for inspection."""

    routers: Tuple[Router, ...]

    def state(self) -> Dict[str, Any]:
        """Returns the current state as a JSON object."""
        ...
