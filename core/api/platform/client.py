"""Signed-in requests to today's service: sign-in with user and password, paging, links, typed errors."""

from __future__ import annotations

import logging
import re
from typing import Any, Dict, Iterator, Mapping, Optional, Tuple
from urllib.parse import quote, urlsplit, urlunsplit

from ...domain.addresses import origin_of, resolved
from ...domain.connections import CONSOLE_URLS, Connection, Credentials, NetworkProfile, region_of
from ...domain.errors import ErrorKind, Up42Error
from ...domain.foreign import number_of
from ..answer import Answer, json_of, status_error
from ..signed_requests import SignedRequests, access_value_of, oauth_code, sign_in_error
from ..transport import Transport

_LOG = logging.getLogger(__name__)

REALM = "/realms/public/protocol/openid-connect"
# The client of the official SDK, then that of the documentation with and without the scope for userinfo.
_WAYS_IN = (
    {"client_id": "up42-sdk", "scope": "openid"},
    {"client_id": "up42-api", "scope": "openid"},
    {"client_id": "up42-api"},
)
# Refusals of the client or scope (RFC 6749, 5.2). Any other is about the user and password, which are not sent again.
_OTHER_WAY = frozenset({"invalid_scope", "invalid_client", "unauthorized_client"})
# The usual page size of a list, and a smaller one if the service refuses it.
PAGE_SIZE, SMALL_PAGE_SIZE = 100, 20
DOWNLOAD_URL = "/download-url"
_COLLECTION = re.compile(r"access to collection (\S+)", re.IGNORECASE)
_SHORTAGE = ("insufficient", "not enough", "too low", "too few", "exceed")


