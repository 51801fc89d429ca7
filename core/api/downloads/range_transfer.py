"""Downloads one file with range requests, reconnecting after breaks and checking each answer.

requests has no resuming and no check of ranges, and QGIS ships no library that does.
"""

from __future__ import annotations

import re
import time
from typing import Callable, Mapping, Optional, Tuple

from ...domain.connections import NetworkProfile
from ...domain.errors import ErrorKind, Up42Error
from .body_reader import BodyReader, Head
from .checksums import stated_checksum
from .part_file import PartFile

_FRESH_LINKS = 2
_LOOK_S = 0.1
_PAGES = (".html", ".htm")
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)$")
_UNSATISFIED_RANGE = re.compile(r"bytes \*/(\d+)$")


class _Break(Exception):
    """The reason for a reconnect."""

    def __init__(self, kind: ErrorKind, retry_after_s: float = 0.0, status: Optional[int] = None) -> None:
        super().__init__(kind.value)
        self.kind = kind
        self.retry_after_s = retry_after_s
        self.status = status


class _Link:
    """A signed link that is reused until storage refuses it."""

    def __init__(self, fresh: Callable[[], str]) -> None:
        self._fresh = fresh
        self._address = ""
        self.failure: Optional[Exception] = None

    def get(self) -> str:
        """Returns the present link, or a fresh one."""
        if not self._address:
            try:
                self._address = self._fresh()
            except Up42Error as error:
                self.failure = error
                raise
        return self._address

    def expire(self) -> None:
        """Drops the present link."""
        self._address = ""


