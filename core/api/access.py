"""The short-lived value that lets requests through: fetched once an expiry, whoever asks."""

from __future__ import annotations

import base64
import contextlib
import threading
import time
from typing import Any, Callable, Iterator, Mapping, Optional, Tuple

from ..domain.cancelling import current_check
from ..domain.errors import ErrorKind, Up42Error
from ..domain.foreign import mapping_of, number_of
from ..domain.json_text import parse_json

# Renewed this long before its end, so that a request under way is not caught by it.
MARGIN_S = 30.0
DEFAULT_LIFETIME_S = 300.0
MIN_LIFETIME_S = 1.0
# A longer life is a mistake: a value that is never renewed would fail for good once it is refused.
MAX_LIFETIME_S = 30 * 86_400.0
_LOOK_S = 0.1

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
        with self._held():
            if self._value is None or self._clock() >= self._ends:
                value, lifetime = self._fetch()
                told = number_of(lifetime, MIN_LIFETIME_S, MAX_LIFETIME_S)
                lasts = told if told is not None else lifetime_of(value)
                # A very short life leaves no room for the full margin.
                self._ends = self._clock() + max(lasts - MARGIN_S, lasts * 0.5)
                self._value = value
            return self._value

    def renew(self, refused: str) -> str:
        """Returns another value than the one that was refused; threads that were refused together share one."""
        self.forget(refused)
        return self.get()

    def forget(self, refused: str) -> None:
        """Has the next `get` fetch a new value where this one is still at hand."""
        with self._held():
            if self._value == refused:
                self._value = None

    @contextlib.contextmanager
    def _held(self) -> Iterator[None]:
        """Holds the lock; whoever waits while another thread signs in can be cancelled meanwhile."""
        check = current_check()
        while not self._lock.acquire(timeout=_LOOK_S):
            check()
        try:
            yield
        finally:
            self._lock.release()


def access_value_of(value: Any, endpoint: str) -> str:
    """Returns an access value that a header can carry; UNEXPECTED_ANSWER, naming the endpoint, for anything else."""
    if not isinstance(value, str) or not value or not value.isascii() or not value.isprintable():
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, f"{endpoint}: no access value")
    return value


def lifetime_of(value: str) -> float:
    """Returns the seconds between `iat` and `exp` of a JSON Web Token (RFC 7519).

    300 where it tells none between a second and thirty days.
    """
    claims = claims_of(value)
    begins, ends = number_of(claims.get("iat")), number_of(claims.get("exp"))
    if begins is None or ends is None:
        return DEFAULT_LIFETIME_S
    return number_of(ends - begins, MIN_LIFETIME_S, MAX_LIFETIME_S) or DEFAULT_LIFETIME_S


def claims_of(value: str) -> Mapping[str, Any]:
    """Returns the claims of a JSON Web Token (RFC 7519), not verified; none where it is something else."""
    parts = value.split(".")
    if len(parts) != 3:
        return {}
    try:
        return mapping_of(parse_json(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))))
    except ValueError:
        return {}
