"""Texts of the Jobs tab: states, kinds and column titles."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Sequence

from qgis.PyQt.QtCore import QCoreApplication

from ...core.app.scenes.last_query import DryRunState
from ...core.app.session.account import AccountState
from ...core.domain.errors import ErrorKind
from ...core.domain.jobs.job import JobMode, JobStatus, JobTask, short_name
from ...core.domain.jobs.notes import DeliveryStep, TaskingStep
from ...core.wording.figures import area_text, counted, number_text, percent_text
from ...core.wording.tasking import tasking_state_text

if TYPE_CHECKING:
    from ...core.app.jobs.job_list import DownloadState, JobChanges, JobRow
    from ...core.app.jobs.ordering import OrderingState
    from ...core.domain.jobs.journal import EntryState

_translate = QCoreApplication.translate

# More lines would fill a narrow dock.
MAX_LISTED = 5


def status_text(status: JobStatus) -> str:
    """Returns the state of a job or task."""
    texts = {
        JobStatus.NOT_STARTED: _translate("UP42", "Not started"),
        JobStatus.PENDING: _translate("UP42", "Waiting"),
        JobStatus.RUNNING: _translate("UP42", "Running"),
        JobStatus.CANCELLING: _translate("UP42", "Being cancelled"),
        JobStatus.SUCCEEDED: _translate("UP42", "Succeeded"),
        JobStatus.FAILED: _translate("UP42", "Failed"),
        JobStatus.CANCELLED: _translate("UP42", "Cancelled"),
    }
    return texts[status]


def entry_state_text(state: EntryState) -> str:
    """Returns whether a job is known to exist."""
    from ...core.domain.jobs.journal import EntryState

    texts = {
        EntryState.INTENT: _translate("UP42", "Starting"),
        EntryState.UNKNOWN: _translate("UP42", "Checking whether it started"),
        EntryState.REFUSED: _translate("UP42", "Refused, nothing spent"),
        EntryState.ABSENT: _translate("UP42", "Not found at UP42"),
        EntryState.CREATED: _translate("UP42", "Started"),
    }
    return texts[state]


def download_state_text(state: DownloadState) -> str:
    """Returns the download state of the outputs, empty if there are none."""
    from ...core.app.jobs.job_list import DownloadState

    texts = {
        DownloadState.NONE: "",
        DownloadState.READY: _translate("UP42", "Ready to download"),
        DownloadState.WAITING: _translate("UP42", "In the queue"),
        DownloadState.DOWNLOADING: _translate("UP42", "Downloading"),
        DownloadState.INTERRUPTED: _translate("UP42", "Waiting for the network"),
        DownloadState.DOWNLOADED: _translate("UP42", "Downloaded"),
        DownloadState.LOADED: _translate("UP42", "On the map"),
        DownloadState.FAILED: _translate("UP42", "Download failed"),
        DownloadState.CHECKING: _translate("UP42", "Checking"),
    }
    return texts[state]


def job_kind_text(mode: JobMode) -> str:
    """Returns the kind of a job."""
    texts = {JobMode.DRY_RUN: _translate("UP42", "Test query"), JobMode.LIVE: _translate("UP42", "Live job")}
    return texts[mode]


def row_kind_text(row: JobRow) -> str:
    """Returns the kind of a job, and whether another member of the account created it."""
    return _translate("UP42", "A colleague's job") if row.is_colleagues else job_kind_text(row.mode)


def job_title_text(row: JobRow) -> str:
    """Returns what tells a job apart: its name without the unique end, and the size of its area."""
    name = short_name(row.name) or row.product_title or row.job_id[:8]
    if row.members:
        count = len({job.area_name for job in row.members})
        areas = counted(_translate("UP42", "%Ln area(s)", None, count), count)
        return _translate("UP42", "{name} · {area}").format(name=name, area=areas)
    if row.area_km2 is None:
        return name
    return _translate("UP42", "{name} · {area}").format(name=name, area=area_text(row.area_km2))


def job_list_text(rows: Sequence[JobRow]) -> str:
    """Returns a few jobs with their states, one per line, and how many more there are."""
    pattern = _translate("UP42", "• {name}: {state}")
    lines = [pattern.format(name=job_title_text(row), state=job_state_text(row)) for row in rows[:MAX_LISTED]]
    more = len(rows) - len(lines)
    if more:
        lines.append(counted(_translate("UP42", "• %Ln more job(s)", None, more), more))
    return "\n".join(lines)


def job_state_text(row: JobRow) -> str:
    """Returns the state of a job, including its download; of a purchase how many of its jobs have finished."""
    from ...core.domain.jobs.journal import EntryState

    if row.members:
        return _purchase_state_text(row)
    if row.entry_state is not None and row.entry_state is not EntryState.CREATED:
        return entry_state_text(row.entry_state)
    if row.note is ErrorKind.PLACEMENT_FAILED and not row.status.is_final:
        return _translate("UP42", "The provider is working on it")
    if row.note is DeliveryStep.BEING_INDEXED and not row.status.is_final:
        return _translate("UP42", "Delivered, being indexed")
    if isinstance(row.note, TaskingStep) and not row.status.is_final:
        return tasking_state_text(row.note)
    if row.is_partial:
        pattern = _translate("UP42", "{delivered} of {wanted} scenes · {state}")
        return pattern.format(delivered=row.delivered_parts, wanted=len(row.tasks), state=_end_text(row))
    return _end_text(row)


def _purchase_state_text(row: JobRow) -> str:
    from ...core.app.jobs.job_groups import has_failed, is_done

    done, total = sum(map(is_done, row.members)), len(row.members)
    failed = sum(map(has_failed, row.members))
    pattern = _translate("UP42", "{done} of {total} finished")
    parts = [pattern.format(done=number_text(done), total=number_text(total))]
    if failed:
        parts.append(counted(_translate("UP42", "%Ln without outputs", None, failed), failed))
    downloading = download_state_text(row.download)
    if row.progress is not None:
        pattern = _translate("UP42", "{state} {share}")
        downloading = pattern.format(state=downloading, share=percent_text(row.progress))
    return " · ".join([*parts, *([downloading] if downloading else [])])


def _end_text(row: JobRow) -> str:
    from ...core.app.jobs.job_list import DownloadState

    if row.status is not JobStatus.SUCCEEDED or row.mode is JobMode.DRY_RUN:
        return status_text(row.status)
    if row.download in (DownloadState.DOWNLOADING, DownloadState.CHECKING) and row.progress is not None:
        pattern = _translate("UP42", "{state} {share}")
        return pattern.format(state=download_state_text(row.download), share=percent_text(row.progress))
    return download_state_text(row.download) or status_text(row.status)


def task_state_text(task: JobTask) -> str:
    """Returns the state of a task or of a scene's order: whether it exists, and what it is waiting for."""
    from ...core.domain.jobs.journal import EntryState

    if not task.id:
        is_unsure = task.note is ErrorKind.OUTCOME_UNKNOWN
        return entry_state_text(EntryState.UNKNOWN) if is_unsure else _translate("UP42", "Not ordered")
    if task.note is ErrorKind.PLACEMENT_FAILED:
        return _translate("UP42", "With the provider")
    if task.note is DeliveryStep.BEING_INDEXED:
        return _translate("UP42", "Being indexed")
    return tasking_state_text(task.note) if isinstance(task.note, TaskingStep) else status_text(task.status)


