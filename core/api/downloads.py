"""Downloads that go on where they stopped, whatever stopped them."""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import re
import time
from pathlib import Path
from typing import Callable, Mapping, Optional, Sequence, Tuple

from ..domain.disk import disk_error
from ..domain.errors import ErrorKind, Up42Error
from ..domain.network import NetworkProfile
from ..domain.ports import Control
from .archives import unpack_archive
from .part_file import PartFile
from .streams import Head, Reception
from .unpacking import UnpackLimits

# Waits after breaks that follow one another without a byte between them; the download fails after the last one.
PAUSES_S = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 10.0)

_FRESH_LINKS = 2
_LOOK_S = 0.1
_HASH_BYTES = 1024 * 1024
_PAGES = (".html", ".htm")
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)$")
_UNSATISFIED_RANGE = re.compile(r"bytes \*/(\d+)$")
_DIGEST = re.compile(r"(?:^|,)\s*sha-256=:?([A-Za-z0-9+/]+=*):?", re.IGNORECASE)


class HttpDownloads:
    """Implements Downloads over HTTP: ranges, fresh links, and memory that does not grow with the file.

    `network.timeout_s` is how long storage may be silent; `limits` bind unpacking.
    """

    def __init__(
        self,
        network: NetworkProfile,
        limits: Optional[UnpackLimits] = None,
        pauses_s: Sequence[float] = PAUSES_S,
    ) -> None:
        self._network = network
        self._limits = limits or UnpackLimits()
        self._pauses_s = tuple(pauses_s)

    def fetch(self, link: Callable[[], str], target: Path, control: Control, size_bytes: Optional[int] = None) -> Path:
        """Downloads to `target`, going on from a `.part` file where there is one.

        `link` is called for each fresh link that is needed, on another thread. The file appears under its name only
        when it is whole: of the length that storage states, of `size_bytes` where it is given, and with the checksum
        that storage gives (SHA-256). Cancelled within half a second, also on a silent connection. Raises
        DOWNLOAD_BROKEN, LINK_EXPIRED, NOT_FOUND, DISK_FULL (missing megabytes as detail), FOLDER_NOT_WRITABLE, or
        what kept the first byte from coming; what has arrived is kept, and no error holds a link.
        """
        part = PartFile(target)
        with contextlib.closing(part):
            digest = _Transfer(self._network, link, part, control, size_bytes, self._pauses_s).run()
            if digest and not _matches(part.path, digest, control):
                part.discard()
                raise Up42Error(ErrorKind.DOWNLOAD_BROKEN, "checksum")
            part.finish()
        control.report(1.0)
        return target

    def unpack(self, archive: Path, folder: Path, control: Control) -> Tuple[Path, ...]:
        """Unpacks a tar, tar.gz or zip, whatever its name, and returns the files; ARCHIVE_UNSAFE, ARCHIVE_BROKEN.

        A leading `output/` folder is dropped. Nothing is written outside `folder`, nothing is left of a refused one.
        """
        return unpack_archive(archive, folder, self._limits, control)


class _Break(Exception):
    """A reason to connect again."""

    def __init__(self, kind: ErrorKind, retry_after_s: float = 0.0, status: Optional[int] = None) -> None:
        super().__init__(kind.value)
        self.kind = kind
        self.retry_after_s = retry_after_s
        self.status = status


class _Link:
    """A link that is used until storage refuses it."""

    def __init__(self, fresh: Callable[[], str]) -> None:
        self._fresh = fresh
        self._address = ""
        self.failure: Optional[Exception] = None

    def get(self) -> str:
        """Returns the link at hand, or a fresh one."""
        if not self._address:
            try:
                self._address = self._fresh()
            except Up42Error as error:
                self.failure = error
                raise
        return self._address

    def expire(self) -> None:
        """Forgets the link at hand."""
        self._address = ""


