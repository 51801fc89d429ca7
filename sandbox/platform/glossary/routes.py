"""Collections, providers, data products and order forms over HTTP."""

from __future__ import annotations

from typing import Any, Dict, List

from ...http.routing import HttpRefusal, Request, Response, Router, json_response, page_of
from ..catalog.hosts import providers_of
from ..refusals import plain
from ..state import PlatformState
from .checks import shown_form
from .products import Collection

PAGE_SIZE = 10
MAX_PAGE = 1000
SORT_FIELDS = ("name", "title", "description", "type")


class GlossaryRoutes:
    """What can be ordered; the collections are open to everybody and have a refusal of their own."""

    def __init__(self, state: PlatformState) -> None:
        self._state = state
        self.router = Router(state.claims, plain)
        self.router.add("GET", "/v2/collections", self._collections, is_open=True)
        self.router.add("GET", "/v2/collections/{collection}", self._collection, is_open=True)
        self.router.add("GET", "/v2/providers", self._providers)
        self.router.add("GET", "/v2/data-products", self._products)

    def add_to(self, router: Router) -> None:
        """Adds the route of the order forms."""
        router.add("GET", "/orders/schema/{product}", self._schema)

    def _collections(self, request: Request) -> Response:
        shown = [self._shown(each) for each in self._state.glossary.collections]
        kind, integrations = request.argument("type"), set(request.arguments("integrations"))
        shown = [each for each in shown if kind in (None, each["type"]) and integrations <= set(each["integrations"])]
        return _paged(request, shown)

    def _collection(self, request: Request) -> Response:
        name = request.params["collection"]
        collection = self._state.glossary.collection(name)
        if collection is None:
            raise HttpRefusal(404, f"Collection {name} not found")
        return json_response(self._shown(collection))

    def _shown(self, collection: Collection) -> Dict[str, Any]:
        providers = providers_of(collection, self._state.shared.options)
        return {**collection.as_json(), "providers": [each.as_json() for each in providers]}

    def _providers(self, request: Request) -> Response:
        options = self._state.shared.options
        found = [each for entry in self._state.glossary.collections for each in providers_of(entry, options)]
        named = {each.name: each.as_json() for each in found}
        return _paged(request, list(named.values()))

    def _products(self, request: Request) -> Response:
        products = [
            {**each.as_json(), "collectionName": entry.name}
            for entry in self._state.glossary.collections
            for each in entry.products
        ]
        return _paged(request, products)

    def _schema(self, request: Request) -> Response:
        found = self._state.glossary.product(request.params["product"])
        if found is None:
            raise HttpRefusal(404, "Not Found", details=f"no schema for data product {request.params['product']}")
        return json_response(shown_form(found[1].form, self._state.shared.options))


def _paged(request: Request, shown: List[Dict[str, Any]]) -> Response:
    sort = request.argument("sort")
    if sort is not None:
        field, _, direction = sort.partition(",")
        if field not in SORT_FIELDS or direction.lower() not in ("", "asc", "desc"):
            raise HttpRefusal(400, f"sort: must be one of {', '.join(SORT_FIELDS)} with asc or desc")
        shown.sort(key=lambda each: str(each.get(field, "")), reverse=direction.lower() == "desc")
    size = max(1, request.whole_number("size", PAGE_SIZE, MAX_PAGE))
    return json_response(page_of(shown, request.whole_number("page", 0), size).as_json())
