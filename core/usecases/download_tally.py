"""Combined progress, byte count and cancellation of parallel downloads."""

from __future__ import annotations

import threading
from typing import Dict, Optional, Sequence, Tuple

from ..domain.errors import Cancelled
from ..domain.outputs.delivery import Delivery
from ..domain.ports.control import Control
from ..domain.ports.downloads import TellBytes


class DownloadTally:
    """The sum of several deliveries, weighted by size, or equally if a size is unknown.

    Safe for several threads.
    """

    def __init__(self, deliveries: Sequence[Delivery], control: Control, tell: TellBytes) -> None:
        self._control = control
        self._tell = tell
        self._lock = threading.Lock()
        self._is_stopped = threading.Event()
        sizes = [delivery.size_bytes or 0 for delivery in deliveries]
        weights = sizes if all(sizes) else [1] * len(sizes)
        self._weights = {delivery.id: weight / sum(weights) for delivery, weight in zip(deliveries, weights)}
        self._shares = dict.fromkeys(self._weights, 0.0)
        self._bytes: Dict[str, Tuple[int, Optional[int]]] = {
            delivery.id: (0, delivery.size_bytes) for delivery in deliveries
        }

    def part(self, delivery_id: str) -> TallyPart:
        """Returns the Control for one delivery."""
        return TallyPart(self, delivery_id)

    def stop(self) -> None:
        """Stops all downloads that are still under way."""
        self._is_stopped.set()

    def check(self) -> None:
        """Raises Cancelled once the user has asked to stop, or one of the deliveries has failed."""
        self._control.check()
        if self._is_stopped.is_set():
            raise Cancelled

    def note_share(self, delivery_id: str, share: float) -> None:
        """Records the completed share of a delivery, from 0 to 1."""
        with self._lock:
            self._shares[delivery_id] = share
            self._control.report(sum(self._weights[delivery] * done for delivery, done in self._shares.items()))

    def note_bytes(self, delivery_id: str, done: int, total: Optional[int]) -> None:
        """Records the bytes received of a delivery, and their total, None if unknown."""
        with self._lock:
            self._bytes[delivery_id] = (done, total)
            totals = [size for _, size in self._bytes.values()]
            known = [size for size in totals if size is not None]
            is_known = len(known) == len(totals)
            self._tell(sum(received for received, _ in self._bytes.values()), sum(known) if is_known else None)


class TallyPart:
    """The Control of one delivery; `tell` records its bytes."""

    def __init__(self, tally: DownloadTally, delivery_id: str) -> None:
        self._tally = tally
        self._delivery_id = delivery_id

    def check(self) -> None:
        """Raises Cancelled once the work is to stop."""
        self._tally.check()

    def report(self, fraction: float) -> None:
        """Reports the completed share of this delivery."""
        self._tally.note_share(self._delivery_id, fraction)

    def tell(self, done: int, total: Optional[int]) -> None:
        """Reports the bytes received of this delivery."""
        self._tally.note_bytes(self._delivery_id, done, total)
