"""Serves a file from disk as a whole or in part (RFC 7233)."""

from __future__ import annotations

import hashlib
import re
from email.utils import formatdate
from pathlib import Path
from typing import Optional, Tuple

from .routing import FileSpan, Request, Response

_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")


def file_response(request: Request, path: Path, media_type: str) -> Response:
    """Serves a file with ETag and Last-Modified; a single Range is honoured unless If-Range says that it
    changed.
    """
    state = path.stat()
    tag = '"' + hashlib.sha256(f"{path.name} {state.st_size} {state.st_mtime_ns}".encode()).hexdigest()[:32] + '"'
    changed = formatdate(int(state.st_mtime), usegmt=True)
    headers = {"ETag": tag, "Last-Modified": changed, "Accept-Ranges": "bytes"}
    wanted = request.headers.get("range")
    if wanted is None or request.headers.get("if-range", tag) not in (tag, changed):
        return Response(200, FileSpan(path, 0, state.st_size), media_type, headers)
    known, span = _span(wanted, state.st_size)
    if not known:
        return Response(200, FileSpan(path, 0, state.st_size), media_type, headers)
    if span is None:
        return Response(416, b"", "", {**headers, "Content-Range": f"bytes */{state.st_size}"})
    first, last = span
    headers["Content-Range"] = f"bytes {first}-{last}/{state.st_size}"
    return Response(206, FileSpan(path, first, last - first + 1), media_type, headers)


def _span(text: str, size: int) -> Tuple[bool, Optional[Tuple[int, int]]]:
    """Reads a Range header: whether its form is honoured, and the first and last byte if there are any."""
    match = _RANGE.match(text.strip())
    if match is None or match.group(0) == "bytes=-":
        return False, None
    first_text, last_text = match.groups()
    if not first_text:
        count = min(int(last_text), size)
        return True, (size - count, size - 1) if count else None
    first = int(first_text)
    last = min(int(last_text), size - 1) if last_text else size - 1
    if first >= size:
        return True, None
    return last >= first, (first, last) if last >= first else None
