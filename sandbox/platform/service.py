"""The platform generation: all its parts and routers."""

from __future__ import annotations

from collections import Counter
from typing import Any, Dict, List, Tuple

from ..books import EntryKind
from ..http.routing import HttpRefusal, Request, Response, Router, json_response
from ..shared import SharedParts
from .account.routes import AccountRoutes
from .account.sign_in import SignIn
from .catalog.routes import HostCatalogRoutes
from .catalog.stac_routes import StacCatalogRoutes
from .glossary.routes import GlossaryRoutes
from .orders.routes import OrderRoutes
from .refusals import object_body, problem
from .state import PlatformState
from .storage.asset_routes import AssetRoutes
from .storage.stac_routes import StacStorageRoutes


class PlatformService:
    """Sign-in, glossary, catalog, orders and storage behind routers with their own error formats."""

    def __init__(self, shared: SharedParts) -> None:
        self.account = PlatformState(shared)
        main = Router(self.account.claims, problem)
        glossary = GlossaryRoutes(self.account)
        glossary.add_to(main)
        for part in (AccountRoutes, StacCatalogRoutes, OrderRoutes, StacStorageRoutes, AssetRoutes):
            part(self.account).add_to(main)
        hosts = HostCatalogRoutes(self.account)
        self.routers: Tuple[Router, ...] = (SignIn(shared).router, glossary.router, hosts.router, main)

    def add_admin_routes(self, router: Router) -> None:
        """Adds what a user does in the console: accepting a licence, being granted access to a collection."""
        router.add("POST", "/sandbox/eulas/{eula}", self._accept)
        router.add("POST", "/sandbox/access/{collection}", self._grant)

    def _accept(self, request: Request) -> Response:
        """Takes `isAccepted`, true when it is missing."""
        id, wanted = request.params["eula"], object_body(request) if request.body else {}
        if self.account.licences.one_json(id) is None:
            raise HttpRefusal(404, f"no EULA {id}")
        self.account.licences.accept(id, bool(wanted.get("isAccepted", True)))
        return json_response(self.account.licences.one_json(id))

    def _grant(self, request: Request) -> Response:
        collection = self.account.glossary.collection(request.params["collection"])
        if collection is None:
            raise HttpRefusal(404, f"no collection {request.params['collection']}")
        self.account.licences.grant(collection.name)
        return Response(204)

    def state(self) -> Dict[str, Any]:
        """Returns the orders and the licences."""
        return {"orders": self.orders(), "eulas": self.account.licences.all_json()}

    def orders(self) -> List[Dict[str, Any]]:
        """Returns the orders as the service shows them, oldest first, with `hold` and `creditsUsed` added."""
        shared, orders = self.account.shared, self.account.orders.all()
        used = Counter[str]()
        for entry in shared.books.entries:
            if entry.kind is EntryKind.CONSUMPTION:
                used[entry.reference] -= entry.credits
        now = self.account.now
        return [
            {**order.as_json(shared.account, now), "hold": order.hold, "creditsUsed": used[order.id]}
            for order in orders
        ]
