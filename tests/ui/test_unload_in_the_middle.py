"""Unloading, closing the project or losing the service in the middle of work breaks nothing."""

from __future__ import annotations

import itertools
import logging
import threading
from types import SimpleNamespace

import pytest
from desktop import Desktop, click, find, top_level
from qgis.core import QgsApplication, QgsProject, QgsRectangle, QgsTask, QgsTemporalNavigationObject
from qgis.gui import QgsMapToolPan
from qgis.PyQt.QtCore import QItemSelectionModel
from qgis.PyQt.QtWidgets import QApplication, QDialog, QDockWidget
from support.many_areas import rows_of, sites
from support.signed_in_application import LONLAT, WAIT_MS, choose_product, set_up

from up42_jobs import classFactory
from up42_jobs import sandbox as sandbox_package
from up42_jobs.core.app.areas.area_search import AreaSearchState
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.app.scenes.scene_list import SceneRole
from up42_jobs.core.app.session.task import Background, call_when_all_ended
from up42_jobs.core.domain.connections import SANDBOX_PLATFORM_NAME
from up42_jobs.core.domain.jobs.job import JobMode
from up42_jobs.core.gis.outputs import overviews
from up42_jobs.sandbox import Fault, Sandbox
from up42_jobs.ui.dock import JOBS, SCENES

STORAGE = "^/storage/"
QUICKLOOKS = "quicklook"
DIALOGS = ("hold_dialog", "ledger_dialog", "storage_dialog")


@pytest.fixture
def stage(qgis_app, tmp_path, monkeypatch, qtbot):
    """The plugin in a window with its dock open, on a Sandbox of its own that it starts and stops itself."""
    monkeypatch.setenv("UP42_JOBS_HOME", str(tmp_path))
    sandbox = Sandbox(dry_run_seconds=0.1, live_seconds=0.2, order_seconds=0.2, delivery_lag_seconds=0.05)
    monkeypatch.setattr(sandbox_package, "Sandbox", lambda **options: sandbox)
    desktop = Desktop()
    desktop.canvas.setDestinationCrs(LONLAT)
    desktop.canvas.setExtent(QgsRectangle(-0.5, 39.3, -0.2, 39.6))
    pan, controller = QgsMapToolPan(desktop.canvas), QgsTemporalNavigationObject(desktop.canvas)
    desktop.canvas.setMapTool(pan)
    desktop.canvas.setTemporalController(controller)
    desktop.window.show()
    stage = SimpleNamespace(desktop=desktop, sandbox=sandbox, pan=pan, home=tmp_path, qtbot=qtbot)
    stage.controller = controller
    stage.items = len(desktop.canvas.scene().items())
    stage.plugin = classFactory(desktop)
    stage.plugin.initGui()
    stage.plugin.show_dock()
    stage.application, stage.dock = stage.plugin.application, stage.plugin.dock
    yield stage
    stage.plugin.unload()
    qtbot.waitUntil(is_quiet, timeout=WAIT_MS)
    desktop.close()


def ours():
    """Returns the names of our threads."""
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("up42")]


def is_quiet():
    """Tells whether nothing of ours runs any more."""
    return QgsApplication.taskManager().countActiveTasks() == 0 and not ours()


def query(stage):
    """Has quicklooks on the map and the newest two scenes selected."""
    application = set_up(stage.application, "Sandbox", stage.qtbot)
    with stage.qtbot.waitSignal(application.dry_run.finished, timeout=WAIT_MS):
        application.dry_run.start()
    # Not every scene has a quicklook.
    stage.qtbot.waitUntil(lambda: len(application.map_scenes.layer_ids()) >= 2, timeout=WAIT_MS)
    stage.dock.tabs.setCurrentIndex(SCENES)
    view = stage.dock.scenes_panel().scenes_view
    indexes = [view.model().index(row, 0) for row in range(view.model().rowCount())]
    placed = [item for item in indexes if application.map_scenes.layer_id(item.data(SceneRole.SCENE).id)]
    for index in placed[:2]:
        view.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)


