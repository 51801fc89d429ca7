"""A live job of several scenes is several orders, each placed once; the outcome of each is reported, never guessed."""

from __future__ import annotations

import functools
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from support.platform_desk import NAME, Desk
from support.service_stage import Stage, Watch, look_patiently

from up42_jobs.core.api.platform import answers as platform_answers
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import Service
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.job import JobStatus
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.core.domain.outputs.storage import owned_scenes
from up42_jobs.core.usecases.hold import with_budget
from up42_jobs.core.usecases.live_run import settle
from up42_jobs.sandbox import Fault


@pytest.fixture
def stage(request):
    with Stage(service=Service.PLATFORM, **getattr(request, "param", {})) as running:
        yield running


@pytest.fixture
def desk(stage, tmp_path):
    return Desk(stage, tmp_path)


def test_each_scene_is_ordered_once_and_all_are_one_job(desk):
    entry = desk.start()
    assert entry.state is EntryState.CREATED
    ended, job = desk.end(entry)
    assert (job.status, job.note, job.name) == (JobStatus.SUCCEEDED, "", NAME)
    assert [task.scene_id for task in job.tasks] == list(desk.hold.parameters.scene_ids)
    assert desk.sent() == len(desk.stage.sandbox.orders) == 3
    assert ended.credits_used == desk.spent() == desk.hold.credits
    [listed] = desk.stage.open_gateway().jobs()
    assert (listed.id, listed.name, len(listed.tasks)) == (job.id, NAME, 3)


def test_price_is_known_after_a_restart_and_for_orders_of_other_clients(desk):
    entry = desk.start()
    desk.end(entry)
    other = desk.stage.open_gateway()
    assert other.credits_used(entry.job_id) == desk.hold.credits
    order_id = desk.stage.sandbox.orders[0]["id"]
    assert other.credits_used(order_id) == desk.hold.estimate.lines[0].min_credits


def test_one_scene_has_the_jobs_own_name_and_no_number(stage, tmp_path):
    desk = Desk(stage, tmp_path, count=1)
    desk.start()
    assert [order["displayName"] for order in stage.sandbox.orders] == [NAME]


def test_scene_that_is_refused_alone_leaves_the_others_ordered_and_says_why(desk):
    desk.fault("status", after=1, status=400)
    entry = desk.start()
    assert desk.sent() == 3
    ended, job = desk.end(entry)
    assert job.status is JobStatus.SUCCEEDED
    note = ended.note
    assert (note.ordered, note.wanted, note.unknown, note.reason) == (2, 3, 0, ErrorKind.INVALID_REQUEST)
    refused = [task for task in job.tasks if not task.id]
    assert [task.scene_id for task in refused] == [desk.hold.parameters.scene_ids[1]]
    assert refused[0].status is JobStatus.FAILED
    assert refused[0].note
    assert ended.credits_used == desk.spent() == sum(desk.hold.estimate.lines[n].min_credits for n in (0, 2))


@pytest.mark.parametrize(
    ("fault", "kind"),
    [("eula_refused", ErrorKind.LICENCE_NOT_ACCEPTED), ("access_refused", ErrorKind.ACCESS_RESTRICTED)],
)
def test_refusal_that_concerns_all_scenes_ends_the_placing(desk, fault, kind):
    desk.fault(fault)
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is kind
    assert desk.sent() == 1
    assert desk.spent() == 0
    assert desk.journal.entries()[0].state is EntryState.REFUSED


def test_refusal_of_all_in_the_middle_keeps_what_was_ordered(desk):
    desk.fault("eula_refused", after=1)
    entry = desk.start()
    assert desk.sent() == 2
    _, job = desk.end(entry)
    note = job.note
    assert (note.ordered, note.wanted, note.reason) == (1, 3, ErrorKind.LICENCE_NOT_ACCEPTED)
    assert len(desk.stage.sandbox.orders) == 1


@pytest.mark.parametrize("stage", [{"role": "VIEWER"}], indirect=True)
def test_viewer_may_look_and_not_order(desk):
    assert desk.hold.balance is None
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.FORBIDDEN
    assert desk.sent() == 1


@pytest.mark.parametrize("stage", [{"shortage": "error"}, {"shortage": "status"}], indirect=True)
def test_credits_that_run_out_end_the_placing(desk):
    desk.spend_elsewhere(leave_scenes=1)
    entry = desk.start()
    assert desk.sent() == 2
    _, job = desk.end(entry)
    note = job.note
    assert (note.ordered, note.wanted, note.reason) == (1, 3, ErrorKind.NOT_ENOUGH_CREDITS)


@pytest.mark.parametrize("stage", [{"balance": 0, "shortage": "later"}], indirect=True)
def test_credits_that_are_missed_later_fail_the_job_and_cost_nothing(desk):
    _, job = desk.end(desk.start())
    assert job.status is JobStatus.FAILED
    assert desk.gateway.credits_used(job.id) == 0


def test_lost_answer_sends_nothing_further_and_is_settled_by_the_tag(desk):
    desk.fault("answer_lost_after", after=1)
    entry = desk.start()
    assert entry.state is EntryState.UNKNOWN
    assert desk.sent() == 2
    entry = settle(desk.gateway, desk.journal, entry)
    assert entry.state is EntryState.CREATED
    ended, job = desk.end(entry)
    assert desk.sent() == len(desk.stage.sandbox.orders) == 2
    assert [task.scene_id for task in job.tasks] == list(desk.hold.parameters.scene_ids)
    assert [bool(task.id) for task in job.tasks] == [True, True, False]
    assert job.tasks[2].note is ErrorKind.NOT_SENT
    note = ended.note
    assert (note.ordered, note.wanted, note.unknown) == (2, 3, 0)
    assert ended.credits_used == desk.spent()


