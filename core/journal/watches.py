"""The memory of watches in the journal's file."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Callable, Optional, Sequence, Tuple

from ..domain.areas.watch import RememberedArea, Rings, WatchRecord, WatchReport
from .damage import Table, readable_rows
from .documents import moment_text

_Cursor = Callable[[], "AbstractContextManager[sqlite3.Cursor]"]
_AREAS = Table(
    "watch_area",
    "SELECT max(rowid) FROM watch_area NOT INDEXED",
    "SELECT watch, account, area, product, shape, searched FROM watch_area NOT INDEXED",
)
_SEEN = Table(
    "watch_seen",
    "SELECT max(rowid) FROM watch_seen NOT INDEXED",
    "SELECT watch, account, area, product, scene FROM watch_seen NOT INDEXED",
)
_REPORTS = Table(
    "watch_report",
    "SELECT max(rowid) FROM watch_report NOT INDEXED",
    "SELECT watch, account, document FROM watch_report NOT INDEXED",
)


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
            seen = frozenset(cursor.fetchall())
            cursor.execute(
                "SELECT count(*) FROM watch_gap "
                "WHERE name NOT IN (SELECT name FROM watch_told WHERE watch = ? AND account = ?)",
                own,
            )
            return WatchRecord(areas, seen, is_damaged=bool(cursor.fetchone()[0]))

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

    def close_gap(self, watch: str, account: str) -> None:
        """Records that a run has reported the loss of memory."""
        with self._writing() as cursor:
            cursor.execute("INSERT OR IGNORE INTO watch_told SELECT name, ?, ? FROM watch_gap", (watch, account))


@dataclass(frozen=True)
class SalvagedMemory:
    """What could be read of the memory of watches in a damaged journal; `is_whole` if that is all."""

    areas: Tuple[Tuple[Any, ...], ...]
    seen: Tuple[Tuple[Any, ...], ...]
    reports: Tuple[Tuple[Any, ...], ...]
    is_whole: bool

    def add(self, cursor: sqlite3.Cursor, name: str) -> None:
        """Adds it to a journal, where `name` is the damaged one's; what is known there already stays."""
        cursor.executemany("INSERT OR IGNORE INTO watch_area VALUES (?, ?, ?, ?, ?, ?)", self.areas)
        cursor.executemany("INSERT OR IGNORE INTO watch_seen VALUES (?, ?, ?, ?, ?)", self.seen)
        cursor.executemany("INSERT OR IGNORE INTO watch_report VALUES (?, ?, ?)", self.reports)
        if not self.is_whole:
            cursor.execute("INSERT OR IGNORE INTO watch_gap VALUES (?)", (name,))


def readable_memory(path: Path) -> SalvagedMemory:
    """Returns what can be read of the memory of watches in a damaged journal, which is not changed."""
    kept, is_whole = [], True
    for table, is_sound in ((_AREAS, _is_area), (_SEEN, _is_seen), (_REPORTS, _is_report)):
        rows, is_all = readable_rows(path, table)
        sound = tuple(row for row in rows if _holds(is_sound, row))
        is_whole = is_whole and is_all and len(sound) == len(rows)
        kept.append(sound)
    return SalvagedMemory(kept[0], kept[1], kept[2], is_whole)


def _holds(is_sound: Callable[[Tuple[Any, ...]], bool], row: Tuple[Any, ...]) -> bool:
    with contextlib.suppress(ValueError, TypeError, KeyError, IndexError, AttributeError):
        return is_sound(row)
    return False


def _is_area(row: Tuple[Any, ...]) -> bool:
    watch, account, area, product, shape, searched = row
    rings = _rings(json.loads(shape))
    numbers = all(isinstance(number, (int, float)) for ring in rings for point in ring for number in point)
    is_moment = datetime.fromisoformat(searched).tzinfo is not None
    return _is_seen((watch, account, area, product, "")) and numbers and bool(rings) and is_moment


def _is_seen(row: Tuple[Any, ...]) -> bool:
    watch, account, area, product, scene = row
    return isinstance(area, int) and all(isinstance(text, str) for text in (watch, account, product, scene))


def _is_report(row: Tuple[Any, ...]) -> bool:
    return all(isinstance(text, str) for text in row) and isinstance(_report_of(row[2]), WatchReport)


def _prepared(cursor: sqlite3.Cursor, watch: str, account: str) -> Optional[WatchReport]:
    cursor.execute("SELECT document FROM watch_report WHERE watch = ? AND account = ?", (watch, account))
    row = cursor.fetchone()
    return None if row is None else _report_of(row[0])


def _report_of(document: str) -> WatchReport:
    members = json.loads(document)
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
