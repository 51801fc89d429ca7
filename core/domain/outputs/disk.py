"""Atomic file writes, and disk errors as Up42Error."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import Callable, Iterator, Protocol

from ..errors import ErrorKind, Up42Error

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_MEGABYTE = 1_000_000
_CHUNK_BYTES = 1024 * 1024


class Bytes(Protocol):
    """A stream of bytes."""

    def read(self, count: int, /) -> bytes:
        """Returns up to `count` bytes, empty at the end."""


def disk_error(error: OSError) -> Up42Error:
    """Returns DISK_FULL or FOLDER_NOT_WRITABLE for a system error."""
    kind = ErrorKind.DISK_FULL if error.errno in _FULL else ErrorKind.FOLDER_NOT_WRITABLE
    return Up42Error(kind, error.strerror or type(error).__name__)


def disk_full(missing_bytes: int) -> Up42Error:
    """Returns DISK_FULL with the missing megabytes, rounded up, as its detail: `12 MB`."""
    megabytes = max(-(-missing_bytes // _MEGABYTE), 1)
    return Up42Error(ErrorKind.DISK_FULL, f"{megabytes} MB", missing_megabytes=megabytes)


@contextlib.contextmanager
def writing_home(home: Path) -> Iterator[None]:
    """Converts errors of writing to the plugin's own folder to HOME_NOT_WRITABLE with its path, or DISK_FULL.

    The user did not choose this folder, so the advice to choose another one in the settings would not help.
    """
    try:
        yield
    except (OSError, Up42Error) as error:
        failure = disk_error(error) if isinstance(error, OSError) else error
        if failure.kind is not ErrorKind.FOLDER_NOT_WRITABLE:
            raise failure from error
        raise Up42Error(ErrorKind.HOME_NOT_WRITABLE, f"{home}: {failure.detail}") from error


def make_folder(folder: Path) -> None:
    """Creates a folder with its parents; DISK_FULL or FOLDER_NOT_WRITABLE on failure."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(error) from error


def expect_writable(folder: Path) -> None:
    """Creates a folder, and writes and removes a small file in it; DISK_FULL or FOLDER_NOT_WRITABLE on failure."""
    make_folder(folder)
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0")
            file.flush()
    except OSError as error:
        raise disk_error(error) from error


def write_whole(path: Path, content: bytes, *, is_record: bool = False) -> None:
    """Writes a file atomically; DISK_FULL or FOLDER_NOT_WRITABLE on failure.

    A record is flushed to disk before it gets its name, since it must survive a power cut. The temporary name is
    random, so that no symbolic link can be prepared there to redirect the content.
    """
    unfinished = path.with_name(f".{secrets.token_hex(8)}.new")
    try:
        try:
            with unfinished.open("xb") as file:
                file.write(content)
                if is_record:
                    file.flush()
                    os.fsync(file.fileno())
            os.replace(unfinished, path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise disk_error(error) from error


def sha256_of(source: Bytes, check: Callable[[], None]) -> str:
    """Returns the SHA-256 of all bytes in hexadecimal digits; calls `check`, which may raise, every mebibyte."""
    total = hashlib.sha256()
    while True:
        check()
        chunk = source.read(_CHUNK_BYTES)
        if not chunk:
            return total.hexdigest()
        total.update(chunk)
