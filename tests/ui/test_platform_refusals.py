"""The platform Sandbox refuses, holds back or asks for more: what is said, and what may be ordered all the same."""

from __future__ import annotations

import json
from datetime import datetime, timezone

import pytest
from support.platform_orders import PLACE, ask, confirm, placed, query, wait_for_job
from support.signed_in_application import WAIT_MS, choose_product, set_up

from up42_jobs.core.app.jobs.job_list import DownloadState
from up42_jobs.core.app.session.form_estimate import EstimateState
from up42_jobs.core.domain.errors import ErrorKind
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus
from up42_jobs.core.domain.parameters import Period
from up42_jobs.core.domain.problems import ProblemCode, access_problems
from up42_jobs.sandbox import Fault
from up42_jobs.ui.wording import job_state_text, note_text, task_state_text


@pytest.fixture
def found(on_platform, qtbot):
    """The application after a test query."""
    query(on_platform, qtbot)
    return on_platform


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
