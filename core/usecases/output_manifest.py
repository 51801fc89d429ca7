"""What was delivered into a folder, so that it is not fetched twice: a small file beside the outputs."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Dict, Mapping, Tuple

from ..domain.disk import write_whole

MANIFEST_NAME = "outputs.json"

# Path within the folder, with slashes, and size in bytes.
DeliveredFiles = Mapping[str, int]


@dataclass(frozen=True)
class Manifest:
    """The files of one job by delivery."""

    job_id: str
    deliveries: Mapping[str, DeliveredFiles] = field(default_factory=dict)

    def has(self, delivery_id: str, folder: Path) -> bool:
        """Tells whether all files of a delivery are there.

        A file that has grown counts as there: overviews and metadata may have been added to it.
        """
        files = self.deliveries.get(delivery_id)
        return files is not None and all(_is_there(folder / name, size) for name, size in files.items())

    def is_complete(self, folder: Path) -> bool:
        """Tells whether something was delivered and all of it is there."""
        return bool(self.deliveries) and all(self.has(one, folder) for one in self.deliveries)

    def with_files(self, delivery_id: str, files: Tuple[Path, ...], folder: Path) -> Manifest:
        """Returns a manifest that knows the files of one more delivery."""
        known = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}
        return replace(self, deliveries={**self.deliveries, delivery_id: known})


def read_manifest(folder: Path, job_id: str) -> Manifest:
    """Returns the manifest of a folder; an empty one where there is none of this job that can be read."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        document = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
        if document["job_id"] == job_id:
            return Manifest(job_id, {one["id"]: _sizes(one["files"]) for one in document["deliveries"]})
    return Manifest(job_id)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Writes the manifest, whole or not at all."""
    document = {
        "job_id": manifest.job_id,
        "deliveries": [
            {
                "id": delivery_id,
                "files": [{"name": name, "size_bytes": size} for name, size in files.items()],
            }
            for delivery_id, files in manifest.deliveries.items()
        ],
    }
    write_whole(folder / MANIFEST_NAME, json.dumps(document, indent=2, ensure_ascii=False).encode("utf-8"))


def _sizes(files: Any) -> Dict[str, int]:
    return {str(one["name"]): int(one["size_bytes"]) for one in files}


def _is_there(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size >= size
    except OSError:
        return False
