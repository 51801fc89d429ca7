"""The catalog of today's service: every page of every host, newest first, cut to what was asked for by us."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any, Dict, Iterator, List, Mapping, Optional, Tuple
from urllib.parse import quote

from ...domain.errors import ErrorKind, Up42Error
from ...domain.foreign import id_of, mapping_of, mappings_of, moment_of, text_of, texts_of
from ...domain.json_text import indented
from ...domain.parameters import GeometryMode, JobParameters
from ...domain.ports import Control
from ...domain.products import Product
from ...domain.rings import footprint_of, holds
from ...domain.scenes.features import scene_of
from ...domain.scenes.scene import Scene, SceneCollection
from .client import PlatformClient, next_link
from .request import search_body

_LOG = logging.getLogger(__name__)

PAGE_SIZE = 500
# 10,000 scenes over one area are more than any collection has of it; what is left out beyond is told.
MOST_PAGES = 20
STAC_PATH = "/v2/catalog/"
_CANNOT = (
    ErrorKind.NOT_FOUND,
    ErrorKind.FORBIDDEN,
    ErrorKind.WEB_PAGE,
    ErrorKind.UNEXPECTED_ANSWER,
    ErrorKind.INVALID_REQUEST,
)


class CatalogSearch:
    """Finds scenes through the STAC catalog where its landing page offers a search, host by host otherwise."""

    def __init__(self, client: PlatformClient) -> None:
        self._client = client
        # Address of the STAC search, empty where there is none, and whether it takes conditions on properties.
        self._stac: Optional[Tuple[str, bool]] = None

    def find(self, product: Product, parameters: JobParameters, control: Optional[Control]) -> SceneCollection:
        """Returns the newest scenes up to the limit, of all that match.

        `is_complete` is false where the catalog had more pages than are read; then "newest" is only as good as the
        catalog's own order. `document` is a FeatureCollection of what was found, in the same order.
        """
        found: Dict[str, Tuple[Scene, Mapping[str, Any]]] = {}
        is_complete, unreadable = True, 0
        for host, path, body in self._places(product, search_body(product, parameters, PAGE_SIZE)):
            pages = 0
            page: Mapping[str, Any] = {}
            for page in self._client.feature_pages(path, body, MOST_PAGES):
                if control is not None:
                    control.check()
                pages += 1
                for feature in page["features"]:
                    scene = _scene(feature, product, host)
                    if scene is None:
                        unreadable += 1
                    elif _is_wanted(scene, product, parameters):
                        found.setdefault(scene.id, (scene, feature))
            is_complete = is_complete and (pages < MOST_PAGES or next_link(page) is None)
        oldest = datetime.min.replace(tzinfo=timezone.utc)
        newest = sorted(found.values(), key=lambda one: one[0].acquired or oldest, reverse=True)
        limit = len(parameters.scene_ids) or parameters.limit
        chosen = newest[:limit]
        document = {"type": "FeatureCollection", "features": [_told(scene, feature) for scene, feature in chosen]}
        scenes = tuple(scene for scene, _ in chosen)
        return SceneCollection(scenes, indented(document), is_complete, len(found), unreadable)

    def _places(self, product: Product, body: Dict[str, Any]) -> Iterator[Tuple[str, str, Dict[str, Any]]]:
        """Yields host, address and body of each search that is needed."""
        hosts: List[str] = list(product.raw["hosts"])
        address, has_query = self._find_stac()
        # The cloud cover is checked here once more; other conditions are the catalog's alone.
        is_plain = set(body.get("query") or {}) <= {"cloudCoverage"}
        if address and has_query:
            yield hosts[0], address, body
        elif address and is_plain:
            yield hosts[0], address, {name: value for name, value in body.items() if name != "query"}
        else:
            for host in hosts:
                yield host, f"/catalog/hosts/{quote(host, safe='')}/stac/search", body

    def _find_stac(self) -> Tuple[str, bool]:
        if self._stac is None:
            try:
                self._stac = _search_offer(self._client.get(STAC_PATH))
            except Up42Error as error:
                if error.kind not in _CANNOT:
                    raise
                _LOG.info("There is no STAC catalog, hosts are searched: %s", error)
                self._stac = ("", False)
        return self._stac


def _search_offer(landing: Any) -> Tuple[str, bool]:
    """Returns the address of the search by POST that a landing page offers, and whether it has the query extension."""
    known = mapping_of(landing)
    offers = {offer.rsplit("/", 1)[-1] for offer in texts_of(known.get("conformsTo"))}
    for link in mappings_of(known.get("links")) if "item-search" in offers else []:
        is_by_post = (text_of(link.get("method")) or "POST").upper() == "POST"
        if link.get("rel") == "search" and is_by_post and text_of(link.get("href")):
            return text_of(link["href"]), "item-search#query" in offers
    return "", False


def _scene(feature: Any, product: Product, host: str) -> Optional[Scene]:
    """Returns a scene, None for a feature without an id, which nobody could order."""
    properties = mapping_of(mapping_of(feature).get("properties"))
    scene_id = id_of(properties.get("id")) or id_of(mapping_of(feature).get("id"))
    if not scene_id:
        return None
    read = scene_of(feature, {}, {})
    footprint = footprint_of(feature.get("geometry"))
    provider = mapping_of(properties.get("providerProperties"))
    return replace(
        read,
        id=scene_id,
        feature_id=scene_id,
        acquired=read.acquired or moment_of(properties.get("start_datetime")),
        platform=read.platform or text_of(provider.get("platform")),
        footprint=footprint,
        outline=footprint,
        quicklook_name=scene_id if product.has_quicklooks else None,
        collection=id_of(properties.get("collection")) or str(product.raw["collection"]),
        host=id_of(properties.get("providerName")) or host,
    )


def _is_wanted(scene: Scene, product: Product, parameters: JobParameters) -> bool:
    """Applies what the catalog has no filter for, and the cloud cover once more, which a host may overlook."""
    if parameters.scene_ids:
        return scene.id in parameters.scene_ids
    highest, aoi = parameters.max_cloud_cover, parameters.aoi
    is_cloudy = highest is not None and scene.cloud_cover is not None and scene.cloud_cover > highest
    if product.has_cloud_cover and is_cloudy:
        return False
    if parameters.geometry_mode is GeometryMode.CONTAINS and aoi is not None:
        return scene.footprint is not None and holds(scene.footprint, aoi.ring)
    return True


def _told(scene: Scene, feature: Mapping[str, Any]) -> Dict[str, Any]:
    """Returns a feature as it came, and beside it the names that the classic data.json had for the same things."""
    properties = dict(mapping_of(feature.get("properties")))
    for name, value in (
        ("cloudCover", scene.cloud_cover),
        ("incidenceAngle", scene.incidence_angle),
        ("processingLevel", scene.processing_level or None),
    ):
        if value is not None:
            properties.setdefault(name, value)
    return {**feature, "id": id_of(feature.get("id")) or scene.id, "properties": properties}
