"""A cross-process lock on a folder.

Not QLockFile: use cases are free of Qt, and its file of a killed process is a stale lock to be guessed at. The system
frees a lock of SQLite with the process.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import time
from pathlib import Path
from typing import Iterator

from ..domain.errors import ErrorKind, Up42Error
from ..domain.ports.control import Control

_LOG = logging.getLogger(__name__)

LOCK_NAME = "lock"

_LOOK_S = 0.1


@contextlib.contextmanager
def hold_folder(folder: Path, control: Control) -> Iterator[None]:
    """Waits until the folder is free and locks it; cancelled within half a second while it waits.

    The lock ends with its process, also after a crash. FOLDER_NOT_WRITABLE if the lock file cannot be created, also
    because the path is too long for SQLite.
    """
    # SQLite locks files on every operating system; the standard library has no portable file lock.
    path = str(folder / LOCK_NAME)
    try:
        gate = sqlite3.connect(path, timeout=0.0, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise Up42Error(ErrorKind.FOLDER_NOT_WRITABLE, f"{error} ({len(path)} characters)") from error
    with contextlib.closing(gate):
        while not _is_ours(gate):
            control.check()
            time.sleep(_LOOK_S)
        yield


def _is_ours(gate: sqlite3.Connection) -> bool:
    try:
        gate.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        text = str(error)
        if "is locked" in text:
            return False
        if "unable to open" in text or "readonly" in text or "full" in text:
            raise Up42Error(ErrorKind.FOLDER_NOT_WRITABLE, text) from error
        # Some network drives do not support locks; work continues there without one.
    except sqlite3.DatabaseError as error:
        # A foreign file has the name of the lock: it stays unchanged, and nothing is locked.
        _LOG.warning("The folder cannot be locked: %s", error)
    return True
