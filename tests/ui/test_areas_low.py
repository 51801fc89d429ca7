"""The list of many areas in a low dock: its tools are a menu there, as those of the list of one area are."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtWidgets import QAbstractButton, QToolButton
from support.many_areas import areas_panel, search, sites
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.areas.area_columns import AREA

# What QGIS's bars and the dock's own lines leave to the tab on a screen 768 pixels high.
LOW, HIGH = 490, 900


@pytest.fixture(params=["usual", "18pt"])
def panel(on_platform, canvas, qtbot, request):
    """The list after a test query over four sites, in a usual and in a large font."""
    if request.param == "18pt":
        request.getfixturevalue("large_font")
    with areas_panel(on_platform, canvas, qtbot, width=400) as panel:
        search(on_platform, qtbot, sites())
        yield panel


def menu_of(panel):
    button = panel.findChild(QToolButton, "areas_tools_menu_button")
    button.menu().aboutToShow.emit()
    return button, {action.text().replace("&", ""): action for action in button.menu().actions()}


def test_four_rows_are_seen_in_a_low_tab(panel, qtbot):
    """In a large font at 400 pixels five lines of buttons left one."""
    panel.resize(400, LOW)
    view = panel.view
    row = view.rowHeight(view.model().index(0, AREA))
    qtbot.waitUntil(lambda: view.viewport().height() >= 4 * row, timeout=WAIT_MS)
    button, _ = menu_of(panel)
    assert button.isVisible()
    assert not panel.best_button.isVisible()
    assert button.geometry().right() < panel.width()
    panel.resize(400, HIGH if panel.fontMetrics().height() < 25 else 2 * HIGH)
    qtbot.waitUntil(panel.best_button.isVisible, timeout=WAIT_MS)
    assert not button.isVisible()


def test_its_entries_are_the_buttons(panel, qtbot):
    panel.resize(400, LOW)
    _, entries = menu_of(panel)
    buttons = panel.tools.findChildren(QAbstractButton)
    assert len(entries) == len(buttons) > 6
    assert all(entries)
    entries["Best per Area"].trigger()
    qtbot.waitUntil(lambda: len(panel.rows_to_order()) == 4, timeout=WAIT_MS)
    _, entries = menu_of(panel)
    assert entries["Group by Area"].isChecked()
    entries["Group by Area"].trigger()
    assert not panel.view.model().is_grouped
    assert entries["Clear Ticks"].isEnabled()
    assert not entries["Change"].isEnabled()
    # The watches keep their own menu.
    watches = entries["Watch…"].menu()
    assert watches is not None
    watches.aboutToShow.emit()
    assert "Watch These Areas…" in [action.text() for action in watches.actions()]
