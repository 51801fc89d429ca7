"""A live job is started once or not at all, whatever breaks, and nobody is left in the dark about it."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from live_stage import Stage, Watch, utc_now

from up42_jobs.core.api import signed_requests
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.credits import Caps, HoldConfirmation
from up42_jobs.core.domain.jobs.job import JobStatus, short_name
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.core.journal.store import SqliteJournal
from up42_jobs.core.usecases.hold import prepare_hold, request_fingerprint
from up42_jobs.core.usecases.live_run import LiveOrder, refresh, settle, start_live, unique_name
from up42_jobs.core.usecases.watch import look_at_jobs
from up42_jobs.sandbox import Fault

TESTS = Path(__file__).resolve().parents[1]
CREATE = r"/workflows/[^/]+/jobs$"


class Desk:
    """Someone with a prepared live job in front of them."""

    def __init__(self, stage, folder):
        self.stage = stage
        self.gateway = stage.gateway
        self.journal = SqliteJournal(folder / "journal.sqlite", utc_now)
        self.product = stage.product()
        self.prepare()

    def prepare(self, limit=1):
        """Asks for a hold and confirms it."""
        self.parameters = self.stage.parameters(self.product, limit)
        self.hold = prepare_hold(self.gateway, "Sandbox", self.product, self.parameters)
        self.confirmation = HoldConfirmation(self.hold.fingerprint, self.hold.credits, utc_now())

    def order(self, **changes):
        """The order as a double click sends it: each time under a new name."""
        name = unique_name(self.product.title, utc_now(), uuid.uuid4().hex)
        return replace(LiveOrder("Sandbox", "workflows", self.product, self.parameters, name), **changes)

    def start(self, **changes):
        """Starts it."""
        order = self.order(**changes)
        return start_live(self.gateway, self.journal, order, self.hold, self.confirmation, utc_now)

    def created(self):
        """How many create requests the service received."""
        return self.stage.count("POST", f"/workflows/{self.product.id}/jobs")

    def end(self, entry):
        """Follows a job to its end."""
        for _ in range(500):
            entry, job = refresh(self.gateway, self.journal, entry)
            if job.status.is_final:
                return entry
        raise AssertionError("never ended")


@pytest.fixture
def stage():
    with Stage() as running:
        yield running


@pytest.fixture
def desk(stage, tmp_path):
    return Desk(stage, tmp_path)


def test_a_confirmed_job_is_created_once_followed_and_its_price_written_down(desk):
    entry = desk.start(scene_count=1, project="harbour.qgz", origin="processing")
    assert entry.state is EntryState.CREATED
    assert entry.hold_credits == desk.hold.credits > 0
    assert (entry.scene_count, entry.project, entry.origin) == (1, "harbour.qgz", "processing")
    assert entry.request["oneatlas-pleiades-display:1"]["limit"] == 1
    [job] = desk.stage.live_jobs()
    assert (job.id, job.name) == (entry.job_id, entry.name)
    ended = desk.end(entry)
    assert ended.status is JobStatus.SUCCEEDED
    assert not ended.is_open
    assert ended.finished is not None
    spent = 12430 - desk.gateway.balance().available_credits
    assert ended.credits_used == spent > 0
    assert desk.journal.entry(entry.key) == ended
    assert desk.created() == 1


def test_nothing_is_sent_unless_the_confirmation_is_about_exactly_this_request_and_hold(desk):
    good_hold, good_confirmation, good_parameters = desk.hold, desk.confirmation, desk.parameters
    for hold, confirmation, parameters in (
        (good_hold, replace(good_confirmation, credits=good_confirmation.credits - 1), good_parameters),
        (good_hold, replace(good_confirmation, fingerprint="another"), good_parameters),
        (replace(good_hold, fingerprint="another"), good_confirmation, good_parameters),
        (good_hold, good_confirmation, replace(good_parameters, limit=2)),
    ):
        desk.hold, desk.confirmation, desk.parameters = hold, confirmation, parameters
        with pytest.raises(Up42Error) as caught:
            desk.start()
        assert caught.value.kind is ErrorKind.ESTIMATE_OUTDATED
    desk.hold, desk.confirmation, desk.parameters = good_hold, good_confirmation, good_parameters
    with pytest.raises(Up42Error) as caught:
        desk.start(connection="Another")
    assert caught.value.kind is ErrorKind.ESTIMATE_OUTDATED
    assert desk.created() == 0
    assert desk.journal.entries() == ()


def test_a_double_click_makes_one_job(desk):
    desk.start()
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.ALREADY_STARTED
    assert desk.created() == 1


def test_one_consent_is_good_for_one_job_even_after_that_has_ended(desk):
    desk.end(desk.start())
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.ALREADY_STARTED
    desk.confirmation = replace(desk.confirmation, confirmed=utc_now())
    desk.end(desk.start())
    assert desk.created() == 2


def test_a_refusal_is_told_and_a_new_consent_may_try_again(desk):
    desk.stage.sandbox.faults.add(Fault("too_many_jobs", path=CREATE))
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.TOO_MANY_JOBS
    [refused] = desk.journal.entries()
    assert (refused.state, refused.note, refused.is_open) == (EntryState.REFUSED, "too_many_jobs", False)
    desk.prepare()
    assert desk.start().state is EntryState.CREATED


def test_too_few_credits_spend_nothing_and_leave_no_job(desk):
    desk.prepare(limit=20)
    assert desk.hold.credits > 12430
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.NOT_ENOUGH_CREDITS
    assert desk.journal.entries()[0].state is EntryState.REFUSED
    assert desk.stage.live_jobs() == []
    assert desk.gateway.balance().available_credits == 12430


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
    settled = settle(desk.gateway, desk.journal, entry, utc_now)
    if jobs:
        assert settled.state is EntryState.CREATED
        assert settled.job_id == desk.stage.live_jobs()[0].id
        assert desk.end(settled).status is JobStatus.SUCCEEDED
    else:
        assert settled.state is EntryState.UNKNOWN
        later = utc_now() + timedelta(seconds=121)
        assert settle(desk.gateway, desk.journal, entry, lambda: later).state is EntryState.ABSENT
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
    assert {one.state for one in looked.entries} == {EntryState.CREATED}
    assert {one.job_id for one in looked.entries} == {one.id for one in desk.stage.live_jobs()}


def test_a_page_that_is_no_list_does_not_pass_for_the_last_one(desk, monkeypatch):
    desk.stage.sandbox.faults.add(Fault("answer_lost_after", path=CREATE))
    entry = desk.start()
    later = utc_now() + timedelta(seconds=121)
    monkeypatch.setattr(desk.gateway._client, "data", lambda *parts, **more: None)
    with pytest.raises(Up42Error) as caught:
        settle(desk.gateway, desk.journal, entry, lambda: later)
    assert caught.value.kind is ErrorKind.UNEXPECTED_ANSWER
    assert desk.journal.entry(entry.key).state is EntryState.UNKNOWN


def test_a_request_that_signing_in_held_up_is_not_sent_any_more(desk, monkeypatch):
    monkeypatch.setattr(signed_requests, "LEAVES_WITHIN_S", -1.0)
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.TIMED_OUT
    assert desk.created() == 0
    assert desk.journal.entries()[0].state is EntryState.REFUSED


def test_a_price_that_comes_late_is_asked_for_until_it_is_there(desk):
    desk.stage.sandbox.faults.add(Fault("job_failed"), Fault("status", path=r"/credits$", status=500))
    entry = desk.start()
    ended = desk.end(entry)
    assert (ended.status, ended.credits_used) == (JobStatus.FAILED, None)
    [looked] = look_at_jobs(desk.gateway, desk.journal, "Sandbox", utc_now, Watch()).entries
    assert looked.credits_used == desk.stage.sandbox.books.used


def test_a_job_that_had_vanished_is_believed_when_it_comes_back(desk):
    entry = desk.start()
    desk.journal.update(entry.key, status=JobStatus.CANCELLED, note="not_found")
    assert desk.journal.entry(entry.key).is_vanished
    [looked] = look_at_jobs(desk.gateway, desk.journal, "Sandbox", utc_now, Watch()).entries
    assert not looked.is_vanished
    assert desk.end(looked).status is JobStatus.SUCCEEDED


def test_a_damaged_journal_gets_its_jobs_back_from_the_service(desk, tmp_path):
    entry = desk.start()
    desk.gateway.create_live(desk.product, desk.parameters, "of another program")
    desk.journal.close()
    (tmp_path / "journal.sqlite").write_bytes(b"no database at all" * 100)
    journal = SqliteJournal(tmp_path / "journal.sqlite", utc_now)
    assert journal.set_aside.exists()
    looked = look_at_jobs(desk.gateway, journal, "Sandbox", utc_now, Watch())
    assert [(one.name, one.job_id, one.origin) for one in looked.rebuilt] == [(entry.name, entry.job_id, "rebuilt")]
    desk.journal = journal
    assert desk.end(looked.entries[0]).credits_used > 0
    assert look_at_jobs(desk.gateway, journal, "Sandbox", utc_now, Watch()).rebuilt == ()


def test_a_job_that_was_rebuilt_is_not_started_twice(desk, tmp_path):
    # It goes on for as long as the test looks.
    desk.stage.sandbox.clock.speed(0)
    desk.start()
    desk.journal.close()
    (tmp_path / "journal.sqlite").write_bytes(b"no database at all" * 100)
    desk.journal = SqliteJournal(tmp_path / "journal.sqlite", utc_now)
    look_at_jobs(desk.gateway, desk.journal, "Sandbox", utc_now, Watch())
    desk.confirmation = replace(desk.confirmation, confirmed=utc_now())
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.ALREADY_STARTED
    assert desk.created() == 1


@pytest.mark.parametrize("name", ["per_month", "per_project"])
def test_a_cap_is_kept_in_the_moment_of_the_start(desk, name):
    desk.start(project="harbour.qgz")
    held = desk.hold.credits
    desk.parameters = replace(desk.parameters, max_cloud_cover=99)
    desk.hold = prepare_hold(desk.gateway, "Sandbox", desk.product, desk.parameters)
    desk.confirmation = HoldConfirmation(desk.hold.fingerprint, desk.hold.credits, utc_now())
    order = desk.order(project="harbour.qgz")
    enough = held + desk.hold.credits
    with pytest.raises(Up42Error) as caught:
        start_live(
            desk.gateway, desk.journal, order, desk.hold, desk.confirmation, utc_now, Caps(**{name: enough - 1})
        )
    assert caught.value.kind is ErrorKind.OVER_CREDIT_CAP
    assert desk.created() == 1
    start_live(desk.gateway, desk.journal, order, desk.hold, desk.confirmation, utc_now, Caps(**{name: enough}))
    assert desk.created() == 2


def test_a_job_is_found_on_whichever_page_it_stands(tmp_path):
    with Stage(max_concurrent_jobs=500) as stage:
        desk = Desk(stage, tmp_path)
        stage.sandbox.faults.add(Fault("answer_lost_after", path=CREATE))
        entry = desk.start()
        product = stage.product("esa-s2")
        parameters = stage.parameters(product)
        for number in range(101):
            # A test query each, newer than the job: they fill the first page.
            desk.gateway.start_dry_run(product, parameters, f"query {number}")
        assert settle(desk.gateway, desk.journal, entry, utc_now).state is EntryState.CREATED


def test_a_clock_that_is_hours_ahead_does_not_hide_the_job(desk):
    desk.stage.sandbox.faults.add(Fault("answer_lost_after", path=CREATE))
    ahead = timedelta(hours=13)
    order = desk.order()
    entry = start_live(desk.gateway, desk.journal, order, desk.hold, desk.confirmation, lambda: utc_now() + ahead)
    assert settle(desk.gateway, desk.journal, entry, lambda: utc_now() + ahead).state is EntryState.CREATED


def test_a_mistake_of_ours_after_the_intent_counts_as_unknown(desk):
    class Broken:
        def __init__(self, gateway):
            self._gateway = gateway

        def __getattr__(self, name):
            return getattr(self._gateway, name)

        def create_live(self, product, parameters, name):
            self._gateway.create_live(product, parameters, name)
            raise ZeroDivisionError

    desk.gateway = Broken(desk.stage.gateway)
    entry = desk.start()
    assert entry.state is EntryState.UNKNOWN
    assert settle(desk.gateway, desk.journal, entry, utc_now).state is EntryState.CREATED


def test_a_journal_that_cannot_be_written_after_the_job_was_made_does_not_hide_it(desk, monkeypatch):
    def fail(key, **changes):
        raise Up42Error(ErrorKind.DISK_FULL)

    with monkeypatch.context() as patch:
        patch.setattr(desk.journal, "update", fail)
        entry = desk.start()
    assert entry.state is EntryState.CREATED
    [on_disk] = desk.journal.entries()
    assert on_disk.state is EntryState.INTENT
    assert settle(desk.gateway, desk.journal, on_disk, utc_now).job_id == entry.job_id


def test_no_intent_on_disk_means_no_request(desk, monkeypatch):
    def fail(entry, allow):
        raise Up42Error(ErrorKind.DISK_FULL)

    monkeypatch.setattr(desk.journal, "begin", fail)
    with pytest.raises(Up42Error):
        desk.start()
    assert desk.created() == 0


def test_a_job_that_the_service_has_forgotten_ends_and_frees_the_way(desk):
    entry = desk.start()
    gone = replace(entry, job_id=str(uuid.uuid4()), name="never heard of")
    with pytest.raises(Up42Error) as caught:
        refresh(desk.gateway, desk.journal, gone)
    assert caught.value.kind is ErrorKind.NOT_FOUND
    old = replace(gone, created=gone.created - timedelta(seconds=130))
    ended, job = refresh(desk.gateway, desk.journal, old)
    assert (job.status, job.note) == (JobStatus.CANCELLED, "not_found")
    assert not ended.is_open


def test_a_price_that_cannot_be_had_does_not_hold_up_the_end(desk):
    entry = desk.start()
    desk.stage.sandbox.faults.add(Fault("status", path=r"/credits$", status=500, times=None))
    ended = desk.end(entry)
    assert ended.status is JobStatus.SUCCEEDED
    assert ended.credits_used is None
    desk.stage.sandbox.faults.clear()
    again, _ = refresh(desk.gateway, desk.journal, ended)
    assert again.credits_used == desk.hold.credits or again.credits_used > 0


def test_names_are_readable_unique_and_come_back_as_they_were_sent(desk):
    now = utc_now()
    name = unique_name("Pléiades Display (Download)  ∎", now, "0123456789abcdef")
    assert name == f"Pleiades Display Download {now:%Y-%m-%d %H.%M} 01234567"
    long_name = unique_name("Wort " * 60, now, "0123456789abcdef")
    assert len(long_name) <= 100
    assert long_name.endswith(" 01234567")
    assert unique_name("日本", now, "0123456789abcdef").startswith("Job ")
    assert short_name(name) == "Pleiades Display Download"
    assert short_name("Harbour 2026-11-24") == "Harbour 2026-11-24"
    assert desk.start(name=name).name == desk.stage.live_jobs()[0].name


def test_the_fingerprint_tells_every_difference_apart(desk):
    request = desk.hold.fingerprint
    body = {"a:1": {"limit": 1, "bbox": [1.0, 2.0]}, "b:1": {}}
    assert request_fingerprint("EU", body) == request_fingerprint("EU", dict(reversed(body.items())))
    assert request_fingerprint("EU", body) != request_fingerprint("SA", body)
    assert request_fingerprint("EU", body) != request_fingerprint("EU", {**body, "a:1": {"limit": 2}})
    assert request != request_fingerprint("Sandbox", body)


# A process that starts the prepared job and dies at the n-th line that it runs in our own files.
CHILD = """
import sys, os
sys.path[:0] = [sys.argv[1], os.path.join(os.path.dirname(sys.argv[1]), "tools")]
from package_path import register_package
register_package()
from pathlib import Path
from live_stage import Stage, Watch, utc_now
from up42_jobs.core.domain.connections import Connection, Service
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
from up42_jobs.core.journal.store import SqliteJournal
from up42_jobs.core.usecases.hold import prepare_hold
from up42_jobs.core.usecases.live_run import LiveOrder, start_live, unique_name

