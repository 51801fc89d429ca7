"""The catalog as a STAC API: landing page, conformance, collections, items, search."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional

from ...clock import iso
from ...http.routing import Refusal, Request, Response, Router, json_response
from ...world.scenes import ARCHIVE_START, scene_by_id
from ..glossary.products import Collection
from ..refusals import object_body
from ..stac import catalog_json, collection_json, geojson_response, next_link, search_arguments
from ..state import PlatformState
from .features import catalog_item
from .search import Page, Search, read_search

ROOT = "/v2/catalog"
CONFORMANCE = (
    "https://api.stacspec.org/v1.0.0/core",
    "https://api.stacspec.org/v1.0.0/collections",
    "https://api.stacspec.org/v1.0.0/item-search",
    "https://api.stacspec.org/v1.0.0/item-search#query",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
)


class StacCatalogRoutes:
    """The newer half of the catalog; all hosts at once."""

    def __init__(self, state: PlatformState) -> None:
        self._state = state

    def add_to(self, router: Router) -> None:
        """Adds the routes."""
        for method, path, handler in (
            ("GET", "", self._landing),
            ("GET", "/conformance", self._conformance),
            ("GET", "/collections", self._collections),
            ("GET", "/collections/{collection}", self._collection),
            ("GET", "/collections/{collection}/items/{item}", self._item),
            ("POST", "/search", self._post_search),
            ("GET", "/search", self._get_search),
        ):
            router.add(method, f"{ROOT}{path}", handler, guard=self._claims)

    def _claims(self, request: Request) -> Mapping[str, Any]:
        """Returns the claims of a request; Refusal 404 when the Sandbox has no STAC catalog."""
        claims = self._state.claims(request)
        if not self._state.foundation.options.has_stac_catalog:
            raise Refusal(404, "Not Found", details=f"No resource at {request.path}")
        return claims

    @property
    def _address(self) -> str:
        return f"{self._state.api}{ROOT}"

    def _landing(self, request: Request) -> Response:
        return json_response(
            catalog_json("up42-catalog", "Scenes that can be ordered", self._address, CONFORMANCE, has_get_search=True)
        )

    def _conformance(self, request: Request) -> Response:
        return json_response({"conformsTo": list(CONFORMANCE)})

    def _archives(self) -> List[Collection]:
        return [each for each in self._state.glossary.collections if each.sensor is not None]

    def _collections(self, request: Request) -> Response:
        links = [{"rel": "self", "href": f"{self._address}/collections"}, {"rel": "root", "href": f"{self._address}/"}]
        return json_response({"collections": [self._shown(each) for each in self._archives()], "links": links})

    def _collection(self, request: Request) -> Response:
        return json_response(self._shown(self._found(request)))

    def _found(self, request: Request) -> Collection:
        name = request.params["collection"]
        found = next((each for each in self._archives() if each.name == name), None)
        if found is None:
            raise Refusal(404, "Not Found", details=f"collection {name} does not exist")
        return found

    def _shown(self, collection: Collection) -> Dict[str, Any]:
        shown = collection_json(
            collection.name,
            collection.title,
            collection.description,
            self._address,
            [[-180.0, -84.0, 180.0, 84.0]],
            [[iso(ARCHIVE_START), None]],
        )
        shown["providers"] = [
            {"name": each.name, "description": each.description, "roles": [role.lower() for role in each.roles]}
            for each in collection.providers
        ]
        return shown

    def _item(self, request: Request) -> Response:
        collection, id = self._found(request), request.params["item"]
        scene = scene_by_id(id)
        if scene is None or scene.sensor.key != collection.name:
            raise Refusal(404, "Not Found", details=f"item {id} does not exist")
        return geojson_response(catalog_item(scene, self._state.api))

    def _post_search(self, request: Request) -> Response:
        body = object_body(request)
        search = self._read(body)
        page = self._state.searches.page(search, body.get("token"))
        return self._answer(search, page, next_link(self._address, body, page.token))

    def _get_search(self, request: Request) -> Response:
        body = search_arguments(request)
        search = self._read(body)
        page = self._state.searches.page(search, request.argument("token"))
        return self._answer(search, page, next_link(self._address, request.query, page.token))

    def _read(self, body: Mapping[str, Any]) -> Search:
        sensors = {each.name: each.name for each in self._archives()}
        return read_search(body, sensors, self._state.foundation.clock.now())

    def _answer(self, search: Search, page: Page, following: Optional[Dict[str, Any]]) -> Response:
        links: List[Dict[str, Any]] = [
            {"rel": "self", "href": f"{self._address}/search"},
            {"rel": "root", "href": f"{self._address}/"},
        ]
        features = [catalog_item(scene, self._state.api) for scene in page.scenes]
        return geojson_response(
            {
                "type": "FeatureCollection",
                "features": features,
                "links": links if following is None else [*links, following],
                "context": {"returned": len(features), "limit": search.limit},
            }
        )
