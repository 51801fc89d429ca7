"""The catalog as a STAC API: landing page, conformance, collections, items, search."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence

from ...clock import iso
from ...http.routing import HttpRefusal, Request, Response, Router, json_response
from ...testing.faults import FaultKind
from ...variants import CATALOG, HOST_ONLY, STAC_BROKEN, STAC_EMPTY, STAC_STRICT
from ...world.archive_grid import ARCHIVE_START
from ...world.imagery import scene_by_id
from ...world.scenes import SandboxScene
from ..glossary.products import Collection
from ..refusals import object_body
from ..stac import catalog_json, collection_json, geojson_response, next_link, search_arguments
from ..state import PlatformState
from . import strict
from .features import catalog_item
from .hosts import providers_of
from .pictures import PICTURES, LinkedPictures
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
        self._pictures = LinkedPictures(state.shared)

    def add_to(self, router: Router) -> None:
        """Adds the routes."""
        for method, path, handler in (
            ("GET", "", self._landing),
            ("GET", "/conformance", self._conformance),
            ("GET", "/collections", self._collections),
            ("GET", "/collections/{collection}", self._collection),
            ("GET", "/collections/{collection}/items/{item}", self._item),
            ("POST", "/collections/{collection}/items/{item}/assets/{asset}/download-url", self._picture_link),
            ("POST", "/search", self._post_search),
            ("GET", "/search", self._get_search),
        ):
            router.add(method, f"{ROOT}{path}", handler, guard=self._claims)

    def _claims(self, request: Request) -> Mapping[str, Any]:
        """Returns the claims of a request; HttpRefusal 404 when the Sandbox has no STAC catalog."""
        claims = self._state.claims(request)
        if self._is_variant(HOST_ONLY):
            raise HttpRefusal(404, "Not Found", details=f"No resource at {request.path}")
        return claims

    def _is_variant(self, name: str) -> bool:
        return self._state.shared.options.is_variant(CATALOG, name)

    @property
    def _conformance_classes(self) -> Sequence[str]:
        return strict.CONFORMANCE if self._is_variant(STAC_STRICT) else CONFORMANCE

    @property
    def _address(self) -> str:
        return f"{self._state.api}{ROOT}"

    def _landing(self, request: Request) -> Response:
        classes = self._conformance_classes
        return json_response(
            catalog_json("up42-catalog", "Scenes that can be ordered", self._address, classes, has_get_search=True)
        )

    def _conformance(self, request: Request) -> Response:
        return json_response({"conformsTo": list(self._conformance_classes)})

    def _archives(self) -> List[Collection]:
        return [each for each in self._state.glossary.collections if each.sensor is not None]

    def _collections(self, request: Request) -> Response:
        links = [{"rel": "self", "href": f"{self._address}/collections"}, {"rel": "root", "href": f"{self._address}/"}]
        return json_response({"collections": [self._shown(each) for each in self._archives()], "links": links})

    def _collection(self, request: Request) -> Response:
        return json_response(self._shown(self._found(request)))

    def _id(self, collection: Collection) -> str:
        """Returns the id of a collection in the catalog."""
        return f"catalog-{collection.name}" if self._is_variant(STAC_EMPTY) else collection.name

    def _found(self, request: Request) -> Collection:
        name = request.params["collection"]
        found = next((each for each in self._archives() if self._id(each) == name), None)
        if found is None:
            raise HttpRefusal(404, "Not Found", details=f"collection {name} does not exist")
        return found

    def _shown(self, collection: Collection) -> Dict[str, Any]:
        shown = collection_json(
            self._id(collection),
            collection.title,
            collection.description,
            self._address,
            [[-180.0, -84.0, 180.0, 84.0]],
            [[iso(ARCHIVE_START), None]],
        )
        shown["providers"] = [
            {"name": each.name, "description": each.description, "roles": [role.lower() for role in each.roles]}
            for each in providers_of(collection, self._state.shared.options)
        ]
        return shown

    def _item(self, request: Request) -> Response:
        return geojson_response(self._item_json(self._scene(request)))

    def _scene(self, request: Request) -> SandboxScene:
        collection, id = self._found(request), request.params["item"]
        scene = scene_by_id(id)
        if scene is None or scene.sensor.key != collection.name:
            raise HttpRefusal(404, "Not Found", details=f"item {id} does not exist")
        return scene

    def _item_json(self, scene: SandboxScene) -> Dict[str, Any]:
        if self._is_variant(STAC_STRICT):
            return strict.strict_item(scene, self._state.api, self._state.shared.options)
        return catalog_item(scene, self._state.api)

    def _picture_link(self, request: Request) -> Response:
        """Answers with a signed link to a picture."""
        scene, name = self._scene(request), request.params["asset"]
        if name not in PICTURES or not scene.has_quicklook or request.take_fault(FaultKind.NO_QUICKLOOK):
            raise HttpRefusal(404, "Not Found", details=f"item {scene.id} has no {name}")
        is_corrupt = request.take_fault(FaultKind.CORRUPT_QUICKLOOK) is not None
        return json_response({"url": self._pictures.link(scene, name, is_corrupt)})

    def _post_search(self, request: Request) -> Response:
        body = object_body(request)
        search = self._read(body)
        page = self._state.searches.page(search, body.get("token"), request.check)
        return self._answer(search, page, next_link(self._address, body, page.token))

    def _get_search(self, request: Request) -> Response:
        body = search_arguments(request)
        search = self._read(body)
        page = self._state.searches.page(search, request.argument("token"), request.check)
        return self._answer(search, page, next_link(self._address, request.query, page.token))

    def _read(self, body: Mapping[str, Any]) -> Search:
        if self._is_variant(STAC_BROKEN):
            raise HttpRefusal(500, "Internal Server Error")
        sensors = {each.name: each.name for each in self._archives()}
        read = strict.strict_search if self._is_variant(STAC_STRICT) else read_search
        if self._is_variant(STAC_EMPTY):
            # Collections have other names here than anywhere else.
            body = {**body, "collections": []}
        return read(body, sensors, self._state.shared.clock.now())

    def _answer(self, search: Search, page: Page, following: Optional[Dict[str, Any]]) -> Response:
        if self._is_variant(STAC_EMPTY):
            page, following = Page([], None), None
        links: List[Dict[str, Any]] = [
            {"rel": "self", "href": f"{self._address}/search"},
            {"rel": "root", "href": f"{self._address}/"},
        ]
        features = [self._item_json(scene) for scene in page.scenes]
        return geojson_response(
            {
                "type": "FeatureCollection",
                "features": features,
                "links": links if following is None else [*links, following],
                "context": {"returned": len(features), "limit": search.limit},
            }
        )
