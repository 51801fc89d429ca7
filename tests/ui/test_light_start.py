"""What QGIS's start and the first look at the dock have to import: every user waits for it, also those who only start.

Times belong to `make bench`; here it is what would make them long, which holds on any machine.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[2] / "tools"
STEPS = """
import json, os, sys
sys.path.insert(0, TOOLS)
from benchmarks.measure import use_own_profile
use_own_profile()
from desktop import Desktop
from package_path import register_package
from qgis.core import QgsApplication
application = QgsApplication([], True)
application.initQgis()
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
HEAVY = {"numpy", "osgeo.gdal", "osgeo.ogr", "requests", "urllib3"}


def test_neither_the_start_nor_the_dock_imports_what_only_work_needs():
    script = f"TOOLS = {str(TOOLS)!r}\n{STEPS}"
    done = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, timeout=300, check=True)
    start, dock = (set(names) for names in json.loads(done.stdout.strip().splitlines()[-1]))
    assert not start & HEAVY
    assert not [name for name in start if ".core.app." in name or ".core.usecases." in name]
    assert not [name for name in start if name.endswith((".options_page", ".dock"))]
    assert not dock & HEAVY
    assert not [name for name in dock if name.endswith((".scenes_panel", ".jobs_panel", ".hold_dialog"))]
