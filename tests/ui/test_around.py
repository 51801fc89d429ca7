"""QGIS around the dock: menus, locator and Browser lead into the dock, block nothing, and go with the plugin."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desktop import Desktop, wait_until
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsLocator,
    QgsLocatorContext,
    QgsLocatorResult,
    QgsPointXY,
    QgsProject,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.gui import QgsBrowserGuiModel
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtWidgets import QDialog, QMenu
from support import plugin_user
from support.plugin_user import SECONDS, buy, query

from up42_jobs import classFactory
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.app.scenes.last_query import DryRunState
from up42_jobs.core.app.session.area_state import AreaSource
from up42_jobs.core.domain.connections import SANDBOX_PLATFORM_NAME
from up42_jobs.core.gis.areas.geometry import aoi_geometry
from up42_jobs.core.gis.areas.measure import ring_km2
from up42_jobs.core.gis.outputs.project_layers import JOB_KEY
from up42_jobs.ui.around.map_menu import square_around
from up42_jobs.ui.dock import CONFIGURE, JOBS, SCENES

PLACE = QgsPointXY(-0.395, 39.405)
DEGREES = QgsCoordinateReferenceSystem("EPSG:4326")


@pytest.fixture
def desktop(qgis_app, tmp_path, monkeypatch):
    monkeypatch.setenv("UP42_JOBS_HOME", str(tmp_path))
    QgsSettings().setValue("up42_jobs/dock_open", False)
    QgsProject.instance().setCrs(DEGREES)
    desktop = Desktop()
    desktop.canvas.setDestinationCrs(DEGREES)
    desktop.window.show()
    yield desktop
    desktop.close()


@pytest.fixture
def plugin(desktop):
    plugin = classFactory(desktop)
    plugin.initGui()
    wait_until(lambda: bool(desktop.locator_filters), SECONDS, "registration")
    yield plugin
    plugin.unload()


def action(desktop, name):
    return next(found for found in desktop.layer_actions if found.objectName() == name)


def polygon_layer():
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "Fields", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(square_around(PLACE)))
    layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    return layer


def ready(plugin, connection="Sandbox"):
    """The dock, open and signed in, with a small area."""
    return plugin_user.ready(plugin, connection, 1, square_around(PLACE))


def map_menu(desktop, place=PLACE):
    """The map's context menu at a place, as QGIS fills it."""
    menu = QMenu(desktop.window)
    event = _MapEvent(place)
    desktop.canvas.contextMenuAboutToShow.emit(menu, event.event(desktop.canvas))
    return menu


class _MapEvent:
    def __init__(self, place):
        self._place = place

    def event(self, canvas):
        from qgis.gui import QgsMapMouseEvent
        from qgis.PyQt.QtCore import QPoint, Qt

        spot = canvas.getCoordinateTransform().transform(self._place)
        spot = QPoint(round(spot.x()), round(spot.y()))
        button = Qt.MouseButton.RightButton
        return QgsMapMouseEvent(canvas, QEvent.Type.MouseButtonPress, spot, button, button)


def found(desktop, text):
    """What the locator finds, with the function that chooses one of it."""
    locator, results = QgsLocator(), []
    locator.foundResult.connect(lambda result: results.append(QgsLocatorResult(result)))
    copy = desktop.locator_filters[0].clone()
    locator.registerFilter(copy)
    locator.fetchResults(f"up42 {text}", QgsLocatorContext())
    wait_until(lambda: not locator.isRunning(), SECONDS, "the locator")
    # Its filter belongs to the locator.
    desktop.kept = locator
    return [result.displayString for result in results], lambda: copy.triggerResult(results[0])


def test_before_the_dock_is_opened_nothing_is_built(plugin, desktop):
    assert plugin._application is None
    assert found(desktop, "open")[0] == ["Open UP42 Jobs"]
    model = QgsBrowserGuiModel()
    model.initialize()
    assert plugin._application is None


def test_a_layer_becomes_the_area_from_its_menu(plugin, desktop):
    layer = polygon_layer()
    desktop.setActiveLayer(layer)
    action(desktop, "up42_layer_area_action").trigger()
    assert plugin.dock.isVisible()
    assert plugin.dock.tabs.currentIndex() == CONFIGURE
    area = plugin.application.area
    wait_until(lambda: area.aoi is not None, SECONDS, "area")
    assert area.source is AreaSource.LAYER
    assert aoi_geometry(area.aoi).boundingBox().contains(PLACE)


def test_imagery_is_searched_for_where_the_map_was_clicked(plugin, desktop):
    desktop.canvas.setExtent(square_around(PLACE))
    menu = map_menu(desktop)
    [chosen] = [entry for entry in menu.actions() if entry.objectName() == "up42_search_here_action"]
    chosen.trigger()
    application = plugin.application
    wait_until(lambda: application.dry_run.state is DryRunState.DONE, SECONDS, "scenes")
    assert application.scenes.scenes()
    ring = application.dry_run.parameters.aoi.ring
    assert 3.5 < ring_km2(ring) < 4.5
    assert aoi_geometry(application.dry_run.parameters.aoi).contains(PLACE)


