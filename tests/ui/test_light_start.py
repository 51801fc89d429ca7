"""What QGIS's start and the first look at the dock have to import: every user waits for it, also those who only start.

Times belong to `make bench`; here it is what would make them long, which holds on any machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[2] / "tools"
BEGIN = """
import json, os, sys
sys.path.insert(0, TOOLS)
from benchmarks.measure import use_own_profile
use_own_profile()
from package_path import register_package
from qgis.core import QgsApplication
application = QgsApplication([], True)
application.initQgis()
"""
WINDOW = """
from desktop import Desktop
desktop = Desktop()
desktop.window.show()
QgsApplication.processEvents()
before = set(sys.modules)
plugin = register_package().classFactory(desktop)
plugin.initGui()
start = sorted(set(sys.modules) - before)
desktop.toolbar.actions()[0].trigger()
plugin.dock.grab()
dock = sorted(set(sys.modules) - before)
print(json.dumps([start, dock]), flush=True)
os._exit(0)
"""
# Without watches, and with one of a connection that was not used last.
LOOK = """
import shutil, tempfile
from pathlib import Path
from desktop import Desktop
home = Path(tempfile.mkdtemp())
os.environ["UP42_JOBS_HOME"] = str(home)
desktop = Desktop()
desktop.window.show()
plugin = register_package().classFactory(desktop)
plugin.initGui()
QgsApplication.processEvents()
looks = []
for number in range(2):
    before = set(sys.modules)
    plugin._around.watches.look()
    looks.append(sorted(set(sys.modules) - before))
    (home / "watches").mkdir(exist_ok=True)
    (home / "watches" / "a.json").write_text('{"connection": "Another", "last_run": null}')
shutil.rmtree(home)
print(json.dumps(looks), flush=True)
os._exit(0)
"""
PROCESSING = """
before = set(sys.modules)
plugin = register_package().classFactory(None)
plugin.initProcessing()
names = [algorithm.id() for algorithm in QgsApplication.processingRegistry().providerById("up42jobs").algorithms()]
print(json.dumps([sorted(set(sys.modules) - before), names]), flush=True)
os._exit(0)
"""
HOLD = """
before = set(sys.modules)
register_package()
import up42_jobs.ui.hold.hold_dialog
print(json.dumps(sorted(set(sys.modules) - before)), flush=True)
os._exit(0)
"""
HEAVY = {"numpy", "osgeo", "osgeo.gdal", "osgeo.ogr", "requests", "urllib3", "sqlite3"}
# Their dataclasses and tables take longest to import, and only a dock or a run uses them.
LATE_ROOMS = tuple(
    f"up42_jobs.{room}"
    for room in (
        "core.api",
        "core.app",
        "core.domain",
        "core.gis",
        "core.journal",
        "core.usecases",
        "core.wording",
        "sandbox",
    )
)
# What comes with the sign-in, the first test query or the first look at a tab.
LATE_IN_THE_DOCK = tuple(
    f"up42_jobs.{room}"
    for room in (
        "core.api",
        "core.app.areas",
        "core.app.jobs",
        "core.app.outputs",
        "core.journal",
        "core.usecases",
        "sandbox",
        "ui.areas",
        "ui.hold.hold_dialog",
        "ui.job_notices",
        "ui.jobs",
        "ui.options.options_page",
        "ui.outcomes",
        "ui.scenes",
    )
)
ALGORITHMS = {
    "up42jobs:checkconnection",
    "up42jobs:downloadoutputs",
    "up42jobs:estimate",
    "up42jobs:listjobs",
    "up42jobs:runjob",
    "up42jobs:runjobareas",
    "up42jobs:testquery",
    "up42jobs:testqueryareas",
    "up42jobs:watch",
}


def outcome_of(steps):
    """Runs steps in a process of their own, whose clock is the machine's: the tests' clock is part of the domain."""
    environment = {name: value for name, value in os.environ.items() if name != "UP42_JOBS_CLOCK_SHIFT_S"}
    script = f"TOOLS = {str(TOOLS)!r}\n{BEGIN}{steps}"
    done = subprocess.run(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, timeout=300, check=True, env=environment
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


def late(names):
    return [name for name in names if name in HEAVY or name.startswith(LATE_ROOMS)]


def test_neither_the_start_nor_the_dock_imports_what_is_used_later():
    start, dock = outcome_of(WINDOW)
    assert late(start) == []
    # The parts around the dock wait until QGIS has started, the options page until the options are opened.
    assert not [name for name in start if name.startswith("up42_jobs.ui.") and ".options" not in name]
    assert "up42_jobs.ui.options.options_page" not in start
    assert not set(dock) & HEAVY
    assert [name for name in dock if name.startswith(LATE_IN_THE_DOCK)] == []


def test_looking_for_due_watches_imports_neither_the_dock_nor_what_runs_them():
    """It follows each start, and on most days and for most users no watch is due."""
    for names in outcome_of(LOOK):
        assert [name for name in late(names) if not name.startswith("up42_jobs.core.domain")] == []
        # Of the domain, what a connection is and when a watch is due; not what areas, scenes and jobs are.
        assert {"up42_jobs.core.domain.aoi", "up42_jobs.core.domain.jobs", "up42_jobs.ui.dock"}.isdisjoint(names)


def test_the_hold_dialog_imports_nothing_of_the_search_over_many_areas():
    """It opens at a click, and most orders are of one area."""
    assert [name for name in outcome_of(HOLD) if name.startswith(("up42_jobs.core.app.areas", "osgeo"))] == []


def test_qgis_process_lists_all_algorithms_without_what_only_a_run_needs():
    """It calls `initProcessing` alone, once per command, and most commands run another provider's algorithm."""
    imported, names = outcome_of(PROCESSING)
    assert set(names) == ALGORITHMS
    assert late(imported) == []
