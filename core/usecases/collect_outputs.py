"""Fetches, unpacks and lists the outputs of a finished job; existing files are not fetched again."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Collection, Dict, Iterator, Optional, Sequence, Tuple

from ..domain.errors import Cancelled, ErrorKind, Up42Error
from ..domain.outputs.delivery import DeliveredFile, Delivery, JobOutputs, Placement
from ..domain.outputs.disk import disk_error, make_folder
from ..domain.outputs.file_names import distinct_names, safe_name
from ..domain.outputs.stand_ins import is_stand_in
from ..domain.ports.control import Control, FindDatasets
from ..domain.ports.downloads import Downloads, TellBytes
from ..domain.ports.gateway import JobGateway
from .download_tally import DownloadTally, TallyPart
from .folder_lock import LOCK_NAME, hold_folder
from .inner_archives import WHOLE_SUFFIXES, head_of, unpack_inner
from .job_folder import Claims, free_place, job_folder
from .output_manifest import Manifest, delivered_files, read_manifest, write_manifest

WORKSHOP = ".download"
# Parallel downloads per job: enough to hide the latency of many small deliveries without burdening the storage.
FETCHED_AT_ONCE = 4

# Names in the workshop are short: Windows limits paths to 260 characters.
_MAX_BENCH = 40
_ON_THE_BENCH = "delivery"
# Failures of one delivery that do not affect the others.
_OF_ONE = (ErrorKind.ARCHIVE_BROKEN, ErrorKind.DOWNLOAD_DAMAGED, ErrorKind.ARCHIVE_UNSAFE)


def collect_outputs(
    gateway: JobGateway,
    downloads: Downloads,
    job_id: str,
    folder: Path,
    find_datasets: FindDatasets,
    control: Control,
    *,
    tell: TellBytes = lambda done, total: None,
    distrusted: Collection[Path] = (),
) -> JobOutputs:
    """Fetches all deliveries of a job into `folder` and returns the datasets found there.

    Archives are unpacked while they download, each in its own folder if there are several deliveries; other files get
    safe names. A second call fetches only what is missing or `distrusted` and leaves all other files unchanged; if
    nothing is missing it works without the service. Two calls for one folder, also from two processes, run one after
    the other. Files that were not delivered for this job are neither replaced nor listed: if another job uses the
    folder, or a name is taken, the outputs go to a subfolder. `tell` is called with the bytes received and their total.
    Raises NOT_FOUND if there is nothing to fetch yet. A delivery that is damaged, or not what was announced, does not
    stop the others: its failure is part of the result, and raised only if no other delivery is there.
    """
    with _held(folder, job_id, control) as folder:
        workshop = folder / WORKSHOP / safe_name(job_id)
        make_folder(workshop)
        manifest = read_manifest(folder, job_id)
        deliveries = _deliveries(gateway, job_id, manifest, distrusted)
        missing = [delivery for delivery in deliveries if not manifest.has(delivery.id, distrusted)]
        places = _places(deliveries)
        tally = DownloadTally(missing, control, tell)
        collecting = _Collecting(gateway, downloads, workshop, manifest, distrusted)
        with ThreadPoolExecutor(FETCHED_AT_ONCE, "up42-delivery") as pool:
            running = [pool.submit(collecting.collect, item, *places[item.id], tally.part(item.id)) for item in missing]
            failure = _finish(running, tally)
        manifest = collecting.manifest
        if failure is not None and not any(manifest.has(delivery) for delivery in manifest.deliveries):
            raise failure
        shutil.rmtree(workshop, ignore_errors=True)
        found = find_datasets(folder, delivered_files(folder))
        while unpack_inner(found, manifest, downloads, control):
            manifest = read_manifest(folder, job_id)
            found = find_datasets(folder, delivered_files(folder))
    _leave(folder / WORKSHOP)
    control.report(1.0)
    return JobOutputs(str(folder), found, failure)


@contextlib.contextmanager
def _held(folder: Path, job_id: str, control: Control) -> Iterator[Path]:
    """Locks the folder of a job's outputs and yields it; which folder that is can change until it is locked."""
    make_folder(folder / WORKSHOP)
    with contextlib.ExitStack() as held:
        held.enter_context(hold_folder(folder / WORKSHOP, control))
        home = job_folder(folder, job_id)
        if home != folder:
            make_folder(home / WORKSHOP)
            held.enter_context(hold_folder(home / WORKSHOP, control))
        yield home
    if home != folder:
        _leave(folder / WORKSHOP)


def _deliveries(
    gateway: JobGateway, job_id: str, manifest: Manifest, distrusted: Collection[Path]
) -> Tuple[Delivery, ...]:
    is_all_there = manifest.is_complete(distrusted)
    try:
        deliveries = gateway.deliveries(job_id)
    except Up42Error:
        if is_all_there:
            return ()
        raise
    if not deliveries and not is_all_there:
        raise Up42Error(ErrorKind.NOT_FOUND)
    return deliveries


