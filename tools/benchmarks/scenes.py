"""A test query in the real dock: stalls of the window, time, memory, at growing numbers of scenes."""

from __future__ import annotations

import time
from datetime import datetime, timezone
from typing import Any, Dict, List, Mapping

from benchmarks.measure import (
    Child,
    Row,
    column,
    memory_mib,
    run_child,
    sandbox_process,
    use_connection,
    use_own_profile,
)

COUNTS = (20, 100, 500)
RUNS = 2
STALL_TICK_MS = 2


def rows() -> List[Row]:
    """Runs the test query at every number of scenes."""
    found: List[Row] = []
    for count in COUNTS:
        runs = [run_child("scenes.query", scenes=count) for _ in range(RUNS)]
        found += [
            Row(f"longest stall, test query of {count} scenes, ms", column(runs, "stall_ms"), 50.0),
            Row(f"test query of {count} scenes to the last quicklook, s", column(runs, "seconds")),
            Row(f"memory a scene in list and map, {count} scenes, MB", column(runs, "scene_mb"), 0.1),
        ]
    return found


def _query(options: Mapping[str, Any]) -> Dict[str, Any]:
    """Runs one test query in the real dock and watches the gaps between the turns of the event loop."""
    use_own_profile()
    with sandbox_process() as access:
        use_connection(access)
        return _run_query(int(options["scenes"]))


def _run_query(scenes: int) -> Dict[str, Any]:
    from desktop import Desktop, click, load_world_map, wait_until, zoom_to
    from package_path import register_package
    from qgis.core import QgsApplication
    from qgis.PyQt.QtCore import Qt, QTimer

    application = QgsApplication([], True)
    application.initQgis()
    package = register_package()
    from up42_jobs.core.app.account import AccountState
    from up42_jobs.core.app.dry_run import DryRunState
    from up42_jobs.core.domain.parameters import Period

    desktop = Desktop()
    plugin = package.classFactory(desktop)
    plugin.initGui()
    load_world_map()
    desktop.window.show()
    zoom_to(desktop, -0.40, 39.40, -0.26, 39.50)
    desktop.toolbar.actions()[0].trigger()
    app = plugin.application
    wait_until(lambda: app.account.state is not AccountState.SIGNING_IN, 30, "sign-in to the Sandbox")
    app.account.select("Environment")
    wait_until(lambda: app.account.state is AccountState.READY and app.workbench.product is not None, 30, "sign-in")
    extent = desktop.canvas.extent()
    app.area.use_map_extent(extent, desktop.canvas.mapSettings().destinationCrs())
    app.workbench.set_limit(scenes)
    # Half a year holds about a hundred scenes of one place.
    app.workbench.set_period(Period(datetime(2018, 1, 1, tzinfo=timezone.utc), datetime.now(timezone.utc)))
    wait_until(lambda: app.workbench.can_run, 30, "parameters")
    gaps: List[float] = []
    last = [time.perf_counter()]

    def tick() -> None:
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    ticker = QTimer()
    ticker.setTimerType(Qt.TimerType.PreciseTimer)
    ticker.setInterval(STALL_TICK_MS)
    ticker.timeout.connect(tick)
    before = memory_mib()
    began = last[0] = time.perf_counter()
    ticker.start()
    click(plugin.dock, "run_button")
    wait_until(lambda: app.dry_run.state is DryRunState.DONE, 600, "test query")
    found = app.scenes.scenes()
    wait_until(lambda: all(app.scenes.quicklook(one.id) for one in found), 60, "quicklooks in the list")
    ended = time.perf_counter()
    ticker.stop()
    if len(found) != scenes:
        raise RuntimeError(f"{len(found)} scenes instead of {scenes}")
    return {
        "stall_ms": 1000.0 * max(gaps),
        "seconds": ended - began,
        "scene_mb": (memory_mib() - before) * 1.048576 / scenes,
    }


CHILDREN: Dict[str, Child] = {"query": _query}
