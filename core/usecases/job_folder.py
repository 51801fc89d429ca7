"""Finds a job's own folder and files, so that foreign files are never replaced, moved or listed."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import AbstractSet, FrozenSet, Sequence

from ..domain.outputs.disk import write_whole
from ..domain.outputs.file_names import safe_name
from .output_manifest import has_manifest, owner_of

_CLAIMS = "places.json"
_QUERY = "test-query"


def job_folder(folder: Path, job_id: str) -> Path:
    """Returns the folder for a job's outputs: the chosen one, or a subfolder of its own.

    A folder holds one job, since one manifest lists what was delivered into it. A manifest of anything else marks the
    folder as taken.
    """
    name, number = safe_name(job_id), 1
    wanted = folder
    while has_manifest(wanted) and owner_of(wanted) != job_id:
        wanted = folder / (name if number == 1 else f"{name}-{number}")
        number += 1
    return wanted


def query_folder(folder: Path) -> Path:
    """Returns the folder for a test query: the chosen one, or a subfolder if that contains a job's outputs."""
    return folder / _QUERY if has_manifest(folder) else folder


def free_place(folder: Path, elsewhere: str, name: str, own: AbstractSet[Path]) -> Path:
    """Returns the path for a file in the folder, or in a subfolder if another file has its name."""
    number, place = 0, folder / name
    while os.path.lexists(place) and place not in own:
        number += 1
        place = folder / (elsewhere if number == 1 else f"{elsewhere}-{number}") / name
    return place


class Claims:
    """Files that an ended process was about to place: ours, although no manifest lists them yet."""

    def __init__(self, bench: Path, folder: Path) -> None:
        self._path = bench / _CLAIMS
        self._folder = folder

    def read(self) -> FrozenSet[Path]:
        """Returns the paths that an earlier process claimed."""
        with contextlib.suppress(OSError, ValueError, TypeError):
            return frozenset(self._folder / str(name) for name in json.loads(self._path.read_text(encoding="utf-8")))
        return frozenset()

    def claim(self, paths: Sequence[Path]) -> None:
        """Records paths before files are placed there; raises DISK_FULL or FOLDER_NOT_WRITABLE."""
        names = [path.relative_to(self._folder).as_posix() for path in paths]
        write_whole(self._path, json.dumps(names).encode("utf-8"), is_record=True)
