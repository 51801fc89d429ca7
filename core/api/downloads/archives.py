"""Archives from outside: every name and size in them is a claim to be checked before anything is kept."""

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

# Between two members a tar has headers only; a long name or a few attributes fit many times over.
_HEADER_BYTES = 1024 * 1024
# The library copies its whole buffer at each header: small files are slow with a large one.
_BUFFER_BYTES = 64 * 1024
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# The list of contents of a zip is read whole, and takes some ten times its length in memory.
_MAX_CONTENTS_BYTES = 16 * 1024 * 1024
# The end of a zip with the longest comment that it can have, and how it begins.
_MAX_END_BYTES = 65_557
_END, _END_BYTES = b"PK\x05\x06", 22
# What precedes it in a zip with room for more than 4 GB, with its own locator.
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
    """Unpacks a tar, tar.gz or zip by its content and returns its files, sorted by name.

    All of it is checked and unpacked aside before any of it is moved to its place. Raises ARCHIVE_UNSAFE with the
    member's name, ARCHIVE_BROKEN, DISK_FULL or FOLDER_NOT_WRITABLE, and leaves nothing behind then.
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
            told = _CountingReader(file, size, report)
            return unpack_tar(told, unpacking, is_gzip=kind is ArchiveKind.GZIP_TAR, packed_bytes=size)


@contextlib.contextmanager
def _broken_archives() -> Iterator[None]:
    """Turns whatever the libraries raise for bytes that they cannot read into ARCHIVE_BROKEN.

    What they raise depends on where the bytes are wrong: a bad sparse map is a ValueError, a chain of long names a
    RecursionError, a seek before the first byte an OSError.
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
    """Unpacks a tar that is read once from front to end, so that it may still be arriving.

    `packed_bytes` is its whole length where that is known. Nothing is moved to its place before `source` has come
    to its end. Otherwise as `unpack_archive`.
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
        # The list is there to be looked up later; nobody does, and a million members would fill the memory.
        archive.members = []  # type: ignore[attr-defined]
        yield member


def _check_end(archive: tarfile.TarFile, stream: _TarStream, *, is_gzip: bool) -> None:
    """Reads to the last byte, where gzip keeps its checksum.

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
    # A sparse file names the places of its parts itself, and claims any size for a few bytes.
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
    """Unpacks a zip of `size` bytes; otherwise as `unpack_archive`. `report` is told the share that is done."""
    with StagedExtraction(unpacking, size) as staged:
        with _broken_archives():
            if _contents_bytes(file, size) > _MAX_CONTENTS_BYTES:
                raise staged.refusal("", Refusal.CONTENTS)
            with zipfile.ZipFile(file) as archive:
                members = archive.infolist()
                # Its list of contents comes whole, so that a lie is found before anything is written.
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
    """Returns how long the list of contents of a zip is, which the library reads whole; 0 for what is no zip."""
    file.seek(max(size - _MAX_END_BYTES, 0))
    tail = file.read(_MAX_END_BYTES)
    file.seek(0)
    # Where the library looks for the end too: first where it is without a comment.
    plain = len(tail) - _END_BYTES
    place = plain if plain >= 0 and tail[plain:].startswith(_END) and tail.endswith(b"\0\0") else tail.rfind(_END)
    if place < 0 or len(tail) < place + _END_BYTES:
        return 0
    long_end = tail[max(place - _LONG_END_BYTES, 0) : place]
    if long_end.startswith(_LONG_END):
        return int.from_bytes(long_end[40:48], "little")
    return int.from_bytes(tail[place + 12 : place + 16], "little")


def _zip_place(member: zipfile.ZipInfo, staged: StagedExtraction) -> Optional[Tuple[str, ...]]:
    # The name as it stands in the file: the library's own one is cut at a null and, on Windows, has its backslashes
    # turned.
    name = member.orig_filename
    mode = member.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise staged.refusal(name, Refusal.NO_FILE)
    if name.endswith("/"):
        staged.add_folder(name)
        return None
    if member.compress_type not in _METHODS:
        # The library unpacks the others in one piece, whatever it grows to.
        raise staged.refusal(name, Refusal.METHOD)
    return staged.add_file(name, member.file_size)


class _CountingReader:
    """A file that tells how far it was read."""

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
    """The bytes of a tar, decompressed as they are asked for, never more of them than is allowed.

    A header can claim any length, and the library would read it into memory.
    """

    def __init__(self, source: Bytes, staged: StagedExtraction, *, is_gzip: bool) -> None:
        self._source = source
        self._staged = staged
        self._inflater = zlib.decompressobj(GZIP_WINDOW) if is_gzip else None
        self.tail = b""
        self.allow(_HEADER_BYTES)

    def allow(self, count: int) -> None:
        """Allows that many bytes beyond those that the library may have read ahead."""
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
        """Does nothing: the source belongs to whoever opened it."""

    def _inflated(self, inflater: zlib._Decompress, count: int) -> bytes:
        while True:
            if inflater.eof:
                # One gzip file may follow another, and some writers pad with zeros.
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
