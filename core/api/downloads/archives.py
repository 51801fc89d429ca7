"""Extracts tar, tar.gz and zip archives from untrusted sources, checking every name and size."""

from __future__ import annotations

import contextlib
import errno
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path
from typing import IO, Callable, Iterator, Optional, Tuple, cast

from ...domain.errors import ErrorKind, Refusal, Up42Error
from ...domain.outputs.archive_kind import GZIP_WINDOW, HEAD_BYTES, ArchiveKind, archive_kind
from ...domain.outputs.delivery import DeliveredFile
from ...domain.outputs.disk import Bytes, disk_error
from .staged_extraction import StagedExtraction, Unpacking

# Limit for the headers between two members of a tar; ample for a long name and attributes.
_HEADER_BYTES = 1024 * 1024
# tarfile copies its whole buffer at each header: with a large one, small files are slow.
_BUFFER_BYTES = 64 * 1024
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# zipfile reads the whole central directory, which takes about ten times its length in memory.
_MAX_CONTENTS_BYTES = 16 * 1024 * 1024
# The end record of a zip with the longest possible comment, and its signature.
_MAX_END_BYTES = 65_557
_END, _END_BYTES = b"PK\x05\x06", 22
# The zip64 end record that may precede it, with its locator.
_LONG_END, _LONG_END_BYTES = b"PK\x06\x06", 76
_MAX_DETAIL = 200
_LIBRARY_ERRORS = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    ValueError,
    ArithmeticError,
    LookupError,
    RuntimeError,
)


def unpack_archive(archive: Path, unpacking: Unpacking) -> Tuple[DeliveredFile, ...]:
    """Extracts a tar, tar.gz or zip, detected by content, and returns its files sorted by name.

    Everything is checked and extracted into a staging folder before anything is moved into place. Raises
    ARCHIVE_UNSAFE with the member's name, ARCHIVE_BROKEN, DISK_FULL or FOLDER_NOT_WRITABLE, and then leaves nothing.
    """
    report = unpacking.control.report
    with _broken_archives():
        size = archive.stat().st_size
        with archive.open("rb") as file:
            kind = archive_kind(file.read(HEAD_BYTES))
            file.seek(0)
            if kind is ArchiveKind.ZIP:
                return unpack_zip(file, size, unpacking, report)
            if kind is None:
                raise Up42Error(ErrorKind.ARCHIVE_BROKEN, archive.name)
            source = _CountingReader(file, size, report)
            return unpack_tar(source, unpacking, is_gzip=kind is ArchiveKind.GZIP_TAR, packed_bytes=size)


@contextlib.contextmanager
def _broken_archives() -> Iterator[None]:
    """Turns all errors of the libraries about unreadable bytes into ARCHIVE_BROKEN.

    The type depends on where the bytes are wrong: ValueError for a bad sparse map, RecursionError for a chain of long
    names, OSError for a seek before the first byte.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in (None, errno.EINVAL):
            raise disk_error(error) from error
        raise Up42Error(ErrorKind.ARCHIVE_BROKEN, str(error)[:_MAX_DETAIL]) from error
    except _LIBRARY_ERRORS as error:
        raise Up42Error(ErrorKind.ARCHIVE_BROKEN, f"{type(error).__name__}: {error}"[:_MAX_DETAIL]) from error


def unpack_tar(
    source: Bytes, unpacking: Unpacking, *, is_gzip: bool, packed_bytes: Optional[int] = None
) -> Tuple[DeliveredFile, ...]:
    """Extracts a tar in one pass from its first byte to its last, so that it may still be downloading.

    `packed_bytes` is its length, if known. Nothing is moved into place before the end of `source`. Otherwise as
    `unpack_archive`.
    """
    with StagedExtraction(unpacking, packed_bytes) as staged:
        stream = _TarStream(source, staged, is_gzip=is_gzip)
        with (
            _broken_archives(),
            tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r|", bufsize=_BUFFER_BYTES) as archive,
        ):
            for member in _members(archive, stream):
                _take_tar_member(archive, member, stream, staged)
            _check_end(archive, stream, is_gzip=is_gzip)
        return staged.settle()


def _members(archive: tarfile.TarFile, stream: _TarStream) -> Iterator[tarfile.TarInfo]:
    while True:
        stream.allow(_HEADER_BYTES)
        member = archive.next()
        if member is None:
            return
        # tarfile keeps all members for later lookup; a million unused ones would fill the memory.
        archive.members = []  # type: ignore[attr-defined]
        yield member


def _check_end(archive: tarfile.TarFile, stream: _TarStream, *, is_gzip: bool) -> None:
    """Reads to the last byte, where gzip stores its checksum.

    The library takes a damaged header for the end of the archive; a true end is zeros to the last byte.
    """
    stream.allow(_HEADER_BYTES)
    rest = cast("IO[bytes]", archive.fileobj)
    while True:
        chunk = rest.read(_BUFFER_BYTES)
        if not chunk:
            break
        if chunk.count(0) != len(chunk):
            raise EOFError
    if not is_gzip and stream.tail.count(0) != tarfile.BLOCKSIZE:
        raise EOFError


def _take_tar_member(
    archive: tarfile.TarFile, member: tarfile.TarInfo, stream: _TarStream, staged: StagedExtraction
) -> None:
    if member.isdir():
        staged.add_folder(member.name)
        return
    # A sparse file states the positions of its parts itself, and can claim any size with a few bytes.
    if not member.isreg() or member.issparse():
        raise staged.refusal(member.name, Refusal.NO_FILE)
    place = staged.add_file(member.name, member.size)
    content = archive.extractfile(member)
    if content is None:
        raise Up42Error(ErrorKind.ARCHIVE_BROKEN, member.name)
    stream.allow(member.size)
    staged.write(member.name, place, content, member.size)


def unpack_zip(
    file: IO[bytes], size: int, unpacking: Unpacking, report: Callable[[float], None]
) -> Tuple[DeliveredFile, ...]:
    """Extracts a zip of `size` bytes; otherwise as `unpack_archive`. `report` receives the share that is done."""
    with StagedExtraction(unpacking, size) as staged:
        with _broken_archives():
            if _contents_bytes(file, size) > _MAX_CONTENTS_BYTES:
                raise staged.refusal("", Refusal.CONTENTS)
            with zipfile.ZipFile(file) as archive:
                members = archive.infolist()
                # The central directory is complete, so that a false entry is found before anything is written.
                places = [(member, _zip_place(member, staged)) for member in members]
                total = max(sum(member.file_size for member in members), 1)
                done = 0
                for member, place in places:
                    if place is not None:
                        with archive.open(member) as content:
                            staged.write(member.orig_filename, place, content, member.file_size)
                    done += member.file_size
                    report(done / total)
        return staged.settle()


def _contents_bytes(file: IO[bytes], size: int) -> int:
    """Returns the length of a zip's central directory, which zipfile reads whole; 0 for anything but a zip."""
    file.seek(max(size - _MAX_END_BYTES, 0))
    tail = file.read(_MAX_END_BYTES)
    file.seek(0)
    # In the order in which zipfile looks for the end record: first without a comment.
    plain = len(tail) - _END_BYTES
    place = plain if plain >= 0 and tail[plain:].startswith(_END) and tail.endswith(b"\0\0") else tail.rfind(_END)
    if place < 0 or len(tail) < place + _END_BYTES:
        return 0
    long_end = tail[max(place - _LONG_END_BYTES, 0) : place]
    if long_end.startswith(_LONG_END):
        return int.from_bytes(long_end[40:48], "little")
    return int.from_bytes(tail[place + 12 : place + 16], "little")


