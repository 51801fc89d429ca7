"""Downloads the outputs of finished jobs and loads them into the project."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Callable, Collection, Dict, FrozenSet, List, Mapping, Optional, Set, Tuple

from qgis.core import QgsMapLayer, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...domain.clock import utc_now
from ...domain.errors import Cancelled, ErrorKind, Up42Error
from ...domain.jobs.job import JobMode, JobStatus
from ...domain.jobs.request_facts import ordered_scene_ids
from ...domain.outputs.delivery import JobOutputs, OutputFile
from ...domain.outputs.file_names import safe_name
from ...domain.outputs.lineage import Lineage
from ...domain.outputs.transfer import Transfer
from ...domain.ports.journal import JobJournal
from ...domain.ports.services import Services
from ...domain.scenes.scene import Scene
from ...gis.outputs import project_layers
from ...host.preferences import Preferences
from ...usecases.collect_outputs import collect_outputs
from ...usecases.kept_queries import kept_scenes
from ...usecases.show_problems import show_problem
from ...wording.figures import group_title
from ..jobs.job_list import SERVICE_PREFIX, DownloadState, JobChanges, JobListModel, JobRow
from ..jobs.job_monitor import JobMonitor
from ..session.account import Account
from ..session.task import Background, UseCaseTask
from .disk_looks import DiskLooks
from .layer_marks import job_key_of, jobs_on_map
from .output_loading import OutputLoading
from .reported import Reported
from .resumption import Resumption, is_interruption

# Jobs downloaded at the same time; more would only share the same bandwidth.
JOBS_AT_ONCE = 2


@dataclass(frozen=True)
class _Wish:
    """The options of a requested download."""

    and_load: bool
    distrusted: Collection[Path]


class JobOutputsLoader(QObject):
    """Downloads, unpacks and loads, one task per job, a few at once; files on disk are not fetched again.

    An interrupted download resumes automatically when the network is back.
    """

    # Key of the job
    progress_changed = pyqtSignal(str)
    # JobRow
    downloaded = pyqtSignal(object)
    # JobRow, number of added layers
    loaded = pyqtSignal(object, int)
    # JobRow, Up42Error; once for a download that is retried with the same failure
    failed = pyqtSignal(object, object)
    # Key, progress 0 to 1, Transfer or None; from the worker thread
    _advanced = pyqtSignal(str, float, object)

    def __init__(
        self,
        services: Services,
        account: Account,
        jobs: JobListModel,
        journal: JobJournal,
        monitor: JobMonitor,
        preferences: Callable[[], Preferences],
        find_scene: Callable[[str], Optional[Scene]],
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._find_scene = find_scene
        self._services = services
        self._account = account
        self._jobs = jobs
        self._journal = journal
        self._preferences = preferences
        self._background = Background()
        self._looks = DiskLooks(self)
        self._loading = OutputLoading(QgsProject.instance(), services.home / "cache" / "overviews", self)
        self._tasks: Dict[str, UseCaseTask] = {}
        self._waiting: Dict[str, Callable[[], UseCaseTask]] = {}
        self._wishes: Dict[str, _Wish] = {}
        # Failures of partly damaged deliveries, by job; reported once the rest is on the map.
        self._incomplete: Dict[str, Up42Error] = {}
        self._resumption = Resumption(account, self._begin, self)
        self._advanced.connect(self._on_advanced)
        self._loading.loaded.connect(self._on_loaded)
        self._loading.failed.connect(self._fail)
        monitor.job_finished.connect(self._on_job_finished)
        monitor.caught_up.connect(self._on_caught_up)
        # Keys of the jobs that lost layers, until they are found without any.
        self._without_layers: Set[str] = set()
        # A new list does not know what was loaded, the project's layers do; views take the list over before that.
        self._find_timer = QTimer(self)
        self._find_timer.setSingleShot(True)
        self._find_timer.setInterval(0)
        self._find_timer.timeout.connect(self._find_loaded)
        jobs.modelReset.connect(self._find_timer.start)
        QgsProject.instance().readProject.connect(self._on_project_read)
        QgsProject.instance().layersWillBeRemoved.connect(self._on_layers_removed)
        self._find_timer.start()

    def download(self, key: str, and_load: bool = True, distrusted: Collection[Path] = ()) -> None:
        """Fetches the outputs of a finished job into its folder, files on disk again only if `distrusted`.

        A broken download resumes where it stopped; above the limit of simultaneous downloads it waits.
        """
        if key not in self._tasks and key not in self._waiting:
            self._wishes[key] = _Wish(and_load, distrusted)
            self._begin(key)

    def _begin(self, key: str) -> None:
        row, gateway = self._jobs.row(key), self._account.gateway
        if row is None or gateway is None or row.status is not JobStatus.SUCCEEDED:
            return
        if key in self._tasks or key in self._waiting:
            return
        wish = self._wishes[key]
        folder = Path(row.folder or self._folder_for(row))
        downloads = self._services.open_downloads(self._account.network, self._preferences().unpack_limits)
        self._jobs.change(key, download=DownloadState.WAITING, progress=0.0, error=None, folder=str(folder))

        def work(task: UseCaseTask) -> JobOutputs:
            from ...gis.outputs.datasets import find_datasets

            control = Reported(task, lambda share, transfer: self._advanced.emit(key, share, transfer))
            is_own = not key.startswith(SERVICE_PREFIX)
            if is_own:
                # Recorded before the download begins, so that it resumes in the same folder after a crash.
                self._journal.update(key, folder=str(folder))
            outputs = collect_outputs(
                gateway,
                downloads,
                row.job_id,
                folder,
                find_datasets,
                control,
                tell=control.tell,
                distrusted=wish.distrusted,
            )
            if is_own:
                # Collecting uses another folder if this one belongs to another job.
                self._journal.update(key, folder=outputs.folder, files=outputs.paths)
            return outputs

        def take(outputs: Optional[JobOutputs], error: Optional[Up42Error]) -> None:
            self._tasks.pop(key, None)
            self._start_waiting()
            if outputs is None:
                self._fail(key, error)
                return
            self._resumption.drop(key)
            self._jobs.change(
                key,
                download=DownloadState.DOWNLOADED,
                progress=None,
                transfer=None,
                folder=outputs.folder,
                files=outputs.paths,
            )
            self.downloaded.emit(self._jobs.row(key))
            if outputs.failure is not None:
                self._incomplete[key] = outputs.failure
            if wish.and_load:
                self._add(key, outputs.files)
            else:
                self._tell_incomplete(key)

        self._waiting[key] = lambda: self._background.run(f"UP42: {row.name}", work, take)
        self._start_waiting()

    def cancel(self, key: str) -> None:
        """Stops a download; the files so far are kept for resuming."""
        task = self._tasks.get(key)
        if task is not None:
            task.cancel()
        else:
            row = self._jobs.row(key)
            is_interrupted = row is not None and row.download is DownloadState.INTERRUPTED
            if self._waiting.pop(key, None) is not None or is_interrupted:
                self._fail(key, Cancelled())

    def load(self, key: str) -> None:
        """Loads the outputs of a job into the project, downloading missing ones first."""
        row = self._jobs.row(key)
        if row is not None and row.files:
            self._looks.look_for(key, row.name, row.files, lambda are_there: self._load_or_download(key, are_there))
        elif row is not None:
            self.download(key)

    @property
    def looks(self) -> DiskLooks:
        """Returns who answers whether folders of outputs are on the disk."""
        return self._looks

    def folder(self, key: str) -> str:
        """Returns the folder of a job's outputs, empty if there is none yet."""
        row = self._jobs.row(key)
        return row.folder if row is not None else ""

    def top_layer(self, key: str) -> Optional[QgsMapLayer]:
        """Returns the topmost layer of a job's outputs, None without one."""
        return project_layers.top_layer(QgsProject.instance(), key)

    def zoom_target(self, key: str) -> Optional[QgsRectangle]:
        """Returns the extent of a job's layers in the project's CRS, None without layers."""
        return project_layers.job_extent(QgsProject.instance(), key)

    def close(self) -> None:
        """Stops all downloads; they can be resumed later."""
        self._find_timer.stop()
        QgsProject.instance().readProject.disconnect(self._on_project_read)
        QgsProject.instance().layersWillBeRemoved.disconnect(self._on_layers_removed)
        self._waiting.clear()
        self._resumption.close()
        self._looks.close()
        self._loading.close()
        self._background.close()

    def _on_project_read(self) -> None:
        self._find_timer.start()

    def _on_layers_removed(self, layer_ids: List[str]) -> None:
        layers = [QgsProject.instance().mapLayer(layer_id) for layer_id in layer_ids]
        self._without_layers |= {job_key_of(layer) for layer in layers if layer is not None} - {""}
        if self._without_layers:
            self._find_timer.start()

    def _find_loaded(self) -> None:
        """Marks jobs as loaded whose layers are in the project, and those whose layers were removed as downloaded."""
        there = jobs_on_map(QgsProject.instance())
        self._without_layers -= there
        for row in self._jobs.rows():
            if self._loading.is_loading(row.key):
                continue
            if row.download is DownloadState.DOWNLOADED and row.key in there:
                self._jobs.change(row.key, download=DownloadState.LOADED)
            elif row.download is DownloadState.LOADED and row.key in self._without_layers:
                # Not each loaded job without a layer: its files may be shown by layers that the user added.
                self._without_layers.discard(row.key)
                self._jobs.change(row.key, download=DownloadState.DOWNLOADED)

    def _start_waiting(self) -> None:
        while self._waiting and len(self._tasks) < JOBS_AT_ONCE:
            key = next(iter(self._waiting))
            self._jobs.change(key, download=DownloadState.DOWNLOADING)
            self._tasks[key] = self._waiting.pop(key)()

    def _on_job_finished(self, row: JobRow) -> None:
        wants_it = row.is_own and row.mode is JobMode.LIVE and row.status is JobStatus.SUCCEEDED
        if wants_it and self._preferences().auto_load:
            self.download(row.key)

    def _on_caught_up(self, changes: JobChanges, is_first: bool) -> None:
        # Jobs that finished while QGIS was closed are only offered: a download at start would be a surprise.
        if not is_first:
            for row in changes.finished:
                self._on_job_finished(row)

    def _on_advanced(self, key: str, share: float, transfer: Optional[Transfer]) -> None:
        row = self._jobs.row(key)
        if row is not None and row.download is DownloadState.DOWNLOADING:
            self._jobs.change(key, progress=share, transfer=transfer)
            self.progress_changed.emit(key)

    def _load_or_download(self, key: str, are_there: bool) -> None:
        row = self._jobs.row(key)
        if row is None or not are_there:
            self.download(key)
            return
        self._jobs.change(key, error=None)
        self._load(row)

    def _add(self, key: str, files: Tuple[OutputFile, ...]) -> None:
        row = self._jobs.row(key)
        if row is not None:
            self._load(row, files)

    def _load(self, row: JobRow, files: Optional[Tuple[OutputFile, ...]] = None) -> None:
        lineage, home = self._lineage(row), self._services.home
        ids = _scene_ids(row, lineage.request)
        self._loading.load(lineage, Path(row.folder), files, lambda task: kept_scenes(home, ids, task))

    def _lineage(self, row: JobRow) -> Lineage:
        """Returns the job's lineage for its layers; the request only for jobs that this profile started."""
        request: Mapping[str, Any] = {}
        if row.is_own:
            request = self._journal.entry(row.key).request
        product = next((item for item in self._account.products if item.id == row.product_id), None)
        return Lineage(
            key=row.key,
            job_id=row.job_id,
            job_name=row.name or row.product_title or row.job_id,
            created=row.created or row.finished or utc_now(),
            product_title=row.product_title,
            licence=product.licence if product is not None else None,
            request=request,
            family=(product.collection or product.title) if product is not None else row.product_title,
            group_title=group_title(row.name or row.product_title or row.job_id, row.area_km2, row.created),
            scenes=self._listed_scenes(_scene_ids(row, request)),
        )

    def _listed_scenes(self, ids: Collection[str]) -> Tuple[Scene, ...]:
        """Returns these scenes, none if not all of them are still listed."""
        scenes = [self._find_scene(scene_id) for scene_id in sorted(ids)]
        known = tuple(scene for scene in scenes if scene is not None)
        return known if len(known) == len(ids) else ()

    def _on_loaded(self, key: str, count: int, datasets: Tuple[OutputFile, ...]) -> None:
        row = self._jobs.row(key)
        if row is None:
            return
        error = show_problem(datasets)
        if error is not None and all(file.problem is not None for file in datasets):
            self._fail(key, error)
            return
        self._jobs.change(key, download=DownloadState.LOADED, progress=None, error=error)
        # Layers may have been removed while others were still being added.
        self._find_timer.start()
        row = self._jobs.row(key)
        self.loaded.emit(row, count)
        if error is not None:
            self.failed.emit(row, error)
        self._tell_incomplete(key)

    def _tell_incomplete(self, key: str) -> None:
        failure = self._incomplete.pop(key, None)
        if failure is not None:
            self._fail(key, failure)

    def _fail(self, key: str, error: Optional[Up42Error]) -> None:
        row = self._jobs.row(key)
        if row is None:
            self._resumption.drop(key)
            return
        if error is not None and is_interruption(error):
            is_news = self._resumption.add(key, error)
            self._jobs.change(key, download=DownloadState.INTERRUPTED, transfer=None, error=error)
            if is_news:
                self.failed.emit(self._jobs.row(key), error)
            return
        self._resumption.drop(key)
        if isinstance(error, Cancelled):
            self._jobs.change(key, download=DownloadState.READY, progress=None, transfer=None)
            return
        known = error or Up42Error(ErrorKind.INTERNAL)
        self._jobs.put(replace(row, download=DownloadState.FAILED, progress=None, transfer=None, error=known))
        self.failed.emit(self._jobs.row(key), known)

    def _folder_for(self, row: JobRow) -> Path:
        """Returns a folder that no other job of the list uses: the chosen one, beside the project, or at home."""
        project = QgsProject.instance().absolutePath()
        chosen = self._preferences().output_folder
        if chosen:
            base = Path(chosen)
        elif project:
            base = Path(project) / "UP42 Jobs"
        else:
            base = self._services.home / "outputs"
        if row.area_name:
            # All that is delivered for one of many areas is in one place.
            base /= safe_name(row.area_name)
        folder = base / safe_name(row.name or row.job_id)
        taken = {item.folder for item in self._jobs.rows() if item.key != row.key}
        if str(folder) in taken:
            # It belongs to another job of the same name. Whether what is on the disk does, the download looks: a share
            # that hangs must not stop the window.
            folder = folder.with_name(safe_name(f"{folder.name} {row.job_id}"))
        return folder


def _scene_ids(row: JobRow, request: Mapping[str, Any]) -> FrozenSet[str]:
    """Returns the ids of the scenes that a job ordered."""
    return frozenset(task.scene_id for task in row.tasks if task.scene_id) or frozenset(ordered_scene_ids(request))
