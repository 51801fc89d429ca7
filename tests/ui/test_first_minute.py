"""The first minute cannot fail: one click shows quicklooks, another fills an empty map, and no button is cut."""

from __future__ import annotations

import pytest
from desktop import Desktop, wait_until
from qgis.core import QgsProject, QgsRectangle, QgsSettings
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QStyle, QStyleOptionButton
from support.signed_in_application import WAIT_MS

from up42_jobs import classFactory
from up42_jobs.core.app.application import Application
from up42_jobs.core.app.session.account import AccountState
from up42_jobs.core.app.session.form_estimate import EstimateState
from up42_jobs.core.domain.jobs.job import JobMode
from up42_jobs.ui.configure.configure_panel import ConfigurePanel
from up42_jobs.ui.dock import SCENES, Up42Dock


@pytest.fixture
def dock(application, canvas, qtbot):
    dock = Up42Dock(application, canvas)
    qtbot.addWidget(dock)
    dock.resize(400, 800)
    dock.show()
    yield dock
    dock.release()


@pytest.fixture
def panel(on_platform, canvas, qtbot):
    panel = ConfigurePanel(on_platform, canvas)
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    panel.show()
    yield panel
    panel.release()


def button(widget, name):
    return widget.findChild(QAbstractButton, name)


@pytest.mark.parametrize("connection", ["Sandbox", "Sandbox Platform"])
def test_one_click_zooms_to_the_demo_area_and_shows_its_quicklooks(connection, dock, application, canvas, qtbot):
    """A new user has no area, no map and no idea what may cost something."""
    application.account.select(connection)
    try_button = button(dock, "try_button")
    qtbot.waitUntil(lambda: try_button.isVisible() and try_button.isEnabled(), timeout=WAIT_MS)
    QTest.mouseClick(try_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dock.tabs.currentIndex() == SCENES, timeout=WAIT_MS)
    scenes = application.scenes
    qtbot.waitUntil(
        lambda: scenes.scenes() and all(scenes.quicklook(scene.id) for scene in scenes.scenes()), timeout=WAIT_MS
    )
    assert canvas.extent().contains(application.area.extent_in_project())
    assert application.area.aoi.area_km2 < 5
    dock.tabs.setCurrentIndex(0)
    assert not try_button.isVisible()


def test_the_offer_ends_with_the_first_answer_for_good(dock, application, qtbot):
    application.account.select("Sandbox")
    try_button = button(dock, "try_button")
    qtbot.waitUntil(lambda: try_button.isVisible() and try_button.isEnabled(), timeout=WAIT_MS)
    QTest.mouseClick(try_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: application.has_queried, timeout=WAIT_MS)
    again = Application(application.services)
    assert again.has_queried
    again.shutdown()
    qtbot.waitUntil(lambda: not application.dry_run.is_busy, timeout=WAIT_MS)


def test_an_empty_map_offers_a_base_map_and_adds_it_below_all_else(dock, application):
    """The form told its user to type “world” into a box at the bottom of the window."""
    offer = button(dock, "base_map_button")
    assert offer.isVisible()
    QTest.mouseClick(offer, Qt.MouseButton.LeftButton)
    layers = QgsProject.instance().layerTreeRoot().layerOrder()
    assert [layer.name() for layer in layers] == ["OpenStreetMap", "World Map"]
    assert all(layer.isValid() for layer in layers)
    assert "OpenStreetMap contributors" in layers[0].metadata().rights()[0]
    assert not offer.isVisible()
    QgsProject.instance().clear()
    assert offer.isVisible()


@pytest.mark.parametrize("width", [298, 320, 360, 400])
@pytest.mark.parametrize("mode", list(JobMode))
def test_the_main_button_is_whole_at_every_width(mode, width, panel, on_platform):
    """“Estimate & Confir…” does not say what a click does."""
    panel.resize(width, 700)
    on_platform.workbench.set_mode(mode)
    QApplication.processEvents()
    run = panel.findChild(QPushButton, "run_button")
    option = QStyleOptionButton()
    run.initStyleOption(option)
    room = run.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, run).width()
    assert run.fontMetrics().horizontalAdvance(run.text().replace("&&", "&")) <= room
    assert run.painted_text() == run.text()


@pytest.mark.parametrize(
    ("sandbox", "mode", "start", "words"),
    [
        ({"balance": 0}, JobMode.LIVE, "Live job: 2 scenes · ", "⚠ more than your 0"),
        ({"role": "MEMBER"}, JobMode.LIVE, "Live job: 2 scenes · ", ""),
        ({"balance": 10**9}, JobMode.LIVE, "Live job: 2 scenes · ", ""),
        ({"balance": 0}, JobMode.DRY_RUN, "Test query: free. Live job: 2 scenes · ", "your balance: 0"),
        ({"balance": 10**9}, JobMode.DRY_RUN, "Test query: free. Live job: 2 scenes · ", ""),
    ],
    ids=["none", "unknown", "plenty", "none, free query", "plenty, free query"],
    indirect=["sandbox"],
)
def test_the_estimate_counts_scenes_and_compares_with_the_balance(
    mode, start, words, panel, on_platform, canvas, qtbot
):
    """That the balance is too small must be known before the hold dialog; a free query is no reason for a warning."""
    on_platform.workbench.set_mode(mode)
    on_platform.workbench.set_limit(2)
    on_platform.area.use_rectangle(QgsRectangle(-0.40, 39.40, -0.39, 39.41), canvas.mapSettings().destinationCrs())
    qtbot.waitUntil(lambda: on_platform.workbench.estimate_state is EstimateState.READY, timeout=WAIT_MS)
    text = panel.findChild(QLabel, "estimate_label").text()
    assert text.startswith(start)
    assert "credits" in text
    assert ("⚠" in text) is (mode is JobMode.LIVE and bool(words))
    assert ("balance" in text) is (mode is JobMode.DRY_RUN and bool(words))
    assert words in text


def test_the_dock_opens_wide_enough_the_first_time_only(qgis_app):
    """QGIS itself opens a dock at its smallest width."""
    QgsSettings().remove("up42_jobs")
    desktop = Desktop(dock_width=300)
    desktop.window.show()
    widths = []
    for _ in range(2):
        plugin = classFactory(desktop)
        plugin.initGui()
        plugin.show_dock()
        wait_until(lambda plugin=plugin: plugin.application.account.state is AccountState.READY, 30, "sign-in")
        widths.append(desktop.window.findChild(QgsDockWidget, "up42_jobs_dock").width())
        plugin.unload()
    desktop.close()
    assert widths[0] == 400
    assert widths[1] < 400
