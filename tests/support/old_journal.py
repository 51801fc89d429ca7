"""A journal as release 0.1.0 wrote it: its own SQL, and documents without an account."""

from __future__ import annotations

import json
import sqlite3

SQL_0_1_0 = """
CREATE TABLE entry (
    key TEXT PRIMARY KEY, connection TEXT NOT NULL, fingerprint TEXT NOT NULL, name TEXT NOT NULL,
    created TEXT NOT NULL, document TEXT NOT NULL
);
CREATE INDEX entry_by_fingerprint ON entry (connection, fingerprint);
CREATE INDEX entry_by_name ON entry (connection, name);
CREATE TABLE change (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL REFERENCES entry (key), moment TEXT NOT NULL, field TEXT NOT NULL,
    value TEXT NOT NULL
);
CREATE INDEX change_by_key ON change (key);
CREATE TABLE damage (name TEXT PRIMARY KEY, moment TEXT NOT NULL);
CREATE TABLE rebuilt (
    name TEXT NOT NULL REFERENCES damage (name), connection TEXT NOT NULL, PRIMARY KEY (name, connection)
);
PRAGMA user_version = 2;
"""
# Every state that 0.1.0 could leave an entry in.
STATES = (
    ("intent", "NOT_STARTED"),
    ("unknown", "NOT_STARTED"),
    ("refused", "NOT_STARTED"),
    ("absent", "NOT_STARTED"),
    ("created", "NOT_STARTED"),
    ("created", "PENDING"),
    ("created", "RUNNING"),
    ("created", "CANCELLING"),
    ("created", "SUCCEEDED"),
    ("created", "FAILED"),
    ("created", "CANCELLED"),
)


def old_document(key, state, status, *, connection="Mine", created, **more):
    """The members that 0.1.0 wrote."""
    return {
        "key": key,
        "connection": connection,
        "service": "workflows",
        "name": f"job {key}",
        "mode": "DEFAULT",
        "product_id": "product",
        "product_title": "Pléiades",
        "fingerprint": f"fingerprint {key}",
        "created": created.isoformat(timespec="microseconds"),
        "origin": "dock",
        "state": state,
        "status": status,
        "job_id": f"id {key}" if state == "created" else "",
        "hold_credits": 963,
        "credits_used": 950 if status == "SUCCEEDED" else None,
        "scene_count": 1,
        "folder": "",
        "files": [],
        "note": "",
        "updated": created.isoformat(timespec="microseconds"),
        "finished": None,
        "project": "",
        "request": {"oneatlas-pleiades-display:1": {"limit": 1}},
        **more,
    }


def write_old_journal(path, documents):
    """Makes the file."""
    file = sqlite3.connect(str(path))
    file.executescript(SQL_0_1_0)
    for members in documents:
        names = ("key", "connection", "fingerprint", "name", "created")
        file.execute(
            "INSERT INTO entry (key, connection, fingerprint, name, created, document) VALUES (?, ?, ?, ?, ?, ?)",
            (*(members[name] for name in names), json.dumps(members, ensure_ascii=False)),
        )
        file.execute(
            "INSERT INTO change (key, moment, field, value) VALUES (?, ?, 'state', 'intent')",
            (members["key"], members["created"]),
        )
    file.commit()
    file.close()
