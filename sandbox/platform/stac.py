"""Shared by the two STAC APIs: landing page, collections, links to the next page, searches by GET."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union
from urllib.parse import urlencode

from ..http.routing import HttpRefusal, Request, Response, json_response

STAC_VERSION = "1.0.0"
_JSON, _GEOJSON = "application/json", "application/geo+json"


def geojson_response(value: Any) -> Response:
    """Makes a response of GeoJSON."""
    response = json_response(value)
    response.media_type = _GEOJSON
    return response


def catalog_json(
    id: str, description: str, address: str, conformance: Sequence[str], has_get_search: bool
) -> Dict[str, Any]:
    """Returns the landing page of a STAC API at `address`, which has no slash at the end."""
    links = [
        {"rel": "self", "type": _JSON, "href": f"{address}/"},
        {"rel": "root", "type": _JSON, "href": f"{address}/"},
        {"rel": "conformance", "type": _JSON, "href": f"{address}/conformance"},
        {"rel": "data", "type": _JSON, "href": f"{address}/collections"},
        {"rel": "search", "type": _GEOJSON, "method": "POST", "href": f"{address}/search"},
    ]
    if has_get_search:
        links.append({"rel": "search", "type": _GEOJSON, "method": "GET", "href": f"{address}/search"})
    return {
        "type": "Catalog",
        "stac_version": STAC_VERSION,
        "id": id,
        "title": id,
        "description": description,
        "conformsTo": list(conformance),
        "links": links,
    }


def collection_json(
    id: str, title: str, description: str, address: str, boxes: List[List[float]], times: List[List[Optional[str]]]
) -> Dict[str, Any]:
    """Returns a collection of a STAC API at `address`, without a link to its items."""
    own = f"{address}/collections/{id}"
    return {
        "type": "Collection",
        "stac_version": STAC_VERSION,
        "id": id,
        "title": title,
        "description": description,
        "license": "proprietary",
        "extent": {"spatial": {"bbox": boxes}, "temporal": {"interval": times}},
        "links": [
            {"rel": "self", "type": _JSON, "href": own},
            {"rel": "root", "type": _JSON, "href": f"{address}/"},
            {"rel": "parent", "type": _JSON, "href": f"{address}/"},
        ],
    }


def next_link(
    address: str, asked: Union[Mapping[str, Any], Sequence[Tuple[str, str]]], token: Optional[str]
) -> Optional[Dict[str, Any]]:
    """Returns the link to the next page of a search, None without a token.

    `asked` is the body of a search by POST, which the link repeats, or the query arguments of one by GET.
    """
    if token is None:
        return None
    if isinstance(asked, Mapping):
        body = {**asked, "token": token}
        return {"rel": "next", "type": _GEOJSON, "method": "POST", "href": f"{address}/search", "body": body}
    arguments = [pair for pair in asked if pair[0] != "token"]
    href = f"{address}/search?{urlencode([*arguments, ('token', token)])}"
    return {"rel": "next", "type": _GEOJSON, "method": "GET", "href": href}


def search_arguments(request: Request) -> Dict[str, Any]:
    """Returns the query arguments of a GET search in the form of a body; HttpRefusal 422 if they cannot be read."""
    body: Dict[str, Any] = {}
    try:
        for name, text in request.query:
            if name in ("collections", "ids"):
                body[name] = text.split(",")
            elif name == "bbox":
                body[name] = [float(part) for part in text.split(",")]
            elif name == "limit":
                body[name] = int(text)
            elif name in ("intersects", "query"):
                body[name] = json.loads(text)
            elif name == "datetime":
                body[name] = text
    except ValueError:
        raise HttpRefusal(422, "Unprocessable Entity", details=f"{name} cannot be read") from None
    return body
