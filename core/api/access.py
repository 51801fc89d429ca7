"""The short-lived value that lets requests through: fetched once an expiry, whoever asks."""

from __future__ import annotations

import base64
import json
import threading
import time
from typing import Callable, Optional, Tuple

# Renewed this long before its end, so that a request under way is not caught by it.
MARGIN_S = 30.0
DEFAULT_LIFETIME_S = 300.0

Clock = Callable[[], float]


class AccessValue:
    """Shares one value between all threads; `fetch` returns the value and its lifetime in seconds if it is told."""

    def __init__(self, fetch: Callable[[], Tuple[str, Optional[float]]], clock: Clock = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._lock = threading.Lock()
        self._value: Optional[str] = None
        self._ends = 0.0

    def get(self) -> str:
        """Returns a value that is good for a while, fetching a new one where needed."""
        with self._lock:
            if self._value is None or self._clock() >= self._ends:
                value, lifetime = self._fetch()
                lasts = lifetime if lifetime is not None else lifetime_of(value)
                # A very short life leaves no room for the full margin.
                self._ends = self._clock() + max(lasts - MARGIN_S, lasts * 0.5)
                self._value = value
            return self._value

    def renew(self, refused: str) -> str:
        """Returns another value than the one that was refused; threads that were refused together share one."""
        with self._lock:
            if self._value == refused:
                self._value = None
        return self.get()


def lifetime_of(value: str) -> float:
    """Returns the seconds between `iat` and `exp` of a JSON Web Token (RFC 7519), 300 where it tells none."""
    parts = value.split(".")
    if len(parts) != 3:
        return DEFAULT_LIFETIME_S
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        lifetime = float(claims["exp"]) - float(claims["iat"])
    except (ValueError, KeyError, TypeError):
        return DEFAULT_LIFETIME_S
    return lifetime if lifetime > 0 else DEFAULT_LIFETIME_S
