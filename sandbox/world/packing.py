"""Packs archives as the service does."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path


def pack_tgz(folder: Path, archive: Path) -> Path:
    """Packs a folder as a gzipped tar with everything under `output/`."""
    with tarfile.open(archive, "w:gz", compresslevel=1) as packed:
        packed.add(folder, arcname="output")
    return archive


def pack_zip(folder: Path, archive: Path) -> Path:
    """Packs a folder as a zip without a folder of its own."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                packed.write(path, path.relative_to(folder).as_posix())
    return archive
