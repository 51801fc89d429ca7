"""Adds up deliveries that arrive side by side: one progress, one count of bytes, one way to stop them all."""

from __future__ import annotations

import threading
from typing import Dict, Optional, Sequence, Tuple

from ..domain.errors import Cancelled
from ..domain.outputs.delivery import Delivery
from ..domain.ports.control import Control
from ..domain.ports.downloads import TellBytes


class DownloadTally:
    """The sum of several deliveries, weighed by their sizes, or alike where one of them is unknown.

    Safe for several threads.
    """

    def __init__(self, deliveries: Sequence[Delivery], control: Control, tell: TellBytes) -> None:
        self._control = control
        self._tell = tell
        self._lock = threading.Lock()
        self._is_stopped = threading.Event()
        sizes = [delivery.size_bytes or 0 for delivery in deliveries]
        weights = sizes if all(sizes) else [1] * len(sizes)
        self._weights = {one.id: weight / sum(weights) for one, weight in zip(deliveries, weights)}
        self._shares = dict.fromkeys(self._weights, 0.0)
        self._bytes: Dict[str, Tuple[int, Optional[int]]] = {
            delivery.id: (0, delivery.size_bytes) for delivery in deliveries
        }

    def part(self, delivery_id: str) -> TallyPart:
        """Returns what one delivery is watched with."""
        return TallyPart(self, delivery_id)

    def stop(self) -> None:
        """Stops whatever is still under way."""
        self._is_stopped.set()

    def check(self) -> None:
        """Raises Cancelled once the person has asked to stop, or one of the deliveries has failed."""
        self._control.check()
        if self._is_stopped.is_set():
            raise Cancelled

    def note_share(self, delivery_id: str, share: float) -> None:
        """Takes how much of a delivery is done."""
        with self._lock:
            self._shares[delivery_id] = share
            self._control.report(sum(self._weights[one] * share for one, share in self._shares.items()))

    def note_bytes(self, delivery_id: str, done: int, total: Optional[int]) -> None:
        """Takes how many bytes of a delivery are there, and of how many."""
        with self._lock:
            self._bytes[delivery_id] = (done, total)
            totals = [of for _, of in self._bytes.values()]
            known = [of for of in totals if of is not None]
            is_known = len(known) == len(totals)
            self._tell(sum(there for there, _ in self._bytes.values()), sum(known) if is_known else None)


class TallyPart:
    """One delivery's Control; `tell` takes its bytes."""

    def __init__(self, tally: DownloadTally, delivery_id: str) -> None:
        self._tally = tally
        self._delivery_id = delivery_id

    def check(self) -> None:
        """Raises Cancelled once the work is to stop."""
        self._tally.check()

    def report(self, fraction: float) -> None:
        """Tells the share of this delivery."""
        self._tally.note_share(self._delivery_id, fraction)

    def tell(self, done: int, total: Optional[int]) -> None:
        """Tells the bytes of this delivery."""
        self._tally.note_bytes(self._delivery_id, done, total)
