"""Test queries of today's service in the job list: the service has none, so the list must not invent their outcome."""

from __future__ import annotations

import pytest
from support.service_stage import Stage, Watch

from up42_jobs.core.domain.connections import Service
from up42_jobs.core.domain.errors import Cancelled, ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus
from up42_jobs.sandbox import Fault

SEARCHES = "^/(v2/catalog/search|catalog/hosts/)"


@pytest.fixture
def stage():
    with Stage(service=Service.PLATFORM) as running:
        yield running


class Stopped(Watch):
    """A user who has clicked Cancel before the search began."""

    def check(self):
        raise Cancelled


def start(stage):
    product = stage.product()
    parameters = stage.parameters(product, 3)
    job = stage.gateway.start_dry_run(product, parameters, "Query")
    return job, lambda watch: stage.gateway.collect_scenes(product, parameters, job, watch)


def listed(stage):
    """The only test query, as the list of jobs and the job itself have it."""
    [job] = [job for job in stage.gateway.jobs() if job.mode is JobMode.DRY_RUN]
    assert job == stage.gateway.job(job.id)
    return job


def test_a_query_is_running_until_its_search_has_ended(stage):
    _, collect = start(stage)
    assert (listed(stage).status, listed(stage).finished) == (JobStatus.RUNNING, None)
    collect(Watch())
    assert listed(stage).status is JobStatus.SUCCEEDED
    assert listed(stage).finished is not None


@pytest.mark.parametrize(("status", "kind"), [(503, ErrorKind.SERVER_FAILED), (403, ErrorKind.FORBIDDEN)])
def test_a_query_whose_search_failed_has_failed_for_that_reason(stage, status, kind):
    _, collect = start(stage)
    stage.sandbox.faults.add(Fault("status", path=SEARCHES, status=status, times=None))
    with pytest.raises(Up42Error):
        collect(Watch())
    assert (listed(stage).status, listed(stage).note) == (JobStatus.FAILED, kind)


def test_a_query_that_the_user_stopped_is_cancelled_in_whichever_moment(stage):
    job, collect = start(stage)
    with pytest.raises(Cancelled):
        collect(Stopped())
    assert listed(stage).status is JobStatus.CANCELLED
    second = start(stage)[0]
    stage.gateway.cancel(second.id)
    assert {stage.gateway.job(each.id).status for each in (job, second)} == {JobStatus.CANCELLED}


def test_scenes_that_cannot_be_collected_again_leave_the_query_as_it_ended(stage):
    _, collect = start(stage)
    collect(Watch())
    stage.sandbox.faults.add(Fault("status", path=SEARCHES, status=503, times=None))
    with pytest.raises(Up42Error):
        collect(Watch())
    assert listed(stage).status is JobStatus.SUCCEEDED
