"""The journal in an SQLite file: what is known of each job is on disk before anything depends on it."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Callable, Iterator, Optional, Sequence, Tuple

from ..domain.errors import ErrorKind, Up42Error
from ..domain.jobs.journal import Change, EntryState, JournalEntry
from ..domain.ports.control import Now
from .damage import damaged_files, is_damaged, readable_documents, set_aside_damaged
from .database_file import open_database
from .documents import document_of, entry_of, moment_text, plain_field
from .schema import migrate
from .watches import SqliteWatches, readable_memory

BUSY_S = 10.0

# What may follow a state: knowledge is gained, never lost. Of two processes that look at the same job, the
# slower one must not overwrite what the other has found out.
_FOLLOWING = {
    EntryState.INTENT: frozenset(EntryState),
    EntryState.UNKNOWN: frozenset({EntryState.ABSENT, EntryState.CREATED}),
    EntryState.REFUSED: frozenset({EntryState.CREATED}),
    EntryState.ABSENT: frozenset({EntryState.CREATED}),
    EntryState.CREATED: frozenset(),
}
_FIXED = frozenset({"key", "connection", "name", "fingerprint", "created", "updated"})
# Fields that change with every poll or request and would fill the history with noise.
_NOT_NOTED = frozenset({"absence", "renewals", "claims"})


class SqliteJournal:
    """Implements JobJournal in one SQLite file; safe for several threads and processes, and for a power cut.

    `set_aside` is the path to which a damaged journal was moved when this one replaced it. Raises
    FOLDER_NOT_WRITABLE, DISK_FULL, TIMED_OUT (another process keeps it locked) or JOURNAL_DAMAGED if the file cannot
    be read or written; a change is certain only when its call has returned.
    """

    def __init__(self, path: Path, now: Now) -> None:
        self._now = now
        self.set_aside: Optional[Path] = None
        with _typed_errors():
            if is_damaged(path):
                self.set_aside = set_aside_damaged(path, now(), BUSY_S)
            _keep_private(path)
            # Two connections, so that reading never waits for another process that is writing.
            self._writer = _Channel(path)
            migrate(self._writer.connection)
            self._reader = _Channel(path)
            self._path, self._opened = path, _identity(path)
            self._salvage(path)
        self.watches = SqliteWatches(self._reading, self._writing)

    def begin(
        self, entry: JournalEntry, allow: Optional[Callable[[Sequence[JournalEntry]], None]] = None
    ) -> JournalEntry:
        """Writes an intent and returns only when it is on disk.

        ALREADY_STARTED if an open entry of the same account has the same fingerprint, and for a key or name that was
        used before. `allow` is called with all entries while no other process can add one, and may refuse by raising.
        JOURNAL_REPLACED if the file was deleted or replaced by another one.
        """
        begun = replace(entry, updated=self._now())
        with self._writing() as cursor:
            if allow is not None:
                cursor.execute("SELECT document FROM entry")
                allow([entry_of(document) for (document,) in cursor.fetchall()])
            cursor.execute(
                """SELECT document FROM entry WHERE key = ?1
                OR (account = ?2 AND (account != '' OR connection = ?3) AND (fingerprint = ?4 OR name = ?5))""",
                (entry.key, entry.account, entry.connection, entry.fingerprint, entry.name),
            )
            for (document,) in cursor.fetchall():
                known = entry_of(document)
                if known.key == entry.key or known.name == entry.name or known.is_open:
                    raise Up42Error(ErrorKind.ALREADY_STARTED, known.name)
            self._insert(cursor, begun)
        return begun

    def update(self, key: str, **changes: Any) -> JournalEntry:
        """Changes fields of an entry, records the time and returns the entry when it is on disk.

        If the new state is behind the recorded one, all changes are dropped and the entry is returned unchanged. A
        final status stays, unless the job had vanished, and so does an account. KeyError if there is no such entry.
        """
        if not _FIXED.isdisjoint(changes):
            raise TypeError(f"cannot change {', '.join(sorted(_FIXED & set(changes)))}")
        with self._writing() as cursor:
            document = self._document(cursor, key)
            old = entry_of(document)
            new = replace(old, **changes)
            if new.state is not old.state and new.state not in _FOLLOWING[old.state]:
                return old
            if old.status.is_final and not old.is_vanished:
                new = replace(new, status=old.status)
            if old.account:
                new = replace(new, account=old.account)
            changed = [name for name in changes if getattr(new, name) != getattr(old, name)]
            if not changed:
                return old
            new = replace(new, updated=self._now())
            self._write(cursor, new, document)
            for name in changed:
                if name not in _NOT_NOTED:
                    self._note(cursor, new, name)
        return new

    def renew(self, key: str) -> None:
        """Records that another request of a job is about to leave; returns when that is on disk.

        TIMED_OUT, which prevents the request, if the job was given up in the meantime or is over. Others may have found
        it by what was ordered first: the rest of it still leaves.
        """
        with self._writing() as cursor:
            document = self._document(cursor, key)
            old = entry_of(document)
            if not old.is_open or old.state is EntryState.UNKNOWN:
                raise Up42Error(ErrorKind.TIMED_OUT, old.state.value)
            self._write(cursor, replace(old, renewals=old.renewals + 1, updated=self._now()), document)

    def entry(self, key: str) -> JournalEntry:
        """Returns one entry; KeyError if there is none."""
        with self._reading() as cursor:
            return entry_of(self._document(cursor, key))

    def entries(self, connection: Optional[str] = None, account: Optional[str] = None) -> Tuple[JournalEntry, ...]:
        """Returns all entries, those of an account or, without one, those under a connection's name; newest first.

        With both, entries under that name whose account is unknown are included.
        """
        with self._reading() as cursor:
            cursor.execute(
                """SELECT document FROM entry
                WHERE CASE WHEN ?2 IS NULL THEN ?1 IS NULL OR connection = ?1
                      ELSE account = ?2 OR (account = '' AND connection = ?1) END
                ORDER BY created DESC, rowid DESC""",
                (connection, account),
            )
            return tuple(entry_of(document) for (document,) in cursor.fetchall())

    def history(self, key: str) -> Tuple[Change, ...]:
        """Returns all changes of an entry, oldest first."""
        with self._reading() as cursor:
            cursor.execute("SELECT moment, field, value FROM change WHERE key = ? ORDER BY id", (key,))
            rows = cursor.fetchall()
        return tuple(Change(datetime.fromisoformat(moment), name, value) for moment, name, value in rows)

    def has_gap(self, account: str) -> bool:
        """Returns whether a damaged journal may have contained jobs of the account that this one lacks."""
        with self._reading() as cursor:
            cursor.execute(
                "SELECT count(*) FROM damage WHERE name NOT IN (SELECT name FROM rebuilt WHERE connection = ?)",
                (account,),
            )
            return bool(cursor.fetchone()[0])

    def close_gap(self, account: str, found: Sequence[JournalEntry]) -> Tuple[JournalEntry, ...]:
        """Adds the jobs that the service listed for an account, and returns those that were missing."""
        with self._writing() as cursor:
            missing = tuple(item for item in found if self._add(cursor, item))
            cursor.execute("INSERT OR IGNORE INTO rebuilt SELECT name, ? FROM damage", (account,))
        return missing

    def close(self) -> None:
        """Closes the file."""
        for channel in (self._reader, self._writer):
            with channel.lock:
                channel.connection.close()

    def _salvage(self, path: Path) -> None:
        """Salvages the readable entries and watches of damaged journals, once for each, also after a crash."""
        names = {file.name: file for file in damaged_files(path)}
        if not names:
            return
        with self._reading() as reader:
            reader.execute("SELECT name FROM damage")
            known = {name for (name,) in reader.fetchall()}
        for name in sorted(set(names) - known):
            readable, memory = readable_documents(names[name]), readable_memory(names[name])
            with self._writing() as cursor:
                cursor.execute("INSERT OR IGNORE INTO damage VALUES (?, ?)", (name, moment_text(self._now())))
                if cursor.rowcount:
                    for document in readable:
                        # The documents may be damaged too.
                        with contextlib.suppress(ValueError, TypeError, AttributeError, KeyError):
                            self._add(cursor, entry_of(document))
                    memory.add(cursor, name)

    def _add(self, cursor: sqlite3.Cursor, entry: JournalEntry) -> bool:
        """Inserts an entry unless its key or name exists already; returns whether it did."""
        cursor.execute(
            """SELECT count(*) FROM entry
            WHERE key = ?1 OR (name = ?2 AND (account = ?3 OR account = '' OR ?3 = '') AND (account != '' OR ?3 != ''
            OR connection = ?4))""",
            (entry.key, entry.name, entry.account, entry.connection),
        )
        if cursor.fetchone()[0]:
            return False
        self._insert(cursor, replace(entry, updated=self._now()))
        return True

    def _insert(self, cursor: sqlite3.Cursor, entry: JournalEntry) -> None:
        cursor.execute(
            """INSERT INTO entry (key, account, connection, fingerprint, name, created, document)
            VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (
                entry.key,
                entry.account,
                entry.connection,
                entry.fingerprint,
                entry.name,
                moment_text(entry.created),
                document_of(entry),
            ),
        )
        self._note(cursor, entry, "state")

    def _write(self, cursor: sqlite3.Cursor, entry: JournalEntry, old: str) -> None:
        cursor.execute(
            "UPDATE entry SET document = ?, account = ? WHERE key = ?",
            (document_of(entry, old), entry.account, entry.key),
        )

    def _expect_own_file(self) -> None:
        """Raises JOURNAL_REPLACED unless the open file is still the one at its path."""
        if _identity(self._path) != self._opened:
            raise Up42Error(ErrorKind.JOURNAL_REPLACED, self._path.name)

    def _document(self, cursor: sqlite3.Cursor, key: str) -> str:
        cursor.execute("SELECT document FROM entry WHERE key = ?", (key,))
        row = cursor.fetchone()
        if row is None:
            raise KeyError(key)
        return str(row[0])

    def _note(self, cursor: sqlite3.Cursor, entry: JournalEntry, name: str) -> None:
        value = plain_field(entry, name)
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        cursor.execute(
            "INSERT INTO change (key, moment, field, value) VALUES (?, ?, ?, ?)",
            (entry.key, moment_text(entry.updated or entry.created), name, text),
        )

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Cursor]:
        with _typed_errors(), self._reader.cursor() as cursor:
            self._expect_own_file()
            yield cursor

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Cursor]:
        """A transaction that begins with the file's write lock, so that what was read in it cannot change."""
        with _typed_errors(), self._writer.cursor() as cursor:
            try:
                self._expect_own_file()
                cursor.execute("BEGIN IMMEDIATE")
                # Again, since another process may have replaced it while this one waited for the lock.
                self._expect_own_file()
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:
                if self._writer.connection.in_transaction:
                    cursor.execute("ROLLBACK")
                raise


