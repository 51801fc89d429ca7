"""The parts of the application that other places of QGIS use; imported for their types only."""

from __future__ import annotations

from typing import Protocol

from ...core.app.jobs.job_list import JobListModel
from ...core.app.jobs.job_monitor import JobMonitor
from ...core.app.outputs.job_outputs import JobOutputsLoader
from ...core.app.outputs.storage import Storage
from ...core.app.scenes.scene_list import SceneListModel
from ...core.app.session.account import Account
from ...core.app.session.area import AreaOfInterest
from ...core.app.session.workbench import Workbench


class AroundParts(Protocol):
    """What the menus, the locator and the Browser use of the running application."""

    @property
    def account(self) -> Account: ...

    @property
    def area(self) -> AreaOfInterest: ...

    @property
    def jobs(self) -> JobListModel: ...

    @property
    def monitor(self) -> JobMonitor: ...

    @property
    def outputs(self) -> JobOutputsLoader: ...

    @property
    def scenes(self) -> SceneListModel: ...

    @property
    def storage(self) -> Storage: ...

    @property
    def workbench(self) -> Workbench: ...
