"""Notices of the dock: nothing that the pointer is on moves, changes or goes; a click must hit what was aimed at."""

from __future__ import annotations

from datetime import timedelta

import pytest
from qgis.core import Qgis
from qgis.PyQt.QtCore import QPoint, QRect, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLabel, QListWidget, QPushButton, QVBoxLayout, QWidget
from support.scene_panel import NOW, show_result, some_scenes

from up42_jobs.core.app.jobs.job_list import JobRow
from up42_jobs.core.app.session.account import AccountState
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus, JobTask
from up42_jobs.ui import notice_bar
from up42_jobs.ui.dock import CONFIGURE, JOBS, SCENES, Up42Dock
from up42_jobs.ui.notice_bar import NoticeBar

WAIT_MS = 30_000
INFO, WARNING = Qgis.MessageLevel.Info, Qgis.MessageLevel.Warning


@pytest.fixture
def page(qtbot):
    """A narrow window that is filled by a list."""
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    page.rows = QListWidget()
    page.rows.addItems([f"Scene {number}" for number in range(100)])
    layout.addWidget(page.rows)
    page.bar = NoticeBar(page)
    page.resize(320, 600)
    with qtbot.waitExposed(page):
        page.show()
    point_at(page, QPoint(160, 550), qtbot)
    return page


def point_at(widget, spot, qtbot):
    # A move to where the pointer is already would be none.
    QTest.mouseMove(widget, spot + QPoint(3, 3))
    QTest.mouseMove(widget, spot)
    qtbot.waitUntil(lambda: widget.window().underMouse(), timeout=WAIT_MS)


def aim_at_the_notice(page, qtbot):
    QTest.mouseMove(page.bar, page.bar.rect().center())
    qtbot.waitUntil(page.bar.underMouse, timeout=WAIT_MS)


def go_away(page, qtbot):
    QTest.mouseMove(page.rows, QPoint(160, 400))
    qtbot.waitUntil(lambda: not page.bar.underMouse(), timeout=WAIT_MS)


def texts(page):
    labels = [item.findChild(QLabel, "notice_label") for item in page.bar.items()]
    return [label.text() for label in labels]


def test_no_row_moves_when_a_notice_comes_or_goes(page, qtbot):
    before = page.rows.geometry()
    page.bar.show_notice("Test Query", "10 scenes found.", INFO, subject="query")
    qtbot.waitUntil(page.bar.isVisible, timeout=WAIT_MS)
    assert page.rows.geometry() == before
    page.bar.withdraw("query")
    qtbot.waitUntil(lambda: not page.bar.isVisible(), timeout=WAIT_MS)
    assert page.rows.geometry() == before


@pytest.mark.parametrize("spot", [QPoint(160, 20), QPoint(160, 580)])
def test_a_notice_does_not_come_under_the_pointer(page, qtbot, spot):
    point_at(page, spot, qtbot)
    page.bar.show_notice("Test Query", "10 scenes found.", INFO)
    qtbot.waitUntil(page.bar.isVisible, timeout=WAIT_MS)
    assert not page.bar.geometry().contains(spot)
    assert page.rect().contains(page.bar.geometry())


def test_a_long_notice_with_buttons_is_whole_in_a_narrow_dock(page, qtbot):
    choices = [(f"Choice {number}", f"choice_{number}", lambda: None) for number in range(3)]
    page.bar.show_notice("Account", "A long sentence. " * 15, WARNING, choices=choices)
    qtbot.waitUntil(page.bar.isVisible, timeout=WAIT_MS)
    label = page.bar.findChild(QLabel, "notice_label")
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()), timeout=WAIT_MS)
    assert page.rect().contains(page.bar.geometry())
    for button in page.bar.findChildren(QPushButton):
        assert page.bar.rect().contains(button.geometry().translated(button.parentWidget().mapTo(page.bar, QPoint())))


