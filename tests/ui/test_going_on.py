"""Polling and downloads resume automatically after a restart, a network failure or a damaged journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRectangle
from qgis.PyQt.QtWidgets import QApplication, QDialog, QLabel, QWidget

from up42_jobs.core.api.downloads import HttpDownloads
from up42_jobs.core.app.application import Application
from up42_jobs.core.app.jobs import job_monitor
from up42_jobs.core.app.jobs.closed_journal import ClosedJournal
from up42_jobs.core.app.jobs.job_list import DownloadState
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.app.session.account import AccountState
from up42_jobs.core.domain.backoff import Backoff
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.errors import ErrorKind
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.sandbox import Fault
from up42_jobs.ui.jobs.job_actions import JobAction, Surroundings, main_actions, why_not
from up42_jobs.ui.jobs.jobs_panel import JobsPanel
from up42_jobs.ui.notice_bar import NoticeBar
from up42_jobs.ui.notice_parts import notice_parts
from up42_jobs.ui.notices import Notices
from up42_jobs.ui.wording import job_state_text

WAIT_MS = 30_000
CREATE = r"/workflows/[^/]+/jobs$"
STORAGE = r"^/storage/"
LIST = r"/projects/[^/]+/jobs$"


def order(application, qtbot):
    """Orders the newest scene of the form and returns what the journal has of it."""
    application.workbench.set_limit(1)
    application.workbench.set_mode(JobMode.LIVE)
    application.ordering.prepare()
    qtbot.waitUntil(lambda: application.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    hold = application.ordering.hold
    with qtbot.waitSignal(application.ordering.started, timeout=WAIT_MS) as started:
        application.ordering.confirm(HoldConfirmation(hold.fingerprint, hold.credits, utc_now()))
    return started.args[0]


def ready(application, qtbot):
    """Signs in."""
    application.account.select_last()
    qtbot.waitUntil(lambda: application.account.state is AccountState.READY, timeout=WAIT_MS)


def be_quick(application):
    """Has downloads give up after two vain attempts and no time."""
    application.outputs._services = replace(
        application.services,
        open_downloads=lambda network, limits: HttpDownloads(network, limits, pauses_s=(0.01, 0.01)),
    )


@pytest.fixture
def restart(application, qtbot):
    """Ends the application and starts another one in the same home; its bar stands in a window."""
    started = []

    def start():
        application.shutdown()
        again = Application(application.services)
        started.append(again)
        return again

    yield start
    for item in started:
        item.shutdown()


@pytest.fixture
def bar_of(canvas, qtbot):
    """Gives an application a message bar and returns it."""
    kept = []

    def build(application):
        window = QWidget()
        qtbot.addWidget(window)
        bar = NoticeBar(window)
        notices = Notices(notice_parts(application), bar, canvas)
        kept.extend([window, notices])
        return bar, notices

    return build


def sentences(bar):
    """The notices that stand in a bar."""
    return [label.text() for label in bar.findChildren(QLabel, "notice_label")]


def test_what_ended_while_qgis_was_closed_is_reported_once_and_offered(signed_in, sandbox, qtbot, restart, bar_of):
    entry = order(signed_in, qtbot)
    again = restart()
    sandbox.clock.advance(100)
    bar, _ = bar_of(again)
    with qtbot.waitSignal(again.monitor.caught_up, timeout=WAIT_MS) as caught:
        ready(again, qtbot)
    changes, is_first = caught.args
    assert is_first
    assert [row.key for row in changes.finished] == [entry.key]
    assert sum("Since UP42 Jobs was last open: 1 live job " in text for text in sentences(bar)) == 1
    row = again.jobs.row(entry.key)
    assert (row.status, row.download) == (JobStatus.SUCCEEDED, DownloadState.READY)
    assert not any(isinstance(widget, QDialog) and widget.isVisible() for widget in QApplication.topLevelWidgets())
    again.outputs.download(entry.key)
    qtbot.waitUntil(lambda: again.jobs.row(entry.key).download is DownloadState.LOADED, timeout=WAIT_MS)


def test_a_job_that_still_runs_after_a_restart_is_followed_and_loaded(signed_in, sandbox, qtbot, restart):
    sandbox.clock.speed(0)
    entry = order(signed_in, qtbot)
    again = restart()
    ready(again, qtbot)
    qtbot.waitUntil(lambda: again.jobs.row(entry.key) is not None, timeout=WAIT_MS)
    sandbox.clock.speed(1)
    qtbot.waitUntil(lambda: again.jobs.row(entry.key).download is DownloadState.LOADED, timeout=WAIT_MS)
    assert len([job for job in sandbox.jobs if job["mode"] == "DEFAULT"]) == 1


def test_a_job_on_the_map_is_found_there_after_a_change_of_the_connection(signed_in, qtbot):
    entry = order(signed_in, qtbot)
    qtbot.waitUntil(lambda: signed_in.jobs.row(entry.key).download is DownloadState.LOADED, timeout=WAIT_MS)
    signed_in.account.select("Sandbox Platform")
    qtbot.waitUntil(lambda: signed_in.account.state is AccountState.READY, timeout=WAIT_MS)
    assert signed_in.jobs.row(entry.key) is None
    signed_in.account.select("Sandbox")
    qtbot.waitUntil(lambda: signed_in.jobs.row(entry.key) is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: signed_in.jobs.row(entry.key).download is DownloadState.LOADED, timeout=WAIT_MS)
    assert main_actions(signed_in.jobs.row(entry.key), Surroundings())[0] is JobAction.ZOOM


def test_a_job_is_found_on_the_map_of_the_project_that_is_opened_after_a_restart(signed_in, qtbot, restart, tmp_path):
    entry = order(signed_in, qtbot)
    qtbot.waitUntil(lambda: signed_in.jobs.row(entry.key).download is DownloadState.LOADED, timeout=WAIT_MS)
    project, path = QgsProject.instance(), str(tmp_path / "saved.qgz")
    assert project.write(path)
    again = restart()
    project.clear()
    again.outputs.folder(entry.key)
    with qtbot.waitSignal(again.monitor.refreshed, timeout=WAIT_MS):
        ready(again, qtbot)
    # The files are there, the map is empty.
    assert again.jobs.row(entry.key).download is DownloadState.DOWNLOADED
    assert project.read(path)
    qtbot.waitUntil(lambda: again.jobs.row(entry.key).download is DownloadState.LOADED, timeout=WAIT_MS)
    # Loading again after a new project adds what the new one lacks.
    project.clear()
    with qtbot.waitSignal(again.outputs.loaded, timeout=WAIT_MS):
        again.outputs.load(entry.key)
    assert again.outputs.zoom_target(entry.key) is not None


def test_a_job_whose_files_the_project_cannot_find_is_not_taken_for_loaded(signed_in, qtbot, restart, tmp_path):
    entry = order(signed_in, qtbot)
    qtbot.waitUntil(lambda: signed_in.jobs.row(entry.key).download is DownloadState.LOADED, timeout=WAIT_MS)
    project, path = QgsProject.instance(), str(tmp_path / "saved.qgz")
    assert project.write(path)
    again = restart()
    project.clear()
    Path(signed_in.outputs.folder(entry.key)).rename(tmp_path / "elsewhere")
    project.read(path)
    assert again.outputs.folder(entry.key) == ""
    with qtbot.waitSignal(again.monitor.refreshed, timeout=WAIT_MS):
        ready(again, qtbot)
    # *Load* repairs its layers, *Zoom* would show nothing.
    assert again.jobs.row(entry.key).download is DownloadState.DOWNLOADED


def test_a_lost_answer_is_settled_after_a_restart(signed_in, sandbox, qtbot, restart):
    sandbox.clock.speed(0)
    sandbox.faults.add(Fault("answer_lost_after", path=CREATE), Fault("status", path=LIST, status=500, times=None))
    entry = order(signed_in, qtbot)
    assert entry.state is EntryState.UNKNOWN
    again = restart()
    sandbox.faults.clear()
    with qtbot.waitSignal(again.monitor.caught_up, timeout=WAIT_MS) as caught:
        ready(again, qtbot)
    assert [row.entry_state for row in caught.args[0].settled] == [EntryState.CREATED]


def test_the_journal_is_shown_without_a_network_and_the_sign_in_tried_again(
    signed_in, sandbox, qtbot, restart
):
    entry = order(signed_in, qtbot)
    again = restart()
    again.reconnection._pauses = Backoff(0.02, 300.0, 2.0)
    sandbox.faults.add(Fault("status", path="/oauth/token", status=503, times=12))
    failures = []
    again.account.failed.connect(failures.append)
    again.account.select_last()
    qtbot.waitUntil(lambda: again.account.state is AccountState.FAILED, timeout=WAIT_MS)
    assert again.jobs.row(entry.key) is not None
    qtbot.waitUntil(lambda: again.account.state is AccountState.READY, timeout=WAIT_MS)
    assert [item.kind for item in failures] == [ErrorKind.SERVER_FAILED]
    qtbot.waitUntil(lambda: again.jobs.row(entry.key).status is JobStatus.SUCCEEDED, timeout=WAIT_MS)


def test_a_sign_in_that_is_refused_is_not_tried_again(application, sandbox, qtbot):
    sandbox.faults.add(Fault("status", path="/oauth/token", status=401))
    application.account.select_last()
    qtbot.waitUntil(lambda: application.account.state is AccountState.FAILED, timeout=WAIT_MS)
    assert not application.reconnection._timer.isActive()


def test_looks_that_fail_are_repeated_until_one_succeeds(application, sandbox, qtbot, monkeypatch):
    monkeypatch.setattr(job_monitor, "FIRST_PAUSE_S", 0.02)
    sandbox.faults.add(Fault("html", path=LIST, times=3))
    with qtbot.waitSignal(application.monitor.refreshed, timeout=WAIT_MS):
        ready(application, qtbot)
    assert sum(request.path.endswith("/jobs") for request in sandbox.requests) >= 4


def test_looks_that_fail_are_reported_at_the_jobs_until_one_succeeds(signed_in, sandbox, qtbot, canvas, monkeypatch):
    monkeypatch.setattr(job_monitor, "FIRST_PAUSE_S", 0.02)
    panel = JobsPanel(signed_in, canvas)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: not signed_in.monitor._is_looking, timeout=WAIT_MS)
    assert not panel.look_problem.isVisible()
    sandbox.faults.add(Fault("html", path=LIST, times=None))
    with qtbot.waitSignal(signed_in.monitor.look_failed, timeout=WAIT_MS):
        signed_in.monitor.refresh()
    assert panel.look_problem.isVisible()
    assert "Retrying automatically" in panel.look_problem.text()
    assert "A web page arrived" in panel.look_problem.toolTip()
    # A job may hold credits all the while: nothing is known of money here.
    assert "credits" not in panel.look_problem.toolTip()
    sandbox.faults.clear()
    qtbot.waitUntil(lambda: not panel.look_problem.isVisible(), timeout=WAIT_MS)


def test_after_a_sleep_all_news_is_one_notice(signed_in, sandbox, qtbot, bar_of):
    sandbox.clock.speed(0)
    bar, _ = bar_of(signed_in)
    entry = order(signed_in, qtbot)
    qtbot.waitUntil(lambda: signed_in.monitor._last_look is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not signed_in.monitor._is_looking, timeout=WAIT_MS)
    signed_in.monitor._last_look -= timedelta(hours=2)
    sandbox.clock.advance(100)
    with qtbot.waitSignal(signed_in.monitor.caught_up, timeout=WAIT_MS) as caught:
        signed_in.monitor.refresh()
    assert [row.key for row in caught.args[0].finished] == [entry.key]
    assert not caught.args[1]
    assert any("While UP42 was unreachable" in text for text in sentences(bar))


def test_a_download_that_the_network_broke_resumes_automatically_and_is_reported_once(
    signed_in, sandbox, qtbot, bar_of
):
    signed_in.outputs._resumption._pauses = Backoff(0.02, 60.0, 2.0)
    be_quick(signed_in)
    bar, _ = bar_of(signed_in)
    states = []
    signed_in.outputs.failed.connect(lambda row, error: states.append(row.download))
    sandbox.faults.add(
        Fault("cut_body", path=STORAGE, bytes=5000), Fault("answer_lost_before", path=STORAGE, after=1, times=None)
    )
    entry = order(signed_in, qtbot)
    qtbot.waitUntil(lambda: signed_in.jobs.row(entry.key).download is DownloadState.INTERRUPTED, timeout=WAIT_MS)
    row = signed_in.jobs.row(entry.key)
    assert job_state_text(row) == "Waiting for the network"
    assert sum("resumes automatically" in text for text in sentences(bar)) == 1
    # It is tried again and again meanwhile, without another word.
    seen = len([request for request in sandbox.requests if request.path.startswith("/storage/")])
    qtbot.waitUntil(
        lambda: len([request for request in sandbox.requests if request.path.startswith("/storage/")]) > seen + 5,
        timeout=WAIT_MS,
    )
    assert states == [DownloadState.INTERRUPTED]
    sandbox.faults.clear()
    qtbot.waitUntil(lambda: signed_in.jobs.row(entry.key).download is DownloadState.LOADED, timeout=WAIT_MS)
    asked = [request.headers.get("range") for request in sandbox.requests if request.path.startswith("/storage/")]
    assert asked[-1] == "bytes=5000-"
    assert not any("resumes automatically" in text for text in sentences(bar))
    assert len([job for job in sandbox.jobs if job["mode"] == "DEFAULT"]) == 1
    assert not signed_in.outputs._resumption._timer.isActive()


def test_a_broken_download_goes_on_as_soon_as_the_service_is_back(signed_in, sandbox, qtbot):
    be_quick(signed_in)
    sandbox.faults.add(
        Fault("cut_body", path=STORAGE, bytes=5000), Fault("answer_lost_before", path=STORAGE, after=1, times=None)
    )
    entry = order(signed_in, qtbot)
    qtbot.waitUntil(lambda: signed_in.jobs.row(entry.key).download is DownloadState.INTERRUPTED, timeout=WAIT_MS)
    # Its own turn comes much later.
    signed_in.outputs._resumption._timer.start(WAIT_MS * 10)
    sandbox.faults.clear()
    signed_in.account.refresh()
    qtbot.waitUntil(lambda: signed_in.jobs.row(entry.key).download is DownloadState.LOADED, timeout=WAIT_MS)


def test_a_broken_download_can_be_called_off(signed_in, sandbox, qtbot):
    be_quick(signed_in)
    sandbox.faults.add(Fault("answer_lost_before", path=STORAGE, times=None))
    entry = order(signed_in, qtbot)
    qtbot.waitUntil(lambda: signed_in.jobs.row(entry.key).download is DownloadState.INTERRUPTED, timeout=WAIT_MS)
    signed_in.outputs.cancel(entry.key)
    assert signed_in.jobs.row(entry.key).download is DownloadState.READY
    assert not signed_in.outputs._resumption._timer.isActive()


def test_files_that_are_still_to_come_are_not_verified(signed_in, sandbox, qtbot):
    be_quick(signed_in)
    sandbox.faults.add(Fault("answer_lost_before", path=STORAGE, times=None))
    entry = order(signed_in, qtbot)
    qtbot.waitUntil(lambda: signed_in.jobs.row(entry.key).download is DownloadState.INTERRUPTED, timeout=WAIT_MS)
    row = signed_in.jobs.row(entry.key)
    around = Surroundings(has_folder=True)
    assert why_not(JobAction.VERIFY, row, around) == "The outputs are being downloaded"
    # The download that is running meanwhile would be reported as interrupted once the check ends.
    signed_in.output_check.check(entry.key)
    assert signed_in.jobs.row(entry.key).download is DownloadState.INTERRUPTED


def test_an_archive_that_is_refused_is_not_fetched_again_and_again(signed_in, sandbox, qtbot):
    sandbox.faults.add(Fault("hostile_archive", name="dotdot", times=None))
    entry = order(signed_in, qtbot)
    qtbot.waitUntil(lambda: signed_in.jobs.row(entry.key).download is DownloadState.FAILED, timeout=WAIT_MS)
    assert not signed_in.outputs._resumption._timer.isActive()


def test_a_damaged_journal_is_reported_and_its_jobs_come_back(signed_in, qtbot, restart, bar_of):
    entry = order(signed_in, qtbot)
    signed_in.shutdown()
    signed_in.journal.close()
    (signed_in.services.home / "journal.sqlite").write_bytes(b"no database at all" * 100)
    again = restart()
    bar, notices = bar_of(again)
    notices.show_journal_problem(again.journal)
    assert any("a copy is kept" in text for text in sentences(bar))
    with qtbot.waitSignal(again.monitor.rebuilt, timeout=WAIT_MS) as rebuilt:
        ready(again, qtbot)
    assert rebuilt.args == [1]
    assert [row.job_id for row in again.jobs.rows() if row.is_own] == [entry.job_id]
    assert any("1 live job missing from it" in text for text in sentences(bar))


def test_a_journal_that_cannot_be_opened_lets_one_look_and_start_nothing(signed_in, sandbox, qtbot, restart, bar_of):
    signed_in.shutdown()
    signed_in.journal.close()
    (signed_in.services.home / "journal.sqlite").unlink()
    (signed_in.services.home / "journal.sqlite").mkdir()
    again = restart()
    bar, notices = bar_of(again)
    notices.show_journal_problem(again.journal)
    assert isinstance(again.journal, ClosedJournal)
    assert sentences(bar)
    ready(again, qtbot)
    qtbot.waitUntil(lambda: again.workbench.product is not None, timeout=WAIT_MS)
    again.area.use_rectangle(QgsRectangle(-0.40, 39.40, -0.39, 39.41), QgsCoordinateReferenceSystem("EPSG:4326"))
    again.workbench.set_limit(1)
    again.workbench.set_mode(JobMode.LIVE)
    again.ordering.prepare()
    qtbot.waitUntil(lambda: again.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    hold = again.ordering.hold
    with qtbot.waitSignal(again.ordering.failed, timeout=WAIT_MS):
        again.ordering.confirm(HoldConfirmation(hold.fingerprint, hold.credits, utc_now()))
    assert sandbox.jobs == []
