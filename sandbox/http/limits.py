"""Rate limits: requests per minute with a reserve, requests at once, and one placed order per second."""

from __future__ import annotations

import contextlib
import math
import threading
from email.utils import formatdate
from typing import Iterator, Optional

from ..clock import Clock
from ..options import Options
from ..variants import LIMITED, LIMITS
from .routing import HttpRefusal, Request

# Requests that may come at once after a rest, as a share of those of a minute.
_RESERVE = 0.1
PLACING_PATH, PLACING_SECONDS = "/v2/orders", 1.0


class TooMany(HttpRefusal):
    """HttpRefusal 429; `wait_seconds` is when to come again."""

    def __init__(self, wait_seconds: float) -> None:
        super().__init__(429, "Too many requests", "TOO_MANY_REQUESTS")
        self.wait_seconds = wait_seconds


class Limiter:
    """Counts requests by the Sandbox's clock; safe for threads. Lets everything pass but in the variant `limited`."""

    def __init__(self, clock: Clock, options: Options) -> None:
        self._clock = clock
        self._options = options
        self._lock = threading.Lock()
        self._at_once = 0
        self._tokens: Optional[float] = None
        self._filled = 0.0
        self._placed = -PLACING_SECONDS
        self._refused = 0

    @contextlib.contextmanager
    def admitted(self, request: Request) -> Iterator[None]:
        """Holds a place for a request while it is carried out; raises TooMany where there is none."""
        if not self._options.is_variant(LIMITS, LIMITED):
            yield
            return
        with self._lock:
            self._admit(request)
            self._at_once += 1
        try:
            yield
        finally:
            with self._lock:
                self._at_once -= 1

    def retry_after(self, refusal: TooMany) -> str:
        """Returns the words of the header, by turns seconds and a date."""
        with self._lock:
            self._refused += 1
            is_date = self._refused % 2 == 0
        seconds = math.ceil(refusal.wait_seconds)
        return formatdate(math.ceil(self._clock.timestamp() + seconds), usegmt=True) if is_date else str(seconds)

    def _admit(self, request: Request) -> None:
        now, rate = self._clock.timestamp(), self._options.requests_per_minute / 60.0
        reserve = max(1.0, self._options.requests_per_minute * _RESERVE)
        tokens = reserve if self._tokens is None else min(reserve, self._tokens + (now - self._filled) * rate)
        self._tokens, self._filled = tokens, now
        if self._at_once >= self._options.requests_at_once:
            raise TooMany(1.0)
        if tokens < 1.0:
            raise TooMany((1.0 - tokens) / rate)
        if request.method == "POST" and request.plain_path.rstrip("/") == PLACING_PATH:
            if now - self._placed < PLACING_SECONDS:
                raise TooMany(PLACING_SECONDS)
            self._placed = now
        self._tokens = tokens - 1.0
