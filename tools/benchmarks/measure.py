"""Result rows, child processes and readings that several benchmarks share."""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Sequence

TOOLS = Path(__file__).resolve().parents[1]
BUILD = TOOLS.parent / "build"
CHILD_S = 900

# What a benchmark's own process runs: options in, figures out, both as JSON has them.
Child = Callable[[Mapping[str, Any]], Dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """One figure of several runs; `at_most` is what it is held to, None where it only informs."""

    what: str
    values: Sequence[float]
    at_most: Optional[float] = None

    @property
    def median(self) -> float:
        """Returns the median of all runs."""
        return statistics.median(self.values)

    def document(self, yardstick_ms: float) -> Dict[str, Any]:
        """Returns the row as `build/bench.json` has it."""
        known = {**asdict(self), "min": min(self.values), "median": self.median, "max": max(self.values)}
        return {**known, "yardsticks": self._yardsticks(yardstick_ms)}

    def text(self, yardstick_ms: float) -> str:
        """Returns the row as a line of the table."""
        limit = f"{self.at_most:>9.1f}" if self.at_most is not None else f"{'–':>9}"
        ratio = self._yardsticks(yardstick_ms)
        yards = f"{ratio:>10.2f}" if ratio is not None else f"{'–':>10}"
        return f"{self.what:<68} {min(self.values):>9.2f} {self.median:>9.2f} {max(self.values):>9.2f} {limit} {yards}"

    def _yardsticks(self, yardstick_ms: float) -> Optional[float]:
        """Returns the median of a row in milliseconds as a ratio to the yardstick of the same run."""
        return self.median / yardstick_ms if self.what.endswith(", ms") else None


HEADER = f"{'what':<68} {'min':>9} {'median':>9} {'max':>9} {'at most':>9} {'yardsticks':>10}"
# How often the yardstick is measured before each benchmark; the least busy moment counts.
YARDSTICKS = 3


def run_child(name: str, **options: Any) -> Dict[str, Any]:
    """Runs the child `module.function` of the benchmarks in a process of its own and returns its figures."""
    command = [sys.executable, str(TOOLS / "bench.py"), "--child", name, "--options", json.dumps(options)]
    # QGIS keeps compiled modules; so does a warm start here, whatever the shell says.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(BUILD / "pycache")
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=CHILD_S, env=environment)
    if done.returncode != 0:
        raise RuntimeError(f"{name} {options} ended with {done.returncode}")
    figures: Dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def yardstick_ms() -> float:
    """Returns what figures in milliseconds are compared with: the import of numpy, GDAL and requests in a process."""
    return min(run_child("start.yardstick")["ms"] for _ in range(YARDSTICKS))


def use_own_profile() -> Path:
    """Gives this process a QGIS profile and a home of the plugin of its own, off-screen; returns the folder."""
    folder = tempfile.mkdtemp(prefix="up42-bench-")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["UP42_JOBS_HOME"] = folder
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = folder
    os.environ["QGIS_AUTH_DB_DIR_PATH"] = folder
    return Path(folder)


@contextlib.contextmanager
def sandbox_process(**options: Any) -> Iterator[Dict[str, str]]:
    """Runs the Sandbox in a process of its own, so that it takes no turn of ours, and yields its access values."""
    process = subprocess.Popen(
        [sys.executable, str(TOOLS / "benchmarks" / "sandbox_process.py"), json.dumps(options)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        access: Dict[str, str] = json.loads(process.stdout.readline()) if process.stdout is not None else {}
        yield access
    finally:
        if process.stdin is not None:
            process.stdin.close()
        process.wait(10)


def use_connection(access: Mapping[str, str], service: str = "workflows") -> None:
    """Makes the plugin's connection `Environment` that generation of the Sandbox of `sandbox_process`."""
    user, key = ("project_id", "project_key") if service == "workflows" else ("user", "password")
    os.environ["UP42_JOBS_API_URL"] = access["api_url"]
    os.environ["UP42_JOBS_AUTH_URL"] = access["auth_url"]
    os.environ["UP42_JOBS_SERVICE"] = service
    os.environ["UP42_JOBS_USER"] = access[user]
    os.environ["UP42_JOBS_KEY"] = access[key]


def memory_mib(kind: str = "VmRSS") -> float:
    """Returns the resident memory of this process; `RssAnon` is without the pages of files, such as Qt's code."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(kind):
            return int(line.split()[1]) / 1024.0
    return 0.0


def column(runs: Sequence[Mapping[str, Any]], key: str) -> List[float]:
    """Returns one figure of several runs."""
    return [float(run[key]) for run in runs]
