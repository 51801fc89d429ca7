"""Finds deliveries in storage by order or area, and creates download links right before use."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple
from urllib.parse import quote

from ...domain.aoi import Aoi, footprint_of
from ...domain.clock import utc_now
from ...domain.errors import ErrorKind, Up42Error
from ...domain.foreign import id_of, mapping_of, mappings_of, moment_of, size_of, text_of, texts_of
from ...domain.outputs.delivery import Delivery
from ...domain.outputs.storage import StoredAsset
from ...domain.ports.control import Control
from .answers import Order
from .client import PlatformClient
from .request import group_of

STAC = "/v2/assets/stac"
ASSETS = "/v2/assets"
PAGE_SIZE = 100
MAX_PAGES = 100
# Storage lists a delivery some time after its order is fulfilled; after this the order counts as done without it.
INDEXING_S = 600.0
# The delivery of an order fulfilled earlier is indexed or never will be; ample for a wrong clock.
_FRESH = timedelta(days=1)
STORED_PREFIX = "stored:"
_SIDE_ROLES = frozenset({"overview", "thumbnail"})
_SUFFIXES = {
    "image/tiff": ".tif",
    "application/geo+json": ".geojson",
    "application/zip": ".zip",
    "application/gzip": ".tar.gz",
    "application/json": ".json",
}

Item = Mapping[str, Any]


class PlatformStorage:
    """The account's storage. Thread-safe."""

    def __init__(self, client: PlatformClient) -> None:
        self._client = client
        self._lock = threading.Lock()
        # By job and delivery: its unsigned address, for which a link is requested right before use.
        self._addresses: Dict[Tuple[str, str], str] = {}
        self._seen: Dict[str, bool] = {}
        self._fulfilled_since: Dict[str, float] = {}

    def is_stored(self, order: Order) -> bool:
        """Returns whether the delivery of a fulfilled order is available, or will not come any more."""
        with self._lock:
            if self._seen.get(order.id):
                return True
            since = self._fulfilled_since.setdefault(order.id, time.monotonic())
        is_old = order.updated is None or utc_now() - order.updated > _FRESH
        is_there = is_old or time.monotonic() - since > INDEXING_S or bool(self._items(order.id))
        with self._lock:
            self._seen[order.id] = is_there
        return is_there

    def deliveries(self, job_id: str, orders: Sequence[Order]) -> Tuple[Delivery, ...]:
        """Returns the files of a job's fulfilled orders, empty while there are none.

        For an order listed in STAC, its data and metadata as single files, or the original archive if there are none;
        for any other order, its entries in the list of assets.
        """
        items: List[Item] = []
        found: List[Tuple[Delivery, str]] = []
        for order in orders:
            if not order.is_fulfilled:
                continue
            shown = self._items(order.id)
            items += shown
            if not shown:
                found += self._listed(order.id)
        for item in items:
            found += self._files(item, is_lone=len(items) == 1)
        return self._known(job_id, found)

    def stored_deliveries(self, job_id: str) -> Tuple[Delivery, ...]:
        """Returns the files of an item in storage without an order of ours; NOT_FOUND if it is gone."""
        collection, _, item = job_id[len(STORED_PREFIX) :].partition("/")
        path = f"{STAC}/collections/{quote(collection, safe='')}/items/{quote(item, safe='')}"
        return self._known(job_id, self._files(self._client.get(path), is_lone=True))

    def address(self, job_id: str, delivery: Delivery) -> Optional[str]:
        """Returns the address of a delivery, None before `deliveries` was called in this session."""
        with self._lock:
            return self._addresses.get((job_id, delivery.id))

    def link(self, address: str) -> str:
        """Returns a fresh link to a file; the address of a file on another server is its own link."""
        if not self._client.is_own(address):
            return address
        return self._client.signed_link(address)

    def search(self, aoi: Optional[Aoi], control: Control) -> List[Any]:
        """Returns the STAC items within an area, or all of them, unchanged."""
        body: Dict[str, Any] = {"limit": PAGE_SIZE}
        if aoi is not None:
            body["intersects"] = aoi.split_geometry()
        return self._search(body, control)

    def _search(self, body: Mapping[str, Any], control: Optional[Control] = None) -> List[Any]:
        items: List[Any] = []
        for page in self._client.feature_pages(f"{STAC}/search", body, MAX_PAGES):
            items += page["features"]
            if control is not None:
                control.check()
        return items

    def _items(self, order_id: str) -> Tuple[Item, ...]:
        condition = {"op": "=", "args": [{"property": "order_id"}, order_id]}
        found = mappings_of(self._search({"filter": condition, "limit": PAGE_SIZE}))
        # An older service may ignore the filter and return everything.
        return tuple(item for item in found if _property(item, "up42-order:id") in (order_id, ""))

    def _files(self, item: Any, *, is_lone: bool) -> List[Tuple[Delivery, str]]:
        """Returns deliveries and their addresses."""
        acquired = moment_of(_property(item, "datetime"))
        # Scenes of one job have files of the same name; the date distinguishes them.
        prefix = "" if is_lone or acquired is None else f"{acquired:%Y-%m-%d}_"
        found = _assets(item, id_of(mapping_of(item).get("id")), prefix)
        if not any("data" in roles for _, _, roles in found):
            collection = id_of(mapping_of(item).get("collection"))
            if collection:
                shown = self._client.get(f"{STAC}/collections/{quote(collection, safe='')}")
                found += _assets(shown, collection, prefix)
        return [(delivery, address) for delivery, address, _ in found]

    def _listed(self, order_id: str) -> List[Tuple[Delivery, str]]:
        found: List[Tuple[Delivery, str]] = []
        for asset in self._client.pages(ASSETS, {"search": order_id}, MAX_PAGES):
            known = mapping_of(asset)
            asset_id = id_of(known.get("id"))
            if not asset_id or known.get("orderId") not in (order_id, None):
                continue
            delivery = Delivery(
                id=asset_id,
                file_name=text_of(known.get("name")) or asset_id,
                size_bytes=size_of(known.get("size")),
                media_type=text_of(known.get("contentType")),
                title=text_of(known.get("title")),
            )
            found.append((delivery, f"{ASSETS}/{quote(delivery.id, safe='')}"))
        return found

    def _known(self, job_id: str, found: Sequence[Tuple[Delivery, str]]) -> Tuple[Delivery, ...]:
        with self._lock:
            for delivery, address in found:
                self._addresses[(job_id, delivery.id)] = address
        return tuple(delivery for delivery, _ in found)


