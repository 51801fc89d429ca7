"""The part of a file that has arrived, and what is needed to go on from it, over breaks and restarts."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import threading
from pathlib import Path
from typing import Any, BinaryIO, Dict, Optional, Tuple

from ...domain.outputs.disk import disk_error, disk_full, make_folder, write_whole
from .checksums import Checksum

_MARK = "mark"
_WHOLE = "whole_bytes"
# Its name is known before, so that a link may wait there: that is refused where the system can tell.
_PLAIN_FILE = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_DISK_CHECK_BYTES = 32 * 1024 * 1024


class PartFile:
    """`<name>.part` beside a download's target, with `<name>.part.json` for what is known of it.

    `mark` is the ETag or Last-Modified that storage gave; neither address nor secret is kept. Without one nothing
    can be gone on from, and a part of an earlier call counts as empty unless it was noted as whole. All
    methods raise DISK_FULL or FOLDER_NOT_WRITABLE; what was written stays for the next time.

    Others may read along while it grows (`PartReader`). For them `changed` is notified of every change, `version`
    counts how often all was thrown away, `is_trusted` says that storage has agreed to go on from what is there,
    and `is_whole` that nothing more comes.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(f"{target.name}.part")
        self._notes = target.with_name(f"{target.name}.part.json")
        make_folder(target.parent)
        try:
            # Neither cut nor buffered: the file is what has arrived, whenever this process ends.
            self._file: BinaryIO = open(  # noqa: SIM115 - it stays open for as long as this object
                os.open(self.path, os.O_RDWR | os.O_CREAT | _PLAIN_FILE, 0o666), "r+b", buffering=0
            )
            size = self._file.seek(0, os.SEEK_END)
        except OSError as error:
            raise disk_error(error) from error
        self.mark, whole_bytes = self._read_notes()
        is_whole = whole_bytes is not None and whole_bytes == size
        self.size = size if self.mark or is_whole else 0
        self.expected: Optional[int] = size if is_whole else None
        self.checksum: Optional[Checksum] = None
        self._checked = 0
        self.changed = threading.Condition()
        self.version = 0
        self.is_trusted = self.is_whole = is_whole

    @property
    def missing(self) -> int:
        """Returns how many bytes are still to come, 0 where that is unknown."""
        return max((self.expected or 0) - self.size, 0)

    def begin(self, mark: str) -> None:
        """Throws away what has arrived and notes the version of what comes now."""
        with self.changed:
            self.version += 1
            self.size = 0
            self.mark = mark
            self.expected = None
            self.checksum = None
            self.is_trusted = self.is_whole = False
            self.changed.notify_all()
        try:
            # Some file systems write a file out at once when it is closed after it was cut: not for nothing.
            if os.fstat(self._file.fileno()).st_size:
                self._file.truncate(0)
            self._file.seek(0)
        except OSError as error:
            raise disk_error(error) from error
        if mark:
            self._write_notes({_MARK: mark})

    def trust(self, size: Optional[int], checksum: Optional[Checksum] = None) -> None:
        """Notes how large the whole is and what it should come to, where that is known, and checks that the disk
        can take it.
        """
        self.expected = size
        self._check_disk()
        with self.changed:
            self.checksum = self.checksum or checksum
            self.is_trusted = True
            self.changed.notify_all()

    def write(self, chunk: bytes) -> None:
        """Adds bytes at the end."""
        rest = memoryview(chunk)
        while rest:
            try:
                count = self._file.write(rest) or 0
            except OSError as error:
                self._check_disk()
                raise disk_error(error) from error
            with self.changed:
                self.size += count
                self.changed.notify_all()
            rest = rest[count:]
        if self.size - self._checked >= _DISK_CHECK_BYTES:
            self._check_disk()

    def complete(self) -> None:
        """Tells those who read along that nothing more comes."""
        with self.changed:
            self.is_whole = True
            self.changed.notify_all()

    def finish(self) -> None:
        """Gives the file its name once all of it is on the disk."""
        try:
            os.fsync(self._file.fileno())
            self._file.close()
            os.replace(self.path, self.target)
        except OSError as error:
            raise disk_error(error) from error
        with contextlib.suppress(OSError):
            self._notes.unlink()

    def note_whole(self) -> None:
        """Notes that nothing is to be fetched any more, for a call that comes before the part was removed."""
        self._write_notes({_MARK: self.mark, _WHOLE: self.size})

    def discard(self) -> None:
        """Removes what is of no more use."""
        self.size = 0
        self.is_whole = False
        self.close()

    def close(self) -> None:
        """Closes the file and keeps it, unless nothing can be gone on from."""
        self._file.close()
        if not self.size or not (self.mark or self.is_whole):
            for path in (self.path, self._notes):
                with contextlib.suppress(OSError):
                    path.unlink()

    def _check_disk(self) -> None:
        self._checked = self.size
        missing = self.missing - shutil.disk_usage(self.target.parent).free
        if missing > 0:
            raise disk_full(missing)

    def _read_notes(self) -> Tuple[str, Optional[int]]:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            notes = json.loads(self._notes.read_text(encoding="utf-8"))
            return str(notes[_MARK]), notes.get(_WHOLE)
        return "", None

    def _write_notes(self, notes: Dict[str, Any]) -> None:
        write_whole(self._notes, json.dumps(notes).encode("utf-8"))
