"""A create request whose answer was lost is resolved by searching at the service, and never sent again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from support.prepared_live_job import Desk
from support.service_stage import Stage, Watch, look_patiently

from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.job import JobStatus
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.core.usecases.live_run import settle, start_live
from up42_jobs.core.usecases.watch import look_at_jobs
from up42_jobs.sandbox import Fault

CREATE = r"/workflows/[^/]+/jobs$"
LOST = [
    (Fault("answer_lost_after", path=CREATE), 1),
    (Fault("answer_lost_before", path=CREATE), 0),
    (Fault("status", path=CREATE, status=502, processed=True), 1),
    (Fault("status", path=CREATE, status=503), 0),
    (Fault("html", path=CREATE, processed=True), 1),
    (Fault("missing_keys", path=CREATE), 1),
    (Fault("cut_body", path=CREATE, method="POST"), 1),
]


@pytest.mark.parametrize(("fault", "jobs"), LOST, ids=[f"{fault.kind.value}-{jobs}" for fault, jobs in LOST])
def test_a_lost_answer_is_unknown_until_the_service_was_asked(desk, fault, jobs):
    desk.stage.sandbox.faults.add(fault)
    entry = desk.start()
    assert entry.state is EntryState.UNKNOWN
    assert desk.created() == 1
    desk.confirmation = replace(desk.confirmation, confirmed=utc_now())
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.ALREADY_STARTED
    settled = settle(desk.gateway, desk.journal, entry)
    if jobs:
        assert settled.state is EntryState.CREATED
        assert settled.job_id == desk.stage.live_jobs()[0].id
        assert desk.end(settled).status is JobStatus.SUCCEEDED
    else:
        assert settled.state is EntryState.UNKNOWN
        assert look_patiently(desk.look, settled).state is EntryState.ABSENT
    assert desk.created() == 1
    assert len(desk.stage.live_jobs()) == jobs


MADE_UP = [
    Fault("status", path=CREATE, status=403, processed=True),
    Fault("rate_limit", path=CREATE, method="POST", processed=True),
    Fault("unauthorized", path=CREATE, method="POST", processed=True),
]


@pytest.mark.parametrize("fault", MADE_UP, ids=[fault.kind.value for fault in MADE_UP])
def test_a_refusal_is_believed_only_where_no_job_was_made(desk, fault):
    desk.stage.sandbox.faults.add(fault)
    entry = desk.start()
    assert entry.state is EntryState.CREATED
    assert [job.id for job in desk.stage.live_jobs()] == [entry.job_id]
    assert desk.created() == 1


def test_a_refusal_that_cannot_be_checked_leaves_the_job_unknown(desk):
    desk.stage.sandbox.faults.add(
        Fault("status", path=CREATE, method="POST", status=403),
        Fault("status", path=r"/jobs$", method="GET", status=500),
    )
    assert desk.start().state is EntryState.UNKNOWN


def test_a_job_that_appears_after_it_was_given_up_is_followed(desk):
    entry = desk.start()
    for state in ("absent", "refused"):
        late = replace(entry, key=state, name=f"late {state}", fingerprint=state, state=EntryState.INTENT)
        desk.journal.begin(late)
        desk.journal.update(state, state=EntryState(state))
        desk.gateway.create_live(desk.product, desk.parameters, late.name)
    looked = look_at_jobs(desk.gateway, desk.journal, "Sandbox", utc_now, Watch())
    assert {item.state for item in looked.entries} == {EntryState.CREATED}
    assert {item.job_id for item in looked.entries} == {job.id for job in desk.stage.live_jobs()}


def test_a_page_that_is_no_list_does_not_pass_for_the_last_one(desk, monkeypatch):
    desk.stage.sandbox.faults.add(Fault("answer_lost_after", path=CREATE))
    entry = desk.start()
    monkeypatch.setattr(desk.gateway._client, "data", lambda *parts, **more: None)
    with pytest.raises(Up42Error) as caught:
        look_patiently(desk.look, entry)
    assert caught.value.kind is ErrorKind.UNEXPECTED_ANSWER
    assert desk.journal.entry(entry.key).state is EntryState.UNKNOWN


def test_a_job_is_found_on_whichever_page_it_stands(tmp_path):
    with Stage(max_concurrent_jobs=500) as stage:
        desk = Desk(stage, tmp_path)
        stage.sandbox.faults.add(Fault("answer_lost_after", path=CREATE))
        entry = desk.start()
        product = stage.product("esa-s2")
        parameters = stage.parameters(product)
        for number in range(101):
            # Test queries that are newer than the job and fill the first page.
            desk.gateway.start_dry_run(product, parameters, f"query {number}")
        assert settle(desk.gateway, desk.journal, entry).state is EntryState.CREATED


def test_a_clock_that_is_hours_ahead_does_not_hide_the_job(desk):
    desk.stage.sandbox.faults.add(Fault("answer_lost_after", path=CREATE))
    ahead = timedelta(hours=13)
    order = desk.order()
    entry = start_live(desk.gateway, desk.journal, order, desk.hold, desk.confirmation, lambda: utc_now() + ahead)
    assert settle(desk.gateway, desk.journal, entry).state is EntryState.CREATED


def test_a_mistake_of_ours_after_the_intent_counts_as_unknown(desk):
    class Broken:
        def __init__(self, gateway):
            self._gateway = gateway

        def __getattr__(self, name):
            return getattr(self._gateway, name)

        def create_live(self, product, parameters, name, renew):
            self._gateway.create_live(product, parameters, name, renew)
            raise ZeroDivisionError

    desk.gateway = Broken(desk.stage.gateway)
    entry = desk.start()
    assert entry.state is EntryState.UNKNOWN
    assert settle(desk.gateway, desk.journal, entry).state is EntryState.CREATED


def test_a_journal_that_cannot_be_written_after_the_job_was_made_does_not_hide_it(desk, monkeypatch):
    def fail(key, **changes):
        raise Up42Error(ErrorKind.DISK_FULL)

    with monkeypatch.context() as patch:
        patch.setattr(desk.journal, "update", fail)
        entry = desk.start()
    assert entry.state is EntryState.CREATED
    [on_disk] = desk.journal.entries()
    assert on_disk.state is EntryState.INTENT
    assert settle(desk.gateway, desk.journal, on_disk).job_id == entry.job_id
