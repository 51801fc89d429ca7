"""The main job from end to end in the real dock against the Sandbox, by clicks; leaves pictures and figures."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any, Callable, Dict, List

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "build" / "demo"

# The eastern shore of Spain: a harbour, a city, rice fields and the sea in one view.
PLACE = (-0.37, 39.52, -0.29, 39.58)
STEP_SECONDS = 90


class Demo:
    """One run of the flow; every step is timed and told in one line."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.steps: List[Dict[str, Any]] = []
        self.report: Dict[str, Any] = {}

    def step(self, name: str, work: Callable[[], str]) -> None:
        """Runs one step; its text is what was seen. A failure ends the demo."""
        began = time.monotonic()
        try:
            seen = work()
        except Exception as error:
            self._note(name, began, False, f"{type(error).__name__}: {error}")
            raise
        self._note(name, began, True, seen)

    def _note(self, name: str, began: float, ok: bool, seen: str) -> None:
        seconds = round(time.monotonic() - began, 2)
        self.steps.append({"name": name, "seconds": seconds, "ok": ok})
        print(f"{'ok  ' if ok else 'FAIL'} {name:<22} {seconds:6.2f} s  {seen}", flush=True)

    def picture(self, widget: Any, name: str) -> None:
        """Keeps what a widget looks like."""
        widget.grab().save(str(self.out / name))


