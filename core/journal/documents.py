"""Converts journal entries to JSON documents and back."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, is_dataclass
from datetime import datetime, timezone
from enum import Enum
from typing import Any, Callable, Dict, Mapping, Optional, Tuple

from ..domain.jobs.job import JobMode, JobStatus
from ..domain.jobs.journal import Absence, EntryState, JournalEntry
from ..domain.jobs.notes import note_as_text, note_of

_NAMES: Tuple[str, ...] = tuple(field.name for field in fields(JournalEntry))


def document_of(entry: JournalEntry, old: str = "{}") -> str:
    """Returns the JSON text of an entry; unknown members of the old text are kept."""
    members = json.loads(old)
    members.update({name: plain_field(entry, name) for name in _NAMES})
    return json.dumps(members, ensure_ascii=False)


def entry_of(document: str) -> JournalEntry:
    """Returns the entry of a JSON text; a field that an older release did not write has its default."""
    members = json.loads(document)
    values: Dict[str, Any] = {name: members[name] for name in _NAMES if name in members}
    for name, read in _READERS.items():
        if name in values:
            values[name] = read(values[name])
    return JournalEntry(**values)


def plain_field(entry: JournalEntry, name: str) -> Any:
    """Returns a field of an entry as a JSON value; times in UTC."""
    return note_as_text(entry.note) if name == "note" else _plain(getattr(entry, name))


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return moment_text(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def moment_text(moment: datetime) -> str:
    """Returns an aware time in UTC with microseconds, so that texts sort in the order of time."""
    return moment.astimezone(timezone.utc).isoformat(timespec="microseconds")


def _absence(members: Optional[Mapping[str, Any]]) -> Optional[Absence]:
    return None if members is None else Absence(**members)


def _moment(text: Optional[str]) -> Optional[datetime]:
    return None if text is None else datetime.fromisoformat(text)


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "mode": JobMode,
    "state": EntryState,
    "status": JobStatus,
    "created": _moment,
    "updated": _moment,
    "finished": _moment,
    "files": tuple,
    "freed": tuple,
    "absence": _absence,
    "note": note_of,
}
