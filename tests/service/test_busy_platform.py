"""An order of the platform goes out again only where it is certain that it was not carried out, and in time."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from support.platform_desk import NAME, Desk
from support.service_stage import Stage, Watch

from up42_jobs.core.api.platform import answers as platform_answers
from up42_jobs.core.api.platform import orders as platform_orders
from up42_jobs.core.api.platform.answers import MAX_GAP_S
from up42_jobs.core.api.platform.client import PlatformClient
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import Service
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.core.usecases.absence import PATIENCE_S
from up42_jobs.core.usecases.hold import prepare_hold
from up42_jobs.core.usecases.live_run import settle
from up42_jobs.core.usecases.watch import look_at_jobs
from up42_jobs.sandbox import Fault


@pytest.fixture
def stage(request):
    with Stage(service=Service.PLATFORM, **getattr(request, "param", {})) as running:
        yield running


@pytest.fixture
def desk(stage, tmp_path):
    return Desk(stage, tmp_path)


def test_service_that_has_too_many_requests_is_waited_for_and_the_same_scene_sent_again(desk):
    desk.fault("rate_limit", after=1, retry_after=1)
    entry = desk.start()
    assert entry.state is EntryState.CREATED
    assert desk.sent() == 4
    assert desk.ordered_scenes() == list(desk.hold.parameters.scene_ids)


@pytest.mark.parametrize("stage", [{}, {"listing_lag_seconds": 60}], indirect=True)
def test_first_scene_is_not_sent_again_behind_a_refusal_in_the_services_own_form(desk):
    """No other order of the job says that lists are current, and anybody can write in the service's form."""
    desk.fault("rate_limit", retry_after=1)
    assert desk.start().state is EntryState.UNKNOWN
    assert desk.sent() == 1


@pytest.mark.parametrize("stage", [{}, {"listing_lag_seconds": 3}], indirect=True)
def test_order_behind_a_refusal_in_the_services_own_form_is_not_placed_again(desk, monkeypatch):
    """A server on the way may imitate the service: the scene of an order that lists do not show yet is not bought
    twice, although they show the order before it.
    """
    create = PlatformClient.create
    other = desk.stage.open_gateway()

    def imitated(client, path, body, *rest):
        is_second = body["displayName"].endswith(" 2/3")
        if is_second:
            assert wait_until(lambda: other.find_live(NAME, desk.product.id, utc_now()) is not None)
        answer = create(client, path, body, *rest)
        if is_second:
            claimed = ErrorKind.RATE_LIMITED
            raise Up42Error(ErrorKind.OUTCOME_UNKNOWN, status=429, retry_after_s=0.0, claimed=claimed)
        return answer

    monkeypatch.setattr(PlatformClient, "create", imitated)
    desk.start()
    assert desk.ordered_scenes() == list(desk.hold.parameters.scene_ids)
    assert desk.sent() == 3


@pytest.mark.parametrize("stage", [{"listing_lag_seconds": 60}], indirect=True)
def test_first_scene_is_not_sent_again_behind_a_refusal_that_was_made_up_on_the_way(desk):
    desk.fault("rate_limit", retry_after=1, processed=True)
    entry = desk.start()
    assert entry.state is EntryState.UNKNOWN
    assert desk.sent() == len(desk.ordered_scenes()) == 1
    desk.stage.sandbox.clock.advance(61)
    assert settle(desk.gateway, desk.journal, entry, utc_now).state is EntryState.CREATED


def test_order_behind_a_refusal_that_was_made_up_on_the_way_is_found_and_not_placed_again(desk):
    desk.fault("rate_limit", after=1, retry_after=1, processed=True)
    desk.start()
    assert desk.sent() == 3
    assert desk.ordered_scenes() == list(desk.hold.parameters.scene_ids)
    ended, _ = desk.end(desk.journal.entries()[0])
    assert ended.credits_used == desk.spent() == desk.hold.credits


@pytest.mark.parametrize("stage", [{"listing_lag_seconds": 60}], indirect=True)
def test_nothing_is_sent_again_where_lists_are_too_late_to_tell_what_was_placed(desk):
    # The service has the second order, whatever the answer said; a third request would buy its scene twice.
    desk.fault("rate_limit", after=1, retry_after=1, processed=True)
    desk.start()
    assert desk.sent() == 2
    assert len(set(desk.ordered_scenes())) == len(desk.ordered_scenes()) == 2


