"""Takes the pictures of the user guide from the demo's flow in the real dock, twice as large as on the screen."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "build" / "guide"
PICTURES = ROOT / "resources" / "guide" / "pictures"
# What the demo calls a picture, and what the guide does.
WANTED = {
    "dock-1-start.png": "first-run.png",
    "dock-2-configured.png": "configured.png",
    "window-scenes.png": "scenes-window.png",
    "dock-4-scenes.png": "scenes.png",
    "dock-5-preview.png": "preview.png",
    "dock-6-hold.png": "hold.png",
    "dock-8-done.png": "jobs.png",
    "dock-9-storage.png": "storage.png",
    "window-outputs.png": "outputs-window.png",
}
WINDOW = (1080, 720)
# High enough for the timeline.
HIGH_WINDOW = (1080, 1000)
SETTLE_MS = 1000
SIZES = {"hold.png": (640, 700), "preview.png": (640, 700), "ledger.png": (860, 380), "storage.png": (640, 340)}


def take(work: Path) -> None:
    """Goes the way of the demo once, in today's service, and opens what the demo leaves out."""
    from demo_flow import Flow, Stage
    from demo_report import Demo
    from desktop import click, top_level
    from qgis.core import QgsProject
    from qgis.gui import QgsMapCanvas
    from qgis.PyQt.QtTest import QTest
    from qgis.PyQt.QtWidgets import QWidget

    from up42_jobs.ui.options.options_page import OptionsPage

    class Album(Demo):
        """Keeps the pictures that the guide shows."""

        def picture(self, widget: QWidget, name: str) -> None:
            if name in WANTED:
                snap(widget, WANTED[name])

    def snap(widget: QWidget, name: str) -> None:
        bar = getattr(flow.stage.plugin.dock, "message_bar", None)
        if bar is not None:
            # Notices are for the moment; they would hide what a page is about.
            bar.clearWidgets()
        flow.stage.desktop.bar.clearWidgets()
        if name == "scenes.png":
            flow.stage.desktop.window.resize(*HIGH_WINDOW)
        if name in SIZES:
            # The screen without a display is low; a dialog that fits it would hide most of itself.
            widget.resize(*SIZES[name])
        # A map follows its new size a moment later, its outlines at once.
        QTest.qWait(SETTLE_MS)
        for canvas in widget.findChildren(QgsMapCanvas):
            canvas.refresh()
            canvas.waitWhileRendering()
        QTest.qWait(SETTLE_MS)
        # 0 packs hardest: all pictures share the limit of the guide.
        widget.grab().save(str(PICTURES / name), "PNG", 0)
        flow.stage.desktop.window.resize(*WINDOW)

    stage = Stage()
    stage.desktop.window.resize(*WINDOW)
    flow = Flow(stage, Album(work, "platform"), "Sandbox Platform", "ades Display", 0.4)
    flow.run()
    click(stage.plugin.dock, "ledger_button")
    ledger = top_level("ledger_dialog")
    snap(ledger, "ledger.png")
    ledger.close()
    options = OptionsPage(stage.plugin.application)
    options.resize(720, 620)
    options.show()
    snap(options, "options.png")
    options.close()
    QgsProject.instance().clear()
    stage.close()


def main() -> int:
    """Takes all pictures in a profile of its own; 0 only when every step held."""
    shutil.rmtree(WORK, ignore_errors=True)
    (WORK / "platform").mkdir(parents=True)
    (WORK / "profile").mkdir()
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = "2"
    os.environ["UP42_JOBS_HOME"] = str(WORK / "home")
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = os.environ["QGIS_AUTH_DB_DIR_PATH"] = str(WORK / "profile")
    sys.path.insert(0, str(Path(__file__).parent))
    from moment import choose_moment
    from package_path import register_package
    from qgis.core import QgsApplication

    register_package()
    choose_moment()
    application = QgsApplication([], True)
    application.initQgis()
    take(WORK)
    return 0


if __name__ == "__main__":
    try:
        code = main()
    except Exception as error:
        print(f"the pictures could not be taken: {error}", file=sys.stderr)
        code = 1
    # As in the demo: QGIS's own teardown order at interpreter exit is not ours to depend on.
    sys.stdout.flush()
    os._exit(code)
