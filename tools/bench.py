"""Benchmarks of start-up, opening the dock, and stalls of the window; prints a table, writes build/bench.json."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Callable, Dict, List

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "build" / "bench.json"
RUNS = 5
SCENES = 20
STALL_TICK_MS = 2


def main() -> int:
    """Runs every benchmark in processes of their own and reports medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--child", choices=sorted(CHILDREN))
    parser.add_argument("--scenes", type=int, default=SCENES)
    arguments = parser.parse_args()
    if arguments.child:
        print(json.dumps(CHILDREN[arguments.child](arguments.scenes)), flush=True)
        sys.stdout.flush()
        os._exit(0)
    rows: List[Dict[str, Any]] = []
    starts = [_child("start") for _ in range(RUNS + 1)][1:]
    for key, name, most in (
        ("start_ms", "import + classFactory + initGui, warm", 30.0),
        ("dock_ms", "opening the dock", 80.0),
        ("memory_mib", "memory of both, MiB", 8.0),
    ):
        rows.append(_row(name, [one[key] for one in starts], most))
    queries = [_child("query", arguments.scenes) for _ in range(3)]
    rows.append(
        _row(f"longest stall, test query of {arguments.scenes} scenes, ms", [one["stall_ms"] for one in queries], 50.0)
    )
    rows.append(
        _row(f"test query of {arguments.scenes} scenes to the last quicklook, s", [one["seconds"] for one in queries])
    )
    print(f"{'what':<58} {'min':>8} {'median':>8} {'max':>8} {'at most':>8}")
    for row in rows:
        limit = f"{row['at_most']:>8.1f}" if row["at_most"] is not None else f"{'–':>8}"
        print(f"{row['what']:<58} {row['min']:>8.1f} {row['median']:>8.1f} {row['max']:>8.1f} {limit}")
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(rows, indent=2), encoding="utf-8")
    return 0


def _row(what: str, values: List[float], at_most: Any = None) -> Dict[str, Any]:
    return {
        "what": what,
        "min": min(values),
        "median": statistics.median(values),
        "max": max(values),
        "at_most": at_most,
        "values": values,
    }


def _child(name: str, scenes: int = SCENES) -> Dict[str, float]:
    command = [sys.executable, __file__, "--child", name, "--scenes", str(scenes)]
    # QGIS keeps compiled modules; so does a warm start here, whatever the shell says.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(OUT.parent / "pycache")
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300, env=environment)
    return json.loads(done.stdout.strip().splitlines()[-1])


def _profile() -> str:
    folder = tempfile.mkdtemp(prefix="up42-bench-")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["UP42_JOBS_HOME"] = folder
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = folder
    os.environ["QGIS_AUTH_DB_DIR_PATH"] = folder
    sys.path.insert(0, str(Path(__file__).parent))
    return folder


def _memory_mib() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024.0
    return 0.0


def _start(scenes: int) -> Dict[str, float]:
    """Times what QGIS does with the plugin at start, then the first opening of its dock."""
    _profile()
    from desktop import Desktop
    from package_path import register_package
    from qgis.core import QgsApplication

    application = QgsApplication([], True)
    application.initQgis()
    desktop = Desktop()
    desktop.window.show()
    QgsApplication.processEvents()
    before = _memory_mib()
    began = time.perf_counter()
    package = register_package()
    plugin = package.classFactory(desktop)
    plugin.initGui()
    started = time.perf_counter()
    desktop.toolbar.actions()[0].trigger()
    plugin.dock.grab()
    opened = time.perf_counter()
    return {
        "start_ms": 1000.0 * (started - began),
        "dock_ms": 1000.0 * (opened - started),
        "memory_mib": _memory_mib() - before,
    }


def _query(scenes: int) -> Dict[str, float]:
    """Runs one test query in the real dock and watches the gaps between the turns of the event loop."""
    folder = _profile()
    sandbox = subprocess.Popen(
        [sys.executable, str(Path(__file__).parent / "run_sandbox.py"), "0"], stdout=subprocess.PIPE, text=True
    )
    try:
        access = json.loads(sandbox.stdout.readline())
        os.environ["UP42_JOBS_API_URL"] = access["api_url"]
        os.environ["UP42_JOBS_SERVICE"] = "workflows"
        os.environ["UP42_JOBS_USER"] = access["project_id"]
        os.environ["UP42_JOBS_KEY"] = access["project_key"]
        return _run_query(scenes, folder)
    finally:
        sandbox.terminate()
        sandbox.wait(10)


def _run_query(scenes: int, folder: str) -> Dict[str, float]:
    from desktop import Desktop, click, load_world_map, wait_until, zoom_to
    from package_path import register_package
    from qgis.core import QgsApplication
    from qgis.PyQt.QtCore import Qt, QTimer

    application = QgsApplication([], True)
    application.initQgis()
    package = register_package()
    from up42_jobs.core.app.account import AccountState
    from up42_jobs.core.app.dry_run import DryRunState

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
    began = last[0] = time.perf_counter()
    ticker.start()
    click(plugin.dock, "run_button")
    wait_until(lambda: app.dry_run.state is DryRunState.DONE, 240, "test query")
    found = app.scenes.scenes()
    wait_until(lambda: all(app.scenes.quicklook(one.id) for one in found), 60, "quicklooks in the list")
    ended = time.perf_counter()
    ticker.stop()
    if len(found) != scenes:
        raise RuntimeError(f"{len(found)} scenes instead of {scenes}")
    return {"stall_ms": 1000.0 * max(gaps), "seconds": ended - began}


CHILDREN: Dict[str, Callable[[int], Dict[str, float]]] = {"start": _start, "query": _query}


if __name__ == "__main__":
    sys.exit(main())
