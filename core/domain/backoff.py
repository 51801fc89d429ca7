"""Growing pauses between attempts."""

from __future__ import annotations


class Backoff:
    """Pauses that start at `first_s` and grow by `factor` up to `max_s`, all in seconds."""

    def __init__(self, first_s: float, max_s: float, factor: float = 1.3) -> None:
        self._first_s = first_s
        self._max_s = max_s
        self._factor = factor
        self._pause_s = first_s

    def pause_s(self) -> float:
        """Returns the next pause in seconds; the one after it is longer."""
        pause_s = self._pause_s
        self._pause_s = min(pause_s * self._factor, self._max_s)
        return pause_s

    def pause_ms(self) -> int:
        """Returns the next pause in milliseconds, as timers take it."""
        return int(self.pause_s() * 1000)

    def reset(self) -> None:
        """Starts again with the first pause."""
        self._pause_s = self._first_s
