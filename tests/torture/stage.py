"""The Sandbox in a process of its own, and what a client of each generation does to it, step by step."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import requests
from support.authority import Authority
from support.relay import Kind, Relay, RelayFault
from support.relayed import relayed_profile
from support.service_stage import SMALL_BOX

from up42_jobs.core.api import transport
from up42_jobs.core.api.platform.gateway import PlatformJobs
from up42_jobs.core.api.workflows.gateway import WorkflowJobs
from up42_jobs.core.domain.aoi import Aoi, box_ring
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import Connection, Credentials, NetworkProfile, Service
from up42_jobs.core.domain.parameters import JobParameters, Period

SERVER = Path(__file__).with_name("serve.py")
# Long enough for any request on a busy machine that nothing delays on purpose, short enough for thousands of cases.
TIMEOUT_S = 0.4
# A relay and TLS take their time as well.
RELAYED_TIMEOUT_S = 1.0
# Jobs run by the Sandbox's own clock, which the harness moves: none ends before it is meant to.
LIVE_SECONDS = 60.0
CLOCK_LAG_S = 14_400.0
BALANCE = 2_000_000_000
CONNECTION = "Torture"


@dataclass(frozen=True)
class Generation:
    """One generation of the service: its client, and the requests of each step of the way to a live job."""

    service: Service
    gateway: type
    # Name of the step -> method and regular expression of the path
    steps: dict
    product_key: str
    # How many scenes a job wants
    scenes: int
    # What can go wrong with a job of this generation alone
    own_faults: tuple


WORKFLOWS = Generation(
    Service.WORKFLOWS,
    WorkflowJobs,
    {
        "sign-in": ("POST", r"/oauth/token$"),
        "product": ("GET", r"/workflows/[^/]+(/tasks)?$"),
        "estimate": ("POST", r"/estimate/job$"),
        "balance": ("GET", r"/credits/balance$"),
        "create": ("POST", r"/workflows/[^/]+/jobs$"),
        "list": ("GET", r"/projects/[^/]+/jobs$"),
        "read": ("GET", r"/jobs/[^/]+$"),
        "tasks": ("GET", r"/jobs/[^/]+/tasks$"),
        "price": ("GET", r"/jobs/[^/]+/credits$"),
    },
    "oneatlas-pleiades-display",
    1,
    ({"kind": "too_many_jobs"}, {"kind": "job_failed"}),
)
PLATFORM = Generation(
    Service.PLATFORM,
    PlatformJobs,
    {
        "sign-in": ("POST", r"/openid-connect/token$"),
        "product": ("GET", r"^/v2/collections$|^/orders/schema/"),
        "search": ("POST", r"/stac/search$"),
        "estimate": ("POST", r"^/v2/orders/estimate$"),
        "balance": ("GET", r"^/v2/payments/balances$"),
        "create": ("POST", r"^/v2/orders$"),
        "list": ("GET", r"^/v2/orders$"),
        "assets": ("GET", r"^/v2/assets"),
    },
    "phr-display",
    2,
    (
        {"kind": "order_failed"},
        {"kind": "placement_failed", "name": "given_up"},
        {"kind": "placement_failed", "name": "recovers"},
        {"kind": "eula_refused"},
        {"kind": "status", "status": 400, "processed": True, "after": 1},
        {"kind": "answer_lost_after", "after": 1},
        {"kind": "answer_lost_before", "after": 1},
    ),
)
GENERATIONS = {"workflows": WORKFLOWS, "platform": PLATFORM}


class Stage:
    """A running Sandbox as its administrator sees it; where a network is given, clients reach it through a relay."""

    def __init__(self, generation, network=None, folder=None):
        self.generation = generation
        options = {
            "balance": BALANCE,
            "live_seconds": LIVE_SECONDS,
            "order_seconds": LIVE_SECONDS,
            "max_concurrent_jobs": 100_000,
            "listing_lag_seconds": network.listing_lag_s if network is not None else 0.0,
        }
        self._process = subprocess.Popen(
            [sys.executable, str(SERVER), json.dumps(options)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.described = json.loads(self._process.stdout.readline())
        self._url = self.described["api_url"]
        self._session = requests.Session()
        self._session.trust_env = False
        # Its clock is moved forwards all the time; it must not come to stand before that of the client.
        self.advance(-CLOCK_LAG_S)
        self.relay = self._authority = None
        if network is not None:
            self._authority = Authority(folder) if network.kind in (Kind.TLS, Kind.CONNECT_PROXY) else None
            self.relay = Relay(self._url, network.kind, self._authority)
            self.relay.__enter__()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._session.close()
        if self.relay is not None:
            self.relay.__exit__()
        # It ends with its input, also where this process is killed.
        self._process.stdin.close()
        self._process.wait(30)

    @property
    def secrets(self):
        """What must never be found on the disk."""
        return [self.described["project_key"], self.described["password"]]

    def open_gateway(self, timeout_s=TIMEOUT_S):
        """A client of its own."""
        is_classic = self.generation.service is Service.WORKFLOWS
        url = self._url if self.relay is None else self.relay.url
        auth_url = url + self.described["auth_url"][len(self._url) :]
        where = Connection(CONNECTION, self.generation.service, url, url if is_classic else auth_url)
        names = ("project_id", "project_key") if is_classic else ("user", "password")
        credentials = Credentials(*(self.described[name] for name in names))
        network = NetworkProfile(timeout_s=timeout_s)
        if self.relay is not None:
            waits = {"timeout_s": max(timeout_s, RELAYED_TIMEOUT_S), "deadline_s": 3.0, "create_deadline_s": 1.5}
            network = relayed_profile(self.relay, self._authority, **waits)
        return self.generation.gateway(where, credentials, network)

    def break_steps(self, faults, relay_faults=()):
        """Switches faults on: pairs of a step's name and the members of a fault, of the service and of the relay."""
        for step, members in relay_faults:
            method, path = self.generation.steps[step] if step else ("", "")
            self.relay.break_by(RelayFault(**members, method=method, path=path))
        wanted = []
        for step, members in faults:
            method, path = self.generation.steps[step]
            wanted.append({**members, "method": method, "path": path})
        self._session.post(self._url + "/sandbox/faults", json=wanted).raise_for_status()

    def restore(self):
        """Switches every fault off."""
        self._session.delete(self._url + "/sandbox/faults").raise_for_status()
        if self.relay is not None:
            self.relay.restore()

    def advance(self, seconds):
        """Moves the Sandbox's clock."""
        self._session.post(self._url + "/sandbox/clock", json={"advance": seconds}).raise_for_status()

    def books(self):
        """The account's books."""
        return self._session.get(self._url + "/sandbox/books").json()


def parameters_of(product, scenes):
    """The newest scenes of the last half year over a small area of the coast."""
    end = utc_now().replace(microsecond=0)
    period = Period(end - timedelta(days=180), end)
    return JobParameters(product.id, Aoi(box_ring(*SMALL_BOX), 1.4), period=period, limit=scenes)


def hurry():
    """Shortens the client's pauses between two tries of a reading request."""
    transport.FIRST_PAUSE_S = 0.002
    transport.MAX_PAUSE_S = 0.02


def die():
    """Ends this process as a power cut would."""
    os.kill(os.getpid(), 9)
