"""Requests that carry an access value: renewed once where it is refused, never in the middle of a create request."""

from __future__ import annotations

import re
import time
from typing import Any, Callable, Dict, Iterable, Mapping, Optional, Tuple

from ..domain.addresses import origin_of
from ..domain.errors import ErrorKind, Up42Error
from ..domain.foreign import mapping_of, text_of
from ..domain.json_text import JsonError, parse_json
from ..domain.network import CREATE_LEAVES_WITHIN_S
from .access import AccessValue, claims_of
from .answer import Answer, is_web_page, status_error, web_page_error
from .transport import Transport

# The words of Keycloak and of its usual themes; an account that is blocked, incomplete or asks for a second factor has
# the same code with other words.
_WRONG_SECRET = re.compile(r"\b(invalid|wrong|incorrect|bad)\b.*\b(credentials|password|username)\b", re.IGNORECASE)
_SINGLE_SIGN_ON = re.compile(r"single[ -]sign|\bsso\b|\bsaml\b|identity provider|federated", re.IGNORECASE)
MAX_WORDS = 300


class SignedRequests:
    """Sends requests of one user; `fetch_access` signs in and returns the access value and its lifetime if told.

    The access value goes to the servers at the addresses `own` and to no other.
    """

    def __init__(
        self, transport: Transport, fetch_access: Callable[[], Tuple[str, Optional[float]]], own: Iterable[str]
    ) -> None:
        self._transport = transport
        self._own = frozenset(origin_of(address) for address in own) - {None}
        self._access = AccessValue(fetch_access)

    def sign_in(self) -> None:
        """Makes sure that there is a good access value."""
        self._access.get()

    def answer(self, method: str, url: str, **parts: Any) -> Answer:
        """Returns a successful answer to a request that may be repeated; `parts` are those of `requests`."""
        value = self._access.get()
        for is_second in (False, True):
            answer = self._transport.read(method, url, **self._signed(url, parts, value))
            if answer.status_code != 401 or is_second:
                break
            value = self._access.renew(value)
        if not answer.ok:
            raise status_error(answer)
        return answer

    def create(self, url: str, *, asked: Optional[float] = None, **parts: Any) -> Answer:
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
        try:
            return self._transport.create(url, **self._signed(url, parts, value))
        except Up42Error as error:
            if error.kind is ErrorKind.UNAUTHORIZED:
                self._access.forget(value)
            raise

    def claims(self) -> Mapping[str, Any]:
        """Returns what the access value says of its holder, nothing where it is no JSON Web Token."""
        return claims_of(self._access.get())

    def close(self) -> None:
        """Closes the connections that are open."""
        self._transport.close()

    def _signed(self, url: str, parts: Dict[str, Any], value: str) -> Dict[str, Any]:
        if origin_of(url) not in self._own:
            raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "the address of another server")
        headers = {"Accept": "*/*", **parts.get("headers", {}), "Authorization": f"Bearer {value}"}
        return {**parts, "headers": headers}


def sign_in_error(answer: Answer) -> Up42Error:
    """Returns why a token endpoint (RFC 6749, 5.2) gave no access value, with the service's own words in `detail`.

    SIGN_IN_REFUSED for a wrong user or password only; SINGLE_SIGN_ON for an account that has no password here;
    WEB_PAGE for a page of a proxy; SIGN_IN_DENIED for every other refusal.
    """
    status = answer.status_code
    if is_web_page(answer) and status < 500:
        return web_page_error(answer)
    error = status_error(answer)
    if not 400 <= status < 500 or status == 429:
        return error
    words = error.detail[:MAX_WORDS]
    kind = ErrorKind.SIGN_IN_DENIED
    if _SINGLE_SIGN_ON.search(words):
        kind = ErrorKind.SINGLE_SIGN_ON
    elif oauth_code(answer) == "invalid_grant" and _WRONG_SECRET.search(words):
        kind = ErrorKind.SIGN_IN_REFUSED
    return Up42Error(kind, words, status=status)


def oauth_code(answer: Answer) -> str:
    """Returns the code of a refusal by a token endpoint (RFC 6749, 5.2), empty where it has none."""
    try:
        return text_of(mapping_of(parse_json(answer.content)).get("error"))
    except JsonError:
        return ""
