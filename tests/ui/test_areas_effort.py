"""Thousands of rows are chosen and ticked at once within a frame: each is looked at a few times, not for each cell."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QStyle
from support.many_areas import search, sites

from up42_jobs.core.app.areas.area_columns import AREA
from up42_jobs.core.app.areas.area_list import AreaListModel
from up42_jobs.ui.areas.areas_panel import VIEW_DELAY_MS, AreasPanel

COPIES = 300


@pytest.fixture
def panel(on_platform, canvas, qtbot):
    """A flat list of many areas, of which few rows can be seen."""
    search(on_platform, qtbot, sites(1))
    panel = AreasPanel(on_platform, canvas)
    qtbot.addWidget(panel)
    panel.resize(500, 600)
    panel.show()
    model, (found,) = on_platform.area_list, on_platform.area_search.found
    copies = []
    for number in range(COPIES):
        area = replace(found.area, id=1000 + number, name=f"Copy {number}")
        copies.append(replace(found, area=area, rows=tuple(replace(row, area=area) for row in found.rows)))
    model.add(copies)
    panel.group_button.click()
    assert not model.is_grouped
    assert model.rowCount() > 1000
    QApplication.processEvents()
    yield panel
    panel.release()


def test_far_down_the_list_figures_are_asked_for_as_soon_as_at_its_top(panel):
    """The place of the list became the interval in milliseconds: prices of row 4,000 were asked for after 4 s."""
    bar = panel.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > VIEW_DELAY_MS
    assert panel._view_timer.isActive()
    assert panel._view_timer.interval() == VIEW_DELAY_MS


def questions(work):
    """Counts what the model is asked while something is done and painted."""
    asked, codes = Counter(), {}
    for kind in AreaListModel.__mro__:
        for name in ("index", "flags", "data"):
            method = vars(kind).get(name)
            if hasattr(method, "__code__"):
                codes[method.__code__] = name

    def note(frame, event, argument):
        if event == "call" and frame.f_code in codes:
            asked[codes[frame.f_code]] += 1

    sys.setprofile(note)
    try:
        work()
        QApplication.processEvents()
    finally:
        sys.setprofile(None)
    return asked


def test_choosing_all_rows_asks_for_each_a_few_times(panel):
    """Qt looks through the selection of a header for every section that it paints: 79 ms for 5,000 rows."""
    count = panel.view.model().rowCount()
    asked = questions(panel.view.selectAll)
    assert len(panel.view.selectionModel().selection()) == 1
    assert asked["index"] < 5 * count
    assert asked["flags"] < count


def test_ticking_all_rows_asks_for_each_a_few_times(panel):
    panel.view.selectAll()
    QApplication.processEvents()
    count = panel.view.model().rowCount()
    asked = questions(lambda: QTest.keyClick(panel.view, Qt.Key.Key_Space))
    assert len(panel.view.model().ticked_rows()) == count
    assert asked["index"] < 3 * count
    assert asked["flags"] < count


def test_rows_in_view_show_their_ticks_at_once_and_others_once_they_are_scrolled_to(panel):
    """What is painted is right, though most changed rows are not looked at."""
    view, model = panel.view, panel.view.model()
    view.scrollToTop()
    # The ticks alone: what is beside them changes as pictures and prices arrive.
    left = view.visualRect(model.index(0, AREA)).left()
    width = view.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth)

    def column():
        QApplication.processEvents()
        picture = view.viewport().grab().toImage()
        return picture.copy(left, 0, width, picture.height())

    before = column()
    model.tick_only(model.listed_keys())
    ticked = column()
    assert ticked != before
    view.scrollToBottom()
    below = column()
    model.tick_only(())
    assert column() != below
    view.scrollToTop()
    assert column() == before
