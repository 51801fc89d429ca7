"""The state that the routes of the platform share."""

from __future__ import annotations

from typing import Any, Mapping

from ..clock import iso
from ..http.routing import HttpRefusal, Request
from ..shared import SharedParts
from .account.licences import Licences
from .catalog.search import SearchDesk
from .glossary.product_list import GLOSSARY
from .orders.store import OrderStore
from .storage.deliveries import Deliveries


class PlatformState:
    """Glossary, licences, catalog, orders and storage of the account."""

    def __init__(self, shared: SharedParts) -> None:
        self.shared = shared
        self.opened = shared.clock.timestamp()
        self.glossary = GLOSSARY
        self.licences = Licences(GLOSSARY, self.opened, shared.account.workspace_id)
        self.searches = SearchDesk(shared.options)
        self.orders = OrderStore(shared)
        self.deliveries = Deliveries(shared, self.orders)

    @property
    def now(self) -> float:
        """Returns the Sandbox's time as Unix seconds."""
        return self.shared.clock.timestamp()

    @property
    def now_text(self) -> str:
        """Returns the Sandbox's time as ISO 8601."""
        return iso(self.shared.clock.now())

    @property
    def api(self) -> str:
        """Returns the base address that links begin with."""
        return self.shared.links.base_url

    def claims(self, request: Request) -> Mapping[str, Any]:
        """Returns the claims of an access value of this account; HttpRefusal 401 for any other one."""
        claims = self.shared.claims(request)
        if claims["aud"] != self.shared.account.workspace_id:
            raise HttpRefusal(401, "Unauthorized", "UNAUTHORIZED")
        return claims
