"""The free test query: documents, quicklooks, and a complete run in one blocking call."""

from __future__ import annotations

import contextlib
import contextvars
import logging
import queue
import threading
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Callable, Collection, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, Union

from ..domain.backoff import Backoff
from ..domain.errors import Cancelled, ErrorKind, Up42Error
from ..domain.jobs.job import Job, JobStatus
from ..domain.jobs.notes import note_as_text
from ..domain.json_text import indented
from ..domain.outputs.disk import make_folder, write_whole
from ..domain.outputs.file_names import distinct_names
from ..domain.parameters import JobParameters
from ..domain.ports.control import Control, PlaceQuicklook
from ..domain.ports.gateway import JobGateway
from ..domain.products import Product
from ..domain.scenes.scene import PlacedQuicklook, Scene, SceneCollection
from .quicklook_cache import QuicklookCache

_LOG = logging.getLogger(__name__)

FIRST_PAUSE_S = 0.25
MAX_PAUSE_S = 5.0
# Characters of a log that explain a failure.
LOG_TAIL = 2000
# Threads that fetch; the gateway limits the number of simultaneous requests to what the service accepts.
WORKERS = 16
# Placing is CPU-bound, and its Python parts block the window's thread: two are enough to keep up with the network.
PLACERS = 2
# Bounds the queue so that images scrolled into view do not wait behind all others.
LEAD = 48
_LOOK_S = 0.1
_FAREWELL_S = 0.3
_IMAGE_MAGICS = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"))
# Failures that affect every further quicklook too.
_FATAL = frozenset({ErrorKind.DISK_FULL, ErrorKind.FOLDER_NOT_WRITABLE})

_Place = Callable[[], PlacedQuicklook]


@dataclass(frozen=True)
class DryRunResult:
    """A finished test query and the folder of its files."""

    job: Job
    collection: SceneCollection
    quicklooks: Tuple[PlacedQuicklook, ...]
    folder: str


def write_documents(folder: Path, collection: SceneCollection, usage: Optional[Mapping[str, Any]] = None) -> None:
    """Writes data.json, and usage.json if there is one, indented, in UTF-8."""
    make_folder(folder)
    write_whole(folder / "data.json", collection.document.encode("utf-8"))
    if usage is not None:
        write_whole(folder / "usage.json", indented(usage).encode("utf-8"))


def fetch_usage(
    gateway: JobGateway,
    product: Product,
    parameters: JobParameters,
    job: Job,
    collection: SceneCollection,
    folder: Path,
) -> Optional[Mapping[str, Any]]:
    """Returns usage.json of a finished test query and writes it next to data.json, indented, in UTF-8.

    None if there is none. Failures are only logged, since the scenes matter more.
    """
    try:
        usage = gateway.usage(product, parameters, job, collection.scenes)
        if usage is not None:
            write_whole(folder / "usage.json", indented(usage).encode("utf-8"))
    except Up42Error as error:
        _LOG.info("There is no usage.json of %s: %s", job.name, error)
        return None
    return usage


def fetch_quicklooks(
    gateway: JobGateway,
    job: Job,
    scenes: Sequence[Scene],
    folder: Path,
    place: PlaceQuicklook,
    control: Control,
    on_quicklook: Callable[[PlacedQuicklook], None],
    workers: int = WORKERS,
    order: Optional[QuicklookOrder] = None,
    cache: Optional[QuicklookCache] = None,
    wanted: Optional[Collection[str]] = None,
    names: Optional[Sequence[str]] = None,
    cleans: bool = True,
) -> Tuple[PlacedQuicklook, ...]:
    """Fetches the quicklooks of scenes and places them into `folder/quicklooks`; returns them in the order of `scenes`.

    `workers` threads fetch, PLACERS others place and call `on_quicklook`, once per scene. A missing or unreadable
    image is not a failure but a PlacedQuicklook whose `problem` is the value of an ErrorKind; only a disk that cannot
    be written is. Cancelled within half a second, even while the service does not answer. `order` may be changed
    during the call; quicklooks in `cache` are neither fetched nor placed again. `wanted` restricts fetching to scenes
    with these ids. `names` are those of the files, without suffix. Without `cleans` the cache may exceed its limit.
    """
    # Files are named as if all were fetched, so that no file replaces another.
    names = names or distinct_names(scene.feature_id or scene.id for scene in scenes)
    chosen = [(scene, name) for scene, name in zip(scenes, names) if wanted is None or scene.id in wanted]
    if not chosen:
        return ()
    make_folder(target := folder / "quicklooks")
    pool = _Pool(
        [partial(_fetch_one, gateway, job, scene, target / name, place, cache) for scene, name in chosen],
        order or QuicklookOrder([scene.id for scene, _ in chosen]),
        on_quicklook,
    )
    placed = pool.run(min(workers, len(chosen)), control)
    if cache is not None and cleans:
        cache.clean()
    return placed


