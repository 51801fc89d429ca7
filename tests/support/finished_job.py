"""A finished live job of a Sandbox, and how its outputs are collected."""

from __future__ import annotations

from contextlib import contextmanager

import requests

from support.custom_deliveries import find_rasters
from support.service_stage import Stage, Watch
from up42_jobs.core.api.downloads import HttpDownloads
from up42_jobs.core.domain.connections import NetworkProfile
from up42_jobs.core.usecases.collect_outputs import collect_outputs


@contextmanager
def finished_job():
    """Opens a Sandbox with a finished live job; gives the stage and the job's id."""
    with Stage(timeout_s=1.0) as stage:
        product = stage.product()
        job = stage.gateway.create_live(product, stage.parameters(product), "outputs")
        while not job.status.is_final:
            job = stage.gateway.job(job.id)
        # The Sandbox renders the outputs at the first request, which takes longer than the time-out here.
        [delivery] = stage.gateway.deliveries(job.id)
        requests.get(stage.gateway.link(job.id, delivery), timeout=60).raise_for_status()
        yield stage, job.id


def collector(stage, finished_id, folder):
    """Returns what collects the outputs of a job into a folder, those of the finished one unless another is named."""

    def run(watch=None, gateway=None, job_id=finished_id, **profile):
        downloads = HttpDownloads(NetworkProfile(**{"timeout_s": 1.0, **profile}), pauses_s=(0.01, 0.01))
        return collect_outputs(gateway or stage.gateway, downloads, job_id, folder, find_rasters, watch or Watch())

    return run
