"""What came of jobs is shown where the user is: real orders take hours, and nobody watches the dock for so long."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from desktop import Desktop, wait_until
from qgis.core import QgsSettings
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QLabel, QMainWindow, QPushButton, QWidget

from up42_jobs import classFactory
from up42_jobs.core.app.jobs.job_list import DownloadState, JobChanges, JobRow
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.plugin import ICON
from up42_jobs.sandbox import Fault
from up42_jobs.ui.dock import JOBS, Up42Dock
from up42_jobs.ui.job_notices import SUCCESS, WARNING
from up42_jobs.ui.notice_bar import NoticeBar, Outcome
from up42_jobs.ui.notice_parts import notice_parts
from up42_jobs.ui.notices import Notices
from up42_jobs.ui.outcomes import Outcomes, badged_icon
from up42_jobs.ui.wording import error_sentence, job_title_text

WAIT_MS = 30_000


def texts(bar, name="up42_outcome_label"):
    labels = [item.findChild(QLabel, name) for item in bar.items()]
    return [label.text() for label in labels if label is not None]


def button(bar, name):
    return bar.findChild(QPushButton, name)


def click(widget):
    assert widget is not None
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


@pytest.fixture
def dock(signed_in, canvas, qtbot):
    signed_in.workbench.set_limit(1)
    dock = Up42Dock(signed_in, canvas)
    qtbot.addWidget(dock)
    dock.resize(360, 700)
    dock.show()
    yield dock
    dock.release()


@pytest.fixture
def outside(dock, qtbot):
    """QGIS's message bar and toolbar button; `told` is what went to the desktop."""
    window = QWidget()
    qtbot.addWidget(window)
    window.bar, window.action, window.told = QgsMessageBar(window), QAction(window), []
    window.action.setToolTip("Order satellite imagery from UP42")
    window.resize(900, 100)
    window.show()
    outcomes = Outcomes(window.bar, window.action, ICON, lambda title, text: window.told.append(title), window)
    dock.came_out.connect(lambda outcome, is_seen: outcomes.show(outcome, is_seen=is_seen))
    dock.jobs_seen.connect(outcomes.see)
    window.outcomes = outcomes
    return window


def order(application, qtbot):
    application.ordering.prepare()
    ordering = application.ordering
    qtbot.waitUntil(lambda: ordering.hold is not None, timeout=WAIT_MS)
    with qtbot.waitSignal(ordering.started, timeout=WAIT_MS):
        ordering.confirm(HoldConfirmation(ordering.hold.fingerprint, ordering.hold.credits, utc_now()))


def live(application):
    return next(row for row in application.jobs.rows() if row.is_own)


def row_of(number, **changes):
    row = JobRow(
        key=f"key-{number}",
        name=f"Harbour {number}",
        mode=JobMode.LIVE,
        status=JobStatus.SUCCEEDED,
        entry_state=EntryState.CREATED,
        job_id=f"id-{number}",
        created=utc_now() - timedelta(hours=number),
        is_own=True,
        download=DownloadState.READY,
    )
    return replace(row, **changes)


def test_outputs_on_the_map_are_reported_by_qgis_with_a_way_to_them(dock, outside, signed_in, canvas, qtbot):
    order(signed_in, qtbot)
    dock.hide()
    qtbot.waitUntil(lambda: live(signed_in).download is DownloadState.LOADED, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: len(texts(outside.bar)) == 1, timeout=WAIT_MS)
    [text] = texts(outside.bar)
    assert "added to the map" in text
    assert job_title_text(live(signed_in)) in text
    assert "1 job with news" in outside.action.toolTip()
    assert len(outside.told) == 1
    click(button(outside.bar, "up42_outcome_notice_zoom_button"))
    assert canvas.extent().contains(signed_in.outputs.zoom_target(live(signed_in).key))


def test_jobs_that_the_user_sees_are_no_news(dock, outside, signed_in, qtbot):
    """Dock and message bar said the same beside each other, and the message stayed on the map until it was closed."""
    dock.tabs.setCurrentIndex(JOBS)
    signed_in.jobs.put(row_of(1))
    signed_in.monitor.job_finished.emit(replace(row_of(1), status=JobStatus.FAILED))
    assert "news" not in outside.action.toolTip()
    assert texts(outside.bar) == []
    assert any("is done" in text for text in texts(dock.message_bar, "notice_label"))
    # Who is in another window still hears of it.
    assert len(outside.told) == 1
    dock.tabs.setCurrentIndex(0)
    signed_in.monitor.job_finished.emit(replace(row_of(1), status=JobStatus.FAILED))
    assert "1 job with news" in outside.action.toolTip()
    assert len(texts(outside.bar)) == 1
    dock.tabs.setCurrentIndex(JOBS)
    assert "news" not in outside.action.toolTip()


