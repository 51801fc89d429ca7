"""The outputs of a finished job: fetched, unpacked, listed; what is there already is not fetched again."""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Dict, List, Sequence, Tuple

from ..domain.archive_kind import HEAD_BYTES, archive_kind
from ..domain.disk import disk_error, make_folder
from ..domain.errors import ErrorKind, Up42Error
from ..domain.file_names import distinct_names, safe_name
from ..domain.outputs import Delivery, JobOutputs
from ..domain.ports import Control, Downloads, FindDatasets, JobGateway
from .folder_lock import LOCK_NAME, hold_folder
from .output_manifest import Manifest, read_manifest, write_manifest

WORKSHOP = ".download"

# Files of these kinds are zip archives inside, and are meant to stay what they are.
_WHOLE_SUFFIXES = (".kmz", ".xlsx", ".docx", ".pptx", ".odt", ".ods", ".qgz")
# The part of a delivery's progress that is the download; the rest is unpacking.
_FETCH_SHARE = 0.9


def collect_outputs(
    gateway: JobGateway,
    downloads: Downloads,
    job_id: str,
    folder: Path,
    find_datasets: FindDatasets,
    control: Control,
) -> JobOutputs:
    """Brings all deliveries of a job into `folder` and returns the datasets found there.

    Archives are unpacked and then removed, in a folder of their own where there are several deliveries; other files
    are kept under safe names. A second call fetches what is missing and nothing else; with all of it there it works
    without the service. Two calls for one folder, also from two processes, follow one another. Raises NOT_FOUND
    where there is nothing to fetch yet.
    """
    workshop = folder / WORKSHOP / safe_name(job_id)
    make_folder(workshop)
    with hold_folder(folder / WORKSHOP, control):
        manifest = read_manifest(folder, job_id)
        deliveries = _deliveries(gateway, job_id, manifest, folder)
        missing = [one for one in deliveries if not manifest.has(one.id, folder)]
        places = _places(deliveries)
        done = 0.0
        for delivery, share in zip(missing, _shares(missing)):
            control.check()
            file_name, folder_name = places[delivery.id]
            collecting = _Collecting(gateway, downloads, job_id, delivery, workshop / file_name, folder, folder_name)
            files = collecting.collect(_Part(control, done, share))
            manifest = manifest.with_files(delivery.id, tuple(files), folder)
            write_manifest(folder, manifest)
            done += share
        shutil.rmtree(workshop, ignore_errors=True)
    _leave(folder / WORKSHOP)
    control.report(1.0)
    return JobOutputs(str(folder), find_datasets(folder))


def _deliveries(gateway: JobGateway, job_id: str, manifest: Manifest, folder: Path) -> Tuple[Delivery, ...]:
    is_all_there = manifest.is_complete(folder)
    try:
        deliveries = gateway.deliveries(job_id)
    except Up42Error:
        if is_all_there:
            return ()
        raise
    if not deliveries and not is_all_there:
        raise Up42Error(ErrorKind.NOT_FOUND)
    return deliveries


def _shares(deliveries: Sequence[Delivery]) -> List[float]:
    """Weighs deliveries by their size, or alike where one of them is unknown."""
    sizes = [one.size_bytes or 0 for one in deliveries]
    if not all(sizes):
        sizes = [1] * len(deliveries)
    return [size / sum(sizes) for size in sizes]


def _places(deliveries: Sequence[Delivery]) -> Dict[str, Tuple[str, str]]:
    """Returns by delivery the name of its file and the folder, within the job's, that it is unpacked to if it is an
    archive: a lone one needs none of its own.
    """
    files = [PurePosixPath(one.file_name).name or one.id for one in deliveries]
    folders = [one.title or file.partition(".")[0] for one, file in zip(deliveries, files)]
    names = distinct_names([*files, *folders])
    count = len(deliveries)
    return {
        one.id: (names[number], names[count + number] if count > 1 else "") for number, one in enumerate(deliveries)
    }


@dataclass(frozen=True)
class _Collecting:
    """One delivery's way to the disk."""

    gateway: JobGateway
    downloads: Downloads
    job_id: str
    delivery: Delivery
    fetched: Path
    folder: Path
    folder_name: str

    def collect(self, control: _Part) -> Sequence[Path]:
        """Fetches the delivery and returns its files."""
        try:
            return self._collect(control)
        except Up42Error as error:
            if error.kind is not ErrorKind.ARCHIVE_BROKEN:
                raise
            # Storage may state a length that is too small, which nothing but the archive's end gives away.
            return self._collect(control)

    def _collect(self, control: _Part) -> Sequence[Path]:
        # It gets its name when it is whole: one that is there was fetched before a crash.
        if not self.fetched.exists():
            self.downloads.fetch(
                lambda: self.gateway.link(self.job_id, self.delivery),
                self.fetched,
                control.part(0.0, _FETCH_SHARE),
                self.delivery.size_bytes,
            )
        name = self.fetched.name
        try:
            with self.fetched.open("rb") as file:
                kind = archive_kind(file.read(HEAD_BYTES))
            if kind is not None and not name.lower().endswith(_WHOLE_SUFFIXES):
                return self._unpack(control.part(_FETCH_SHARE, 1.0 - _FETCH_SHARE))
            os.replace(self.fetched, self.folder / name)
        except OSError as error:
            raise disk_error(error) from error
        return (self.folder / name,)

    def _unpack(self, control: Control) -> Sequence[Path]:
        try:
            files = self.downloads.unpack(self.fetched, self.folder / self.folder_name, control)
        except Up42Error as error:
            if error.kind in (ErrorKind.ARCHIVE_BROKEN, ErrorKind.ARCHIVE_UNSAFE):
                self.fetched.unlink()
            raise
        self.fetched.unlink()
        return files


def _leave(workshop: Path) -> None:
    """Removes the workshop unless downloads of another job wait in it."""
    with contextlib.suppress(OSError):
        if [one.name for one in workshop.iterdir()] == [LOCK_NAME]:
            shutil.rmtree(workshop)


class _Part:
    """A stretch of a longer piece of work."""

    def __init__(self, control: Control, start: float, share: float) -> None:
        self._control = control
        self._start = start
        self._share = share

    def check(self) -> None:
        """Raises Cancelled once the person has asked to stop."""
        self._control.check()

    def report(self, fraction: float) -> None:
        """Tells the share of the whole."""
        self._control.report(self._start + self._share * fraction)

    def part(self, start: float, share: float) -> _Part:
        """Returns a stretch of this stretch."""
        return _Part(self._control, self._start + self._share * start, self._share * share)
