"""Storage as a STAC API: landing page, collections, items, search, titles and tags, removal."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

from ...areas import Ring, box_ring
from ...clock import Interval, read_interval, read_time
from ...http.routing import HttpRefusal, Request, Response, Router, json_response
from ...world.archive_grid import ARCHIVE_START
from ..catalog.search import MAX_LIMIT, outlines, wrong
from ..overlay import meets
from ..refusals import object_body
from ..stac import catalog_json, geojson_response, next_link
from ..state import PlatformState
from .deliveries import Delivery
from .files import StorageFiles
from .filters import QUERYABLES, passes
from .items import Showcase

ROOT = "/v2/assets/stac"
DEFAULT_LIMIT = 10
CONFORMANCE = (
    "https://api.stacspec.org/v1.0.0/core",
    "https://api.stacspec.org/v1.0.0/collections",
    "https://api.stacspec.org/v1.0.0/ogcapi-features",
    "https://api.stacspec.org/v1.0.0/item-search",
    "https://api.stacspec.org/v1.0.0/item-search#filter",
    "https://api.stacspec.org/v1.0.0/item-search#sort",
    "https://api.stacspec.org/v1.0.0/ogcapi-features/extensions/transaction",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
)
_NEXT_PAGE = "next:"
_MORE_QUERYABLES = ("eo:cloud_cover", "gsd", "constellation", "datetime", "geometry", "id", "collection")


class StacStorageRoutes:
    """What the account owns, by STAC."""

    def __init__(self, state: PlatformState) -> None:
        self._state = state
        self._files = StorageFiles(state.shared)

    def add_to(self, router: Router) -> None:
        """Adds the routes; the router takes them with and without a slash at the end."""
        collection = f"{ROOT}/collections/{{collection}}"
        router.add("GET", ROOT, self._landing)
        router.add("GET", f"{ROOT}/conformance", self._conformance)
        router.add("GET", f"{ROOT}/queryables", self._queryables)
        router.add("GET", f"{ROOT}/collections", self._collections)
        router.add("GET", collection, self._collection)
        router.add("DELETE", collection, self._delete)
        router.add("GET", f"{collection}/items", self._items)
        router.add("GET", f"{collection}/items/{{item}}", self._item)
        router.add("PATCH", f"{collection}/items/{{item}}", self._relabel)
        router.add("POST", f"{ROOT}/search", self._search)

    @property
    def _address(self) -> str:
        return f"{self._state.api}{ROOT}"

    @property
    def _showcase(self) -> Showcase:
        return Showcase(self._state.api, self._state.shared, self._files)

    def _landing(self, request: Request) -> Response:
        text = "What the account has bought"
        return json_response(catalog_json("up42-storage", text, self._address, CONFORMANCE, has_get_search=False))

    def _conformance(self, request: Request) -> Response:
        return json_response({"conformsTo": list(CONFORMANCE)})

    def _queryables(self, request: Request) -> Response:
        properties = {name: {"title": name} for name in (*QUERYABLES, *_MORE_QUERYABLES)}
        return json_response({"type": "object", "title": "Queryables", "properties": properties})

    def _collections(self, request: Request) -> Response:
        shown = [self._showcase.collection(each, self._state.deliveries.labels(each)) for each in self._indexed()]
        workspace = request.argument("workspace_id")
        if workspace is not None:
            shown = [each for each in shown if each["up42-system:workspace_id"] == workspace]
        page, token = _page(shown, _limit(request.argument("limit")), request.argument("token"))
        links: List[Dict[str, Any]] = [{"rel": "self", "href": f"{self._address}/collections"}]
        if token is not None:
            links.append({"rel": "next", "method": "GET", "href": f"{self._address}/collections?token={token}"})
        return json_response({"collections": page, "links": links})

    def _collection(self, request: Request) -> Response:
        delivery = self._found(request)
        return json_response(self._showcase.collection(delivery, self._state.deliveries.labels(delivery)))

    def _delete(self, request: Request) -> Response:
        self._state.deliveries.delete(self._found(request))
        return Response(204)

    def _items(self, request: Request) -> Response:
        return self._feature_collection([self._shown(self._found(request))], [])

    def _item(self, request: Request) -> Response:
        return geojson_response(self._shown(self._found(request)))

    def _relabel(self, request: Request) -> Response:
        """Sets title and tags; what is null or missing is taken away."""
        delivery, body = self._found(request), object_body(request)
        tags: Any = body.get("up42-user:tags")
        self._state.deliveries.relabel(delivery, body.get("up42-user:title"), tags)
        return geojson_response(self._shown(delivery))

    def _search(self, request: Request) -> Response:
        body = object_body(request)
        accepts = _conditions(body, self._state.shared.clock.now())
        found = [item for item in map(self._shown, self._indexed()) if accepts(item)]
        for key, is_descending in reversed(_order(body.get("sortby"))):
            found.sort(key=lambda item: str(item["properties"].get(key, item.get(key, ""))), reverse=is_descending)
        page, token = _page(found, _limit(body.get("limit")), body.get("token"))
        following = next_link(self._address, body, token)
        return self._feature_collection(page, [] if following is None else [following])

    def _feature_collection(self, items: List[Any], links: List[Dict[str, Any]]) -> Response:
        root = {"rel": "root", "href": f"{self._address}/", "type": "application/json"}
        return geojson_response({"type": "FeatureCollection", "features": items, "links": [root, *links]})

    def _indexed(self) -> List[Delivery]:
        return self._state.deliveries.indexed()

    def _shown(self, delivery: Delivery) -> Dict[str, Any]:
        return self._showcase.item(delivery, self._state.deliveries.labels(delivery))

    def _found(self, request: Request) -> Delivery:
        id, item = request.params["collection"], request.params.get("item")
        for delivery in self._indexed():
            if delivery.collection_id == id and item in (None, delivery.item_id):
                return delivery
        raise HttpRefusal(404, "Not Found", details=f"{item or id} does not exist")


def _conditions(body: Mapping[str, Any], now: Any) -> Callable[[Mapping[str, Any]], bool]:
    """Reads what a search asks for; HttpRefusal when it cannot be read."""
    box, area = body.get("bbox"), body.get("intersects")
    if box and area:
        raise wrong("only one of bbox and intersects may be given")
    try:
        rings: Tuple[Ring, ...] = (box_ring(box),) if box else tuple(outlines(area)) if area else ()
        times = read_interval(body["datetime"], Interval(ARCHIVE_START, now)) if body.get("datetime") else None
    except ValueError as error:
        raise wrong(str(error)) from None
    chosen = {"id": body.get("ids"), "collection": body.get("collections")}

    def accepts(item: Mapping[str, Any]) -> bool:
        if any(wanted and item[name] not in wanted for name, wanted in chosen.items()):
            return False
        if times and not times.start <= read_time(item["properties"]["datetime"]) <= times.end:
            return False
        if rings and not any(meets(shown, ring) for ring in rings for shown in outlines(item["geometry"])):
            return False
        return not body.get("filter") or passes(body["filter"], item)

    return accepts


def _order(sortby: Any) -> List[Tuple[str, bool]]:
    fields = sortby if isinstance(sortby, list) else []
    known = [each for each in fields if isinstance(each, Mapping)]
    pairs = ((str(each.get("field", "")), each.get("direction")) for each in known)
    return [(name.rpartition("properties.")[2], direction == "desc") for name, direction in pairs]


def _limit(value: Any) -> int:
    text = str(DEFAULT_LIMIT if value is None else value)
    if not text.isdigit() or not 1 <= int(text) <= MAX_LIMIT:
        raise wrong(f"limit must be between 1 and {MAX_LIMIT}, got {text}")
    return int(text)


def _page(items: List[Any], limit: int, token: Optional[str]) -> Tuple[List[Any], Optional[str]]:
    start = 0
    if token is not None:
        head, _, number = str(token).partition(_NEXT_PAGE)
        if head or not number.isdigit():
            raise wrong("the token of the next page is none")
        start = int(number)
    end = start + limit
    return items[start:end], f"{_NEXT_PAGE}{end}" if end < len(items) else None
