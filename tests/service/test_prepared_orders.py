"""A live job needs current prices, caps on the maximum charge, and a working journal."""

from __future__ import annotations

import math
import os
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.journal_entries import damage_all
from support.prepared_live_job import Desk
from support.service_stage import Stage, Watch

from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import Service
from up42_jobs.core.domain.elapsed import Since
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.credits import Caps, Estimate, EstimateLine, HoldConfirmation
from up42_jobs.core.domain.jobs.journal import EntryState
from up42_jobs.core.domain.ports.gateway import RequestError
from up42_jobs.core.journal.store import SqliteJournal
from up42_jobs.core.usecases.hold import MAX_AGE_S, MAX_CREDITS, checked_estimate
from up42_jobs.core.usecases.live_run import start_live
from up42_jobs.core.usecases.prepare_order import OrderRequest, prepare_order
from up42_jobs.core.usecases.watch import look_at_jobs


@pytest.fixture(params=Service)
def desk(request, tmp_path):
    with Stage(service=request.param, name="Mine") as stage:
        stage.sandbox.clock.speed(0)
        yield Desk(stage, tmp_path)


def aged(desk, seconds, by_clock="both", credits=0):
    """Makes the prepared hold older and its price higher by some credits."""
    lines = tuple(
        replace(line, min_credits=line.min_credits + credits, max_credits=line.max_credits + credits)
        for line in desk.hold.estimate.lines[:1]
    )
    estimate = Estimate((*lines, *desk.hold.estimate.lines[1:]), desk.hold.estimate.hold_credits + credits)
    wall = time.time() - (seconds if by_clock != "monotonic" else 0)
    monotonic = time.monotonic() - (seconds if by_clock != "wall" else 0)
    desk.hold = replace(desk.hold, estimate=estimate, asked=Since(monotonic, wall))
    desk.confirmation = HoldConfirmation(desk.hold.fingerprint, desk.hold.credits, utc_now())


def prepared(desk, caps=Caps(), project=""):
    wanted = OrderRequest("Mine", desk.product, desk.parameters, project)
    return prepare_order(desk.gateway, desk.journal, caps, wanted, utc_now)


def estimates(desk):
    return desk.stage.count("POST", "/estimate")


# A computer that slept: the monotonic clock stopped, the date did not.
@pytest.mark.parametrize("by_clock", ["both", "wall", "monotonic"])
def test_price_that_has_risen_since_it_was_agreed_to_is_a_new_decision(desk, by_clock):
    aged(desk, MAX_AGE_S + 1, by_clock, credits=-1)
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.ESTIMATE_OUTDATED
    assert caught.value.is_nothing_spent
    assert desk.created() == 0
    assert desk.journal.entries() == ()


def test_price_is_asked_again_right_before_the_order_and_a_lower_one_is_no_new_decision(desk):
    aged(desk, MAX_AGE_S + 1, credits=7)
    asked = estimates(desk)
    entry = desk.start()
    assert estimates(desk) > asked
    assert entry.state is EntryState.CREATED
    assert entry.hold_credits == desk.hold.credits - 7


def test_young_price_is_not_asked_again(desk):
    asked = estimates(desk)
    desk.start()
    assert estimates(desk) == asked


def test_limits_hold_for_the_most_that_may_be_charged(desk):
    most = desk.hold.max_charge
    assert most > desk.hold.credits or desk.stage.service is Service.PLATFORM
    for name in ("per_job", "per_month", "per_project"):
        assert prepared(desk, Caps(**{name: most}), "harbour.qgz").hold.max_charge == most
        with pytest.raises(Up42Error) as caught:
            prepared(desk, Caps(**{name: most - 1}), "harbour.qgz")
        assert caught.value.kind is ErrorKind.OVER_CREDIT_CAP


def test_open_jobs_count_with_the_most_that_they_may_cost(desk):
    most = desk.hold.max_charge
    desk.start()
    desk.parameters = desk.stage.parameters(desk.product, box=(-0.39, 39.40, -0.375, 39.41))
    desk.prepare(parameters=desk.parameters)
    enough = most + desk.hold.max_charge
    prepared(desk, Caps(per_month=enough))
    with pytest.raises(Up42Error):
        prepared(desk, Caps(per_month=enough - 1))


