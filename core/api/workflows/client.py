"""Signed-in requests to the classic service: envelopes, one renewal of the access value, typed errors."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Tuple

from ...domain.connections import Connection, Credentials, NetworkProfile
from ...domain.errors import ErrorKind, Up42Error
from ..answer import Answer, is_web_page, json_of, status_error, web_page_error
from ..signed_requests import SignedRequests, access_value_of, sign_in_error
from ..transport import Transport

SIGN_IN_PATH = "/oauth/token"
# Deadline for optional documents: no longer than a test query takes.
SMALL_FILE_DEADLINE_S = 30.0
MAX_SMALL_FILE_BYTES = 16 * 1024 * 1024


class WorkflowClient:
    """Client for one project: reads, and creates exactly once."""

    def __init__(self, connection: Connection, credentials: Credentials, network: NetworkProfile) -> None:
        self._base = connection.api_url.rstrip("/")
        self._sign_in_base = (connection.sign_in_url or connection.api_url).rstrip("/")
        self._credentials = credentials
        self._transport = Transport(network)
        own = (self._base, self._sign_in_base)
        self._requests = SignedRequests(self._transport, self._fetch_access, own)

    def sign_in(self) -> None:
        """Makes sure that there is a valid access value; SIGN_IN_REFUSED for wrong credentials."""
        self._requests.sign_in()

    def data(self, method: str, path: str, body: Any = None, query: Optional[Mapping[str, Any]] = None) -> Any:
        """Returns the `data` of an enveloped answer."""
        return unwrapped(self._answer(method, path, body, query), f"{method} {path}")

    def document(self, method: str, path: str, body: Any = None) -> Any:
        """Returns an answer that is bare JSON."""
        return json_of(self._answer(method, path, body, None), f"{method} {path}")

    def text(self, path: str) -> str:
        """Returns an answer that is plain text."""
        answer = self._answer("GET", path, None, None)
        _refuse_page(answer)
        return answer.text

    def content(self, path: str) -> bytes:
        """Returns the body of an answer."""
        return self._answer("GET", path, None, None).content

    def small_file(self, url: str) -> bytes:
        """Returns a file behind a signed link, read without our authorization.

        NOT_FOUND if storage refuses it, TIMED_OUT if it takes more than half a minute, ARCHIVE_BROKEN beyond 16 MiB.
        """
        answer = self._transport.read("GET", url, deadline_s=SMALL_FILE_DEADLINE_S)
        if not answer.ok:
            raise Up42Error(ErrorKind.NOT_FOUND, status=answer.status_code)
        if len(answer.content) > MAX_SMALL_FILE_BYTES:
            raise Up42Error(ErrorKind.ARCHIVE_BROKEN, f"more than {MAX_SMALL_FILE_BYTES} bytes")
        return answer.content

    def command(self, path: str) -> None:
        """Sends a POST that may be repeated and whose answer has no body."""
        _refuse_page(self._answer("POST", path, None, None))

    def create(self, path: str, body: Any, query: Mapping[str, Any]) -> Any:
        """Sends the one request that creates a live job and returns its `data`.

        Raises OUTCOME_UNKNOWN if the job may exist; any other error means that none was created.
        """
        answer = self._requests.create(self._base + path, json=body, params=dict(query))
        try:
            return unwrapped(answer, f"POST {path}")
        except Up42Error as error:
            raise Up42Error(ErrorKind.OUTCOME_UNKNOWN, error.detail, status=answer.status_code) from error

    def refusals(self) -> int:
        """Returns how many requests were answered with 429 so far."""
        return self._transport.too_many_count

    def close(self) -> None:
        """Closes the open connections."""
        self._requests.close()

    def _answer(
        self, method: str, path: str, body: Any, query: Optional[Mapping[str, Any]]
    ) -> Answer:
        # None means no body.
        return self._requests.answer(method, self._base + path, params=dict(query or {}), json=body)

    def _fetch_access(self) -> Tuple[str, Optional[float]]:
        answer = self._transport.read(
            "POST",
            self._sign_in_base + SIGN_IN_PATH,
            data={"grant_type": "client_credentials"},
            auth=(self._credentials.user.encode("utf-8"), self._credentials.key.encode("utf-8")),
        )
        if answer.status_code == 401 and not is_web_page(answer):
            # Project id and key are sent as HTTP Basic: this status has no other meaning.
            raise Up42Error(ErrorKind.SIGN_IN_REFUSED, status_error(answer).detail, status=answer.status_code)
        if not answer.ok:
            raise sign_in_error(answer)
        body = json_of(answer, SIGN_IN_PATH)
        nested = body.get("data") if isinstance(body, dict) else None
        value = nested.get("accessToken") if isinstance(nested, dict) else None
        value = value or (body.get("access_token") if isinstance(body, dict) else None)
        return access_value_of(value, SIGN_IN_PATH), None


def _refuse_page(answer: Answer) -> None:
    """Raises WEB_PAGE for a web page: a captive portal answers every request with one."""
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        raise web_page_error(answer)


def unwrapped(answer: Answer, endpoint: str) -> Any:
    """Returns the `data` of an envelope; null data with an error is a failure with any status."""
    body = json_of(answer, endpoint)
    if not isinstance(body, dict) or "data" not in body:
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, f"{endpoint}: data")
    if body["data"] is None and body.get("error"):
        raise status_error(answer)
    return body["data"]