def test_a_notice_is_not_replaced_under_the_pointer(page, qtbot):
    """The click on Zoom To must not start a download because another job was done a moment earlier."""
    done = []
    page.bar.show_notice(
        "Outputs", "First.", INFO, subject="a", choices=[("Zoom To", "notice_zoom_button", lambda: done.append("zoom"))]
    )
    qtbot.waitUntil(page.bar.isVisible, timeout=WAIT_MS)
    aim_at_the_notice(page, qtbot)
    page.bar.show_notice(
        "Live Job", "Second.", INFO, subject="b", choices=[("Load", "notice_load_button", lambda: done.append("load"))]
    )
    assert len(texts(page)) == 1
    QTest.mouseClick(page.bar.findChild(QPushButton, "notice_zoom_button"), Qt.MouseButton.LeftButton)
    assert done == ["zoom"]
    go_away(page, qtbot)
    qtbot.waitUntil(lambda: len(texts(page)) == 2, timeout=WAIT_MS)
    assert "Second." in texts(page)[0]


def test_a_passing_notice_waits_until_the_pointer_has_left(page, qtbot, monkeypatch):
    monkeypatch.setattr(notice_bar, "VISIBLE_MS", 50)
    monkeypatch.setattr(notice_bar, "FAREWELL_MS", 50)
    page.bar.show_notice("Test Query", "10 scenes found.", INFO)
    aim_at_the_notice(page, qtbot)
    qtbot.wait(300)
    assert page.bar.isVisible()
    go_away(page, qtbot)
    qtbot.waitUntil(lambda: not page.bar.isVisible(), timeout=WAIT_MS)


def test_a_notice_that_was_acted_on_goes(page, qtbot):
    acted = []
    page.bar.show_notice(
        "Outputs", "Ready.", INFO, choices=[("Load", "notice_load_button", lambda: acted.append(1))], stays=True
    )
    QTest.mouseClick(page.bar.findChild(QPushButton, "notice_load_button"), Qt.MouseButton.LeftButton)
    assert (acted, texts(page)) == ([1], [])


def test_no_field_moves_while_the_products_are_read(application, canvas, qtbot):
    """Signing in ends whenever the service likes, while the user aims at a field."""
    dock = Up42Dock(application, canvas)
    qtbot.addWidget(dock)
    dock.resize(320, 600)
    with qtbot.waitExposed(dock):
        dock.show()
    area = dock.configure_panel.area_field
    places = set()
    application.account.state_changed.connect(
        lambda: places.add((application.account.state, area.mapTo(dock, QPoint()).y()))
    )
    application.account.select("Sandbox")
    qtbot.waitUntil(lambda: application.account.state is AccountState.READY, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: application.workbench.product is not None, timeout=WAIT_MS)
    qtbot.wait(50)
    places.add((AccountState.READY, area.mapTo(dock, QPoint()).y()))
    assert AccountState.SIGNING_IN in {state for state, _ in places}
    assert len({y for _, y in places}) == 1, places
    dock.release()


