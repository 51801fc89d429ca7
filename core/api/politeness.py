"""How many pictures are asked for at once: few at first, more while the service is generous, fewer once it is not."""

from __future__ import annotations

import threading
from typing import Callable, TypeVar

T = TypeVar("T")

# What the documentation calls polite, and what hides the latency of a service that takes more.
FIRST_AT_ONCE, MAX_AT_ONCE = 6, 16


class PoliteGate:
    """Lets calls of several threads through, so many at once as the service has shown to take.

    `refusals` counts the requests that were refused as too many (429) so far. After a full round without one each
    further answer lets one more through, up to `highest`. One refusal halves them and keeps them below where it came,
    for as long as the gate lives; from then on they grow by one a round.
    """

    def __init__(
        self, refusals: Callable[[], int], first: int = FIRST_AT_ONCE, highest: int = MAX_AT_ONCE
    ) -> None:
        self._refusals = refusals
        self._limit = first
        self._highest = highest
        self._free = threading.Condition()
        self._inside = 0
        self._seen = refusals()
        self._was_refused = False
        # Calls that ended since the limit was changed, and those under way that a refusal was counted for already.
        self._ended = 0
        self._counted = 0

    @property
    def at_once(self) -> int:
        """Returns how many are let through at the moment."""
        with self._free:
            return self._limit

    def run(self, call: Callable[[], T]) -> T:
        """Waits for a place and returns what the call returns."""
        with self._free:
            self._free.wait_for(self._has_place)
            self._inside += 1
        try:
            return call()
        finally:
            with self._free:
                self._has_place()
                self._inside -= 1
                if self._counted:
                    self._counted -= 1
                else:
                    self._ended += 1
                self._free.notify_all()

    def _has_place(self) -> bool:
        """Learns from what has happened since and returns whether one more is let through."""
        refusals = self._refusals()
        if refusals > self._seen:
            self._seen, self._was_refused = refusals, True
            if not self._counted:
                self._highest, self._limit = max(self._limit - 1, 1), max(self._limit // 2, 1)
                self._counted, self._ended = self._inside, 0
        elif self._ended >= self._limit and self._limit < self._highest:
            self._ended = 0 if self._was_refused else self._limit
            self._limit += 1
        return self._inside < self._limit
