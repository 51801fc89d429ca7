"""Quicklook images that were fetched before, kept on disk within a bound."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import List, Optional, Tuple

from ..domain.errors import Up42Error
from ..domain.outputs.disk import make_folder, write_whole
from ..domain.scenes.scene import Scene

LARGEST_BYTES = 256 * 1024 * 1024
# What is left after a cleaning, so that not each further image makes another one.
_AFTER_CLEANING = 0.8
_SUFFIX = ".image"


class QuicklookCache:
    """Images of one connection by scene and footprint; names are digests, so that nothing of an account is told.

    Safe for several threads and processes. A cache that cannot be read or written is no cache, never a failure.
    """

    def __init__(self, folder: Path, connection: str, largest_bytes: int = LARGEST_BYTES) -> None:
        self._folder = folder
        self._connection = connection
        self._largest_bytes = largest_bytes

    def get(self, scene: Scene) -> Optional[bytes]:
        """Returns the image of a scene as it came, None where it is not kept."""
        path = self._path(scene)
        try:
            content = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return content or None

    def put(self, scene: Scene, content: bytes) -> None:
        """Keeps an image."""
        with contextlib.suppress(OSError, Up42Error):
            make_folder(self._folder)
            write_whole(self._path(scene), content)

    def clean(self) -> None:
        """Removes the images that were not looked at for longest, until the rest keeps the bound."""
        with contextlib.suppress(OSError):
            kept: List[Tuple[float, int, Path]] = []
            for path in self._folder.glob(f"*{_SUFFIX}"):
                with contextlib.suppress(OSError):
                    found = path.stat()
                    kept.append((found.st_mtime, found.st_size, path))
            whole = sum(size for _, size, _ in kept)
            if whole <= self._largest_bytes:
                return
            for _, size, path in sorted(kept):
                if whole <= self._largest_bytes * _AFTER_CLEANING:
                    return
                with contextlib.suppress(OSError):
                    path.unlink()
                    whole -= size

    def _path(self, scene: Scene) -> Path:
        name = repr((self._connection, scene.id, scene.feature_id, scene.footprint))
        return self._folder / f"{hashlib.sha256(name.encode()).hexdigest()[:40]}{_SUFFIX}"
