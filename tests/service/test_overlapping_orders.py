"""A scene is bought once per account, product and area, across orders, processes and clicks."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.prepared_live_job import Desk
from support.service_stage import Stage, Watch

from up42_jobs.core.domain.aoi import Aoi, box_ring
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import Service
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.claims import claims_of
from up42_jobs.core.domain.jobs.credits import Caps
from up42_jobs.core.domain.jobs.job import JobStatus
from up42_jobs.core.domain.parameters import JobParameters, Period
from up42_jobs.core.usecases.prepare_order import OrderRequest, prepare_order, without_taken
from up42_jobs.core.usecases.watch import look_at_jobs
from up42_jobs.sandbox import Fault

TESTS = str(Path(__file__).resolve().parents[1])
PLACE = r"^/v2/orders$"


@pytest.fixture
def desk(tmp_path):
    with Stage(service=Service.PLATFORM, name="Mine") as stage:
        stage.sandbox.clock.speed(0)
        desk = Desk(stage, tmp_path)
        desk.prepare(limit=3)
        desk.a, desk.b, desk.c = desk.parameters.scene_ids
        yield desk


def choose(desk, *scenes, aoi=None):
    """Prepares the order of some scenes."""
    parameters = replace(desk.parameters, scene_ids=scenes, limit=len(scenes), aoi=aoi or desk.parameters.aoi)
    desk.prepare(parameters=parameters)


def prepared(desk):
    wanted = OrderRequest("Mine", desk.product, desk.parameters)
    return prepare_order(desk.gateway, desk.journal, Caps(), wanted, utc_now)


def bought(desk):
    return sorted(order["orderDetails"]["imageId"] for order in desk.stage.sandbox.orders)


def test_order_is_refused_for_the_scene_that_is_under_way_and_goes_on_with_the_rest(desk):
    choose(desk, desk.a, desk.b)
    first = desk.start()
    choose(desk, desk.b, desk.c)
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.ALREADY_STARTED
    assert caught.value.detail == f"{desk.b}: {first.name}"
    order = prepared(desk)
    assert [(taken.scene_id, taken.entry.key, taken.is_owned) for taken in order.taken] == [(desk.b, first.key, False)]
    rest = without_taken(order, desk.parameters)
    assert rest.scene_ids == (desk.c,)
    choose(desk, *rest.scene_ids)
    desk.start()
    assert bought(desk) == sorted([desk.a, desk.b, desk.c])


def test_scene_that_was_delivered_is_owned_and_not_bought_again(desk):
    choose(desk, desk.a)
    desk.end_of(desk.start())
    choose(desk, desk.a, desk.b)
    [taken] = prepared(desk).taken
    assert (taken.scene_id, taken.is_owned) == (desk.a, True)
    # For another area it is another purchase.
    choose(desk, desk.a, aoi=desk.stage.parameters(desk.product, box=(-0.39, 39.40, -0.375, 39.41)).aoi)
    assert prepared(desk).taken == ()
    desk.start()
    assert bought(desk) == [desk.a, desk.a]


def test_scene_whose_order_failed_or_was_cancelled_may_be_bought_again(desk):
    desk.stage.sandbox.faults.add(Fault("order_failed", method="POST", path=PLACE))
    choose(desk, desk.a, desk.b)
    ended = desk.end_of(desk.start())
    assert ended.status is JobStatus.SUCCEEDED
    choose(desk, desk.a, desk.b)
    assert [taken.scene_id for taken in prepared(desk).taken] == [desk.b]


def test_scene_that_was_refused_is_looked_for_and_may_be_bought_again(desk):
    desk.stage.sandbox.faults.add(Fault("feature_refused", method="POST", path=PLACE))
    choose(desk, desk.a, desk.b)
    entry = desk.start()
    assert list(entry.held_claims.values()) == [desk.b]
    choose(desk, desk.a)
    order = prepared(desk)
    assert (order.taken, [doubt.key for doubt in order.doubted]) == ((), [entry.key])
    desk.start()
    assert bought(desk) == sorted([desk.a, desk.b])


def test_scenes_behind_a_lost_answer_stay_taken_until_it_is_settled(desk):
    desk.stage.sandbox.faults.add(Fault("answer_lost_after", method="POST", path=PLACE))
    choose(desk, desk.a, desk.b)
    lost = desk.start()
    choose(desk, desk.b)
    assert [taken.scene_id for taken in prepared(desk).taken] == [desk.b]
    look_at_jobs(desk.gateway, desk.journal, "Mine", utc_now, Watch())
    assert prepared(desk).taken == ()
    choose(desk, desk.a)
    assert [taken.entry.key for taken in prepared(desk).taken] == [lost.key]


def test_budget_and_tags_make_no_other_purchase(desk):
    claims = desk.gateway.claims(desk.product, desk.parameters)
    other = replace(desk.parameters, budget_id="b", options={"order": {"tags": ["harbour"]}})
    assert desk.gateway.claims(desk.product, other).keys() == claims.keys()
    finer = replace(desk.parameters, options={"params": {"processing": "finer"}})
    assert not desk.gateway.claims(desk.product, finer).keys() & claims.keys()


@given(turn=st.integers(0, 3), west=st.floats(-179, 179), south=st.floats(-80, 80))
def test_area_is_the_same_from_whichever_corner_it_was_drawn(turn, west, south):
    ring = box_ring(west, south, west + 0.01, south + 0.01)
    corners = ring[:-1]
    turned = (*corners[turn:], *corners[:turn], corners[turn])
    claims = [claims_of(JobParameters("p", Aoi(way, 1.0), scene_ids=("s",)), {}) for way in (ring, turned)]
    assert claims[0] == claims[1]


@given(seconds=st.integers(1, 10**7))
def test_request_without_an_end_is_the_same_a_moment_later(seconds):
    start, end = utc_now(), utc_now()
    first = JobParameters("p", None, period=Period(start, end), has_open_end=True)
    later = replace(first, period=Period(start, end.fromtimestamp(end.timestamp() + seconds, tz=end.tzinfo)))
    assert claims_of(first, {}) == claims_of(later, {})
    assert claims_of(replace(first, has_open_end=False), {}) != claims_of(replace(later, has_open_end=False), {})


# Four processes that order at the same instant: A+B, B+C, C+A and B.
CHILD = """
import sys, os
sys.path[:0] = [sys.argv[1], os.path.join(os.path.dirname(sys.argv[1]), "tools")]
from package_path import register_package
register_package()
from pathlib import Path
from dataclasses import replace
from support.prepared_live_job import Desk
from support.service_stage import Stage
from up42_jobs.core.domain.connections import Connection, Service
from up42_jobs.core.domain.errors import Up42Error

