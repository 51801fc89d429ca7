"""The actions of a job: icon, text, tip, and why one is not possible."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Dict, Optional

from qgis.PyQt.QtCore import QCoreApplication

from ...core.app.jobs.job_list import DownloadState, JobRow
from ...core.domain.jobs.job import JobMode, JobStatus
from ...core.domain.jobs.journal import EntryState
from ..wording import note_text

_translate = QCoreApplication.translate


class JobAction(Enum):
    """The actions of the dashboard; the values name their buttons."""

    CANCEL = "cancel_job_button"
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


ICONS: Dict[JobAction, str] = {
    JobAction.CANCEL: "mTaskCancel.svg",
    JobAction.RUN_AGAIN: "mActionReload.svg",
    JobAction.RUN_LIVE: "mActionStart.svg",
    JobAction.SHOW: "mActionShowSelectedLayers.svg",
    JobAction.DOWNLOAD: "downloading_svg.svg",
    JobAction.LOAD: "mActionAddLayer.svg",
    JobAction.ZOOM: "mActionZoomToLayer.svg",
    JobAction.FOLDER: "mActionFileOpen.svg",
    JobAction.VERIFY: "mIconSuccess.svg",
    JobAction.LOG: "mMessageLogRead.svg",
    JobAction.CONSOLE: "mActionLink.svg",
}


@dataclass(frozen=True)
class Surroundings:
    """What the actions of a job need to know beside its row."""

    has_layers: bool = False
    has_folder: bool = False
    has_task_logs: bool = False
    has_console_page: bool = False
    has_scene_orders: bool = False
    is_query_running: bool = False
    is_ordering: bool = False


def action_text(action: JobAction) -> str:
    """Returns the words on a button."""
    texts = {
        JobAction.CANCEL: _translate("UP42", "Cancel"),
        JobAction.RUN_AGAIN: _translate("UP42", "Run Again"),
        JobAction.RUN_LIVE: _translate("UP42", "Run as Live Job…"),
        JobAction.SHOW: _translate("UP42", "Show"),
        JobAction.DOWNLOAD: _translate("UP42", "Download"),
        JobAction.LOAD: _translate("UP42", "Load"),
        JobAction.ZOOM: _translate("UP42", "Zoom"),
        JobAction.FOLDER: _translate("UP42", "Open Folder"),
        JobAction.VERIFY: _translate("UP42", "Verify"),
        JobAction.LOG: _translate("UP42", "Log…"),
        JobAction.CONSOLE: _translate("UP42", "Open in Console"),
    }
    return texts[action]


def action_tip(action: JobAction) -> str:
    """Returns what a button does."""
    texts = {
        JobAction.CANCEL: _translate("UP42", "Cancels the job, or its download; credits not used are released"),
        JobAction.RUN_AGAIN: _translate("UP42", "Runs the job with the same parameters; a live job needs your consent"),
        JobAction.RUN_LIVE: _translate("UP42", "Estimates a live job with these parameters; it needs your consent"),
        JobAction.SHOW: _translate("UP42", "Shows the scenes of a test query, or the parameters of a live job"),
        JobAction.DOWNLOAD: _translate("UP42", "Downloads the outputs and adds them to the map"),
        JobAction.LOAD: _translate("UP42", "Adds the outputs to the map"),
        JobAction.ZOOM: _translate("UP42", "Zooms the map to the outputs"),
        JobAction.FOLDER: _translate("UP42", "Opens the folder of the outputs"),
        JobAction.VERIFY: _translate("UP42", "Compares the files on the disk with what was delivered"),
        JobAction.LOG: _translate("UP42", "Shows the log of the selected task, or of the one that failed"),
        JobAction.CONSOLE: _translate("UP42", "Opens the job in the UP42 console"),
    }
    return texts[action]


def why_not(action: JobAction, row: Optional[JobRow], around: Surroundings) -> str:
    """Returns why an action makes no sense for a job at the moment, empty where it can be done."""
    if row is None:
        return _translate("UP42", "Select a job first")
    reasons = {
        JobAction.CANCEL: _why_not_cancel,
        JobAction.RUN_AGAIN: _why_not_run_again,
        JobAction.RUN_LIVE: _why_not_run_live,
        JobAction.SHOW: _why_not_show,
        JobAction.DOWNLOAD: _why_not_download,
        JobAction.LOAD: _why_not_load,
        JobAction.ZOOM: _why_not_zoom,
        JobAction.FOLDER: _why_not_folder,
        JobAction.VERIFY: _why_not_verify,
        JobAction.LOG: _why_not_log,
        JobAction.CONSOLE: _why_not_console,
    }
    return reasons[action](row, around)


def _never_started(row: JobRow) -> str:
    if row.job_id:
        return ""
    if row.entry_state in (EntryState.INTENT, EntryState.UNKNOWN):
        return _translate("UP42", "It is not known yet whether the job exists")
    return _translate("UP42", "The job never started")


def _why_not_cancel(row: JobRow, around: Surroundings) -> str:
    if row.can_cancel or row.is_expected or row.download is DownloadState.CHECKING:
        return ""
    if row.is_waiting and row.is_colleagues:
        return _translate("UP42", "A colleague placed this order: only its owner can cancel it")
    if row.is_waiting:
        if around.has_scene_orders:
            too_late = _translate("UP42", "An order can be cancelled only until the provider accepts it")
            return _never_started(row) or too_late
        # The service's own reason where it gave one.
        too_late = _translate("UP42", "This job can no longer be cancelled")
        return _never_started(row) or note_text(row.note) or too_late
    return _never_started(row) or _translate("UP42", "The job has finished")


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


def _why_not_load(row: JobRow, around: Surroundings) -> str:
    return _why_not_download(row, around)


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
