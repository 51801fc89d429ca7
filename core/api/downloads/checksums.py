"""Parses the checksums of whole files from headers of cloud storage."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Any, Mapping, Optional

# RFC 9530 and its predecessor RFC 3230. Google's own header has an MD5 and a CRC-32C; the standard library has no fast
# CRC-32C.
_SHA256 = re.compile(r"(?:^|,)\s*sha-256=:?([A-Za-z0-9+/]+=*):?", re.IGNORECASE)
_GOOGLE_MD5 = re.compile(r"(?:^|,)\s*md5=([A-Za-z0-9+/]+=*)", re.IGNORECASE)
_PLAIN = re.compile(r"^([A-Za-z0-9+/]+=*)$")
_HEXADECIMAL = re.compile(r'^"([0-9a-f]{32})"$')
_LENGTHS = {"sha256": 32, "md5": 16}


@dataclass(frozen=True)
class Checksum:
    """The expected checksum of a file; `digits` are hexadecimal."""

    algorithm: str
    digits: str

    def begin(self) -> Any:
        """Returns a new hash object of the same algorithm."""
        # It detects transmission errors and is no protection against attackers.
        return hashlib.new(self.algorithm, usedforsecurity=False)


def stated_checksum(headers: Mapping[str, str], *, is_whole: bool) -> Optional[Checksum]:
    """Returns the checksum of the whole file stated in an answer's headers, None if there is no usable one.

    `is_whole` is false for an answer with a range of the file.
    """
    text = headers.get("Repr-Digest") or headers.get("Digest") or ""
    return (
        _checksum("sha256", _SHA256.search(text))
        # Amazon's; for a multipart upload it is a checksum of checksums followed by the number of parts.
        or _checksum("sha256", _PLAIN.match(headers.get("x-amz-checksum-sha256", "")))
        or _checksum("md5", _GOOGLE_MD5.search(headers.get("x-goog-hash", "")))
        or _checksum("md5", _PLAIN.match(headers.get("x-ms-blob-content-md5", "")))
        # RFC 1864: of the body of this answer.
        or (_checksum("md5", _PLAIN.match(headers.get("Content-MD5", ""))) if is_whole else None)
        or _amazon_md5(headers)
    )


def _amazon_md5(headers: Mapping[str, str]) -> Optional[Checksum]:
    """Returns the MD5 in an ETag of Amazon S3; None for multipart uploads and customer-managed encryption."""
    encryption = headers.get("x-amz-server-side-encryption", "AES256")
    has_own_key = "x-amz-server-side-encryption-customer-algorithm" in headers
    if "x-amz-request-id" not in headers or encryption != "AES256" or has_own_key:
        return None
    found = _HEXADECIMAL.match(headers.get("ETag", ""))
    return Checksum("md5", found.group(1)) if found is not None else None


def _checksum(algorithm: str, found: Optional[re.Match[str]]) -> Optional[Checksum]:
    if found is None:
        return None
    try:
        value = base64.b64decode(found.group(1), validate=True)
    except binascii.Error:
        return None
    return Checksum(algorithm, value.hex()) if len(value) == _LENGTHS[algorithm] else None
