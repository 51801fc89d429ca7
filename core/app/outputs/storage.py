"""Assets that the account bought earlier: listed, loaded again, and marked in the scene list."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from enum import Enum
from typing import FrozenSet, Optional

from qgis.core import QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.aoi import Aoi
from ...domain.clock import utc_now
from ...domain.errors import Cancelled, ErrorKind, Up42Error
from ...domain.foreign import Records
from ...domain.jobs.job import JobMode, JobStatus
from ...domain.outputs.storage import StoredAsset, owned_scenes
from ...domain.parameters import JobParameters
from ...domain.ports.gateway import JobGateway
from ...domain.ports.gateway import Storage as ServiceStorage
from ...domain.ports.journal import JobJournal
from ...domain.products import Product
from ...domain.scenes.scene import SceneCollection
from ...gis.areas.geometry import ring_geometry, share_covered
from ...gis.scenes.quicklook_layers import project_extent
from ..jobs.job_list import SERVICE_PREFIX, JobListModel, JobRow
from ..jobs.job_monitor import JobMonitor
from ..scenes.dry_run import DryRun
from ..scenes.scene_list import SceneListModel
from ..session.account import Account
from ..session.area import AreaOfInterest
from ..session.task import Background, Latest, UseCaseTask
from .job_outputs import JobOutputsLoader

_LOG = logging.getLogger(__name__)


class StorageState(Enum):
    """The state of a search of the storage."""

    IDLE = "idle"
    SEARCHING = "searching"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class StoredRow:
    """A stored asset; `coverage` is the share of the searched area that it covers, None without an area."""

    asset: StoredAsset
    coverage: Optional[float] = None


class Storage(QObject):
    """Searches the storage of the connection; empty if the service has none."""

    # Rows, state or error of a search
    changed = pyqtSignal()

    def __init__(
        self,
        account: Account,
        area: AreaOfInterest,
        dry_run: DryRun,
        scenes: SceneListModel,
        jobs: JobListModel,
        outputs: JobOutputsLoader,
        monitor: JobMonitor,
        journal: JobJournal,
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._account = account
        self._journal = journal
        self._area = area
        self._dry_run = dry_run
        self._scenes = scenes
        self._jobs = jobs
        self._outputs = outputs
        self._background = Background()
        self._search = Latest(self._background)
        self._owned: FrozenSet[str] = frozenset()
        self._gateway: Optional[JobGateway] = account.gateway
        self._state = StorageState.IDLE
        self._rows: Records[StoredRow] = Records()
        self._error: Optional[Up42Error] = None
        account.state_changed.connect(self._on_account_changed)
        dry_run.scenes_found.connect(self._mark_owned)
        monitor.job_finished.connect(self._on_job_finished)

    @property
    def state(self) -> StorageState:
        """Returns the state of the search."""
        return self._state

    @property
    def rows(self) -> Records[StoredRow]:
        """Returns what the last search found."""
        return self._rows

    @property
    def error(self) -> Optional[Up42Error]:
        """Returns why the last search failed, None if it did not."""
        return self._error

    @property
    def is_offered(self) -> bool:
        """Returns whether the service keeps purchased assets."""
        return self._kept() is not None

    def owns(self, scene_id: str) -> bool:
        """Returns whether a scene of the last result is known to be in storage."""
        return scene_id in self._owned

    def search(self, *, within_area: bool) -> None:
        """Lists all stored assets or those in the area of interest; a later search replaces an earlier one."""
        storage, aoi = self._kept(), self._area.aoi if within_area else None
        if storage is None:
            return
        connection = self._account.connection
        sees_everybody = connection is not None and connection.sees_everybody
        self._error = None
        self._set_state(StorageState.SEARCHING)

        def work(task: UseCaseTask) -> Records[StoredRow]:
            found = storage.assets(aoi, task)
            # Colleagues' assets are always marked in the scene list, so that they are not bought twice.
            shown = [asset for asset in found if sees_everybody or not asset.is_colleagues]
            return Records([StoredRow(asset, _coverage(asset, aoi)) for asset in shown], found.unreadable_count)

        def take(rows: Optional[Records[StoredRow]], error: Optional[Up42Error]) -> None:
            if rows is None:
                self._error = None if isinstance(error, Cancelled) else error or Up42Error(ErrorKind.INTERNAL)
                self._set_state(StorageState.FAILED)
                return
            self._rows = rows
            self._set_state(StorageState.DONE)

        self._search.run("UP42: storage", work, take)

    def job_row(self, asset: StoredAsset) -> Optional[JobRow]:
        """Returns the job that delivered an asset; None if it is not in the job list."""
        return next((row for row in self._jobs.rows() if row.job_id == asset.job_id), None)

    def load(self, asset: StoredAsset) -> None:
        """Loads an asset into the project, downloading it first if needed; nothing is charged."""
        row = self.job_row(asset)
        if row is None:
            row = JobRow(
                key=SERVICE_PREFIX + asset.job_id,
                name=asset.title,
                mode=JobMode.LIVE,
                status=JobStatus.SUCCEEDED,
                product_id=asset.product_id,
                created=asset.stored,
                finished=asset.stored,
                job_id=asset.job_id,
                is_stored=True,
            )
            self._jobs.put(row)
        self._outputs.load(row.key)

    def zoom_target(self, asset: StoredAsset) -> Optional[QgsRectangle]:
        """Returns the extent of an asset in the project's CRS, None if its footprint is unknown."""
        if asset.footprint is None:
            return None
        return project_extent(ring_geometry(asset.footprint), QgsProject.instance())

    def close(self) -> None:
        """Drops running tasks."""
        self._background.close()

    def _on_account_changed(self) -> None:
        if self._account.gateway is self._gateway:
            return
        self._gateway = self._account.gateway
        self._search.drop()
        self._owned, self._rows, self._error = frozenset(), Records(), None
        self._set_state(StorageState.IDLE)

    def _on_job_finished(self, row: JobRow) -> None:
        if row.mode is JobMode.LIVE and row.status is JobStatus.SUCCEEDED and self._dry_run.collection is not None:
            self._mark_owned(self._dry_run.collection)

    def _mark_owned(self, collection: SceneCollection) -> None:
        gateway, product, parameters = self._account.gateway, self._dry_run.product, self._dry_run.parameters
        if gateway is None or parameters is None or not collection.scenes:
            return
        storage = gateway.storage
        wanted = replace(parameters, scene_ids=tuple(scene.id for scene in collection.scenes))

        def work(task: UseCaseTask) -> FrozenSet[str]:
            if storage is not None:
                return frozenset(owned_scenes(collection.scenes, storage.assets(parameters.aoi, task)))
            return frozenset() if product is None else self._bought(gateway, product, wanted)

        def take(owned: Optional[FrozenSet[str]], error: Optional[Up42Error]) -> None:
            if owned is None:
                # Only the marks are missing; the scenes themselves are complete.
                _LOG.info("The storage could not be read: %s", error)
            elif self._dry_run.collection is collection:
                self._owned = owned
                self._scenes.set_owned(owned)

        self._background.run("UP42: storage", work, take)

    def _bought(self, gateway: JobGateway, product: Product, wanted: JobParameters) -> FrozenSet[str]:
        """Returns the scenes that jobs of this computer bought over the same area, where the service keeps no list."""
        from ...usecases.prepare_order import taken_by

        entries = self._journal.entries()
        taken = taken_by(entries, gateway, gateway.account(), product, wanted, utc_now()) if entries else ()
        return frozenset(item.scene_id for item in taken if item.is_owned and item.scene_id)

    def _kept(self) -> Optional[ServiceStorage]:
        gateway = self._account.gateway
        return None if gateway is None else gateway.storage

    def _set_state(self, state: StorageState) -> None:
        self._state = state
        self.changed.emit()


def _coverage(asset: StoredAsset, aoi: Optional[Aoi]) -> Optional[float]:
    return None if aoi is None or asset.footprint is None else share_covered(asset.footprint, aoi)
