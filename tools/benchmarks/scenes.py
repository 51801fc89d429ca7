"""Test queries in the real dock: stalls of the window, time and memory, at growing numbers of scenes.

Both generations of the service are measured: workflows, and today's platform, which finds a thousand scenes of the
same archive. Each query is run three times. The Sandbox draws its pictures during the first, which tells the memory.
The next finds them drawn and the cache of the plugin empty: the first look. The last finds the cache filled: the
second look. Both are compared with curl, which fetches the same files over as many connections in the same run.
"""

from __future__ import annotations

import importlib
import shutil
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Dict, List, Mapping, Sequence, Tuple

from benchmarks.curl import curl_seconds
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

# Generation of the service, and the numbers of scenes. Most products of the workflows let one test query find 500.
COUNTS: Tuple[Tuple[str, Sequence[int]], ...] = (
    ("workflows", (10, 100, 500)),
    ("platform", (10, 100, 500, 1000)),
)
RUNS = 2
STALL_TICK_MS = 2
MEBIBYTE_MB = 1.048576
LATENCY_S = 0.05
MAX_GROWTH = 1.2
PRODUCTS = {"workflows": "oneatlas-pleiades-display:1", "platform": "phr-display"}
LOOKS = ("first", "second")
FIGURES = ("stall_ms", "turn_ms", "first_s", "ratio", "quicklooks_s", "work_ms", "seconds")


def rows() -> List[Row]:
    """Runs the test query of each generation at every number of scenes."""
    return [row for service, counts in COUNTS for row in _service_rows(service, counts)]


def _service_rows(service: str, counts: Sequence[int]) -> List[Row]:
    runs = {count: [run_child("scenes.query", service=service, scenes=count) for _ in range(RUNS)] for count in counts}
    found = [row for count in counts for row in _count_rows(service, count, runs[count])]
    for less, more in zip(counts, counts[1:]):
        found += _growth_rows(service, less, runs[less], more, runs[more])
    return found


def _count_rows(service: str, count: int, runs: Sequence[Mapping[str, Any]]) -> List[Row]:
    found: List[Row] = []
    for look in LOOKS:
        seen = {name: column(runs, f"{look} {name}") for name in FIGURES}
        found += [
            Row(f"{service}, {count} scenes, {look} look: longest stall of the window, ms", seen["stall_ms"], 50.0),
            Row("… longest turn of the window's thread by its processor time, ms", seen["turn_ms"], 50.0),
            Row("… first quicklook on the map after, s", seen["first_s"], 0.5),
            Row("… quicklooks fetched, placed and on the map / curl", seen["ratio"], 2.5),
            Row("… seconds", seen["quicklooks_s"]),
            Row("… of it the processor's for each quicklook, ms", seen["work_ms"]),
            Row("… seconds from the click to the last quicklook", seen["seconds"]),
        ]
    return [
        *found,
        Row("… seconds of curl --parallel", column(runs, "curl_s")),
        Row("… memory of GDAL and numpy, loaded by the first query, MB", column(runs, "loaded_mb")),
        Row("… memory a scene in list and map, MB", column(runs, "scene_mb"), 0.1 if count >= 500 else None),
        Row("… clearing, the window's thread for each scene, ms", column(runs, "clear_ms")),
        Row("… memory left after clearing, MB", column(runs, "left_mb")),
    ]


def _growth_rows(
    service: str, less: int, before: Sequence[Mapping[str, Any]], more: int, after: Sequence[Mapping[str, Any]]
) -> List[Row]:
    """Returns what a scene costs over what it costs when there are less of them: 1 where the cost is linear."""
    found: List[Row] = []
    for look in LOOKS:
        work = _ratios(before, after, f"{look} work_ms")
        seconds = [less / more * ratio for ratio in _ratios(before, after, f"{look} seconds")]
        found += [
            Row(f"{service}, a scene of {more} / of {less}, {look} look: seconds", seconds, MAX_GROWTH),
            Row("… the processor's time", work, MAX_GROWTH),
        ]
    slope = [
        (last * more - first * less) / (more - less)
        for first, last in zip(column(before, "scene_mb"), column(after, "scene_mb"))
    ]
    found.append(Row("… clearing", _ratios(before, after, "clear_ms"), MAX_GROWTH))
    return [*found, Row("… memory of a scene more, MB", slope, 0.1 if more >= 500 else None)]


def _ratios(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], key: str) -> List[float]:
    return [last / first for first, last in zip(column(before, key), column(after, key))]


def _query(options: Mapping[str, Any]) -> Dict[str, Any]:
    """Runs the test query in the real dock and watches the gaps between the turns of the event loop."""
    home = use_own_profile()
    service = str(options["service"])
    with sandbox_process(latency_seconds=LATENCY_S) as access:
        use_connection(access, service)
        return _run_query(service, int(options["scenes"]), home, access)