def _places(deliveries: Sequence[Delivery]) -> Dict[str, Tuple[str, str]]:
    """Returns by delivery the name of its file and the subfolder for unpacking it if it is an archive; a single
    delivery needs no subfolder.
    """
    files = [PurePosixPath(delivery.file_name).name or delivery.id for delivery in deliveries]
    folders = [delivery.title or file.partition(".")[0] for delivery, file in zip(deliveries, files)]
    names = distinct_names([*files, *folders])
    count = len(deliveries)
    return {
        delivery.id: (names[number], names[count + number] if count > 1 else "")
        for number, delivery in enumerate(deliveries)
    }


def _finish(running: Sequence[Future[None]], tally: DownloadTally) -> Optional[Up42Error]:
    """Waits for all deliveries and returns the first failure that concerns one delivery only.

    Any other failure stops the others, which keep what has arrived, and is raised.
    """
    failure: Optional[BaseException] = None
    damage: Optional[Up42Error] = None
    for item in as_completed(running):
        error = item.exception()
        if isinstance(error, Up42Error) and error.kind in _OF_ONE:
            damage = damage or error
        elif error is not None and (failure is None or isinstance(failure, Cancelled)):
            failure = error
            tally.stop()
    if failure is not None:
        raise failure
    return damage


class _Collecting:
    """Fetches deliveries of one job and records each when it is complete; safe for several threads."""

    def __init__(
        self,
        gateway: JobGateway,
        downloads: Downloads,
        workshop: Path,
        manifest: Manifest,
        distrusted: Collection[Path],
    ) -> None:
        self._gateway = gateway
        self._downloads = downloads
        self._workshop = workshop
        self._manifest = manifest
        self._distrusted = distrusted
        self._lock = threading.Lock()
        self._elsewhere = safe_name(manifest.job_id)

    @property
    def manifest(self) -> Manifest:
        """Returns the record of what is on disk."""
        return self._manifest

    def collect(self, delivery: Delivery, file_name: str, folder_name: str, watch: TallyPart) -> None:
        """Fetches one delivery."""
        folder = self._manifest.folder
        bench = self._workshop / safe_name(delivery.id, _MAX_BENCH)
        fetched = bench / f"{_ON_THE_BENCH}{PurePosixPath(file_name).suffix}"
        is_whole = file_name.lower().endswith(WHOLE_SUFFIXES)
        claims = Claims(bench, folder)
        files = self._fetch(delivery, fetched, None if is_whole else folder / folder_name, claims, watch)
        is_one = len(files) == 1 and files[0].path == fetched
        if is_one:
            own = {*self._manifest.paths_of(delivery.id), *claims.read()}
            target = free_place(folder, self._elsewhere, file_name, own)
            files = (replace(files[0], path=target),)
        # Recorded before it is moved: if the process ends in between, the next one finds the file on the bench.
        with self._lock:
            self._manifest = self._manifest.with_files(delivery.id, files)
            write_manifest(self._manifest)
        if is_one:
            _move(fetched, target)
        shutil.rmtree(bench, ignore_errors=True)

    def _fetch(
        self, delivery: Delivery, target: Path, unpack_to: Optional[Path], claims: Claims, watch: TallyPart
    ) -> Tuple[DeliveredFile, ...]:
        kept = self._manifest.kept(delivery.id, self._distrusted)
        own = {*self._manifest.paths_of(delivery.id), *claims.read()}
        placement = Placement(lambda path: path not in kept, own.__contains__, claims.claim, self._elsewhere)
        files = self._downloads.fetch(
            lambda: self._gateway.link(self._manifest.job_id, delivery),
            target,
            watch,
            delivery.size_bytes,
            unpack_to=unpack_to,
            placement=placement,
            tell=watch.tell,
        )
        _check_kind(target, files, delivery)
        return files


def _check_kind(target: Path, files: Sequence[DeliveredFile], delivery: Delivery) -> None:
    """Raises ARCHIVE_BROKEN or DOWNLOAD_DAMAGED if the files are not what was announced, and removes them."""
    if not files:
        raise Up42Error(ErrorKind.ARCHIVE_BROKEN, "no file in it")
    if files[0].path == target and is_stand_in(head_of(target), delivery.file_name, delivery.media_type):
        target.unlink(missing_ok=True)
        raise Up42Error(ErrorKind.DOWNLOAD_DAMAGED, f"{delivery.file_name or delivery.id}: {files[0].size_bytes} B")


def _move(path: Path, target: Path) -> None:
    try:
        target.parent.mkdir(exist_ok=True)
        os.replace(path, target)
    except OSError as error:
        raise disk_error(error) from error


def _leave(workshop: Path) -> None:
    """Removes the workshop unless it contains downloads of another job."""
    with contextlib.suppress(OSError):
        if {entry.name for entry in workshop.iterdir()} <= {LOCK_NAME}:
            shutil.rmtree(workshop)
