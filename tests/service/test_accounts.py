"""Jobs belong to an account, not to a connection's name; what another account shows proves nothing."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest
from support.old_journal import STATES, old_document, write_old_journal
from support.prepared_live_job import Desk
from support.service_stage import Stage, Watch, looks

from up42_jobs.core.api.workflows.gateway import WorkflowJobs
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import Connection, Credentials, NetworkProfile, Service, account_key
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.credits import Caps
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.core.journal.store import SqliteJournal
from up42_jobs.core.usecases.prepare_order import OrderRequest, prepare_order
from up42_jobs.core.usecases.watch import look_at_jobs
from up42_jobs.sandbox import Fault

CREATE = {Service.WORKFLOWS: r"/workflows/[^/]+/jobs$", Service.PLATFORM: r"^/v2/orders$"}


@pytest.fixture(params=Service)
def mine(request, tmp_path):
    """A desk in an account with its own address, with a job that runs throughout the test."""
    with Stage(service=request.param, name="Mine") as stage:
        stage.sandbox.clock.speed(0)
        yield Desk(stage, tmp_path)


@pytest.fixture
def other(mine):
    """A gateway of another account with the same connection name."""
    with Stage(service=mine.stage.service, name="Mine") as stage:
        yield stage.gateway


def look(desk, gateway=None, name="Mine", times=3):
    """Polls repeatedly with a gateway under a connection's name."""
    for read_ticks in looks()[:times]:
        looked = look_at_jobs(gateway or desk.gateway, desk.journal, name, utc_now, Watch(), read_ticks)
    return looked.entries


def lose_the_answer(desk, fault="answer_lost_after"):
    desk.stage.sandbox.faults.add(Fault(fault, path=CREATE[desk.stage.service], method="POST"))


def refusal(desk, **changes):
    desk.prepare(parameters=desk.parameters)
    with pytest.raises(Up42Error) as caught:
        desk.start(**changes)
    return caught.value.kind


def test_another_account_of_the_same_name_declares_nothing_absent_or_cancelled(mine, other):
    mine.start()
    lose_the_answer(mine)
    mine.parameters = mine.stage.parameters(mine.product, box=(-0.39, 39.40, -0.375, 39.41))
    mine.prepare(parameters=mine.parameters)
    assert mine.start().state is EntryState.UNKNOWN
    before = mine.journal.entries()
    assert look(mine, other) == ()
    assert mine.journal.entries() == before
    # Each job is updated from its own account.
    assert {entry.state for entry in look(mine)} == {EntryState.CREATED}


def test_renamed_connection_finds_its_unknown_job_and_refuses_the_same_again(mine):
    lose_the_answer(mine)
    assert mine.start(connection="Mine").state is EntryState.UNKNOWN
    assert refusal(mine, connection="Renamed") is ErrorKind.ALREADY_STARTED
    [entry] = look(mine, name="Renamed")
    assert entry.state is EntryState.CREATED
    assert refusal(mine, connection="Renamed") is ErrorKind.ALREADY_STARTED
    assert mine.created() == 1


def test_two_connections_to_one_account_see_each_others_jobs_and_share_its_caps(mine):
    mine.start(connection="One")
    assert refusal(mine, connection="Two") is ErrorKind.ALREADY_STARTED
    assert [entry.connection for entry in look(mine, name="Two")] == ["One"]
    elsewhere = mine.stage.parameters(mine.product, box=(-0.39, 39.40, -0.375, 39.41))
    wanted = OrderRequest("Two", mine.product, elsewhere)
    with pytest.raises(Up42Error) as caught:
        prepare_order(mine.gateway, mine.journal, Caps(per_month=mine.hold.max_charge + 1), wanted, utc_now)
    assert caught.value.kind is ErrorKind.OVER_CREDIT_CAP


def test_account_is_address_and_project_or_user_and_not_the_name():
    def project(name, url, project_id):
        connection = Connection(name, Service.WORKFLOWS, url, url)
        return WorkflowJobs(connection, Credentials(project_id, "key"), NetworkProfile()).account()

    same = project("EU", "https://api.up42.com", "5342279c")
    assert project("Renamed", "https://API.up42.com/", "5342279c") == same
    assert project("EU", "https://api.up42.com", "71616e45") != same
    assert project("EU", "https://api.sa.up42.com", "5342279c") != same
    with Stage(service=Service.PLATFORM, name="Mine") as stage:
        assert stage.gateway.account() == account_key(stage.connection, stage.sandbox.shared.account.workspace_id)