def _run_query(service: str, scenes: int, home: Path, access: Mapping[str, str]) -> Dict[str, Any]:
    from desktop import Desktop, click, open_dock, wait_until, zoom_to
    from package_path import register_package
    from qgis.core import QgsApplication, QgsProject
    from qgis.PyQt.QtCore import Qt, QTimer

    application = QgsApplication([], True)
    application.initQgis()
    package = register_package()
    from up42_jobs.core.app.scenes.last_query import DryRunState
    from up42_jobs.core.domain.clock import utc_now
    from up42_jobs.core.domain.parameters import Period
    from up42_jobs.core.usecases.dry_run import WORKERS

    desktop = Desktop()
    # The same archive in both generations.
    plugin = open_dock(desktop, package, "Environment", PRODUCTS[service])
    app = plugin.application
    zoom_to(desktop.canvas, -0.40, 39.40, -0.26, 39.50)
    extent = desktop.canvas.extent()
    app.area.use_map_extent(extent, desktop.canvas.mapSettings().destinationCrs())
    app.workbench.set_limit(scenes)
    # Half a year holds about a hundred scenes of one place.
    app.workbench.set_period(Period(datetime(2018, 1, 1, tzinfo=timezone.utc), utc_now()))
    wait_until(lambda: app.workbench.can_run, 30, "parameters")
    gaps: List[float] = []
    turns: List[float] = []
    moments: Dict[str, float] = {}
    last = [0.0, 0.0]

    def tick() -> None:
        now, spent = time.perf_counter(), time.thread_time()
        gaps.append(now - last[0])
        turns.append(spent - last[1])
        last[:] = [now, spent]
        if "last" not in moments:
            if app.dry_run.state is DryRunState.QUICKLOOKS:
                moments.setdefault("found", now)
            if "found" in moments and app.map_scenes.layer_ids():
                moments.setdefault("first", now)

    def run() -> float:
        click(plugin.dock, "run_button")
        began = time.perf_counter()
        wait_until(lambda: app.dry_run.state is DryRunState.DONE, 600, "test query")
        found = app.scenes.scenes()
        if len(found) != scenes:
            raise RuntimeError(f"{len(found)} scenes instead of {scenes}")
        wait_until(lambda: all(app.scenes.quicklook(item.id) for item in found), 60, "quicklooks in the list")
        return began

    def clear() -> float:
        began = time.thread_time()
        app.dry_run.clear()
        app.map_scenes.clear()
        wait_until(lambda: project.count() == layer_count, 60, "clearing")
        return 1000.0 * (time.thread_time() - began) / scenes

    project = QgsProject.instance()
    layer_count = project.count()
    start = memory_mib()
    # The first query loads them, also one that finds nothing: they are no part of a scene.
    importlib.import_module("osgeo.gdal_array")
    before = memory_mib()
    run()
    figures: Dict[str, Any] = {
        "loaded_mb": (before - start) * MEBIBYTE_MB,
        "scene_mb": (memory_mib() - before) * MEBIBYTE_MB / scenes,
    }
    figures["clear_ms"] = clear()
    # What is free is given back beside the window.
    wait_until(lambda: application.taskManager().countActiveTasks() == 0, 60, "the last task")
    figures["left_mb"] = (memory_mib() - before) * MEBIBYTE_MB
    shutil.rmtree(home / "cache" / "quicklooks")
    for look in LOOKS:
        gaps.clear()
        turns.clear()
        moments.clear()
        ticker = QTimer()
        ticker.setTimerType(Qt.TimerType.PreciseTimer)
        ticker.setInterval(STALL_TICK_MS)
        ticker.timeout.connect(tick)
        last[:] = [time.perf_counter(), time.thread_time()]
        ticker.start()
        worked = time.process_time()
        began = run()
        moments["last"] = time.perf_counter()
        worked = time.process_time() - worked
        ticker.stop()
        if look == LOOKS[0]:
            fetched = [scene for scene in app.scenes.scenes() if scene.quicklook_name]
            files = len([item for item in fetched if not app.scenes.quicklook(item.id).problem])
            figures["curl_s"] = curl_seconds(service, access, app.dry_run.job.id, fetched, files, WORKERS)
        seconds = moments["last"] - moments["found"]
        measured = {
            "stall_ms": 1000.0 * max(gaps),
            "turn_ms": 1000.0 * max(turns),
            "first_s": moments["first"] - moments["found"],
            "quicklooks_s": seconds,
            "ratio": seconds / figures["curl_s"],
            "work_ms": 1000.0 * worked / scenes,
            "seconds": moments["last"] - began,
        }
        figures.update({f"{look} {name}": value for name, value in measured.items()})
        clear()
    return figures


CHILDREN: Dict[str, Child] = {"query": _query}
