"""Members of an account choose whose orders and storage they see; what is ordered is always their own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.service_stage import Stage, Watch, utc_now

from up42_jobs.core.domain.connections import Service
from up42_jobs.core.domain.jobs.job import JobStatus
from up42_jobs.core.domain.parameters import JobParameters
from up42_jobs.core.usecases.live_run import unique_name
from up42_jobs.core.usecases.watch import rebuild

COLLEAGUE = "7d1f2c3b-0000-4000-8000-00000000c011"


@pytest.fixture
def shared():
    """An account with one order of a colleague and one of the user, both delivered."""
    with Stage(service=Service.PLATFORM) as stage:
        product = stage.product()
        for name in ("up42-jobs colleague", "up42-jobs own"):
            parameters: JobParameters = stage.gateway.pinned(product, stage.parameters(product))
            stage.gateway.create_live(product, parameters, name)
        stage.sandbox.clock.advance(10)
        theirs, mine = (order["id"] for order in stage.sandbox.orders)
        stage.sandbox.platform.account.orders.get(theirs).workspace_id = COLLEAGUE
        stage.mine, stage.theirs = mine, theirs
        yield stage


def gateway_of(stage, *, sees_everybody):
    stage.connection = replace(stage.connection, sees_everybody=sees_everybody)
    gateway = stage.open_gateway()
    gateway.sign_in()
    return gateway


@pytest.mark.parametrize("sees_everybody", [False, True])
def test_jobs_are_the_users_own_or_everybodys(sees_everybody, shared):
    jobs = gateway_of(shared, sees_everybody=sees_everybody).jobs()
    assert sorted(job.is_colleagues for job in jobs) == ([False, True] if sees_everybody else [False])


def test_a_colleagues_job_can_be_read_and_downloaded(shared):
    """It is found by its tag in any workspace; otherwise its outputs could not be loaded."""
    gateway = gateway_of(shared, sees_everybody=True)
    (theirs,) = [job for job in gateway.jobs() if job.is_colleagues]
    assert gateway.job(theirs.id).status is JobStatus.SUCCEEDED
    deliveries = gateway.deliveries(theirs.id)
    assert deliveries
    assert gateway.link(theirs.id, deliveries[0]).startswith("http")


@pytest.mark.parametrize("sees_everybody", [False, True])
def test_storage_says_whose_each_asset_is(sees_everybody, shared):
    """All are always read: a scene bought by a colleague is marked as owned by the account."""
    stored = gateway_of(shared, sees_everybody=sees_everybody).storage.assets(None, Watch())
    assert sorted(asset.is_colleagues for asset in stored) == [False, True]


def test_new_orders_are_placed_in_the_users_own_workspace(shared):
    gateway = gateway_of(shared, sees_everybody=True)
    product = shared.product()
    job = gateway.create_live(product, gateway.pinned(product, shared.parameters(product)), "up42-jobs new")
    assert not job.is_colleagues
    own = shared.sandbox.shared.account.workspace_id
    assert shared.sandbox.orders[-1]["workspaceId"] == own


class Journal:
    """A newly started journal; keeps what it receives."""

    def has_gap(self, account):
        return True

    def close_gap(self, account, found):
        return tuple(found)


def test_a_colleagues_job_is_never_taken_for_ours(shared):
    """A rebuilt journal counts its jobs against the user's caps and shows them as confirmed by the user."""
    jobs = gateway_of(shared, sees_everybody=True).jobs()
    name = unique_name("Harbour", utc_now(), "0a1b2c3d")
    named = [replace(job, name=name) for job in jobs]
    kept = rebuild(Journal(), "ana", "Mine", "platform", named, utc_now)
    assert len(jobs) == 2
    assert [entry.job_id for entry in kept] == [job.id for job in jobs if not job.is_colleagues]
