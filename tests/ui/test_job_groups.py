"""The jobs of one purchase over many areas are one row of the Jobs tab, which opens, and acts on all of them."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QPoint, QRect, Qt, QTimer
from qgis.PyQt.QtGui import QImage, QPainter
from qgis.PyQt.QtTest import QAbstractItemModelTester, QTest
from qgis.PyQt.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QStyle, QStyleOptionViewItem
from support.many_areas import rows_of, search, sites
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.jobs.job_list import DownloadState, JobRole
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
from up42_jobs.core.domain.jobs.job import JobStatus
from up42_jobs.core.gis.areas.geometry import aoi_geometry
from up42_jobs.core.gis.scenes.quicklook_layers import SCENE_KEY
from up42_jobs.ui.dock import Up42Dock
from up42_jobs.ui.jobs.job_actions import JobAction
from up42_jobs.ui.jobs.jobs_panel import JobsPanel
from up42_jobs.ui.parts.card import CardPainter
from up42_jobs.ui.parts.small import top_items
from up42_jobs.ui.wording import job_state_text, job_title_text
from up42_jobs.ui.wording.scenes import scene_line_text

LEFT = Qt.MouseButton.LeftButton


def order(application, qtbot, count=3):
    """Orders the best scene of each of some areas under one hold."""
    search(application, qtbot, sites(count))
    buy(application, qtbot, [next(row for row in rows) for _, rows in application.area_list.areas()])
    qtbot.waitUntil(lambda: sum(bool(row.purchase) for row in application.jobs.rows()) == count, timeout=WAIT_MS)


def buy(application, qtbot, rows):
    """Orders rows of the list and waits until all their jobs are placed."""
    application.order_areas(rows)
    qtbot.waitUntil(lambda: application.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    hold = application.ordering.hold
    application.ordering.confirm(HoldConfirmation(hold.fingerprint, hold.credits, utc_now()))
    qtbot.waitUntil(lambda: application.ordering.state is OrderingState.IDLE, timeout=WAIT_MS)


def panel_of(application, canvas, qtbot):
    panel = JobsPanel(application, canvas)
    qtbot.addWidget(panel)
    panel.resize(420, 800)
    panel.show()
    return panel


def shown(panel):
    """The rows of the tab from top to bottom."""
    model = panel.jobs_view.model()
    return [model.index(number, 0).data(JobRole.ROW) for number in range(model.rowCount())]


def group_index(panel):
    model = panel.jobs_view.model()
    indexes = [model.index(number, 0) for number in range(model.rowCount())]
    return next(index for index in indexes if index.data(JobRole.ROW).members)


def test_jobs_of_a_purchase_are_one_row_that_sums_them_up(on_platform, canvas, qtbot):
    order(on_platform, qtbot)
    panel = panel_of(on_platform, canvas, qtbot)
    [group] = shown(panel)
    jobs = on_platform.jobs.rows()
    assert {job.key for job in group.members} == {job.key for job in jobs}
    assert job_title_text(group) == "Pléiades Display · 3 areas"
    assert group.scene_count == 3
    qtbot.waitUntil(lambda: all(row.status.is_final for row in on_platform.jobs.rows()), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: job_state_text(shown(panel)[0]).startswith("3 of 3 finished"), timeout=WAIT_MS)
    [group] = shown(panel)
    assert group.credits_used == sum(job.credits_used for job in on_platform.jobs.rows())
    # The tab of jobs and the ledger count jobs, not rows.
    assert on_platform.jobs.rowCount() == 3


def test_purchase_opens_by_its_arrow_or_a_key_and_closes_again(on_platform, canvas, qtbot):
    order(on_platform, qtbot)
    # A job of its own above or below is not part of it.
    panel = panel_of(on_platform, canvas, qtbot)
    tester = QAbstractItemModelTester(panel.filter_model.groups, QAbstractItemModelTester.FailureReportingMode.Fatal)
    proxy_tester = QAbstractItemModelTester(panel.filter_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    view = panel.jobs_view
    spot = view.visualRect(group_index(panel)).topLeft() + QPoint(12, 20)
    QTest.mouseClick(view.viewport(), LEFT, pos=spot)
    # Opening selects nothing.
    assert panel.selected_row() is None
    group, *members = shown(panel)
    assert sorted(job.area_name for job in members) == ["Area 3", "Größe 1", "Größe 2"]
    assert group.members
    assert all(view.model().index(number, 0).data(JobRole.IS_MEMBER) for number in (1, 2, 3))
    QTest.mouseClick(view.viewport(), LEFT, pos=spot)
    assert len(shown(panel)) == 1
    view.setCurrentIndex(group_index(panel))
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert len(shown(panel)) == 4
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert panel.selected_row().area_name
    # Left goes to the purchase, and closes it then.
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert panel.selected_row().members
    assert "its jobs are shown" in view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert len(shown(panel)) == 1
    qtbot.waitUntil(lambda: all(row.status.is_final for row in on_platform.jobs.rows()), timeout=WAIT_MS)
    # Selecting one of them from elsewhere, as a notice does, opens it.
    job = on_platform.jobs.rows()[1]
    panel.select_job(job.key)
    assert panel.selected_row().key == job.key
    panel.select_job(job.key, is_whole=True)
    assert panel.selected_row().members
    del tester, proxy_tester


def test_rows_of_a_purchase_are_mirrored_with_their_arrow_and_indent(on_platform, canvas, qtbot, monkeypatch):
    """Where text runs from right to left the sign of the state lay on the arrow, and the jobs had no indent."""
    order(on_platform, qtbot)
    panel = panel_of(on_platform, canvas, qtbot)
    panel.filter_model.groups.set_open(shown(panel)[0], True)
    view, row, places = panel.jobs_view, QRect(0, 0, 400, 80), []
    draw_text = CardPainter.draw_text

    def draw(card, rect, text, **options):
        places.append(card.place(rect))
        return draw_text(card, rect, text, **options)

    monkeypatch.setattr(CardPainter, "draw_text", draw)
    image = QImage(row.size(), QImage.Format.Format_RGB32)
    drawn = {}
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        option = QStyleOptionViewItem()
        option.initFrom(view)
        option.rect, option.direction = row, direction
        places.clear()
        painter = QPainter(image)
        for number in range(4):
            view.itemDelegate().paint(painter, option, view.model().index(number, 0))
        painter.end()
        drawn[direction] = list(places)
    mirrored = [QStyle.visualRect(direction, row, place) for place in drawn[direction]]
    assert len(mirrored) == 12
    assert mirrored == drawn[Qt.LayoutDirection.LeftToRight]


def test_outputs_of_all_areas_are_loaded_and_shown_at_once(on_platform, canvas, qtbot):
    on_platform.set_preferences(on_platform.preferences().changed(auto_load=False))
    order(on_platform, qtbot)
    panel = panel_of(on_platform, canvas, qtbot)
    qtbot.waitUntil(lambda: all(row.status is JobStatus.SUCCEEDED for row in on_platform.jobs.rows()), timeout=WAIT_MS)
    panel.jobs_view.setCurrentIndex(group_index(panel))
    qtbot.waitUntil(panel.buttons[JobAction.LOAD].isEnabled, timeout=WAIT_MS)
    panel.buttons[JobAction.LOAD].click()
    qtbot.waitUntil(
        lambda: all(row.download is DownloadState.LOADED for row in on_platform.jobs.rows()), timeout=WAIT_MS
    )
    qtbot.waitUntil(lambda: panel.buttons[JobAction.ZOOM].isEnabled(), timeout=WAIT_MS)
    panel.buttons[JobAction.ZOOM].click()
    for row in on_platform.jobs.rows():
        assert canvas.extent().contains(on_platform.outputs.zoom_target(row.key))
    # What concerns a single job asks for one.
    assert not panel.buttons[JobAction.RUN_AGAIN].isEnabled()
    assert "Select one of the jobs" in panel.buttons[JobAction.RUN_AGAIN].toolTip()


def test_jobs_over_areas_carry_their_scenes_like_jobs_over_one_area(on_platform, canvas, qtbot):
    """A file's name like "img_phr1b_pms" and an order's ID say nothing to anybody."""
    search(on_platform, qtbot, sites(1))
    [(_, rows)] = on_platform.area_list.areas()
    on_platform.area_pictures.need([row.scene.id for row in rows])
    pictures = on_platform.area_pictures
    qtbot.waitUntil(lambda: all(pictures.quicklook(row.scene.id) is not None for row in rows), timeout=WAIT_MS)
    row = next(row for row in rows if pictures.quicklook(row.scene.id).thumbnail)
    buy(on_platform, qtbot, [row])
    qtbot.waitUntil(lambda: on_platform.jobs.rows()[0].download is DownloadState.LOADED, timeout=WAIT_MS)
    [job] = on_platform.jobs.rows()
    day = f"{row.scene.acquired:%Y-%m-%d}"
    layer = on_platform.outputs.top_layer(job.key)
    assert layer.name().startswith(f"Pléiades {day}, 0.5 m (delivered)")
    assert layer.temporalProperties().isActive()
    assert layer.customProperty(SCENE_KEY) == row.scene.id
    assert on_platform.thumbnails.of(job) == pictures.quicklook(row.scene.id).thumbnail
    panel = panel_of(on_platform, canvas, qtbot)
    panel.select_job(job.key)
    [task] = top_items(panel.tasks_view)
    assert task.text(0) == scene_line_text(row.scene)


def test_each_job_of_a_purchase_has_its_picture_also_if_nobody_looked_at_it(on_platform, qtbot):
    """Only the first job had one, if its scene had been looked at: other quicklooks came later, or never."""
    search(on_platform, qtbot, sites(3))
    pictures = on_platform.area_pictures
    on_platform.area_pictures.need([row.scene.id for _, rows in on_platform.area_list.areas() for row in rows])
    areas = [[row.scene.id for row in rows] for _, rows in on_platform.area_list.areas()]
    qtbot.waitUntil(lambda: all(pictures.quicklook(scene) for rows in areas for scene in rows), timeout=WAIT_MS)
    # Of each area a row that the service has a picture of.
    good = [next(scene for scene in rows if pictures.quicklook(scene).thumbnail) for rows in areas]
    search(on_platform, qtbot, sites(3))
    listed = [rows for _, rows in on_platform.area_list.areas()]
    buy(on_platform, qtbot, [next(r for r in rows if r.scene.id == scene) for rows, scene in zip(listed, good)])
    qtbot.waitUntil(lambda: len(on_platform.jobs.rows()) == 3, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: all(map(on_platform.thumbnails.of, on_platform.jobs.rows())), timeout=WAIT_MS)
    # It is kept for the next session.
    home = on_platform.services.home / "thumbnails"
    qtbot.waitUntil(lambda: len(list(home.glob("*.jpg"))) == len(on_platform.jobs.rows()), timeout=WAIT_MS)


def test_show_opens_a_purchase_and_zooms_to_its_areas(on_platform, canvas, qtbot):
    order(on_platform, qtbot)
    panel = panel_of(on_platform, canvas, qtbot)
    panel.jobs_view.setCurrentIndex(group_index(panel))
    panel.buttons[JobAction.SHOW].click()
    assert len(shown(panel)) == 4
    for found in on_platform.area_search.found:
        assert canvas.extent().contains(aoi_geometry(found.area.parts[0]).boundingBox())


@pytest.mark.parametrize("answer", [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes])
def test_all_jobs_of_a_purchase_are_cancelled_after_a_question(signed_in, canvas, qtbot, sandbox, answer):
    search(signed_in, qtbot, sites(2))
    sandbox.change(live_seconds=600.0)
    signed_in.order_areas([rows[0] for _, rows in signed_in.area_list.areas()])
    qtbot.waitUntil(lambda: signed_in.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    hold = signed_in.ordering.hold
    signed_in.ordering.confirm(HoldConfirmation(hold.fingerprint, hold.credits, utc_now()))
    panel = panel_of(signed_in, canvas, qtbot)
    qtbot.waitUntil(lambda: any(row.members and row.can_cancel for row in shown(panel)), timeout=WAIT_MS)
    panel.jobs_view.setCurrentIndex(group_index(panel))
    asked = []

    def reply():
        box = QApplication.activeModalWidget()
        asked.append(box.text())
        box.button(answer).click()

    QTimer.singleShot(0, reply)
    panel.buttons[JobAction.CANCEL].click()
    assert "Cancel 2 jobs" in asked[0]
    of_purchase = [row for row in signed_in.jobs.rows() if row.purchase]
    if answer == QMessageBox.StandardButton.Yes:
        # Cancelling takes the service a share of the job's own time.
        sandbox.clock.speed(1000)
        qtbot.waitUntil(
            lambda: all(row.status is JobStatus.CANCELLED for row in signed_in.jobs.rows() if row.purchase),
            timeout=WAIT_MS,
        )
        assert "2 of 2 finished · 2 without outputs" in job_state_text(group_index(panel).data(JobRole.ROW))
    else:
        qtbot.wait(300)
        assert not any(row.status.is_final for row in of_purchase)


def test_filter_finds_jobs_of_a_closed_purchase_and_leaves_others_out(on_platform, canvas, qtbot):
    order(on_platform, qtbot)
    panel = panel_of(on_platform, canvas, qtbot)
    assert len(rows_of(on_platform.area_list)) > 3
    panel.filter_edit.setText("größe 2")
    group, job = shown(panel)
    assert group.members
    assert job.area_name == "Größe 2"
    panel.filter_edit.setText("")
    assert len(shown(panel)) == 1


def test_jobs_of_a_purchase_end_in_one_notice(on_platform, canvas, qtbot):
    """With a notice each, "86 more" of them could neither be read nor closed."""
    dock = Up42Dock(on_platform, canvas)
    qtbot.addWidget(dock)
    dock.show()
    outcomes = []
    dock.came_out.connect(lambda outcome, is_seen: outcomes.append(outcome))
    order(on_platform, qtbot)
    qtbot.waitUntil(
        lambda: all(row.download is DownloadState.LOADED for row in on_platform.jobs.rows()), timeout=WAIT_MS
    )
    end = "“Pléiades Display · 3 areas”: 3 of 3 finished · On the map"

    def notices():
        # Not all labels: that of a notice which was replaced is there until Qt deletes it.
        labels = [item.findChild(QLabel, "notice_label") for item in dock.message_bar.items()]
        return [label.text() for label in labels if label is not None]

    qtbot.waitUntil(lambda: any(end in text for text in notices()), timeout=WAIT_MS)
    assert sum("Pléiades Display · 3 areas" in text for text in notices()) == 1
    assert not any("added to the map" in text or "is done" in text for text in notices())
    # What is outside the dock interrupts once, and counts every job.
    assert [outcome.text for outcome in outcomes] == [end]
    assert set(outcomes[0].keys) == {row.key for row in on_platform.jobs.rows()}
    dock.message_bar.findChild(QPushButton, "notice_zoom_button").click()
    for row in on_platform.jobs.rows():
        assert canvas.extent().contains(on_platform.outputs.zoom_target(row.key))
    dock.release()
