"""Every fault at every step in the dock: a message, no double payment, and a way to continue.

Some of the cases, drawn by a seed; all of them with FAULTS=all.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from dataclasses import replace

import pytest
from qgis.core import QgsNetworkAccessManager
from support.dock_user import DockUser
from support.fault_table import CONNECTIONS, OFFLINE, SLOW_S, WORKFLOWS, chosen_cases

from up42_jobs.core.api import transport
from up42_jobs.core.api.downloads.http_downloads import HttpDownloads
from up42_jobs.core.app.jobs import job_monitor
from up42_jobs.core.domain import elapsed
from up42_jobs.sandbox import Fault
from up42_jobs.ui.dock import Up42Dock

SEED, SHARE = 1, 30
CASES = chosen_cases(SEED, SHARE)


@pytest.fixture
def hurried(monkeypatch):
    """Shortens the client's pauses, which are for the service's sake."""
    monkeypatch.setattr(transport, "FIRST_PAUSE_S", 0.002)
    monkeypatch.setattr(transport, "MAX_PAUSE_S", 0.02)
    monkeypatch.setattr(job_monitor, "FIRST_PAUSE_S", 0.1)


@pytest.fixture
def services(application):
    """Lets downloads begin where they are asked for alone, so that none is cut short by the end of a test, and give
    up after three tries.
    """
    application.services = replace(
        application.services, open_downloads=lambda network, limits: HttpDownloads(network, limits, (0.01, 0.01))
    )
    application.outputs._services = application.services
    application.set_preferences(application.preferences().changed(auto_load=False))


@pytest.fixture
def own_thread_work(monkeypatch):
    """What would have made the window stand still: requests and sleeps of its own thread."""
    found, window = [], threading.get_ident()

    def watched(name, work):
        def call(*arguments, **parts):
            if threading.get_ident() == window:
                found.append(name)
            return work(*arguments, **parts)

        return call

    monkeypatch.setattr(transport, "send_apart", watched("send", transport.send_apart))
    monkeypatch.setattr(time, "sleep", watched("sleep", time.sleep))
    return found


@pytest.fixture
def timeout():
    """Sets how long QGIS lets a request wait, in milliseconds."""
    usual = QgsNetworkAccessManager.timeout()
    yield QgsNetworkAccessManager.setTimeout
    QgsNetworkAccessManager.setTimeout(usual)


@pytest.fixture
def dock(application, canvas, qtbot):
    """The dock, before any connection."""
    dock = Up42Dock(application, canvas)
    qtbot.addWidget(dock)
    dock.resize(360, 900)
    dock.show()
    yield dock
    dock.release()


def live_jobs(sandbox, generation):
    """What was ordered, by the service's own books."""
    if generation == WORKFLOWS:
        return [job for job in sandbox.jobs if job["mode"] == "DEFAULT"]
    return list(sandbox.orders)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_fault_is_reported_costs_nothing_and_is_got_over(
    case, sandbox, hurried, services, application, dock, own_thread_work, timeout, qtbot, monkeypatch, caplog
):
    caplog.set_level(logging.ERROR)
    method, path = case.step.paths[case.generation]
    if "seconds" in case.members:
        timeout(int(1000 * SLOW_S * 0.6))
    user = DockUser(dock, application, CONNECTIONS[case.generation], qtbot, sandbox)
    case.step.reach(user)
    ordered_before = len(live_jobs(sandbox, case.generation))
    assert ordered_before == user.confirmed
    said_before = user.failures()
    if case.fault == OFFLINE:
        sandbox.faults.add(Fault("answer_lost_before", times=None))
        connect = socket.socket.connect
        monkeypatch.setattr(socket.socket, "connect", _unreachable)
    else:
        sandbox.faults.add(Fault(**case.members, method=method, path=path, times=None))

    case.step.act(user)
    user.wait(lambda: case.step.is_done(user) or user.failures() - said_before)
    assert len(live_jobs(sandbox, case.generation)) <= user.confirmed

    sandbox.faults.clear()
    if case.fault == OFFLINE:
        monkeypatch.setattr(socket.socket, "connect", connect)
    if not case.step.is_done(user) and case.step.go_on is not None:
        if case.step.name == "create":
            if "seconds" in case.members:
                user.wait(lambda: live_jobs(sandbox, case.generation))
            # A job that has not appeared by then never will.
            monkeypatch.setattr(elapsed, "_shift_s", 0.0)
            for seconds in (0.0, 400.0, 800.0):
                elapsed.shift_ticks(seconds)
                # One that is under way has read the clock already.
                _look(user)
                _look(user)
        case.step.go_on(user)
    user.wait(lambda: case.step.is_done(user))

    assert len(live_jobs(sandbox, case.generation)) == min(user.confirmed, 1)
    assert own_thread_work == []
    # The Sandbox may be cut short in the middle of a delivery, which is no mistake.
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("up42_jobs.sandbox")]
    assert ours == []


def _look(user):
    seen = []
    user.application.monitor.refreshed.connect(lambda: seen.append(True))
    user.application.monitor.refresh()
    user.wait(lambda: seen)


def _unreachable(self, address):
    raise OSError(101, "Network is unreachable")