def test_a_dock_behind_another_one_shows_nothing(dock, outside, signed_in, qtbot):
    """For Qt it is visible: what came of jobs was neither counted nor, had the message been spared, said anywhere."""
    window, other = QMainWindow(), QDockWidget()
    qtbot.addWidget(window)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, other)
    window.tabifyDockWidget(dock, other)
    dock.tabs.setCurrentIndex(JOBS)
    window.resize(900, 700)
    window.show()
    qtbot.waitUntil(lambda: dock.visibleRegion().isEmpty(), timeout=WAIT_MS)
    signed_in.jobs.put(row_of(1))
    signed_in.monitor.job_finished.emit(replace(row_of(1), status=JobStatus.FAILED))
    assert "1 job with news" in outside.action.toolTip()
    assert len(texts(outside.bar)) == 1
    dock.raise_()
    qtbot.waitUntil(lambda: "news" not in outside.action.toolTip(), timeout=WAIT_MS)
    dock.setParent(None)


def test_while_an_output_is_downloaded_nothing_offers_to_load_it(dock, signed_in, sandbox, qtbot):
    """A second Load would ask for what is on its way; the notice says that it is."""
    sandbox.faults.add(Fault("stall_body", path="^/storage/", seconds=60, bytes=1000, times=None))
    order(signed_in, qtbot)
    qtbot.waitUntil(lambda: live(signed_in).is_fetching, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: any("is done" in text for text in texts(dock.message_bar, "notice_label")), timeout=WAIT_MS)
    assert any("being downloaded" in text for text in texts(dock.message_bar, "notice_label"))
    assert dock.message_bar.findChildren(QPushButton, "notice_load_button") == []
    signed_in.outputs.cancel(live(signed_in).key)


def test_an_offer_to_load_goes_when_the_download_begins_elsewhere(dock, signed_in, sandbox, qtbot):
    signed_in.set_preferences(signed_in.preferences().changed(auto_load=False))
    order(signed_in, qtbot)
    offers = lambda: dock.message_bar.findChildren(QPushButton, "notice_load_button")  # noqa: E731
    qtbot.waitUntil(lambda: len(offers()) == 1, timeout=WAIT_MS)
    sandbox.faults.add(Fault("stall_body", path="^/storage/", seconds=60, bytes=1000, times=None))
    signed_in.outputs.load(live(signed_in).key)
    qtbot.waitUntil(lambda: not offers(), timeout=WAIT_MS)
    signed_in.outputs.cancel(live(signed_in).key)


def test_a_failed_job_leads_to_its_log(dock, outside, signed_in, sandbox, qtbot):
    sandbox.faults.add(Fault("job_failed"))
    order(signed_in, qtbot)
    # Where the user does not see it in the dock.
    dock.tabs.setCurrentIndex(0)
    qtbot.waitUntil(lambda: live(signed_in).status is JobStatus.FAILED, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: bool(live(signed_in).tasks), timeout=WAIT_MS)
    click(button(outside.bar, "up42_outcome_notice_log_button"))
    panel = dock.jobs_panel()
    qtbot.waitUntil(lambda: panel.findChild(QWidget, "log_dialog") is not None, timeout=WAIT_MS)
    dialog = panel.findChild(QWidget, "log_dialog")
    qtbot.waitUntil(lambda: bool(dialog.log_view.toPlainText()), timeout=WAIT_MS)
    # The sentence that explains the failure is not beyond the edge of the window.
    assert not dialog.log_view.horizontalScrollBar().isVisible()
    assert dialog.log_view.horizontalScrollBar().maximum() == 0
    assert texts(outside.bar) == []
    dialog.close()


def part_of_purchase(number, **changes):
    return row_of(number, product_title="Pléiades", area_name=f"Area {number}", purchase="a" * 32, **changes)


def show_purchase(application, rows):
    """Lists the jobs of a purchase whose outputs are loaded when the user asks for them."""
    application.set_preferences(application.preferences().changed(auto_load=False))
    # A poll lists what the service has.
    application.monitor.close()
    for row in rows:
        application.jobs.put(row)


def notices_of_purchase(dock):
    return [text for text in texts(dock.message_bar, "notice_label") if "Pléiades" in text]


def test_a_hundred_jobs_of_a_purchase_that_end_at_once_are_one_notice(dock, outside, signed_in, canvas, qtbot):
    """A notice takes milliseconds to build and to close: a hundred of them stalled the window for a second."""
    rows = [part_of_purchase(number) for number in range(100)]
    rows[7] = replace(rows[7], status=JobStatus.FAILED, download=DownloadState.NONE)
    show_purchase(signed_in, rows)
    for row in rows:
        signed_in.monitor.job_finished.emit(row)
    qtbot.waitUntil(lambda: bool(notices_of_purchase(dock)), timeout=WAIT_MS)
    [text] = notices_of_purchase(dock)
    assert "100 of 100 finished · 1 without outputs" in text
    # The job that failed is named, with what it means for the credits.
    assert "“Harbour 7” failed. Credits that it held and did not use are released." in text
    assert len(texts(outside.bar)) == len(outside.told) == 1
    assert "100 jobs with news" in outside.action.toolTip()
    items = dock.message_bar.items()
    assert [item.level() for item in items if "Pléiades" in item.findChild(QLabel, "notice_label").text()] == [WARNING]
    # One button loads what all others delivered, and is gone when that has begun elsewhere.
    assert len(dock.message_bar.findChildren(QPushButton, "notice_load_button")) == 1
    signed_in.jobs.put(replace(rows[3], download=DownloadState.WAITING))
    qtbot.waitUntil(lambda: not notices_of_purchase(dock), timeout=WAIT_MS)