@pytest.mark.parametrize("width", [320, 400, 600])
@pytest.mark.parametrize("tab", [CONFIGURE, SCENES, JOBS])
def test_account_tabs_and_buttons_are_never_covered(application, canvas, qtbot, tab, width):
    """For eight seconds a notice lay over the account and half of the tabs, at 400 px."""
    dock = Up42Dock(application, canvas)
    qtbot.addWidget(dock)
    dock.resize(width, 700)
    dock.scenes_panel()
    with qtbot.waitExposed(dock):
        dock.show()
    show_result(application, some_scenes(24))
    dock.tabs.setCurrentIndex(tab)
    bar = dock.message_bar
    dock.message_bar.clearWidgets()
    # The tab is laid out by the next events.
    qtbot.wait(20)
    buttons = {
        CONFIGURE: dock.configure_panel.action_area,
        SCENES: dock.scenes_panel().order_button,
        JOBS: dock.jobs_panel().action_row,
    }[tab]

    def place(widget):
        return QRect(widget.mapTo(dock, QPoint()), widget.size())

    spots = (QPoint(width // 2, 300), place(buttons).center() - QPoint(0, 60), place(dock.tabs.tabBar()).center())
    for spot in spots:
        point_at(dock, spot, qtbot)
        bar.show_notice("Test Query", "24 scenes found. Nothing was charged.", INFO, subject="query")
        qtbot.waitUntil(bar.isVisible, timeout=WAIT_MS)
        qtbot.wait(20)
        for kept in (dock.header, dock.tabs.tabBar(), buttons):
            assert not place(bar).intersects(place(kept)), (spot, kept)
        assert not place(bar).contains(spot)
        bar.withdraw("query")
    # Another tab has other buttons.
    bar.show_notice("Test Query", "24 scenes found. Nothing was charged.", INFO)
    dock.tabs.setCurrentIndex(CONFIGURE)
    qtbot.wait(20)
    for kept in (dock.header, dock.tabs.tabBar(), dock.configure_panel.action_area):
        assert not place(bar).intersects(place(kept))
    dock.release()


def job(number):
    """A job with two tasks."""
    tasks = tuple(JobTask(f"t{at}", "data:1", JobStatus.SUCCEEDED, started=NOW, finished=NOW) for at in range(2))
    return JobRow(
        key=f"key-{number}",
        name=f"Job {number}",
        mode=JobMode.LIVE,
        status=JobStatus.SUCCEEDED,
        created=NOW - timedelta(hours=number),
        tasks=tasks,
    )


@pytest.mark.parametrize("size", [(320, 600), (400, 600), (400, 900), (900, 500)])
@pytest.mark.parametrize("count", [1, 20])
def test_what_was_asked_for_is_never_covered(application, canvas, qtbot, size, count):
    """For eight seconds a notice lay over the tasks of the job that it was about."""
    dock = Up42Dock(application, canvas)
    qtbot.addWidget(dock)
    dock.resize(*size)
    with qtbot.waitExposed(dock):
        dock.show()
    dock.tabs.setCurrentIndex(JOBS)
    for number in range(count):
        application.jobs.put(job(number))
    panel, bar = dock.jobs_panel(), dock.message_bar
    bar.clearWidgets()
    bar.show_notice("Outputs", "2 files are on the map, in the group of the job.", INFO, stays=True)
    view = panel.jobs_view

    def place(widget, rect):
        return QRect(widget.mapTo(dock, rect.topLeft()), rect.size())

    moves = []
    for number in range(count):
        panel.select_job(f"key-{number}")
        view.scrollTo(view.currentIndex())
        before = bar.geometry()
        qtbot.wait(20)
        moves.append(bar.geometry() != before)
        shown = place(bar, bar.rect())
        row = view.visualRect(view.currentIndex()).intersected(view.viewport().rect())
        assert row.height() > 20
        assert not shown.intersects(place(view.viewport(), row)), number
        assert not shown.intersects(place(panel.details, panel.details.rect())), number
        for kept in (dock.header, dock.tabs.tabBar(), panel.action_row):
            assert not shown.intersects(place(kept, kept.rect()))
    # It does not wander about either.
    assert sum(moves) <= max(count // 2, 1)
    dock.release()


def test_a_notice_leaves_what_is_asked_for_later(page, qtbot):
    kept = []
    bar = NoticeBar(page, kept=lambda: kept)
    bar.show_notice("Outputs", "2 files are on the map.", INFO, stays=True)
    point_at(page, QPoint(160, 20), qtbot)
    qtbot.waitUntil(bar.isVisible, timeout=WAIT_MS)
    kept.append(bar.geometry())
    bar.follow_soon()
    qtbot.waitUntil(lambda: not bar.geometry().intersects(kept[0]), timeout=WAIT_MS)
    assert page.rect().contains(bar.geometry())
    assert not bar.geometry().contains(QPoint(160, 20))
