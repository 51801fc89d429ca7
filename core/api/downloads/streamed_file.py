"""What becomes of a file while it still arrives: an archive is unpacked, anything else summed up."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path
from typing import Callable, Optional, Tuple

from ...domain.errors import Up42Error
from ...domain.outputs.archive_kind import HEAD_BYTES, ArchiveKind, archive_kind
from ...domain.outputs.delivery import DeliveredFile
from ...domain.outputs.disk import disk_error, sha256_of
from .archives import unpack_tar, unpack_zip
from .part_file import PartFile
from .part_reader import PartAbandoned, PartOutdated, PartReader
from .staged_extraction import Unpacking

_SKIP_BYTES = 1024 * 1024
_LOOK_S = 0.1


class StreamedFile:
    """Follows a part file on a thread of its own, from its first byte to its last.

    A tar leaves the stream member by member, a zip, whose list of contents stands at its end, is unpacked when it
    is whole; nothing comes to its place before the whole file is known to be right. Anything else, and everything
    where `unpacking` is None, stays one file. When what has arrived is thrown away it begins again.
    """

    def __init__(self, part: PartFile, unpacking: Optional[Unpacking]) -> None:
        self._part = part
        self._unpacking = unpacking
        self._is_over = threading.Event()
        self._is_abandoned = threading.Event()
        self._failure: Optional[Exception] = None
        self._files: Optional[Tuple[DeliveredFile, ...]] = None
        self._share = 0.0
        self.is_archive = False
        self._thread = threading.Thread(target=self._run, name="up42-streamed-file", daemon=True)

    def begin(self) -> None:
        """Begins to follow."""
        self._thread.start()

    def check(self) -> None:
        """Raises what went wrong with the bytes that have arrived: whatever comes after them is of no use then."""
        if self._failure is not None:
            raise self._failure

    @property
    def share(self) -> float:
        """Returns how much of the whole file was taken in."""
        return self._share

    def wait(self, check: Callable[[], None], report: Callable[[], None]) -> Tuple[DeliveredFile, ...]:
        """Returns the files, those of an archive in their places, once the part file is whole."""
        while not self._is_over.wait(_LOOK_S):
            check()
            report()
        self.check()
        return self._files or ()

    def end(self) -> None:
        """Leaves nothing behind of what is not finished."""
        self._is_abandoned.set()
        with self._part.changed:
            self._part.changed.notify_all()
        self._thread.join()

    def _run(self) -> None:
        try:
            with contextlib.suppress(PartAbandoned):
                while self._files is None:
                    with contextlib.suppress(PartOutdated):
                        self._follow()
        except Exception as error:  # raised again by `check`
            self._failure = error
        finally:
            self._is_over.set()

    def _follow(self) -> None:
        with PartReader(self._part, self._is_abandoned) as reader:
            try:
                self._files = self._taken(reader)
            except Up42Error:
                # Bytes of two versions are no damage of either.
                if reader.is_outdated:
                    raise PartOutdated from None
                raise

    def _taken(self, reader: PartReader) -> Tuple[DeliveredFile, ...]:
        unpacking = self._unpacking
        kind = archive_kind(reader.head(HEAD_BYTES)) if unpacking is not None else None
        self.is_archive = kind is not None
        if unpacking is None or kind is None:
            return (self._summed(reader),)
        if kind is ArchiveKind.ZIP:
            reader.skip_to_end(_SKIP_BYTES)
            return self._unzipped(self._part.path, unpacking)
        source = _CountingReader(reader, self._note)
        is_gzip = kind is ArchiveKind.GZIP_TAR
        return unpack_tar(source, unpacking, is_gzip=is_gzip, packed_bytes=self._part.expected)

    def _summed(self, reader: PartReader) -> DeliveredFile:
        digits = sha256_of(_CountingReader(reader, self._note), lambda: None)
        return DeliveredFile(self._part.target, reader.position, digits)

    def _unzipped(self, archive: Path, unpacking: Unpacking) -> Tuple[DeliveredFile, ...]:
        try:
            with archive.open("rb") as file:
                return unpack_zip(file, self._part.size, unpacking, self._set_share)
        except OSError as error:
            raise disk_error(error) from error

    def _note(self, position: int) -> None:
        self._set_share(position / self._part.expected if self._part.expected else 0.0)

    def _set_share(self, share: float) -> None:
        self._share = min(share, 1.0)


class _CountingReader:
    """A reader that tells how far it came."""

    def __init__(self, reader: PartReader, note: Callable[[int], None]) -> None:
        self._reader = reader
        self._note = note

    def read(self, count: int, /) -> bytes:
        """Returns the next bytes."""
        chunk = self._reader.read(count)
        self._note(self._reader.position)
        return chunk
