"""The memory of watches in the journal's file."""

from __future__ import annotations

import json
import sqlite3
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import datetime
from typing import Any, Callable, Optional, Sequence

from ..domain.areas.watch import RememberedArea, Rings, WatchRecord, WatchReport
from .documents import moment_text

_Cursor = Callable[[], "AbstractContextManager[sqlite3.Cursor]"]


class SqliteWatches:
    """Implements WatchMemory with the journal's transactions."""

    def __init__(self, reading: _Cursor, writing: _Cursor) -> None:
        self._reading = reading
        self._writing = writing

    def record(self, watch: str, account: str) -> WatchRecord:
        """Returns what is remembered, empty for a new watch."""
        own = (watch, account)
        with self._reading() as cursor:
            cursor.execute("SELECT area, product, shape, searched FROM watch_area WHERE watch = ? AND account = ?", own)
            areas = tuple(
                RememberedArea(area, product, _rings(json.loads(shape)), datetime.fromisoformat(searched))
                for area, product, shape, searched in cursor.fetchall()
            )
            cursor.execute("SELECT area, product, scene FROM watch_seen WHERE watch = ? AND account = ?", own)
            return WatchRecord(areas, frozenset(cursor.fetchall()))

    def prepare(self, watch: str, account: str, report: WatchReport) -> None:
        """Records what will be remembered once the output is on disk; replaces an earlier such report."""
        document = json.dumps(asdict(report), default=moment_text)
        with self._writing() as cursor:
            cursor.execute("INSERT OR REPLACE INTO watch_report VALUES (?, ?, ?)", (watch, account, document))

    def prepared(self, watch: str, account: str) -> Optional[WatchReport]:
        """Returns the report of a run that has not settled it."""
        with self._reading() as cursor:
            return _prepared(cursor, watch, account)

    def settle(self, watch: str, account: str, *, is_on_disk: bool) -> None:
        """Adds the prepared report to the memory, or drops it."""
        own = (watch, account)
        with self._writing() as cursor:
            report = _prepared(cursor, watch, account)
            if report is not None and is_on_disk:
                for area in report.begun_again:
                    of_area = (*own, area)
                    cursor.execute("DELETE FROM watch_area WHERE watch = ? AND account = ? AND area = ?", of_area)
                    cursor.execute("DELETE FROM watch_seen WHERE watch = ? AND account = ? AND area = ?", of_area)
                cursor.executemany(
                    "INSERT OR REPLACE INTO watch_area (watch, account, area, product, shape, searched) "
                    "VALUES (?, ?, ?, ?, ?, ?)",
                    [
                        (*own, item.area_id, item.product_id, json.dumps(item.rings), moment_text(item.searched))
                        for item in report.areas
                    ],
                )
                cursor.executemany(
                    "INSERT OR IGNORE INTO watch_seen (watch, account, area, product, scene) VALUES (?, ?, ?, ?, ?)",
                    [(*own, *key) for key in report.seen],
                )
            cursor.execute("DELETE FROM watch_report WHERE watch = ? AND account = ?", own)


def _prepared(cursor: sqlite3.Cursor, watch: str, account: str) -> Optional[WatchReport]:
    cursor.execute("SELECT document FROM watch_report WHERE watch = ? AND account = ?", (watch, account))
    row = cursor.fetchone()
    if row is None:
        return None
    members = json.loads(row[0])
    areas = tuple(
        RememberedArea(
            item["area_id"], item["product_id"], _rings(item["rings"]), datetime.fromisoformat(item["searched"])
        )
        for item in members["areas"]
    )
    seen = tuple((key[0], key[1], key[2]) for key in members["seen"])
    return WatchReport(members["part"], areas, seen, tuple(members["begun_again"]))


def _rings(value: Sequence[Any]) -> Rings:
    return tuple(tuple((point[0], point[1]) for point in ring) for ring in value)
