"""The table of job actions: icon, text, tool tip, why one is not possible, and what it does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Callable, Mapping, Optional, Tuple

from qgis.PyQt.QtCore import QCoreApplication

from ...core.app.jobs.job_list import DownloadState, JobRow
from ...core.domain.jobs.job import JobMode, JobStatus
from ...core.domain.jobs.journal import EntryState
from ..wording import note_text
from .job_commands import JobCommands

_translate = QCoreApplication.translate


class JobAction(Enum):
    """The actions of a job; the values are the object names of their buttons."""

    CANCEL = "cancel_job_button"
    CANCEL_DOWNLOAD = "cancel_download_button"
    RUN_AGAIN = "run_again_button"
    RUN_LIVE = "run_live_button"
    SHOW = "show_job_button"
    DOWNLOAD = "download_button"
    LOAD = "load_button"
    ZOOM = "zoom_job_button"
    FOLDER = "open_job_folder_button"
    VERIFY = "verify_button"
    LOG = "log_button"
    CONSOLE = "console_button"


@dataclass(frozen=True)
class Surroundings:
    """What decides on the actions of a job in addition to its row."""

    has_layers: bool = False
    has_folder: bool = False
    has_task_logs: bool = False
    has_console_page: bool = False
    orders_scenes: bool = False
    is_query_running: bool = False
    is_ordering: bool = False


@dataclass(frozen=True)
class ActionSpec:
    """An action: its icon, text and tool tip, why it is not possible (empty if it is), and what it does."""

    icon: str
    text: str
    tip: str
    why_not: Callable[[JobRow, Surroundings], str]
    do: Callable[[JobCommands, JobRow], None]


def why_not(action: JobAction, row: Optional[JobRow], around: Surroundings) -> str:
    """Returns why an action is not possible for a job now, empty if it is."""
    if row is None:
        return _translate("UP42", "Select a job first")
    if row.members:
        return _why_not_all(action, row, around)
    return job_actions()[action].why_not(row, around)


def main_actions(row: Optional[JobRow], around: Surroundings) -> Tuple[JobAction, ...]:
    """Returns the actions that the state of a job asks for, the main one first."""
    if row is None:
        return (JobAction.SHOW,)
    if row.members:
        return _main_actions_of_all(row)
    if row.is_waiting:
        return (JobAction.CANCEL, JobAction.SHOW)
    if row.mode is JobMode.DRY_RUN:
        if row.status is JobStatus.SUCCEEDED:
            return (JobAction.SHOW, JobAction.RUN_LIVE, JobAction.RUN_AGAIN)
        return (JobAction.RUN_AGAIN, JobAction.SHOW)
    if row.status is not JobStatus.SUCCEEDED:
        has_log = row.status is JobStatus.FAILED and around.has_task_logs
        return (*([JobAction.LOG] if has_log else []), JobAction.RUN_AGAIN, JobAction.SHOW)
    if row.download is DownloadState.INTERRUPTED:
        return (JobAction.DOWNLOAD, JobAction.CANCEL_DOWNLOAD)
    if row.is_expected or row.download is DownloadState.CHECKING:
        return (JobAction.CANCEL_DOWNLOAD,)
    if row.download is DownloadState.LOADED:
        return (JobAction.ZOOM, JobAction.FOLDER, JobAction.LOAD)
    if row.download is DownloadState.DOWNLOADED:
        return (JobAction.LOAD, JobAction.FOLDER)
    return (JobAction.DOWNLOAD, JobAction.SHOW)


# A test query never has outputs: what is done with them is no action of it.
_OF_OUTPUTS = (
    *(JobAction.CANCEL_DOWNLOAD, JobAction.DOWNLOAD, JobAction.LOAD),
    *(JobAction.ZOOM, JobAction.FOLDER, JobAction.VERIFY),
)


def may_apply(action: JobAction, row: Optional[JobRow]) -> bool:
    """Returns whether an action can be possible for a job at any time."""
    return row is None or row.mode is not JobMode.DRY_RUN or action not in _OF_OUTPUTS


# What can be done with all jobs of a purchase at once.
_OF_ALL = (JobAction.CANCEL, JobAction.CANCEL_DOWNLOAD, JobAction.DOWNLOAD, JobAction.LOAD)


def _why_not_all(action: JobAction, purchase: JobRow, around: Surroundings) -> str:
    """Returns why an action is possible with no job of a purchase, empty if it is with any."""
    if action is JobAction.SHOW:
        return ""
    if action is JobAction.ZOOM:
        return _why_not_zoom(purchase, around)
    if action not in _OF_ALL:
        return _translate("UP42", "Select one of the jobs of this purchase first")
    reasons = [job_actions()[action].why_not(job, around) for job in purchase.members]
    return "" if not all(reasons) else reasons[0]


def _main_actions_of_all(purchase: JobRow) -> Tuple[JobAction, ...]:
    states = {job.download for job in purchase.members if job.status is JobStatus.SUCCEEDED}
    wanted = {
        JobAction.CANCEL_DOWNLOAD: any(job.is_expected for job in purchase.members),
        JobAction.DOWNLOAD: bool(states & {DownloadState.READY, DownloadState.FAILED, DownloadState.NONE}),
        JobAction.LOAD: DownloadState.DOWNLOADED in states,
        JobAction.ZOOM: DownloadState.LOADED in states,
        JobAction.CANCEL: purchase.can_cancel,
        JobAction.SHOW: True,
    }
    return tuple(action for action, is_wanted in wanted.items() if is_wanted)


@cache
def job_actions() -> Mapping[JobAction, ActionSpec]:
    """Returns the table of all actions; built on first use, once the translations are loaded."""
    return {
        JobAction.CANCEL: ActionSpec(
            "mTaskCancel.svg",
            _translate("UP42", "Cancel Job"),
            _translate("UP42", "Cancels the job; credits not used are released"),
            _why_not_cancel,
            JobCommands.cancel,
        ),
        JobAction.CANCEL_DOWNLOAD: ActionSpec(
            "mTaskCancel.svg",
            _translate("UP42", "Cancel Download"),
            _translate("UP42", "Stops the download, or the check of the files; what has arrived is kept"),
            _why_not_cancel_download,
            JobCommands.cancel_download,
        ),
        JobAction.RUN_AGAIN: ActionSpec(
            "mActionReload.svg",
            _translate("UP42", "Run Again"),
            _translate("UP42", "Runs the job with the same parameters; a live job needs your consent"),
            _why_not_run_again,
            JobCommands.run_again,
        ),
        JobAction.RUN_LIVE: ActionSpec(
            "mActionStart.svg",
            _translate("UP42", "Run as Live Job…"),
            _translate("UP42", "Estimates a live job with these parameters; it needs your consent"),
            _why_not_run_live,
            JobCommands.run_as_live,
        ),
        JobAction.SHOW: ActionSpec(
            "mActionShowSelectedLayers.svg",
            _translate("UP42", "Show"),
            _translate("UP42", "Shows the scenes of a test query, or the parameters of a job"),
            _why_not_show,
            JobCommands.show,
        ),
        JobAction.DOWNLOAD: ActionSpec(
            "downloading_svg.svg",
            _translate("UP42", "Download"),
            _translate("UP42", "Downloads the outputs and adds them to the map"),
            _why_not_download,
            JobCommands.download,
        ),
        JobAction.LOAD: ActionSpec(
            "mActionAddLayer.svg",
            _translate("UP42", "Load"),
            _translate("UP42", "Adds the outputs to the map"),
            _why_not_download,
            JobCommands.load,
        ),
        JobAction.ZOOM: ActionSpec(
            "mActionZoomToLayer.svg",
            _translate("UP42", "Zoom"),
            _translate("UP42", "Zooms the map to the outputs"),
            _why_not_zoom,
            JobCommands.zoom,
        ),
        JobAction.FOLDER: ActionSpec(
            "mActionFileOpen.svg",
            _translate("UP42", "Open Folder"),
            _translate("UP42", "Opens the folder of the outputs"),
            _why_not_folder,
            JobCommands.open_folder,
        ),
        JobAction.VERIFY: ActionSpec(
            "mIconSuccess.svg",
            _translate("UP42", "Verify"),
            _translate("UP42", "Compares the files on the disk with what was delivered"),
            _why_not_verify,
            JobCommands.verify,
        ),
        JobAction.LOG: ActionSpec(
            "mMessageLogRead.svg",
            _translate("UP42", "Log…"),
            _translate("UP42", "Shows the log of the selected task, or of the one that failed"),
            _why_not_log,
            JobCommands.open_log,
        ),
        JobAction.CONSOLE: ActionSpec(
            "mActionLink.svg",
            _translate("UP42", "Open in Console"),
            _translate("UP42", "Opens the job in the UP42 console"),
            _why_not_console,
            JobCommands.open_console,
        ),
    }


def _never_started(row: JobRow) -> str:
    if row.job_id:
        return ""
    if row.entry_state in (EntryState.INTENT, EntryState.UNKNOWN):
        return _translate("UP42", "It is not known yet whether the job exists")
    return _translate("UP42", "The job never started")


def _why_not_cancel(row: JobRow, around: Surroundings) -> str:
    if row.can_cancel:
        return ""
    if row.is_waiting and row.is_colleagues:
        return _translate("UP42", "A colleague placed this order: only its owner can cancel it")
    if row.is_waiting:
        if around.orders_scenes:
            too_late = _translate("UP42", "An order can be cancelled only until the provider accepts it")
            return _never_started(row) or too_late
        # The service's own reason if it gave one.
        too_late = _translate("UP42", "This job can no longer be cancelled")
        return _never_started(row) or note_text(row.note) or too_late
    return _never_started(row) or _translate("UP42", "The job has finished")


def _why_not_cancel_download(row: JobRow, around: Surroundings) -> str:
    is_busy = row.is_expected or row.download is DownloadState.CHECKING
    return "" if is_busy else _translate("UP42", "Nothing is being downloaded")


def _why_not_run(row: JobRow, around: Surroundings, mode: JobMode) -> str:
    if mode is JobMode.DRY_RUN and around.is_query_running:
        return _translate("UP42", "A test query is running")
    if mode is JobMode.LIVE and around.is_ordering:
        return _translate("UP42", "An order is being prepared")
    return _never_started(row)


def _why_not_run_again(row: JobRow, around: Surroundings) -> str:
    return _why_not_run(row, around, row.mode)


def _why_not_run_live(row: JobRow, around: Surroundings) -> str:
    if row.mode is JobMode.LIVE:
        return _translate("UP42", "This is a live job: use Run Again")
    return _why_not_run(row, around, JobMode.LIVE)


def _why_not_show(row: JobRow, around: Surroundings) -> str:
    return _why_not_run(row, around, JobMode.DRY_RUN)


def _why_not_download(row: JobRow, around: Surroundings) -> str:
    if row.mode is JobMode.DRY_RUN:
        return _translate("UP42", "A test query has no outputs")
    if row.status is not JobStatus.SUCCEEDED:
        if row.is_waiting:
            return _translate("UP42", "Outputs are available when the job has finished")
        return _translate("UP42", "The job has no outputs")
    if row.is_fetching:
        return _translate("UP42", "The outputs are being downloaded")
    if row.download is DownloadState.CHECKING:
        return _translate("UP42", "The files are being checked")
    return ""


def _why_not_zoom(row: JobRow, around: Surroundings) -> str:
    return "" if around.has_layers else _translate("UP42", "No output has a position on the map")


def _why_not_folder(row: JobRow, around: Surroundings) -> str:
    return "" if around.has_folder else _translate("UP42", "Nothing has been downloaded yet")


def _why_not_verify(row: JobRow, around: Surroundings) -> str:
    if row.is_expected:
        return _translate("UP42", "The outputs are being downloaded")
    return _why_not_download(row, around) or _why_not_folder(row, around)


def _why_not_log(row: JobRow, around: Surroundings) -> str:
    if not around.has_task_logs:
        return _translate("UP42", "The service keeps no logs")
    if not row.tasks:
        return _never_started(row) or _translate("UP42", "The job has no tasks yet")
    return ""


def _why_not_console(row: JobRow, around: Surroundings) -> str:
    return "" if around.has_console_page else _translate("UP42", "The console has no page for this job")