def ask_for_hold(stage):
    application = set_up(stage.application, "Sandbox", stage.qtbot)
    application.workbench.set_limit(1)
    application.workbench.set_mode(JobMode.LIVE)
    application.ordering.prepare()
    stage.qtbot.waitUntil(lambda: application.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    stage.qtbot.waitUntil(lambda: top_level("hold_dialog") is not None, timeout=WAIT_MS)


def order(stage):
    ask_for_hold(stage)
    with stage.qtbot.waitSignal(stage.application.ordering.started, timeout=WAIT_MS):
        find(top_level("hold_dialog"), "confirm_button").click()


def parts(stage):
    return [path for path in stage.home.rglob("*.part") if path.stat().st_size]


def in_a_test_query(stage):
    set_up(stage.application, "Sandbox", stage.qtbot)
    stage.sandbox.clock.speed(0)
    with stage.qtbot.waitSignal(stage.application.dry_run.progress_changed, timeout=WAIT_MS):
        stage.application.dry_run.start()
    assert stage.application.dry_run.is_busy


def in_the_quicklooks(stage):
    set_up(stage.application, "Sandbox", stage.qtbot).workbench.set_limit(10)
    # Some scenes have no quicklook: of five, one has.
    stage.sandbox.faults.add(Fault("stall_body", path=QUICKLOOKS, after=5, seconds=600, times=None))
    with stage.qtbot.waitSignal(stage.application.dry_run.quicklook_ready, timeout=WAIT_MS):
        stage.application.dry_run.start()
    assert stage.application.dry_run.is_busy


def in_the_building_of_quicklook_layers(stage):
    set_up(stage.application, "Sandbox", stage.qtbot)
    with stage.qtbot.waitSignal(stage.application.dry_run.quicklook_ready, timeout=WAIT_MS):
        stage.application.dry_run.start()
    assert stage.application.map_scenes._is_building


def in_a_download(stage):
    set_up(stage.application, "Sandbox", stage.qtbot)
    stage.sandbox.faults.add(Fault("stall_body", path=STORAGE, share=0.9, seconds=60, times=None))
    order(stage)
    stage.qtbot.waitUntil(lambda: bool(parts(stage)), timeout=WAIT_MS)


def in_the_building_of_layers(stage):
    with stage.qtbot.waitSignal(stage.application.outputs.downloaded, timeout=WAIT_MS):
        order(stage)


def in_the_building_of_overviews(stage):
    with stage.qtbot.waitSignal(stage.application.outputs.loaded, timeout=WAIT_MS):
        order(stage)


def in_the_ledger(stage):
    set_up(stage.application, "Sandbox", stage.qtbot)
    stage.dock.tabs.setCurrentIndex(JOBS)
    stage.sandbox.faults.add(Fault("latency", seconds=60, times=None))
    click(stage.dock, "ledger_button")
    click(top_level("ledger_dialog"), "compare_button")


def in_the_storage(stage):
    set_up(stage.application, SANDBOX_PLATFORM_NAME, stage.qtbot)
    stage.dock.tabs.setCurrentIndex(JOBS)
    stage.sandbox.faults.add(Fault("latency", path="/stac", seconds=60, times=None))
    click(stage.dock, "storage_button")
    assert top_level("storage_dialog") is not None


def in_a_swipe(stage):
    query(stage)
    click(stage.dock, "swipe_button")
    assert stage.dock.scenes_panel().tools.comparison.item is not None


def in_a_blink(stage):
    query(stage)
    click(stage.dock, "blink_button")
    assert stage.dock.scenes_panel().tools.comparison.item is not None


def in_a_play(stage):
    query(stage)
    click(stage.dock, "play_button")
    assert stage.application.scene_time.is_on


def in_a_drawing_of_a_rectangle(stage):
    click(stage.dock, "draw_rectangle_button")
    assert stage.desktop.canvas.mapTool() is not stage.pan


def in_a_drawing_of_a_polygon(stage):
    click(stage.dock, "draw_polygon_button")
    assert stage.desktop.canvas.mapTool() is not stage.pan


def over_areas(stage, *faults):
    """Begins a test query over four sites, with faults of the service."""
    application = set_up(stage.application, SANDBOX_PLATFORM_NAME, stage.qtbot)
    choose_product(application, "phr-display", stage.qtbot)
    for fault in faults:
        stage.sandbox.faults.add(fault)
    application.area.use_features(sites())
    application.run_test_query()
    return application.area_search


def with_areas(stage, *faults):
    """Has a list of many areas in sight."""
    search = over_areas(stage, *faults)
    stage.qtbot.waitUntil(lambda: search.state is AreaSearchState.DONE, timeout=WAIT_MS)
    stage.dock.tabs.setCurrentIndex(SCENES)
    assert stage.dock.areas_panel().isVisible()
    return stage.dock.areas_panel()


def in_a_search_over_areas(stage):
    search = over_areas(stage, Fault("latency", path="search", seconds=60, after=1, times=None))
    stage.qtbot.waitUntil(lambda: bool(search.found), timeout=WAIT_MS)
    assert search.is_busy


def in_the_prices_of_areas(stage):
    with_areas(stage, Fault("latency", path="orders/estimate", seconds=60, times=None))
    assert stage.application.area_search._is_pricing


def in_the_quicklooks_of_areas(stage):
    with_areas(stage, Fault("stall_body", path=QUICKLOOKS, seconds=60, times=None))
    assert stage.application.area_pictures._is_fetching


def in_a_watch(stage):
    with_areas(stage)
    stage.sandbox.faults.add(Fault("latency", path="search", seconds=60, times=None))
    stage.application.watches.keep("Coast")
    assert stage.application.watches.is_running("Coast")


def two_of_an_area(stage):
    """Selects two scenes of an area with quicklooks."""
    panel, pictures = with_areas(stage), stage.application.area_pictures
    model = stage.application.area_list

    def seen():
        return [row for row in rows_of(model) if pictures.with_quicklook(row.scene.id) and not problem_of(row)]

    def problem_of(row):
        return pictures.quicklook(row.scene.id).problem

    def pairs():
        found = seen()
        return [pair for pair in itertools.combinations(found, 2) if pair[0].area == pair[1].area]

    stage.qtbot.waitUntil(lambda: bool(pairs()), timeout=WAIT_MS)
    flag = QItemSelectionModel.SelectionFlag
    for number, row in enumerate(pairs()[0]):
        how = flag.Select if number else flag.ClearAndSelect
        panel.view.selectionModel().setCurrentIndex(model.index_of(row.key), how | flag.Rows)
    return panel


def in_a_change(stage):
    panel = two_of_an_area(stage)
    panel.change_tool.button.click()
    assert stage.application.area_change.is_busy


def in_a_preview_of_areas(stage):
    panel = two_of_an_area(stage)
    panel.preview_button.click()
    assert stage.dock.findChild(QDialog, "preview_dialog") is not None


def in_an_export(stage):
    with_areas(stage)
    stage.application.export.start(stage.application.export.area_scenes(), stage.home / "list.gpkg")


def in_a_look_at_the_timeline_of_areas(stage):
    panel = with_areas(stage)
    stage.qtbot.waitUntil(lambda: bool(stage.application.area_timeline.rows.bars), timeout=WAIT_MS)
    panel.timeline.timeline._hover(0)
    assert panel.timeline.band.band is not None


MIDDLES = [
    in_a_search_over_areas,
    in_the_prices_of_areas,
    in_the_quicklooks_of_areas,
    in_a_watch,
    in_a_change,
    in_a_preview_of_areas,
    in_an_export,
    in_a_look_at_the_timeline_of_areas,
    in_a_test_query,
    in_the_quicklooks,
    in_the_building_of_quicklook_layers,
    in_a_download,
    in_the_building_of_layers,
    in_the_building_of_overviews,
    ask_for_hold,
    in_the_ledger,
    in_the_storage,
    in_a_swipe,
    in_a_blink,
    in_a_play,
    in_a_drawing_of_a_rectangle,
    in_a_drawing_of_a_polygon,
]


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch):
    """Gives every output overviews."""
    monkeypatch.setattr(overviews, "LARGE_PX", 100)


