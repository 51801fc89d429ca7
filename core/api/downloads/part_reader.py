"""Reads a part file while it is still being downloaded."""

from __future__ import annotations

import threading
from typing import BinaryIO

from ...domain.errors import ErrorKind, Up42Error
from ...domain.outputs.disk import disk_error
from .part_file import PartFile


class PartOutdated(Exception):
    """The bytes read belong to a discarded version; start again."""


class PartAbandoned(Exception):
    """The caller no longer waits for the file."""


class PartReader:
    """Reads the bytes of one version of a part file; a context manager.

    It reads from disk, so that a restart processes the bytes at hand without downloading them again. Every wait ends
    with PartAbandoned once `is_abandoned` is set and the part's `changed` is notified.
    """

    def __init__(self, part: PartFile, is_abandoned: threading.Event) -> None:
        self._part = part
        self._is_abandoned = is_abandoned
        with part.changed:
            while not part.is_trusted:
                self._wait()
            self._version = part.version
            self._checksum = part.checksum
        try:
            self._file: BinaryIO = part.path.open("rb", buffering=0)
        except OSError as error:
            raise disk_error(error) from error
        self._sum = self._checksum.begin() if self._checksum is not None else None
        self.position = 0

    def __enter__(self) -> PartReader:
        return self

    def __exit__(self, *exception: object) -> None:
        self._file.close()

    @property
    def is_outdated(self) -> bool:
        """Returns whether the version being read was discarded."""
        return self._part.version != self._version

    def read(self, count: int, /) -> bytes:
        """Returns up to `count` bytes as soon as there are some.

        Empty at the end of a complete file. Its checksum is compared with the one that storage stated first;
        DOWNLOAD_DAMAGED if they differ.
        """
        while True:
            with self._part.changed:
                while self._left == 0 and not self._part.is_whole:
                    self._wait()
                left = self._left
            if left == 0:
                self._compare()
                return b""
            try:
                chunk = self._file.read(min(count, left))
            except OSError as error:
                raise disk_error(error) from error
            # Empty if the file was truncated meanwhile; the next iteration finds that.
            if chunk:
                self.position += len(chunk)
                if self._sum is not None:
                    self._sum.update(chunk)
                return chunk

    def head(self, count: int) -> bytes:
        """Returns the first `count` bytes, fewer of a shorter file, without moving the position."""
        with self._part.changed:
            while self._part.size < count and not self._part.is_whole:
                self._wait()
            self._look()
        try:
            head = self._file.read(count)
            self._file.seek(0)
        except OSError as error:
            raise disk_error(error) from error
        return head

    def skip_to_end(self, chunk_bytes: int) -> None:
        """Waits for the complete file, reading it if there is a checksum to compare."""
        if self._sum is not None:
            while self.read(chunk_bytes):
                continue
        with self._part.changed:
            while not self._part.is_whole:
                self._wait()
            self._look()

    @property
    def _left(self) -> int:
        self._look()
        return self._part.size - self.position

    def _look(self) -> None:
        if self._is_abandoned.is_set():
            raise PartAbandoned
        if self.is_outdated:
            raise PartOutdated

    def _wait(self) -> None:
        if self._is_abandoned.is_set():
            raise PartAbandoned
        self._part.changed.wait()

    def _compare(self) -> None:
        if self._sum is not None and self._checksum is not None and self._sum.hexdigest() != self._checksum.digits:
            raise Up42Error(ErrorKind.DOWNLOAD_DAMAGED, "checksum")
