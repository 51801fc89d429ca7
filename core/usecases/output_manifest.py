"""The manifest of a folder: a file that lists what was delivered, for verification and to avoid repeated downloads."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Collection, FrozenSet, Mapping, Optional, Sequence, Tuple

from ..domain.outputs.delivery import DeliveredFile
from ..domain.outputs.disk import write_whole

MANIFEST_NAME = "outputs.json"


@dataclass(frozen=True)
class Manifest:
    """The files of one job by delivery, as delivered into `folder`."""

    job_id: str
    folder: Path
    deliveries: Mapping[str, Tuple[DeliveredFile, ...]] = field(default_factory=dict)

    @property
    def files(self) -> Tuple[DeliveredFile, ...]:
        """Returns the files of all deliveries."""
        return tuple(file for files in self.deliveries.values() for file in files)

    def has(self, delivery_id: str, distrusted: Collection[Path] = ()) -> bool:
        """Returns whether all files of a delivery are present and none of them is `distrusted`.

        A file that has grown counts as present: overviews and metadata may have been added.
        """
        files = self.deliveries.get(delivery_id)
        return files is not None and len(self.kept(delivery_id, distrusted)) == len(files)

    def kept(self, delivery_id: str, distrusted: Collection[Path] = ()) -> FrozenSet[Path]:
        """Returns those files of a delivery that need not be fetched again."""
        files = self.deliveries.get(delivery_id, ())
        return frozenset(file.path for file in files if file.path not in distrusted and _is_there(file))

    def paths_of(self, delivery_id: str) -> FrozenSet[Path]:
        """Returns the paths of a delivery's files."""
        return frozenset(file.path for file in self.deliveries.get(delivery_id, ()))

    def is_complete(self, distrusted: Collection[Path] = ()) -> bool:
        """Returns whether something was delivered and all of it is present."""
        return bool(self.deliveries) and all(self.has(delivery, distrusted) for delivery in self.deliveries)

    def with_files(self, delivery_id: str, files: Sequence[DeliveredFile]) -> Manifest:
        """Returns the manifest with the files of one more delivery."""
        return replace(self, deliveries={**self.deliveries, delivery_id: tuple(files)})


def read_manifest(folder: Path, job_id: str) -> Manifest:
    """Returns the manifest of a folder; an empty one if there is none of this job that can be read."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        document = _read(folder)
        if document["job_id"] == job_id:
            return Manifest(
                job_id,
                folder,
                {delivery["id"]: _files(delivery["files"], folder) for delivery in document["deliveries"]},
            )
    return Manifest(job_id, folder)


def owner_of(folder: Path) -> str:
    """Returns the id of the job whose outputs a folder contains, empty if unknown."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return str(_read(folder)["job_id"])
    return ""


def has_manifest(folder: Path) -> bool:
    """Returns whether a folder has a file with the manifest's name, of this plugin or not."""
    return os.path.lexists(folder / MANIFEST_NAME)


def delivered_files(folder: Path) -> Optional[FrozenSet[Path]]:
    """Returns the files that were delivered into a folder, None if unknown."""
    owner = owner_of(folder)
    files = read_manifest(folder, owner).files if owner else ()
    return frozenset(file.path for file in files) or None


def write_manifest(manifest: Manifest) -> None:
    """Writes the manifest atomically."""
    folder = manifest.folder
    document = {
        "job_id": manifest.job_id,
        "deliveries": [
            {"id": delivery_id, "files": [_entry(file, folder) for file in files]}
            for delivery_id, files in manifest.deliveries.items()
        ],
    }
    content = json.dumps(document, indent=2, ensure_ascii=False).encode("utf-8")
    write_whole(folder / MANIFEST_NAME, content, is_record=True)


def _read(folder: Path) -> Any:
    return json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))


def _entry(file: DeliveredFile, folder: Path) -> Mapping[str, Any]:
    name = file.path.relative_to(folder).as_posix()
    return {"name": name, "size_bytes": file.size_bytes, "sha256": file.sha256}


def _files(entries: Any, folder: Path) -> Tuple[DeliveredFile, ...]:
    # Manifests of earlier versions have no checksums.
    return tuple(
        DeliveredFile(folder / str(entry["name"]), int(entry["size_bytes"]), str(entry.get("sha256", "")))
        for entry in entries
    )


def _is_there(file: DeliveredFile) -> bool:
    try:
        return file.path.stat().st_size >= file.size_bytes
    except OSError:
        return False
