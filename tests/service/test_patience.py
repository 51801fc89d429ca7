"""A missing job counts as absent only after its request has ended, lists had time to update, and many polls agree."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from support.prepared_live_job import Desk
from support.service_stage import Stage, Watch, look_patiently, looks

from up42_jobs.core.domain import clock
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import CREATE_DEADLINE_S, CREATE_LEAVES_WITHIN_S, Service
from up42_jobs.core.domain.elapsed import Ticks, machine_ticks
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.credits import Caps
from up42_jobs.core.domain.jobs.job import JobStatus
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.core.usecases.absence import LISTING_LAG_S, MIN_LOOKS, PATIENCE_S
from up42_jobs.core.usecases.live_run import settle
from up42_jobs.core.usecases.prepare_order import OrderRequest, prepare_order
from up42_jobs.core.usecases.watch import look_at_jobs
from up42_jobs.sandbox import Fault

CREATE = {Service.WORKFLOWS: r"/workflows/[^/]+/jobs$", Service.PLATFORM: r"^/v2/orders$"}
LIST = {Service.WORKFLOWS: r"/projects/[^/]+/jobs$", Service.PLATFORM: r"^/v2/orders$"}


@pytest.fixture(params=Service)
def desk(request, tmp_path):
    with Stage(service=request.param, name="Mine") as stage:
        stage.sandbox.clock.speed(0)
        yield Desk(stage, tmp_path)


def lose(desk, kind):
    desk.stage.sandbox.faults.add(Fault(kind, path=CREATE[desk.stage.service], method="POST"))


def look(desk, read_ticks, now=utc_now):
    return look_at_jobs(desk.gateway, desk.journal, "Mine", now, Watch(), read_ticks).entries


def prepared(desk):
    wanted = OrderRequest("Mine", desk.product, desk.parameters)
    return prepare_order(desk.gateway, desk.journal, Caps(), wanted, utc_now)


def test_patience_covers_the_request_and_a_late_list():
    assert PATIENCE_S >= CREATE_LEAVES_WITHIN_S + CREATE_DEADLINE_S + LISTING_LAG_S
    assert LISTING_LAG_S >= 5 * 90


def test_list_that_is_minutes_late_makes_no_job_absent(desk):
    desk.stage.sandbox.change(listing_lag_seconds=300.0)
    lose(desk, "answer_lost_after")
    entry = desk.start()
    for at in range(0, 300, 30):
        entry = settle(desk.gateway, desk.journal, entry, lambda at=at: Ticks("boot", at))
        assert entry.state is EntryState.UNKNOWN
        desk.stage.sandbox.clock.advance(30)
    desk.stage.sandbox.clock.advance(30)
    assert settle(desk.gateway, desk.journal, entry).state is EntryState.CREATED


def test_clock_that_jumps_makes_no_job_absent(desk):
    lose(desk, "answer_lost_before")
    desk.start()
    for hours in (1, 24 * 40, -24 * 40):
        # Time sync or resume from sleep: the date has advanced, the monotonic clock has not.
        [entry] = look(desk, lambda: Ticks("boot", 30.0), lambda hours=hours: utc_now() + timedelta(hours=hours))
        assert entry.state is EntryState.UNKNOWN


@pytest.mark.parametrize(
    ("readings", "state"),
    [
        ([("a", 0.0), ("a", PATIENCE_S - 30.0), ("a", PATIENCE_S - 1.0)], EntryState.UNKNOWN),
        ([("a", 0.0), ("a", PATIENCE_S + 1.0)], EntryState.UNKNOWN),
        ([("a", 0.0), *[("a", 0.1 * n) for n in range(50)], ("a", PATIENCE_S)], EntryState.UNKNOWN),
        ([("a", 0.0), ("b", 5000.0), ("c", 9000.0), ("d", 20_000.0)], EntryState.UNKNOWN),
        ([("a", 5000.0), ("a", 10.0), ("a", 20.0)], EntryState.UNKNOWN),
        ([("a", 0.0), ("a", PATIENCE_S / 2), ("a", PATIENCE_S)], EntryState.ABSENT),
        ([("a", 0.0), ("a", PATIENCE_S / 2), ("b", 7.0), ("b", 7.0 + PATIENCE_S / 2)], EntryState.ABSENT),
    ],
    ids=["too early", "too few", "in quick succession", "restarts", "backwards", "patient", "over a restart"],
)
def test_only_looks_over_a_certain_time_make_a_job_absent(desk, readings, state):
    lose(desk, "answer_lost_before")
    entry = desk.start()
    for reading in readings:
        entry = settle(desk.gateway, desk.journal, desk.journal.entry(entry.key), lambda r=reading: Ticks(*r))
    assert entry.state is state
    assert MIN_LOOKS >= 3


def test_list_without_our_other_recent_jobs_proves_nothing(desk):
    desk.start()
    desk.prepare(parameters=desk.stage.parameters(desk.product, box=(-0.39, 39.40, -0.375, 39.41)))
    lose(desk, "answer_lost_before")
    lost = desk.start()
    desk.stage.sandbox.change(listing_lag_seconds=3600.0)
    for read_ticks in looks():
        entries = {entry.key: entry for entry in look(desk, read_ticks)}
    assert entries[lost.key].state is EntryState.UNKNOWN
    assert all(entry.is_open for entry in entries.values())
    desk.stage.sandbox.change(listing_lag_seconds=0.0)
    for read_ticks in looks(boot="later"):
        entries = {entry.key: entry for entry in look(desk, read_ticks)}
    assert entries[lost.key].state is EntryState.ABSENT


def test_open_job_is_not_cancelled_by_answers_that_lack_it(desk):
    entry = desk.start()
    path = r"/jobs/[^/]+$" if desk.stage.service is Service.WORKFLOWS else r"^/no such address$"
    desk.stage.sandbox.faults.add(Fault("status", path=path, method="GET", status=404, times=1))
    # Also with an empty list at the same time.
    desk.stage.sandbox.change(listing_lag_seconds=3600.0)
    [seen] = look(desk, lambda: Ticks("boot", 5000.0))
    assert seen.is_open
    assert seen.status is not JobStatus.CANCELLED
    desk.stage.sandbox.change(listing_lag_seconds=0.0)
    assert desk.end_of(entry).status is JobStatus.SUCCEEDED


def test_request_that_is_noted_later_makes_earlier_looks_void(desk):
    lose(desk, "answer_lost_before")
    entry = desk.journal.begin(replace(desk.as_intent(), name=desk.order().name))
    first, second, third = looks()
    settle(desk.gateway, desk.journal, entry, first)
    settle(desk.gateway, desk.journal, desk.journal.entry(entry.key), second)
    desk.journal.renew(entry.key)
    assert settle(desk.gateway, desk.journal, desk.journal.entry(entry.key), third).state is EntryState.INTENT


def test_nothing_leaves_once_the_order_was_given_up(desk, monkeypatch):
    """A process stopped between its intent and its request notices that others marked the job as absent."""
    create = desk.gateway.create_live

    def stopped(product, parameters, name, renew):
        entry = next(item for item in desk.journal.entries() if item.name == name)
        assert look_patiently(desk.look, entry).state is EntryState.ABSENT
        return create(product, parameters, name, renew)

    monkeypatch.setattr(desk.gateway, "create_live", stopped)
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.TIMED_OUT
    assert desk.created() == 0


def test_scene_after_scene_is_noted_before_it_leaves(tmp_path):
    with Stage(service=Service.PLATFORM, name="Mine") as stage:
        desk = Desk(stage, tmp_path)
        desk.prepare(limit=4)
        path = CREATE[Service.PLATFORM]
        desk.stage.sandbox.faults.add(Fault("status", method="POST", path=path, status=400, times=3))
        entry = desk.start()
        assert desk.journal.entry(entry.key).renewals == 4


def test_same_request_after_an_absent_one_looks_once_more(desk):
    desk.stage.sandbox.change(listing_lag_seconds=1800.0)
    lose(desk, "answer_lost_after")
    lost = look_patiently(desk.look, desk.start())
    assert lost.state is EntryState.ABSENT
    order = prepared(desk)
    assert [entry.key for entry in order.doubted] == [lost.key]
    assert order.taken == ()
    # It appears while the dialog is open.
    desk.stage.sandbox.change(listing_lag_seconds=0.0)
    desk.confirm()
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.ALREADY_STARTED
    assert desk.journal.entry(lost.key).state is EntryState.CREATED
    assert prepared(desk).doubted == ()
    assert {taken.entry.key for taken in prepared(desk).taken} == {lost.key}
    assert desk.created() == 1


def test_nothing_is_ordered_where_the_one_more_look_fails(desk):
    lose(desk, "answer_lost_before")
    look_patiently(desk.look, desk.start())
    desk.confirm()
    desk.stage.sandbox.faults.add(Fault("status", path=LIST[desk.stage.service], method="GET", status=500, times=None))
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.is_nothing_spent
    assert desk.created() == 1


def test_two_processes_of_one_machine_read_the_same_clock():
    root = Path(__file__).resolve().parents[2]
    script = (
        f"import sys; sys.path.insert(0, {str(root / 'tools')!r})\n"
        "from package_path import register_package; register_package()\n"
        "from up42_jobs.core.domain.elapsed import machine_ticks\n"
        "ticks = machine_ticks(); print(ticks.boot, ticks.seconds)"
    )
    before = machine_ticks()
    boot, seconds = subprocess.run(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, check=True
    ).stdout.split()
    after = machine_ticks()
    if sys.platform.startswith("linux"):
        assert before.boot == boot == after.boot
        assert before.seconds <= float(seconds) <= after.seconds
    else:
        # Without a boot id each process counts on its own.
        assert boot != before.boot


def test_scene_whose_order_is_listed_late_keeps_its_job_open_whatever_the_date_says(tmp_path, monkeypatch):
    """A job that ended before its last order was listed released that scene, which could then be bought again."""
    with Stage(service=Service.PLATFORM, name="Mine") as stage:
        desk = Desk(stage, tmp_path)
        desk.prepare(limit=2)
        stage.sandbox.faults.add(Fault("answer_lost_after", method="POST", path=CREATE[Service.PLATFORM], after=1))
        entry = desk.start()
        # The second order is not listed yet.
        stage.sandbox.clock.advance(3600)
        listed = stage.sandbox.platform.account.orders.all()
        late = listed[1]
        late.timeline = replace(late.timeline, created=late.timeline.created + 3600 + 500)
        stage.sandbox.change(listing_lag_seconds=300.0)
        other = stage.open_gateway()
        job = other.find_live(entry.name, desk.product.id, utc_now())
        assert [bool(task.id) for task in job.tasks] == [True, False]
        # The date jumps by two hours, the monotonic clock does not.
        monkeypatch.setattr(clock, "_shift_s", clock._shift_s + 7200.0)
        job = other.find_live(entry.name, desk.product.id, utc_now())
        assert not job.status.is_final
