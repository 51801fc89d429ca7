"""The rate and remaining time of a download."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Deque, Optional, Tuple

# Short enough to follow a slowing line, long enough for a stable figure.
WINDOW_S = 8.0
_MIN_SPAN_S = 1.0


@dataclass(frozen=True)
class Transfer:
    """The progress of a download; None for unknown values."""

    done_bytes: int
    total_bytes: Optional[int] = None
    bytes_per_s: Optional[float] = None

    @property
    def left_s(self) -> Optional[float]:
        """Returns the remaining seconds at this rate, None if unknown or if nothing arrives."""
        if self.total_bytes is None or not self.bytes_per_s:
            return None
        return max(self.total_bytes - self.done_bytes, 0) / self.bytes_per_s


class RateMeter:
    """Measures the rate of a download over the last seconds; bytes from before it began do not count."""

    def __init__(self) -> None:
        self._seen: Deque[Tuple[float, int]] = deque()

    def measured(self, done: int, total: Optional[int], now_s: float) -> Transfer:
        """Returns the progress after `done` of `total` bytes at `now_s`, the seconds of a monotonic clock."""
        seen = self._seen
        if seen and done < seen[-1][1]:
            # The download was restarted.
            seen.clear()
        seen.append((now_s, done))
        while len(seen) > 1 and now_s - seen[0][0] > WINDOW_S:
            seen.popleft()
        span = now_s - seen[0][0]
        rate = (done - seen[0][1]) / span if span >= _MIN_SPAN_S else None
        return Transfer(done, total, rate)
