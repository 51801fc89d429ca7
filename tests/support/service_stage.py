"""The real service clients connected to a real Sandbox, for tests of the use cases."""

from __future__ import annotations

import contextlib
import threading
import time
from datetime import timedelta

from up42_jobs.core.api.platform.gateway import PlatformJobs
from up42_jobs.core.api.workflows.gateway import WorkflowJobs
from up42_jobs.core.domain.aoi import Aoi, box_ring
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import Connection, Credentials, NetworkProfile, Service
from up42_jobs.core.domain.elapsed import Ticks
from up42_jobs.core.domain.errors import Cancelled
from up42_jobs.core.domain.parameters import JobParameters, Period
from up42_jobs.sandbox import Sandbox

# How long a fault keeps a line silent that a test stops: no busy machine takes half of it to stop.
SILENCE_S = 240
SMALL_BOX = (-0.400, 39.400, -0.385, 39.410)


class Stage:
    """A Sandbox with a fast clock and a gateway of one generation that is signed in to it."""

    def __init__(self, timeout_s=60.0, service=Service.WORKFLOWS, name="Sandbox", **options):
        fast = {"dry_run_seconds": 0.05, "live_seconds": 0.1, "order_seconds": 0.1, "delivery_lag_seconds": 0.0}
        self.sandbox = Sandbox(**{**fast, **options})
        self.service = service
        self.network = NetworkProfile(timeout_s=timeout_s)
        # Under another name than the built-in Sandbox's it is an account like any other.
        self.name = name
        self.connection = None
        self.gateway = None

    def __enter__(self):
        self.sandbox.start()
        url = self.sandbox.api_url
        sign_in_url = url if self.service is Service.WORKFLOWS else self.sandbox.auth_url
        self.connection = Connection(self.name, self.service, url, sign_in_url)
        self.gateway = self.open_gateway()
        return self

    def __exit__(self, *exception):
        self.gateway.close()
        self.sandbox.stop()

    def open_gateway(self):
        """Another client of the same project or account."""
        if self.service is Service.WORKFLOWS:
            credentials = Credentials(self.sandbox.project_id, self.sandbox.project_key)
            return WorkflowJobs(self.connection, credentials, self.network)
        credentials = Credentials(self.sandbox.user, self.sandbox.password)
        return PlatformJobs(self.connection, credentials, self.network)

    def product(self, key=""):
        """One of the products, complete; Pléiades Display without a key."""
        wanted = key or ("oneatlas-pleiades-display" if self.service is Service.WORKFLOWS else "phr-display")
        listed = next(item for item in self.gateway.products() if item.key.startswith(wanted))
        return listed if listed.is_complete else self.gateway.product(listed.id)

    def parameters(self, product, limit=1, box=SMALL_BOX):
        """The newest scenes of the last half year over a small area of the coast."""
        end = utc_now().replace(microsecond=0)
        period = Period(end - timedelta(days=180), end)
        return JobParameters(product.id, Aoi(box_ring(*box), 1.4), period=period, limit=limit)

    def live_jobs(self):
        """The live jobs that the service has."""
        return [job for job in self.open_gateway().jobs() if job.mode.value == "DEFAULT"]

    def count(self, method, part):
        """How many requests of a kind the service received."""
        return sum(1 for request in self.sandbox.requests if request.method == method and part in request.path)


def creates(sandbox):
    """Returns the create requests of live jobs, as the classic service saw them."""
    return [
        request
        for request in sandbox.requests
        if request.method == "POST"
        and request.path.rstrip("/").endswith("/jobs")
        and "config" not in (request.body or {})
    ]


def looks(seconds=(0.0, 400.0, 800.0), boot="this run of the machine"):
    """Clocks for as many looks, far enough apart that what none of them finds is absent."""
    return [lambda at=at: Ticks(boot, at) for at in seconds]


def look_patiently(look, entry):
    """Looks for an entry's job until it may be called absent; `look` takes the entry and a clock."""
    for read_ticks in looks():
        entry = look(entry, read_ticks)
    return entry


class Watch:
    """A Control that records its calls."""

    def __init__(self):
        self.told = []
        self.is_stopped = threading.Event()

    def check(self):
        """Raises Cancelled once `is_stopped` is set."""
        if self.is_stopped.is_set():
            raise Cancelled

    def report(self, fraction):
        """Keeps the share."""
        self.told.append(fraction)


@contextlib.contextmanager
def stopped(watch, event):
    """Stops the watch when `event` is set; the block must end in Cancelled, long before SILENCE_S has passed.

    How long it takes is measured in the benchmarks: on a busy machine a time says nothing.
    """
    stopped_at = []

    def stop():
        event.wait(SILENCE_S)
        stopped_at.append(time.monotonic())
        watch.is_stopped.set()

    thread = threading.Thread(target=stop, daemon=True)
    thread.start()
    try:
        yield
    except Cancelled:
        assert stopped_at, "ended before it was stopped"
        assert time.monotonic() - stopped_at[0] < SILENCE_S / 2, "ended with the silence, not because it was stopped"
    else:
        raise AssertionError("was not stopped")
    finally:
        event.set()
        thread.join()
