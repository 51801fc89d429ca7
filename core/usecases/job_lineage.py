"""Provenance of a job's outputs from the journal, or else from the service."""

from __future__ import annotations

import contextlib
from typing import Optional

from ..domain.errors import Up42Error
from ..domain.outputs.lineage import Lineage
from ..domain.ports.control import Now
from ..domain.ports.gateway import JobGateway
from ..domain.ports.journal import JobJournal
from ..domain.products import Licence


def find_lineage(gateway: JobGateway, journal: JobJournal, job_id: str, now: Now) -> Lineage:
    """Returns the provenance of a job from the journal, else from the service.

    If neither has the job, only its id and the current time are filled in, so that outputs on disk can still be shown.
    """
    entry = next((entry for entry in journal.entries() if entry.job_id == job_id), None)
    if entry is not None:
        licence = _licence(gateway, entry.product_id)
        title = entry.product_title
        return Lineage(entry.key, job_id, entry.name, entry.created, title, licence, entry.request)
    with contextlib.suppress(Up42Error):
        job = gateway.job(job_id)
        name = job.name or job.product_title or job_id
        created = job.created or job.finished or now()
        return Lineage(job_id, job_id, name, created, job.product_title, _licence(gateway, job.product_id))
    return Lineage(job_id, job_id, job_id, now())


def _licence(gateway: JobGateway, product_id: str) -> Optional[Licence]:
    if product_id:
        with contextlib.suppress(Up42Error):
            return gateway.product(product_id).licence
    return None