def test_journal_of_0_1_0_opens_with_every_entry_and_is_still_written_by_that_release(tmp_path):
    path = tmp_path / "journal.sqlite"
    written = [old_document(str(n), *states, created=utc_now()) for n, states in enumerate(STATES)]
    write_old_journal(path, written)
    journal = SqliteJournal(path, utc_now)
    entries = {entry.key: entry for entry in journal.entries()}
    assert {key: (entry.state.value, entry.status.value) for key, entry in entries.items()} == {
        str(n): states for n, states in enumerate(STATES)
    }
    for members in written:
        entry = entries[members["key"]]
        assert (entry.account, entry.job_id, entry.hold_credits) == ("", members["job_id"], 963)
        assert journal.history(entry.key)
    journal.close()
    # An older release may run at the same time and keeps writing its own format.
    old = sqlite3.connect(str(path))
    old.execute("INSERT INTO entry (key, connection, fingerprint, name, created, document) VALUES (?, ?, ?, ?, ?, ?)",
                ("later", "Mine", "f", "job later", utc_now().isoformat(), "{}"))
    old.commit()
    assert old.execute("SELECT account FROM entry WHERE key = 'later'").fetchone() == ("",)
    old.close()


def test_entries_of_0_1_0_are_bound_by_the_account_that_has_their_jobs(mine, other, tmp_path):
    started, lost = "started 2026-05-01 12.00 0000aaaa", "lost 2026-05-01 12.00 0000bbbb"
    elsewhere = mine.stage.gateway.pinned(
        mine.product, mine.stage.parameters(mine.product, box=(-0.39, 39.40, -0.375, 39.41))
    )
    job = mine.gateway.create_live(mine.product, mine.hold.parameters, started)
    mine.gateway.create_live(mine.product, elsewhere, lost)
    service = mine.stage.service.value
    path = tmp_path / "old.sqlite"
    members = {"service": service, "product_id": mine.product.id, "created": utc_now()}
    write_old_journal(
        path,
        [
            old_document("a", "created", "RUNNING", **members, name=started, job_id=job.id),
            old_document("b", "unknown", "NOT_STARTED", **members, name=lost),
            old_document("c", "unknown", "NOT_STARTED", **members, name="never 2026-05-01 12.00 0000cccc"),
        ],
    )
    mine.journal = SqliteJournal(path, utc_now)
    # Under the old name, but from another account: proves nothing.
    look(mine, other)
    assert [entry.account for entry in mine.journal.entries()] == ["", "", ""]
    assert all(entry.is_open for entry in mine.journal.entries())
    # Under any name: the account that has the job is its own.
    look(mine, name="Renamed")
    account = mine.gateway.account()
    found = {entry.key: (entry.account, entry.state) for entry in mine.journal.entries()}
    assert found == {
        "a": (account, EntryState.CREATED), "b": (account, EntryState.CREATED), "c": ("", EntryState.UNKNOWN),
    }
    # A job that may be in any account never counts as absent because one of them lacks it.
    look(mine, times=3)
    assert mine.journal.entry("c").state is EntryState.UNKNOWN


def test_open_entry_of_0_1_0_keeps_the_same_from_being_ordered_by_any_account(mine, tmp_path):
    request = mine.gateway.request_json(mine.product, mine.hold.parameters, mine.mode)
    path = tmp_path / "old.sqlite"
    members = {"service": mine.stage.service.value, "product_id": mine.product.id, "request": request}
    write_old_journal(path, [old_document("a", "unknown", "NOT_STARTED", created=utc_now(), **members)])
    mine.journal = SqliteJournal(path, utc_now)
    with pytest.raises(Up42Error) as caught:
        mine.start(connection="Renamed")
    assert caught.value.kind is ErrorKind.ALREADY_STARTED
    assert mine.created() == 0
    # Limited to a week, after which every job has ended.
    later = [replace(entry, created=entry.created - timedelta(days=8)) for entry in mine.journal.entries()]
    assert mine.taken(later) == ()
