"""Lossless conversion between job parameters and requests of today's service (search and order in one document)."""

from __future__ import annotations

import hashlib
import re
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.aoi import Aoi
from ...domain.jobs.claims import claims_of
from ...domain.jobs.job import JobMode
from ...domain.parameters import GeometryMode, JobParameters
from ...domain.ports.gateway import RequestError
from ...domain.products import Product
from ..request_members import GEOMETRIES, MAX_INTEGER, read_geometry, read_ids, read_integer, read_period

SEARCH, ORDER, PARAMS = "search", "order", "params"
# Set in the `raw` of a product if the order's name is also a parameter of its order form.
HAS_NAME = "has_name"
_CLOUD_COVER = "cloudCoverage"
# Members with their own field; the rest is kept in the options.
_SEARCH_MEMBERS = ("collections", *GEOMETRIES, "datetime", "limit", "ids")
_ORDER_MEMBERS = ("dataProduct", PARAMS, "budgetId")
# Members that the plugin sets; typed by hand they would be lost or break the order.
_OURS = ("displayName", "featureCollection")
_OWN_PARAMETERS = ("id", "aoi", "geometry")
TAG_PREFIX = "up42-jobs:"
CREDITS_TAG = "up42-jobs-estimate:"
_OWN_TAGS = (TAG_PREFIX, CREDITS_TAG)
_NUMBERED = re.compile(r"(.*) (\d{1,4})/(\d{1,4})(?: \d{1,4})?$", re.DOTALL)


def request_json(product: Product, parameters: JobParameters, mode: JobMode) -> Dict[str, Any]:
    """Returns the search for the scenes and the order that each is placed with; the same for both modes."""
    rest = parameters.options.get(SEARCH)
    search: Dict[str, Any] = {"collections": [product.raw["collection"]]}
    aoi = parameters.aoi
    if aoi is not None:
        box = parameters.geometry_mode is GeometryMode.BBOX
        search[parameters.geometry_mode.value] = aoi.bbox() if box else aoi.polygon()
    query = dict(rest["query"]) if isinstance(rest, Mapping) and isinstance(rest.get("query"), Mapping) else {}
    if parameters.scene_ids:
        # Ids override every filter; a period next to them would look as if it still applied.
        search["ids"] = list(parameters.scene_ids)
        search["limit"] = len(parameters.scene_ids)
    else:
        if parameters.period is not None:
            search["datetime"] = parameters.period.text()
        if product.has_cloud_cover and parameters.max_cloud_cover is not None:
            query[_CLOUD_COVER] = {"lte": parameters.max_cloud_cover}
        search["limit"] = parameters.limit
    if isinstance(rest, Mapping):
        search.update({name: value for name, value in rest.items() if name != "query"})
    if query:
        search["query"] = query
    order: Dict[str, Any] = {"dataProduct": product.id, PARAMS: _params(parameters)}
    if parameters.budget_id:
        order["budgetId"] = parameters.budget_id
    extra = parameters.options.get(ORDER)
    if isinstance(extra, Mapping):
        order.update(extra)
    return {SEARCH: search, ORDER: order}


def claims(product: Product, parameters: JobParameters) -> Dict[str, str]:
    """Returns what a job buys; see JobGateway.claims. Budget and tags do not matter."""
    search = {} if parameters.scene_ids else parameters.options.get(SEARCH) or {}
    return claims_of(parameters, {PARAMS: _params(parameters), SEARCH: search})


def parse_request(product: Product, request: Mapping[str, Any]) -> JobParameters:
    """Parses such a document; members without a field are kept in `options`. Raises RequestError."""
    unknown = [name for name in request if name not in (SEARCH, ORDER)]
    if unknown:
        raise RequestError((unknown[0],), "unknown_member", members=f"{SEARCH}, {ORDER}")
    search, order = _object(request, (), SEARCH), _object(request, (), ORDER)
    _check_product(product, search, order)
    mode, aoi = read_geometry((SEARCH,), search)
    ids = read_ids((SEARCH,), search)
    rest = {name: value for name, value in search.items() if name not in _SEARCH_MEMBERS}
    cover = None
    if "query" in rest:
        query = dict(_object(search, (SEARCH,), "query"))
        cover = _take_cloud_cover(query) if product.has_cloud_cover else None
        rest["query"] = query
        if not query:
            del rest["query"]
    params = dict(_object(order, (ORDER,), PARAMS))
    for name in _OWN_PARAMETERS:
        if name in params:
            raise RequestError((ORDER, PARAMS, name), "set_by_scene")
    budget = order.get("budgetId", "")
    if not isinstance(budget, str):
        raise RequestError((ORDER, "budgetId"), "not_a_text")
    _check_tags(order.get("tags"))
    extra = {name: value for name, value in order.items() if name not in _ORDER_MEMBERS}
    parts = ((PARAMS, params), (SEARCH, rest), (ORDER, extra))
    return JobParameters(
        product_id=product.id,
        aoi=aoi,
        geometry_mode=mode,
        period=read_period((SEARCH,), search, "datetime"),
        limit=len(ids) if ids else read_integer((SEARCH,), search, "limit", 1),
        max_cloud_cover=cover,
        scene_ids=ids,
        options={name: value for name, value in parts if value},
        budget_id=budget,
    )


