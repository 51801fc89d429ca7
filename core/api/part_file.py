"""The part of a file that has arrived, and what is needed to go on from it, over breaks and restarts."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from pathlib import Path
from typing import BinaryIO, Optional

from ..domain.disk import disk_error, disk_full, make_folder, write_whole

_DISK_CHECK_BYTES = 32 * 1024 * 1024


class PartFile:
    """`<name>.part` beside a download's target, with `<name>.part.json` for the mark of the version it belongs to.

    `mark` is the ETag or Last-Modified that storage gave; neither address nor secret is kept. Without one nothing
    can be gone on from and a part of an earlier call counts as empty. All methods raise DISK_FULL or
    FOLDER_NOT_WRITABLE; what was written stays for the next time.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(f"{target.name}.part")
        self._notes = target.with_name(f"{target.name}.part.json")
        make_folder(target.parent)
        try:
            # Neither cut nor buffered: the file is what has arrived, whenever this process ends.
            self._file: BinaryIO = open(  # noqa: SIM115 - it stays open for as long as this object
                os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666), "r+b", buffering=0
            )
            self.mark = self._read_mark()
            self.size = self._file.seek(0, os.SEEK_END) if self.mark else 0
        except OSError as error:
            raise disk_error(error) from error
        self.expected: Optional[int] = None
        self._checked = 0

    def begin(self, mark: str) -> None:
        """Throws away what has arrived and notes the version of what comes now."""
        try:
            # Some file systems write a file out at once when it is closed after it was cut: not for nothing.
            if os.fstat(self._file.fileno()).st_size:
                self._file.truncate(0)
            self._file.seek(0)
        except OSError as error:
            raise disk_error(error) from error
        self.size = 0
        self.mark = mark
        self.expected = None
        if mark:
            write_whole(self._notes, json.dumps({"mark": mark}).encode("utf-8"))

    def expect(self, size: Optional[int]) -> None:
        """Notes how large the whole is, where that is known, and checks that the disk can take it."""
        self.expected = size
        self._check_disk()

    def write(self, chunk: bytes) -> None:
        """Adds bytes at the end."""
        rest = memoryview(chunk)
        while rest:
            try:
                count = self._file.write(rest) or 0
            except OSError as error:
                self._check_disk()
                raise disk_error(error) from error
            self.size += count
            rest = rest[count:]
        if self.size - self._checked >= _DISK_CHECK_BYTES:
            self._check_disk()

    def finish(self) -> Path:
        """Gives the file its name once all of it is on the disk."""
        try:
            os.fsync(self._file.fileno())
            self._file.close()
            os.replace(self.path, self.target)
        except OSError as error:
            raise disk_error(error) from error
        with contextlib.suppress(OSError):
            self._notes.unlink()
        return self.target

    def discard(self) -> None:
        """Removes what is of no more use."""
        self.size = 0
        self.close()

    def close(self) -> None:
        """Closes the file and keeps it, unless nothing can be gone on from."""
        self._file.close()
        if not self.size or not self.mark:
            for path in (self.path, self._notes):
                with contextlib.suppress(OSError):
                    path.unlink()

    def _check_disk(self) -> None:
        self._checked = self.size
        if self.expected is None:
            return
        missing = self.expected - self.size - shutil.disk_usage(self.target.parent).free
        if missing > 0:
            raise disk_full(missing)

    def _read_mark(self) -> str:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            return str(json.loads(self._notes.read_text(encoding="utf-8"))["mark"])
        return ""
