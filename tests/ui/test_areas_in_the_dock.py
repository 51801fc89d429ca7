"""The list of many areas where the dock shows one list or the other, and after its test query was stopped."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QPushButton
from support.area_rows import PLACES, box, polygon
from support.many_areas import all_priced, rows_of, search, sites
from support.signed_in_application import WAIT_MS, run_query

from up42_jobs.core.app.areas.area_search import AreaSearchState
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.sandbox import Fault
from up42_jobs.ui.dock import Up42Dock


@pytest.fixture
def dock(on_platform, canvas, qtbot):
    dock = Up42Dock(on_platform, canvas)
    qtbot.addWidget(dock)
    dock.resize(500, 900)
    dock.show()
    yield dock
    dock.release()


def show_areas(dock, application, qtbot):
    """Searches four sites and ticks the best scene of each in the list."""
    search(application, qtbot, sites())
    qtbot.waitUntil(lambda: dock._areas_panel is not None and dock._areas_panel.isVisible(), timeout=WAIT_MS)
    application.area_list.tick_only(application.area_list.best_keys())


def press_order(dock, application, qtbot):
    view = dock.areas_panel().view
    dock.activateWindow()
    view.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is view, timeout=WAIT_MS)
    QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: application.ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    summary = application.ordering.order_summary
    application.ordering.refuse()
    return summary


def test_the_key_orders_the_list_that_is_shown(dock, on_platform, qtbot):
    """It asked for the hold of scenes that were ticked in the hidden list of an earlier test query."""
    run_query(on_platform, qtbot)
    on_platform.scenes.tick([scene.id for scene in on_platform.scenes.scenes()][:2])
    show_areas(dock, on_platform, qtbot)
    summary = press_order(dock, on_platform, qtbot)
    assert summary.many is not None
    wanted = {(row.area.name, row.scene.id) for row in on_platform.area_list.ticked_rows()}
    parts = [part.request for part in summary.many.parts]
    assert {(part.area, scene_id) for part in parts for scene_id in part.parameters.scene_ids} == wanted


def test_the_key_shows_no_second_list(dock, on_platform, qtbot):
    show_areas(dock, on_platform, qtbot)
    press_order(dock, on_platform, qtbot)
    assert dock._scenes_panel is None


def test_quicklooks_that_cannot_be_kept_are_missed_aloud_and_come_once_they_can(dock, on_platform, qtbot, tmp_path):
    """A full disk left the list without pictures, and nothing said why."""
    taken = tmp_path / "test-queries"
    taken.write_text("a file where the folder is to be")
    with qtbot.waitSignal(on_platform.area_pictures.failed, timeout=WAIT_MS):
        show_areas(dock, on_platform, qtbot)
    again = dock.message_bar.currentItem().findChild(QPushButton, "quicklooks_again_button")
    assert not any(on_platform.area_pictures.quicklook(row.scene.id) for row in rows_of(on_platform.area_list))
    taken.unlink()
    again.click()
    rows = rows_of(on_platform.area_list)
    qtbot.waitUntil(
        lambda: all(on_platform.area_pictures.quicklook(row.scene.id) for row in rows), timeout=WAIT_MS
    )
    assert dock.message_bar.findChild(QPushButton, "quicklooks_again_button") is None


def test_scenes_of_a_stopped_query_get_their_prices(on_platform, sandbox, qtbot):
    """Stopping the query stopped the prices too: nobody could choose by price among what was there already."""
    sandbox.faults.add(Fault("latency", path="orders/estimate", seconds=1, times=None))
    sandbox.faults.add(Fault("latency", path="search", seconds=3, after=8, times=None))
    on_platform.area.use_features(sites(extra=[polygon(*box(place)) for place in PLACES[4:]]))
    on_platform.run_test_query()
    found = on_platform.area_search
    qtbot.waitUntil(lambda: found._is_pricing, timeout=WAIT_MS)
    assert found.is_busy
    found.cancel()
    assert found.state is AreaSearchState.CANCELLED
    assert rows_of(on_platform.area_list)
    all_priced(on_platform, qtbot)
