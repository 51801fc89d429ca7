"""The files with what the dock's watches have found: named by watch and time, removed when they are old."""

from __future__ import annotations

import contextlib
import os
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Collection, Dict, List, Tuple

# Of each watch; beyond one of both bounds a file is removed.
MAX_FILES = 20
MAX_AGE = timedelta(days=90)
# Another QGIS may just be about to show it.
MIN_AGE = timedelta(days=1)
_STAMP = "%Y%m%dT%H%M%S%f"
_SUFFIX, _SHOWN = ".gpkg", ".shown"


def found_file(home: Path, key: str, begun: datetime) -> Path:
    """Returns the file of a run of a watch."""
    return _folder(home) / f"{key}-{begun.astimezone(timezone.utc):{_STAMP}}{_SUFFIX}"


def note_shown(path: Path) -> None:
    """Keeps a file for good: it was added to a project, which may be saved and not be open when files are removed."""
    with contextlib.suppress(OSError):
        path.with_name(f"{path.name}{_SHOWN}").touch()


def clean_found(home: Path, sources: Collection[str], now: datetime) -> Tuple[Path, ...]:
    """Removes files beyond the bounds and returns their paths.

    Keeps those of `sources` (layers of the open project), those that were shown, and all that a watch did not write. A
    file that cannot be removed stays without an error.
    """
    used = {os.path.normcase(os.path.realpath(source.split("|", 1)[0])) for source in sources}
    by_watch: Dict[str, List[Tuple[datetime, Path]]] = {}
    for path in _folder(home).glob(f"*{_SUFFIX}"):
        key, _, stamp = path.stem.rpartition("-")
        with contextlib.suppress(ValueError):
            begun = datetime.strptime(stamp, _STAMP).replace(tzinfo=timezone.utc)
            by_watch.setdefault(key, []).append((begun, path))
    removed = []
    for files in by_watch.values():
        for place, (begun, path) in enumerate(sorted(files, reverse=True)):
            age = now - begun
            is_needed = os.path.normcase(os.path.realpath(path)) in used or Path(f"{path}{_SHOWN}").exists()
            if is_needed or age < MIN_AGE or (place < MAX_FILES and age <= MAX_AGE):
                continue
            with contextlib.suppress(OSError):
                path.unlink()
                removed.append(path)
    return tuple(removed)


def _folder(home: Path) -> Path:
    return home / "watches" / "found"
