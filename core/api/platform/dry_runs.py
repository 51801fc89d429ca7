"""The test queries of one session: the service has no object for a catalog search."""

from __future__ import annotations

import threading
import uuid
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Dict, Iterator, Mapping, Optional, Tuple

from ...domain.clock import utc_now
from ...domain.errors import Cancelled, Up42Error
from ...domain.jobs.job import Job, JobMode, JobStatus
from ...domain.jobs.notes import NO_NOTE, Note
from ...domain.products import Product

_PREFIX = "search:"


class DryRuns:
    """Lists each test query as running until its search has ended; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: Dict[str, Job] = {}

    def add(self, product: Product, name: str, request: Mapping[str, Any]) -> Job:
        """Adds a test query and returns it as one whose scenes can be collected at once."""
        now = utc_now()
        job = Job(
            id=_PREFIX + uuid.uuid4().hex,
            name=name,
            mode=JobMode.DRY_RUN,
            status=JobStatus.RUNNING,
            product_id=product.id,
            product_title=product.title,
            created=now,
            started=now,
            request=request,
        )
        with self._lock:
            self._jobs[job.id] = job
        return replace(job, status=JobStatus.SUCCEEDED, finished=now, can_cancel=False)

    def owns(self, job_id: str) -> bool:
        """Returns whether a job is a test query."""
        return job_id.startswith(_PREFIX)

    def get(self, job_id: str) -> Optional[Job]:
        """Returns a test query of this session, None for any other job."""
        with self._lock:
            return self._jobs.get(job_id)

    def all(self) -> Tuple[Job, ...]:
        """Returns the test queries in the order of their start."""
        with self._lock:
            return tuple(self._jobs.values())

    @contextmanager
    def searching(self, job_id: str) -> Iterator[None]:
        """Ends a running test query with the outcome of the enclosed search, whose error goes on."""
        try:
            yield
        except Cancelled:
            self.end(job_id, JobStatus.CANCELLED)
            raise
        except Up42Error as error:
            self.end(job_id, JobStatus.FAILED, error.kind)
            raise
        self.end(job_id, JobStatus.SUCCEEDED)

    def end(self, job_id: str, status: JobStatus, note: Note = NO_NOTE) -> None:
        """Ends a test query, once: a search that is repeated for its scenes does not change how the first one ended."""
        with self._lock:
            job = self._jobs.get(job_id)
            if job is not None and not job.status.is_final:
                self._jobs[job_id] = replace(job, status=status, note=note, finished=utc_now(), can_cancel=False)
