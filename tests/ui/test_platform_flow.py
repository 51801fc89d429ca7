"""End to end against the platform Sandbox: orders, prices, refusals, budgets, storage; and failures."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest
from qgis.core import QgsProject, QgsRectangle
from support.signed_in_application import LONLAT, WAIT_MS, choose_product, set_up

from up42_jobs.core.app.application import Application
from up42_jobs.core.app.jobs.job_list import DownloadState
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.app.outputs.storage import StorageState
from up42_jobs.core.app.scenes.dry_run import DryRunState
from up42_jobs.core.app.session.workbench import EstimateState
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.elapsed import Since
from up42_jobs.core.domain.errors import ErrorKind
from up42_jobs.core.domain.jobs.credits import Estimate, HoldConfirmation
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus
from up42_jobs.core.domain.jobs.notes import DeliveryStep
from up42_jobs.core.domain.parameters import Period
from up42_jobs.core.domain.problems import ProblemCode, access_problems
from up42_jobs.core.gis.scenes.quicklook_layers import SCENE_KEY
from up42_jobs.plugin import SandboxHolder, build_services
from up42_jobs.sandbox import Fault
from up42_jobs.ui.scenes.scenes_panel import ScenesPanel
from up42_jobs.ui.wording import job_state_text, note_text, task_state_text

PLACE = r"^/v2/orders$"


def placed(sandbox):
    """Create requests of orders, as the service saw them."""
    return [request for request in sandbox.requests if request.method == "POST" and request.path == "/v2/orders"]


def query(application, qtbot):
    """Runs the test query; returns the scenes."""
    application.dry_run.start()
    qtbot.waitUntil(lambda: application.dry_run.state is DryRunState.DONE, timeout=WAIT_MS)
    return application.scenes.scenes()


@pytest.fixture
def found(on_platform, qtbot):
    """The application after a test query."""
    query(on_platform, qtbot)
    return on_platform


def ask(application, qtbot, count=1):
    """Prepares the order of the newest scenes; returns the hold that waits for its confirmation."""
    application.ordering.prepare([scene.id for scene in application.scenes.scenes()[:count]])
    qtbot.waitUntil(lambda: application.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    return application.ordering.hold


def confirm(application, hold):
    """Agrees to a hold."""
    application.ordering.confirm(HoldConfirmation(hold.fingerprint, hold.credits, utc_now()))


def own_job(application):
    """The newest live job that was started here, None without one."""
    rows = [row for row in application.jobs.rows() if row.is_own and row.mode is JobMode.LIVE]
    return rows[0] if rows else None


def wait_for_job(application, qtbot, condition):
    """Waits until the own job is as wanted; returns its row."""
    qtbot.waitUntil(lambda: own_job(application) is not None and condition(own_job(application)), timeout=WAIT_MS)
    return own_job(application)


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
    layers = [layer for layer in QgsProject.instance().mapLayers().values() if layer.customProperty("up42/output")]
    assert len(layers) == 2
    assert all(layer.isValid() for layer in layers)
    # Each is named, timed and marked as the scene that it shows: "img_phr1b_pms" says nothing to anybody.
    days = {f"{scene.acquired:%Y-%m-%d}": scene.id for scene in found.scenes.scenes()[:2]}
    assert len(days) == 2
    shown = {re.search(r"\d{4}-\d\d-\d\d(?=, 0\.5 m \(delivered\))", layer.name())[0]: layer for layer in layers}
    assert {day: layer.customProperty(SCENE_KEY) for day, layer in shown.items()} == days
    assert all(layer.temporalProperties().isActive() for layer in layers)
    assert own_job(found).credits_used == hold.credits


def test_what_was_ordered_is_out_of_the_next_order(found, canvas, qtbot):
    """The button would offer to order once more what is under way already."""
    panel = ScenesPanel(found, canvas)
    qtbot.addWidget(panel)
    ids = [scene.id for scene in found.scenes.scenes()]
    found.scenes.tick(ids[:2])
    panel.order_button.click()
    qtbot.waitUntil(lambda: found.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    found.ordering.refuse()
    # Nothing was ordered.
    assert set(found.scenes.ticked_ids()) == set(ids[:2])
    panel.order_button.click()
    qtbot.waitUntil(lambda: found.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    # Chosen for the next order while the dialog of this one is open.
    found.scenes.tick(ids[2:3])
    hold = found.ordering.hold
    with qtbot.waitSignal(found.ordering.started, timeout=WAIT_MS):
        found.ordering.confirm(HoldConfirmation(hold.fingerprint, hold.credits, utc_now()))
    assert found.scenes.ticked_ids() == ids[2:3]
    panel.release()


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


def test_scene_that_is_refused_alone_leaves_the_others_and_says_so_at_its_part(found, sandbox, qtbot):
    sandbox.faults.add(Fault(kind="status", status=400, method="POST", path=PLACE, times=1))
    hold = ask(found, qtbot, 3)
    with qtbot.waitSignal(found.ordering.started, timeout=WAIT_MS):
        confirm(found, hold)
    row = wait_for_job(found, qtbot, lambda row: row.download is DownloadState.LOADED)
    assert len(placed(sandbox)) == 3
    assert row.is_partial
    assert row.delivered_parts == 2
    assert job_state_text(row).startswith("2 of 3 scenes")
    refused = [task for task in row.tasks if not task.id]
    assert [task.scene_id for task in refused] == [found.scenes.scenes()[0].id]
    assert note_text(refused[0].note)
    (entry,) = [item for item in found.journal.entries() if item.key == row.key]
    assert entry.hold_credits == sum(line.max_credits for line in hold.estimate.lines[1:]) == row.credits_used


def test_licence_that_is_not_accepted_is_reported_before_the_estimate_and_looked_at_again(on_platform, sandbox, qtbot):
    choose_product(on_platform, "pneo-analytic", qtbot)
    workbench = on_platform.workbench
    assert [problem.code for problem in access_problems(workbench.product)] == [ProblemCode.LICENCE_NOT_ACCEPTED]
    assert workbench.can_run
    assert workbench.estimate_state is EstimateState.NONE
    workbench.set_limit(3)
    request = workbench.request_text
    query(on_platform, qtbot)
    with qtbot.waitSignal(on_platform.ordering.failed, timeout=WAIT_MS) as failed:
        on_platform.ordering.prepare([on_platform.scenes.scenes()[0].id])
    assert failed.args[0].kind is ErrorKind.LICENCE_NOT_ACCEPTED
    assert placed(sandbox) == []
    qtbot.waitUntil(lambda: not workbench.is_loading_product, timeout=WAIT_MS)
    sandbox.platform.account.licences.accept(workbench.product.licence.id)
    workbench.reload_product()
    qtbot.waitUntil(lambda: access_problems(workbench.product) == (), timeout=WAIT_MS)
    assert workbench.request_text == request
    assert not on_platform.dry_run.is_stale
    qtbot.waitUntil(lambda: workbench.estimate_state is EstimateState.READY, timeout=WAIT_MS)
    assert ask(on_platform, qtbot).credits > 0


def test_licence_that_is_refused_with_the_order_places_nothing_and_keeps_the_scenes(found, sandbox, qtbot):
    sandbox.faults.add(Fault(kind="eula_refused", method="POST", path=PLACE, times=1))
    hold = ask(found, qtbot, 2)
    with qtbot.waitSignal(found.ordering.failed, timeout=WAIT_MS) as failed:
        confirm(found, hold)
    assert failed.args[0].kind is ErrorKind.LICENCE_NOT_ACCEPTED
    assert len(placed(sandbox)) == 1
    assert len(found.scenes.scenes()) == 4
    assert not list(sandbox.orders)


def test_order_form_binds_the_order_and_leaves_looking_free(on_platform, qtbot):
    choose_product(on_platform, "phr-analytic", qtbot)
    workbench = on_platform.workbench
    assert workbench.can_run
    assert [problem.code for problem in workbench.live_problems] == [ProblemCode.REQUIRED]
    assert workbench.estimate_state is EstimateState.NONE
    (needed,) = [spec for spec in workbench.product.fields if spec.required]
    workbench.set_option(needed.path, needed.choices[0])
    qtbot.waitUntil(lambda: workbench.estimate_state is EstimateState.READY, timeout=WAIT_MS)
    query(on_platform, qtbot)
    assert ask(on_platform, qtbot).credits == on_platform.scenes.cost(on_platform.scenes.scenes()[0].id).max_credits


def test_collection_without_access_is_reported_and_tried_again_once_it_is_granted(on_platform, sandbox, qtbot):
    choose_product(on_platform, "bjn-display", qtbot)
    query(on_platform, qtbot)
    with qtbot.waitSignal(on_platform.ordering.failed, timeout=WAIT_MS) as failed:
        confirm(on_platform, ask(on_platform, qtbot))
    assert failed.args[0].kind is ErrorKind.ACCESS_RESTRICTED
    codes = [problem.code for problem in access_problems(on_platform.workbench.product)]
    assert codes == [ProblemCode.ACCESS_RESTRICTED]
    sandbox.platform.account.licences.grant("bjn")
    on_platform.workbench.reload_product()
    qtbot.waitUntil(lambda: access_problems(on_platform.workbench.product) == (), timeout=WAIT_MS)
    confirm(on_platform, ask(on_platform, qtbot))
    wait_for_job(on_platform, qtbot, lambda row: row.status is JobStatus.SUCCEEDED)


def test_order_in_the_hands_of_the_provider_is_no_failure_and_can_be_cancelled(found, sandbox, qtbot):
    sandbox.faults.add(Fault(kind="placement_failed", method="POST", path=PLACE, times=1))
    balance = found.account.balance.available_credits
    confirm(found, ask(found, qtbot))
    row = wait_for_job(found, qtbot, lambda row: row.note is ErrorKind.PLACEMENT_FAILED)
    assert not row.status.is_final
    assert row.can_cancel
    assert "provider" in job_state_text(row)
    assert "provider" in task_state_text(row.tasks[0])
    found.monitor.cancel(row.key)
    wait_for_job(found, qtbot, lambda row: row.status is JobStatus.CANCELLED)
    qtbot.waitUntil(lambda: found.account.balance.available_credits == balance, timeout=WAIT_MS)


def test_order_that_the_provider_has_taken_cannot_be_cancelled(found, sandbox, qtbot):
    sandbox.faults.add(Fault(kind="order_stuck", method="POST", path=PLACE, times=1))
    confirm(found, ask(found, qtbot))
    row = wait_for_job(found, qtbot, lambda row: bool(row.job_id) and not row.can_cancel)
    assert not row.status.is_final
    with qtbot.waitSignal(found.monitor.failed, timeout=WAIT_MS) as failed:
        found.monitor.cancel(row.key)
    assert failed.args[0].kind is ErrorKind.NOT_SUPPORTED


@pytest.mark.parametrize("sandbox", [{"delivery_lag_seconds": 4.0}], indirect=True)
def test_delivered_and_not_yet_in_storage_is_a_state_of_its_own(found, qtbot):
    confirm(found, ask(found, qtbot))
    row = wait_for_job(found, qtbot, lambda row: row.note is DeliveryStep.BEING_INDEXED)
    assert row.status is JobStatus.RUNNING
    assert "indexed" in job_state_text(row)
    assert "indexed" in task_state_text(row.tasks[0])
    row = wait_for_job(found, qtbot, lambda row: row.download is DownloadState.LOADED)
    assert row.note == ""


@pytest.mark.parametrize("sandbox", [{"role": "MEMBER"}], indirect=True)
def test_balance_that_is_hidden_forbids_no_order(found, qtbot):
    assert found.account.balance is None
    hold = ask(found, qtbot)
    assert hold.balance is None
    confirm(found, hold)
    wait_for_job(found, qtbot, lambda row: row.status is JobStatus.SUCCEEDED)


@pytest.mark.parametrize("sandbox", [{"budgets_enforced": True}], indirect=True)
def test_consent_to_a_hold_without_a_budget_orders_nothing(found, sandbox, qtbot):
    hold = ask(found, qtbot)
    assert hold.lacks_budget
    with qtbot.waitSignal(found.ordering.failed, timeout=WAIT_MS) as failed:
        confirm(found, hold)
    assert failed.args[0].kind is ErrorKind.NO_BUDGET
    assert placed(sandbox) == []


@pytest.mark.parametrize("sandbox", [{"budgets_enforced": True}], indirect=True)
def test_order_of_a_chosen_budget_names_it(found, sandbox, qtbot):
    hold = ask(found, qtbot)
    budget = next(item for item in hold.budgets if item.remaining_credits is None)
    chosen = found.ordering.choose_budget(budget.id)
    assert not found.ordering.is_outdated()
    confirm(found, chosen)
    wait_for_job(found, qtbot, lambda row: row.status is JobStatus.SUCCEEDED)
    assert [item.body["budgetId"] for item in placed(sandbox)] == [budget.id]


def test_no_scenes_is_a_result_and_an_order_of_none_is_refused(on_platform, sandbox, qtbot):
    ancient = datetime(1999, 1, 1, tzinfo=timezone.utc)
    on_platform.workbench.set_period(Period(ancient, ancient))
    assert query(on_platform, qtbot) == []
    on_platform.workbench.set_mode(JobMode.LIVE)
    with qtbot.waitSignal(on_platform.ordering.failed, timeout=WAIT_MS) as failed:
        on_platform.ordering.prepare()
    assert failed.args[0].kind is ErrorKind.NO_SCENES
    assert placed(sandbox) == []


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


def test_preset_of_one_service_is_refused_by_the_other_and_harms_nothing(application, qtbot):
    set_up(application, "Sandbox", qtbot)
    application.presets.save("Harbour")
    set_up(application, "Sandbox Platform", qtbot)
    request = application.workbench.request_text
    with qtbot.waitSignal(application.workbench.failed, timeout=WAIT_MS) as failed:
        application.presets.load("Harbour")
    assert failed.args[0].kind is ErrorKind.NOT_FOUND
    assert application.workbench.request_text == request
    choose_product(application, "spot-display", qtbot)
    assert json.loads(application.workbench.request_text)["search"]["collections"] == ["spot"]


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
    # As if it had been cheaper three hours ago.
    [line] = hold.estimate.lines
    cheaper = Estimate((replace(line, min_credits=1, max_credits=1),), 1)
    old = replace(hold, estimate=cheaper, asked=Since(time.monotonic(), time.time() - 10_800))
    found.ordering.hold = old
    with qtbot.waitSignal(found.ordering.hold_ready, timeout=WAIT_MS) as asked:
        confirm(found, old)
    assert asked.args[0].credits == hold.credits
    assert found.ordering.order_summary.former_charge == 1
    assert found.ordering.state is OrderingState.CONFIRMING
    assert placed(sandbox) == []
    with qtbot.waitSignal(found.ordering.started, timeout=WAIT_MS):
        confirm(found, found.ordering.hold)
