"""The parts of the application whose events become notices; most are made long after the dock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable

if TYPE_CHECKING:
    from ..core.app.application import Application
    from ..core.app.areas.area_cover import AreaCover
    from ..core.app.areas.area_pictures import AreaPictures
    from ..core.app.areas.area_search import AreaSearch
    from ..core.app.areas.list_export import ListExport
    from ..core.app.areas.watches import Watches
    from ..core.app.jobs.job_list import JobListModel
    from ..core.app.jobs.job_monitor import JobMonitor
    from ..core.app.jobs.ordering import Ordering
    from ..core.app.late import Later
    from ..core.app.outputs.job_outputs import JobOutputsLoader
    from ..core.app.outputs.output_check import OutputCheck
    from ..core.app.scenes.dry_run import DryRun
    from ..core.app.scenes.map_scenes import MapScenes
    from ..core.app.session.account import Account
    from ..core.app.session.workbench import Workbench
    from ..core.domain.ports.journal import JobJournal


@dataclass(frozen=True)
class NoticeParts:
    """What `Notices` and `JobNotices` use; `reopen_journal` tries again to open a journal that could not be opened."""

    account: Account
    workbench: Workbench
    dry_run: DryRun
    journal: Later[JobJournal]
    jobs: Later[JobListModel]
    ordering: Later[Ordering]
    monitor: Later[JobMonitor]
    outputs: Later[JobOutputsLoader]
    output_check: Later[OutputCheck]
    map_scenes: Later[MapScenes]
    area_search: Later[AreaSearch]
    area_cover: Later[AreaCover]
    area_pictures: Later[AreaPictures]
    watches: Later[Watches]
    export: Later[ListExport]
    reopen_journal: Callable[[], object]


def notice_parts(application: Application) -> NoticeParts:
    """Returns the parts that notices need, without having any of them made."""
    kinds = type(application)
    return NoticeParts(
        account=application.account,
        workbench=application.workbench,
        dry_run=application.dry_run,
        journal=application.later(kinds.journal),
        jobs=application.later(kinds.jobs),
        ordering=application.later(kinds.ordering),
        monitor=application.later(kinds.monitor),
        outputs=application.later(kinds.outputs),
        output_check=application.later(kinds.output_check),
        map_scenes=application.later(kinds.map_scenes),
        area_search=application.later(kinds.area_search),
        area_cover=application.later(kinds.area_cover),
        area_pictures=application.later(kinds.area_pictures),
        watches=application.later(kinds.watches),
        export=application.later(kinds.export),
        reopen_journal=application.reopen_journal,
    )
