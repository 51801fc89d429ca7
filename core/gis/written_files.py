"""Turns errors of GDAL and OGR on writing a file into the plugin's own."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Callable, TypeVar

from ..domain.errors import ErrorKind, Up42Error
from ..domain.outputs.disk import disk_error

Write = TypeVar("Write", bound=Callable[..., Path])
# In messages of the system, SQLite and GDAL.
_FULL_WORDS = ("no space", "disk is full", "quota", "too large")


def with_disk_errors(write: Write) -> Write:
    """Makes a function that writes the path in its first argument raise DISK_FULL or FOLDER_NOT_WRITABLE.

    `detail` keeps the message of the library.
    """

    @functools.wraps(write)
    def guarded(path: Path, *given: object, **named: object) -> Path:
        try:
            return write(path, *given, **named)
        except OSError as error:
            raise disk_error(error) from error
        except RuntimeError as error:
            words = str(error)
            is_full = any(sign in words.lower() for sign in _FULL_WORDS)
            kind = ErrorKind.DISK_FULL if is_full else ErrorKind.FOLDER_NOT_WRITABLE
            raise Up42Error(kind, f"{path.name}: {words}") from error

    return guarded  # type: ignore[return-value]