def test_a_download_that_failed_stays_in_the_notice_of_its_purchase(dock, outside, signed_in, qtbot):
    rows = [part_of_purchase(number) for number in range(3)]
    rows[2] = replace(rows[2], status=JobStatus.RUNNING, download=DownloadState.NONE)
    rows[1] = replace(rows[1], download=DownloadState.FAILED)
    show_purchase(signed_in, rows)
    signed_in.outputs.failed.emit(rows[1], Up42Error(ErrorKind.DISK_FULL))
    qtbot.waitUntil(lambda: bool(notices_of_purchase(dock)), timeout=WAIT_MS)
    [text] = notices_of_purchase(dock)
    assert "2 of 3 finished · Download failed" in text
    assert error_sentence(Up42Error(ErrorKind.DISK_FULL)) in unescape(text)
    words = [part.text() for part in dock.message_bar.findChildren(QPushButton, "notice_load_button")]
    assert words == ["Load", "Try Again"]
    assert len(outside.told) == 1


def test_jobs_of_a_purchase_that_go_on_interrupt_nobody(dock, outside, signed_in, qtbot):
    rows = [part_of_purchase(number) for number in range(3)]
    rows[2] = replace(rows[2], status=JobStatus.RUNNING, download=DownloadState.NONE)
    show_purchase(signed_in, rows)
    signed_in.monitor.job_finished.emit(rows[0])
    qtbot.waitUntil(lambda: bool(notices_of_purchase(dock)), timeout=WAIT_MS)
    assert "2 of 3 finished" in notices_of_purchase(dock)[0]
    assert outside.told == []
    done = replace(rows[2], status=JobStatus.SUCCEEDED, download=DownloadState.READY)
    signed_in.jobs.put(done)
    signed_in.monitor.job_finished.emit(done)
    qtbot.waitUntil(lambda: len(outside.told) == 1, timeout=WAIT_MS)
    assert "2 jobs with news" in outside.action.toolTip()


def test_what_happened_while_the_user_was_away_is_listed_by_job(signed_in, canvas, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    bar = NoticeBar(window)
    notices = Notices(notice_parts(signed_in), bar, canvas)
    outcomes = []
    notices.job_came_out.connect(outcomes.append)
    rows = [row_of(number, status=JobStatus.SUCCEEDED if number else JobStatus.FAILED) for number in range(7)]
    query = row_of(9, mode=JobMode.DRY_RUN)
    signed_in.monitor.caught_up.emit(JobChanges((), (*rows, query)), True)
    [text] = texts(bar, "notice_label")
    assert "Since UP42 Jobs was last open: 6 live jobs done" in text
    assert "1 live job failed" in text
    assert text.count("<br>•") == 6
    assert "2 more jobs" in text
    assert list(outcomes[0].keys) == [row.key for row in (*rows[1:], rows[0])]
    signed_in.monitor.caught_up.emit(JobChanges((), (query,)), False)
    assert len(outcomes) == 1


@pytest.mark.parametrize("count", [1, 9, 40])
def test_the_number_on_the_button_is_drawn_at_every_size(qgis_app, count):
    plain, badged = badged_icon(ICON, 0), badged_icon(ICON, count)
    for side in (16, 24, 48):
        size = QSize(side, side)
        assert badged.pixmap(size).size() == plain.pixmap(size).size()
        assert badged.pixmap(size).toImage() != plain.pixmap(size).toImage()


def test_an_outcome_is_plain_text_and_replaces_the_last_one_of_its_job(outside):
    for text in ("First.", "<b>Second</b>"):
        outside.outcomes.show(Outcome("a", "Outputs", text, SUCCESS, (), ["a"]), is_seen=False)
    assert texts(outside.bar) == ["<b>Outputs</b> &lt;b&gt;Second&lt;/b&gt;"]
    outside.outcomes.close()
    assert texts(outside.bar) == []
    assert "news" not in outside.action.toolTip()


def test_nothing_of_it_is_left_in_qgis_after_unloading(qgis_app, sandbox):
    QgsSettings().setValue("up42_jobs/dock_open", False)
    desktop = Desktop()
    desktop.window.show()
    plugin = classFactory(desktop)
    plugin.initGui()
    plugin.show_dock()
    try:
        wait_until(lambda: plugin.application.workbench.product is not None, 30, "products")
        plugin.application.monitor.job_finished.emit(row_of(1, status=JobStatus.FAILED))
        assert len(texts(desktop.bar)) == 1
        assert "news" in desktop.toolbar.actions()[0].toolTip()
        plugin.dock.close()
        click(next(iter(desktop.bar.findChildren(QPushButton))))
        assert plugin.dock.isVisible()
        assert plugin.dock.tabs.currentIndex() == JOBS
        plugin.application.monitor.job_finished.emit(row_of(2, status=JobStatus.FAILED))
    finally:
        plugin.unload()
    assert desktop.bar.items() == []
    desktop.close()
