"""One at a time in a folder, over all processes of this computer."""

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
    """Waits until nobody else holds the folder and holds it; cancelled within half a second while it waits.

    A hold ends with its process, however that ends. FOLDER_NOT_WRITABLE where the lock cannot be made, also since the
    path is longer than SQLite takes.
    """
    # SQLite locks a file in the way of every system; the standard library has no other such thing.
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
        # Some network drives know no locks; their owners still want their files.
    except sqlite3.DatabaseError as error:
        # A file of that name is there already and is none of ours: it stays as it is, and nothing is held.
        _LOG.warning("The folder cannot be locked: %s", error)
    return True
