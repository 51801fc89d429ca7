"""One at a time in a folder, over all processes of this computer."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from pathlib import Path
from typing import Iterator

from ...domain.errors import ErrorKind, Up42Error
from ...domain.ports import Control

LOCK_NAME = "lock"

_LOOK_S = 0.1


@contextlib.contextmanager
def hold_folder(folder: Path, control: Control) -> Iterator[None]:
    """Waits until nobody else holds the folder and holds it; cancelled within half a second while it waits.

    A hold ends with its process, however that ends.
    """
    # SQLite locks a file in the way of every system; the standard library has no other such thing.
    gate = sqlite3.connect(str(folder / LOCK_NAME), timeout=0.0, isolation_level=None)
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
    return True
