"""A job of the Sandbox from the Jobs tab: watched, downloaded, verified, cancelled and shown again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QDialog
from support.jobs_tab import click, job, open_jobs_tab, own_live, run_live
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.jobs.job_list import DownloadState
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.app.outputs.job_outputs import JOBS_AT_ONCE
from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.core.domain.jobs.job import JobStatus
from up42_jobs.core.domain.outputs.delivery import Flaw
from up42_jobs.sandbox import Fault
from up42_jobs.ui.jobs.job_actions import JobAction
from up42_jobs.ui.jobs.jobs_panel import JobsPanel


@pytest.fixture
def live(signed_in, canvas, qtbot):
    """The tab of a connection with one live job, just started."""
    panel = open_jobs_tab(signed_in, canvas, qtbot)
    signed_in.workbench.set_limit(1)
    run_live(signed_in, qtbot)
    return panel


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

    def is_shown():
        """Whether all quicklooks are there: until then clouds are those that the service names for a whole scene."""
        found = signed_in.scenes.scenes()
        is_done = signed_in.dry_run.state is DryRunState.DONE and bool(found)
        return is_done and all(signed_in.scenes.quicklook(scene.id) is not None for scene in found)

    signed_in.dry_run.start()
    qtbot.waitUntil(is_shown, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: signed_in.jobs.rowCount() == 1, timeout=WAIT_MS)
    area_km2 = signed_in.dry_run.parameters.aoi.area_km2
    usable = {scene.id: signed_in.scenes.seen(scene.id).usable_km2 for scene in signed_in.scenes.scenes()}
    signed_in.dry_run.clear()
    signed_in.monitor.show(signed_in.jobs.rows()[0].key)
    qtbot.waitUntil(is_shown, timeout=WAIT_MS)
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
