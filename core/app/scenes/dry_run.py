"""The free test query, from the click to the quicklooks."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Dict, FrozenSet, Optional

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...domain.aoi import Box, bounds_of
from ...domain.clock import utc_now
from ...domain.errors import Cancelled, ErrorKind, Up42Error
from ...domain.jobs.job import Job, JobMode, JobStatus
from ...domain.json_text import indented
from ...host.memory import FullCollections, give_back_memory
from ..session.task import Background, Latest, UseCaseTask
from .last_query import DryRunState, LastQuery

if TYPE_CHECKING:
    from ...domain.backoff import Backoff
    from ...domain.parameters import JobParameters
    from ...domain.ports.gateway import JobGateway
    from ...domain.products import Product
    from ...domain.scenes.scene import PlacedQuicklook, SceneCollection
    from ...usecases.dry_run import QuicklookOrder
    from ..session.account import Account
    from ..session.workbench import Workbench

FRAME_MS = 20
# A progress bar repaints itself, and everything else that waits for painting, with each new value.
PROGRESS_MS = 100
# Problems of a quicklook that another attempt would not solve.
_NOT_TO_BE_HAD = (ErrorKind.NOT_FOUND.value, ErrorKind.IMAGE_UNREADABLE.value, ErrorKind.INTERNAL.value)


class DryRun(LastQuery):
    """Runs one test query at a time and keeps what the last one found."""

    # Progress, 0 to 1
    progress_changed = pyqtSignal(float)
    # SceneCollection
    scenes_found = pyqtSignal(object)
    # PlacedQuicklook
    quicklook_ready = pyqtSignal(object)
    # Number of quicklooks that did not arrive, Up42Error of the last of them
    quicklooks_failed = pyqtSignal(int, object)
    finished = pyqtSignal()
    # Up42Error
    failed = pyqtSignal(object)
    # (QuicklookOrder of the fetch, PlacedQuicklook) from the worker threads
    _placed = pyqtSignal(object, object)

    _pauses: Backoff

    def __init__(self, account: Account, workbench: Workbench, home: Path, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._account = account
        self._workbench = workbench
        self._home = home
        self._background = Background()
        self._full_collections = FullCollections()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._poll)
        self._listing_timer = QTimer(self)
        self._listing_timer.setSingleShot(True)
        self._listing_timer.setInterval(FRAME_MS)
        self._listing_timer.timeout.connect(self._on_listed)
        self._progress_timer = QTimer(self)
        self._progress_timer.setSingleShot(True)
        self._progress_timer.setInterval(PROGRESS_MS)
        self._progress_timer.timeout.connect(self._show_progress)
        self._step = Latest(self._background)
        self._request_text = ""
        self._placed_count = 0
        self._wanted_count = 0
        # Error kinds of quicklooks that can be fetched again, by scene.
        self._missing: Dict[str, ErrorKind] = {}
        self._view: Optional[Box] = None
        self._order: Optional[QuicklookOrder] = None
        self._placed.connect(self._on_placed)
        workbench.request_changed.connect(self.state_changed)

    @property
    def is_stale(self) -> bool:
        """Returns whether the parameters changed since the scenes were found."""
        return self.collection is not None and self._request_text != self._workbench.request_text

    def start(self) -> None:
        """Starts a test query with the current parameters."""
        gateway, product, parameters = self._account.gateway, self._workbench.product, self._workbench.parameters
        if self.is_busy or gateway is None or product is None or not self._workbench.can_run:
            return
        if parameters.aoi is None:
            # Each feature of a layer is an area of its own.
            return
        from ...usecases.live_run import unique_name

        now = utc_now()
        name = unique_name(product.title, now, os.urandom(16).hex())
        self._begin(gateway, product, parameters, self._workbench.request_text, name)
        self._step.run(
            f"UP42: {name}",
            lambda task: gateway.start_dry_run(product, parameters, name),
            self._on_started,
            on_dropped=lambda job: self._cancel_there(gateway, job),
        )

    def show(self, job: Job, product: Product, parameters: JobParameters) -> None:
        """Shows the scenes of a test query that was run earlier."""
        gateway = self._account.gateway
        if self.is_busy or gateway is None:
            return
        if parameters.aoi is not None:
            from ...gis.areas.measure import ring_km2

            # A request has an outline without a size; usable km², their price and the hold dialog need the size.
            sized = replace(parameters.aoi, area_km2=ring_km2(parameters.aoi.ring))
            parameters = replace(parameters, aoi=sized)
        request = gateway.request_json(product, parameters, JobMode.DRY_RUN)
        name = f"{job.name or product.title}-{job.id[:8]}"
        self._begin(gateway, product, parameters, indented(request), name)
        self._on_started(job, None)

    def cancel(self) -> None:
        """Stops the test query, also on the service if it runs there."""
        if not self.is_busy:
            return
        gateway, job, state = self._gateway, self.job, self.state
        self._stop()
        self._background.cancel()
        if gateway is not None and job is not None and state in (DryRunState.RUNNING, DryRunState.COLLECTING):
            self._cancel_there(gateway, job)
        self._set_state(DryRunState.CANCELLED)

    def fetch_again(self) -> None:
        """Fetches the quicklooks that did not arrive."""
        if not self.is_busy and self.collection is not None and self._missing:
            self._fetch_quicklooks(self.collection, frozenset(self._missing))

    def set_view(self, view: Optional[Box]) -> None:
        """Sets the extent of the map in degrees: quicklooks in it are fetched before the rest."""
        self._view = view
        self._prefer_in_view()

    def clear(self) -> None:
        """Clears the result."""
        self.cancel()
        self._collection, self._job, self._folder = None, None, ""
        self._set_state(DryRunState.IDLE)

    def close(self) -> None:
        """Stops everything; no signal is emitted afterwards."""
        self._stop()
        self._background.close()
        self._full_collections.put_off(False)

    def _begin(
        self, gateway: JobGateway, product: Product, parameters: JobParameters, request_text: str, name: str
    ) -> None:
        from ...domain.outputs.file_names import safe_name
        from ...usecases.dry_run import polling_pauses
        from ...usecases.kept_queries import FOLDER_NAME

        self._stop()
        self._gateway, self._product, self._parameters = gateway, product, parameters
        self._request_text = request_text
        self._folder = str(self._home / FOLDER_NAME / safe_name(name))
        self._collection, self._job = None, None
        self._missing = {}
        self._pauses = polling_pauses()
        self._set_state(DryRunState.STARTING)
        self.progress_changed.emit(0.0)

    def _stop(self) -> None:
        """Drops what the present step may still deliver."""
        self._step.drop()
        self._timer.stop()
        self._listing_timer.stop()
        self._order = None

    def _cancel_there(self, gateway: JobGateway, job: Job) -> None:
        """Cancels a test query on the service; one that has ended there meanwhile costs nothing either."""
        self._background.run("UP42: cancel", lambda task: gateway.cancel(job.id), lambda result, error: None)

    def _on_started(self, job: Optional[Job], error: Optional[Up42Error]) -> None:
        if job is None:
            self._fail(error)
            return
        self._job = job
        self._set_state(DryRunState.RUNNING)
        self._follow(job)

    def _poll(self) -> None:
        gateway, job = self._gateway, self.job
        if gateway is None or job is None:
            return
        job_id = job.id
        self._step.run("UP42: test query", lambda task: gateway.job(job_id), self._on_polled)

    def _on_polled(self, job: Optional[Job], error: Optional[Up42Error]) -> None:
        if job is None:
            self._fail(error)
            return
        self._job = job
        self._follow(job)

    def _follow(self, job: Job) -> None:
        if not job.status.is_final:
            self._timer.start(self._pauses.pause_ms())
        elif job.status is JobStatus.SUCCEEDED:
            self._collect(job)
        elif job.status is JobStatus.CANCELLED:
            self._set_state(DryRunState.CANCELLED)
        else:
            self._explain_failure(job)

    def _explain_failure(self, job: Job) -> None:
        from ...usecases.dry_run import failure

        gateway = self._gateway
        if gateway is not None:
            self._step.run(
                "UP42: log", lambda task: failure(gateway, job), lambda found, error: self._fail(found or error)
            )

    def _collect(self, job: Job) -> None:
        gateway, product, parameters = self._gateway, self.product, self.parameters
        if gateway is None or product is None or parameters is None:
            return
        self._set_state(DryRunState.COLLECTING)
        folder, home = Path(self.folder), self._home

        def work(task: UseCaseTask) -> SceneCollection:
            # GDAL and numpy take longer to import than the whole dock to open.
            from ...domain.outputs.disk import writing_home
            from ...gis.scenes.scene_file import write_scenes
            from ...usecases.dry_run import write_documents

            collection = gateway.collect_scenes(product, parameters, job, task)
            with writing_home(home):
                write_documents(folder, collection)
                write_scenes(Path(self.scenes_path), collection.scenes, parameters.aoi)
            return collection

        self._step.run("UP42: scenes", work, self._on_collected)

    def _on_collected(self, found: Optional[SceneCollection], error: Optional[Up42Error]) -> None:
        if found is None:
            self._fail(error)
            return
        self._collection = found
        self.scenes_found.emit(self.collection)
        # Listing hundreds of scenes takes a whole frame.
        self._listing_timer.start()

    def _on_listed(self) -> None:
        if self.collection is None:
            return
        if self.collection.scenes:
            self._fetch_quicklooks(self.collection, frozenset(scene.id for scene in self.collection.scenes))
        else:
            self._end()

    def _fetch_quicklooks(self, collection: SceneCollection, wanted: FrozenSet[str]) -> None:
        from ...usecases.dry_run import QuicklookOrder, fetch_quicklooks
        from ...usecases.quicklook_cache import cache_of

        gateway, job = self._gateway, self.job
        if gateway is None or job is None:
            return
        self._placed_count, self._wanted_count, self._missing = 0, len(wanted), {}
        self._set_state(DryRunState.QUICKLOOKS)
        folder = Path(self.folder)
        aoi = self.parameters.aoi if self.parameters is not None else None
        connection = self._account.connection
        connection_name = connection.name if connection is not None else ""
        home = self._home
        order = self._order = QuicklookOrder([scene.id for scene in collection.scenes if scene.id in wanted])
        self._prefer_in_view()

        def work(task: UseCaseTask) -> None:
            from ...domain.outputs.disk import writing_home
            from ...gis.quicklooks.placing import PLACING, place_quicklook

            with writing_home(home):
                fetch_quicklooks(
                    gateway,
                    job,
                    collection.scenes,
                    folder,
                    lambda image, scene: place_quicklook(image, scene, aoi),
                    task,
                    lambda placed: self._placed.emit(order, placed),
                    order=order,
                    cache=cache_of(home, connection_name, PLACING, aoi),
                    wanted=wanted,
                )
            give_back_memory()

        def end(result: None, error: Optional[Up42Error]) -> None:
            if error is not None:
                self._fail(error)
            else:
                self._end()

        self._step.run("UP42: quicklooks", work, end)

    def _prefer_in_view(self) -> None:
        if self._order is None or self._view is None or self.collection is None:
            return
        west, south, east, north = self._view
        seen = []
        for scene in self.collection.scenes:
            ring = scene.footprint or scene.outline
            if ring is None:
                continue
            left, bottom, right, top = bounds_of(ring)
            turn = 360.0 * round(((west + east) - (left + right)) / 720.0)
            if left + turn <= east and right + turn >= west and bottom <= north and top >= south:
                seen.append(scene.id)
        self._order.prefer(seen)

    def _on_placed(self, order: QuicklookOrder, placed: PlacedQuicklook) -> None:
        if order is not self._order or self.collection is None:
            return
        self._placed_count += 1
        if placed.problem and placed.problem not in _NOT_TO_BE_HAD:
            self._missing[placed.scene_id] = ErrorKind(placed.problem)
        self.quicklook_ready.emit(placed)
        if not self._progress_timer.isActive():
            self._progress_timer.start()

    def _show_progress(self) -> None:
        if self.state is DryRunState.QUICKLOOKS and self.collection is not None:
            self.progress_changed.emit(self._placed_count / max(self._wanted_count, 1))

    def _end(self) -> None:
        self.progress_changed.emit(1.0)
        self._set_state(DryRunState.DONE)
        if self._missing:
            self.quicklooks_failed.emit(len(self._missing), Up42Error(next(reversed(self._missing.values()))))
        self.finished.emit()

    def _fail(self, error: Optional[Up42Error]) -> None:
        if isinstance(error, Cancelled):
            self._set_state(DryRunState.CANCELLED)
            return
        self._set_state(DryRunState.FAILED)
        self.failed.emit(error or Up42Error(ErrorKind.INTERNAL))

    def _set_state(self, state: DryRunState) -> None:
        self._state = state
        self._full_collections.put_off(state in (DryRunState.COLLECTING, DryRunState.QUICKLOOKS))
        self.state_changed.emit()
