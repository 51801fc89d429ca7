"""The Jobs tab: the state of each job, and only its possible actions are enabled."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDialog

from up42_jobs.core.app.jobs.job_list import DownloadState, JobRole, JobRow
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.app.outputs.job_outputs import JOBS_AT_ONCE
from up42_jobs.core.app.scenes.dry_run import DryRunState
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus, JobTask
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.core.domain.outputs.delivery import Flaw
from up42_jobs.sandbox import Fault
from up42_jobs.ui.jobs.job_actions import JobAction, Surroundings, main_actions, why_not
from up42_jobs.ui.jobs.job_delegate import credit_parts, job_tip
from up42_jobs.ui.jobs.jobs_panel import JobsPanel
from up42_jobs.ui.jobs.tasks_view import elapsed_text, task_to_explain
from up42_jobs.ui.wording import error_sentence, row_kind_text

WAIT_MS = 30_000
NOW = datetime(2026, 11, 22, 10, 32, tzinfo=timezone.utc)
FULL = Surroundings(has_layers=True, has_folder=True, has_task_logs=True, has_console_page=True)
TASK = JobTask("t1", "data:1", JobStatus.SUCCEEDED, started=NOW, finished=NOW + timedelta(seconds=75))


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


@pytest.fixture
def panel(application, canvas, qtbot):
    """The tab of a connection without jobs."""
    panel = JobsPanel(application, canvas)
    qtbot.addWidget(panel)
    panel.resize(360, 700)
    panel.show()
    return panel


@pytest.fixture
def live(signed_in, canvas, qtbot):
    """The tab of a connection with one live job, just started."""
    panel = JobsPanel(signed_in, canvas)
    qtbot.addWidget(panel)
    panel.resize(360, 700)
    panel.show()
    signed_in.workbench.set_limit(1)
    run_live(signed_in, qtbot)
    return panel


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
    return next(row for row in application.jobs.rows() if row.is_own and row.mode is JobMode.LIVE)


def names(panel):
    model = panel.filter_model
    return [model.index(row, 0).data(JobRole.ROW).name for row in range(model.rowCount())]


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


def test_a_live_job_is_watched_downloaded_and_loaded(live, signed_in, qtbot, canvas):
    live.select_job(own_live(signed_in).key)
    qtbot.waitUntil(lambda: own_live(signed_in).status is JobStatus.SUCCEEDED, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: own_live(signed_in).download is DownloadState.LOADED, timeout=WAIT_MS)
    assert live.tasks_view.topLevelItemCount() == len(own_live(signed_in).tasks) > 0
    click(live, JobAction.ZOOM)
    assert canvas.extent().contains(signed_in.outputs.zoom_target(own_live(signed_in).key))
    QgsProject.instance().clear()
    qtbot.waitUntil(lambda: signed_in.outputs.zoom_target(own_live(signed_in).key) is None, timeout=WAIT_MS)
    with qtbot.waitSignal(signed_in.outputs.loaded, timeout=WAIT_MS):
        click(live, JobAction.LOAD)
    assert signed_in.outputs.zoom_target(own_live(signed_in).key) is not None


def test_the_files_of_a_job_are_verified_and_fixed(live, signed_in, qtbot):
    live.select_job(own_live(signed_in).key)
    qtbot.waitUntil(lambda: own_live(signed_in).download is DownloadState.LOADED, timeout=WAIT_MS)
    found = []
    signed_in.output_check.checked.connect(lambda row, verification: found.append(verification))
    qtbot.waitUntil(lambda: live.buttons[JobAction.VERIFY].isEnabled(), timeout=WAIT_MS)
    click(live, JobAction.VERIFY)
    qtbot.waitUntil(lambda: len(found) == 1, timeout=WAIT_MS)
    assert found[0].flaws == ()
    assert own_live(signed_in).download is DownloadState.LOADED
    document = Path(own_live(signed_in).folder) / "data.json"
    content = document.read_bytes()
    document.write_bytes(content.replace(b"e", b"f"))
    click(live, JobAction.VERIFY)
    qtbot.waitUntil(lambda: len(found) == 2, timeout=WAIT_MS)
    assert found[1].flaws == (("data.json", Flaw.CHANGED),)
    signed_in.output_check.fetch_again(own_live(signed_in).key, found[1])
    qtbot.waitUntil(lambda: own_live(signed_in).download is DownloadState.LOADED, timeout=WAIT_MS)
    assert document.read_bytes() == content


def test_more_downloads_than_a_line_can_bear_wait_and_can_be_called_off(sandbox, live, signed_in, qtbot):
    qtbot.waitUntil(lambda: own_live(signed_in).download is DownloadState.LOADED, timeout=WAIT_MS)
    sandbox.faults.add(Fault("stall_body", path="^/storage/", seconds=60, bytes=1000, times=None))
    first = own_live(signed_in)
    for number in range(JOBS_AT_ONCE + 2):
        row = replace(first, key=f"service:{number}", folder="", files=(), download=DownloadState.READY)
        signed_in.jobs.put(row)
        signed_in.outputs.download(row.key)

    def states():
        rows = [signed_in.jobs.row(f"service:{number}") for number in range(JOBS_AT_ONCE + 2)]
        return [row.download for row in rows]

    going, waiting = DownloadState.DOWNLOADING, DownloadState.WAITING
    assert states() == [going] * JOBS_AT_ONCE + [waiting] * 2
    signed_in.outputs.cancel(f"service:{JOBS_AT_ONCE}")
    assert states()[JOBS_AT_ONCE] is DownloadState.READY
    signed_in.outputs.cancel("service:0")
    qtbot.waitUntil(lambda: states()[0] is DownloadState.READY, timeout=WAIT_MS)
    assert states()[-1] is going
    for number in range(JOBS_AT_ONCE + 2):
        signed_in.outputs.cancel(f"service:{number}")
    qtbot.waitUntil(lambda: set(states()) == {DownloadState.READY}, timeout=WAIT_MS)


def test_jobs_of_one_name_have_a_folder_each(signed_in):
    for number in range(2):
        signed_in.jobs.put(job(number, key=f"service:{number}", name="Harbour", is_own=False))
        signed_in.outputs.download(f"service:{number}")
    names = [Path(signed_in.jobs.row(f"service:{number}").folder).name for number in range(2)]
    assert names == ["Harbour", "Harbour id-1"]


@pytest.mark.parametrize("sandbox", [{"live_seconds": 30.0}], indirect=True)
def test_a_running_job_is_cancelled_by_its_button(sandbox, live, signed_in, qtbot):
    live.select_job(own_live(signed_in).key)
    qtbot.waitUntil(lambda: live.buttons[JobAction.CANCEL].isEnabled(), timeout=WAIT_MS)
    click(live, JobAction.CANCEL)
    qtbot.waitUntil(lambda: own_live(signed_in).status is JobStatus.CANCELLED, timeout=WAIT_MS)
    [job] = sandbox.jobs
    assert (job["status"], job["creditsUsed"]) == ("CANCELLED", 0)


def test_the_log_of_a_failed_task_can_be_read(sandbox, signed_in, canvas, qtbot):
    sandbox.faults.add(Fault("job_failed"))
    panel = JobsPanel(signed_in, canvas)
    qtbot.addWidget(panel)
    panel.show()
    signed_in.workbench.set_limit(1)
    run_live(signed_in, qtbot)
    qtbot.waitUntil(lambda: own_live(signed_in).status is JobStatus.FAILED, timeout=WAIT_MS)
    panel.select_job(own_live(signed_in).key)
    qtbot.waitUntil(lambda: panel.buttons[JobAction.LOG].isEnabled(), timeout=WAIT_MS)
    click(panel, JobAction.LOG)
    dialog = panel.findChild(QDialog, "log_dialog")
    assert dialog.isVisible()
    assert "Fetching" in dialog.state_label.text()
    qtbot.waitUntil(lambda: bool(dialog.log_view.toPlainText()), timeout=WAIT_MS)
    assert not dialog.state_label.isVisible()
    dialog.close()


def test_a_log_that_arrives_after_its_window_was_closed_does_no_harm(live, signed_in, qtbot):
    qtbot.waitUntil(lambda: own_live(signed_in).status.is_final, timeout=WAIT_MS)
    live.select_job(own_live(signed_in).key)
    click(live, JobAction.LOG)
    live.findChild(QDialog, "log_dialog").close()
    with qtbot.waitSignal(signed_in.monitor.refreshed, timeout=WAIT_MS):
        signed_in.monitor.refresh()


def test_a_test_query_can_be_shown_again_and_run_as_a_live_job(signed_in, canvas, qtbot):
    panel = JobsPanel(signed_in, canvas)
    qtbot.addWidget(panel)
    panel.show()
    signed_in.dry_run.start()
    qtbot.waitUntil(lambda: signed_in.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)
    found = len(signed_in.scenes.scenes())
    qtbot.waitUntil(lambda: signed_in.jobs.rowCount() == 1, timeout=WAIT_MS)
    signed_in.dry_run.clear()
    signed_in.map_scenes.clear()
    panel.select_job(signed_in.jobs.rows()[0].key)
    click(panel, JobAction.SHOW)
    qtbot.waitUntil(lambda: signed_in.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)
    assert len(signed_in.scenes.scenes()) == found
    click(panel, JobAction.RUN_LIVE)
    qtbot.waitUntil(lambda: signed_in.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    assert not panel.buttons[JobAction.RUN_LIVE].isEnabled()
    signed_in.ordering.refuse()
    assert panel.buttons[JobAction.RUN_LIVE].isEnabled()


def test_scenes_of_an_earlier_test_query_have_their_usable_price_and_the_size_of_the_area(signed_in, qtbot):
    """A request has no size of its area: 0 km² stood in the hold dialog, and no price per usable km² at the scenes."""
    signed_in.dry_run.start()
    qtbot.waitUntil(lambda: signed_in.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: signed_in.jobs.rowCount() == 1, timeout=WAIT_MS)
    area_km2 = signed_in.dry_run.parameters.aoi.area_km2
    usable = {scene.id: signed_in.scenes.seen(scene.id).usable_km2 for scene in signed_in.scenes.scenes()}
    signed_in.dry_run.clear()
    signed_in.monitor.show(signed_in.jobs.rows()[0].key)
    qtbot.waitUntil(lambda: signed_in.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)
    assert signed_in.dry_run.parameters.aoi.area_km2 == pytest.approx(area_km2, rel=1e-3)
    again = {scene.id: signed_in.scenes.seen(scene.id).usable_km2 for scene in signed_in.scenes.scenes()}
    assert again == pytest.approx(usable, rel=1e-3)
    assert any(km2 > 0.0 for km2 in again.values())


def test_showing_a_live_job_asks_for_the_form(live, signed_in, qtbot):
    live.select_job(own_live(signed_in).key)
    with qtbot.waitSignal(live.form_requested, timeout=WAIT_MS):
        click(live, JobAction.SHOW)


def test_the_context_menu_has_every_action_in_words(live, signed_in):
    live.select_job(own_live(signed_in).key)
    live.jobs_view.customContextMenuRequested.emit(live.jobs_view.rect().center())
    menu = next(child for child in live.children() if child.metaObject().className() == "QMenu")
    assert [entry.text() for entry in menu.actions()] == [live.buttons[action].text() for action in JobAction]
    menu.close()


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
    QTest.mouseDClick(
        panel.jobs_view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, rect.center()
    )
    assert shown == ["key-0", "key-0"]


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


def test_a_colleagues_job_is_named_as_that_and_left_to_its_owner():
    """Everybody's orders are shown for knowing and downloading; cancelling another's purchase is no slip to allow."""
    row = job(status=JobStatus.RUNNING, is_own=False, is_colleagues=True, entry_state=None, download=DownloadState.NONE)
    assert "colleague" in row_kind_text(row)
    assert "colleague" in why_not(JobAction.CANCEL, row, replace(FULL, orders_scenes=True))
    assert JobAction.DOWNLOAD in possible(replace(row, status=JobStatus.SUCCEEDED, download=DownloadState.READY))