def changes_text(changes: JobChanges) -> str:
    """Returns the changes of jobs since the last poll, counted."""
    from ...core.domain.jobs.journal import EntryState

    succeeded = sum(row.status is JobStatus.SUCCEEDED for row in changes.finished)
    failed = sum(row.status is JobStatus.FAILED for row in changes.finished)
    vanished = sum(row.note is ErrorKind.NOT_FOUND for row in changes.finished)
    cancelled = len(changes.finished) - succeeded - failed - vanished
    started = sum(row.entry_state is EntryState.CREATED and not row.status.is_final for row in changes.settled)
    absent = sum(row.entry_state is not EntryState.CREATED for row in changes.settled)
    parts = (
        (succeeded, _translate("UP42", "%Ln live job(s) done, outputs ready to download", None, succeeded)),
        (failed, _translate("UP42", "%Ln live job(s) failed", None, failed)),
        (cancelled, _translate("UP42", "%Ln live job(s) cancelled", None, cancelled)),
        (vanished, _translate("UP42", "%Ln live job(s) no longer listed by UP42", None, vanished)),
        (started, _translate("UP42", "%Ln live job(s) started although the answer was lost", None, started)),
        (absent, _translate("UP42", "%Ln live job(s) not found at UP42", None, absent)),
    )
    return "; ".join(counted(text, count) for count, text in parts if count)


def job_headers() -> List[str]:
    """Returns the titles of the columns, in the order of JobColumn."""
    from ...core.app.jobs.job_list import JobColumn

    texts = {
        JobColumn.NAME: _translate("UP42", "Name"),
        JobColumn.KIND: _translate("UP42", "Kind"),
        JobColumn.STATE: _translate("UP42", "State"),
        JobColumn.STARTED: _translate("UP42", "Started"),
        JobColumn.HELD: _translate("UP42", "Held"),
        JobColumn.USED: _translate("UP42", "Used"),
        JobColumn.PROGRESS: _translate("UP42", "Progress"),
    }
    return [texts[column] for column in JobColumn]


def task_headers() -> List[str]:
    """Returns the titles of the columns of a job's tasks: name, state, elapsed time."""
    return [_translate("UP42", "Task"), _translate("UP42", "State"), _translate("UP42", "Time")]


def account_state_text(state: AccountState) -> str:
    """Returns the sign-in state."""
    texts = {
        AccountState.SIGNED_OUT: _translate("UP42", "Not signed in"),
        AccountState.SIGNING_IN: _translate("UP42", "Signing in…"),
        AccountState.READY: _translate("UP42", "Signed in"),
        AccountState.FAILED: _translate("UP42", "Sign-in failed"),
    }
    return texts[state]


def dry_run_state_text(state: DryRunState) -> str:
    """Returns the state of a test query."""
    texts = {
        DryRunState.IDLE: _translate("UP42", "No test query yet"),
        DryRunState.STARTING: _translate("UP42", "Starting the test query…"),
        DryRunState.RUNNING: _translate("UP42", "The test query is running…"),
        DryRunState.COLLECTING: _translate("UP42", "Collecting the scenes…"),
        DryRunState.QUICKLOOKS: _translate("UP42", "Fetching the quicklooks…"),
        DryRunState.DONE: _translate("UP42", "The test query is done"),
        DryRunState.CANCELLED: _translate("UP42", "The test query was cancelled"),
        DryRunState.FAILED: _translate("UP42", "The test query failed"),
    }
    return texts[state]


def ordering_state_text(state: OrderingState) -> str:
    """Returns the state of ordering a live job."""
    from ...core.app.jobs.ordering import OrderingState

    texts = {
        OrderingState.IDLE: _translate("UP42", "Ready"),
        OrderingState.PREPARING: _translate("UP42", "Estimating the cost…"),
        OrderingState.CONFIRMING: _translate("UP42", "Waiting for your confirmation"),
        OrderingState.STARTING: _translate("UP42", "Starting the live job…"),
    }
    return texts[state]
