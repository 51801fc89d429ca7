"""Removes the oldest folders of test queries beyond a size limit, and finds scenes in those that are left."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from pathlib import Path
from typing import Collection, Dict, Iterator, List, Optional, Tuple

from ..domain.errors import Up42Error
from ..domain.foreign import mapping_of
from ..domain.json_text import JsonError, parse_json
from ..domain.ports.control import Control
from ..domain.scenes.features import scene_of
from ..domain.scenes.scene import Scene

FOLDER_NAME = "test-queries"
# A recent test query may be on the map of another QGIS.
YOUNG_S = 86_400.0

_DOCUMENTS = frozenset({"data.json", "usage.json"})
_SCENES = "scenes.gpkg"
_QUICKLOOKS = "quicklooks"
_QUICKLOOK_ENDINGS = (".tif", ".jpg", ".png", ".aux.xml", ".new")


def queries_of(home: Path, sources: Collection[str]) -> Tuple[str, ...]:
    """Returns the names of the test query folders that contain the sources of layers."""
    base = os.path.normcase(os.path.realpath(home / FOLDER_NAME)) + os.sep
    found = set()
    for source in sources:
        path = os.path.normcase(os.path.realpath(source.split("|", 1)[0]))
        if path.startswith(base):
            found.add(path[len(base) :].split(os.sep, 1)[0])
    return tuple(found)


def clean_queries(
    home: Path, max_bytes: int, needed: Collection[str], now_s: float, control: Control
) -> Tuple[str, ...]:
    """Removes the oldest test queries until the rest is within `max_bytes`; returns the names of their folders.

    Keeps folders that are `needed` (names as returned by `queries_of`), younger than a day, or contain files that no
    test query writes. A folder that cannot be removed stays without an error. `now_s` in Unix seconds. Raises
    Cancelled.
    """
    kept = []
    with contextlib.suppress(OSError):
        for folder in (home / FOLDER_NAME).iterdir():
            control.check()
            found = _look(folder)
            if found is not None:
                kept.append((*found, folder))
    whole = sum(size for _, size, _ in kept)
    removed: List[str] = []
    for changed_s, size, folder in sorted(kept):
        control.check()
        if whole <= max_bytes or changed_s > now_s - YOUNG_S:
            break
        if os.path.normcase(folder.name) in needed or not _is_of_a_query_alone(folder):
            continue
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            removed.append(folder.name)
            whole -= size
    return tuple(removed)


def kept_scenes(home: Path, scene_ids: Collection[str], control: Control) -> Tuple[Scene, ...]:
    """Returns these scenes from the newest test queries on disk that found them; none if not all of them are there.

    A delivery may come days after its order, when another test query is listed. Raises Cancelled.
    """
    found: Dict[str, Scene] = {}
    documents = []
    with contextlib.suppress(OSError):
        for path in (home / FOLDER_NAME).glob("*/data.json"):
            documents.append((path.stat().st_mtime, path))
    for _, path in sorted(documents, reverse=True):
        control.check()
        missing = [scene_id for scene_id in scene_ids if scene_id not in found]
        if not missing:
            break
        with contextlib.suppress(OSError, JsonError):
            content = path.read_bytes()
            # Most documents have none of them, and parsing takes a hundred times longer than looking.
            if any(scene_id.encode("utf-8") in content for scene_id in missing):
                found.update((scene.id, scene) for scene in _scenes(content) if scene.id in missing)
    known = [found[scene_id] for scene_id in sorted(set(scene_ids)) if scene_id in found]
    return tuple(known) if len(known) == len(set(scene_ids)) else ()


def _scenes(content: bytes) -> Iterator[Scene]:
    features = mapping_of(parse_json(content)).get("features")
    for feature in features if isinstance(features, list) else ():
        with contextlib.suppress(Up42Error):
            yield scene_of(feature, {}, {})


def _look(folder: Path) -> Optional[Tuple[float, int]]:
    """Returns the time of the test query and its size, hard links counted once; None if it is not a folder."""
    if folder.is_symlink() or not folder.is_dir():
        return None
    # Written once per test query; other files change with layers that are opened, or are shared with the cache.
    document = folder / "data.json"
    changed_s = (document if document.exists() else folder).stat().st_mtime
    sizes: Dict[Tuple[int, int], int] = {}
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            found = path.lstat()
            if stat.S_ISREG(found.st_mode):
                sizes[found.st_dev, found.st_ino or len(sizes)] = found.st_size
    return changed_s, sum(sizes.values())


def _is_of_a_query_alone(folder: Path) -> bool:
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if path.is_symlink():
                return False
            if path.name == _QUICKLOOKS and path.is_dir():
                if any(item.is_dir() or not item.name.endswith(_QUICKLOOK_ENDINGS) for item in path.iterdir()):
                    return False
            elif path.is_dir() or not (path.name in _DOCUMENTS or path.name.startswith(_SCENES)):
                return False
        return True
    return False
