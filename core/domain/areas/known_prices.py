"""Prices that were asked for in this session, with the time at which they were."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Dict, Optional, Tuple

from .area_scene import AreaScene

_Key = Tuple[str, str, str, Tuple[object, ...]]


@dataclass(frozen=True)
class KnownPrice:
    """A price, or the reason for having none, and when it was asked for."""

    row: AreaScene
    asked: datetime


class KnownPrices:
    """Prices by account, product, scene and shape of the area; a price of another shape is another price."""

    def __init__(self) -> None:
        self._prices: Dict[_Key, KnownPrice] = {}

    def put(self, account: str, row: AreaScene, asked: datetime) -> None:
        """Keeps the price of a row."""
        self._prices[_key(account, row)] = KnownPrice(row, asked)

    def asked(self, account: str, row: AreaScene) -> Optional[datetime]:
        """Returns when the price of a row was asked for, None without one."""
        known = self._prices.get(_key(account, row))
        return None if known is None else known.asked

    def priced(self, account: str, row: AreaScene) -> AreaScene:
        """Returns a row with the price that is known of it."""
        known = self._prices.get(_key(account, row))
        return row if known is None else replace(row, credits=known.row.credits, problem=known.row.problem)

    def forget(self, account: str, row: AreaScene) -> None:
        """Forgets the price of a row, to ask for it again."""
        self._prices.pop(_key(account, row), None)


def _key(account: str, row: AreaScene) -> _Key:
    return account, row.product_id, row.scene.id, tuple(part.ring for part in row.parts)
