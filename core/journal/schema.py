"""The tables of the journal and how an older file becomes a newer one."""

from __future__ import annotations

import sqlite3
from typing import Tuple

# One tuple of statements a version. Steps only ever add, so that an older release can still read and write the file
# of a newer one; a step that was released is never changed again. An entry's fields live in its document: new ones
# need no step.
MIGRATIONS: Tuple[Tuple[str, ...], ...] = (
    (
        """CREATE TABLE entry (
            key TEXT PRIMARY KEY,
            connection TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            name TEXT NOT NULL,
            created TEXT NOT NULL,
            document TEXT NOT NULL
        )""",
        "CREATE INDEX entry_by_fingerprint ON entry (connection, fingerprint)",
        "CREATE INDEX entry_by_name ON entry (connection, name)",
        """CREATE TABLE change (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL REFERENCES entry (key),
            moment TEXT NOT NULL,
            field TEXT NOT NULL,
            value TEXT NOT NULL
        )""",
        "CREATE INDEX change_by_key ON change (key)",
    ),
    (
        # A damaged journal that lies beside this one, once what can still be read of it is here; and the connections
        # whose service was asked for the rest.
        "CREATE TABLE damage (name TEXT PRIMARY KEY, moment TEXT NOT NULL)",
        """CREATE TABLE rebuilt (
            name TEXT NOT NULL REFERENCES damage (name),
            connection TEXT NOT NULL,
            PRIMARY KEY (name, connection)
        )""",
    ),
    (
        # To whom a job belongs; empty for an entry of a release that did not write it, also of one that still runs
        # beside this one. From here on `rebuilt.connection` holds accounts too.
        "ALTER TABLE entry ADD COLUMN account TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX entry_by_account ON entry (account, fingerprint)",
    ),
)


def migrate(connection: sqlite3.Connection) -> None:
    """Brings the tables to the newest version, in one transaction; a newer file is left as it is."""
    if _version(connection) >= len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Read again: another process may have been faster.
        version = _version(connection)
        for statements in MIGRATIONS[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {max(len(MIGRATIONS), version)}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
