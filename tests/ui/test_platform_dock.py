"""The dock with the current service, driven by clicks."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QPlainTextEdit,
    QTreeWidget,
    QWidget,
)
from support.signed_in_application import WAIT_MS, choose_product

from up42_jobs.core.app.jobs.job_list import DownloadState
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.app.outputs.storage import StorageState
from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus
from up42_jobs.core.domain.parameters import Period
from up42_jobs.sandbox import Fault
from up42_jobs.ui.dock import CONFIGURE, JOBS, SCENES, Up42Dock
from up42_jobs.ui.wording import job_state_text, note_text

PLACE = r"^/v2/orders$"


@pytest.fixture
def dock(on_platform, canvas, qtbot):
    """The dock in today's service, with an area."""
    dock = Up42Dock(on_platform, canvas)
    qtbot.addWidget(dock)
    dock.resize(320, 800)
    dock.show()
    yield dock
    dock.release()


def find(parent, name, kind=QWidget):
    widget = parent.findChild(kind, name)
    assert widget is not None, name
    return widget


def click(parent, name):
    button = find(parent, name, QAbstractButton)
    assert button.isEnabled(), button.toolTip()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def notices(dock):
    """What stands in the message bar, the newest notice first."""
    labels = [item.findChild(QLabel, "notice_label") for item in dock.message_bar.items()]
    return [label.text() for label in labels if label is not None]


def query(application, qtbot):
    application.dry_run.start()
    qtbot.waitUntil(lambda: application.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)