def test_order_that_may_still_appear_keeps_the_job_open_and_is_given_up_in_the_end(desk, monkeypatch):
    desk.fault("answer_lost_before", after=1)
    entry = desk.start()
    entry = settle(desk.gateway, desk.journal, entry)
    assert entry.state is EntryState.CREATED
    time_is_up = utc_now() + timedelta(seconds=2)
    while utc_now() < time_is_up:
        job = desk.gateway.job(entry.job_id)
        if job.tasks[0].status is JobStatus.SUCCEEDED:
            break
    assert not job.status.is_final
    note = job.note
    assert (note.ordered, note.wanted, note.unknown) == (1, 3, 1)
    assert job.tasks[1].note is ErrorKind.OUTCOME_UNKNOWN
    # Another session has only the names of the orders.
    assert not desk.stage.open_gateway().job(entry.job_id).status.is_final
    monkeypatch.setattr(platform_answers, "LATEST_ARRIVAL", timedelta(0))
    _, job = desk.end(entry)
    assert job.status is JobStatus.SUCCEEDED
    assert job.note.unknown == 0
    assert desk.sent() == 2


def test_first_answer_lost_before_it_arrived_is_absent_and_nothing_is_spent(desk):
    desk.fault("answer_lost_before")
    entry = desk.start()
    assert entry.state is EntryState.UNKNOWN
    assert desk.sent() == 1
    look = functools.partial(settle, desk.gateway, desk.journal)
    assert look_patiently(look, entry).state is EntryState.ABSENT
    assert desk.spent() == 0


def test_order_failed_after_placement_is_told_at_its_scene_and_not_paid(desk):
    desk.fault("order_failed", after=1)
    ended, job = desk.end(desk.start())
    assert job.status is JobStatus.SUCCEEDED
    assert [task.status for task in job.tasks] == [JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.SUCCEEDED]
    assert ended.credits_used == desk.spent() == desk.hold.credits - desk.hold.estimate.lines[1].min_credits


def test_placement_that_failed_is_not_the_end_and_can_be_cancelled(desk):
    desk.fault("placement_failed", times=None)
    entry = desk.start()
    deadline = time.monotonic() + 120
    job = desk.gateway.job(entry.job_id)
    while not all(task.note for task in job.tasks) and time.monotonic() < deadline:
        job = desk.gateway.job(entry.job_id)
    assert job.note is ErrorKind.PLACEMENT_FAILED
    assert not job.status.is_final
    assert job.can_cancel
    desk.gateway.cancel(entry.job_id)
    ended, job = desk.end(entry)
    assert job.status is JobStatus.CANCELLED
    assert ended.credits_used in (None, 0)
    assert desk.spent() == 0


def test_placed_orders_cannot_be_cancelled_and_it_says_in_which_state_they_are(desk):
    desk.fault("order_stuck", times=None)
    entry = desk.start()
    deadline = time.monotonic() + 120
    while desk.gateway.job(entry.job_id).can_cancel and time.monotonic() < deadline:
        pass
    with pytest.raises(Up42Error) as caught:
        desk.gateway.cancel(entry.job_id)
    assert caught.value.kind is ErrorKind.NOT_SUPPORTED
    assert "PLACED" in caught.value.detail


@pytest.mark.parametrize("stage", [{"budgets_enforced": True}], indirect=True)
def test_account_with_budgets_orders_under_the_chosen_one_only(desk):
    assert desk.hold.lacks_budget
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.NO_BUDGET
    assert desk.sent() == 0
    budget = desk.hold.budgets[0]
    unbound = desk.hold.fingerprint
    desk.hold = with_budget(desk.gateway, desk.product, desk.hold, budget.id)
    assert desk.hold.fingerprint != unbound
    desk.start()
    assert {order["budgetId"] for order in desk.stage.sandbox.orders} == {budget.id}


def test_scene_that_cannot_be_estimated_is_a_problem_of_its_line_alone(desk):
    known = desk.hold.parameters.scene_ids
    parameters = replace(desk.hold.parameters, scene_ids=(known[0], "no-such-scene"), limit=2)
    estimate = desk.gateway.estimate(desk.product, parameters)
    assert [line.scene_id for line in estimate.problems] == ["no-such-scene"]
    assert estimate.hold_credits == estimate.lines[0].min_credits > 0


def test_refused_access_value_is_renewed_for_reads_and_never_in_the_middle_of_an_order(desk):
    desk.stage.sandbox.faults.add(Fault("unauthorized", path="^/v2/payments", times=1))
    assert desk.gateway.balance() is not None
    desk.fault("unauthorized")
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.UNAUTHORIZED
    assert desk.sent() == 1


def test_what_was_bought_is_known_again_by_its_area(desk):
    _, job = desk.end(desk.start())
    gateway = desk.stage.open_gateway()
    stored = gateway.storage.assets(desk.hold.parameters.aoi, Watch())
    assert {item.job_id for item in stored} == {job.id}
    scenes = gateway.collect_scenes(desk.product, desk.stage.parameters(desk.product, 6), job, Watch()).scenes
    assert set(owned_scenes(scenes, stored)) == set(desk.hold.parameters.scene_ids)
    far = desk.stage.parameters(desk.product, box=(10.0, 50.0, 10.01, 50.01)).aoi
    assert gateway.storage.assets(far, Watch()) == ()
    assert len(gateway.storage.assets(None, Watch())) == 3
