"""Extracts an archive into a staging folder and moves its members into place once all have passed the safety checks."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Callable, Deque, Dict, Iterator, List, Optional, Tuple, Type

from ...domain.errors import ErrorKind, Refusal, RefusedMember, Up42Error
from ...domain.outputs.delivery import DeliveredFile, Placement
from ...domain.outputs.disk import Bytes, disk_error, disk_full, make_folder
from ...domain.outputs.file_names import collision_key, name_flaw
from ...domain.outputs.unpack_limits import UnpackLimits
from ...domain.ports.control import Control
from .undoable_move import UndoableMove

CHUNK_BYTES = 1024 * 1024
STAGING = ".unpacking"

_DROPPED = "output"
# Maximum number of chunks in memory waiting to be written.
_STEPS_AHEAD = 4
# Maximum number of files written but not yet synced to disk.
_FILES_AHEAD = 64
# Synced at this interval within a file, so that cancelling does not wait for all of it to reach the disk.
_SYNC_BYTES = 32 * 1024 * 1024
_MAX_SHOWN = 200


@dataclass(frozen=True)
class Unpacking:
    """Where and how an archive is extracted.

    `placement` decides which existing files may be replaced. `reserved_bytes` returns the disk space that the rest of
    the download needs.
    """

    folder: Path
    limits: UnpackLimits
    control: Control
    placement: Placement = field(default_factory=Placement)
    reserved_bytes: Callable[[], int] = lambda: 0


class StagedExtraction:
    """Extracts members into a staging folder inside `folder`, checks them, and moves all of them at the end.

    A context manager that leaves nothing behind after an error. Raises ARCHIVE_UNSAFE with the member's name and the
    reason, ARCHIVE_BROKEN, DISK_FULL, FOLDER_NOT_WRITABLE, Cancelled.
    """

    def __init__(self, unpacking: Unpacking, packed_bytes: Optional[int] = None) -> None:
        self._folder = unpacking.folder
        # Created by `__enter__` with an unpredictable name.
        self._staging = unpacking.folder
        self._limits = unpacking.limits
        self._control = unpacking.control
        self._placement = unpacking.placement
        self._reserved_bytes = unpacking.reserved_bytes
        self._whole_packed_bytes = packed_bytes
        self._packed_bytes = 0
        self._entries = 0
        self._claimed_bytes = 0
        self._written_bytes = 0
        self._files: List[Tuple[str, ...]] = []
        self._delivered: Dict[Tuple[str, ...], DeliveredFile] = {}
        # By the key that file systems compare: the exact path, and whether it is a file.
        self._known: Dict[Tuple[str, ...], Tuple[Tuple[str, ...], bool]] = {}
        self._is_new = False
        # Decompressing takes as long as hashing and writing: on two cores they run in parallel.
        self._writing = ThreadPoolExecutor(1, "up42-writing")
        self._written: Deque[Tuple[BinaryIO, Future[None]]] = deque()

    def __enter__(self) -> StagedExtraction:
        self._is_new = not self._folder.exists()
        make_folder(self._folder)
        with _disk_errors():
            for left in self._folder.glob(f"{STAGING}*"):
                # Left behind by a killed process; a symbolic link is not ours.
                if not left.is_symlink():
                    shutil.rmtree(left, ignore_errors=True)
            self._staging = Path(tempfile.mkdtemp(prefix=f"{STAGING}-", dir=self._folder))
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self._writing.shutdown(cancel_futures=True)
        for file, _ in self._written:
            file.close()
        if self._staging != self._folder:
            shutil.rmtree(self._staging, ignore_errors=True)
        if error is not None and self._is_new:
            with contextlib.suppress(OSError):
                self._folder.rmdir()

    def packed(self, count: int) -> None:
        """Counts packed bytes that were read; raises Cancelled if the user has cancelled."""
        self._control.check()
        self._packed_bytes += count

    def add_folder(self, name: str) -> None:
        """Adds a folder."""
        parts = self._checked_parts(name, is_file=False)
        with _disk_errors():
            self._staging.joinpath(*parts).mkdir(parents=True, exist_ok=True)

    def add_file(self, name: str, size: int) -> Tuple[str, ...]:
        """Adds a file of `size` bytes and returns its path within the folder."""
        parts = self._checked_parts(name, is_file=True)
        self._claimed_bytes += size
        if size < 0 or self._claimed_bytes > self._limits.max_total_bytes:
            raise self.refusal(name, Refusal.TOO_LARGE)
        self._files.append(parts)
        return parts

    def write(self, name: str, parts: Tuple[str, ...], content: Bytes, size: int) -> None:
        """Writes a file of exactly `size` bytes into the staging folder, not executable."""
        path = self._staging.joinpath(*parts)
        with _disk_errors():
            self._check_disk(size)
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("xb", buffering=0)
        total = hashlib.sha256()
        try:
            if size <= CHUNK_BYTES:
                # Passing it to another thread would take longer.
                for chunk, left in self._chunks(name, content, size):
                    self._keep(file, total, chunk, left)
            else:
                with self._ahead() as ahead:
                    for chunk, left in self._chunks(name, content, size):
                        ahead(partial(self._keep, file, total, chunk, left))
        except BaseException:
            file.close()
            raise
        self._delivered[parts] = DeliveredFile(self._folder.joinpath(*parts), size, total.hexdigest())
        self._written.append((file, self._writing.submit(_sync, file)))
        self._await_written(_FILES_AHEAD)

    def settle(self) -> Tuple[DeliveredFile, ...]:
        """Moves the wanted files into place and returns all files, sorted by name.

        If a name is taken by something that must not be replaced, all of them go into a separate folder. Everything is
        synced before, so that a file under its final name is always complete. After an error the folder is as before.
        """
        self._await_written(0)
        with _disk_errors(), UndoableMove(self._staging, self._folder, self._files, self._placement) as move:
            move.run()
        placed = [
            replace(file, path=move.base.joinpath(*parts)) for parts, file in self._delivered.items()
        ]
        return tuple(sorted(placed, key=lambda file: file.path))

    def refusal(self, name: str, reason: Refusal, other: str = "") -> Up42Error:
        """Returns ARCHIVE_UNSAFE for a member, and for the `other` member that it collides with."""
        member = RefusedMember(_shown(name), reason, _shown(other))
        return Up42Error(ErrorKind.ARCHIVE_UNSAFE, str(member), refused=member)

    def _check_disk(self, size: int) -> None:
        missing = size + self._reserved_bytes() - shutil.disk_usage(self._staging).free
        if missing > 0:
            raise disk_full(missing)

    @contextlib.contextmanager
    def _ahead(self) -> Iterator[Callable[[Callable[[], None]], None]]:
        """Yields a function that queues steps on the writing thread; at the end all are done.

        An error of a step is raised by a later call, or at the end.
        """
        steps: Deque[Future[None]] = deque()

        def do(step: Callable[[], None]) -> None:
            steps.append(self._writing.submit(step))
            if len(steps) > _STEPS_AHEAD:
                steps.popleft().result()

        try:
            yield do
            for step in steps:
                step.result()
        finally:
            wait(steps)

    def _chunks(self, name: str, content: Bytes, size: int) -> Iterator[Tuple[bytes, int]]:
        """Yields chunks of exactly `size` bytes in all, each with the number of bytes left before it."""
        left = size
        while left:
            self._control.check()
            chunk = content.read(min(left, CHUNK_BYTES))
            if not chunk:
                raise Up42Error(ErrorKind.ARCHIVE_BROKEN, _shown(name))
            self._count(name, len(chunk))
            yield chunk, left
            left -= len(chunk)

    def _keep(self, file: BinaryIO, total: Any, chunk: bytes, left: int) -> None:
        total.update(chunk)
        with _disk_errors():
            self._write_all(file, chunk, left)
            if file.tell() % _SYNC_BYTES == 0:
                os.fsync(file.fileno())

    def _await_written(self, max_files: int) -> None:
        """Waits until at most `max_files` files are not yet synced."""
        while len(self._written) > max_files:
            self._control.check()
            _, synced = self._written.popleft()
            with _disk_errors():
                synced.result()

    def _write_all(self, file: BinaryIO, chunk: bytes, left: int) -> None:
        rest = memoryview(chunk)
        try:
            while rest:
                rest = rest[file.write(rest) :]
        except OSError:
            # Another program may have filled the disk: then raises DISK_FULL with the missing bytes.
            self._check_disk(left)
            raise

    def _checked_parts(self, name: str, *, is_file: bool) -> Tuple[str, ...]:
        self._control.check()
        self._entries += 1
        if self._entries > self._limits.max_entries:
            raise self.refusal(name, Refusal.TOO_MANY)
        if name.startswith("/"):
            raise self.refusal(name, Refusal.ABSOLUTE)
        parts = [part for part in name.split("/") if part not in ("", ".")]
        if ".." in parts:
            raise self.refusal(name, Refusal.OUTSIDE)
        if parts[:1] == [_DROPPED] and (len(parts) > 1 or not is_file):
            del parts[0]
        if not parts and is_file:
            raise self.refusal(name, Refusal.NO_NAME)
        if parts and parts[0].startswith("."):
            # In a home folder it could be a shell's settings or an autostart entry.
            raise self.refusal(name, Refusal.HIDDEN)
        for part in parts:
            flaw = name_flaw(part)
            if flaw is not None:
                raise self.refusal(name, flaw)
        self._claim(name, tuple(parts), is_file=is_file)
        return tuple(parts)

    def _claim(self, name: str, parts: Tuple[str, ...], *, is_file: bool) -> None:
        """Refuses names that collide on some file system: members would overwrite each other there."""
        key: Tuple[str, ...] = ()
        for length in range(1, len(parts) + 1):
            path, is_file_here = parts[:length], is_file and length == len(parts)
            key = (*key, collision_key(parts[length - 1]))
            known = self._known.get(key)
            # A folder may appear many times, a file once.
            if known is not None and (is_file_here or known != (path, False)):
                raise self.refusal(name, Refusal.COLLISION, "/".join(known[0]))
            self._known[key] = (path, is_file_here)

    def _count(self, name: str, count: int) -> None:
        self._written_bytes += count
        if self._written_bytes > self._limits.max_total_bytes:
            raise self.refusal(name, Refusal.TOO_LARGE)
        packed = self._whole_packed_bytes or self._packed_bytes
        max_bytes = max(self._limits.free_bytes, packed * self._limits.max_ratio)
        if self._written_bytes > max_bytes:
            raise self.refusal(name, Refusal.EXPANDS)


def _sync(file: BinaryIO) -> None:
    with contextlib.closing(file):
        os.fsync(file.fileno())


@contextlib.contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise disk_error(error) from error


def _shown(name: str) -> str:
    """Returns a name for display: shortened, unprintable characters escaped."""
    shown = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in name)
    return shown if len(shown) <= _MAX_SHOWN else shown[:_MAX_SHOWN] + "…"
