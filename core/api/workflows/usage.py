"""Reads usage.json from the small archive of a data task, the only place where the service provides it."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from typing import Any, Iterator, Mapping, Optional, Tuple

from ...domain.errors import ErrorKind, Up42Error
from ...domain.json_text import JsonError, parse_json
from ...domain.outputs.archive_kind import GZIP_WINDOW, HEAD_BYTES, ArchiveKind, archive_kind

NAME = "usage.json"
# The data.json of 1,000 scenes has about 5 MB.
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
MAX_USAGE_BYTES = 1024 * 1024
MAX_MEMBERS = 1000


def usage_in(archive: bytes) -> Optional[Mapping[str, Any]]:
    """Returns usage.json of a tar, tar.gz or zip, None if it is missing or not an object.

    Raises ARCHIVE_BROKEN for anything but an archive, or one larger than any test query's.
    """
    try:
        for name, content in _members(archive):
            if name.rpartition("/")[2] == NAME:
                document = parse_json(content)
                return document if isinstance(document, Mapping) else None
    except JsonError:
        return None
    except (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise Up42Error(ErrorKind.ARCHIVE_BROKEN, type(error).__name__) from error
    return None


def _members(archive: bytes) -> Iterator[Tuple[str, bytes]]:
    kind = archive_kind(archive[:HEAD_BYTES])
    if kind is ArchiveKind.ZIP:
        with zipfile.ZipFile(io.BytesIO(archive)) as packed:
            for member in packed.infolist()[:MAX_MEMBERS]:
                if member.file_size <= MAX_USAGE_BYTES:
                    with packed.open(member) as file:
                        yield member.filename, file.read(MAX_USAGE_BYTES)
        return
    if kind is None:
        raise Up42Error(ErrorKind.ARCHIVE_BROKEN, NAME)
    plain = _unzipped(archive) if kind is ArchiveKind.GZIP_TAR else archive
    with tarfile.open(fileobj=io.BytesIO(plain), mode="r:") as packed_tar:
        for _ in range(MAX_MEMBERS):
            info = packed_tar.next()
            if info is None:
                return
            file_object = packed_tar.extractfile(info) if info.isreg() and info.size <= MAX_USAGE_BYTES else None
            if file_object is not None:
                yield info.name, file_object.read()


def _unzipped(archive: bytes) -> bytes:
    stream = zlib.decompressobj(GZIP_WINDOW)
    plain = stream.decompress(archive, MAX_UNPACKED_BYTES)
    if stream.unconsumed_tail:
        raise Up42Error(ErrorKind.ARCHIVE_BROKEN, f"more than {MAX_UNPACKED_BYTES} bytes")
    return plain
