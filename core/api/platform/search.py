"""Finds the newest matching scenes, per host or through the STAC catalog."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from datetime import datetime, timezone
from functools import partial
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Set, Tuple
from urllib.parse import quote

from ...domain.aoi import footprint_of, holds
from ...domain.errors import Up42Error
from ...domain.foreign import id_of, mapping_of, moment_of, text_of
from ...domain.json_text import indented
from ...domain.parameters import GeometryMode, JobParameters
from ...domain.ports.control import Control
from ...domain.products import Product
from ...domain.scenes.features import scene_of
from ...domain.scenes.scene import Scene, SceneCollection
from .client import PlatformClient, next_link
from .request import search_body
from .stac_catalog import StacCatalog, StacSearch

_LOG = logging.getLogger(__name__)

# The largest page of the service, and one for few scenes: a large page is a megabyte.
PAGE_SIZE, SMALL_PAGE_SIZE = 500, 100
# No collection has 10,000 scenes of one area; if scenes are left out, the result is marked as incomplete.
MAX_PAGES = 20
# The result is taken to be sorted newest first after this many consecutive pages in that order.
MIN_PAGES = 2
# Statuses of a service that does not have an address or method, regardless of the request.
GONE = (404, 405, 410, 501)


_NEVER = datetime.min.replace(tzinfo=timezone.utc)


class CatalogSearch:
    """Finds scenes per host, as the service documents it, and through the STAC catalog if that search is gone.

    The search by host is documented and other clients depend on it; of the STAC catalog only the existence is
    documented. So hosts come first while they answer. Remembers which collections need the STAC catalog. Thread-safe.
    """

    def __init__(self, client: PlatformClient) -> None:
        self._client = client
        self._stac = StacCatalog(client)
        self._lock = threading.Lock()
        self._by_stac: Set[str] = set()

    def find(
        self, product: Product, parameters: JobParameters, control: Optional[Control], page_size: int = PAGE_SIZE
    ) -> SceneCollection:
        """Returns the newest matching scenes, up to the limit; the STAC catalog has a page size of its own.

        `is_complete` is false if the catalog has more pages than are read and is not sorted newest first: then newer
        scenes may be missing. `document` is a FeatureCollection of the result, in the same order.
        """
        collection = str(product.raw["collection"])
        with self._lock:
            is_by_stac = collection in self._by_stac
        if is_by_stac:
            return self._find_by_stac(product, parameters, control)
        try:
            return self._find_by_hosts(product, parameters, control, min(page_size, PAGE_SIZE))
        except Up42Error as error:
            if error.status not in GONE or not self._stac.is_offered():
                raise
            _LOG.info("Hosts cannot be searched, the STAC catalog is: %s", error)
        found = self._find_by_stac(product, parameters, control)
        with self._lock:
            self._by_stac.add(collection)
        return found

    def newest(self, product: Product, parameters: JobParameters, control: Control) -> SceneCollection:
        """Returns what `find` does, read from pages that are hardly larger than the limit."""
        return self.find(product, parameters, control, max(parameters.limit, SMALL_PAGE_SIZE))

    def use_stac(self, collections: Iterable[str]) -> None:
        """Searches these collections through the STAC catalog from now on: the search by host is gone."""
        with self._lock:
            self._by_stac.update(collections)

    def _find_by_hosts(
        self, product: Product, parameters: JobParameters, control: Optional[Control], page_size: int
    ) -> SceneCollection:
        body = search_body(product, parameters, page_size)
        gathered = _Gathering(product, parameters, control)
        for host in product.raw["hosts"]:
            path = f"/catalog/hosts/{quote(host, safe='')}/stac/search"
            pages = self._client.feature_pages(path, body, MAX_PAGES * PAGE_SIZE // page_size)
            gathered.read(pages, partial(_host_scene, product, host))
        return gathered.collection()

    def _find_by_stac(
        self, product: Product, parameters: JobParameters, control: Optional[Control]
    ) -> SceneCollection:
        search = self._stac.search(product, parameters)
        gathered = _Gathering(product, parameters, control)
        gathered.read(search.pages(MAX_PAGES), partial(_stac_scene, product, search))
        return gathered.collection()


class _Gathering:
    """Collects the scenes of one test query from as many pages as are needed to include the newest."""

    def __init__(self, product: Product, parameters: JobParameters, control: Optional[Control]) -> None:
        self._product = product
        self._parameters = parameters
        self._control = control
        self._limit = len(parameters.scene_ids) or parameters.limit
        self._ids: Set[str] = set()
        # Only the newest are kept: thousands of features would fill the memory.
        self._newest: List[Tuple[Scene, Mapping[str, Any]]] = []
        self._unreadable = 0
        self._is_complete = True
        self._is_counted = True

    def read(self, pages: Iterable[Mapping[str, Any]], scene_from: Callable[[Any], Optional[Scene]]) -> None:
        """Reads one paged result; `scene_from` converts a feature to a scene or None."""
        count = taken = 0
        page: Mapping[str, Any] = {}
        oldest: Optional[datetime] = None
        is_newest_first, is_enough = True, False
        for page in pages:
            if self._control is not None:
                self._control.check()
            count += 1
            for feature in page["features"]:
                scene = scene_from(feature)
                if scene is None:
                    self._unreadable += 1
                    continue
                follows = scene.acquired is not None and (oldest is None or scene.acquired <= oldest)
                is_newest_first = is_newest_first and follows
                oldest = scene.acquired
                if self._is_wanted(scene) and scene.id not in self._ids:
                    taken += 1
                    self._ids.add(scene.id)
                    self._newest.append((scene, feature))
            self._newest.sort(key=lambda pair: pair[0].acquired or _NEVER, reverse=True)
            del self._newest[self._limit :]
            is_enough = taken >= self._limit and self._is_sure(count, is_newest_first)
            if is_enough:
                break
        has_more = next_link(page) is not None
        self._is_counted = self._is_counted and not has_more
        self._is_complete = self._is_complete and (is_enough or not has_more)

    def collection(self) -> SceneCollection:
        """Returns the newest scenes found, up to the limit."""
        document = {"type": "FeatureCollection", "features": [_told(scene, feature) for scene, feature in self._newest]}
        scenes = tuple(scene for scene, _ in self._newest)
        return SceneCollection(
            scenes, indented(document), self._is_complete, len(self._ids), self._unreadable, self._is_counted
        )

    def _is_sure(self, pages: int, is_newest_first: bool) -> bool:
        """Returns whether no further page can contain a scene of the result."""
        # Named scenes are complete when all are found; otherwise the sort order is observed, since it is undocumented.
        return bool(self._parameters.scene_ids) or (is_newest_first and pages >= MIN_PAGES)

    def _is_wanted(self, scene: Scene) -> bool:
        """Applies filters that the catalog lacks, and the cloud cover again, which some hosts ignore."""
        parameters, product = self._parameters, self._product
        if parameters.scene_ids:
            return scene.id in parameters.scene_ids
        highest, aoi = parameters.max_cloud_cover, parameters.aoi
        is_cloudy = highest is not None and scene.cloud_cover is not None and scene.cloud_cover > highest
        if product.has_cloud_cover and is_cloudy:
            return False
        if parameters.geometry_mode is GeometryMode.CONTAINS and aoi is not None:
            return scene.footprint is not None and holds(scene.footprint, aoi.ring)
        return True


def _host_scene(product: Product, host: str, feature: Any) -> Optional[Scene]:
    """Returns a scene of a search by host, None for a feature without an id, which cannot be ordered."""
    scene = _scene(feature, product)
    if scene is None:
        return None
    return replace(scene, host=scene.host or host, quicklook_name=scene.id if product.has_quicklooks else None)


def _stac_scene(product: Product, search: StacSearch, item: Any) -> Optional[Scene]:
    """Returns a scene of the STAC catalog, its quicklook by the address in the item."""
    scene = _scene(item, product)
    if scene is None:
        return None
    scene = replace(scene, host=scene.host or search.host_of(item))
    quicklook = search.quicklook_of(item)
    if quicklook is None and not mapping_of(item).get("assets"):
        quicklook = scene.id if product.has_quicklooks and scene.host else None
    return replace(scene, quicklook_name=quicklook)


def _scene(feature: Any, product: Product) -> Optional[Scene]:
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
        collection=id_of(properties.get("collection")) or str(product.raw["collection"]),
        host=id_of(properties.get("providerName")),
    )


def _told(scene: Scene, feature: Mapping[str, Any]) -> Dict[str, Any]:
    """Returns a feature with additional properties under the names of the classic data.json."""
    properties = dict(mapping_of(feature.get("properties")))
    for name, value in (
        ("cloudCover", scene.cloud_cover),
        ("incidenceAngle", scene.incidence_angle),
        ("processingLevel", scene.processing_level or None),
    ):
        if value is not None:
            properties.setdefault(name, value)
    return {**feature, "id": id_of(feature.get("id")) or scene.id, "properties": properties}