def assert_nothing_is_left(stage, caplog):
    """Says what the plugin left behind in the window, on the map, in threads and in the log."""
    canvas = stage.desktop.canvas
    assert len(canvas.scene().items()) == stage.items
    assert canvas.mapTool() is stage.pan
    assert [name for name in DIALOGS if top_level(name) is not None] == []
    assert [child for child in stage.desktop.window.findChildren(QDockWidget) if child.objectName() != "layers"] == []
    assert stage.controller.animationState() == QgsTemporalNavigationObject.AnimationState.Idle
    stage.qtbot.waitUntil(is_quiet, timeout=WAIT_MS)
    QApplication.processEvents()
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.parametrize("begin", MIDDLES, ids=lambda begin: begin.__name__)
def test_unloading_the_plugin(begin, stage, caplog):
    begin(stage)
    stage.plugin.unload()
    assert_nothing_is_left(stage, caplog)


def test_another_program_s_task_does_not_keep_the_application(stage, qtbot):
    in_the_quicklooks(stage)
    gate, gone = threading.Event(), []
    # Kept here: QGIS holds no reference to what Python has to run.
    foreign = QgsTask.fromFunction("of another plugin", lambda task: gate.wait(60))
    QgsApplication.taskManager().addTask(foreign)
    try:
        stage.application.destroyed.connect(lambda *_: gone.append(True))
        stage.plugin.unload()
        assert not gone, "a worker of ours may still tell it something"
        qtbot.waitUntil(lambda: gone == [True], timeout=WAIT_MS)
        assert foreign.isActive()
    finally:
        gate.set()


def test_an_outcome_that_nobody_could_take_does_not_keep_the_application(qgis_app, qtbot):
    def refuse(result, error):
        raise RuntimeError("nobody takes this")

    ended = []
    with qtbot.captureExceptions() as raised:
        Background().run("UP42: a task", lambda task: 1, refuse)
        call_when_all_ended(lambda: ended.append(True))
        qtbot.waitUntil(lambda: ended == [True], timeout=WAIT_MS)
    assert [str(value) for _, value, _ in raised] == ["nobody takes this"]


@pytest.mark.parametrize("begin", MIDDLES, ids=lambda begin: begin.__name__)
def test_closing_the_project(begin, stage, caplog):
    begin(stage)
    QgsProject.instance().clear()
    QApplication.processEvents()
    assert stage.dock.isVisible()
    stage.plugin.unload()
    assert_nothing_is_left(stage, caplog)


@pytest.mark.parametrize("begin", MIDDLES, ids=lambda begin: begin.__name__)
def test_the_service_ending(begin, stage, caplog):
    begin(stage)
    stage.sandbox.stop()
    QApplication.processEvents()
    assert stage.dock.isVisible()
    stage.plugin.unload()
    assert_nothing_is_left(stage, caplog)
