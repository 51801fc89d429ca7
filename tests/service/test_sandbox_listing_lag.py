"""Lists of the Sandbox can show a new job late, as those of a busy service do."""

from __future__ import annotations

import pytest
from support.service_stage import Stage

from up42_jobs.core.domain.connections import Service


@pytest.mark.parametrize("service", Service)
def test_new_job_is_read_by_its_id_at_once_and_listed_late(service):
    # Without both, a late list could not be distinguished from a job that does not exist.
    with Stage(service=service, listing_lag_seconds=90.0) as stage:
        product = stage.product()
        parameters = stage.gateway.pinned(product, stage.parameters(product))
        job = stage.gateway.create_live(product, parameters, "Harbour 2026-11-24 10.00 abcdef12")
        assert stage.live_jobs() == []
        if service is Service.WORKFLOWS:
            assert stage.gateway.job(job.id).id == job.id
        stage.sandbox.clock.advance(91)
        assert [listed.id for listed in stage.live_jobs()] == [job.id]
