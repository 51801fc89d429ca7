"""Detects archives by their first bytes, since their file names are not reliable."""

from __future__ import annotations

import tarfile
import zlib
from enum import Enum
from typing import Optional

HEAD_BYTES = 4096

_GZIP_MAGIC = b"\x1f\x8b"
# A member, an empty archive, the first part of a split archive.
_ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
GZIP_WINDOW = 16 + zlib.MAX_WBITS


class ArchiveKind(Enum):
    """The archive formats that the service delivers."""

    TAR = "tar"
    GZIP_TAR = "gzip_tar"
    ZIP = "zip"


def archive_kind(head: bytes) -> Optional[ArchiveKind]:
    """Returns the kind of the archive that begins with `head` (the first `HEAD_BYTES`), None for other files.

    A gzip file counts only if it contains a tar.
    """
    if head.startswith(_ZIP_MAGICS):
        return ArchiveKind.ZIP
    if head.startswith(_GZIP_MAGIC):
        return ArchiveKind.GZIP_TAR if _is_tar(_unpacked_head(head), or_empty=True) else None
    return ArchiveKind.TAR if _is_tar(head[: tarfile.BLOCKSIZE], or_empty=False) else None


def _unpacked_head(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(GZIP_WINDOW).decompress(head, tarfile.BLOCKSIZE)
    except zlib.error:
        return b""


def _is_tar(block: bytes, *, or_empty: bool) -> bool:
    if block == bytes(tarfile.BLOCKSIZE):
        return or_empty
    try:
        # The header has its own checksum, so a match by chance is no concern.
        tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True