class RangeTransfer:
    """Completes a part file; `report` is called ten times per second on the caller's thread."""

    def __init__(
        self,
        network: NetworkProfile,
        link: Callable[[], str],
        part: PartFile,
        report: Callable[[], None],
        size_bytes: Optional[int],
        pauses_s: Tuple[float, ...],
    ) -> None:
        self._network = network
        self._link = _Link(link)
        self._part = part
        self._report = report
        self._size_bytes = size_bytes
        self._pauses_s = pauses_s
        self._furthest = part.size
        self._asked_beyond = 0

    def run(self, check: Callable[[], None]) -> None:
        """Returns when the file has the length that storage states and the announced size.

        `check` is called like `report` and may raise.
        """
        if self._part.is_whole:
            return
        self._bring(check)

    def go_beyond(self, check: Callable[[], None]) -> bool:
        """Requests bytes after the last one, since the stated length may be too small; returns whether some came."""
        part = self._part
        if self._size_bytes is not None or not part.mark or self._asked_beyond == part.size:
            return False
        self._asked_beyond = part.size
        self._bring(check)
        return part.size != self._asked_beyond

    def _bring(self, check: Callable[[], None]) -> None:
        breaks = refusals = 0
        while True:
            before = self._furthest
            try:
                self._connect(check)
                return
            except _Break as caught:
                reason = caught
            if self._furthest > before:
                breaks = refusals = 0
                continue
            if reason.kind is ErrorKind.LINK_EXPIRED:
                refusals += 1
                self._link.expire()
                if refusals > _FRESH_LINKS:
                    raise Up42Error(
                        ErrorKind.NOT_FOUND if reason.status in (404, 410) else reason.kind, status=reason.status
                    )
                continue
            if breaks == len(self._pauses_s):
                if self._part.size:
                    raise Up42Error(ErrorKind.DOWNLOAD_BROKEN, reason.kind.value, status=reason.status)
                raise Up42Error(reason.kind, status=reason.status)
            self._wait(max(self._pauses_s[breaks], min(reason.retry_after_s, self._network.timeout_s)), check)
            breaks += 1

    def _connect(self, check: Callable[[], None]) -> None:
        part = self._part
        # With a content coding, ranges and lengths would refer to the compressed bytes.
        headers = {"Accept-Encoding": "identity"}
        if part.size and part.mark:
            headers["Range"] = f"bytes={part.size}-"
            headers["If-Range"] = part.mark
        body = BodyReader(self._network, self._link.get, headers, self._accept, self._take)
        try:
            body.wait(check, self._report)
        except Up42Error as error:
            # The service's API was already retried: only a download that has begun waits for it.
            if not error.is_retryable or (error is self._link.failure and not self._furthest):
                raise
            raise _Break(error.kind, error.retry_after_s or 0.0, error.status) from None
        self._check_length()

    def _accept(self, head: Head) -> bool:
        """Returns whether to read the body, by status and headers; False if the file is already complete."""
        part = self._part
        checksum = stated_checksum(head.headers, is_whole=head.status == 200)
        if head.status == 206:
            span = _CONTENT_RANGE.match(head.headers.get("Content-Range", ""))
            is_changed = _mark(head.headers) not in ("", part.mark)
            if span is None or int(span.group(1)) != part.size or not part.size or is_changed:
                part.begin("")
                raise _Break(ErrorKind.DOWNLOAD_BROKEN, status=head.status)
            part.trust(None if span.group(3) == "*" else int(span.group(3)), checksum)
            return True
        if head.status == 200:
            is_page = head.headers.get("Content-Type", "").startswith("text/html")
            if is_page and part.target.suffix.lower() not in _PAGES:
                # A captive portal answers every request with its page.
                raise _Break(ErrorKind.UNEXPECTED_ANSWER, status=head.status)
            part.begin(_mark(head.headers))
            length = head.headers.get("Content-Length", "")
            part.trust(int(length) if length.isdigit() else self._size_bytes, checksum)
            return True
        if head.status == 416:
            whole = _UNSATISFIED_RANGE.match(head.headers.get("Content-Range", ""))
            if whole is not None and part.size and int(whole.group(1)) == part.size:
                part.trust(part.size)
                return False
            part.begin("")
            raise _Break(ErrorKind.DOWNLOAD_BROKEN, status=head.status)
        raise _refusal(head)

    def _take(self, chunk: bytes) -> None:
        self._part.write(chunk)
        self._furthest = max(self._furthest, self._part.size)

    def _check_length(self) -> None:
        part = self._part
        if part.expected is not None and part.size < part.expected:
            raise _Break(ErrorKind.DOWNLOAD_BROKEN)
        wanted = self._size_bytes
        if wanted is None or part.size == wanted:
            return
        if self._asked_beyond < part.size < wanted:
            # The stated length may be wrong: storage is asked for the rest.
            self._asked_beyond = part.size
            raise _Break(ErrorKind.DOWNLOAD_BROKEN)
        had = part.size
        part.discard()
        raise Up42Error(ErrorKind.DOWNLOAD_DAMAGED, f"{had} / {wanted} bytes")

    def _wait(self, seconds: float, check: Callable[[], None]) -> None:
        deadline = time.monotonic() + seconds
        while True:
            check()
            self._report()
            left = deadline - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, _LOOK_S))


def _refusal(head: Head) -> _Break:
    """Returns the reason for a refusal; any that a fresh link may fix counts as an expired link (400 or 403)."""
    if head.status in (400, 401, 403, 404, 410):
        return _Break(ErrorKind.LINK_EXPIRED, status=head.status)
    after = head.headers.get("Retry-After", "")
    kinds = {429: ErrorKind.RATE_LIMITED, 408: ErrorKind.TIMED_OUT}
    kind = kinds.get(head.status, ErrorKind.SERVER_FAILED if head.status >= 500 else ErrorKind.UNEXPECTED_ANSWER)
    return _Break(kind, float(after) if after.isdigit() else 0.0, head.status)


def _mark(headers: Mapping[str, str]) -> str:
    """Returns the validator of this version of the file; a weak ETag cannot be used for ranges (RFC 7233, 3.2)."""
    tag = headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else headers.get("Last-Modified", "")
