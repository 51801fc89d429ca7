"""Sockets and other handles that a long day leaves open: reads and orders from threads of their own, journals."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping

from package_path import register_package

from benchmarks.measure import TOOLS, Child, Row, column, run_child, use_own_profile

QUERIES, JOBS, OPENINGS = 200, 50, 20
# The connection that is kept, with both ends in this process.
AT_MOST = 4.0


def rows() -> List[Row]:
    """Counts what is left after each of them, over what was open before."""
    runs = [run_child("handles.count")]
    return [
        Row(f"handles left by {QUERIES} queries, each on a thread of its own", column(runs, "queries"), AT_MOST),
        Row(f"… by {JOBS} live jobs as well", column(runs, "jobs"), AT_MOST),
        Row(f"… by {OPENINGS} journals, opened and closed, as well", column(runs, "journals"), AT_MOST),
    ]


def _count(options: Mapping[str, Any]) -> Dict[str, Any]:
    """Works a long day within this process, service included."""
    folder: Path = use_own_profile()
    sys.path.insert(0, str(TOOLS.parent / "tests"))
    register_package()
    from support.service_stage import Stage

    from up42_jobs.core.domain.clock import utc_now
    from up42_jobs.core.journal.store import SqliteJournal

    figures: Dict[str, Any] = {}
    with Stage(timeout_s=60.0, max_concurrent_jobs=QUERIES + JOBS, balance=1_000_000_000) as stage:
        product = stage.product()
        parameters = stage.parameters(product)
        begun = _open_handles()
        for _ in range(QUERIES):
            _apart(lambda: stage.gateway.start_dry_run(product, parameters, "Query"))
        figures["queries"] = _open_handles() - begun
        for _ in range(JOBS):
            _apart(lambda: stage.gateway.create_live(product, parameters, "Job"))
        figures["jobs"] = _open_handles() - begun
        for _ in range(OPENINGS):
            SqliteJournal(folder / "journal.sqlite", utc_now).close()
        figures["journals"] = _open_handles() - begun
    return figures


def _apart(work: Callable[[], Any]) -> None:
    """Works on a thread of its own, as each of QGIS's tasks does."""
    done: List[Any] = []
    thread = threading.Thread(target=lambda: done.append(work()))
    thread.start()
    thread.join()
    if not done:
        raise RuntimeError("the work failed")


def _open_handles() -> int:
    return len(os.listdir("/proc/self/fd"))


CHILDREN: Dict[str, Child] = {"count": _count}
