"""The time that a cancelled task takes to end while the service does not respond."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping

from benchmarks.measure import TOOLS, Child, Row, column, run_child, use_own_profile

RUNS = 3
# Maximum time that a user waits after cancelling.
AT_MOST_MS = 500.0
SILENCE_S = 60


def rows() -> List[Row]:
    """Cancels a download whose body stalls, one whose answer does not begin, and quicklooks that do not come."""
    runs = [run_child("stops.stop") for _ in range(RUNS)]
    names = (
        ("body_ms", "cancelling a download in a silent body, ms"),
        ("head_ms", "cancelling a download before the answer begins, ms"),
        ("quicklooks_ms", "cancelling quicklooks that do not come, ms"),
    )
    return [Row(what, column(runs, key), AT_MOST_MS) for key, what in names]


def _stop(options: Mapping[str, Any]) -> Dict[str, Any]:
    """Times three tasks from their cancellation to their end."""
    folder: Path = use_own_profile()
    sys.path.insert(0, str(TOOLS.parent / "tests"))
    from package_path import register_package

    register_package()
    from support.download_server import STORAGE, Place
    from support.service_stage import Stage, Watch

    from up42_jobs.core.usecases.dry_run import fetch_quicklooks
    from up42_jobs.sandbox import Fault

    figures: Dict[str, Any] = {}
    with Stage(timeout_s=SILENCE_S) as stage:
        faults = stage.sandbox.faults
        place = Place(stage.sandbox, folder)
        for key, fault in (
            ("body_ms", Fault("stall_body", path=STORAGE, bytes=2_000_000, seconds=SILENCE_S)),
            ("head_ms", Fault("latency", path=STORAGE, seconds=SILENCE_S)),
        ):
            faults.add(fault)
            figures[key] = _ms_to_end(Watch(), lambda watch: place.files(watch, timeout_s=SILENCE_S))
            faults.clear()
        product = stage.product()
        parameters = stage.parameters(product, 10)
        job = stage.gateway.start_dry_run(product, parameters, "Query")
        while not stage.gateway.job(job.id).status.is_final:
            time.sleep(0.05)
        scenes = stage.gateway.collect_scenes(product, parameters, job, Watch()).scenes
        faults.add(Fault("latency", path="/quicklooks/", seconds=SILENCE_S, times=None))
        figures["quicklooks_ms"] = _ms_to_end(
            Watch(),
            lambda watch: fetch_quicklooks(stage.gateway, job, scenes, folder, None, watch, lambda placed: None),
        )
        faults.clear()
    return figures


def _ms_to_end(watch: Any, work: Callable[[Any], Any]) -> float:
    """Returns the milliseconds from the cancellation of some work to its end."""
    from up42_jobs.core.domain.errors import Cancelled

    stopped: List[float] = []

    def stop() -> None:
        stopped.append(time.perf_counter())
        watch.is_stopped.set()

    timer = threading.Timer(1.5, stop)
    timer.start()
    try:
        work(watch)
    except Cancelled:
        return 1000.0 * (time.perf_counter() - stopped[0])
    raise RuntimeError("ended before it was cancelled")


CHILDREN: Dict[str, Child] = {"stop": _stop}