def _keep_private(path: Path) -> None:
    """Makes the file readable by its owner only: it contains names, prices and areas.

    SQLite gives its side files the same rights. Windows has no such rights, and its profiles are private.
    """
    # Errors are reported when SQLite opens the file.
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)


def _identity(path: Path) -> Optional[Tuple[int, int]]:
    """Returns the identity of a file, which differs for any replacement of it; None if there is no file."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


class _Channel:
    """A connection to the file, used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self.lock = threading.Lock()
        self.connection = open_database(path, BUSY_S)

    @contextlib.contextmanager
    def cursor(self) -> Iterator[sqlite3.Cursor]:
        """A cursor for one thread."""
        with self.lock, contextlib.closing(self.connection.cursor()) as cursor:
            yield cursor


@contextlib.contextmanager
def _typed_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise Up42Error(ErrorKind.TIMED_OUT, text) from error
        kind = ErrorKind.DISK_FULL if "full" in text else ErrorKind.FOLDER_NOT_WRITABLE
        raise Up42Error(kind, text) from error
    except (sqlite3.ProgrammingError, sqlite3.InterfaceError) as error:
        # The journal was closed in the meantime: the file is not damaged.
        raise Up42Error(ErrorKind.INTERNAL, str(error)) from error
    except sqlite3.DatabaseError as error:
        raise Up42Error(ErrorKind.JOURNAL_DAMAGED, str(error)) from error
