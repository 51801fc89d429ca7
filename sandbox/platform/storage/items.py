"""Deliveries as STAC: one collection and one item per delivery."""

from __future__ import annotations

from typing import Any, Dict, List, Sequence, Tuple

from ...areas import Point, box_json, outline_json
from ...clock import iso, iso_from
from ...shared import SharedParts
from ..stac import STAC_VERSION, collection_json
from .deliveries import IMAGE, Delivery, Labels, StoredFile
from .files import StorageFiles

_EXTENSIONS = (
    "https://stac-extensions.github.io/eo/v1.1.0/schema.json",
    "https://stac-extensions.github.io/view/v1.0.0/schema.json",
    "https://stac-extensions.github.io/projection/v1.1.0/schema.json",
)
_WAVELENGTHS = (("red", 0.65, 0.12), ("green", 0.56, 0.12), ("blue", 0.49, 0.12), ("nir", 0.84, 0.2))


class Showcase:
    """Shows deliveries as STAC objects below the address of the API."""

    def __init__(self, api: str, shared: SharedParts, files: StorageFiles) -> None:
        self._api = api
        self._address = f"{api}/v2/assets/stac"
        self._account = shared.account
        self._options = shared.options
        self._files = files

    def collection(self, delivery: Delivery, labels: Labels) -> Dict[str, Any]:
        """Returns the collection of a delivery with its original archive."""
        acquired = iso(delivery.scene.acquired)
        shown = collection_json(
            delivery.collection_id,
            labels.title or delivery.order.name,
            f"Delivery of order {delivery.order.id}",
            self._address,
            [_box(delivery)],
            [[acquired, acquired]],
        )
        items = f"{self._address}/collections/{delivery.collection_id}/items"
        shown["links"].append({"rel": "items", "href": items, "type": "application/geo+json"})
        original = delivery.original
        shown["assets"] = {original.name: self._asset(original)}
        return {**shown, **self._own_properties(delivery, labels)}

    def item(self, delivery: Delivery, labels: Labels) -> Dict[str, Any]:
        """Returns the item of a delivery with its image, preview and metadata."""
        scene = delivery.scene
        own = f"{self._address}/collections/{delivery.collection_id}"
        properties: Dict[str, Any] = {
            "datetime": iso(scene.acquired),
            "created": iso_from(delivery.created),
            "updated": iso_from(delivery.created),
            "platform": scene.platform,
            "constellation": scene.sensor.constellation,
            "gsd": scene.sensor.gsd_m,
            "proj:epsg": _utm(delivery.order.cost.part),
            "view:incidence_angle": scene.incidence_angle,
            "view:azimuth": scene.azimuth_angle,
            "view:sun_azimuth": scene.sun_azimuth,
            "view:sun_elevation": scene.sun_elevation,
            **self._own_properties(delivery, labels),
        }
        if scene.cloud_cover is not None:
            properties["eo:cloud_cover"] = scene.cloud_cover
        return {
            "type": "Feature",
            "stac_version": STAC_VERSION,
            "stac_extensions": list(_EXTENSIONS),
            "id": delivery.item_id,
            "collection": delivery.collection_id,
            "geometry": outline_json(_closed(delivery)),
            "bbox": _box(delivery),
            "properties": properties,
            "assets": {file.name: self._item_asset(delivery, file) for file in delivery.item_files},
            "links": [
                {"rel": "self", "href": f"{own}/items/{delivery.item_id}", "type": "application/geo+json"},
                {"rel": "collection", "href": own, "type": "application/json"},
                {"rel": "parent", "href": own, "type": "application/json"},
                {"rel": "root", "href": f"{self._address}/", "type": "application/json"},
            ],
        }

    def _own_properties(self, delivery: Delivery, labels: Labels) -> Dict[str, Any]:
        body = delivery.order.body
        members = {
            "up42-system:asset_id": delivery.original.id,
            "up42-system:account_id": self._account.account_id,
            "up42-system:workspace_id": delivery.order.workspace_id or self._account.workspace_id,
            "up42-system:source": body.collection.type,
            "up42-system:job_id": None,
            "up42-system:metadata_version": "0.1.0",
            "up42-product:product_id": body.product.id,
            "up42-product:collection_name": body.collection.name,
            "up42-product:data_type": "raster",
            "up42-product:modality": "SAR" if delivery.scene.is_grey else "multispectral",
            "up42-order:id": delivery.order.id,
            "up42-order:status": "FULFILLED",
            "up42-order:host_id": delivery.scene.sensor.host,
            "up42-user:title": labels.title,
            "up42-user:tags": labels.tags,
        }
        if self._options.items_tell_orders:
            return members
        ordered = {name: None for name in members if name.startswith("up42-order:")}
        return {**members, **ordered, "up42-system:source": "USER", "up42-user:tags": None}

    def _asset(self, file: StoredFile) -> Dict[str, Any]:
        return {
            "href": f"{self._api}/v2/assets/{file.id}",
            "title": file.title,
            "type": file.media_type,
            "roles": list(file.roles),
        }

    def _item_asset(self, delivery: Delivery, file: StoredFile) -> Dict[str, Any]:
        shown = self._asset(file)
        if self._options.files_lie_elsewhere:
            # The same machine by another name: a different host to clients that compare addresses.
            shown["href"] = self._files.link(delivery, file).replace("127.0.0.1", "localhost")
        if file.kind == IMAGE:
            shown["gsd"] = delivery.scene.sensor.gsd_m
            shown["eo:bands"] = _bands(delivery)
        return shown


def _bands(delivery: Delivery) -> List[Dict[str, Any]]:
    if delivery.scene.is_grey:
        return [{"name": "amplitude"}]
    count = 4 if delivery.order.body.product.bits == 16 else 3
    return [
        {"name": name, "common_name": name, "center_wavelength": centre, "full_width_half_max": width}
        for name, centre, width in _WAVELENGTHS[:count]
    ]


def _closed(delivery: Delivery) -> Tuple[Point, ...]:
    part = delivery.order.cost.part
    return (*part, part[0])


def _box(delivery: Delivery) -> List[float]:
    return box_json(_closed(delivery))


def _utm(part: Sequence[Point]) -> int:
    lon, lat = part[0]
    return (32600 if lat >= 0 else 32700) + int(((lon + 180.0) % 360.0) // 6.0) + 1