def search_body(product: Product, parameters: JobParameters, limit: int) -> Dict[str, Any]:
    """Returns the body of a catalog search; `limit` is the page size.

    An area across the 180th meridian is sent as two parts. A condition that every scene meets is left out, since it
    would exclude scenes without that property.
    """
    request = request_json(product, parameters, JobMode.DRY_RUN)[SEARCH]
    body = {name: value for name, value in request.items() if name not in GEOMETRIES}
    aoi = parameters.aoi
    if aoi is not None:
        if parameters.geometry_mode is GeometryMode.BBOX and not aoi.crosses_antimeridian:
            body["bbox"] = aoi.bbox()
        elif parameters.geometry_mode is GeometryMode.BBOX:
            body["intersects"] = box_of(aoi).split_geometry()
        else:
            body["intersects"] = aoi.split_geometry()
    query = dict(body.get("query") or {})
    if parameters.max_cloud_cover is not None and parameters.max_cloud_cover >= 100:
        query.pop(_CLOUD_COVER, None)
    body.pop("query", None)
    if query:
        body["query"] = query
    body["limit"] = limit
    return body


def order_body(
    product: Product, parameters: JobParameters, scene_id: str, display_name: str, tags: Sequence[str] = ()
) -> Dict[str, Any]:
    """Returns the order of one scene; the same for estimate and placement.

    Empty members are left out, since the service refuses a null.
    """
    order = request_json(product, parameters, JobMode.LIVE)[ORDER]
    own_tags = [
        tag for tag in order.pop("tags", None) or [] if isinstance(tag, str) and not tag.lower().startswith(_OWN_TAGS)
    ]
    features = []
    if parameters.aoi is not None:
        features = [
            {"type": "Feature", "properties": {}, "geometry": part}
            for part in single_parts(parameters.aoi.split_geometry())
        ]
    named = {"displayName": display_name} if product.raw.get(HAS_NAME) else {}
    body = {
        **{name: value for name, value in order.items() if value is not None},
        "displayName": display_name,
        PARAMS: {**order[PARAMS], "id": scene_id, **named},
        "featureCollection": {"type": "FeatureCollection", "features": features},
    }
    if own_tags or tags:
        body["tags"] = [*own_tags, *tags]
    return body


def tag_of(name: str) -> str:
    """Returns the tag that all orders of the live job with that unique name have, and no others."""
    return TAG_PREFIX + hashlib.sha256(name.encode("utf-8")).hexdigest()[:20]


def group_of(tags: Any) -> str:
    """Returns the job tag among an order's tags, empty for an order of another client."""
    given = tags if isinstance(tags, (list, tuple)) else ()
    return next((tag for tag in given if isinstance(tag, str) and tag.startswith(TAG_PREFIX)), "")


def display_names(name: str, count: int, *, is_split: bool) -> List[str]:
    """Returns one name per scene, of at most 200 characters, from which `parse_display_name` reads the job's name.

    `is_split`: a scene becomes several orders, to whose names the service appends a number.
    """
    if count == 1 and not is_split:
        return [name[:180]]
    return [f"{name[:180]} {number}/{count}" for number in range(1, count + 1)]


def parse_display_name(text: str) -> Tuple[str, int, int]:
    """Returns the job's name, the number of the scene and the number of scenes."""
    found = _NUMBERED.match(text)
    return (found[1], int(found[2]), int(found[3])) if found else (text, 1, 1)


def single_parts(geometry: Mapping[str, Any]) -> Sequence[Dict[str, Any]]:
    """Returns the polygons of a geometry; the service accepts no other type."""
    if geometry["type"] == "Polygon":
        return [dict(geometry)]
    return [{"type": "Polygon", "coordinates": part} for part in geometry["coordinates"]]


def box_of(aoi: Aoi) -> Aoi:
    """Returns the bounding box of an area."""
    west, south, east, north = aoi.bounds
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return Aoi(ring, 0.0)


def request_of_orders(
    product_id: str, geometry: Optional[Mapping[str, Any]], scene_ids: Sequence[str]
) -> Dict[str, Any]:
    """Returns the document from which orders would have been made, as far as it can be derived from them."""
    search: Dict[str, Any] = {}
    if geometry is not None:
        search["intersects"] = dict(geometry)
    search["ids"] = list(scene_ids)
    search["limit"] = max(len(scene_ids), 1)
    return {SEARCH: search, ORDER: {"dataProduct": product_id, PARAMS: {}}}


def _params(parameters: JobParameters) -> Dict[str, Any]:
    given = parameters.options.get(PARAMS)
    return dict(given) if isinstance(given, Mapping) else {}


def _check_product(product: Product, search: Mapping[str, Any], order: Mapping[str, Any]) -> None:
    wanted = product.raw["collection"]
    if search.get("collections", [wanted]) != [wanted]:
        raise RequestError((SEARCH, "collections"), "other_product", product=wanted)
    if order.get("dataProduct", product.id) != product.id:
        raise RequestError((ORDER, "dataProduct"), "other_product", product=product.id)
    for name in _OURS:
        if name in order:
            raise RequestError((ORDER, name), "set_by_scene")


def _check_tags(tags: Any) -> None:
    """Raises RequestError for one of our own tags: it would make this job part of another one."""
    for tag in tags if isinstance(tags, list) else []:
        if isinstance(tag, str) and tag.strip().lower().startswith(_OWN_TAGS):
            raise RequestError((ORDER, "tags"), "own_tag", tag=tag)


def _take_cloud_cover(query: Dict[str, Any]) -> Optional[int]:
    """Removes the simple condition from a query and returns it; any other stays for the service to check."""
    condition = query.get(_CLOUD_COVER)
    if not isinstance(condition, Mapping) or list(condition) != ["lte"]:
        return None
    value = condition["lte"]
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > MAX_INTEGER:
        return None
    del query[_CLOUD_COVER]
    return value


def _object(parent: Mapping[str, Any], path: Tuple[str, ...], name: str) -> Mapping[str, Any]:
    value = parent.get(name, {})
    if not isinstance(value, Mapping):
        raise RequestError((*path, name), "not_an_object")
    return value
