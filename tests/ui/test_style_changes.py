"""The style of the application may change at any time, by QGIS's options or another plugin."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_CHANGE = """
import sys
sys.path[:0] = [{tools!r}, {tests!r}]
from package_path import register_package
register_package()
from qgis.core import QgsApplication
app = QgsApplication([], True)
app.initQgis()
from support.scene_panel import some_scenes
from up42_jobs.core.app.scenes.scene_filter import SceneFilterModel
from up42_jobs.core.app.scenes.scene_list import SceneListModel
from up42_jobs.core.domain.scenes.scene import SceneCollection
from up42_jobs.ui.scenes.scene_filter_bar import SceneFilterBar
model = SceneListModel()
bar = SceneFilterBar(SceneFilterModel(model), model)
bar.show()
model.set_collection(SceneCollection(some_scenes(5), ""), None)
for style in ("QWidget {{ font-size: 12pt }}", ""):
    app.setStyleSheet(style)
    app.processEvents()
print("alive", bar.gsd_spin.value(), flush=True)
import os
os._exit(0)
"""


def test_a_style_sheet_may_be_set_while_scenes_are_listed(tmp_path):
    """QGIS ended with a segmentation fault, 17 times of 17; in a process of its own, else all tests would end."""
    script = _CHANGE.format(tools=str(ROOT / "tools"), tests=str(ROOT / "tests"))
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert ended.stdout.startswith("alive 1.5"), (ended.returncode, ended.stderr[-2000:])
