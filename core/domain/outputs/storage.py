"""Earlier purchases in the account's storage, and the scenes that they contain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Dict, Iterable, List, Optional, Tuple

from ..aoi import Ring
from ..scenes.scene import Scene

# Storage and catalog round the same acquisition time differently.
_SAME_MOMENT_S = 1.0


@dataclass(frozen=True)
class StoredAsset:
    """The purchased part of one scene in storage: `footprint` is its outline.

    `job_id` is for downloading it again, by the gateway's `deliveries` and `link`. `scene_id` is the catalog's, empty
    if the order does not record it; `collection` and `product_id` identify the purchased product.
    `is_colleagues`: another member of the account bought it.
    """

    id: str
    job_id: str
    title: str
    collection: str = ""
    product_id: str = ""
    scene_id: str = ""
    acquired: Optional[datetime] = None
    stored: Optional[datetime] = None
    footprint: Optional[Ring] = None
    is_colleagues: bool = False


def owned_scenes(scenes: Iterable[Scene], stored: Iterable[StoredAsset]) -> Dict[str, Tuple[StoredAsset, ...]]:
    """Returns by scene id its assets in storage; scenes without any are left out.

    If an asset does not record its scene, the same collection at the same second is the same scene.
    """
    kept = tuple(stored)
    owned: Dict[str, Tuple[StoredAsset, ...]] = {}
    for scene in scenes:
        found: List[StoredAsset] = [item for item in kept if _is_same(item, scene)]
        if found:
            owned[scene.id] = tuple(found)
    return owned


def _is_same(asset: StoredAsset, scene: Scene) -> bool:
    if asset.scene_id:
        return asset.scene_id == scene.id
    if asset.acquired is None or scene.acquired is None or not asset.collection:
        return False
    is_same_moment = abs((asset.acquired - scene.acquired).total_seconds()) < _SAME_MOMENT_S
    return is_same_moment and asset.collection == scene.collection
