"""Event-loop turn times of QGIS while a user looks at 500 scenes, per action.

The other benchmarks use a small desktop in a process of their own. Here QGIS runs with all its panels on a screen of
1,600 × 1,000, and what the mouse and the keys do comes in as events.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, List, Mapping

from benchmarks.measure import CHILD_S, TOOLS, Child, Row, column, run_child, sandbox_process, use_connection

RUNS = 2
SCENES = 500
LATENCY_S = 0.05
FRAME_BUDGET_MS = 50.0
PERSON = Path(__file__).with_name("window_person.py")


def rows() -> List[Row]:
    """Lets QGIS be used on the platform's scenes and tells the longest turn of each action."""
    runs = [run_child("window.use", scenes=SCENES) for _ in range(RUNS)]
    found: List[Row] = []
    for name in runs[0]["actions"]:
        actions = [run["actions"][name] for run in runs]
        title = f"QGIS, {SCENES} scenes, {name}: longest turn, ms"
        found += [
            Row(title, column(actions, "longest_ms"), FRAME_BUDGET_MS),
            Row(f"… turns over {FRAME_BUDGET_MS:.0f} ms", column(actions, "over")),
            Row("… longest turn of the window's thread by its processor time, ms",
                column(actions, "longest_cpu_ms"), FRAME_BUDGET_MS),
            Row("… without Python's full garbage collections, ms", column(actions, "longest_own_ms")),
            Row("… seconds until the map was drawn", column(actions, "drawn_s")),
        ]
    memory = [run["memory"] for run in runs]
    found += [Row(f"QGIS, memory {name}, MiB", column(memory, name)) for name in memory[0]]
    return found


def _use(options: Mapping[str, Any]) -> Dict[str, Any]:
    sandbox = sandbox_process(latency_seconds=LATENCY_S)
    with tempfile.TemporaryDirectory(prefix="up42-window-") as home, sandbox as access:
        use_connection(access, "platform")
        figures = Path(home) / "figures.json"
        environment = {
            **{key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"},
            "UP42_JOBS_HOME": f"{home}/jobs",
            "WINDOW_FIGURES": str(figures),
            "WINDOW_SCENES": str(options["scenes"]),
        }
        screen = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"]
        qgis = ["qgis", "--nologo", "--noversioncheck", "--profiles-path", _profiles(Path(home))]
        process = subprocess.Popen(
            [*screen, *qgis, "--code", str(PERSON)], stdout=sys.stderr, env=environment, start_new_session=True
        )
        try:
            process.wait(CHILD_S)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        found: Dict[str, Any] = json.loads(figures.read_text(encoding="utf-8"))
    if "error" in found:
        raise RuntimeError(found["error"])
    return found


def _profiles(home: Path) -> str:
    """Makes a profile with the plugin switched on and its dock open."""
    profile = home / "profiles" / "default"
    (profile / "python" / "plugins").mkdir(parents=True)
    (profile / "python" / "plugins" / "up42_jobs").symlink_to(TOOLS.parent)
    (profile / "QGIS").mkdir()
    settings = "[PythonPlugins]\nup42_jobs=true\n[up42_jobs]\ndock_open=true\n"
    for version in (3, 4):
        (profile / "QGIS" / f"QGIS{version}.ini").write_text(settings, encoding="utf-8")
    return str(home)


CHILDREN: Dict[str, Child] = {"use": _use}
