"""The area of the form: drawn on the map, followed, from a layer or a selection."""

from __future__ import annotations

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsMapToolPan
from qgis.PyQt.QtCore import QEvent, QPoint, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton
from support.configure_tab import child, open_configure_tab, text_of
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.session.area_state import AreaSource
from up42_jobs.ui.map.map_tools import PolygonTool


@pytest.fixture
def panel(signed_in, canvas, qtbot):
    """The form of the Sandbox, as narrow as the dock can be."""
    return open_configure_tab(signed_in, canvas, qtbot)


def drag(canvas, start, end):
    view = canvas.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(view, (start + end) / 2)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


def test_drawn_rectangle_becomes_the_area_and_the_map_gets_its_tool_back(panel, signed_in, canvas):
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    QTest.mouseClick(child(panel, "draw_rectangle_button", QAbstractButton), Qt.MouseButton.LeftButton)
    drag(canvas, QPoint(100, 100), QPoint(200, 200))
    assert signed_in.area.source is AreaSource.RECTANGLE
    assert canvas.mapTool() is pan
    assert not child(panel, "draw_rectangle_button", QAbstractButton).isChecked()
    assert "km²" in text_of(panel, "area_label")


def click_map(canvas, x, y, button=Qt.MouseButton.LeftButton):
    QTest.mouseClick(canvas.viewport(), button, Qt.KeyboardModifier.NoModifier, QPoint(x, y))


def test_polygon_is_drawn_corner_by_corner(panel, signed_in, canvas):
    QTest.mouseClick(child(panel, "draw_polygon_button", QAbstractButton), Qt.MouseButton.LeftButton)
    tool = canvas.mapTool()
    assert isinstance(tool, PolygonTool)
    for x, y in ((100, 100), (200, 100), (333, 333), (200, 200)):
        click_map(canvas, x, y)
    tool.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier))
    assert len(tool.points) == 3
    click_map(canvas, 100, 200)
    click_map(canvas, 50, 50, Qt.MouseButton.RightButton)
    assert signed_in.area.source is AreaSource.POLYGON
    assert signed_in.area.aoi.vertex_count == 4
    assert canvas.mapTool() is not tool


def test_escape_gives_the_old_tool_back_and_keeps_the_area(panel, signed_in, canvas):
    before = signed_in.area.aoi
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    for name in ("draw_polygon_button", "draw_rectangle_button"):
        QTest.mouseClick(child(panel, name, QAbstractButton), Qt.MouseButton.LeftButton)
        assert canvas.mapTool() is not pan
        canvas.mapTool().keyPressEvent(
            QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
        )
        assert canvas.mapTool() is pan
        assert not child(panel, name, QAbstractButton).isChecked()
    assert signed_in.area.aoi == before


def test_area_follows_the_map_until_it_is_kept(panel, signed_in, canvas, qtbot):
    combo = child(panel, "area_source_combo")
    combo.setCurrentIndex(combo.findData(AreaSource.MAP_EXTENT.value))
    combo.activated.emit(combo.currentIndex())
    first = signed_in.area.aoi
    canvas.setExtent(QgsRectangle(-0.45, 39.35, -0.35, 39.45))
    qtbot.waitUntil(lambda: signed_in.area.aoi != first, timeout=WAIT_MS)
    child(panel, "follow_map_button", QAbstractButton).click()
    kept = signed_in.area.aoi
    canvas.setExtent(QgsRectangle(10, 50, 10.1, 50.1))
    qtbot.wait(400)
    assert signed_in.area.aoi == kept


def test_polygon_layer_and_selection_are_areas(panel, signed_in, qtbot):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "Fields", "memory")
    for west in (0.0, 0.2):
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(west, 40, west + 0.1, 40.1)))
        layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    combo = child(panel, "area_source_combo")
    combo.activated.emit(combo.findData(AreaSource.LAYER.value))
    # The former area is gone at once: an order must never be about what is not shown any more.
    assert signed_in.area.aoi is None
    assert not signed_in.workbench.can_run
    qtbot.waitUntil(lambda: signed_in.area.aoi is not None, timeout=WAIT_MS)
    assert signed_in.area.aoi.part_count == 2
    assert "2" in text_of(panel, "area_problem")
    layer.selectByIds([1])
    combo.activated.emit(combo.findData(AreaSource.SELECTED_FEATURES.value))
    qtbot.waitUntil(lambda: signed_in.area.aoi is not None, timeout=WAIT_MS)
    assert signed_in.area.aoi.part_count == 1
    assert signed_in.area.geometry().contains(QgsPointXY(0.05, 40.05))


def test_why_nothing_can_run_is_said_in_the_words_of_the_field(panel, signed_in, qtbot):
    """At the field "No polygon of this layer is selected", above the button "It has no polygon. Choose a layer"."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "Fields", "memory")
    QgsProject.instance().addMapLayer(layer)
    signed_in.area.use_layer(layer, True)
    qtbot.waitUntil(lambda: "selected" in text_of(panel, "reason_label"), timeout=WAIT_MS)
    assert text_of(panel, "reason_label") in text_of(panel, "area_problem")
    panel.area_field.drawing.begin(AreaSource.POLYGON)
    assert text_of(panel, "reason_label").startswith("Choose an area")
    panel.area_field.drawing.give_up()
    assert "selected" in text_of(panel, "reason_label")
