"""Moves a damaged journal to a free name, never overwriting it, and reads what can be salvaged."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, List, Optional, Tuple

from ..domain.errors import ErrorKind, Up42Error

_MARK = "-damaged-"
# More than any user ever orders; a damaged file may contain any number.
_MAX_ENTRIES = 100_000


def is_damaged(path: Path) -> bool:
    """Returns whether the file exists and is not a sound database; raises sqlite3.OperationalError if it cannot be
    opened at all, since its content is unknown then.
    """
    if not path.exists():
        return False
    connection = sqlite3.connect(str(path), timeout=10.0)
    with contextlib.closing(connection):
        try:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            return True
    return found is None or found[0] != "ok"


def set_aside_damaged(path: Path, now: datetime, patience_s: float) -> Optional[Path]:
    """Moves a damaged journal and its side files away and returns the new path; None if another process just did.

    JOURNAL_DAMAGED if the file cannot be moved.
    """
    # Two processes may find the damage at once: the second must not move away the new journal of the first.
    # SQLite's own lock works on every operating system and ends with the process that holds it.
    gate = sqlite3.connect(f"{path}.lock", timeout=patience_s, isolation_level=None)
    with contextlib.closing(gate):
        gate.execute("BEGIN EXCLUSIVE")
        if not is_damaged(path):
            return None
        target = _free_name(path, now)
        try:
            for suffix in ("-wal", "-shm", ""):
                with contextlib.suppress(FileNotFoundError):
                    os.replace(f"{path}{suffix}", f"{target}{suffix}")
        except OSError as error:
            raise Up42Error(ErrorKind.JOURNAL_DAMAGED, error.strerror or "") from error
        # Before the gate opens: a process that waits for it must find a sound file.
        sqlite3.connect(str(path)).close()
    return target


def damaged_files(path: Path) -> List[Path]:
    """Returns the damaged journals that were set aside, oldest first."""
    return sorted(path.parent.glob(f"{path.stem}{_MARK}*{path.suffix}"))


def readable_documents(path: Path) -> List[str]:
    """Returns the readable documents of a damaged journal; the file is not changed."""
    found: List[str] = []
    with contextlib.suppress(sqlite3.Error):
        # Not even SQLite's recovery may change the file: there is no other copy.
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        with contextlib.closing(connection):
            last = connection.execute("SELECT max(rowid) FROM entry").fetchone()[0] or 0
            for number in range(1, min(int(last), _MAX_ENTRIES) + 1):
                # Row by row: the pages of a row may be lost and those of the next row intact.
                with contextlib.suppress(sqlite3.DatabaseError):
                    row = connection.execute("SELECT document FROM entry WHERE rowid = ?", (number,)).fetchone()
                    if row is not None and isinstance(row[0], str):
                        found.append(row[0])
    return found


@dataclass(frozen=True)
class Table:
    """A table of the journal, with the statements that read its last row number and its rows without an index."""

    name: str
    last: str
    rows: str


def readable_rows(path: Path, table: Table) -> Tuple[List[Tuple[Any, ...]], bool]:
    """Returns the readable rows of a table of a damaged journal, and whether these are certainly all.

    The values may be damaged too. A table that the journal never had is whole. The file is not changed.
    """
    found: List[Tuple[Any, ...]] = []
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        with contextlib.closing(connection):
            if connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table.name,)).fetchone() is None:
                return found, True
            with contextlib.suppress(sqlite3.DatabaseError):
                return connection.execute(table.rows).fetchall(), True
            last = connection.execute(table.last).fetchone()[0] or 0
            for number in range(1, min(int(last), _MAX_ENTRIES) + 1):
                with contextlib.suppress(sqlite3.DatabaseError):
                    row = connection.execute(f"{table.rows} WHERE rowid = ?", (number,)).fetchone()
                    if row is not None:
                        found.append(row)
    except sqlite3.Error:
        pass
    return found, False


def _free_name(path: Path, now: datetime) -> Path:
    stamp = now.astimezone(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    target = path.with_name(f"{path.stem}{_MARK}{stamp}{path.suffix}")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.stem}{_MARK}{stamp}-{number}{path.suffix}")
    return target
