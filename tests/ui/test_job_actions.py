"""Only the possible actions of a job are enabled, and the others say why they are not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from support.jobs_tab import FULL, job, open_jobs_tab, possible
from support.pointer import double_click
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.jobs.job_list import DownloadState
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.ui.jobs.job_actions import JobAction, Surroundings, main_actions, why_not
from up42_jobs.ui.wording import row_kind_text


@pytest.fixture
def panel(application, canvas, qtbot):
    """The tab of a connection without jobs."""
    return open_jobs_tab(application, canvas, qtbot)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {"RUN_AGAIN", "SHOW", "DOWNLOAD", "LOAD", "ZOOM", "FOLDER", "VERIFY", "LOG", "CONSOLE"}),
        (
            {"status": JobStatus.RUNNING, "can_cancel": True},
            {"CANCEL", "RUN_AGAIN", "SHOW", "ZOOM", "FOLDER", "LOG", "CONSOLE"},
        ),
        *(
            ({"download": state}, {"CANCEL_DOWNLOAD", "RUN_AGAIN", "SHOW", "ZOOM", "FOLDER", "LOG", "CONSOLE"})
            for state in (DownloadState.WAITING, DownloadState.DOWNLOADING, DownloadState.CHECKING)
        ),
        ({"mode": JobMode.DRY_RUN}, {"RUN_AGAIN", "RUN_LIVE", "SHOW", "ZOOM", "FOLDER", "LOG", "CONSOLE"}),
        ({"status": JobStatus.FAILED}, {"RUN_AGAIN", "SHOW", "ZOOM", "FOLDER", "LOG", "CONSOLE"}),
        (
            {"entry_state": EntryState.UNKNOWN, "job_id": "", "status": JobStatus.NOT_STARTED, "tasks": ()},
            {"ZOOM", "FOLDER", "CONSOLE"},
        ),
    ],
)
def test_only_what_makes_sense_can_be_done(changes, expected):
    assert {action.name for action in possible(job(**changes))} == expected


def test_every_disabled_action_says_why():
    rows = [
        None,
        job(),
        job(mode=JobMode.DRY_RUN),
        job(status=JobStatus.RUNNING),
        job(entry_state=EntryState.UNKNOWN, job_id="", status=JobStatus.NOT_STARTED),
        job(entry_state=EntryState.REFUSED, job_id="", status=JobStatus.NOT_STARTED),
    ]
    for row in rows:
        for action in JobAction:
            if action not in possible(row, Surroundings()):
                assert why_not(action, row, Surroundings())


def test_a_job_whose_answer_was_lost_cannot_be_ordered_again():
    lost = job(entry_state=EntryState.UNKNOWN, job_id="", status=JobStatus.NOT_STARTED)
    assert "not known yet" in why_not(JobAction.RUN_AGAIN, lost, FULL)


def test_no_second_order_while_one_is_being_prepared():
    busy = replace(FULL, is_ordering=True, is_query_running=True)
    assert why_not(JobAction.RUN_AGAIN, job(), busy)
    assert why_not(JobAction.RUN_LIVE, job(mode=JobMode.DRY_RUN), busy)
    assert why_not(JobAction.RUN_AGAIN, job(mode=JobMode.DRY_RUN), busy)


def test_the_main_actions_have_words_at_every_width_and_the_others_are_in_a_menu(panel, application):
    application.jobs.put(job(download=DownloadState.LOADED))
    panel.select_job("key-0")
    for width in (300, 700):
        panel.resize(width, 600)
        assert panel.minimumSizeHint().width() <= 320
        shown = [action for action in JobAction if panel.buttons[action].isVisible()]
        assert set(shown) == {JobAction.ZOOM, JobAction.FOLDER, JobAction.LOAD}
        for button in [*(panel.buttons[action] for action in shown), panel.action_row.more_button]:
            assert button.width() >= button.sizeHint().width()
            assert button.height() >= 24
    assert panel.buttons[JobAction.ZOOM].font().bold()
    assert len({panel.buttons[action].y() for action in shown}) == 1
    menu = panel.action_row.more_button.menu()
    menu.aboutToShow.emit()
    assert [entry.objectName() for entry in menu.actions()] == [action.value for action in JobAction]


def test_the_menu_of_a_test_query_has_no_actions_of_outputs(panel, application):
    """Eight of twelve were grey. *Cancel* and *Log* stay: whether they are possible changes with the state."""
    application.jobs.put(job(mode=JobMode.DRY_RUN, download=DownloadState.NONE))
    panel.select_job("key-0")
    menu = panel.action_row.more_button.menu()
    menu.aboutToShow.emit()
    assert [JobAction(entry.objectName()).name for entry in menu.actions()] == [
        *("CANCEL", "RUN_AGAIN", "RUN_LIVE", "SHOW", "LOG", "CONSOLE")
    ]


@pytest.mark.parametrize(
    ("changes", "main"),
    [
        ({"status": JobStatus.RUNNING, "can_cancel": True}, JobAction.CANCEL),
        ({}, JobAction.DOWNLOAD),
        ({"download": DownloadState.DOWNLOADING}, JobAction.CANCEL_DOWNLOAD),
        ({"download": DownloadState.INTERRUPTED}, JobAction.DOWNLOAD),
        ({"download": DownloadState.DOWNLOADED}, JobAction.LOAD),
        ({"download": DownloadState.LOADED}, JobAction.ZOOM),
        ({"status": JobStatus.FAILED}, JobAction.LOG),
        ({"status": JobStatus.CANCELLED}, JobAction.RUN_AGAIN),
        ({"mode": JobMode.DRY_RUN}, JobAction.SHOW),
        ({"mode": JobMode.DRY_RUN, "status": JobStatus.FAILED}, JobAction.RUN_AGAIN),
    ],
)
def test_each_state_has_a_main_action_that_is_possible(changes, main):
    row = job(**changes)
    assert main_actions(row, FULL)[0] is main
    assert not why_not(main, row, FULL)


def test_no_button_takes_the_place_of_another_under_the_pointer(panel, application, qtbot):
    """A click on Cancel Job that comes a moment too late must not cancel the download, or start one."""
    application.jobs.put(job(status=JobStatus.RUNNING, can_cancel=True))
    panel.select_job("key-0")
    cancel = panel.buttons[JobAction.CANCEL]
    QTest.mouseMove(panel.jobs_view)
    QTest.mouseMove(cancel)
    qtbot.waitUntil(panel.action_row.underMouse, timeout=WAIT_MS)
    spot = cancel.mapTo(panel, cancel.rect().center())
    application.jobs.put(job(download=DownloadState.DOWNLOADING))
    assert panel.childAt(spot) is cancel
    assert not cancel.isEnabled()
    QTest.mouseMove(panel.jobs_view)
    qtbot.waitUntil(lambda: panel.buttons[JobAction.CANCEL_DOWNLOAD].isVisible(), timeout=WAIT_MS)
    assert not cancel.isVisible()


def test_enter_and_a_double_click_do_the_same(panel, application, monkeypatch):
    application.jobs.put(job())
    panel.select_job("key-0")
    shown = []
    monkeypatch.setattr(application.monitor, "show", shown.append)
    panel.jobs_view.setFocus()
    panel.activateWindow()
    QTest.keyClick(panel.jobs_view, Qt.Key.Key_Return)
    assert shown == ["key-0"]
    rect = panel.jobs_view.visualRect(panel.jobs_view.currentIndex())
    QTest.mouseClick(
        panel.jobs_view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, rect.center()
    )
    double_click(panel.jobs_view.viewport(), rect.center())
    assert shown == ["key-0", "key-0"]


def test_a_colleagues_job_is_named_as_that_and_left_to_its_owner():
    """Everybody's orders are shown for knowing and downloading; cancelling another's purchase is no slip to allow."""
    row = job(status=JobStatus.RUNNING, is_own=False, is_colleagues=True, entry_state=None, download=DownloadState.NONE)
    assert "colleague" in row_kind_text(row)
    assert "colleague" in why_not(JobAction.CANCEL, row, replace(FULL, orders_scenes=True))
    assert JobAction.DOWNLOAD in possible(replace(row, status=JobStatus.SUCCEEDED, download=DownloadState.READY))
