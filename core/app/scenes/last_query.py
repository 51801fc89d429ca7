"""The last test query as others see it: how far it is, and what it found."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

if TYPE_CHECKING:
    from ...domain.jobs.job import Job
    from ...domain.parameters import JobParameters
    from ...domain.ports.gateway import JobGateway
    from ...domain.products import Product
    from ...domain.scenes.scene import SceneCollection


class DryRunState(Enum):
    """The state of the test query."""

    IDLE = "idle"
    STARTING = "starting"
    RUNNING = "running"
    COLLECTING = "collecting"
    QUICKLOOKS = "quicklooks"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


_BUSY = (DryRunState.STARTING, DryRunState.RUNNING, DryRunState.COLLECTING, DryRunState.QUICKLOOKS)


class LastQuery(QObject):
    """Read by everyone, changed by `DryRun` only."""

    state_changed = pyqtSignal()

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._state = DryRunState.IDLE
        self._gateway: Optional[JobGateway] = None
        self._product: Optional[Product] = None
        self._parameters: Optional[JobParameters] = None
        self._job: Optional[Job] = None
        self._collection: Optional[SceneCollection] = None
        self._folder = ""

    @property
    def state(self) -> DryRunState:
        """Returns how far the test query is."""
        return self._state

    @property
    def is_busy(self) -> bool:
        """Returns whether a test query is running."""
        return self._state in _BUSY

    @property
    def gateway(self) -> Optional[JobGateway]:
        """Returns the gateway of the last test query, None before the first."""
        return self._gateway

    @property
    def product(self) -> Optional[Product]:
        """Returns the product of the last test query, None before the first."""
        return self._product

    @property
    def parameters(self) -> Optional[JobParameters]:
        """Returns the parameters of the last test query, None before the first."""
        return self._parameters

    @property
    def job(self) -> Optional[Job]:
        """Returns the test query as the service has it, None until it has begun there."""
        return self._job

    @property
    def collection(self) -> Optional[SceneCollection]:
        """Returns the scenes, None until they are found."""
        return self._collection

    @property
    def folder(self) -> str:
        """Returns the folder of the files, empty without a result."""
        return self._folder

    @property
    def scenes_path(self) -> str:
        """Returns the GeoPackage of the scenes; it exists once they are found."""
        return str(Path(self._folder) / "scenes.gpkg")

    def document_text(self) -> str:
        """Returns data.json, indented; empty before a result."""
        return "" if self._collection is None else self._collection.document
