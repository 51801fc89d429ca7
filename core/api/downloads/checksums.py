"""Checksums that storage states for a whole file."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Any, Mapping, Optional

# RFC 9530, and before it RFC 3230; Google's storage has a header of its own, an MD5 beside a CRC.
_SHA256 = re.compile(r"(?:^|,)\s*sha-256=:?([A-Za-z0-9+/]+=*):?", re.IGNORECASE)
_GOOGLE_MD5 = re.compile(r"(?:^|,)\s*md5=([A-Za-z0-9+/]+=*)", re.IGNORECASE)
_LENGTHS = {"sha256": 32, "md5": 16}


@dataclass(frozen=True)
class Checksum:
    """What a file's bytes should come to; `digits` are hexadecimal."""

    algorithm: str
    digits: str

    def begin(self) -> Any:
        """Returns an empty sum of the same algorithm."""
        # It finds damage on the way; nobody is kept out by it.
        return hashlib.new(self.algorithm, usedforsecurity=False)


def stated_checksum(headers: Mapping[str, str]) -> Optional[Checksum]:
    """Returns the checksum of the whole file that an answer states, None without one that can be used."""
    text = headers.get("Repr-Digest") or headers.get("Digest") or ""
    return _checksum("sha256", _SHA256.search(text)) or _checksum(
        "md5", _GOOGLE_MD5.search(headers.get("x-goog-hash", ""))
    )


def _checksum(algorithm: str, found: Optional[re.Match[str]]) -> Optional[Checksum]:
    if found is None:
        return None
    try:
        value = base64.b64decode(found.group(1), validate=True)
    except binascii.Error:
        return None
    return Checksum(algorithm, value.hex()) if len(value) == _LENGTHS[algorithm] else None