def run_dry_run(
    gateway: JobGateway,
    product: Product,
    parameters: JobParameters,
    name: str,
    folder: Path,
    place: PlaceQuicklook,
    control: Control,
    pause: Callable[[float], None],
    on_quicklook: Callable[[PlacedQuicklook], None] = lambda placed: None,
    cache: Optional[QuicklookCache] = None,
) -> DryRunResult:
    """Runs a test query from start to quicklooks; if the user stops it, it is also cancelled on the service.

    Quicklooks in `cache` are neither fetched nor placed again. `pause` waits for the given seconds. Raises JOB_FAILED,
    with the end of the log as its detail, if the query fails on the service.
    """
    job, collection = query_scenes(gateway, product, parameters, name, control, pause)
    write_documents(folder, collection)
    control.check()
    fetch_usage(gateway, product, parameters, job, collection, folder)
    placed = fetch_quicklooks(gateway, job, collection.scenes, folder, place, control, on_quicklook, cache=cache)
    return DryRunResult(job, collection, placed, str(folder))


def query_scenes(
    gateway: JobGateway,
    product: Product,
    parameters: JobParameters,
    name: str,
    control: Control,
    pause: Callable[[float], None],
) -> Tuple[Job, SceneCollection]:
    """Runs a test query and returns its scenes, without quicklooks; see `run_dry_run`."""
    job = gateway.start_dry_run(product, parameters, name)
    try:
        job = _wait(gateway, job, control, pause)
    except Cancelled:
        with contextlib.suppress(Up42Error):
            gateway.cancel(job.id)
        raise
    if job.status is not JobStatus.SUCCEEDED:
        raise failure(gateway, job)
    collection = gateway.collect_scenes(product, parameters, job, control)
    return job, collection


def _wait(gateway: JobGateway, job: Job, control: Control, pause: Callable[[float], None]) -> Job:
    backoff = polling_pauses()
    while not job.status.is_final:
        control.check()
        pause(backoff.pause_s())
        control.check()
        job = gateway.job(job.id)
    return job


def polling_pauses() -> Backoff:
    """Returns the pauses between two polls of a running test query."""
    return Backoff(FIRST_PAUSE_S, MAX_PAUSE_S)


def failure(gateway: JobGateway, job: Job) -> Up42Error:
    """Returns why a job ended without success: JOB_FAILED, with the end of the failed task's log as its detail."""
    return Up42Error(ErrorKind.JOB_FAILED, _reason(gateway, job))


def _reason(gateway: JobGateway, job: Job) -> str:
    """Returns the reason of a failure, which only the log of the failed task contains."""
    logs = gateway.logs
    if job.status is not JobStatus.FAILED or logs is None:
        return note_as_text(job.note) or job.status.value
    log = ""
    with contextlib.suppress(Up42Error):
        tasks = job.tasks or gateway.job(job.id).tasks
        failed = next((task for task in tasks if task.status is JobStatus.FAILED), None)
        if failed is not None:
            log = logs.text(job.id, failed.id).strip()[-LOG_TAIL:]
    return log or note_as_text(job.note)


def _fetch_one(
    gateway: JobGateway,
    job: Job,
    scene: Scene,
    stem: Path,
    place: PlaceQuicklook,
    cache: Optional[QuicklookCache],
) -> _Place:
    """Writes the image of a scene to the disk and returns the function that places it."""
    try:
        kept = cache.placed(scene, stem) if cache is not None else None
        if kept is not None:
            return partial(_as_it_is, kept)
        content = cache.image(scene) if cache is not None else None
        if content is None:
            content = gateway.quicklook(job, scene)
        path = stem.with_name(f"{stem.name}.{_suffix(content)}")
        write_whole(path, content)
    except Exception as error:
        return partial(_without_place, scene, "", _problem(error, scene))
    return partial(_place_one, scene, path, place, cache)


def _as_it_is(placed: PlacedQuicklook) -> PlacedQuicklook:
    return placed


def _place_one(scene: Scene, path: Path, place: PlaceQuicklook, cache: Optional[QuicklookCache]) -> PlacedQuicklook:
    try:
        placed = place(path, scene)
    except Exception as error:
        return _without_place(scene, str(path), _problem(error, scene))
    found = PlacedQuicklook(
        scene.id,
        str(path),
        placed.raster_path,
        placed.placement,
        placed.certainty,
        evidence=placed.evidence,
        aoi_cloud_cover=placed.aoi_cloud_cover,
        aoi_cloud_error=placed.aoi_cloud_error,
        aoi_seen=placed.aoi_seen,
        thumbnail=placed.thumbnail,
    )
    # Only images that could be placed are cached: a truncated response has to be fetched again.
    if cache is not None:
        cache.keep(scene, found)
    return found


def _without_place(scene: Scene, image_path: str, problem: ErrorKind) -> PlacedQuicklook:
    return PlacedQuicklook(scene.id, image_path, problem=problem.value)


