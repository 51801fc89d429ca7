"""What the routes of the platform work on."""

from __future__ import annotations

from typing import Any, Mapping

from ..clock import iso
from ..foundation import Foundation
from ..http.routing import Refusal, Request
from .account.licences import Licences
from .catalog.search import SearchDesk
from .glossary.product_list import GLOSSARY
from .orders.store import OrderStore
from .storage.deliveries import Deliveries


class PlatformState:
    """Glossary, licences, catalog, orders and storage of the account."""

    def __init__(self, foundation: Foundation) -> None:
        self.foundation = foundation
        self.opened = foundation.clock.timestamp()
        self.glossary = GLOSSARY
        self.licences = Licences(GLOSSARY, self.opened, foundation.account.workspace_id)
        self.searches = SearchDesk(foundation.options)
        self.orders = OrderStore(foundation)
        self.deliveries = Deliveries(foundation, self.orders)

    @property
    def now(self) -> float:
        """Returns the Sandbox's time as Unix seconds."""
        return self.foundation.clock.timestamp()

    @property
    def now_text(self) -> str:
        """Returns the Sandbox's time as ISO 8601."""
        return iso(self.foundation.clock.now())

    @property
    def api(self) -> str:
        """Returns the base address that links begin with."""
        return self.foundation.links.base_url

    def claims(self, request: Request) -> Mapping[str, Any]:
        """Returns the claims of an access value of this account; Refusal 401 for any other one."""
        claims = self.foundation.claims(request)
        if claims["aud"] != self.foundation.account.workspace_id:
            raise Refusal(401, "Unauthorized", "UNAUTHORIZED")
        return claims
