"""What a delivered file is, by its first bytes: the names of archives cannot be trusted."""

from __future__ import annotations

import tarfile
import zlib
from enum import Enum
from typing import Optional

HEAD_BYTES = 4096

_GZIP_MAGIC = b"\x1f\x8b"
# A member, an empty archive, the first part of a split one.
_ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
GZIP_WINDOW = 16 + zlib.MAX_WBITS


class ArchiveKind(Enum):
    """The archives that the service delivers."""

    TAR = "tar"
    GZIP_TAR = "gzip_tar"
    ZIP = "zip"


def archive_kind(head: bytes) -> Optional[ArchiveKind]:
    """Returns the kind of the archive that begins with `head` (the first `HEAD_BYTES`), None for other files.

    A gzip file counts only when a tar is inside.
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
        # The header carries a checksum of itself, so that chance is no concern.
        tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True
