"""Requests with an access value (bearer token), renewed once if refused, but never during a create request."""

from __future__ import annotations

import base64
import contextlib
import re
import threading
import time
from typing import Any, Callable, Dict, Iterable, Iterator, Mapping, Optional, Tuple

from ..domain.addresses import origin_of
from ..domain.cancelling import current_check
from ..domain.connections import CREATE_LEAVES_WITHIN_S
from ..domain.errors import ErrorKind, Up42Error
from ..domain.foreign import mapping_of, number_of, text_of
from ..domain.json_text import JsonError, parse_json
from .answer import Answer, is_web_page, status_error, web_page_error
from .transport import Transport

# Messages of Keycloak and its usual themes. An account that is blocked, incomplete or needs a second factor gets the
# same code with another message.
_WRONG_SECRET = re.compile(r"\b(invalid|wrong|incorrect|bad)\b.*\b(credentials|password|username)\b", re.IGNORECASE)
_SINGLE_SIGN_ON = re.compile(r"single[ -]sign|\bsso\b|\bsaml\b|identity provider|federated", re.IGNORECASE)
MAX_WORDS = 300


class SignedRequests:
    """Sends requests of one user; `fetch_access` signs in and returns the access value and its lifetime, if stated.

    The access value is sent only to the servers of the addresses in `own`.
    """

    def __init__(
        self, transport: Transport, fetch_access: Callable[[], Tuple[str, Optional[float]]], own: Iterable[str]
    ) -> None:
        self._transport = transport
        self._own = frozenset(origin_of(address) for address in own) - {None}
        self._access = AccessValue(fetch_access)

    def sign_in(self) -> None:
        """Makes sure that there is a valid access value."""
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
        """Sends a request that creates something, exactly once, and returns its successful answer.

        Raises OUTCOME_UNKNOWN if something may have been created; any other error means that nothing was. A refused
        access value is not renewed here, since that would take a second request. Raises TIMED_OUT, without sending, if
        so much time has passed since `asked` (system clock; default: this call), for example by signing in, that the
        job may already count as absent.
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
        """Returns the claims of the access value; none if it is not a JSON Web Token."""
        return claims_of(self._access.get())

    def close(self) -> None:
        """Closes the open connections."""
        self._transport.close()

    def _signed(self, url: str, parts: Dict[str, Any], value: str) -> Dict[str, Any]:
        if origin_of(url) not in self._own:
            raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "the address of another server")
        headers = {"Accept": "*/*", **parts.get("headers", {}), "Authorization": f"Bearer {value}"}
        return {**parts, "headers": headers}


def sign_in_error(answer: Answer) -> Up42Error:
    """Returns why a token endpoint (RFC 6749, 5.2) gave no access value, with the service's message in `detail`.

    SIGN_IN_REFUSED only for a wrong user or password, SINGLE_SIGN_ON for an account without a password here, WEB_PAGE
    for a page of a proxy, SIGN_IN_DENIED for every other refusal.
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
    """Returns the error code of a token endpoint (RFC 6749, 5.2), empty if there is none."""
    try:
        return text_of(mapping_of(parse_json(answer.content)).get("error"))
    except JsonError:
        return ""


# Renewed this long before it expires, so that it does not expire during a request.
MARGIN_S = 30.0
DEFAULT_LIFETIME_S = 300.0
MIN_LIFETIME_S = 1.0
# A longer lifetime is a mistake: a value that is never renewed would fail for good once it is refused.
MAX_LIFETIME_S = 30 * 86_400.0
_LOOK_S = 0.1

Clock = Callable[[], float]


class AccessValue:
    """One access value shared by all threads; `fetch` returns it and its lifetime in seconds, if stated."""

    def __init__(self, fetch: Callable[[], Tuple[str, Optional[float]]], clock: Clock = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._lock = threading.Lock()
        self._value: Optional[str] = None
        self._ends = 0.0

    def get(self) -> str:
        """Returns a value that is valid for a while, fetching a new one if needed."""
        with self._held():
            if self._value is None or self._clock() >= self._ends:
                value, lifetime = self._fetch()
                stated = number_of(lifetime, MIN_LIFETIME_S, MAX_LIFETIME_S)
                lasts = stated if stated is not None else lifetime_of(value)
                # A very short lifetime leaves no room for the full margin.
                self._ends = self._clock() + max(lasts - MARGIN_S, lasts * 0.5)
                self._value = value
            return self._value

    def renew(self, refused: str) -> str:
        """Returns a value other than the refused one; threads that were refused together share one new value."""
        self.forget(refused)
        return self.get()

    def forget(self, refused: str) -> None:
        """Drops this value if it is still the current one, so that the next `get` fetches a new one."""
        with self._held():
            if self._value == refused:
                self._value = None

    @contextlib.contextmanager
    def _held(self) -> Iterator[None]:
        """Holds the lock; a thread that waits while another one signs in can be cancelled."""
        check = current_check()
        while not self._lock.acquire(timeout=_LOOK_S):
            check()
        try:
            yield
        finally:
            self._lock.release()


def access_value_of(value: Any, endpoint: str) -> str:
    """Returns an access value that fits into a header; UNEXPECTED_ANSWER, with the endpoint, for anything else."""
    if not isinstance(value, str) or not value or not value.isascii() or not value.isprintable():
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, f"{endpoint}: no access value")
    return value


def lifetime_of(value: str) -> float:
    """Returns the seconds between `iat` and `exp` of a JSON Web Token (RFC 7519).

    300 if that is not between a second and thirty days.
    """
    claims = claims_of(value)
    begins, ends = number_of(claims.get("iat")), number_of(claims.get("exp"))
    if begins is None or ends is None:
        return DEFAULT_LIFETIME_S
    return number_of(ends - begins, MIN_LIFETIME_S, MAX_LIFETIME_S) or DEFAULT_LIFETIME_S


def claims_of(value: str) -> Mapping[str, Any]:
    """Returns the claims of a JSON Web Token (RFC 7519), not verified; none if it is something else."""
    parts = value.split(".")
    if len(parts) != 3:
        return {}
    try:
        return mapping_of(parse_json(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))))
    except ValueError:
        return {}
