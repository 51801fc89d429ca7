"""The one place that sends requests: sessions, time-outs, retries of reads, and one error for every failure."""

from __future__ import annotations

import re
import secrets
import socket
import threading
import time
from typing import Any, Dict, List, Mapping, Optional

import requests
import urllib3

from ..domain.connections import is_address_safe
from ..domain.errors import ErrorKind, Up42Error
from ..domain.json_text import JsonError, JsonTooLarge, parse_json
from ..domain.network import NetworkProfile
from .proxy_adapter import ProxyAdapter
from .redaction import redacted
from .service_words import words_of

CONNECT_TIMEOUT_S = 10.0
READ_TRIES = 4
FIRST_PAUSE_S = 0.4
LONGEST_PAUSE_S = 20.0
POOL_SIZE = 32
_RETRIED = frozenset({429, 502, 503, 504})
TOO_MANY_JOBS_WORDS = "non-finished jobs"
_TITLE = re.compile(r"<title[^>]*>([^<]{1,200})", re.IGNORECASE)


class Transport:
    """Sends requests for one connection; a session a thread, so that all methods may be called from anywhere."""

    def __init__(self, network: NetworkProfile) -> None:
        self._network = network
        self._local = threading.local()
        self._sessions: List[requests.Session] = []
        self._lock = threading.Lock()
        # Answers so far that refused a read as one too many.
        self.too_many_count = 0

    def read(self, method: str, url: str, **parts: Any) -> requests.Response:
        """Sends a request that may be repeated: lost connections, 429 and 502 to 504 are tried again a few times.

        `parts` are those of `requests`. Returns any other answer whatever its status; raises Up42Error.
        """
        for number in range(READ_TRIES):
            is_last = number == READ_TRIES - 1
            try:
                answer = self._send(self._session(), method, url, **parts)
            except requests.RequestException as error:
                failure = connection_error(error)
                if is_last or failure.kind not in (ErrorKind.NO_NETWORK, ErrorKind.TIMED_OUT):
                    raise failure from error
                _pause(number, None)
                continue
            if answer.status_code == 429:
                self.too_many_count += 1
            if is_last or answer.status_code not in _RETRIED or TOO_MANY_JOBS_WORDS in answer.text:
                return answer
            _pause(number, _retry_after(answer))
        raise Up42Error(ErrorKind.INTERNAL)

    def create(self, url: str, **parts: Any) -> requests.Response:
        """Sends a POST that creates something and never repeats it, on a connection of its own.

        Returns an answer that says what happened. Raises OUTCOME_UNKNOWN where the request may have arrived and
        nothing readable came back; any other error means that it certainly was not sent.
        """
        session = self._new_session()
        headers = {**parts.pop("headers", {}), "Connection": "close"}
        try:
            answer = self._send(session, "POST", url, headers=headers, **parts)
        except requests.RequestException as error:
            if was_never_sent(error):
                raise connection_error(error) from error
            raise Up42Error(ErrorKind.OUTCOME_UNKNOWN, redacted(str(error))) from error
        finally:
            session.close()
        # A gateway's 5xx says nothing of what happened behind it; a redirect was not followed.
        if answer.status_code >= 500 or 300 <= answer.status_code < 400:
            raise Up42Error(ErrorKind.OUTCOME_UNKNOWN, redacted(answer.text), status=answer.status_code)
        return answer

    def stream(self, url: str, headers: Mapping[str, str], read_timeout_s: float) -> requests.Response:
        """Opens a download without any authorization; the body is read by the caller, who closes the answer."""
        session = self._session()
        try:
            return self._send(
                session, "GET", url, headers=dict(headers), stream=True, timeout=(CONNECT_TIMEOUT_S, read_timeout_s)
            )
        except requests.RequestException as error:
            raise connection_error(error) from error

    def close(self) -> None:
        """Closes the sessions of all threads."""
        with self._lock:
            sessions, self._sessions = self._sessions, []
        for session in sessions:
            session.close()

    def _send(self, session: requests.Session, method: str, url: str, **parts: Any) -> requests.Response:
        if not is_address_safe(url):
            raise Up42Error(ErrorKind.INSECURE_ADDRESS, redacted(url))
        parts.setdefault("timeout", (CONNECT_TIMEOUT_S, self._network.timeout_s))
        is_reading = method in ("GET", "HEAD")
        return session.request(method, url, allow_redirects=is_reading, **parts)

    def _session(self) -> requests.Session:
        session = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = self._new_session()
            with self._lock:
                self._sessions.append(session)
        return session

    def _new_session(self) -> requests.Session:
        session = requests.Session()
        # The environment's proxies are not QGIS's, and a .netrc entry would replace our Authorization header.
        session.trust_env = False
        session.verify = self._network.authorities_file or True
        session.headers["User-Agent"] = self._network.user_agent
        # Repeating is decided here and nowhere below.
        adapter = ProxyAdapter(
            self._network, pool_connections=4, pool_maxsize=POOL_SIZE, max_retries=urllib3.Retry(0, read=False)
        )
        session.mount("https://", adapter)
        session.mount("http://", adapter)
        return session


