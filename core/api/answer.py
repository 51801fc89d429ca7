"""A complete HTTP answer: its JSON, the error that it stands for, and its Retry-After."""

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
# Statuses that leave the outcome open, regardless of the server that sent them: the request may have been carried out.
_DOUBTFUL = frozenset({408, 409, 425, 429, 499})
_TITLE = re.compile(r"<title[^>]*>([^<]{1,200})", re.IGNORECASE)
_SECONDS = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Answer:
    """Status, headers (names are case-insensitive) and the whole body, decompressed."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def ok(self) -> bool:
        """Returns whether the status is a success."""
        return 200 <= self.status_code < 300

    @property
    def text(self) -> str:
        """Returns the body as text; both generations use UTF-8."""
        return self.content.decode("utf-8", "replace")


def json_of(answer: Answer, endpoint: str) -> Any:
    """Returns the JSON of a successful answer.

    Raises ANSWER_TOO_LARGE for a document beyond the limits of `parse_json`, WEB_PAGE for a page sent by a proxy, and
    UNEXPECTED_ANSWER, with the endpoint, for anything else that is not JSON.
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
    """Returns the error for an unsuccessful answer, from its status and the service's message."""
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
    """Returns the error for an unsuccessful answer to a create request.

    It is a refusal only if the service itself sent it with a status that leaves no doubt. Otherwise it is
    OUTCOME_UNKNOWN: a server in between may have sent this answer after the request went through.
    """
    error = status_error(answer)
    is_own = is_own_refusal(answer)
    is_certain = 400 <= answer.status_code < 500 and answer.status_code not in _DOUBTFUL
    if is_own and (is_certain or error.kind is ErrorKind.TOO_MANY_JOBS):
        return error
    return Up42Error(
        ErrorKind.OUTCOME_UNKNOWN,
        error.detail,
        status=answer.status_code,
        retry_after_s=error.retry_after_s,
        claimed=error.kind if is_own else None,
    )


def is_own_refusal(answer: Answer) -> bool:
    """Returns whether a refusal of a create request has the form that the service itself uses.

    The classic service sends an envelope with an error and empty data, today's sends problem details (RFC 9457).
    Gateways send an object with only a message.
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
    """Returns whether the answer is a web page, or a redirect to one, instead of the service's answer."""
    media_type = str(answer.headers.get("Content-Type", "")).lower()
    start = bytes(answer.content[:200]).lstrip().lower()
    is_html = media_type.startswith("text/html") or start.startswith((b"<!doctype html", b"<html"))
    return is_html or 300 <= answer.status_code < 400


def web_page_error(answer: Answer) -> Up42Error:
    """Returns the error for a page of a proxy, firewall or captive portal, with the page's title."""
    title = _TITLE.search(answer.text)
    words = f"HTTP {answer.status_code}" + (f": {' '.join(title.group(1).split())}" if title else "")
    return Up42Error(ErrorKind.WEB_PAGE, redacted(words), status=answer.status_code)


def message_of(answer: Answer) -> str:
    """Returns the service's message from an envelope, problem details, a sign-in error or plain text."""
    try:
        return words_of(parse_json(answer.content)) or f"HTTP {answer.status_code}"
    except JsonError:
        text = answer.text.strip()
        return f"HTTP {answer.status_code}" if text.startswith("<") or not text else text


def retry_after_s(headers: Mapping[str, str]) -> Optional[float]:
    """Returns the seconds of Retry-After, given as seconds or as a date (RFC 9110, 10.2.3), at most two minutes.

    None if the header is missing or unreadable.
    """
    text = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(text):
        return min(float(text), MAX_RETRY_AFTER_S)
    until = _http_date(text)
    if until is None:
        return None
    # By the server's clock: this computer's may be wrong.
    now = _http_date(headers.get("Date", "")) or time.time()
    return min(max(until - now, 0.0), MAX_RETRY_AFTER_S)


def _http_date(text: str) -> Optional[float]:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError, IndexError, OverflowError, OSError):
        return None


def whole_number(text: str) -> Optional[int]:
    """Returns the number in a header; None for anything but ASCII digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None
