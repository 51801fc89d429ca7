"""The deliveries of fulfilled orders in storage, with their files."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Set, Tuple

from ...access import named_id
from ...shared import SharedParts
from ...world.scenes import SandboxScene
from ..orders.order import Order
from ..orders.store import OrderStore

ORIGINAL, IMAGE, PREVIEW, METADATA = "original", "image", "preview", "metadata"
_COG = "image/tiff; application=geotiff; profile=cloud-optimized"
_ENDINGS = {"zip": ".zip", "tgz named zip": ".zip", "tgz": ".tar.gz"}
_MEDIA = {".zip": "application/zip", ".tar.gz": "application/gzip"}


class StoredFile(NamedTuple):
    """A file in storage: what it is, its name in the item, asset id, title, media type and roles."""

    kind: str
    name: str
    id: str
    title: str
    media_type: str
    roles: Tuple[str, ...]


@dataclass(frozen=True)
class Delivery:
    """All that one order left: an item in a collection of its own; `created` is Unix time."""

    order: Order
    scene: SandboxScene
    created: float

    @property
    def collection_id(self) -> str:
        """Returns the id of the STAC collection."""
        return named_id("delivery", self.order.id)

    @property
    def item_id(self) -> str:
        """Returns the id of the STAC item."""
        return named_id("item", self.order.id)

    @property
    def original(self) -> StoredFile:
        """Returns the archive as the host delivered it."""
        ending = _ENDINGS[self.order.body.product.delivery]
        name = f"{self.scene.sensor.host}_{self.order.id}{ending}"
        return self._file(ORIGINAL, name, "Original Delivery", _MEDIA[ending], ("data", "original"))

    @property
    def item_files(self) -> Tuple[StoredFile, ...]:
        """Returns the files of the item: image, preview, metadata."""
        is_radar = self.scene.is_grey
        kinds = ("amplitude",) if is_radar else ("multispectral", "pansharpened")
        image = f"img_{self.scene.platform.lower()}_{'gec' if is_radar else 'pms'}.tif"
        title = "Amplitude image" if is_radar else "Pansharpened image"
        return (
            self._file(IMAGE, image, title, _COG, ("data", *kinds)),
            self._file(PREVIEW, "preview.jpg", "Preview", "image/jpeg", ("overview",)),
            self._file(METADATA, "metadata.xml", "Metadata", "application/xml", ("metadata",)),
        )

    def _file(self, kind: str, name: str, title: str, media_type: str, roles: Tuple[str, ...]) -> StoredFile:
        return StoredFile(kind, name, named_id("asset", kind, self.order.id), title, media_type, roles)


class Labels(NamedTuple):
    """Title and tags of a delivery, which a user may change."""

    title: Optional[str]
    tags: Optional[List[str]]


class Deliveries:
    """The storage of the account. Safe for threads."""

    def __init__(self, shared: SharedParts, orders: OrderStore) -> None:
        self._clock = shared.clock
        self._options = shared.options
        self._orders = orders
        self._lock = threading.Lock()
        self._labels: Dict[str, Labels] = {}
        self._deleted: Set[str] = set()

    def all(self) -> List[Delivery]:
        """Returns what is stored, the newest first: there as soon as its order is fulfilled."""
        now = self._clock.timestamp()
        found = []
        for order in self._orders.all():
            fulfilled = order.fulfilled(now)
            if fulfilled is not None and order.body.scene is not None and order.id not in self._deleted:
                found.append(Delivery(order, order.body.scene, fulfilled))
        return sorted(found, key=lambda each: each.created, reverse=True)

    def indexed(self) -> List[Delivery]:
        """Returns what can be found by STAC, the newest first: some moments later than it is stored."""
        latest = self._clock.timestamp() - self._options.delivery_lag_seconds
        return [delivery for delivery in self.all() if delivery.created <= latest]

    def file(self, asset_id: str) -> Optional[Tuple[Delivery, StoredFile]]:
        """Returns a stored file by its asset id, with its delivery, or None."""
        for delivery in self.all():
            for file in (delivery.original, *delivery.item_files):
                if file.id == asset_id:
                    return delivery, file
        return None

    def labels(self, delivery: Delivery) -> Labels:
        """Returns title and tags; at first the name and the tags of the order."""
        order = delivery.order
        with self._lock:
            return self._labels.get(order.id, Labels(order.name, None if order.tags is None else list(order.tags)))

    def relabel(self, delivery: Delivery, title: Optional[str], tags: Optional[List[str]]) -> None:
        """Changes title and tags; None takes them away."""
        with self._lock:
            self._labels[delivery.order.id] = Labels(title, tags)

    def delete(self, delivery: Delivery) -> None:
        """Takes a delivery out of storage for good."""
        with self._lock:
            self._deleted.add(delivery.order.id)


def asset_json(
    delivery: Delivery, file: StoredFile, size: int, labels: Labels, shared: Mapping[str, Any]
) -> Dict[str, Any]:
    """Returns a stored file as the asset service does; `shared` holds ids and times."""
    body = delivery.order.body
    return {
        "id": file.id,
        **shared,
        "name": file.name,
        "size": size,
        "contentType": file.media_type,
        "orderId": delivery.order.id,
        "productId": body.product.id,
        "source": body.collection.type,
        "producerName": delivery.scene.sensor.producer,
        "collectionName": body.collection.name,
        "geospatialMetadataExtractionStatus": "SUCCESSFUL",
        "title": labels.title,
        "tags": labels.tags,
    }
