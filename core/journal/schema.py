"""The tables of the journal and their migrations."""

from __future__ import annotations

import sqlite3
from typing import Tuple

# One tuple of statements per version. Steps only add, so that an older release can still read and write the file of a
# newer one; a released step is never changed. The fields of an entry are in its document: new fields need no step.
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
        # Damaged journals next to this one whose readable entries are salvaged here, and the connections whose jobs
        # were restored from the service.
        "CREATE TABLE damage (name TEXT PRIMARY KEY, moment TEXT NOT NULL)",
        """CREATE TABLE rebuilt (
            name TEXT NOT NULL REFERENCES damage (name),
            connection TEXT NOT NULL,
            PRIMARY KEY (name, connection)
        )""",
    ),
    (
        # The account that owns a job; empty for an entry of a release that did not record it, also of one that still
        # runs in parallel. From here on `rebuilt.connection` contains accounts too.
        "ALTER TABLE entry ADD COLUMN account TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX entry_by_account ON entry (account, fingerprint)",
    ),
    (
        # What watches have reported: up to when each area and product was searched, the area's outlines as JSON, the
        # scenes, and what a run adds once its output is on disk.
        """CREATE TABLE watch_area (
            watch TEXT NOT NULL,
            account TEXT NOT NULL,
            area INTEGER NOT NULL,
            product TEXT NOT NULL,
            shape TEXT NOT NULL,
            searched TEXT NOT NULL,
            PRIMARY KEY (watch, account, area, product)
        )""",
        """CREATE TABLE watch_seen (
            watch TEXT NOT NULL,
            account TEXT NOT NULL,
            area INTEGER NOT NULL,
            product TEXT NOT NULL,
            scene TEXT NOT NULL,
            PRIMARY KEY (watch, account, area, product, scene)
        )""",
        """CREATE TABLE watch_report (
            watch TEXT NOT NULL,
            account TEXT NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (watch, account)
        )""",
    ),
    (
        # Damaged journals of which the memory of watches could not be read whole, and the watches that have said so.
        "CREATE TABLE watch_gap (name TEXT PRIMARY KEY)",
        """CREATE TABLE watch_told (
            name TEXT NOT NULL REFERENCES watch_gap (name),
            watch TEXT NOT NULL,
            account TEXT NOT NULL,
            PRIMARY KEY (name, watch, account)
        )""",
    ),
)


def migrate(connection: sqlite3.Connection) -> None:
    """Migrates the tables to the newest version in one transaction; a newer file is left unchanged."""
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
