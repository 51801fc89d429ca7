"""The parts of the application that the Jobs tab uses; imported for their types only."""

from __future__ import annotations

from typing import Optional, Protocol

from ...core.app.jobs.job_list import JobListModel, JobRow
from ...core.app.jobs.job_monitor import JobMonitor
from ...core.app.jobs.job_thumbnails import JobThumbnails
from ...core.app.jobs.ledger import Ledger
from ...core.app.jobs.ordering import Ordering
from ...core.app.outputs.job_outputs import JobOutputsLoader
from ...core.app.outputs.output_check import OutputCheck
from ...core.app.outputs.storage import Storage
from ...core.app.scenes.dry_run import DryRun
from ...core.app.session.account import Account
from ...core.app.session.area import AreaOfInterest
from ...core.domain.scenes.scene import Scene


class JobsParts(Protocol):
    """What `JobsPanel` uses and hands to the widgets in it."""

    @property
    def account(self) -> Account: ...

    @property
    def area(self) -> AreaOfInterest: ...

    @property
    def dry_run(self) -> DryRun: ...

    @property
    def jobs(self) -> JobListModel: ...

    @property
    def ledger(self) -> Ledger: ...

    @property
    def monitor(self) -> JobMonitor: ...

    @property
    def ordering(self) -> Ordering: ...

    @property
    def outputs(self) -> JobOutputsLoader: ...

    @property
    def output_check(self) -> OutputCheck: ...

    @property
    def storage(self) -> Storage: ...

    @property
    def thumbnails(self) -> JobThumbnails: ...

    def listed_scene(self, scene_id: str) -> Optional[Scene]:
        """Returns a scene that the last test query found, None for any other."""

    def is_of_gone_sandbox(self, row: JobRow) -> bool:
        """Returns whether a job ran in a Sandbox that ended with an earlier QGIS session."""
