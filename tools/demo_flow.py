"""The steps of the demo in the dock, for one generation of the service."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Callable, List, Optional, Sequence

from demo_report import Demo
from desktop import Desktop, click, drag, find, load_world_map, top_level, wait_until, zoom_to
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QItemSelectionModel, QPoint, QSize, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractItemView, QApplication, QComboBox, QTabWidget, QTreeWidget

from up42_jobs.core.app.jobs.job_list import DownloadState
from up42_jobs.core.app.outputs.storage import StorageState
from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.core.app.session.account import AccountState
from up42_jobs.core.app.session.form_estimate import EstimateState
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus
from up42_jobs.plugin import Up42JobsPlugin

# The eastern shore of Spain: a city, fields, a beach and the sea in one view.
PLACE = (-0.35, 39.5, -0.27, 39.56)
STEP_SECONDS = 90
SCENES = 12
# Ordered where a live job is made of orders.
ORDERED = 2


class Stage:
    """The desktop with the plugin in it; opened by the first flow, shared by all."""

    def __init__(self) -> None:
        self.desktop = Desktop()
        self.plugin = Up42JobsPlugin(self.desktop)
        self.is_open = False

    def open(self) -> None:
        """Shows the desktop, the world map and the dock."""
        load_world_map()
        self.plugin.initGui()
        self.desktop.window.show()
        self.desktop.toolbar.actions()[0].trigger()
        self.is_open = True

    def render(self, path: Path, targets: Sequence[QgsRectangle]) -> None:
        """Renders the map over some extents as a picture of its own, outputs over quicklooks."""
        extent = QgsRectangle(targets[0])
        for target in targets[1:]:
            extent.combineExtentWith(target)
        extent.scale(1.5)
        settings = QgsMapSettings(self.desktop.canvas.mapSettings())
        settings.setLayers(sorted(settings.layers(), key=lambda layer: not layer.customProperty("up42/output")))
        settings.setOutputSize(QSize(1400, 1000))
        settings.setExtent(extent)
        job = QgsMapRendererParallelJob(settings)
        job.start()
        job.waitForFinished()
        job.renderedImage().save(str(path))

    def close(self) -> None:
        """Takes everything down."""
        self.plugin.unload()
        self.desktop.close()
        QgsApplication.processEvents()


class Flow:
    """The way from an area to outputs on the map.

    `words` are typed to find the product; `side` is where the area lies, from 0 (west) to 1.
    """

    def __init__(self, stage: Stage, demo: Demo, connection: str, words: str, side: float) -> None:
        self.stage = stage
        self.demo = demo
        self.connection = connection
        self.words = words
        self.side = side
        self.target = QgsRectangle()
        self._layers: List[str] = []
        self._answered = False
        self._trouble = ""
        self._timer = QTimer()

    @property
    def app(self) -> Any:
        """Returns the application of the open dock."""
        return self.stage.plugin.application

    @property
    def dock(self) -> Any:
        """Returns the open dock."""
        return self.stage.plugin.dock

    def run(self) -> None:
        """Does all of it."""
        self.demo.step("open the dock", self.open_dock)
        self.demo.step("draw the area", self.draw_area)
        self.demo.step("set the parameters", self.set_parameters)
        self.demo.step("run the test query", self.test_query)
        self.demo.step("look at the scenes", self.look_at_scenes)
        self.demo.step("confirm the hold", self.hold_and_run)
        self.demo.step("watch and load", self.follow)
        if self.app.storage.is_offered:
            self.demo.step("find it in the storage", self.look_into_storage)
        self.demo.step("render the map", self.render)

    def open_dock(self) -> str:
        """Opens the dock, or changes to this generation's connection where it is open."""
        if not self.stage.is_open:
            self.stage.open()
        self._layers = list(QgsProject.instance().mapLayers())
        zoom_to(self.stage.desktop.canvas, *PLACE)
        app = self.app
        # The dock connects once it has been painted.
        wait_until(lambda: app.account.connection is not None, STEP_SECONDS, "first connection")
        combo = find(self.dock, "connection_combo", QComboBox)
        combo.setFocus()
        for _ in range(combo.count()):
            if combo.currentText() != self.connection:
                QTest.keyClick(combo, Qt.Key.Key_Down)
        wait_until(lambda: app.account.connection.name == self.connection, STEP_SECONDS, "connection")
        wait_until(lambda: app.account.state is AccountState.READY, STEP_SECONDS, "sign-in")
        wait_until(lambda: app.workbench.product is not None, STEP_SECONDS, "products")
        wait_until(lambda: not app.workbench.is_loading_product, STEP_SECONDS, "product")
        find(self.dock, "tabs", QTabWidget).setCurrentIndex(0)
        self.demo.report["balance_before"] = app.account.balance.available_credits
        self.demo.picture(self.dock, "dock-1-start.png")
        return f"{len(app.account.products)} products, {app.account.balance.available_credits} credits"

    def draw_area(self) -> str:
        """Drags a rectangle on the map."""
        before = self.app.area.aoi
        click(self.dock, "draw_rectangle_button")
        view = self.stage.desktop.canvas.viewport()
        middle = QPoint(int(view.width() * self.side), view.height() // 2)
        half = QPoint(view.width() // 8, view.height() // 7)
        drag(view, middle - half, middle + half)
        area = self.app.area
        wait_until(lambda: area.aoi is not None and area.aoi is not before, STEP_SECONDS, "area")
        return f"{area.aoi.area_km2:.1f} km²"

    def set_parameters(self) -> str:
        """Types what the product is called, the number of scenes and the cloud cover."""
        workbench = self.app.workbench
        product = find(self.dock, "product_combo", QComboBox).lineEdit()
        product.setFocus()
        product.selectAll()
        QTest.keyClicks(product, self.words)
        QTest.keyClick(product, Qt.Key.Key_Return)
        wait_until(
            lambda: self.words in workbench.product.title and not workbench.is_loading_product, STEP_SECONDS, "product"
        )
        for name, text in (("limit_spin", str(SCENES)), ("cloud_spin", "30")):
            spin = find(self.dock, name)
            spin.setFocus()
            spin.selectAll()
            QTest.keyClicks(spin, text)
            QTest.keyClick(spin, Qt.Key.Key_Tab)
        wait_until(lambda: workbench.parameters.limit == SCENES, STEP_SECONDS, "limit")
        wait_until(lambda: workbench.parameters.max_cloud_cover == 30, STEP_SECONDS, "cloud cover")
        wait_until(lambda: workbench.estimate_state is EstimateState.READY, STEP_SECONDS, "estimate")
        self.demo.picture(self.dock, "dock-2-configured.png")
        return f"estimate {workbench.estimate.min_credits} to {workbench.estimate.max_credits} credits"

    def test_query(self) -> str:
        """Runs the test query and waits for its quicklooks on the map."""
        app, report = self.app, self.demo.report
        click(self.dock, "dry_run_radio")
        click(self.dock, "run_button")
        wait_until(lambda: app.dry_run.state is DryRunState.QUICKLOOKS, STEP_SECONDS, "scenes")
        self.demo.picture(self.dock, "dock-3-running.png")
        wait_until(lambda: app.dry_run.state is DryRunState.DONE, STEP_SECONDS, "test query")
        wait_until(
            lambda: all(app.scenes.quicklook(scene.id) for scene in app.scenes.scenes()), STEP_SECONDS, "quicklooks"
        )
        with_image = [scene for scene in app.scenes.scenes() if not app.scenes.quicklook(scene.id).problem]
        wait_until(lambda: len(app.map_scenes.layer_ids()) == len(with_image), STEP_SECONDS, "quicklooks on the map")
        report["scene_count"] = len(app.scenes.scenes())
        report["quicklook_layers"] = len(app.map_scenes.layer_ids())
        if not report["quicklook_layers"] or report["scene_count"] != SCENES:
            raise RuntimeError(f"{report['scene_count']} scenes, {report['quicklook_layers']} quicklooks")
        shutil.copy(Path(app.dry_run.folder) / "data.json", self.demo.out / self.demo.generation / "data.json")
        return f"{report['scene_count']} scenes, {report['quicklook_layers']} quicklooks"

    def look_at_scenes(self) -> str:
        """Looks at list, map and metadata, and chooses."""
        app, canvas = self.app, self.stage.desktop.canvas
        find(self.dock, "tabs", QTabWidget).setCurrentIndex(1)
        QApplication.processEvents()
        canvas.setExtent(app.map_scenes.zoom_target([scene.id for scene in app.scenes.scenes()]))
        canvas.refresh()
        canvas.waitWhileRendering()
        view = find(self.dock, "scenes_view", QAbstractItemView)
        flag = QItemSelectionModel.SelectionFlag
        view.setCurrentIndex(view.model().index(0, 0))
        for row in range(ORDERED if app.account.orders_scenes else 1):
            view.selectionModel().select(view.model().index(row, 0), flag.Select | flag.Rows)
        QApplication.processEvents()
        self.demo.picture(self.dock, "dock-4-scenes.png")
        self.demo.picture(self.stage.desktop.window, "window-scenes.png")

        def look(dialog: Any) -> None:
            self.demo.picture(dialog, "dock-5-preview.png")
            dialog.close()

        self._when_open("preview_dialog", look)
        click(self.dock, "preview_button")
        self._wait_for_answer("preview")
        return "list, map and preview"

    def hold_and_run(self) -> str:
        """Orders what is selected and confirms the hold in its dialog."""
        app, report = self.app, self.demo.report

        def confirm(dialog: Any) -> None:
            report["hold_credits"] = app.ordering.hold.credits
            report["estimate_min"] = app.ordering.hold.estimate.min_credits
            report["estimate_max"] = app.ordering.hold.estimate.max_credits
            self.demo.picture(dialog, "dock-6-hold.png")
            click(dialog, "confirm_button")

        self._when_open("hold_dialog", confirm)
        click(self.dock, "order_button")
        self._wait_for_answer("hold dialog")
        wait_until(lambda: self._own_job() is not None, STEP_SECONDS, "live job")
        before = report["balance_before"]
        wait_until(lambda: app.account.balance.available_credits < before, STEP_SECONDS, "hold in the balance")
        report["balance_held"] = app.account.balance.available_credits
        find(self.dock, "tabs", QTabWidget).setCurrentIndex(2)
        QApplication.processEvents()
        self.demo.picture(self.dock, "dock-7-job-running.png")
        return f"{report['hold_credits']} credits held, balance {report['balance_held']}"

    def follow(self) -> str:
        """Waits for the end of the job and for its outputs on the map."""
        app, report = self.app, self.demo.report
        wait_until(lambda: self._own_job().status.is_final, STEP_SECONDS, "end of the job")
        if self._own_job().status is not JobStatus.SUCCEEDED:
            raise RuntimeError(self._own_job().status.value)
        ends = (DownloadState.LOADED, DownloadState.FAILED)
        wait_until(lambda: self._own_job().download in ends, STEP_SECONDS, "outputs")
        if self._own_job().download is DownloadState.FAILED:
            raise RuntimeError(str(self._own_job().error))
        wait_until(lambda: self._own_job().credits_used is not None, STEP_SECONDS, "credits used")
        row = self._own_job()
        report["job_id"], report["credits_used"] = row.job_id, row.credits_used
        rest = report["balance_before"] - report["credits_used"]
        wait_until(lambda: app.account.balance.available_credits == rest, STEP_SECONDS, "release of the hold")
        report["balance_after"] = app.account.balance.available_credits
        report["output_files"] = [str(Path(file).relative_to(self.demo.out)) for file in row.files]
        QApplication.processEvents()
        self.demo.picture(self.dock, "dock-8-done.png")
        return f"{len(row.files)} files, {report['credits_used']} credits used"

    def look_into_storage(self) -> str:
        """Finds what was bought among what the account owns."""
        storage = self.app.storage
        click(self.dock, "storage_button")
        dialog = top_level("storage_dialog")
        wait_until(lambda: storage.state is StorageState.DONE and bool(storage.rows), STEP_SECONDS, "storage")
        view = find(dialog, "assets_view", QTreeWidget)
        view.setCurrentItem(view.topLevelItem(0))
        QApplication.processEvents()
        self.demo.picture(dialog, "dock-9-storage.png")
        dialog.close()
        return f"{len(storage.rows)} assets in the area"

    def render(self) -> str:
        """Shows the outputs and renders them."""
        canvas = self.stage.desktop.canvas
        self.target = self.app.outputs.zoom_target(self._own_job().key)
        around = QgsRectangle(self.target)
        around.scale(4.0)
        canvas.setExtent(around)
        canvas.refresh()
        canvas.waitWhileRendering()
        self.demo.picture(self.stage.desktop.window, "window-outputs.png")
        self.stage.render(self.demo.out / self.demo.generation / "map.png", [self.target])
        self._layers = [layer for layer in QgsProject.instance().mapLayers() if layer not in self._layers]
        return f"{self.demo.generation}/map.png"

    def save(self, path: Path) -> str:
        """Saves the project, reads it again and looks at this generation's layers in it."""
        project = QgsProject.instance()
        project.setFilePathStorage(Qgis.FilePathType.Relative)
        if not project.write(str(path)):
            raise RuntimeError(project.error())
        again = QgsProject()
        if not again.read(str(path)):
            raise RuntimeError(again.error())
        layers = [
            {
                "name": layer.name(),
                "kind": "raster" if isinstance(layer, QgsRasterLayer) else "vector",
                "valid": layer.isValid(),
            }
            for layer in again.mapLayers().values()
            if layer.id() in self._layers
        ]
        self.demo.report["layers"] = layers
        broken = [item["name"] for item in layers if not item["valid"]]
        if broken or not layers:
            raise RuntimeError(f"invalid after opening again: {broken or 'all'}")
        return f"{len(layers)} layers, all valid when opened again"

    def _wait_for_answer(self, what: str) -> None:
        wait_until(lambda: self._answered, STEP_SECONDS, what)
        if self._trouble:
            raise RuntimeError(self._trouble)

    def _own_job(self) -> Optional[Any]:
        rows = [row for row in self.app.jobs.rows() if row.is_own and row.mode is JobMode.LIVE]
        return rows[0] if rows else None

    def _when_open(self, name: str, answer: Callable[[Any], Any]) -> None:
        """Answers a dialog once it is there; a click that opens a modal one returns only when it is closed."""
        self._answered = False
        self._timer = QTimer()
        self._timer.setInterval(50)

        def look() -> None:
            dialog = top_level(name)
            if dialog is not None:
                self._timer.stop()
                try:
                    answer(dialog)
                except (LookupError, RuntimeError) as error:
                    dialog.close()
                    self._trouble = f"{name}: {error}"
                self._answered = True

        self._timer.timeout.connect(look)
        self._timer.start()