class _Transfer:
    """One call of `fetch`: connects as often as it takes until the part file is whole."""

    def __init__(
        self,
        network: NetworkProfile,
        link: Callable[[], str],
        part: PartFile,
        control: Control,
        size_bytes: Optional[int],
        pauses_s: Tuple[float, ...],
    ) -> None:
        self._network = network
        self._link = _Link(link)
        self._part = part
        self._control = control
        self._size_bytes = size_bytes
        self._pauses_s = pauses_s
        self._furthest = part.size
        self._asked_beyond = 0
        self._digest = ""

    def run(self) -> str:
        """Returns when all bytes are there, with the checksum they should have."""
        breaks = refusals = 0
        while True:
            before = self._furthest
            try:
                return self._connect()
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
            self._wait(max(self._pauses_s[breaks], min(reason.retry_after_s, self._network.timeout_s)))
            breaks += 1

    def _connect(self) -> str:
        part, control = self._part, self._control
        # Compressed on the way, ranges and lengths would be about bytes that are never kept.
        headers = {"Accept-Encoding": "identity"}
        if part.size and part.mark:
            headers["Range"] = f"bytes={part.size}-"
            headers["If-Range"] = part.mark
        reception = Reception(self._network, self._link.get, headers, self._accept, self._take)
        try:
            reception.wait(control, self._report)
        except Up42Error as error:
            # The service's side has tried more than once already: only a download under way waits for it.
            if not error.is_retryable or (error is self._link.failure and not self._furthest):
                raise
            raise _Break(error.kind, error.retry_after_s or 0.0, error.status) from None
        self._check_length()
        return self._digest

    def _accept(self, head: Head) -> bool:
        """Decides by status and headers what the body is good for; False where there is nothing more to come."""
        part = self._part
        self._digest = _stated_digest(head.headers)
        if head.status == 206:
            span = _CONTENT_RANGE.match(head.headers.get("Content-Range", ""))
            is_changed = _mark(head.headers) not in ("", part.mark)
            if span is None or int(span.group(1)) != part.size or not part.size or is_changed:
                part.begin("")
                raise _Break(ErrorKind.DOWNLOAD_BROKEN, status=head.status)
            part.expect(None if span.group(3) == "*" else int(span.group(3)))
            return True
        if head.status == 200:
            is_page = head.headers.get("Content-Type", "").startswith("text/html")
            if is_page and part.target.suffix.lower() not in _PAGES:
                # A network that wants a sign-in of its own answers every request with its page.
                raise _Break(ErrorKind.UNEXPECTED_ANSWER, status=head.status)
            part.begin(_mark(head.headers))
            length = head.headers.get("Content-Length", "")
            part.expect(int(length) if length.isdigit() else self._size_bytes)
            return True
        if head.status == 416:
            whole = _UNSATISFIED_RANGE.match(head.headers.get("Content-Range", ""))
            if whole is not None and part.size and int(whole.group(1)) == part.size:
                part.expect(part.size)
                return False
            part.begin("")
            raise _Break(ErrorKind.DOWNLOAD_BROKEN, status=head.status)
        raise _refusal(head)

    def _take(self, chunk: bytes) -> None:
        self._part.write(chunk)
        self._furthest = max(self._furthest, self._part.size)

    def _report(self) -> None:
        if self._part.expected:
            self._control.report(min(self._part.size / self._part.expected, 1.0))

    def _check_length(self) -> None:
        part = self._part
        if part.expected is not None and part.size < part.expected:
            raise _Break(ErrorKind.DOWNLOAD_BROKEN)
        wanted = self._size_bytes
        if wanted is None or part.size == wanted:
            return
        if self._asked_beyond < part.size < wanted:
            # The stated length may be what was wrong: storage is asked for the rest.
            self._asked_beyond = part.size
            raise _Break(ErrorKind.DOWNLOAD_BROKEN)
        had = part.size
        part.discard()
        raise Up42Error(ErrorKind.DOWNLOAD_BROKEN, f"{had} / {wanted} bytes")

    def _wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while True:
            self._control.check()
            left = deadline - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, _LOOK_S))


def _refusal(head: Head) -> _Break:
    """Storage answers 400 or 403 to a link that has expired; whatever else a fresh one may mend counts as that."""
    if head.status in (400, 401, 403, 404, 410):
        return _Break(ErrorKind.LINK_EXPIRED, status=head.status)
    after = head.headers.get("Retry-After", "")
    kinds = {429: ErrorKind.RATE_LIMITED, 408: ErrorKind.TIMED_OUT}
    kind = kinds.get(head.status, ErrorKind.SERVER_FAILED if head.status >= 500 else ErrorKind.UNEXPECTED_ANSWER)
    return _Break(kind, float(after) if after.isdigit() else 0.0, head.status)


def _mark(headers: Mapping[str, str]) -> str:
    """Returns what names this version of the file; a weak ETag is no good for ranges (RFC 7233, 3.2)."""
    tag = headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else headers.get("Last-Modified", "")


def _stated_digest(headers: Mapping[str, str]) -> str:
    """Returns the SHA-256 of the whole file in hexadecimal digits (RFC 9530 and, before it, RFC 3230)."""
    found = _DIGEST.search(headers.get("Repr-Digest") or headers.get("Digest") or "")
    if found is None:
        return ""
    try:
        return base64.b64decode(found.group(1), validate=True).hex()
    except binascii.Error:
        return ""


def _matches(path: Path, digest: str, control: Control) -> bool:
    sum_of_all = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while True:
                control.check()
                chunk = file.read(_HASH_BYTES)
                if not chunk:
                    return sum_of_all.hexdigest() == digest
                sum_of_all.update(chunk)
    except OSError as error:
        raise disk_error(error) from error
