"""The main job from end to end in the real dock against the Sandbox, by clicks; leaves pictures and figures.

Both generations of the service are shown one after the other in one dock: `workflows` and `platform`.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any, Dict

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "build" / "demo"
# Generation, connection, what is typed to find the product, where the area lies across the map.
GENERATIONS = (
    ("workflows", "Sandbox", "ades Display", 0.32),
    ("platform", "Sandbox Platform", "ades Display", 0.68),
)


def run(out: Path) -> Dict[str, Any]:
    """Drives the flow once a generation and returns the report; raises where a step does not hold."""
    from demo_flow import Flow, Stage
    from demo_report import Demo

    stage = Stage()
    flows = [Flow(stage, Demo(out, generation), *choices) for generation, *choices in GENERATIONS]
    for flow in flows:
        flow.run()
    # Where a user looks first.
    shutil.copy(out / GENERATIONS[0][0] / "data.json", out / "data.json")
    for flow in flows:
        flow.demo.step("save and open again", lambda flow=flow: flow.save(out / "project.qgz"))
    stage.render(out / "map.png", [flow.target for flow in flows])
    stage.close()
    return {flow.demo.generation: flow.demo.report for flow in flows}


def main() -> int:
    """Runs the demo in a profile and folder of its own; 0 only when every step held."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    for generation, *_ in GENERATIONS:
        (OUT / generation).mkdir()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["UP42_JOBS_HOME"] = str(OUT)
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = str(OUT / "profile")
    os.environ["QGIS_AUTH_DB_DIR_PATH"] = str(OUT / "profile")
    (OUT / "profile").mkdir()
    sys.path.insert(0, str(Path(__file__).parent))
    from moment import choose_moment
    from package_path import register_package
    from qgis.core import QgsApplication

    register_package()
    choose_moment()
    application = QgsApplication([], True)
    application.initQgis()
    try:
        report = run(OUT)
    finally:
        shutil.rmtree(OUT / "profile", ignore_errors=True)
    (OUT / "report.json").write_text(json.dumps(report, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    try:
        code = main()
    except Exception as error:
        print(f"the demo did not hold: {error}", file=sys.stderr)
        code = 1
    # QGIS's own teardown order at interpreter exit is not ours to depend on; everything is on disk by now.
    sys.stdout.flush()
    os._exit(code)
