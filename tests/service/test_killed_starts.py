"""Processes that are killed at any line, or start the same job concurrently, leave one job or none."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from support.service_stage import Stage, look_patiently

from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import Service
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.core.journal.store import SqliteJournal
from up42_jobs.core.usecases.live_run import settle

TESTS = str(Path(__file__).resolve().parents[1])
# A process that starts the prepared job and is killed at the n-th line that it runs in our files.
CHILD = """
import sys, os
sys.path[:0] = [sys.argv[1], os.path.join(os.path.dirname(sys.argv[1]), "tools")]
from package_path import register_package
register_package()
from pathlib import Path
from support.service_stage import Stage, Watch
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import Connection, Service
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
from up42_jobs.core.journal.store import SqliteJournal
from up42_jobs.core.usecases.hold import prepare_hold
from up42_jobs.core.usecases.live_run import LiveOrder, start_live, unique_name

folder, url = Path(sys.argv[2]), sys.argv[3]
service = Service(sys.argv[-1])
stage = Stage(service=service)
stage.connection = Connection("Sandbox", service, url, url)
stage.gateway = stage.open_gateway()
product = stage.product()
parameters = stage.parameters(product)
hold = prepare_hold(stage.gateway, product, parameters)
# Where scenes are ordered they are named by now.
parameters = hold.parameters
stage.gateway.close()
WATCHED = ("live_run.py", "store.py", "signed_requests.py", "client.py", "orders.py")

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
        name = unique_name("Kill", utc_now(), f"{number:08d}")
        order = LiveOrder("Sandbox", service.value, product, parameters, name)
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
@pytest.mark.parametrize("service", Service)
def test_killed_at_any_line_the_job_is_found_again_or_was_never_made(tmp_path, service):
    with Stage(service=service, balance=10_000_000, max_concurrent_jobs=10_000) as stage:
        child = subprocess.run(
            [sys.executable, "-c", CHILD, TESTS, str(tmp_path), stage.sandbox.api_url, "1", "3", service.value],
            stdout=subprocess.PIPE,
            text=True,
            timeout=120,
            check=True,
        )
        lines = int(child.stdout)
        assert lines > 60
        on_server = {job.name: job.id for job in stage.live_jobs()}
        outcomes = []
        for path in sorted(tmp_path.glob("*.sqlite")):
            journal = SqliteJournal(path, utc_now)
            assert journal.set_aside is None
            for entry in journal.entries():
                assert entry.state in (EntryState.INTENT, EntryState.CREATED)
                settled = look_patiently(partial(settle, stage.gateway, journal), entry)
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
        name = unique_name("Both", utc_now(), f"{number:08d}")
        order = LiveOrder("Sandbox", service.value, product, parameters, name)
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
@pytest.mark.parametrize("service", Service)
@pytest.mark.parametrize("consent", ["same", "own"])
def test_processes_that_confirm_the_same_job_at_the_same_instant_create_one(tmp_path, consent, service):
    with Stage(service=service, live_seconds=60, order_seconds=60) as stage:
        child = subprocess.run(
            [sys.executable, "-c", TOGETHER, TESTS, str(tmp_path), stage.sandbox.api_url, consent, service.value],
            stdout=subprocess.PIPE,
            text=True,
            timeout=60,
            check=True,
        )
        assert child.stdout.strip() == "[0, 3, 3, 3]"
        assert len(stage.live_jobs()) == 1
        assert len(stage.sandbox.jobs) + len(stage.sandbox.orders) == 1
