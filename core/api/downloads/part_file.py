"""The `.part` file and its sidecar: what a resumed download needs."""

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
# The name is predictable, so that a symbolic link may have been put there: refused on systems with O_NOFOLLOW.
_PLAIN_FILE = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_DISK_CHECK_BYTES = 32 * 1024 * 1024


class PartFile:
    """`<name>.part` next to a download's target, with `<name>.part.json` for its metadata.

    `mark` is the ETag or Last-Modified of the file; neither address nor secret is stored. Without a mark a part of an
    earlier call cannot be resumed and counts as empty, unless it was recorded as complete. All methods raise DISK_FULL
    or FOLDER_NOT_WRITABLE; what was written stays for the next call.

    `PartReader` may read it while it grows: `changed` is notified of every change, `version` counts how often the
    content was discarded, `is_trusted` is set once storage has agreed to resume, and `is_whole` when it is complete.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(f"{target.name}.part")
        self._notes = target.with_name(f"{target.name}.part.json")
        make_folder(target.parent)
        try:
            # Neither truncated nor buffered: the file holds what has arrived, even if this process is killed.
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
        """Returns how many bytes are still missing, 0 if that is unknown."""
        return max((self.expected or 0) - self.size, 0)

    def begin(self, mark: str) -> None:
        """Discards the content and records the mark of the version that follows."""
        with self.changed:
            self.version += 1
            self.size = 0
            self.mark = mark
            self.expected = None
            self.checksum = None
            self.is_trusted = self.is_whole = False
            self.changed.notify_all()
        try:
            # Truncated only if needed: some file systems flush a truncated file when it is closed.
            if os.fstat(self._file.fileno()).st_size:
                self._file.truncate(0)
            self._file.seek(0)
        except OSError as error:
            raise disk_error(error) from error
        if mark:
            self._write_notes({_MARK: mark})

    def trust(self, size: Optional[int], checksum: Optional[Checksum] = None) -> None:
        """Records size and checksum of the whole file, if known; raises DISK_FULL if it does not fit on the disk."""
        self.expected = size
        self._check_disk()
        with self.changed:
            self.checksum = self.checksum or checksum
            self.is_trusted = True
            self.changed.notify_all()

    def write(self, chunk: bytes) -> None:
        """Appends bytes."""
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
        """Notifies readers that the file is complete."""
        with self.changed:
            self.is_whole = True
            self.changed.notify_all()

    def finish(self) -> None:
        """Syncs the file to disk and renames it to the target."""
        try:
            os.fsync(self._file.fileno())
            self._file.close()
            os.replace(self.path, self.target)
        except OSError as error:
            raise disk_error(error) from error
        with contextlib.suppress(OSError):
            self._notes.unlink()

    def note_whole(self) -> None:
        """Records that the part is complete, for a later call that finds it still there."""
        self._write_notes({_MARK: self.mark, _WHOLE: self.size})

    def discard(self) -> None:
        """Removes the part and its sidecar."""
        self.size = 0
        self.is_whole = False
        self.close()

    def close(self) -> None:
        """Closes the file and keeps it if it can be resumed."""
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