def test_pause_of_many_minutes_is_not_waited_for(desk):
    desk.fault("rate_limit", after=1, retry_after=3600)
    entry = desk.start()
    assert desk.sent() == 2
    # Nobody looked after it: a refusal of this status may have been made up on the way.
    assert entry.note.unknown == 1


def test_waiting_for_the_service_ends_with_the_gateway(desk):
    desk.fault("rate_limit", after=1, retry_after=100)
    closing = threading.Thread(target=lambda: wait_until(lambda: desk.sent() == 2) and desk.gateway.close())
    closing.start()
    entry = desk.start()
    closing.join()
    assert desk.ordered_scenes() == [desk.hold.parameters.scene_ids[0]]
    assert entry.state is EntryState.CREATED


def wait_until(is_so):
    """Looks until something is so."""
    while not is_so():
        time.sleep(0.01)
    return True


def test_look_while_scenes_are_still_being_ordered_stops_none_of_them(desk, monkeypatch):
    """The monitor, or another QGIS, finds the job by its first order; the rest of what was agreed to still leaves."""
    create = desk.gateway.create_live

    def watched(product, parameters, name, renew):
        def renew_after_a_look():
            look_at_jobs(desk.stage.open_gateway(), desk.journal, "Sandbox", utc_now, Watch())
            renew()

        return create(product, parameters, name, renew_after_a_look)

    monkeypatch.setattr(desk.gateway, "create_live", watched)
    entry = desk.start()
    assert desk.ordered_scenes() == list(desk.hold.parameters.scene_ids)
    assert (entry.hold_credits, entry.freed) == (desk.hold.credits, ())


def test_scene_without_a_price_is_never_ordered(stage, tmp_path):
    """A gateway's refusal of a price looks like the service's: what was agreed to would not hold the scene."""
    path = r"^/v2/orders/estimate$"
    stage.sandbox.faults.add(Fault("status", method="POST", path=path, after=1, status=422))
    desk = Desk(stage, tmp_path)
    assert len(desk.hold.estimate.problems) == 1
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert (caught.value.kind, caught.value.is_nothing_spent) == (ErrorKind.INVALID_REQUEST, True)
    assert desk.sent() == 0
    assert desk.journal.entries() == ()


def test_scene_is_not_ordered_long_after_the_last_one_that_was(desk, monkeypatch):
    """Others that found the job let go of scenes that have no order by then, and may buy them."""
    monkeypatch.setattr(platform_orders, "MAX_GAP_S", -1.0)
    entry = desk.start()
    assert desk.sent() == 1
    assert entry.note.reason is ErrorKind.TIMED_OUT
    assert timedelta(seconds=MAX_GAP_S + PATIENCE_S) <= platform_answers.LATEST_ARRIVAL


def other_job(desk, tmp_path):
    """Someone in the same session whose next job is for one other scene."""
    other = Desk(desk.stage, tmp_path / "other", count=1)
    scenes = desk.gateway.pinned(desk.product, desk.stage.parameters(desk.product, 5)).scene_ids
    other.hold = prepare_hold(desk.gateway, desk.product, replace(other.hold.parameters, scene_ids=scenes[4:]))
    return other


@pytest.fixture
def after_another(desk, tmp_path):
    """A job of one scene, in a session that has just placed another job."""
    (tmp_path / "other").mkdir()
    desk.start()
    return other_job(desk, tmp_path)


def test_first_order_of_a_job_is_waited_for_if_lists_show_the_last_order_of_the_session(after_another):
    """An order over many areas is a job per area: a service that takes an order per second must not leave all but the
    first of them unknown.
    """
    after_another.fault("rate_limit", retry_after=1)
    entry = after_another.start("Another 2026-11-24 10.00 12345678")
    assert entry.state is EntryState.CREATED
    assert after_another.sent() == 5
    assert len(set(after_another.ordered_scenes())) == len(after_another.ordered_scenes()) == 4


@pytest.mark.parametrize("stage", [{}, {"listing_lag_seconds": 60}], indirect=True)
def test_first_order_of_a_job_behind_a_refusal_made_up_on_the_way_is_not_placed_again(after_another):
    after_another.fault("rate_limit", retry_after=1, processed=True)
    after_another.start("Another 2026-11-24 10.00 12345678")
    assert after_another.sent() == 4
    assert len(set(after_another.ordered_scenes())) == len(after_another.ordered_scenes()) == 4
