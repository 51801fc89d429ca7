"""End to end against the platform Sandbox: prices, orders, outputs, storage."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from qgis.core import QgsProject, QgsRasterLayer, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QTimer
from support.platform_orders import ask, confirm, own_job, placed, query, wait_for_job
from support.scene_query import order_what_is_ticked
from support.signed_in_application import LONLAT, WAIT_MS, choose_product, set_up

from up42_jobs.core.app.application import Application
from up42_jobs.core.app.jobs.job_list import DownloadState
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.app.outputs.storage import StorageState
from up42_jobs.core.app.session.form_estimate import EstimateState
from up42_jobs.core.domain.elapsed import Since
from up42_jobs.core.domain.errors import ErrorKind
from up42_jobs.core.domain.jobs.credits import Estimate
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus
from up42_jobs.core.domain.jobs.notes import DeliveryStep
from up42_jobs.core.gis.scenes.quicklook_layers import SCENE_KEY
from up42_jobs.plugin import SandboxHolder, build_services
from up42_jobs.ui.jobs.job_actions import JobAction, Surroundings, main_actions
from up42_jobs.ui.wording import job_state_text, task_state_text


@pytest.fixture
def found(on_platform, qtbot):
    """The application after a test query."""
    query(on_platform, qtbot)
    return on_platform


def delivered_layers():
    """Returns the layers of the project that a job delivered."""
    return [layer for layer in QgsProject.instance().mapLayers().values() if layer.customProperty("up42/output")]


def test_both_sandboxes_are_there_without_an_account_and_the_plain_one_is_the_default(application):
    assert [connection.name for connection in application.account.connections()] == ["Sandbox", "Sandbox Platform"]
    assert all(connection.is_sandbox for connection in application.account.connections())
    application.account.select_last()
    assert application.account.connection.name == "Sandbox"


def test_price_of_each_scene_is_shown_from_the_forms_estimate(on_platform, qtbot):
    qtbot.waitUntil(lambda: on_platform.workbench.estimate_state is EstimateState.READY, timeout=WAIT_MS)
    scenes = query(on_platform, qtbot)
    prices = [on_platform.scenes.cost(scene.id).max_credits for scene in scenes]
    assert len(prices) == 4
    assert sum(prices) == on_platform.workbench.estimate.hold_credits > 0


def test_many_scenes_have_no_estimate_in_passing(on_platform, qtbot):
    on_platform.workbench.set_limit(60)
    qtbot.waitUntil(lambda: on_platform.workbench.estimate_state is EstimateState.FAILED, timeout=WAIT_MS)
    assert on_platform.workbench.estimate_error.kind is ErrorKind.NOT_SUPPORTED


def test_two_scenes_are_two_orders_and_one_job_whose_outputs_are_on_the_map(found, sandbox, qtbot):
    hold = ask(found, qtbot, 2)
    assert placed(sandbox) == []
    assert [line.scene_id for line in hold.estimate.lines] == [scene.id for scene in found.scenes.scenes()[:2]]
    confirm(found, hold)
    row = wait_for_job(found, qtbot, lambda row: row.download is DownloadState.LOADED)
    assert len(placed(sandbox)) == 2
    assert [task.scene_id for task in row.tasks] == [scene.id for scene in found.scenes.scenes()[:2]]
    assert not row.is_partial
    assert all(Path(file).exists() for file in row.files)
    layers = delivered_layers()
    assert len(layers) == 2
    assert all(layer.isValid() for layer in layers)
    # Each is named, timed and marked as the scene that it shows: "img_phr1b_pms" says nothing to anybody.
    days = {f"{scene.acquired:%Y-%m-%d}": scene.id for scene in found.scenes.scenes()[:2]}
    assert len(days) == 2
    shown = {re.search(r"\d{4}-\d\d-\d\d(?=, 0\.5 m \(delivered\))", layer.name())[0]: layer for layer in layers}
    assert {day: layer.customProperty(SCENE_KEY) for day, layer in shown.items()} == days
    assert all(layer.temporalProperties().isActive() for layer in layers)
    assert own_job(found).credits_used == hold.credits


def test_outputs_are_named_as_their_scene_when_another_test_query_is_listed(found, qtbot):
    """Deliveries come days after the order, in another QGIS: they were called "img_phr1b_pms", without a time."""
    scene = found.scenes.scenes()[0]
    confirm(found, ask(found, qtbot))
    row = wait_for_job(found, qtbot, lambda row: row.download is DownloadState.LOADED)
    QgsProject.instance().clear()
    found.scenes.set_collection(None, None)
    with qtbot.waitSignal(found.outputs.loaded, timeout=WAIT_MS):
        found.outputs.load(row.key)
    layers = delivered_layers()
    assert [layer.customProperty(SCENE_KEY) for layer in layers] == [scene.id]
    assert f"{scene.acquired:%Y-%m-%d}, 0.5 m (delivered)" in layers[0].name()
    assert layers[0].temporalProperties().isActive()


def looked(found, qtbot):
    """Returns the download state of the job, after the layers of the project were looked at again."""
    qtbot.waitUntil(lambda: not found.outputs._find_timer.isActive(), timeout=WAIT_MS)
    return own_job(found).download


def test_a_job_whose_layers_were_removed_is_offered_to_be_loaded_again(found, qtbot):
    """It stayed "On the map" and offered to zoom to layers that were gone."""
    confirm(found, ask(found, qtbot, 2))
    row = wait_for_job(found, qtbot, lambda row: row.download is DownloadState.LOADED)
    project = QgsProject.instance()
    first, second = (layer.id() for layer in delivered_layers())
    project.removeMapLayer(first)
    assert looked(found, qtbot) is DownloadState.LOADED
    project.removeMapLayer(second)
    assert looked(found, qtbot) is DownloadState.DOWNLOADED
    assert main_actions(own_job(found), Surroundings())[0] is JobAction.LOAD
    assert job_state_text(own_job(found)) == "Downloaded"
    with qtbot.waitSignal(found.outputs.loaded, timeout=WAIT_MS) as loaded:
        found.outputs.load(row.key)
    assert loaded.args[1] == 2
    assert looked(found, qtbot) is DownloadState.LOADED
    project.clear()
    assert looked(found, qtbot) is DownloadState.DOWNLOADED


def test_a_job_whose_files_the_user_added_stays_on_the_map_when_other_layers_go(found, qtbot):
    """Nothing is added twice, so such a job has no layer of its own; only the loss of its own layers counts."""
    confirm(found, ask(found, qtbot))
    row = wait_for_job(found, qtbot, lambda row: row.download is DownloadState.LOADED)
    project = QgsProject.instance()
    (layer,) = delivered_layers()
    source = layer.source()
    project.removeMapLayer(layer.id())
    assert looked(found, qtbot) is DownloadState.DOWNLOADED
    project.addMapLayer(QgsRasterLayer(source, "Added by hand"))
    other = project.addMapLayer(QgsVectorLayer("Point", "Notes", "memory")).id()
    with qtbot.waitSignal(found.outputs.loaded, timeout=WAIT_MS):
        found.outputs.load(row.key)
    assert looked(found, qtbot) is DownloadState.LOADED
    project.removeMapLayer(other)
    assert looked(found, qtbot) is DownloadState.LOADED


def test_layers_that_are_removed_while_their_job_is_loaded_are_not_on_the_map(found, qtbot):
    project = QgsProject.instance()
    removed = []

    def remove(layers):
        ids = [layer.id() for layer in layers if layer.customProperty("up42/output")]
        removed.extend(ids)
        QTimer.singleShot(0, lambda: project.removeMapLayers(ids))

    project.layersAdded.connect(remove)
    with qtbot.waitSignal(found.outputs.loaded, timeout=WAIT_MS):
        confirm(found, ask(found, qtbot))
    qtbot.waitUntil(lambda: not delivered_layers(), timeout=WAIT_MS)
    project.layersAdded.disconnect(remove)
    assert len(removed) == 1
    assert looked(found, qtbot) is DownloadState.DOWNLOADED


def test_what_was_ordered_is_out_of_the_next_order(found, canvas, qtbot):
    """The button would offer to order once more what is under way already."""
    order_what_is_ticked(found, canvas, qtbot)


def test_what_was_bought_is_marked_at_its_scene_and_shown_before_it_is_bought_again(found, sandbox, qtbot):
    scene = found.scenes.scenes()[0]
    confirm(found, ask(found, qtbot))
    wait_for_job(found, qtbot, lambda row: row.download is DownloadState.LOADED)
    qtbot.waitUntil(lambda: found.scenes.is_owned(scene.id), timeout=WAIT_MS)
    assert not found.scenes.is_owned(found.scenes.scenes()[1].id)
    ask(found, qtbot, 2)
    assert found.ordering.order_summary.owned_ids == {scene.id}
    found.ordering.refuse()
    query(found, qtbot)
    qtbot.waitUntil(lambda: found.scenes.is_owned(scene.id), timeout=WAIT_MS)


def test_storage_is_searched_by_the_area_and_loads_what_another_session_bought(
    found, sandbox, qtbot, tmp_path, monkeypatch
):
    confirm(found, ask(found, qtbot))
    wait_for_job(found, qtbot, lambda row: row.download is DownloadState.LOADED)
    QgsProject.instance().clear()
    monkeypatch.setenv("UP42_JOBS_HOME", str(tmp_path / "another"))
    other = Application(replace(build_services(SandboxHolder()), open_sandbox=found.services.open_sandbox))
    try:
        set_up(other, "Sandbox Platform", qtbot)
        other.area.use_rectangle(QgsRectangle(20.0, 50.0, 20.01, 50.01), LONLAT)
        other.storage.search(within_area=True)
        qtbot.waitUntil(lambda: other.storage.state is StorageState.DONE, timeout=WAIT_MS)
        assert other.storage.rows == ()
        other.area.use_rectangle(QgsRectangle(-0.40, 39.40, -0.39, 39.41), LONLAT)
        other.storage.search(within_area=True)
        qtbot.waitUntil(lambda: other.storage.state is StorageState.DONE and bool(other.storage.rows), timeout=WAIT_MS)
        (row,) = other.storage.rows
        assert row.coverage == pytest.approx(1.0, abs=0.01)
        assert other.storage.zoom_target(row.asset) is not None
        before = len(placed(sandbox))
        other.storage.load(row.asset)
        qtbot.waitUntil(
            lambda: other.storage.job_row(row.asset) is not None
            and other.storage.job_row(row.asset).download is DownloadState.LOADED,
            timeout=WAIT_MS,
        )
        assert len(placed(sandbox)) == before
    finally:
        other.shutdown()


@pytest.mark.parametrize("sandbox", [{"delivery_lag_seconds": 4.0}], indirect=True)
def test_delivered_and_not_yet_in_storage_is_a_state_of_its_own(found, qtbot):
    confirm(found, ask(found, qtbot))
    row = wait_for_job(found, qtbot, lambda row: row.note is DeliveryStep.BEING_INDEXED)
    assert row.status is JobStatus.RUNNING
    assert "indexed" in job_state_text(row)
    assert "indexed" in task_state_text(row.tasks[0])
    row = wait_for_job(found, qtbot, lambda row: row.download is DownloadState.LOADED)
    assert row.note == ""


def test_live_job_straight_from_the_form_orders_the_scenes_that_the_dialog_named(on_platform, sandbox, qtbot):
    on_platform.workbench.set_limit(2)
    on_platform.workbench.set_mode(JobMode.LIVE)
    on_platform.ordering.prepare()
    qtbot.waitUntil(lambda: on_platform.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    named = on_platform.ordering.order_summary.parameters.scene_ids
    assert len(named) == 2
    confirm(on_platform, on_platform.ordering.hold)
    wait_for_job(on_platform, qtbot, lambda row: row.status is JobStatus.SUCCEEDED)
    assert tuple(item.body["params"]["id"] for item in placed(sandbox)) == named


def test_job_is_run_again_through_a_new_estimate_of_the_same_scenes(found, sandbox, qtbot):
    confirm(found, ask(found, qtbot, 2))
    row = wait_for_job(found, qtbot, lambda row: row.status is JobStatus.SUCCEEDED)
    named = [task.scene_id for task in row.tasks]
    found.monitor.run_again(row.key)
    qtbot.waitUntil(lambda: found.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    assert sorted(found.ordering.order_summary.parameters.scene_ids) == sorted(named)
    assert len(placed(sandbox)) == 2


def test_earlier_test_query_is_shown_again(found, qtbot):
    qtbot.waitUntil(lambda: len(found.jobs.rows()) == 1, timeout=WAIT_MS)
    (row,) = found.jobs.rows()
    first = [scene.id for scene in found.scenes.scenes()]
    choose_product(found, "spot-display", qtbot)
    query(found, qtbot)
    assert [scene.id for scene in found.scenes.scenes()] != first
    found.monitor.show(row.key)
    qtbot.waitUntil(lambda: [scene.id for scene in found.scenes.scenes()] == first, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not found.dry_run.is_busy, timeout=WAIT_MS)


def test_scene_that_is_under_way_is_left_out_of_the_next_order_and_the_rest_goes_on(found, sandbox, qtbot):
    sandbox.clock.speed(0)
    scenes = found.scenes.scenes()
    confirm(found, ask(found, qtbot))
    qtbot.waitUntil(lambda: own_job(found) is not None, timeout=WAIT_MS)
    ask(found, qtbot, 2)
    [taken] = found.ordering.order_summary.prepared.taken
    assert (taken.scene_id, taken.is_owned) == (scenes[0].id, False)
    found.ordering.refuse()
    found.ordering.prepare_without_refused()
    qtbot.waitUntil(lambda: found.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    assert found.ordering.order_summary.parameters.scene_ids == (scenes[1].id,)
    with qtbot.waitSignal(found.ordering.started, timeout=WAIT_MS):
        confirm(found, found.ordering.hold)
    bought = [order["orderDetails"]["imageId"] for order in sandbox.orders]
    assert sorted(bought) == sorted(scene.id for scene in scenes[:2])


def test_price_that_rose_while_the_dialog_was_open_is_asked_about_again(found, sandbox, qtbot):
    hold = ask(found, qtbot)
    price = hold.credits
    # As if it had been cheaper three hours ago: the hold that is asked about is the one that waits for consent.
    [line] = hold.estimate.lines
    object.__setattr__(hold, "estimate", Estimate((replace(line, min_credits=1, max_credits=1),), 1))
    object.__setattr__(hold, "asked", Since(time.monotonic(), time.time() - 10_800))
    with qtbot.waitSignal(found.ordering.hold_ready, timeout=WAIT_MS) as asked:
        confirm(found, hold)
    assert asked.args[0].credits == price
    assert found.ordering.order_summary.former_charge == 1
    assert found.ordering.state is OrderingState.CONFIRMING
    assert placed(sandbox) == []
    with qtbot.waitSignal(found.ordering.started, timeout=WAIT_MS):
        confirm(found, found.ordering.hold)