class PlatformClient:
    """Client for one account: reads, and creates exactly once."""

    def __init__(self, connection: Connection, credentials: Credentials, network: NetworkProfile) -> None:
        self._base = connection.api_url.rstrip("/")
        self._sign_in_base = connection.sign_in_url.rstrip("/")
        self._credentials = credentials
        self._transport = Transport(network)
        own = (self._base, self._sign_in_base)
        self._requests = SignedRequests(self._transport, self._fetch_access, own)
        self._way_in = 0
        self._page_size = PAGE_SIZE
        region = region_of(connection.api_url)
        self.console = CONSOLE_URLS[region] if region is not None else ""

    def open_access(self) -> None:
        """Makes sure that there is a valid access value; see `sign_in_error` for the errors."""
        self._requests.sign_in()

    @property
    def way_in(self) -> str:
        """Returns the accepted client and scope as text for a report."""
        return ", ".join(f"{name} {value}" for name, value in _WAYS_IN[self._way_in].items())

    def user(self) -> Mapping[str, Any]:
        """Returns the claims of userinfo (OpenID Connect Core, 5.3)."""
        answer = self._requests.answer("GET", f"{self._sign_in_base}{REALM}/userinfo")
        return _mapping(json_of(answer, "userinfo"), "userinfo")

    def claims(self) -> Mapping[str, Any]:
        """Returns the claims of the access value, empty if it is unreadable."""
        return self._requests.claims()

    def sign_in(self) -> Mapping[str, Any]:
        """Signs in and returns the user's claims; see `sign_in_error` for the errors.

        Claims missing in userinfo are read from the access value, which uses the same names (OpenID Connect).
        """
        answer: Mapping[str, Any] = {}
        try:
            answer = self.user()
        except Up42Error as error:
            if error.status not in (400, 403, 404, 405):
                raise
            _LOG.info("Userinfo is refused, the access value is read: %s", error)
        return {**self.claims(), **{name: value for name, value in answer.items() if value}}

    def get(self, path: str, query: Optional[Mapping[str, Any]] = None) -> Any:
        """Returns the JSON of an answer; a list in `query` repeats its key."""
        return self._json("GET", path, params=dict(query or {}))

    def get_by_plan(self, path: str, query: Optional[Mapping[str, Any]] = None) -> Any:
        """Returns the JSON that plan and role allow to be read, None if they do not allow it."""
        try:
            return self.get(path, query)
        except Up42Error as error:
            if is_by_plan(error):
                return None
            raise

    def post(self, path: str, body: Any = None) -> Any:
        """Returns the JSON of an answer to a POST that may be repeated."""
        return self._json("POST", path, json=body)

    def pages(self, path: str, query: Mapping[str, Any], max_pages: int) -> Iterator[Any]:
        """Yields the entries of a paged list, from at most `max_pages` pages of the usual size."""
        number, read, size = 0, 0, self._page_size
        while read < max_pages * PAGE_SIZE:
            try:
                page = _mapping(self.get(path, {**query, "page": number, "size": size}), path)
            except Up42Error as error:
                if error.status != 400 or number or size == SMALL_PAGE_SIZE:
                    raise
                size = SMALL_PAGE_SIZE
                continue
            self._page_size = size
            content = page.get("content")
            if not isinstance(content, list):
                raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, f"{path}: content")
            yield from content
            number, read = number + 1, read + size
            total = page.get("totalPages")
            if not content or (isinstance(total, int) and number >= total):
                return

    def feature_pages(self, path: str, body: Mapping[str, Any], max_pages: int) -> Iterator[Mapping[str, Any]]:
        """Yields at most `max_pages` pages of a search by POST, unchanged.

        A `next` link repeats the body, replaces or extends it, or is read by GET; its host is never trusted.
        """
        href, method, sent = path, "POST", dict(body)
        for _ in range(max_pages):
            parts = {"json": sent} if method == "POST" else {}
            page = _mapping(self._page(method, href, parts), path)
            if not isinstance(page.get("features"), list):
                raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, f"{path}: features")
            yield page
            following = next_link(page)
            if following is None:
                return
            href = self._linked(href, str(following["href"]))
            # The catalog's own links have no method: the next request uses the same one.
            method = str(following.get("method") or method).upper()
            extra = following.get("body")
            if isinstance(extra, Mapping):
                sent = {**sent, **extra}

    def _page(self, method: str, href: str, parts: Mapping[str, Any]) -> Any:
        try:
            return self._json(method, href, **parts)
        except Up42Error as error:
            elsewhere = urlsplit(href).netloc
            if error.kind is not ErrorKind.NOT_FOUND or elsewhere in ("", urlsplit(self._base).netloc):
                raise
            # The host of a link is often internal to the service; this one can be reached.
            detail = f"{error.detail}; the link led to {elsewhere}"
            raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, detail, status=error.status) from error

    def signed_link(self, href: str) -> str:
        """Returns a fresh short-lived link for an address of the service."""
        parts = urlsplit(href)
        is_whole = parts.path.rstrip("/").endswith(DOWNLOAD_URL)
        answer = self.post(href if is_whole else f"{href}{DOWNLOAD_URL}")
        url = answer.get("url") if isinstance(answer, Mapping) else None
        if not isinstance(url, str) or not url:
            raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "download-url: url")
        return url

    def image(self, href: str) -> bytes:
        """Returns an image by its address in a catalog item."""
        if self.is_own(href) and not urlsplit(href).path.rstrip("/").endswith(DOWNLOAD_URL):
            return self.content(href)
        # Signed links and other servers are requested without our access value.
        link = self.signed_link(href) if self.is_own(href) else href
        answer = self._transport.read("GET", link)
        if not answer.ok:
            raise status_error(answer)
        return answer.content

    def content(self, path: str) -> bytes:
        """Returns the body of an answer."""
        return self._answer("GET", path).content

    def create(self, path: str, body: Any, query: Mapping[str, Any], asked: float) -> Mapping[str, Any]:
        """Sends the one request that places an order; `asked` is the system time at which the user confirmed it.

        Raises OUTCOME_UNKNOWN if something may have been ordered; any other error means that nothing was.
        """
        try:
            answer = self._requests.create(self._address(path), asked=asked, json=body, params=dict(query))
        except Up42Error as error:
            raise self._explained(error) from error
        try:
            return _mapping(self._unwrapped(answer, path), path)
        except Up42Error as error:
            raise Up42Error(ErrorKind.OUTCOME_UNKNOWN, error.detail, status=answer.status_code) from error

    def is_own(self, href: str) -> bool:
        """Returns whether an address belongs to the service, which needs our access value."""
        own, given = origin_of(self._base), origin_of(href)
        if given is None:
            return href.startswith("/") and not href.startswith("//")
        # A link of the service may use http; it is requested with the scheme of the connection.
        is_there = own is not None and given.host == own.host and given.port in (own.port, 80)
        return is_there and urlsplit(href).path.startswith(f"{urlsplit(self._base).path}/")

    def refusals(self) -> int:
        """Returns how many requests were answered with 429 so far."""
        return self._transport.too_many_count

    def close(self) -> None:
        """Closes the open connections."""
        self._requests.close()

    def _json(self, method: str, path: str, **parts: Any) -> Any:
        return self._unwrapped(self._answer(method, path, **parts), f"{method} {urlsplit(path).path}")

    def _unwrapped(self, answer: Answer, endpoint: str) -> Any:
        body = json_of(answer, endpoint)
        # An envelope with empty data and an error is a failure even with status 200.
        if isinstance(body, dict) and body.get("error") and not body.get("data") and "data" in body:
            raise self._explained(status_error(answer))
        return body

    def _answer(self, method: str, path: str, **parts: Any) -> Answer:
        try:
            return self._requests.answer(method, self._address(path), **parts)
        except Up42Error as error:
            raise self._explained(error) from error

    def _address(self, path: str) -> str:
        """Returns a path or link on the connection's own server, so that the access value is sent only there."""
        if path.startswith("/"):
            address = self._base + path
        elif origin_of(path) is not None:
            own, given = urlsplit(self._base), urlsplit(path)
            address = urlunsplit((own.scheme, own.netloc, given.path or "/", given.query, ""))
        else:
            address = ""
        if not address or origin_of(address) != origin_of(self._base):
            raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "a link that is no address")
        return address

    def _linked(self, href: str, link: str) -> str:
        """Returns a link in an answer from `href` as an absolute address."""
        address = resolved(self._address(href), link)
        if address is None:
            raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "a link that is no address")
        return address

    def _explained(self, error: Up42Error) -> Up42Error:
        """Adds the console page on which the user can fix the cause, and detects a lack of credits."""
        if error.kind is ErrorKind.OUTCOME_UNKNOWN:
            return error
        if error.status is not None and 400 <= error.status < 500 and is_shortage(error.detail):
            return Up42Error(ErrorKind.NOT_ENOUGH_CREDITS, error.detail, status=error.status)
        link = None
        if error.kind is ErrorKind.LICENCE_NOT_ACCEPTED:
            link = self.licence_page()
        elif error.kind is ErrorKind.ACCESS_RESTRICTED:
            named = _COLLECTION.search(error.detail)
            link = self.access_page(named.group(1) if named else "")
        if not link:
            return error
        return Up42Error(error.kind, error.detail, status=error.status, link=link)

    def licence_page(self) -> str:
        """Returns the console page for accepting licences, empty for a custom address."""
        return f"{self.console}/settings/eula" if self.console else ""

    def access_page(self, collection: str) -> str:
        """Returns the console page for requesting access to a collection, empty if there is none."""
        if not self.console:
            return ""
        query = f"?collection={quote(collection, safe='')}" if collection else ""
        return f"{self.console}/settings/access{query}"

    def _fetch_access(self) -> Tuple[str, Optional[float]]:
        answer = self._ask_for_access()
        while not answer.ok:
            if oauth_code(answer) not in _OTHER_WAY or self._way_in + 1 == len(_WAYS_IN):
                raise sign_in_error(answer)
            self._way_in += 1
            answer = self._ask_for_access()
        body = _mapping(json_of(answer, "token"), "token")
        return access_value_of(body.get("access_token"), "sign-in"), number_of(body.get("expires_in"))

    def _ask_for_access(self) -> Answer:
        form = {
            "grant_type": "password",
            **_WAYS_IN[self._way_in],
            "username": self._credentials.user,
            "password": self._credentials.key,
        }
        return self._transport.read("POST", f"{self._sign_in_base}{REALM}/token", data=form)


def next_link(page: Mapping[str, Any]) -> Optional[Dict[str, Any]]:
    """Returns the link to the next page, None on the last one."""
    links = page.get("links")
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("rel") == "next" and link.get("href"):
            return link
    return None


def is_by_plan(error: Up42Error) -> bool:
    """Returns whether a refusal may be due to plan or role, for which the service uses many statuses."""
    return error.status is not None and 400 <= error.status < 500 and error.kind is not ErrorKind.UNAUTHORIZED


def is_shortage(text: str) -> bool:
    """Returns whether the service's message means too few credits; it has no error code for that."""
    lowered = text.lower()
    is_about_credits = "credit" in lowered or "balance" in lowered
    return is_about_credits and any(word in lowered for word in _SHORTAGE)


def _mapping(value: Any, endpoint: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, f"{endpoint}: no object")
    return value
