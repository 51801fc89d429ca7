"""The Jobs tab: its list, and what it says of the selected job and of its tasks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from qgis.PyQt.QtCore import Qt
from support.jobs_tab import NOW, TASK, job, open_jobs_tab, possible
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.jobs.job_list import DownloadState, JobRole
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.ui.jobs.job_actions import JobAction
from up42_jobs.ui.jobs.job_delegate import credit_parts, job_tip
from up42_jobs.ui.jobs.tasks_view import elapsed_text, task_to_explain
from up42_jobs.ui.wording import error_sentence


@pytest.fixture
def panel(application, canvas, qtbot):
    """The tab of a connection without jobs."""
    return open_jobs_tab(application, canvas, qtbot)


def names(panel):
    model = panel.filter_model
    return [model.index(row, 0).data(JobRole.ROW).name for row in range(model.rowCount())]


def test_without_jobs_it_says_what_will_appear_here(panel):
    assert panel.empty_label.isVisible()
    assert "No jobs yet" in panel.empty_label.text()
    for action in JobAction:
        assert not panel.buttons[action].isEnabled()
        assert "Select a job first" in panel.buttons[action].toolTip()


@pytest.mark.parametrize("count", [1, 500])
def test_every_job_is_listed_newest_first(panel, application, count):
    for number in reversed(range(count)):
        application.jobs.put(job(number))
    assert names(panel) == [f"Job {number}" for number in range(count)]


def test_jobs_are_found_by_name_kind_state_and_product(panel, application):
    application.jobs.put(job(0))
    application.jobs.put(job(1, mode=JobMode.DRY_RUN, name="Harbour"))
    application.jobs.put(job(2, status=JobStatus.FAILED, product_title="SPOT", download=DownloadState.NONE))
    for text, found in (("harb", ["Harbour"]), ("test query", ["Harbour"]), ("failed", ["Job 2"]), ("spot", ["Job 2"])):
        panel.filter_edit.setText(text)
        assert names(panel) == found
    panel.filter_edit.setText("nothing like this")
    assert panel.empty_label.isVisible()


def test_a_failed_download_can_be_tried_again_and_says_what_happened(panel, application):
    error = Up42Error(ErrorKind.DOWNLOAD_BROKEN)
    application.jobs.put(job(download=DownloadState.FAILED, error=error))
    panel.select_job("key-0")
    assert JobAction.DOWNLOAD in possible(panel.selected_row())
    assert panel.note_label.text() == error_sentence(error)
    assert error_sentence(error) in job_tip(panel.filter_model.index(0, 0))


def test_a_refused_job_says_that_nothing_was_spent(panel, application):
    application.jobs.put(
        job(entry_state=EntryState.REFUSED, job_id="", note=ErrorKind.NOT_ENOUGH_CREDITS, status=JobStatus.NOT_STARTED)
    )
    panel.select_job("key-0")
    assert panel.note_label.text() == error_sentence(Up42Error(ErrorKind.NOT_ENOUGH_CREDITS))


def test_elapsed_time_counts_on_while_a_task_runs():
    running = replace(TASK, status=JobStatus.RUNNING, finished=None)
    assert elapsed_text(TASK, NOW) == "1 min 15 s"
    assert elapsed_text(running, NOW + timedelta(seconds=5)) == "5 s"
    assert elapsed_text(replace(running, started=None), NOW) == "–"
    assert elapsed_text(replace(TASK, finished=None), NOW) == "–"


def test_tasks_are_named_by_their_block_or_like_the_step_in_the_form(panel, application):
    titled = replace(TASK, id="t2", name="data-conversion-dimap:1", title="DIMAP → GeoTIFF")
    application.jobs.put(job(tasks=(replace(TASK, name="oneatlas-pleiades-display:1"), titled)))
    panel.select_job("key-0")
    shown = [panel.tasks_view.topLevelItem(row) for row in range(2)]
    assert [item.text(0) for item in shown] == ["OneAtlas Pléiades display", "DIMAP → GeoTIFF"]
    assert "oneatlas-pleiades-display:1" in shown[0].toolTip(0)


def test_the_log_that_is_shown_is_of_the_task_that_failed():
    failed = replace(TASK, id="t2", status=JobStatus.FAILED)
    row = job(tasks=(TASK, failed, replace(TASK, id="t3")))
    assert task_to_explain(row, None).id == "t2"
    assert task_to_explain(row, TASK).id == "t1"
    assert task_to_explain(job(tasks=(TASK, replace(TASK, id="t3"))), None).id == "t3"
    assert task_to_explain(job(tasks=()), None) is None


def test_the_selected_task_stays_selected_while_the_job_goes_on(panel, application):
    second = replace(TASK, id="t2", status=JobStatus.RUNNING, finished=None)
    application.jobs.put(job(tasks=(TASK, second), status=JobStatus.RUNNING))
    panel.select_job("key-0")
    panel.tasks_view.setCurrentItem(panel.tasks_view.topLevelItem(1))
    application.jobs.put(job(tasks=(TASK, replace(second, status=JobStatus.SUCCEEDED)), status=JobStatus.SUCCEEDED))
    assert panel.tasks_view.selectedItems()[0] is panel.tasks_view.topLevelItem(1)
    assert panel.tasks_view.topLevelItem(1).text(1) == "Succeeded"


def test_no_row_moves_by_the_click_that_selects_it(panel, application, qtbot):
    """The second click of two must hit what the first one hit."""
    for number in range(12):
        application.jobs.put(job(number, status=JobStatus.FAILED, note=ErrorKind.NOT_ENOUGH_CREDITS))
    panel.show()
    # The room for what is said of a job is laid out with the list.
    qtbot.wait(200)
    place = panel.jobs_view.geometry()
    panel.select_job("key-2")
    qtbot.waitUntil(panel.note_label.isVisible, timeout=WAIT_MS)
    qtbot.wait(20)
    assert panel.jobs_view.geometry() == place


def test_a_screen_reader_hears_what_the_row_shows(panel, application):
    application.jobs.put(job(credits_used=1680, scene_count=2, area_km2=0.84, download=DownloadState.LOADED))
    index = panel.filter_model.index(0, 0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    for words in ("Job 0", "0.84 km²", "Live job", "On the map", "2 scenes", "1,680 used"):
        assert words in spoken
    assert "Pléiades Display" in index.data(Qt.ItemDataRole.AccessibleDescriptionRole)


def test_whether_an_unknown_job_holds_credits_is_not_claimed(panel, application):
    row = job(entry_state=EntryState.UNKNOWN, status=JobStatus.NOT_STARTED, job_id="", hold_credits=1680)
    assert credit_parts(row) == ["1,680 if it started"]
    assert credit_parts(replace(row, entry_state=EntryState.CREATED)) == ["1,680 held"]


def test_a_job_of_an_earlier_sandbox_is_said_to_be_one(panel, signed_in):
    """Its service ended with QGIS: neither is it lost, nor does it belong to another account."""
    signed_in.jobs.put(job(created=signed_in.started - timedelta(days=1)))
    panel.select_job("key-0")
    assert "Sandbox of an earlier QGIS session" in panel.note_label.text()
    signed_in.jobs.put(job(created=signed_in.started + timedelta(seconds=1)))
    assert "Sandbox" not in panel.note_label.text()