def test_jobs_of_unknown_cost_keep_a_limit_closed_until_their_cost_is_known(desk, tmp_path):
    entry = desk.start(project="harbour.qgz")
    desk.journal.close()
    damage_all(tmp_path / "journal.sqlite")
    desk.journal = SqliteJournal(tmp_path / "journal.sqlite", utc_now)
    assert len(look_at_jobs(desk.gateway, desk.journal, "Mine", utc_now, Watch()).rebuilt) == 1
    desk.prepare(parameters=desk.stage.parameters(desk.product, box=(-0.39, 39.40, -0.375, 39.41)))
    for name in ("per_month", "per_project"):
        with pytest.raises(Up42Error) as caught:
            prepared(desk, Caps(**{name: 10**6}), "harbour.qgz")
        assert caught.value.kind is ErrorKind.CAP_UNCERTAIN
        assert caught.value.detail == entry.name
    prepared(desk)
    [rebuilt] = desk.journal.entries()
    desk.end_of(rebuilt)
    prepared(desk, Caps(per_month=10**6))


FIGURES = st.one_of(
    st.integers(max_value=-1), st.integers(min_value=MAX_CREDITS + 1), st.just(math.nan), st.just(math.inf),
    st.just(-math.inf), st.floats(0.1, 0.9), st.booleans(), st.none(),
)


@given(figure=FIGURES, place=st.sampled_from(["hold", "min", "max"]))
def test_price_that_is_none_is_refused(figure, place):
    line = EstimateLine("a", figure if place == "min" else 5, figure if place == "max" else 9)
    with pytest.raises((Up42Error, TypeError)) as caught:
        checked_estimate(Estimate((line,), figure if place == "hold" else 5))
    if isinstance(caught.value, Up42Error):
        assert caught.value.kind is ErrorKind.ESTIMATE_UNUSABLE


@given(least=st.integers(0, MAX_CREDITS), more=st.integers(0, MAX_CREDITS))
def test_price_of_whole_credits_is_usable(least, more):
    estimate = Estimate((EstimateLine("a", least, min(least + more, MAX_CREDITS)),), least)
    assert checked_estimate(estimate) is estimate


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be deleted")
@pytest.mark.parametrize("what", ["deleted", "replaced"])
def test_journal_that_was_deleted_or_replaced_while_it_was_open_stops_an_order(desk, tmp_path, what):
    path = tmp_path / "journal.sqlite"
    path.rename(tmp_path / "elsewhere.sqlite")
    if what == "replaced":
        SqliteJournal(path, utc_now).close()
    with pytest.raises(Up42Error) as caught:
        desk.start()
    assert caught.value.kind is ErrorKind.JOURNAL_REPLACED
    assert desk.created() == 0


@pytest.mark.parametrize("tag", ["up42-jobs:0123456789abcdef0123", "up42-jobs-estimate:1", " UP42-Jobs:x"])
def test_tags_of_ours_are_refused_in_what_users_write(tmp_path, tag):
    """Such a tag would make the job part of another one, or change its recorded cost."""
    with Stage(service=Service.PLATFORM) as stage:
        product = stage.product()
        request = stage.gateway.request_json(product, stage.parameters(product), Desk.mode)
        request["order"]["tags"] = ["harbour", tag]
        with pytest.raises(RequestError) as caught:
            stage.gateway.parse_request(product, request)
        assert (caught.value.path, caught.value.reason) == (("order", "tags"), "own_tag")
        request["order"]["tags"] = ["harbour", "my up42-jobs"]
        parsed = stage.gateway.parse_request(product, request)
        assert parsed.options["order"]["tags"] == ["harbour", "my up42-jobs"]


def test_job_is_found_by_its_key_where_the_service_spoils_the_letters_before_it(desk):
    name = "Größe Порт 7 2026-11-24 10.00 abcdef12"
    desk.gateway.create_live(desk.product, desk.parameters, name)
    [job] = desk.stage.live_jobs()
    assert job.name == name
    assert desk.gateway.find_live(name, desk.product.id, utc_now()).id == job.id
    if desk.stage.service is Service.WORKFLOWS:
        spoiled = name.encode("ascii", "replace").decode("ascii")
        assert desk.gateway.find_live(spoiled, desk.product.id, utc_now()).id == job.id


def test_refusals_before_an_order_say_that_nothing_was_spent(desk):
    with pytest.raises(Up42Error) as caught:
        prepared(desk, Caps(per_job=1))
    assert caught.value.is_nothing_spent
    desk.stage.sandbox.change(latency_seconds=0.0)
    desk.hold = replace(desk.hold, fingerprint="another")
    with pytest.raises(Up42Error) as caught:
        start_live(desk.gateway, desk.journal, desk.order(), desk.hold, desk.confirmation, utc_now)
    assert caught.value.is_nothing_spent
