"""The map extent as an area: follows pans and zooms only, is kept for a test query, and is refused if too large."""

from __future__ import annotations

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton
from support.signed_in_application import LONLAT, WAIT_MS, run_query

from up42_jobs.core.app.session.area_state import AreaSource
from up42_jobs.core.app.session.form_estimate import EstimateState
from up42_jobs.ui.configure.configure_panel import ConfigurePanel
from up42_jobs.ui.map.map_follow import REST_MS

COAST = QgsRectangle(-0.40, 39.40, -0.39, 39.41)
WORLD = QgsRectangle(-180, -90, 180, 90)


@pytest.fixture(params=["signed_in", "on_platform"])
def application_ready(request):
    """Both generations of the service."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def panel(application_ready, canvas, qtbot):
    canvas.show()
    canvas.setExtent(COAST)
    panel = ConfigurePanel(application_ready, canvas)
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    panel.show()
    combo = panel.area_field.source_combo
    combo.activated.emit(combo.findData(AreaSource.MAP_EXTENT.value))
    yield panel
    panel.release()


def rest(qtbot):
    """Waits longer than the map takes to count as at rest."""
    qtbot.wait(2 * REST_MS)


def button(panel, name):
    return panel.findChild(QAbstractButton, name)


@pytest.mark.parametrize("is_locked", [False, True])
def test_a_window_that_changes_its_size_changes_no_area(is_locked, panel, application_ready, canvas, qtbot):
    """Widening the dock made the area smaller, asked for another estimate and outdated the scenes."""
    canvas.setScaleLocked(is_locked)
    canvas.setExtent(COAST)
    rest(qtbot)
    before = application_ready.area.aoi
    for width in (360, 300, 420):
        canvas.resize(width, 400)
        QApplication.processEvents()
        rest(qtbot)
    assert application_ready.area.aoi == before
    # QGIS magnifies a locked map instead of zooming.
    canvas.setScaleLocked(False)
    canvas.zoomByFactor(0.5)
    qtbot.waitUntil(lambda: application_ready.area.aoi != before, timeout=WAIT_MS)


def test_a_pan_moves_the_area_until_a_query_runs(panel, application_ready, canvas, qtbot):
    """What the scenes were found for is what an order buys; it must not slide away with the map."""
    before = application_ready.area.aoi
    canvas.setExtent(QgsRectangle(-0.41, 39.40, -0.40, 39.41))
    qtbot.waitUntil(lambda: application_ready.area.aoi != before, timeout=WAIT_MS)
    searched = application_ready.area.aoi
    run_query(application_ready, qtbot)
    assert not button(panel, "use_view_button").isVisible()
    canvas.setExtent(QgsRectangle(-0.40, 39.40, -0.39, 39.41))
    qtbot.waitUntil(lambda: button(panel, "use_view_button").isVisible(), timeout=WAIT_MS)
    assert application_ready.area.aoi == searched
    assert not application_ready.dry_run.is_stale
    assert "kept for the scenes found" in panel.findChild(QLabel, "area_label").text()
    QTest.mouseClick(button(panel, "use_view_button"), Qt.MouseButton.LeftButton)
    assert application_ready.area.aoi != searched
    assert application_ready.area.follows_map
    assert not button(panel, "use_view_button").isVisible()
    follows = application_ready.area.aoi
    canvas.zoomByFactor(0.5)
    qtbot.waitUntil(lambda: application_ready.area.aoi != follows, timeout=WAIT_MS)


def test_the_map_is_followed_again_after_a_query_without_scenes(panel, application_ready, canvas, qtbot):
    """Nothing is listed that the old area would belong to."""
    application_ready.workbench.set_max_cloud_cover(0)
    application_ready.dry_run.start()
    assert not application_ready.area.follows_map
    application_ready.dry_run.cancel()
    qtbot.waitUntil(lambda: application_ready.area.follows_map, timeout=WAIT_MS)


def test_a_map_of_the_world_is_refused_at_the_area_and_one_click_zooms_in(panel, application_ready, canvas, qtbot):
    """The first click of a new user must not be answered after a minute, nor by a sentence about the network."""
    canvas.setExtent(WORLD)
    problem = panel.findChild(QLabel, "area_problem")
    qtbot.waitUntil(lambda: "too large to search" in problem.text(), timeout=WAIT_MS)
    assert "500,000 km²" in problem.text()
    assert not button(panel, "run_button").isEnabled()
    assert application_ready.workbench.estimate_state is EstimateState.NONE
    zoom = panel.findChild(QPushButton, "zoom_in_button")
    assert zoom.isVisible()
    QTest.mouseClick(zoom, Qt.MouseButton.LeftButton)
    assert 100_000 < application_ready.area.aoi.area_km2 <= 500_000
    assert application_ready.area.follows_map
    assert problem.text() == ""
    assert button(panel, "run_button").isEnabled()


def test_a_view_beyond_its_crs_zooms_in_too(panel, application_ready, canvas, qtbot):
    """The other problem with this button."""
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3035"))
    canvas.setExtent(QgsRectangle(4321000 - 3e7, 3210000 - 3e7, 4321000 + 3e7, 3210000 + 3e7))
    zoom = panel.findChild(QPushButton, "zoom_in_button")
    qtbot.waitUntil(zoom.isVisible, timeout=WAIT_MS)
    QTest.mouseClick(zoom, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: application_ready.workbench.can_run, timeout=WAIT_MS)


def test_a_drawn_area_that_is_too_large_offers_no_zoom(panel, application_ready, qtbot):
    """Zooming changes no drawing, so the sentence must not ask for it."""
    application_ready.area.use_rectangle(WORLD, LONLAT)
    text = panel.findChild(QLabel, "area_problem").text()
    assert "too large to search" in text
    assert "zoom" not in text.casefold()
    assert not panel.findChild(QPushButton, "zoom_in_button").isVisible()