def _zip_place(member: zipfile.ZipInfo, staged: StagedExtraction) -> Optional[Tuple[str, ...]]:
    # The name as stored: zipfile's `filename` is cut at a null and, on Windows, has its backslashes replaced.
    name = member.orig_filename
    mode = member.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise staged.refusal(name, Refusal.NO_FILE)
    if name.endswith("/"):
        staged.add_folder(name)
        return None
    if member.compress_type not in _METHODS:
        # zipfile decompresses other methods in one piece of any size.
        raise staged.refusal(name, Refusal.METHOD)
    return staged.add_file(name, member.file_size)


class _CountingReader:
    """A file that reports the share of it that was read."""

    def __init__(self, file: IO[bytes], size: int, report: Callable[[float], None]) -> None:
        self._file = file
        self._size = max(size, 1)
        self._report = report
        self._done = 0

    def read(self, count: int, /) -> bytes:
        """Returns the next bytes."""
        chunk = self._file.read(count)
        self._done += len(chunk)
        self._report(self._done / self._size)
        return chunk


class _TarStream:
    """The bytes of a tar, decompressed on demand and only up to an allowance.

    A header can claim any length, and tarfile would read it into memory.
    """

    def __init__(self, source: Bytes, staged: StagedExtraction, *, is_gzip: bool) -> None:
        self._source = source
        self._staged = staged
        self._inflater = zlib.decompressobj(GZIP_WINDOW) if is_gzip else None
        self.tail = b""
        self.allow(_HEADER_BYTES)

    def allow(self, count: int) -> None:
        """Allows `count` bytes more than those that tarfile may have read ahead."""
        self._allowed = count + 2 * _BUFFER_BYTES

    def read(self, count: int) -> bytes:
        """Returns up to `count` bytes, empty at the end."""
        chunk = self._packed(count) if self._inflater is None else self._inflated(self._inflater, count)
        self._allowed -= len(chunk)
        if self._allowed < 0:
            raise self._staged.refusal("", Refusal.HEADER)
        if chunk:
            self.tail = (self.tail + chunk[-tarfile.BLOCKSIZE :])[-tarfile.BLOCKSIZE :]
        return chunk

    def close(self) -> None:
        """Does nothing: the caller closes the source."""

    def _inflated(self, inflater: zlib._Decompress, count: int) -> bytes:
        while True:
            if inflater.eof:
                # A gzip stream may have several members, and some writers pad with zeros.
                packed = inflater.unused_data.lstrip(b"\0") or self._packed(count).lstrip(b"\0")
                if not packed:
                    return b""
                inflater = self._inflater = zlib.decompressobj(GZIP_WINDOW)
            else:
                packed = inflater.unconsumed_tail or self._packed(count)
                if not packed:
                    raise EOFError
            chunk = inflater.decompress(packed, count)
            if chunk:
                return chunk

    def _packed(self, count: int) -> bytes:
        chunk = self._source.read(count)
        self._staged.packed(len(chunk))
        return chunk
