"""Unpacks archives within delivered archives if nothing else in the delivery is an image."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

from ..domain.errors import ErrorKind, Up42Error
from ..domain.outputs.archive_kind import HEAD_BYTES, archive_kind
from ..domain.outputs.delivered_files import PICTURE_SUFFIXES, is_aside
from ..domain.outputs.delivery import DeliveredFile, OutputFile, OutputKind, Placement
from ..domain.outputs.disk import disk_error
from ..domain.outputs.file_names import safe_name
from ..domain.ports.control import Control
from ..domain.ports.downloads import Downloads
from .output_manifest import Manifest, write_manifest

# Formats that are zip archives internally and must not be unpacked.
WHOLE_SUFFIXES = (".kmz", ".xlsx", ".docx", ".pptx", ".odt", ".ods", ".qgz")
# Archives nested deeper than this stay packed.
_MAX_DEPTH = 3
_IMAGES = (OutputKind.RASTER, OutputKind.POINT_CLOUD)
# Failures that prevent all writing; any other concerns one archive.
_FATAL = (ErrorKind.CANCELLED, ErrorKind.DISK_FULL, ErrorKind.FOLDER_NOT_WRITABLE)


def unpack_inner(found: Sequence[OutputFile], manifest: Manifest, downloads: Downloads, control: Control) -> bool:
    """Unpacks archives among the files of a manifest into folders next to them, and adds their files to it.

    Does nothing if one of the `found` datasets is an image and not a preview. A damaged or refused archive stays
    packed. Returns whether there are new files; raises Cancelled, DISK_FULL or FOLDER_NOT_WRITABLE.
    """
    if any(_is_image(file, manifest.folder) for file in found):
        return False
    is_news = False
    for delivery_id, files in manifest.deliveries.items():
        inner = list(files)
        for file in files:
            if not _is_wanted(file.path, files):
                continue
            placement = Placement(is_own=manifest.paths_of(delivery_id).__contains__)
            try:
                inner += downloads.unpack(file.path, _folder_of(file.path), placement, control)
            except Up42Error as error:
                if error.kind in _FATAL:
                    raise
        if len(inner) > len(files):
            manifest = manifest.with_files(delivery_id, inner)
            write_manifest(manifest)
            is_news = True
    return is_news


def head_of(path: Path) -> bytes:
    """Returns the first bytes of a file, enough to detect its format."""
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError as error:
        raise disk_error(error) from error


def _is_image(file: OutputFile, folder: Path) -> bool:
    path = Path(file.path)
    if file.problem is not None or file.kind not in _IMAGES or path.suffix.lower() in PICTURE_SUFFIXES:
        return False
    return not is_aside(path.relative_to(folder))


def _folder_of(archive: Path) -> Path:
    return archive.with_name(safe_name(archive.name.partition(".")[0]))


def _is_wanted(path: Path, files: Sequence[DeliveredFile]) -> bool:
    """Returns whether a file is an archive that is not unpacked yet and may be."""
    if path.name.lower().endswith(WHOLE_SUFFIXES) or not path.is_file():
        return False
    if any(_folder_of(path) in file.path.parents for file in files):
        return False
    depth = sum(1 for file in files if _folder_of(file.path) in path.parents)
    return depth < _MAX_DEPTH and archive_kind(head_of(path)) is not None
