"""Quicklooks that were fetched and placed before, kept on disk within a bound."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import threading
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any, Dict, List, Optional

from ..domain.aoi import Aoi
from ..domain.errors import Up42Error
from ..domain.json_text import parse_json
from ..domain.outputs.disk import make_folder, write_whole
from ..domain.scenes.acquisition import frame_hints
from ..domain.scenes.scene import PlacedQuicklook, Scene

LARGEST_BYTES = 512 * 1024 * 1024
# What is left after a cleaning, so that not each further image makes another one.
_AFTER_CLEANING = 0.8
_DIGITS = 40
_RECORD, _IMAGE, _RASTER = ".json", ".image", ".tif"


def cache_of(home: Path, connection: str, way: int, aoi: Optional[Aoi]) -> QuicklookCache:
    """Returns the cache below a home folder; `way` is the version of the placing, `aoi` the area of the clouds."""
    ring = aoi.ring if aoi is not None else None
    return QuicklookCache(home / "cache" / "quicklooks", connection, f"{way} {ring}")


class QuicklookCache:
    """Images and placed rasters of one connection by scene; names are digests, so that nothing of an account is told.

    `placing` names whatever else a place depends on: the way of placing, the area whose clouds are told. Files are
    shared with the folders of test queries by links where the disk has them; one that was changed there since is not
    used again. Safe for several threads and processes. A cache that cannot be read or written is no cache, never a
    failure.
    """

    def __init__(
        self, folder: Path, connection: str, placing: str = "", largest_bytes: int = LARGEST_BYTES
    ) -> None:
        self._folder = folder
        self._connection = connection
        self._placing = placing
        self._largest_bytes = largest_bytes
        self._reading = threading.Lock()

    def image(self, scene: Scene) -> Optional[bytes]:
        """Returns the image of a scene as it came, None where it is not kept."""
        stem = self._stem(scene)
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            if _is_unchanged(stem, _IMAGE, _record(stem)):
                return stem.with_suffix(_IMAGE).read_bytes() or None
        return None

    def placed(self, scene: Scene, target: Path) -> Optional[PlacedQuicklook]:
        """Puts image and raster of a scene at `target`, a path without suffix; None where they are not kept so."""
        stem = self._stem(scene)
        # One at a time: many threads at work in Python let the window wait for the interpreter.
        with self._reading, contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            record = _record(stem)
            is_same = record["placing"] == self._way(scene)
            if is_same and all(_is_unchanged(stem, suffix, record) for suffix in (_IMAGE, _RASTER)):
                image = target.with_name(target.name + record["suffix"])
                raster = target.with_name(target.name + _RASTER)
                _share(stem.with_suffix(_IMAGE), image)
                _share(stem.with_suffix(_RASTER), raster)
                facts = record["placed"]
                facts["evidence"] = tuple(facts["evidence"])
                facts["thumbnail"] = b64decode(facts["thumbnail"])
                return PlacedQuicklook(scene.id, str(image), str(raster), **facts)
        return None

    def keep(self, scene: Scene, placed: PlacedQuicklook) -> None:
        """Keeps what was fetched and placed."""
        stem, image = self._stem(scene), Path(placed.image_path)
        with contextlib.suppress(OSError, Up42Error):
            make_folder(self._folder)
            _share(image, stem.with_suffix(_IMAGE))
            _share(Path(placed.raster_path), stem.with_suffix(_RASTER))
            record = {
                "placing": self._way(scene),
                "suffix": image.suffix,
                "files": {suffix: _signs(stem.with_suffix(suffix)) for suffix in (_IMAGE, _RASTER)},
                "placed": {
                    "placement": placed.placement,
                    "certainty": placed.certainty,
                    "evidence": placed.evidence,
                    "aoi_cloud_cover": placed.aoi_cloud_cover,
                    "aoi_cloud_error": placed.aoi_cloud_error,
                    "aoi_seen": placed.aoi_seen,
                    "thumbnail": b64encode(placed.thumbnail).decode(),
                },
            }
            write_whole(stem.with_suffix(_RECORD), json.dumps(record).encode())

    def clean(self) -> None:
        """Removes the quicklooks that were not looked at for longest, until the rest keeps the bound."""
        with contextlib.suppress(OSError):
            files: Dict[str, List[Path]] = {}
            for path in self._folder.iterdir():
                files.setdefault(path.name[:_DIGITS], []).append(path)
            kept = []
            for paths in files.values():
                with contextlib.suppress(OSError):
                    found = [path.stat() for path in paths]
                    kept.append((max(item.st_mtime for item in found), sum(item.st_size for item in found), paths))
            whole = sum(size for _, size, _ in kept)
            if whole <= self._largest_bytes:
                return
            for _, size, paths in sorted(kept):
                if whole <= self._largest_bytes * _AFTER_CLEANING:
                    return
                with contextlib.suppress(OSError):
                    for path in paths:
                        path.unlink()
                    whole -= size

    def _stem(self, scene: Scene) -> Path:
        return self._folder / _digest(self._connection, scene.id, scene.feature_id, scene.footprint)

    def _way(self, scene: Scene) -> str:
        return _digest(self._placing, scene.outline, scene.cloud_cover, frame_hints(scene))


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:_DIGITS]


def _record(stem: Path) -> Dict[str, Any]:
    """Reads what was noted about a quicklook, and that it was looked at again."""
    path = stem.with_suffix(_RECORD)
    record: Dict[str, Any] = parse_json(path.read_bytes())
    os.utime(path)
    return record


def _is_unchanged(stem: Path, suffix: str, record: Dict[str, Any]) -> bool:
    return bool(record["files"][suffix] == _signs(stem.with_suffix(suffix)))


def _signs(path: Path) -> List[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]


def _share(source: Path, target: Path) -> None:
    """Gives a file another name, or copies it where the disk has no links; nobody ever sees a part of it."""
    unfinished = target.with_name(f"{target.name}.{os.getpid()}-{threading.get_ident()}.new")
    try:
        try:
            os.link(source, unfinished)
        except OSError:
            shutil.copy2(source, unfinished)
        os.replace(unfinished, target)
    finally:
        # Left over also where both were names of one file already.
        unfinished.unlink(missing_ok=True)
