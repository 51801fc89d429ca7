"""Converts a job reported by the service into changes of its journal entry."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Dict, Tuple

from ..domain.errors import ErrorKind
from ..domain.jobs.job import Job, JobStatus
from ..domain.jobs.journal import EntryState, JournalEntry

# Tolerance for computer clocks, which are off by minutes or whole time zones. Names are unique, so searching further
# back only costs more pages.
CLOCK_ERROR = timedelta(days=1)
_ENDED = (JobStatus.FAILED, JobStatus.CANCELLED)


def facts_of(entry: JournalEntry, job: Job) -> Dict[str, Any]:
    """Returns the changes to the entry of a job that was found."""
    facts: Dict[str, Any] = {
        "state": EntryState.CREATED,
        "job_id": job.id,
        "status": job.status,
        "note": job.note,
        "absence": None,
    }
    if job.finished is not None:
        facts["finished"] = job.finished
    if job.tasks and entry.claims:
        facts["freed"] = freed_claims(entry, job)
    return facts


def freed_claims(entry: JournalEntry, job: Job) -> Tuple[str, ...]:
    """Returns the claims of scenes whose order failed, or that certainly have no order."""
    kept = {task.scene_id for task in job.tasks if task.id and task.status not in _ENDED}
    kept |= {task.scene_id for task in job.tasks if task.note is ErrorKind.OUTCOME_UNKNOWN}
    gone = {task.scene_id for task in job.tasks if task.status in _ENDED} - kept
    is_unsure = any(task.note is ErrorKind.OUTCOME_UNKNOWN for task in job.tasks)
    if not is_unsure and all(task.scene_id for task in job.tasks if task.id):
        # Read in another session, a job reports scenes without an order only as a number.
        gone |= set(entry.claims.values()) - kept
    return tuple(digest for digest, scene in entry.claims.items() if scene and scene in gone)