def open_hold(dock, application, qtbot, count=1):
    """Orders the first scenes of the list and returns the dialog that asks."""
    view = dock.scenes_panel().scenes_view
    view.clearSelection()
    for row in range(count):
        view.selectionModel().select(view.model().index(row, 0), view.selectionModel().SelectionFlag.Select)
    click(dock, "order_button")
    qtbot.waitUntil(lambda: application.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    return find(dock, "hold_dialog", QDialog)


def test_products_are_listed_in_groups_and_one_that_is_not_sold_is_grey(dock):
    combo = find(dock, "product_combo", QComboBox)
    rows = {combo.itemText(row): combo.model().item(row).isEnabled() for row in range(combo.count())}
    assert not rows["Pléiades"]
    assert rows["Pléiades Display"]
    assert not rows["Pléiades Reflectance"]


def test_licence_that_is_missing_is_reported_at_the_product_while_looking_stays_free(dock, on_platform, sandbox, qtbot):
    choose_product(on_platform, "pneo-analytic", qtbot)
    problem = find(dock, "product_problem", QLabel)
    assert "licence" in problem.text()
    assert find(dock, "run_button").isEnabled()
    QTest.mouseClick(find(dock, "live_radio"), Qt.MouseButton.LeftButton)
    on_platform.workbench.set_mode(JobMode.LIVE)
    assert not find(dock, "run_button").isEnabled()
    assert "licence" in find(dock, "reason_label", QLabel).text()
    sandbox.platform.account.licences.accept(on_platform.workbench.product.licence.id)
    click(dock, "product_check_button")
    qtbot.waitUntil(lambda: problem.isHidden(), timeout=WAIT_MS)
    assert find(dock, "run_button").isEnabled()
    assert not find(dock, "product_check_button").isVisible()


def test_refusal_for_the_licence_is_fixed_from_its_notice_without_losing_anything(dock, on_platform, sandbox, qtbot):
    query(on_platform, qtbot)
    request = on_platform.workbench.request_text
    sandbox.faults.add(Fault(kind="eula_refused", method="POST", path=PLACE, times=1))
    dialog = open_hold(dock, on_platform, qtbot)
    click(dialog, "confirm_button")
    qtbot.waitUntil(lambda: any("licence" in text for text in notices(dock)), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not on_platform.workbench.is_loading_product, timeout=WAIT_MS)
    click(dock.message_bar, "notice_check_button")
    qtbot.waitUntil(lambda: not on_platform.workbench.is_loading_product, timeout=WAIT_MS)
    assert on_platform.workbench.request_text == request
    assert len(on_platform.scenes.scenes()) == 4
    assert not any("licence" in text for text in notices(dock))
    click(open_hold(dock, on_platform, qtbot), "confirm_button")
    qtbot.waitUntil(lambda: any(row.is_own for row in on_platform.jobs.rows()), timeout=WAIT_MS)


def test_scenes_that_were_refused_alone_are_reported_when_the_job_starts(dock, on_platform, sandbox, qtbot):
    query(on_platform, qtbot)
    sandbox.faults.add(Fault(kind="status", status=400, method="POST", path=PLACE, times=1))
    click(open_hold(dock, on_platform, qtbot, 2), "confirm_button")
    qtbot.waitUntil(lambda: any("1 of 2 scenes" in text for text in notices(dock)), timeout=WAIT_MS)
    assert dock.tabs.currentIndex() == JOBS
    tasks = find(dock, "tasks_view", QTreeWidget)
    qtbot.waitUntil(lambda: tasks.topLevelItemCount() == 2, timeout=WAIT_MS)
    assert tasks.topLevelItem(0).text(1) == "Not ordered"
    # The orders know ids alone; the list of scenes knows what they are.
    assert tasks.topLevelItem(0).text(0).startswith("20")


@pytest.mark.parametrize("sandbox", [{"budgets_enforced": True}], indirect=True)
def test_budget_is_chosen_in_the_hold_dialog(dock, on_platform, sandbox, qtbot):
    query(on_platform, qtbot)
    dialog = open_hold(dock, on_platform, qtbot)
    assert not find(dialog, "confirm_button").isEnabled()
    combo = find(dialog, "budget_combo", QComboBox)
    combo.setCurrentIndex(combo.findText("Without limit"))
    combo.activated.emit(combo.currentIndex())
    chosen = combo.currentData()
    click(dialog, "confirm_button")
    qtbot.waitUntil(lambda: bool(list(sandbox.orders)), timeout=WAIT_MS)
    assert [order["budgetId"] for order in sandbox.orders] == [chosen]


def test_storage_is_opened_from_the_jobs_and_loads_what_lies_in_it(dock, on_platform, qtbot):
    query(on_platform, qtbot)
    click(open_hold(dock, on_platform, qtbot), "confirm_button")
    qtbot.waitUntil(
        lambda: any(row.download is DownloadState.LOADED for row in on_platform.jobs.rows()), timeout=WAIT_MS
    )
    click(dock, "storage_button")
    dialog = find(dock, "storage_dialog", QDialog)
    storage = on_platform.storage
    qtbot.waitUntil(lambda: storage.state is StorageState.DONE and len(storage.rows) == 1, timeout=WAIT_MS)
    view = find(dialog, "assets_view", QTreeWidget)
    item = view.topLevelItem(0)
    assert [item.text(0), item.text(2), item.text(3)] == ["Pléiades Display", "100 %", "On the map"]
    assert not find(dialog, "load_asset_button").isEnabled()
    view.setCurrentItem(item)
    assert find(dialog, "load_asset_button").isEnabled()
    assert find(dialog, "zoom_asset_button").isEnabled()
    find(dialog, "storage_filter_edit").setText("nothing of the kind")
    assert item.isHidden()
    assert find(dialog, "storage_state_label", QLabel).text() == "0 of 1 asset"
    find(dialog, "storage_filter_edit").setText("phr")
    assert not item.isHidden()


def test_a_first_scene_is_ordered_with_four_clicks_from_the_toolbar(dock, on_platform, qtbot):
    """Five were needed; the first opens the dock, and the new list begins with its newest scene."""
    click(dock, "run_button")
    qtbot.waitUntil(lambda: dock.tabs.currentIndex() == SCENES, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: on_platform.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)
    click(dock, "order_button")
    qtbot.waitUntil(lambda: dock.findChild(QDialog, "hold_dialog") is not None, timeout=WAIT_MS)
    dialog = find(dock, "hold_dialog", QDialog)
    assert [scene.id for scene in on_platform.ordering.order_summary.scenes] == [on_platform.scenes.scene(0).id]
    click(dialog, "confirm_button")
    qtbot.waitUntil(lambda: any(row.is_own for row in on_platform.jobs.rows()), timeout=WAIT_MS)


def test_the_arrow_keys_go_through_the_scenes_once_they_are_there(dock, on_platform, qtbot):
    """Ten scenes are nine keys only if no click has to bring the keys to the list first."""
    dock.activateWindow()
    button = find(dock, "run_button")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    view = dock.scenes_panel().scenes_view
    qtbot.waitUntil(lambda: QApplication.focusWidget() is view, timeout=WAIT_MS)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert view.currentIndex().row() == 1
    qtbot.waitUntil(lambda: on_platform.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)


def test_scenes_that_are_picked_get_their_prices_without_being_ordered(dock, on_platform, sandbox, qtbot):
    on_platform.workbench.set_limit(40)
    query(on_platform, qtbot)
    scenes = on_platform.scenes
    picked = [scene.id for scene in scenes.scenes()[:3]]
    assert all(scenes.cost(item) is None for item in picked)
    view = dock.scenes_panel().scenes_view
    for row in range(3):
        view.selectionModel().select(view.model().index(row, 0), view.selectionModel().SelectionFlag.Select)
    qtbot.waitUntil(lambda: all(scenes.cost(item) is not None for item in picked), timeout=WAIT_MS)
    total = sum(scenes.cost(item).max_credits for item in picked)
    label = find(dock, "choice_label", QLabel)
    qtbot.waitUntil(lambda: f"{total:,} credits" in label.text(), timeout=WAIT_MS)
    assert label.text().startswith("3 selected")
    assert sum(scenes.cost(scene.id) is not None for scene in scenes.scenes()) == 3
    view.clearSelection()
    view.selectionModel().select(view.model().index(0, 0), view.selectionModel().SelectionFlag.Select)
    asked = sum(request.path.endswith("/estimate") for request in sandbox.requests)
    qtbot.wait(700)
    assert sum(request.path.endswith("/estimate") for request in sandbox.requests) == asked


def test_classic_connection_has_no_storage_button(signed_in, canvas, qtbot):
    dock = Up42Dock(signed_in, canvas)
    qtbot.addWidget(dock)
    dock.show()
    dock.tabs.setCurrentIndex(JOBS)
    assert not find(dock, "storage_button").isVisible()
    dock.release()


def test_folded_parameters_stay_folded_when_the_product_changes(dock, on_platform, qtbot):
    for key in ("phr-analytic", "sentinel-2-level-2a", "phr-analytic"):
        choose_product(on_platform, key, qtbot)
        group = find(dock, "more_group")
        assert group.isCollapsed()
        inside = [child for child in group.findChildren(QWidget) if child.objectName().startswith("parameter_")]
        assert not any(item.isVisible() for item in inside)
        assert not find(dock, "geometry_mode_combo").isVisible()


def test_narrow_dock_needs_no_horizontal_scrolling(dock, on_platform, qtbot):
    for key in ("phr-analytic", "pneo-analytic"):
        choose_product(on_platform, key, qtbot)
        find(dock, "more_group").setCollapsed(False)
        for tab in range(3):
            dock.tabs.setCurrentIndex(tab)
        dock.tabs.setCurrentIndex(SCENES)
        assert dock.minimumSizeHint().width() <= 320


def test_edited_request_drives_the_form(dock, on_platform, qtbot):
    request = json.loads(on_platform.workbench.request_text)
    request["search"].update(limit=7, bbox=[10.0, 50.0, 10.1, 50.1], made_up=[1])
    edit = find(dock, "request_edit", QPlainTextEdit)
    edit.setPlainText(json.dumps(request))
    qtbot.waitUntil(lambda: on_platform.workbench.parameters.limit == 7, timeout=WAIT_MS)
    assert on_platform.area.aoi.area_km2 == pytest.approx(79.5, rel=0.02)
    assert json.loads(on_platform.workbench.request_text)["search"]["made_up"] == [1]
    request["order"]["dataProduct"] = "another"
    edit.setPlainText(json.dumps(request))
    problem = find(dock, "request_problem", QLabel)
    qtbot.waitUntil(lambda: "not the chosen product" in problem.text(), timeout=WAIT_MS)
    assert on_platform.workbench.parameters.limit == 7


def test_order_that_fails_after_its_placement_is_reported_with_who_knows_the_cause(dock, on_platform, sandbox, qtbot):
    query(on_platform, qtbot)
    balance = on_platform.account.balance.available_credits
    sandbox.faults.add(Fault(kind="order_failed", method="POST", path=PLACE, times=1))
    click(open_hold(dock, on_platform, qtbot), "confirm_button")
    qtbot.waitUntil(lambda: any("support can find the reason" in text for text in notices(dock)), timeout=WAIT_MS)
    (row,) = [item for item in on_platform.jobs.rows() if item.mode is JobMode.LIVE]
    assert (row.status, row.credits_used, row.hold_credits) == (JobStatus.FAILED, 0, 0)
    qtbot.waitUntil(lambda: on_platform.account.balance.available_credits == balance, timeout=WAIT_MS)


def test_link_that_expires_in_the_middle_of_a_download_is_reported_and_tried_again_from_its_notice(
    dock, on_platform, sandbox, qtbot
):
    query(on_platform, qtbot)
    sandbox.faults.add(
        Fault(kind="cut_body", path="^/storage/"), Fault(kind="expired_link", path="^/storage/", after=1, times=None)
    )
    click(open_hold(dock, on_platform, qtbot), "confirm_button")
    qtbot.waitUntil(lambda: any("link to the outputs has expired" in text for text in notices(dock)), timeout=WAIT_MS)
    sandbox.faults.clear()
    click(dock, "notice_load_button")
    qtbot.waitUntil(
        lambda: any(row.download is DownloadState.LOADED for row in on_platform.jobs.rows()), timeout=WAIT_MS
    )
    assert len(list(sandbox.orders)) == 1


def test_more_scenes_than_the_limit_are_cut_to_the_newest_and_it_is_said(dock, on_platform, qtbot):
    end = utc_now().replace(microsecond=0)
    on_platform.workbench.set_period(Period(end - timedelta(days=365 * 7), end))
    on_platform.workbench.set_limit(500)
    click(dock, "run_button")
    qtbot.waitUntil(lambda: on_platform.dry_run.collection is not None, timeout=WAIT_MS)
    # Hundreds of pictures more say nothing about the limit.
    on_platform.dry_run.cancel()
    dock.tabs.setCurrentIndex(SCENES)
    assert len(on_platform.scenes.scenes()) == 500
    label = find(dock, "scenes_state_label", QLabel)
    qtbot.waitUntil(lambda: "newest 500 of" in label.text(), timeout=WAIT_MS)
    moments = [scene.acquired for scene in on_platform.scenes.scenes()]
    assert moments == sorted(moments, reverse=True)


@pytest.mark.parametrize("status", [503, 403])
def test_query_that_failed_is_listed_as_failed_with_its_reason(dock, on_platform, sandbox, qtbot, status):
    """A query listed as succeeded that found nothing would be read as: there are no scenes."""
    sandbox.faults.add(Fault(kind="status", status=status, path="^/(v2/catalog/search|catalog/hosts/)", times=None))
    on_platform.dry_run.start()
    qtbot.waitUntil(lambda: on_platform.dry_run.state is DryRunState.FAILED, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: [row.status for row in on_platform.jobs.rows()] == [JobStatus.FAILED], timeout=WAIT_MS)
    dock.tabs.setCurrentIndex(JOBS)
    panel = dock.jobs_panel()
    panel.select_job(on_platform.jobs.rows()[0].key)
    assert job_state_text(panel.selected_row()) == "Failed"
    assert panel.note_label.text() == note_text(panel.selected_row().note) != ""
    # Its parameters come back into the form; there are no scenes to show.
    click(panel, "show_job_button")
    qtbot.waitUntil(lambda: dock.tabs.currentIndex() == CONFIGURE, timeout=WAIT_MS)
    assert on_platform.dry_run.state is DryRunState.FAILED


def test_query_that_was_cancelled_is_listed_as_cancelled(on_platform, sandbox, qtbot):
    sandbox.faults.add(Fault(kind="latency", seconds=8, path="^/(v2/catalog/search|catalog/hosts/)", times=None))
    on_platform.dry_run.start()
    qtbot.waitUntil(lambda: on_platform.dry_run.state is DryRunState.COLLECTING, timeout=WAIT_MS)
    on_platform.dry_run.cancel()
    qtbot.waitUntil(lambda: [row.status for row in on_platform.jobs.rows()] == [JobStatus.CANCELLED], timeout=WAIT_MS)
