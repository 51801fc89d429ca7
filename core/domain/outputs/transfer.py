"""How fast a download goes and how long it will still take."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Deque, Optional, Tuple

# Short enough to follow a line that gets slower, long enough for a figure that can be read.
WINDOW_S = 8.0
_MIN_SPAN_S = 1.0


@dataclass(frozen=True)
class Transfer:
    """A download as it stands; None for what is not known yet."""

    done_bytes: int
    total_bytes: Optional[int] = None
    bytes_per_s: Optional[float] = None

    @property
    def left_s(self) -> Optional[float]:
        """Returns the seconds that the rest will take at this rate, None where that is unknown or never."""
        if self.total_bytes is None or not self.bytes_per_s:
            return None
        return max(self.total_bytes - self.done_bytes, 0) / self.bytes_per_s


class RateMeter:
    """Measures a download by what arrived during the last seconds; what was there before it began does not count."""

    def __init__(self) -> None:
        self._seen: Deque[Tuple[float, int]] = deque()

    def measured(self, done: int, total: Optional[int], now_s: float) -> Transfer:
        """Takes how many bytes are there at a time of a clock that only goes forward."""
        seen = self._seen
        if seen and done < seen[-1][1]:
            # Begun anew.
            seen.clear()
        seen.append((now_s, done))
        while len(seen) > 1 and now_s - seen[0][0] > WINDOW_S:
            seen.popleft()
        span = now_s - seen[0][0]
        rate = (done - seen[0][1]) / span if span >= _MIN_SPAN_S else None
        return Transfer(done, total, rate)