def _problem(error: Exception, scene: Scene) -> ErrorKind:
    """Returns the problem of one quicklook; raises an error that affects all."""
    if not isinstance(error, Up42Error):
        _LOG.error("A quicklook could not be placed: %s", scene.id, exc_info=error)
        return ErrorKind.INTERNAL
    if error.kind in _FATAL:
        raise error
    return error.kind


def _suffix(content: bytes) -> str:
    """Returns the suffix for the image's first bytes; names and media types are not reliable."""
    for magic, suffix in _IMAGE_MAGICS:
        if content.startswith(magic):
            return suffix
    # A captive portal answers every request with its own page.
    is_page = content.lstrip()[:1] == b"<"
    raise Up42Error(ErrorKind.UNEXPECTED_ANSWER if is_page else ErrorKind.IMAGE_UNREADABLE)


class _Pool:
    """Threads that fetch quicklooks, and a few that place them; the caller can stop waiting at any time.

    The threads are daemons, because the interpreter waits for those of the standard library's pools: a silent service
    would keep QGIS from closing.
    """

    def __init__(
        self,
        fetches: Sequence[Callable[[], _Place]],
        order: QuicklookOrder,
        on_quicklook: Callable[[PlacedQuicklook], None],
    ) -> None:
        self._fetches = fetches
        self._count = len(fetches)
        self._order = order
        self._on_quicklook = on_quicklook
        # None ends the thread that takes it.
        self._fetched: queue.SimpleQueue[Optional[Tuple[int, _Place]]] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Tuple[int, Union[PlacedQuicklook, BaseException]]] = queue.SimpleQueue()
        self._lead = threading.Semaphore(LEAD)
        self._is_over = threading.Event()

    def run(self, workers: int, control: Control) -> Tuple[PlacedQuicklook, ...]:
        """Works until all quicklooks are done, a fatal error occurs or the user stops it."""
        threads = [
            threading.Thread(
                target=contextvars.copy_context().run, args=(work,), name=f"up42-quicklooks-{number}", daemon=True
            )
            for number, work in enumerate([self._fetch] * workers + [self._place] * PLACERS)
        ]
        for thread in threads:
            thread.start()
        try:
            return self._gather(control)
        finally:
            self._is_over.set()
            self._lead.release(workers)
            for _ in range(PLACERS):
                self._fetched.put(None)
            deadline = time.monotonic() + _FAREWELL_S
            for thread in threads:
                thread.join(max(deadline - time.monotonic(), 0.0))

    def _gather(self, control: Control) -> Tuple[PlacedQuicklook, ...]:
        results: List[Optional[PlacedQuicklook]] = [None] * self._count
        for done in range(1, self._count + 1):
            number, result = self._next(control)
            if isinstance(result, BaseException):
                raise result
            results[number] = result
            control.report(done / self._count)
        return tuple(result for result in results if result is not None)

    def _next(self, control: Control) -> Tuple[int, Union[PlacedQuicklook, BaseException]]:
        while True:
            control.check()
            with contextlib.suppress(queue.Empty):
                return self._done.get(timeout=_LOOK_S)

    def _fetch(self) -> None:
        while self._lead.acquire() and not self._is_over.is_set():
            number = self._order.take()
            if number is None:
                # Wakes another thread that would wait here forever.
                self._lead.release()
                return
            try:
                self._fetched.put((number, self._fetches[number]()))
            except Exception as error:  # raised again where the others are waited for
                self._done.put((number, error))
                return

    def _place(self) -> None:
        while True:
            fetched = self._fetched.get()
            if fetched is None or self._is_over.is_set():
                return
            number, place = fetched
            self._lead.release()
            try:
                placed = place()
                if self._is_over.is_set():
                    return
                self._on_quicklook(placed)
                self._done.put((number, placed))
            except Exception as error:  # raised again where the others are waited for
                self._done.put((number, error))
                return


class QuicklookOrder:
    """The scenes that still wait, in the order of the service, preferred ones first."""

    def __init__(self, scene_ids: Sequence[str]) -> None:
        self._lock = threading.Lock()
        self._waiting: Dict[str, int] = {scene_id: number for number, scene_id in enumerate(scene_ids)}
        self._preferred: List[str] = []

    def prefer(self, scene_ids: Iterable[str]) -> None:
        """Puts scenes, in this order, before all others; replaces the previous preference."""
        with self._lock:
            self._preferred = [scene_id for scene_id in scene_ids if scene_id in self._waiting]
            self._preferred.reverse()

    def take(self) -> Optional[int]:
        """Returns the number of the next scene to fetch, None if none is left."""
        with self._lock:
            while self._preferred:
                number = self._waiting.pop(self._preferred.pop(), None)
                if number is not None:
                    return number
            if not self._waiting:
                return None
            return self._waiting.pop(next(iter(self._waiting)))
