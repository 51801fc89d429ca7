"""A size-limited disk cache of fetched and placed quicklooks."""

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

MAX_BYTES = 512 * 1024 * 1024
# The share that a cleaning leaves, so that the next image does not trigger another one.
_AFTER_CLEANING = 0.8
_DIGITS = 40
_RECORD, _IMAGE, _RASTER = ".json", ".image", ".tif"


def cache_of(home: Path, connection: str, way: int, aoi: Optional[Aoi]) -> QuicklookCache:
    """Returns the cache below a home folder; `way` is the version of the placing, `aoi` the area of its cloud cover."""
    ring = aoi.ring if aoi is not None else None
    return QuicklookCache(_folder(home), connection, f"{way} {ring}")


def image_cache_of(home: Path, connection: str) -> ImageCache:
    """Returns the images of the same cache; each is placed where it is needed."""
    return ImageCache(_folder(home), connection)


def _folder(home: Path) -> Path:
    return home / "cache" / "quicklooks"


class QuicklookCache:
    """Images and placed rasters of one connection by scene; names are digests that reveal nothing of an account.

    `placing` is everything else that a placement depends on: the method's version, the area for the cloud cover. Files
    are hard links to those of test queries if the disk supports it; a file that was changed since is not used again.
    Safe for several threads and processes. A cache that cannot be read or written is ignored and never a failure.
    """

    def __init__(
        self, folder: Path, connection: str, placing: str = "", max_bytes: int = MAX_BYTES
    ) -> None:
        self._folder = folder
        self._connection = connection
        self._placing = placing
        self._max_bytes = max_bytes
        self._reading = threading.Lock()

    def image(self, scene: Scene) -> Optional[bytes]:
        """Returns the original image of a scene, None if it is not cached."""
        stem = self._stem(scene)
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            if _is_unchanged(stem, _IMAGE, _record(stem)):
                return stem.with_suffix(_IMAGE).read_bytes() or None
        return None

    def placed(self, scene: Scene, target: Path) -> Optional[PlacedQuicklook]:
        """Puts image and raster of a scene at `target`, a path without suffix; None if they are not cached."""
        stem = self._stem(scene)
        # One at a time: many busy Python threads would block the window.
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
        """Adds a fetched and placed quicklook."""
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
        """Removes the least recently used quicklooks until the rest is within the limit."""
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
            if whole <= self._max_bytes:
                return
            for _, size, paths in sorted(kept):
                if whole <= self._max_bytes * _AFTER_CLEANING:
                    return
                with contextlib.suppress(OSError):
                    for path in paths:
                        path.unlink()
                    whole -= size

    def _stem(self, scene: Scene) -> Path:
        return self._folder / _digest(self._connection, scene.id, scene.feature_id, scene.footprint)

    def _way(self, scene: Scene) -> str:
        return _digest(self._placing, scene.outline, scene.cloud_cover, frame_hints(scene))


class ImageCache(QuicklookCache):
    """Only the images of a connection: they are placed again, for the clouds over any number of areas."""

    def placed(self, scene: Scene, target: Path) -> Optional[PlacedQuicklook]:
        """Returns None."""
        return None


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:_DIGITS]


def _record(stem: Path) -> Dict[str, Any]:
    """Reads the record of a quicklook and marks it as recently used."""
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
    """Hard-links a file, or copies it if the disk has no links; the target appears atomically."""
    unfinished = target.with_name(f"{target.name}.{os.getpid()}-{threading.get_ident()}.new")
    try:
        try:
            os.link(source, unfinished)
        except OSError:
            shutil.copy2(source, unfinished)
        os.replace(unfinished, target)
    finally:
        # `os.replace` leaves it if both were already links to one file.
        unfinished.unlink(missing_ok=True)
