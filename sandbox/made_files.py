"""Files that are created on first request and kept until the Sandbox stops."""

from __future__ import annotations

import os
import tempfile
import threading
from pathlib import Path
from typing import Callable, Dict

from .testing.hostile_archives import HOSTILE_KINDS, hostile_archive


class MadeFiles:
    """Makes files below one folder. Safe for threads: each file is made once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._locks: Dict[str, threading.Lock] = {}

    def made(self, name: str, write: Callable[[Path], object]) -> Path:
        """Returns the file of that name; `write` makes it at the path that it is given."""
        path = self._folder / name
        with self._lock:
            lock = self._locks.setdefault(name, threading.Lock())
        with lock:
            if not path.exists():
                with tempfile.TemporaryDirectory(dir=self._folder) as scratch:
                    fresh = Path(scratch) / name
                    write(fresh)
                    os.replace(fresh, path)
        return path

    def packed(self, name: str, fill: Callable[[Path], None], pack: Callable[[Path, Path], Path]) -> Path:
        """Returns the archive of that name; `fill` puts its content into a folder, `pack` makes the archive of it."""

        def write(path: Path) -> None:
            with tempfile.TemporaryDirectory(dir=self._folder) as content:
                fill(Path(content))
                pack(Path(content), path)

        return self.made(name, write)

    def hostile(self, kind: str) -> Path:
        """Returns an archive that no client may unpack; ValueError when there is none of that kind."""
        if kind not in HOSTILE_KINDS:
            raise ValueError(f"no hostile archive {kind}; there are {', '.join(HOSTILE_KINDS)}")
        return self.made(f"hostile-{kind}.tgz", lambda path: hostile_archive(path, kind))