def run(out: Path) -> Dict[str, Any]:
    """Drives the flow and returns the report; raises where a step does not hold."""
    from desktop import (
        Desktop,
        click,
        drag,
        find,
        load_world_map,
        top_level,
        wait_until,
        zoom_to,
    )
    from qgis.core import (
        Qgis,
        QgsApplication,
        QgsMapRendererParallelJob,
        QgsMapSettings,
        QgsProject,
        QgsRasterLayer,
    )
    from qgis.PyQt.QtCore import QItemSelectionModel, QPoint, QSize, Qt, QTimer
    from qgis.PyQt.QtTest import QTest
    from qgis.PyQt.QtWidgets import QAbstractItemView, QApplication, QTabWidget

    from up42_jobs.core.app.account import AccountState
    from up42_jobs.core.app.dry_run import DryRunState
    from up42_jobs.core.app.job_list import DownloadState
    from up42_jobs.core.app.workbench import EstimateState
    from up42_jobs.core.domain.jobs import JobMode, JobStatus
    from up42_jobs.plugin import Up42JobsPlugin

    demo = Demo(out)
    report = demo.report
    desktop = Desktop()
    plugin = Up42JobsPlugin(desktop)
    project = QgsProject.instance()

    def open_dock() -> str:
        load_world_map()
        plugin.initGui()
        desktop.window.show()
        zoom_to(desktop, *PLACE)
        desktop.toolbar.actions()[0].trigger()
        app = plugin.application
        wait_until(lambda: app.account.state is AccountState.READY, STEP_SECONDS, "sign-in")
        wait_until(lambda: app.workbench.product is not None, STEP_SECONDS, "products")
        report["balance_before"] = app.account.balance.available_credits
        demo.picture(plugin.dock, "dock-1-start.png")
        return f"{len(app.account.products)} products, {report['balance_before']} credits"

    demo.step("open the dock", open_dock)
    app, dock = plugin.application, plugin.dock
    tabs = find(dock, "tabs", QTabWidget)

    def draw_area() -> str:
        click(dock, "draw_rectangle_button")
        view = desktop.canvas.viewport()
        middle = QPoint(view.width() // 2, view.height() // 2)
        half = QPoint(view.width() // 7, view.height() // 7)
        drag(view, middle - half, middle + half)
        wait_until(lambda: app.area.aoi is not None, STEP_SECONDS, "area")
        return f"{app.area.aoi.area_km2:.1f} km²"

    demo.step("draw the area", draw_area)

    def set_parameters() -> str:
        limit = find(dock, "limit_spin")
        limit.setFocus()
        limit.selectAll()
        QTest.keyClicks(limit, "12")
        QTest.keyClick(limit, Qt.Key.Key_Tab)
        cloud = find(dock, "cloud_spin")
        cloud.setFocus()
        cloud.selectAll()
        QTest.keyClicks(cloud, "30")
        QTest.keyClick(cloud, Qt.Key.Key_Tab)
        wait_until(lambda: app.workbench.parameters.limit == 12, STEP_SECONDS, "limit")
        wait_until(lambda: app.workbench.parameters.max_cloud_cover == 30, STEP_SECONDS, "cloud cover")
        wait_until(lambda: app.workbench.estimate_state is EstimateState.READY, STEP_SECONDS, "estimate")
        demo.picture(dock, "dock-2-configured.png")
        estimate = app.workbench.estimate
        return f"estimate {estimate.min_credits} to {estimate.max_credits} credits"

    demo.step("set the parameters", set_parameters)

    def test_query() -> str:
        click(dock, "dry_run_radio")
        click(dock, "run_button")
        wait_until(lambda: app.dry_run.state is DryRunState.QUICKLOOKS, STEP_SECONDS, "scenes")
        demo.picture(dock, "dock-3-running.png")
        wait_until(lambda: app.dry_run.state is DryRunState.DONE, STEP_SECONDS, "test query")
        wait_until(
            lambda: all(app.scenes.quicklook(one.id) for one in app.scenes.scenes()), STEP_SECONDS, "quicklooks"
        )
        with_image = [one for one in app.scenes.scenes() if not app.scenes.quicklook(one.id).problem]
        wait_until(lambda: len(app.map_scenes.layer_ids()) == len(with_image), STEP_SECONDS, "quicklooks on the map")
        report["scene_count"] = len(app.scenes.scenes())
        report["quicklook_layers"] = len(app.map_scenes.layer_ids())
        if not report["quicklook_layers"] or report["scene_count"] != 12:
            raise RuntimeError(f"{report['scene_count']} scenes, {report['quicklook_layers']} quicklooks")
        shutil.copy(Path(app.dry_run.folder) / "data.json", out / "data.json")
        return f"{report['scene_count']} scenes, {report['quicklook_layers']} quicklooks"

    demo.step("run the test query", test_query)

    def look_at_scenes() -> str:
        tabs.setCurrentIndex(1)
        QApplication.processEvents()
        desktop.canvas.setExtent(app.map_scenes.zoom_target([one.id for one in app.scenes.scenes()]))
        desktop.canvas.refresh()
        desktop.canvas.waitWhileRendering()
        view = find(dock, "scenes_view", QAbstractItemView)
        view.selectionModel().select(
            view.model().index(0, 0),
            QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
        )
        view.setCurrentIndex(view.model().index(0, 0))
        QApplication.processEvents()
        demo.picture(dock, "dock-4-scenes.png")
        demo.picture(desktop.window, "window-scenes.png")
        QTimer.singleShot(300, lambda: _close_dialog(demo, top_level, "preview_dialog", "dock-5-preview.png"))
        click(dock, "preview_button")
        return "list, map and preview"

    demo.step("look at the scenes", look_at_scenes)

    def hold_and_run() -> str:
        def confirm() -> None:
            dialog = top_level("hold_dialog")
            if dialog is None:
                return
            timer.stop()
            report["hold_credits"] = app.ordering.hold.credits
            report["estimate_min"] = app.ordering.hold.estimate.min_credits
            report["estimate_max"] = app.ordering.hold.estimate.max_credits
            demo.picture(dialog, "dock-6-hold.png")
            click(dialog, "confirm_button")

        timer = QTimer()
        timer.setInterval(50)
        timer.timeout.connect(confirm)
        timer.start()
        click(dock, "order_button")
        wait_until(lambda: any(row.is_own for row in app.jobs.rows()), STEP_SECONDS, "live job")
        before = report["balance_before"]
        wait_until(lambda: app.account.balance.available_credits < before, STEP_SECONDS, "hold in the balance")
        report["balance_held"] = app.account.balance.available_credits
        tabs.setCurrentIndex(2)
        QApplication.processEvents()
        demo.picture(dock, "dock-7-job-running.png")
        return f"{report['hold_credits']} credits held, balance {report['balance_held']}"

    demo.step("confirm the hold", hold_and_run)

    def follow() -> str:
        def own() -> Any:
            return next(row for row in app.jobs.rows() if row.is_own and row.mode is JobMode.LIVE)

        wait_until(lambda: own().status.is_final, STEP_SECONDS, "end of the job")
        if own().status is not JobStatus.SUCCEEDED:
            raise RuntimeError(own().status.value)
        wait_until(
            lambda: own().download in (DownloadState.LOADED, DownloadState.FAILED), STEP_SECONDS, "outputs"
        )
        if own().download is DownloadState.FAILED:
            raise RuntimeError(str(own().error))
        row = own()
        wait_until(lambda: own().credits_used is not None, STEP_SECONDS, "credits used")
        report["job_id"], report["credits_used"] = row.job_id, own().credits_used
        wait_until(
            lambda: app.account.balance.available_credits == report["balance_before"] - report["credits_used"],
            STEP_SECONDS,
            "release of the hold",
        )
        report["balance_after"] = app.account.balance.available_credits
        report["output_files"] = [str(Path(one).relative_to(out)) for one in row.files]
        QApplication.processEvents()
        demo.picture(dock, "dock-8-done.png")
        return f"{len(row.files)} files, {report['credits_used']} credits used"

    demo.step("watch and load", follow)

    def render() -> str:
        row = next(one for one in app.jobs.rows() if one.is_own)
        target = app.outputs.zoom_target(row.key)
        target.scale(6.0)
        desktop.canvas.setExtent(target)
        desktop.canvas.refresh()
        desktop.canvas.waitWhileRendering()
        demo.picture(desktop.window, "window-outputs.png")
        settings = QgsMapSettings(desktop.canvas.mapSettings())
        settings.setOutputSize(QSize(1400, 1000))
        settings.setExtent(target)
        job = QgsMapRendererParallelJob(settings)
        job.start()
        job.waitForFinished()
        job.renderedImage().save(str(out / "map.png"))
        return "map.png"

    demo.step("render the map", render)

    def save() -> str:
        project.setFilePathStorage(Qgis.FilePathType.Relative)
        if not project.write(str(out / "project.qgz")):
            raise RuntimeError(project.error())
        plugin.unload()
        again = QgsProject()
        if not again.read(str(out / "project.qgz")):
            raise RuntimeError(again.error())
        report["layers"] = [
            {
                "name": layer.name(),
                "kind": "raster" if isinstance(layer, QgsRasterLayer) else "vector",
                "valid": layer.isValid(),
            }
            for layer in again.mapLayers().values()
        ]
        broken = [one["name"] for one in report["layers"] if not one["valid"]]
        if broken:
            raise RuntimeError(f"invalid after opening again: {broken}")
        return f"{len(report['layers'])} layers, all valid when opened again"

    demo.step("save and open again", save)
    report["steps"] = demo.steps
    desktop.close()
    QgsApplication.processEvents()
    return report


def _close_dialog(demo: Demo, top_level: Callable[[str], Any], name: str, picture: str) -> None:
    dialog = top_level(name)
    if dialog is not None:
        demo.picture(dialog, picture)
        dialog.close()


def main() -> int:
    """Runs the demo in a profile and folder of its own; 0 only when every step held."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["UP42_JOBS_HOME"] = str(OUT)
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = str(OUT / "profile")
    os.environ["QGIS_AUTH_DB_DIR_PATH"] = str(OUT / "profile")
    (OUT / "profile").mkdir()
    sys.path.insert(0, str(Path(__file__).parent))
    from package_path import register_package
    from qgis.core import QgsApplication

    register_package()
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
