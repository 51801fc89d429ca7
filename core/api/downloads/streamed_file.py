"""Extracts or hashes a file while it downloads."""

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
    """Processes a part file on a worker thread while it grows.

    A tar is extracted member by member. A zip, whose central directory is at its end, is extracted when it is complete.
    Nothing is moved into place before the whole file has been checked. Anything else, and everything if `unpacking` is
    None, remains one file. It starts again when the downloaded bytes are discarded.
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
        """Starts the thread."""
        self._thread.start()

    def check(self) -> None:
        """Raises the error in the bytes so far, after which the rest is not needed."""
        if self._failure is not None:
            raise self._failure

    @property
    def share(self) -> float:
        """Returns the share of the file that was processed."""
        return self._share

    def wait(self, check: Callable[[], None], report: Callable[[], None]) -> Tuple[DeliveredFile, ...]:
        """Returns the files, those of an archive in place, once the part file is complete."""
        while not self._is_over.wait(_LOOK_S):
            check()
            report()
        self.check()
        return self._files or ()

    def end(self) -> None:
        """Stops the thread; nothing unfinished remains on disk."""
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
                # Bytes of two versions mixed are not damage.
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
    """A reader that reports its position."""

    def __init__(self, reader: PartReader, note: Callable[[int], None]) -> None:
        self._reader = reader
        self._note = note

    def read(self, count: int, /) -> bytes:
        """Returns the next bytes."""
        chunk = self._reader.read(count)
        self._note(self._reader.position)
        return chunk
