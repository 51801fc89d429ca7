"""The catalog as a STAC API that accepts only standard names and refuses unknown members."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List, Mapping

from ...http.routing import HttpRefusal
from ...options import Options
from ...world.scenes import SandboxScene
from ..storage.filters import passes
from .features import acquisition_times, stac_item, standard_properties
from .hosts import host_of
from .search import Search, read_search

MAX_LIMIT = 100
CONFORMANCE = (
    "https://api.stacspec.org/v1.0.0/core",
    "https://api.stacspec.org/v1.0.0/collections",
    "https://api.stacspec.org/v1.0.0/item-search",
    "https://api.stacspec.org/v1.0.0/item-search#filter",
    "https://api.stacspec.org/v1.0.0/item-search#sort",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
)
_MEMBERS = frozenset(
    {
        "collections", "ids", "bbox", "intersects", "datetime", "limit", "filter", "filter-lang", "sortby", "token",
    }
)
_ROLES = {"quicklook": "overview", "thumbnail": "thumbnail"}


def strict_search(body: Mapping[str, Any], sensors: Mapping[str, str], latest: Any) -> Search:
    """Reads the body of a search; HttpRefusal 400 for unknown members and properties or a large page, else 422."""
    unknown = sorted(set(body) - _MEMBERS)
    if unknown:
        raise _wrong(f"unknown members: {', '.join(unknown)}")
    limit = body.get("limit")
    if isinstance(limit, int) and limit > MAX_LIMIT:
        raise _wrong(f"limit must be at most {MAX_LIMIT}, got {limit}")
    if body.get("filter-lang", "cql2-json") != "cql2-json":
        raise _wrong("filter-lang must be cql2-json")
    filter = body.get("filter")
    if filter is not None:
        _expect_known(filter)
    known = {name: value for name, value in body.items() if name not in ("filter", "filter-lang", "sortby")}
    search = read_search(known, sensors, latest)
    return replace(
        search,
        is_wanted=None if filter is None else lambda scene: passes(filter, _filtered(scene)),
        words=repr(filter),
        sorted_by_age=_direction(body.get("sortby")),
    )


def strict_item(scene: SandboxScene, api: str, options: Options) -> Dict[str, Any]:
    """Returns a scene as an item whose host is one of its providers and whose images are behind a link."""
    root = f"{api}/v2/catalog"
    own = f"{root}/collections/{scene.sensor.key}/items/{scene.id}"
    providers = [
        {"name": host_of(scene, options), "roles": ["host"]},
        {"name": scene.sensor.producer, "roles": ["producer"]},
    ]
    assets = {
        name: {"href": f"{own}/assets/{name}/download-url", "type": "image/jpeg", "roles": [role]}
        for name, role in (_ROLES if scene.has_quicklook else {}).items()
    }
    return stac_item(scene, root, {**_properties(scene), "providers": providers}, assets)


def _properties(scene: SandboxScene) -> Dict[str, Any]:
    properties = {**acquisition_times(scene), "constellation": scene.sensor.constellation.lower()}
    del properties["acquisitionDate"]
    properties.update(standard_properties(scene))
    return properties


def _filtered(scene: SandboxScene) -> Dict[str, Any]:
    return {"id": scene.id, "collection": scene.sensor.key, "properties": _properties(scene)}


def _expect_known(filter: Any) -> None:
    """Refuses a condition on a property that no item has."""
    name = filter.get("property") if isinstance(filter, Mapping) else None
    if name is not None and name not in _QUERYABLES:
        raise _wrong(f"filter: unknown property {name}")
    for part in filter.get("args", ()) if isinstance(filter, Mapping) else ():
        _expect_known(part)


_QUERYABLES = frozenset(
    {
        "id", "collection", "datetime", "start_datetime", "end_datetime", "constellation", "platform", "gsd",
        "eo:cloud_cover", "view:incidence_angle", "view:azimuth", "view:sun_azimuth", "view:sun_elevation",
    }
)


def _direction(sortby: Any) -> str:
    if sortby is None:
        return ""
    fields: List[Any] = sortby if isinstance(sortby, list) else []
    first = fields[0] if len(fields) == 1 and isinstance(fields[0], Mapping) else {}
    if first.get("field") not in ("datetime", "properties.datetime") or first.get("direction") not in ("asc", "desc"):
        raise _wrong("sortby: only datetime, asc or desc")
    return str(first["direction"])


def _wrong(rule: str) -> HttpRefusal:
    return HttpRefusal(400, "Bad Request", details=rule)