folder, url = Path(sys.argv[2]), sys.argv[3]
stage = Stage()
stage.connection = Connection("Sandbox", Service.WORKFLOWS, url, url)
stage.gateway = stage.open_gateway()
product = stage.product()
parameters = stage.parameters(product)
hold = prepare_hold(stage.gateway, "Sandbox", product, parameters)
stage.gateway.close()
WATCHED = ("live_run.py", "store.py", "signed_requests.py", "client.py")

def die_at(limit):
    lines = [0]
    def local(frame, event, argument):
        if event == "line":
            lines[0] += 1
            if lines[0] == limit:
                os._exit(9)
        return local
    return lambda frame, event, argument: local if frame.f_code.co_filename.endswith(WATCHED) else None

for number in range(int(sys.argv[4]), 100000, int(sys.argv[5])):
    child = os.fork()
    if child == 0:
        gateway = stage.open_gateway()
        gateway.sign_in()
        journal = SqliteJournal(folder / f"{number}.sqlite", utc_now)
        order = LiveOrder("Sandbox", "workflows", product, parameters, unique_name("Kill", utc_now(), f"{number:08d}"))
        confirmation = HoldConfirmation(hold.fingerprint, hold.credits, utc_now())
        sys.settrace(die_at(number))
        start_live(gateway, journal, order, hold, confirmation, utc_now)
        sys.settrace(None)
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
        print(number)
        break
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_any_line_the_job_is_found_again_or_was_never_made(tmp_path):
    with Stage(balance=10_000_000, max_concurrent_jobs=10_000) as stage:
        child = subprocess.run(
            [sys.executable, "-c", CHILD, str(TESTS), str(tmp_path), stage.sandbox.api_url, "1", "3"],
            stdout=subprocess.PIPE,
            text=True,
            timeout=120,
            check=True,
        )
        lines = int(child.stdout)
        assert lines > 60
        on_server = {one.name: one.id for one in stage.live_jobs()}
        later = utc_now() + timedelta(seconds=121)
        outcomes = []
        for path in sorted(tmp_path.glob("*.sqlite")):
            journal = SqliteJournal(path, utc_now)
            assert journal.set_aside is None
            for entry in journal.entries():
                assert entry.state in (EntryState.INTENT, EntryState.CREATED)
                settled = settle(stage.gateway, journal, entry, lambda: later)
                outcomes.append(settled.state)
                if settled.state is EntryState.CREATED:
                    assert settled.job_id == on_server.pop(settled.name)
                else:
                    assert settled.name not in on_server
        assert on_server == {}, "jobs that no journal knows"
        assert {EntryState.ABSENT, EntryState.CREATED} == set(outcomes)


