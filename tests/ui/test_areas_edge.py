"""From right to left a cell that the edge of the list over areas cuts shows the beginning of its text."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication
from support.many_areas import sites_beside_the_map

from up42_jobs.core.app.areas.area_columns import AREA, COLUMNS

PRODUCT = next(number for number, column in enumerate(COLUMNS) if column.title == "Product")


def test_a_figure_at_the_edge_is_not_taken_for_another(on_platform, canvas, qtbot):
    """From right to left “2 % (scene)” was “% (scene)” in a dock of 400 pixels until it was scrolled."""
    with sites_beside_the_map(on_platform, canvas, qtbot) as panel:
        panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        view, model = panel.view, panel.view.model()
        area = model.index(0, AREA)
        view.expand(area)
        index = model.index(0, AREA, area).siblingAtColumn(PRODUCT)
        for column in range(AREA + 1, PRODUCT):
            view.setColumnHidden(column, True)
        needed = view.fontMetrics().horizontalAdvance(index.data())
        # About half of the text is beyond the edge, which cuts a letter or a gap between two.
        for shown in range(needed // 2 - 12, needed // 2 + 12, 3):
            hidden = view.visualRect(index).right() - shown
            view.setColumnWidth(AREA, view.columnWidth(AREA) + hidden)
            QApplication.processEvents()
            place = view.visualRect(index).intersected(view.viewport().rect())
            assert 0 < place.width() < needed
            picture = view.viewport().grab(place).toImage()
            ground = picture.pixel(picture.width() // 2, 1)
            ink = [(x, y) for x in range(2) for y in range(2, picture.height() - 2) if picture.pixel(x, y) != ground]
            assert ink == [], shown
