"""Jobs for the Jobs tab, and how tests open it, run a live job and click an action."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from support.signed_in_application import WAIT_MS
from up42_jobs.core.app.jobs.job_list import DownloadState, JobRow
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus, JobTask
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.ui.jobs.job_actions import JobAction, Surroundings, why_not
from up42_jobs.ui.jobs.jobs_panel import JobsPanel

NOW = datetime(2026, 11, 22, 10, 32, tzinfo=timezone.utc)
FULL = Surroundings(has_layers=True, has_folder=True, has_task_logs=True, has_console_page=True)
TASK = JobTask("t1", "data:1", JobStatus.SUCCEEDED, started=NOW, finished=NOW + timedelta(seconds=75))


def open_jobs_tab(application, canvas, qtbot):
    """Opens the tab as wide as the dock."""
    panel = JobsPanel(application, canvas)
    qtbot.addWidget(panel)
    panel.resize(360, 700)
    panel.show()
    return panel


def job(number=0, **changes):
    """A live job that has succeeded."""
    row = JobRow(
        key=f"key-{number}",
        name=f"Job {number}",
        mode=JobMode.LIVE,
        status=JobStatus.SUCCEEDED,
        entry_state=EntryState.CREATED,
        product_title="Pléiades Display",
        created=NOW - timedelta(hours=number),
        started=NOW - timedelta(hours=number),
        job_id=f"id-{number}",
        tasks=(TASK,),
        download=DownloadState.READY,
        is_own=True,
    )
    return replace(row, **changes)


def possible(row, around=FULL):
    """Returns the actions that make sense for a job."""
    return {action for action in JobAction if not why_not(action, row, around)}


def run_live(application, qtbot):
    """Starts a live job by the form's parameters."""
    application.ordering.prepare()
    confirm(application, qtbot)


def confirm(application, qtbot):
    """Agrees to the hold that is being prepared."""
    ordering = application.ordering
    qtbot.waitUntil(lambda: ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    with qtbot.waitSignal(ordering.started, timeout=WAIT_MS):
        ordering.confirm(HoldConfirmation(ordering.hold.fingerprint, ordering.hold.credits, utc_now()))


def own_live(application):
    """Returns the live job that this QGIS started."""
    return next(row for row in application.jobs.rows() if row.is_own and row.mode is JobMode.LIVE)


def click(panel, action):
    """Clicks the button of an action, or chooses it from the menu if it has none in this state."""
    button = panel.buttons[action]
    assert button.isEnabled(), button.toolTip()
    if button.isVisible():
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        return
    menu = panel.action_row.more_button.menu()
    menu.aboutToShow.emit()
    next(entry for entry in menu.actions() if entry.objectName() == action.value).trigger()