# Four processes with the same prepared job; all confirm when the pipe is closed.
TOGETHER = CHILD.split("def die_at")[0] + """
is_same = sys.argv[4] == "same"
consent = HoldConfirmation(hold.fingerprint, hold.credits, utc_now())
ready, go = os.pipe()
children = []
for number in range(4):
    child = os.fork()
    if child == 0:
        os.close(go)
        gateway = stage.open_gateway()
        gateway.sign_in()
        journal = SqliteJournal(folder / "shared.sqlite", utc_now)
        order = LiveOrder("Sandbox", "workflows", product, parameters, unique_name("Both", utc_now(), f"{number:08d}"))
        mine = consent if is_same else HoldConfirmation(hold.fingerprint, hold.credits, utc_now())
        os.read(ready, 1)
        try:
            start_live(gateway, journal, order, hold, mine, utc_now)
        except Exception as error:
            os._exit(3 if "already_started" in str(error) else 1)
        os._exit(0)
    children.append(child)
os.close(go)
print(sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("consent", ["same", "own"])
def test_processes_that_confirm_the_same_job_at_the_same_instant_create_one(tmp_path, consent):
    with Stage(live_seconds=60) as stage:
        child = subprocess.run(
            [sys.executable, "-c", TOGETHER, str(TESTS), str(tmp_path), stage.sandbox.api_url, consent],
            stdout=subprocess.PIPE,
            text=True,
            timeout=60,
            check=True,
        )
        assert child.stdout.strip() == "[0, 3, 3, 3]"
        assert len(stage.live_jobs()) == 1