def parse_stored(item: Any, scene_id: str, own_workspace: str = "") -> StoredAsset:
    """Parses one item of storage; UNEXPECTED_ANSWER without an id."""
    known = mapping_of(item)
    order_id = order_of(item)
    collection, own_id = id_of(known.get("collection")), id_of(known.get("id"))
    if not own_id:
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "storage: an item without an id")
    properties = mapping_of(known.get("properties"))
    workspace = _property(item, "up42-system:workspace_id")
    return StoredAsset(
        is_colleagues=bool(own_workspace) and workspace not in ("", own_workspace),
        id=own_id,
        job_id=group_of(properties.get("up42-user:tags")) or order_id or f"{STORED_PREFIX}{collection}/{own_id}",
        title=_property(item, "up42-user:title") or own_id,
        collection=_property(item, "up42-product:collection_name"),
        product_id=_property(item, "up42-product:product_id"),
        scene_id=scene_id,
        acquired=moment_of(_property(item, "datetime")),
        stored=moment_of(_property(item, "created")),
        footprint=footprint_of(known.get("geometry")),
    )


def order_of(item: Any) -> str:
    """Returns the id of the order of an item, empty for an upload."""
    return _property(item, "up42-order:id")


def _property(item: Any, name: str) -> str:
    return text_of(mapping_of(mapping_of(item).get("properties")).get(name))


def _assets(holder: Any, holder_id: str, prefix: str) -> List[Tuple[Delivery, str, Sequence[str]]]:
    """Returns the files of an item or collection with their addresses and roles, without previews."""
    found: List[Tuple[Delivery, str, Sequence[str]]] = []
    for key, given in mapping_of(mapping_of(holder).get("assets")).items():
        asset = mapping_of(given)
        if not isinstance(asset.get("href"), str):
            continue
        # Older items have a single asset without a role: the data.
        roles: Sequence[str] = texts_of(asset.get("roles")) or ["data"]
        if not _SIDE_ROLES.isdisjoint(roles):
            continue
        media_type = text_of(asset.get("type"))
        delivery = Delivery(
            id=f"{holder_id}/{key}",
            file_name=prefix + _with_suffix(str(key), media_type),
            size_bytes=size_of(asset.get("file:size")),
            media_type=media_type,
            title=prefix + text_of(asset.get("title")),
        )
        found.append((delivery, str(asset["href"]), roles))
    return found


def _with_suffix(name: str, media_type: str) -> str:
    suffix = _SUFFIXES.get(media_type.split(";")[0].strip().lower(), "")
    return name if "." in name or not suffix else name + suffix
