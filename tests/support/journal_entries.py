"""Journal entries with fixed times, and damage to the journal's file."""

from __future__ import annotations

from datetime import datetime, timezone

from up42_jobs.core.domain.clock import utc_now as now
from up42_jobs.core.domain.jobs.job import JobMode
from up42_jobs.core.domain.jobs.journal import JournalEntry

__all__ = ["START", "damage_all", "entry", "now"]

START = datetime(2026, 5, 1, 12, 0, tzinfo=timezone.utc)


def entry(key="a", fingerprint="f", connection="Sandbox", **more):
    """An intent of a live job."""
    values = {"name": f"job {key}", "created": START, **more}
    return JournalEntry(
        key=key,
        connection=connection,
        service="workflows",
        mode=JobMode.LIVE,
        product_id="product",
        product_title="Pléiades",
        fingerprint=fingerprint,
        **values,
    )


def damage_all(path):
    """Leaves nothing of a journal."""
    path.write_bytes(b"no database at all" * 100)
