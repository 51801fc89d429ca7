"""An answer that has arrived whole, and what it says: its JSON, its refusal, the pause that it asks for."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Dict, Mapping, Optional

from ..domain.errors import ErrorKind, Up42Error
from ..domain.foreign import mapping_of
from ..domain.json_text import JsonError, JsonTooLarge, parse_json
from .redaction import redacted
from .service_words import words_of

TOO_MANY_JOBS_WORDS = "non-finished jobs"
MAX_RETRY_AFTER_S = 120.0
# Statuses that say nothing of what became of a request, whoever gave them: it may be carried out still, or has been.
_DOUBTFUL = frozenset({408, 409, 425, 429, 499})
_TITLE = re.compile(r"<title[^>]*>([^<]{1,200})", re.IGNORECASE)
_SECONDS = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Answer:
    """Status, headers by name in any case, and the whole body, decoded from what it was compressed with."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def ok(self) -> bool:
        """Tells whether this is a success."""
        return 200 <= self.status_code < 300

    @property
    def text(self) -> str:
        """Returns the body as text, which is UTF-8 in both generations."""
        return self.content.decode("utf-8", "replace")


def json_of(answer: Answer, endpoint: str) -> Any:
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


def status_error(answer: Answer) -> Up42Error:
    """Returns the error of an answer that is not a success, by its status and the service's own words."""
    status, message = answer.status_code, message_of(answer)
    if status == 403 and is_web_page(answer):
        return web_page_error(answer)
    kinds: Dict[int, ErrorKind] = {
        400: ErrorKind.INVALID_REQUEST,
        401: ErrorKind.UNAUTHORIZED,
        403: ErrorKind.FORBIDDEN,
        404: ErrorKind.NOT_FOUND,
        407: ErrorKind.PROXY_REFUSED,
        408: ErrorKind.TIMED_OUT,
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
    return Up42Error(kind, redacted(message), status=status, retry_after_s=retry_after_s(answer.headers))


def creation_error(answer: Answer) -> Up42Error:
    """Returns the error of an answer to a create request that is not a success.

    A refusal, only where the service itself gave it and its status leaves no doubt; OUTCOME_UNKNOWN otherwise, since
    a server in between may have made the answer up behind a request that went through.
    """
    told = status_error(answer)
    is_own = is_own_refusal(answer)
    is_certain = 400 <= answer.status_code < 500 and answer.status_code not in _DOUBTFUL
    if is_own and (is_certain or told.kind is ErrorKind.TOO_MANY_JOBS):
        return told
    return Up42Error(
        ErrorKind.OUTCOME_UNKNOWN,
        told.detail,
        status=answer.status_code,
        retry_after_s=told.retry_after_s,
        claimed=told.kind if is_own else None,
    )


def is_own_refusal(answer: Answer) -> bool:
    """Tells whether a refusal of a create request has the form of the service.

    Forms: the envelope of the classic service, empty data beside an error; problem details (RFC 9457) of today's. An
    object with nothing but a message is what gateways send.
    """
    try:
        body = mapping_of(parse_json(answer.content))
    except JsonError:
        return False
    error = body.get("error")
    if "data" in body and not body["data"] and error:
        return isinstance(error, str) or (isinstance(error, dict) and bool(error.get("message") or error.get("code")))
    is_marked = answer.headers.get("Content-Type", "").startswith("application/problem+json")
    return bool(body.get("title")) and (is_marked or body.get("status") == answer.status_code)


def is_web_page(answer: Answer) -> bool:
    """Returns whether a web page, or the way to one, came in place of an answer of the service."""
    media_type = str(answer.headers.get("Content-Type", "")).lower()
    start = bytes(answer.content[:200]).lstrip().lower()
    is_html = media_type.startswith("text/html") or start.startswith((b"<!doctype html", b"<html"))
    return is_html or 300 <= answer.status_code < 400


def web_page_error(answer: Answer) -> Up42Error:
    """Returns the error of a page that a proxy, a firewall or a network's own sign-in sent, with the page's title."""
    title = _TITLE.search(answer.text)
    words = f"HTTP {answer.status_code}" + (f": {' '.join(title.group(1).split())}" if title else "")
    return Up42Error(ErrorKind.WEB_PAGE, redacted(words), status=answer.status_code)


def message_of(answer: Answer) -> str:
    """Returns the service's own words: of an envelope, of problem details, of the sign-in, or the plain text."""
    try:
        return words_of(parse_json(answer.content)) or f"HTTP {answer.status_code}"
    except JsonError:
        text = answer.text.strip()
        return f"HTTP {answer.status_code}" if text.startswith("<") or not text else text


def retry_after_s(headers: Mapping[str, str]) -> Optional[float]:
    """Returns the pause that an answer asks for, as seconds or as a date (RFC 9110, 10.2.3), at most two minutes; None
    without a readable one.
    """
    text = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(text):
        return min(float(text), MAX_RETRY_AFTER_S)
    until = _http_date(text)
    if until is None:
        return None
    # By the clock that wrote it: this computer's may be wrong.
    now = _http_date(headers.get("Date", "")) or time.time()
    return min(max(until - now, 0.0), MAX_RETRY_AFTER_S)


def _http_date(text: str) -> Optional[float]:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError, IndexError, OverflowError, OSError):
        return None


def whole_number(text: str) -> Optional[int]:
    """Returns the number that a header holds; None for anything but digits of ASCII."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None
