"""The main workflow succeeds with every variant of the service; a sample of what `make variants` runs."""

from __future__ import annotations

import pytest
from main_job import NO_HOST_SEARCH, run_main_job
from variants import shapes

SAMPLE = (
    "stac-strict,const-title,basic,scoped,limited",
    "stac-broken,flaky-balance,slow-listing",
    f"stac-strict,const-title,{NO_HOST_SEARCH}",
)


@pytest.mark.parametrize("shape", SAMPLE)
def test_main_job_reaches_its_end(shape, tmp_path):
    outcome = run_main_job(shape, tmp_path)
    assert (outcome.failed_step, outcome.problem) == ("", "")


def test_every_variant_is_run_alone_and_with_each_of_the_other_groups():
    found = shapes()
    assert len(found) == len(set(found)) == 50
    assert {"", "stac-strict", "basic,limited", "host-only,slow-listing"} <= set(found)
