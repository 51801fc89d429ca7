"""Lists the assets in the account's storage, each with the scene that it was ordered for."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Callable, Optional

from ...domain.aoi import Aoi
from ...domain.foreign import Records, records
from ...domain.outputs.storage import StoredAsset
from ...domain.ports.control import Control
from .orders import PlatformOrders
from .storage import PlatformStorage, order_of, parse_stored


class Purchases:
    """The account's earlier purchases. Thread-safe; `workspace` returns the id of the user's workspace."""

    def __init__(self, storage: PlatformStorage, orders: PlatformOrders, workspace: Callable[[], str]) -> None:
        self._storage = storage
        self._orders = orders
        self._workspace = workspace

    def assets(self, aoi: Optional[Aoi], control: Control) -> Records[StoredAsset]:
        """Returns the assets within an area or all of them, newest first, each with its order's scene, if known."""
        items = self._storage.search(aoi, control)
        scenes = self._orders.scenes_of(order_of(item) for item in items if order_of(item))
        own = self._workspace()
        found = records(items, lambda item: parse_stored(item, scenes.get(order_of(item), ""), own), "storage")
        oldest = datetime.min.replace(tzinfo=timezone.utc)
        newest = sorted(found, key=lambda asset: asset.stored or asset.acquired or oldest, reverse=True)
        return Records(newest, found.unreadable_count)