stage = Stage(service=Service.PLATFORM, name="Mine")
stage.connection = Connection("Mine", Service.PLATFORM, sys.argv[3], sys.argv[3])
stage.gateway = stage.open_gateway()
desk = Desk(stage, Path(sys.argv[2]))
desk.prepare(limit=3)
a, b, c = desk.parameters.scene_ids
orders = [(a, b), (b, c), (c, a), (b,)]
ready, go = os.pipe()
children = []
for scenes in orders:
    child = os.fork()
    if child == 0:
        os.close(go)
        stage.gateway = stage.open_gateway()
        mine = Desk(stage, Path(sys.argv[2]))
        mine.prepare(parameters=replace(desk.parameters, scene_ids=scenes, limit=len(scenes)))
        os.read(ready, 1)
        try:
            mine.start()
        except Up42Error as error:
            os._exit(3 if error.kind.value == "already_started" else 1)
        os._exit(0)
    children.append(child)
os.close(go)
print(sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_overlapping_orders_of_four_processes_buy_each_scene_once(tmp_path):
    with Stage(service=Service.PLATFORM, name="Mine", order_seconds=3600) as stage:
        for _ in range(3):
            folder = tmp_path / str(time.monotonic_ns())
            folder.mkdir()
            before = len(stage.sandbox.orders)
            child = subprocess.run(
                [sys.executable, "-c", CHILD, TESTS, str(folder), stage.sandbox.api_url],
                stdout=subprocess.PIPE,
                text=True,
                timeout=300,
                check=True,
            )
            # The order is random; in any order the later ones are refused because of shared scenes.
            assert set(eval(child.stdout)) == {0, 3}
            scenes = [order["orderDetails"]["imageId"] for order in stage.sandbox.orders[before:]]
            assert len(scenes) == len(set(scenes)) > 0
