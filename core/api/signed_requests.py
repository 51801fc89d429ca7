"""Requests that carry an access value: renewed once where it is refused, never in the middle of a create request."""

from __future__ import annotations

import time
from typing import Any, Callable, Dict, Optional, Tuple

import requests

from ..domain.errors import ErrorKind, Up42Error
from ..domain.network import CREATE_LEAVES_WITHIN_S
from .access import AccessValue
from .transport import Transport, status_error


class SignedRequests:
    """Sends requests of one user; `fetch_access` signs in and returns the access value and its lifetime if told."""

    def __init__(self, transport: Transport, fetch_access: Callable[[], Tuple[str, Optional[float]]]) -> None:
        self._transport = transport
        self._access = AccessValue(fetch_access)

    def sign_in(self) -> None:
        """Makes sure that there is a good access value."""
        self._access.get()

    def answer(self, method: str, url: str, **parts: Any) -> requests.Response:
        """Returns a successful answer to a request that may be repeated; `parts` are those of `requests`."""
        value = self._access.get()
        for is_second in (False, True):
            answer = self._transport.read(method, url, **_signed(parts, value))
            if answer.status_code != 401 or is_second:
                break
            value = self._access.renew(value)
        if not answer.ok:
            raise status_error(answer)
        return answer

    def create(self, url: str, *, asked: Optional[float] = None, **parts: Any) -> requests.Response:
        """Sends a request that creates something, once, and returns its successful answer.

        Raises OUTCOME_UNKNOWN where something may have been created; any other error means that nothing was. A
        refused access value is not renewed in the middle: that would be a second request. TIMED_OUT, sending nothing,
        where since `asked` (this call, unless a time of the system clock is given) so much time has passed, signing in
        for example, that the job may be held for absent already.
        """
        began = time.time() if asked is None else asked
        value = self._access.get()
        if time.time() - began > CREATE_LEAVES_WITHIN_S:
            raise Up42Error(ErrorKind.TIMED_OUT)
        answer = self._transport.create(url, **_signed(parts, value))
        if not answer.ok:
            error = status_error(answer)
            if error.kind is ErrorKind.UNAUTHORIZED:
                self._access.renew(value)
            raise error
        return answer

    def close(self) -> None:
        """Closes the connections that are open."""
        self._transport.close()


def _signed(parts: Dict[str, Any], value: str) -> Dict[str, Any]:
    headers = {"Accept": "*/*", **parts.get("headers", {}), "Authorization": f"Bearer {value}"}
    return {**parts, "headers": headers}
