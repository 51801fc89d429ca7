"""What every generation of the service stands on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Mapping, Protocol, Tuple

from .access import AccessDesk, AccessExpired, AccessRefused, derived_text, named_id
from .books import Books
from .clock import Clock
from .faults import Faults
from .http.exchange import expired_refusal
from .http.routing import Refusal, Request, Router
from .options import Options
from .request_log import RequestLog
from .signed_links import SignedLinks


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
        """Returns what the account signs in with on today's platform; holds the signs that careless clients
        break.
        """
        return f"{derived_text('account key', self.user_id)[:16]}&+% é"


@dataclass(frozen=True)
class Foundation:
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
        """Returns the claims of a request's access value, whoever it was issued for; Refusal 401 when it
        fails.
        """
        try:
            return self.access.read(request)
        except AccessExpired as expired:
            raise expired_refusal(expired.expired, expired.now) from None
        except AccessRefused:
            message = "Full authentication is required to access this resource"
            raise Refusal(401, message, "UNAUTHORIZED") from None


class Generation(Protocol):
    """One generation of the service: its routes, and its state for whoever inspects it."""

    routers: Tuple[Router, ...]

    def state(self) -> Dict[str, Any]:
        """Returns what it knows at the moment as a JSON object."""
        ...