@pytest.mark.parametrize("latitude", [-90.0, -60.0, 0.0, 89.9])
def test_the_square_has_its_size_at_every_latitude(latitude):
    square = square_around(QgsPointXY(10.0, latitude))
    assert -90.0 <= square.yMinimum() < square.yMaximum() <= 90.0
    if abs(latitude) < 89.0:
        corners = [(square.xMinimum(), square.yMinimum()), (square.xMaximum(), square.yMinimum())]
        corners += [(square.xMaximum(), square.yMaximum()), (square.xMinimum(), square.yMaximum())]
        assert ring_km2([*corners, corners[0]]) == pytest.approx(4.0, rel=0.02)


def test_products_jobs_and_scenes_are_found_by_their_words(plugin, desktop):
    application = ready(plugin)
    query(application)
    job = buy(application)
    assert any("Pl" in text for text in found(desktop, "display")[0])
    for words, tab in (("live", JOBS), ("phr scene", SCENES), ("spot product", CONFIGURE)):
        plugin.dock.tabs.setCurrentIndex((tab + 1) % 3)
        texts, choose = found(desktop, words)
        assert texts, words
        choose()
        assert plugin.dock.tabs.currentIndex() == tab, words
    assert plugin.dock.jobs_panel().selected_row().key == job.key
    for dialog in plugin.dock.findChildren(QDialog, "preview_dialog"):
        dialog.close()


def test_an_output_tells_its_scene_and_is_ordered_again_from_its_menu(plugin, desktop):
    application = ready(plugin)
    query(application)
    buy(application)
    [output, *_] = [layer for layer in QgsProject.instance().mapLayers().values() if layer.customProperty(JOB_KEY)]
    assert output.id() in desktop.layer_actions[action(desktop, "up42_order_again_action")]
    desktop.setActiveLayer(output)
    application.dry_run.clear()
    application.map_scenes.forget()
    action(desktop, "up42_scene_details_action").trigger()
    assert desktop.shown_properties == [output.id()]
    action(desktop, "up42_order_again_action").trigger()
    wait_until(lambda: application.ordering.state is OrderingState.CONFIRMING, SECONDS, "another hold")
    application.ordering.refuse()
    assert len(application.journal.entries()) == 1


def test_the_browser_lists_storage_and_finished_jobs_that_can_be_dropped(plugin, desktop):
    model = QgsBrowserGuiModel()
    model.initialize()
    application = ready(plugin, SANDBOX_PLATFORM_NAME)
    query(application)
    job = buy(application)
    QgsProject.instance().removeAllMapLayers()

    def node(*names):
        parent = model.findPath("/UP42")
        for name in names:
            model.fetchMore(parent)
            children = [model.index(row, 0, parent) for row in range(model.rowCount(parent))]
            parent = next((child for child in children if name in child.data()), None)
            if parent is None:
                return None
        return parent

    wait_until(lambda: node(SANDBOX_PLATFORM_NAME, "Finished jobs", "km²") is not None, SECONDS, "jobs in the Browser")
    # Without an icon a row starts left of its neighbours.
    for names in ((), (SANDBOX_PLATFORM_NAME,), (SANDBOX_PLATFORM_NAME, "Finished jobs")):
        parent = node(*names)
        rows = [model.index(row, 0, parent) for row in range(model.rowCount(parent))]
        assert rows, names
        assert not any(row.data(Qt.ItemDataRole.DecorationRole).pixmap(16).isNull() for row in rows), names
    # The first look asks for the list, which arrives later.
    wait_until(lambda: node(SANDBOX_PLATFORM_NAME, "Storage", "Pl") is not None, SECONDS, "storage in the Browser")
    # Lists change while the nodes are open, and QGIS must survive it: its own way to compare nodes did not.
    for number in range(25):
        application.jobs.put(replace(job, key=f"service:{number}", job_id=f"id-{number}", is_own=False))
        plugin._around.browser._refresh()
        assert node(SANDBOX_PLATFORM_NAME, "Finished jobs", "km²") is not None
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    jobs = node(SANDBOX_PLATFORM_NAME, "Finished jobs")
    model.fetchMore(jobs)
    assert model.rowCount(jobs) == 26
    application.jobs.set_jobs(tuple(application.journal.entries()), ())
    plugin._around.browser._refresh()
    item = model.dataItem(node(SANDBOX_PLATFORM_NAME, "Finished jobs", "km²"))
    assert item.hasDragEnabled()
    [uri] = item.mimeUris()
    assert (uri.layerType, uri.providerKey, uri.uri) == ("custom", "up42_jobs", f"job:{job.key}")
    [handler] = desktop.drop_handlers
    assert handler.canHandleCustomUriCanvasDrop(uri, desktop.canvas)
    assert handler.handleCustomUriCanvasDrop(uri, desktop.canvas)
    wait_until(lambda: bool(QgsProject.instance().mapLayers()), SECONDS, "layers")


def test_all_of_it_goes_with_the_plugin(desktop):
    registry = QgsApplication.dataItemProviderRegistry()
    before = [provider.name() for provider in registry.providers()]
    for _ in range(2):
        plugin = classFactory(desktop)
        plugin.initGui()
        wait_until(lambda: bool(desktop.locator_filters), SECONDS, "registration")
        assert "UP42" in [provider.name() for provider in registry.providers()]
        model = QgsBrowserGuiModel()
        model.initialize()
        assert model.findPath("/UP42").isValid()
        plugin.unload()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert [provider.name() for provider in registry.providers()] == before
        assert not model.findPath("/UP42").isValid()
        assert (desktop.layer_actions, desktop.locator_filters, desktop.drop_handlers) == ({}, [], [])
        menu = map_menu(desktop)
        assert menu.actions() == []
