"""The whole dock, from the first opening to outputs on the map."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QComboBox, QDialog, QLabel, QTabWidget

from up42_jobs.core.app.jobs.job_list import DownloadState, JobRow
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.core.app.session.account import AccountState
from up42_jobs.core.domain.errors import Cancelled, ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.core.domain.parameters import Period
from up42_jobs.sandbox import Fault
from up42_jobs.ui.dock import CONFIGURE, JOBS, SCENES, Up42Dock
from up42_jobs.ui.wording import error_sentence

WAIT_MS = 30_000


@pytest.fixture
def dock(application, canvas, qtbot):
    """The dock, opened."""
    dock = Up42Dock(application, canvas)
    qtbot.addWidget(dock)
    dock.resize(360, 800)
    dock.show()
    yield dock
    dock.release()


@pytest.fixture
def ready(dock, signed_in):
    """The dock, signed in to the Sandbox, with an area."""
    signed_in.workbench.set_limit(2)
    return dock


def notices(dock):
    """Returns what stands in the message bar, the newest notice first."""
    items = [item.findChild(QLabel, "notice_label") for item in dock.message_bar.items()]
    return [label.text() for label in items if label is not None]


def click(parent, name):
    button = parent.findChild(QAbstractButton, name)
    assert button is not None, name
    assert button.isEnabled(), button.toolTip()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def run_query(application, qtbot):
    application.dry_run.start()
    qtbot.waitUntil(lambda: application.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)


def open_hold(dock, application, qtbot):
    """Orders the first scene of the list and returns the dialog that asks."""
    view = dock.scenes_panel().scenes_view
    view.setCurrentIndex(view.model().index(0, 0))
    click(dock, "order_button")
    qtbot.waitUntil(lambda: application.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    dialog = dock.findChild(QDialog, "hold_dialog")
    assert dialog.isVisible()
    return dialog


def own_jobs(application):
    return [row for row in application.jobs.rows() if row.is_own and row.mode is JobMode.LIVE]


def test_the_first_opening_explains_itself_and_later_ones_do_not(dock, application, canvas, qtbot):
    assert any("Sandbox" in text and "sign in" in text for text in notices(dock))
    assert not application.is_first_opening
    second = Up42Dock(application, canvas)
    qtbot.addWidget(second)
    second.show()
    assert notices(second) == []
    second.release()


def test_settings_are_asked_for_by_their_buttons(dock, qtbot):
    with qtbot.waitSignal(dock.settings_requested, timeout=WAIT_MS):
        click(dock, "settings_button")
    with qtbot.waitSignal(dock.settings_requested, timeout=WAIT_MS):
        click(dock, "sign_in_button")


def test_the_header_names_connection_and_credits(ready, signed_in):
    combo = ready.findChild(QComboBox, "connection_combo")
    assert combo.currentText() == "Sandbox"
    assert ready.findChild(QLabel, "balance_label").text() == "12,430 credits · 0 held"


def test_the_tabs_count_scenes_and_jobs(ready, signed_in, qtbot):
    tabs = ready.findChild(QTabWidget, "tabs")
    assert [tabs.tabText(number) for number in range(3)] == ["Configure", "Scenes (0)", "Jobs (0)"]
    run_query(signed_in, qtbot)
    qtbot.waitUntil(lambda: signed_in.jobs.rowCount() == 1, timeout=WAIT_MS)
    assert [tabs.tabText(number) for number in range(1, 3)] == ["Scenes (2)", "Jobs (1)"]


def test_scenes_come_to_sight_unless_the_user_has_gone_elsewhere(ready, signed_in, qtbot):
    run_query(signed_in, qtbot)
    assert ready.tabs.currentIndex() == SCENES
    ready.tabs.setCurrentIndex(CONFIGURE)
    signed_in.dry_run.start()
    ready.tabs.setCurrentIndex(JOBS)
    qtbot.waitUntil(lambda: signed_in.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)
    assert ready.tabs.currentIndex() == JOBS


def test_from_a_click_on_order_to_outputs_on_the_map(ready, signed_in, qtbot, canvas):
    run_query(signed_in, qtbot)
    dialog = open_hold(ready, signed_in, qtbot)
    held = signed_in.ordering.hold.credits
    click(dialog, "confirm_button")
    qtbot.waitUntil(lambda: len(own_jobs(signed_in)) == 1, timeout=WAIT_MS)
    assert ready.tabs.currentIndex() == JOBS
    assert ready.jobs_panel().selected_row().key == own_jobs(signed_in)[0].key
    assert any("is starting" in text and f"{held:,}" in text for text in notices(ready))
    qtbot.waitUntil(lambda: own_jobs(signed_in)[0].download is DownloadState.LOADED, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: any("added to the map" in text for text in notices(ready)), timeout=WAIT_MS)
    click(ready, "notice_zoom_button")
    assert canvas.extent().contains(signed_in.outputs.zoom_target(own_jobs(signed_in)[0].key))


def test_a_refused_hold_spends_nothing_and_starts_nothing(sandbox, ready, signed_in, qtbot):
    run_query(signed_in, qtbot)
    dialog = open_hold(ready, signed_in, qtbot)
    click(dialog, "cancel_button")
    assert signed_in.ordering.state is OrderingState.IDLE
    assert signed_in.journal.entries() == ()
    assert not any(job["mode"] == "DEFAULT" for job in sandbox.jobs)


def test_parameters_that_change_while_the_dialog_is_open_take_its_button_away(ready, signed_in, qtbot):
    signed_in.ordering.prepare()
    qtbot.waitUntil(lambda: signed_in.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    dialog = ready.findChild(QDialog, "hold_dialog")
    assert dialog.confirm_button is not None
    signed_in.workbench.set_limit(1)
    assert dialog.confirm_button is None
    click(dialog, "cancel_button")


def test_closing_the_plugin_refuses_an_open_hold(ready, signed_in, qtbot):
    run_query(signed_in, qtbot)
    open_hold(ready, signed_in, qtbot)
    ready.release()
    assert signed_in.ordering.state is OrderingState.IDLE
    assert signed_in.journal.entries() == ()


def test_a_lost_answer_is_said_to_be_unknown(sandbox, ready, signed_in, qtbot):
    run_query(signed_in, qtbot)
    dialog = open_hold(ready, signed_in, qtbot)
    sandbox.faults.add(Fault("answer_lost_after", method="POST", path="/jobs$"))
    click(dialog, "confirm_button")
    with qtbot.waitSignal(signed_in.ordering.started, timeout=WAIT_MS):
        pass
    notice_texts = notices(ready)
    assert any("may exist" in text for text in notice_texts)
    assert not any("is starting" in text for text in notice_texts)
    qtbot.waitUntil(lambda: own_jobs(signed_in)[0].entry_state is EntryState.CREATED, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not any("may exist" in text for text in notices(ready)), timeout=WAIT_MS)


def test_no_scenes_is_reported_as_a_result(ready, signed_in, qtbot):
    moment = datetime(2026, 1, 1, tzinfo=timezone.utc)
    signed_in.workbench.set_period(Period(moment, moment + timedelta(seconds=1)))
    run_query(signed_in, qtbot)
    assert signed_in.scenes.scenes() == []
    assert ready.tabs.currentIndex() == CONFIGURE
    # Below the form, where it stays; the same sentence above it as well would be read as a second result.
    reason = ready.findChild(QLabel, "reason_label")
    assert "No scenes were found" in reason.text()
    assert reason.isVisible()
    assert notices(ready) == []


def test_no_scenes_is_a_notice_where_no_tab_says_it(ready, signed_in, qtbot):
    moment = datetime(2026, 1, 1, tzinfo=timezone.utc)
    signed_in.workbench.set_period(Period(moment, moment + timedelta(seconds=1)))
    ready.tabs.setCurrentIndex(JOBS)
    run_query(signed_in, qtbot)
    assert any("No scenes were found" in text for text in notices(ready))


def test_a_failure_is_a_sentence_with_its_details_apart(ready, signed_in):
    error = Up42Error(ErrorKind.SERVER_FAILED, "<script>alert(1)</script>", status=503)
    signed_in.dry_run.failed.emit(error)
    assert any(error_sentence(error) in text for text in notices(ready))
    assert not any("script" in text for text in notices(ready))
    click(ready, "notice_details_button")
    viewer = ready.window().findChild(QDialog, "details_dialog")
    assert viewer.isVisible()
    viewer.close()


def test_foreign_names_in_notices_are_no_markup(ready, signed_in, qtbot):
    row = JobRow("k", "<img src=x>", JobMode.LIVE, JobStatus.FAILED, is_own=True)
    signed_in.monitor.job_finished.emit(row)
    assert any("&lt;img src=x&gt;" in text for text in notices(ready))


def test_what_the_user_cancelled_is_no_news(ready, signed_in):
    before = notices(ready)
    signed_in.dry_run.failed.emit(Cancelled())
    assert notices(ready) == before


def test_a_newer_failure_of_the_same_kind_replaces_the_older_one(ready, signed_in):
    signed_in.dry_run.failed.emit(Up42Error(ErrorKind.SERVER_FAILED))
    signed_in.dry_run.failed.emit(Up42Error(ErrorKind.TIMED_OUT))
    notice_texts = " ".join(notices(ready))
    assert error_sentence(Up42Error(ErrorKind.TIMED_OUT)) in notice_texts
    assert error_sentence(Up42Error(ErrorKind.SERVER_FAILED)) not in notice_texts


def test_a_failed_sign_in_says_so_and_is_fixed_by_trying_again(sandbox, dock, application, qtbot):
    sandbox.faults.add(Fault("status", path="/oauth/token", status=503, times=20))
    application.account.select_last()
    qtbot.waitUntil(lambda: application.account.state is AccountState.FAILED, timeout=WAIT_MS)
    assert dock.findChild(QLabel, "balance_label").text() == "Sign-in failed"
    assert dock.findChild(QLabel, "account_state_icon").isVisible()
    sandbox.faults.clear()
    click(dock, "try_again_button")
    qtbot.waitUntil(lambda: application.account.state is AccountState.READY, timeout=WAIT_MS)
    assert not any(error_sentence(Up42Error(ErrorKind.SERVER_FAILED)) in text for text in notices(dock))
    assert dock.findChild(QLabel, "balance_label").text().startswith("12,430 credits")


def test_the_refresh_button_reads_the_balance_again(sandbox, ready, signed_in, qtbot):
    sandbox.clear_requests()
    with qtbot.waitSignal(signed_in.account.balance_changed, timeout=WAIT_MS):
        click(ready, "refresh_button")
    assert signed_in.account.balance.available_credits == 12430


@pytest.mark.parametrize("tab", [CONFIGURE, SCENES])
def test_a_refresh_that_reaches_nothing_is_reported_once(tab, sandbox, ready, signed_in, qtbot):
    # Balance and jobs stay as they were: without a word the click seems to have done nothing.
    qtbot.waitUntil(lambda: not signed_in.monitor._is_looking, timeout=WAIT_MS)
    ready.tabs.setCurrentIndex(tab)
    sandbox.faults.add(Fault("answer_lost_before", path=r"/projects/", times=None))
    with qtbot.waitSignal(signed_in.monitor.look_failed, timeout=WAIT_MS) as failed:
        click(ready, "refresh_button")
    sentence = error_sentence(failed.args[0])
    assert sum(sentence in text for text in notices(ready)) == 1
    ready.message_bar.clearWidgets()
    # The next failure is of the poll that repeats itself.
    with qtbot.waitSignal(signed_in.monitor.look_failed, timeout=WAIT_MS):
        signed_in.monitor.refresh()
    assert not any(sentence in text for text in notices(ready))
    with qtbot.waitSignal(signed_in.monitor.look_failed, timeout=WAIT_MS):
        click(ready, "refresh_button")
    sandbox.faults.clear()
    with qtbot.waitSignal(signed_in.monitor.refreshed, timeout=WAIT_MS):
        signed_in.monitor.refresh()
    assert not any(sentence in text for text in notices(ready))


def test_the_jobs_tab_itself_says_that_a_refresh_failed(sandbox, ready, signed_in, qtbot):
    ready.tabs.setCurrentIndex(JOBS)
    sandbox.faults.add(Fault("answer_lost_before", path=r"/projects/", times=None))
    # A poll that was sent before is not repeated by the click.
    signed_in.monitor.refreshed.connect(lambda: click(ready, "refresh_button"))
    with qtbot.waitSignal(signed_in.monitor.look_failed, timeout=WAIT_MS):
        click(ready, "refresh_button")
    assert "Could not reach UP42" in ready.findChild(QLabel, "look_problem").text()
    assert all("Try everything" in text for text in notices(ready))


def test_nothing_is_left_on_the_map_when_the_dock_has_gone(application, canvas, qtbot):
    before = len(canvas.scene().items())
    for _ in range(2):
        dock = Up42Dock(application, canvas)
        dock.show()
        dock.tabs.setCurrentIndex(SCENES)
        dock.release()
        sip.delete(dock)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(canvas.scene().items()) == before


def test_it_is_usable_in_320_pixels_with_a_long_failure_on_screen(ready, signed_in):
    error = Up42Error(ErrorKind.CERTIFICATE_REFUSED, "detail", link="https://console.up42.com")
    signed_in.account.failed.emit(error)
    for tab in (CONFIGURE, SCENES, JOBS):
        ready.tabs.setCurrentIndex(tab)
        assert ready.widget().minimumSizeHint().width() <= 320
