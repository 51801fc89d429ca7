"""Searches of the Sandbox over large areas: stopped at the limit, refused beyond the service's size, ended when left.

Users' first click is often on a world map. A search that walks the whole archive then keeps a thread busy for
minutes, and everything after it waits.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from datetime import datetime, timedelta, timezone
from itertools import islice
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.platform_client import PlatformClient, square
from support.workflow_client import MORNING, Client, inputs

from up42_jobs.sandbox import Sandbox
from up42_jobs.sandbox.clock import Interval
from up42_jobs.sandbox.world.archive_grid import acquired_at, acquisitions
from up42_jobs.sandbox.world.imagery import find_scenes, newest_first
from up42_jobs.sandbox.world.scene_making import make_scene
from up42_jobs.sandbox.world.sensors import SENSORS

GERMANY = [6.0, 47.4, 15.0, 51.4]
WORLD = [-180.0, -84.0, 180.0, 84.0]
END = datetime(2026, 3, 4, tzinfo=timezone.utc)
# Far more than any machine needs to notice that a connection is closed, far less than such a search takes.
PATIENCE_S = 60.0


@pytest.fixture(scope="module")
def sandbox():
    """A Sandbox for read-only tests."""
    with Sandbox(now=MORNING) as running:
        running.clock.speed(0)
        yield running


def ring_of(box):
    return tuple(tuple(point) for point in square(*box)["coordinates"][0])


def test_a_large_search_works_out_little_more_than_its_limit():
    # The 10 newest of about 50,000: what is made grows with the limit, not with the area.
    made = make_scene.cache_info().misses
    found = list(islice(newest_first(("phr",), (ring_of(GERMANY),), Interval(END - timedelta(days=180), END)), 10))
    assert len(found) == 10
    assert make_scene.cache_info().misses - made < 2000
    times = [scene.acquired for scene in found]
    assert times == sorted(times, reverse=True)
    assert times[-1] > END - timedelta(days=2)


def test_a_search_in_steps_finds_what_one_step_finds():
    # The steps are a matter of speed alone.
    box, start = [13.0, 52.3, 13.6, 52.7], END - timedelta(days=40)
    stepped = list(newest_first(("spot", "phr"), (ring_of(box),), Interval(start, END)))
    whole = [scene for key in ("spot", "phr") for scene in find_scenes(key, ring_of(box), start, END)]
    assert [scene.id for scene in stepped] == [
        scene.id for scene in sorted(whole, key=lambda scene: (scene.acquired, scene.id), reverse=True)
    ]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(SENSORS)), st.integers(0, 60), st.integers(0, 60), st.integers(0, 400))
def test_every_acquisition_is_among_those_of_its_own_moment(key, row, column, number):
    # The bounds leave out most acquisitions of a cell, never one that is within.
    at = acquired_at(SENSORS[key], row, column, number)
    assert number in acquisitions(SENSORS[key], row, column, at, at)
    assert make_scene(SENSORS[key], row, column, number).acquired == at


def test_the_classic_service_refuses_an_area_as_large_as_the_catalog_does(sandbox):
    client = Client(sandbox)
    for area in ({"bbox": WORLD}, {"bbox": None, "intersects": square(*WORLD)}):
        status, message = client.refusal("POST", client.jobs_of(), inputs(**area))
        assert status == 400
        assert "the area is larger than 500000 km²" in message


def test_a_search_that_the_client_left_ends(sandbox):
    """The condition holds for no scene, so that only the whole archive would end the search."""
    client = PlatformClient(sandbox)
    before = set(threading.enumerate())
    body = json.dumps(
        {
            "collections": ["capella-gec"],
            "bbox": GERMANY,
            "datetime": "2018-01-01T00:00:00Z/2026-01-01T00:00:00Z",
            "query": {"incidenceAngle": {"gt": 1000}, "view:incidence_angle": {"gt": 1000}},
        }
    ).encode()
    address = urlsplit(sandbox.api_url)
    headers = {
        "Host": address.netloc,
        "Authorization": client.http.headers["Authorization"],
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(f"POST /v2/catalog/search HTTP/1.1\r\n{head}\r\n".encode() + body)
        working = wait_for(lambda: set(threading.enumerate()) - before)
        assert working
        connection.settimeout(1.0)
        with pytest.raises(socket.timeout):
            connection.recv(1)
    wait_for(lambda: not any(thread.is_alive() for thread in working))
    assert not any(thread.is_alive() for thread in working)


def wait_for(holds):
    """Returns the first true value of `holds`, or its last one when the patience is over."""
    end = time.monotonic() + PATIENCE_S
    while not (value := holds()) and time.monotonic() < end:
        time.sleep(0.02)
    return value