def connection_error(error: requests.RequestException) -> Up42Error:
    """Returns the error of a request that got no answer."""
    detail = redacted(str(error))
    if isinstance(error, requests.exceptions.ProxyError):
        return Up42Error(ErrorKind.PROXY_REFUSED, detail)
    if isinstance(error, requests.exceptions.SSLError):
        return Up42Error(ErrorKind.CERTIFICATE_REFUSED, detail)
    if isinstance(error, requests.exceptions.Timeout):
        return Up42Error(ErrorKind.TIMED_OUT, detail)
    return Up42Error(ErrorKind.NO_NETWORK, detail)


def was_never_sent(error: requests.RequestException) -> bool:
    """Tells whether a request certainly did not leave: its connection was never made."""
    if isinstance(
        error,
        (
            requests.exceptions.ConnectTimeout,
            requests.exceptions.ProxyError,
            requests.exceptions.SSLError,
            requests.exceptions.InvalidURL,
            requests.exceptions.InvalidSchema,
        ),
    ):
        return True
    cause: Optional[BaseException] = error
    seen = 0
    while cause is not None and seen < 10:
        if isinstance(cause, (urllib3.exceptions.NewConnectionError, socket.gaierror, ConnectionRefusedError)):
            return True
        reason = getattr(cause, "reason", None)
        nested = next((one for one in cause.args if isinstance(one, BaseException)), None) if cause.args else None
        cause = reason if isinstance(reason, BaseException) else nested or cause.__cause__ or cause.__context__
        seen += 1
    return False


def status_error(answer: requests.Response) -> Up42Error:
    """Returns the error of an answer that is not a success, by its status and the service's own words."""
    status, message = answer.status_code, message_of(answer)
    if status == 403 and is_web_page(answer):
        return web_page_error(answer)
    kinds: Dict[int, ErrorKind] = {
        400: ErrorKind.INVALID_REQUEST,
        401: ErrorKind.UNAUTHORIZED,
        403: ErrorKind.FORBIDDEN,
        404: ErrorKind.NOT_FOUND,
        409: ErrorKind.INVALID_REQUEST,
        415: ErrorKind.INVALID_REQUEST,
        422: ErrorKind.INVALID_REQUEST,
        429: ErrorKind.RATE_LIMITED,
    }
    kind = kinds.get(status, ErrorKind.SERVER_FAILED if status >= 500 else ErrorKind.UNEXPECTED_ANSWER)
    if status in (402, 403) and "credit" in message.lower():
        kind = ErrorKind.NOT_ENOUGH_CREDITS
    if status == 429 and TOO_MANY_JOBS_WORDS in message:
        kind = ErrorKind.TOO_MANY_JOBS
    if status == 451:
        is_eula = "eula" in message.lower()
        kind = ErrorKind.LICENCE_NOT_ACCEPTED if is_eula else ErrorKind.ACCESS_RESTRICTED
    return Up42Error(kind, redacted(message), status=status, retry_after_s=_retry_after(answer))


def is_web_page(answer: requests.Response) -> bool:
    """Returns whether a web page, or the way to one, came in place of an answer of the service."""
    media_type = str(answer.headers.get("Content-Type", "")).lower()
    start = bytes(answer.content[:200]).lstrip().lower()
    is_html = media_type.startswith("text/html") or start.startswith((b"<!doctype html", b"<html"))
    return is_html or 300 <= answer.status_code < 400


def web_page_error(answer: requests.Response) -> Up42Error:
    """Returns the error of a page that a proxy, a firewall or a network's own sign-in sent, with the page's title."""
    title = _TITLE.search(answer.text)
    words = f"HTTP {answer.status_code}" + (f": {' '.join(title.group(1).split())}" if title else "")
    return Up42Error(ErrorKind.WEB_PAGE, redacted(words), status=answer.status_code)


def message_of(answer: requests.Response) -> str:
    """Returns the service's own words: of an envelope, of problem details, of the sign-in, or the plain text."""
    try:
        return words_of(parse_json(answer.content)) or f"HTTP {answer.status_code}"
    except JsonError:
        text = answer.text.strip()
        return f"HTTP {answer.status_code}" if text.startswith("<") or not text else text


def json_of(answer: requests.Response, endpoint: str) -> Any:
    """Returns the JSON of a successful answer.

    ANSWER_TOO_LARGE with the limit for a document beyond those of `parse_json`, WEB_PAGE for a page of a proxy,
    UNEXPECTED_ANSWER, naming the endpoint, for anything else that is no JSON.
    """
    try:
        return parse_json(answer.content)
    except JsonTooLarge as error:
        raise Up42Error(ErrorKind.ANSWER_TOO_LARGE, f"{endpoint}: {error}", status=answer.status_code) from error
    except JsonError as error:
        if is_web_page(answer):
            raise web_page_error(answer) from error
        raise Up42Error(
            ErrorKind.UNEXPECTED_ANSWER, f"{endpoint}: no JSON: {error}", status=answer.status_code
        ) from error


def _retry_after(answer: requests.Response) -> Optional[float]:
    text = answer.headers.get("Retry-After", "")
    return float(text) if text.isdigit() else None


def _pause(number: int, asked_s: Optional[float]) -> None:
    own = FIRST_PAUSE_S * 2.0**number * (0.75 + 0.5 * secrets.SystemRandom().random())
    time.sleep(min(max(own, asked_s or 0.0), LONGEST_PAUSE_S))


