"""The area's editor says what it does, what is missing, and never changes an area that nobody asked to change."""

from __future__ import annotations

import json

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsMapToolPan
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QFileDialog, QLabel

from up42_jobs.core.app.area import AreaSource
from up42_jobs.ui.panels.configure_panel import ConfigurePanel

WAIT_MS = 30_000
LONLAT = QgsCoordinateReferenceSystem("EPSG:4326")


@pytest.fixture
def panel(application, canvas, qtbot):
    canvas.setExtent(QgsRectangle(-0.5, 39.3, -0.2, 39.6))
    canvas.show()
    panel = ConfigurePanel(application, canvas)
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    panel.show()
    yield panel
    panel.release()


@pytest.fixture
def field(panel):
    return panel.area_field


@pytest.fixture
def area(application):
    return application.area


def choose(field, source):
    index = field.source_combo.findData(source.value)
    field.source_combo.setCurrentIndex(index)
    field.source_combo.activated.emit(index)


def press(field, name):
    QTest.mouseClick(field.findChild(QAbstractButton, name), Qt.MouseButton.LeftButton)


def label(field, name="area_label"):
    return field.findChild(QLabel, name).text()


def add_layer(name="Fields", boxes=((0.0, 40.0), (0.2, 40.0))):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", name, "memory")
    for west, south in boxes:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(west, south, west + 0.1, south + 0.1)))
        layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    return layer


def band_vertices(panel):
    return panel._band._band.numberOfVertices()


def test_the_map_is_the_area_without_a_click(field, area, qtbot):
    qtbot.waitUntil(lambda: area.source is AreaSource.MAP_EXTENT, timeout=WAIT_MS)
    assert area.aoi.bounds == pytest.approx((-0.5, 39.3, -0.2, 39.6), abs=1e-6)
    assert "follows the map" in label(field)


def test_the_map_is_followed_again_when_the_tab_comes_back(panel, field, area, canvas, qtbot):
    qtbot.waitUntil(lambda: area.source is AreaSource.MAP_EXTENT, timeout=WAIT_MS)
    panel.hide()
    canvas.setExtent(QgsRectangle(10, 50, 10.3, 50.3))
    panel.show()
    qtbot.waitUntil(lambda: area.aoi.bounds[0] == pytest.approx(10), timeout=WAIT_MS)


def test_what_is_kept_is_what_is_seen(panel, field, area, canvas, qtbot):
    qtbot.waitUntil(lambda: area.source is AreaSource.MAP_EXTENT, timeout=WAIT_MS)
    assert band_vertices(panel) == 0
    canvas.setExtent(QgsRectangle(10, 50, 10.3, 50.3))
    # At once, before the map has rested long enough to be followed.
    press(field, "follow_map_button")
    assert area.aoi.bounds == pytest.approx((10, 50, 10.3, 50.3), abs=1e-6)
    assert "kept" in label(field)
    assert band_vertices(panel) > 4
    press(field, "follow_map_button")
    assert band_vertices(panel) == 0


def test_the_outline_is_on_the_map_until_the_panel_is_released(panel, area):
    area.use_rectangle(QgsRectangle(0, 40, 1, 41), LONLAT)
    assert band_vertices(panel) > 4


def test_an_area_across_the_180th_meridian_is_outlined_on_both_sides(panel, area, canvas):
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    area.use_rectangle(QgsRectangle(179, -17, 181, -16), LONLAT)
    shape = panel._band._band.asGeometry()
    assert area.aoi.area_km2 == pytest.approx(213.1 * 110.6, rel=0.01)
    assert shape.boundingBox().width() > 4e7 - 3e5
    assert shape.area() == pytest.approx(222_639 * 116_000, rel=0.02)


def test_the_way_to_draw_is_told_while_drawing(field, area, canvas, qtbot):
    canvas.setMapTool(QgsMapToolPan(canvas))
    press(field, "draw_polygon_button")
    assert "right click closes" in label(field)
    assert field.source_combo.currentData() == AreaSource.POLYGON.value
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert "right click" not in label(field)
    assert field.source_combo.currentData() == AreaSource.MAP_EXTENT.value


def test_one_drawing_after_another_gives_the_first_tool_back(field, canvas):
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    press(field, "draw_rectangle_button")
    press(field, "draw_polygon_button")
    assert not field.findChild(QAbstractButton, "draw_rectangle_button").isChecked()
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.mapTool() is pan


def test_pressing_the_button_again_gives_up(field, canvas):
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    press(field, "draw_rectangle_button")
    press(field, "draw_rectangle_button")
    assert canvas.mapTool() is pan


def test_choosing_another_source_ends_the_drawing(field, canvas, area):
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    choose(field, AreaSource.RECTANGLE)
    assert canvas.mapTool() is not pan
    choose(field, AreaSource.MAP_EXTENT)
    assert canvas.mapTool() is pan
    assert area.source is AreaSource.MAP_EXTENT


def test_layers_are_offered_only_while_there_are_any(field):
    def offered():
        index = field.source_combo.findData(AreaSource.LAYER.value)
        return field.source_combo.model().item(index).isEnabled()

    assert not offered()
    layer = add_layer()
    assert offered()
    QgsProject.instance().removeMapLayer(layer.id())
    assert not offered()


def test_what_is_selected_later_is_taken(field, area, canvas):
    layer = add_layer()
    canvas.setLayers([layer])
    choose(field, AreaSource.SELECTED_FEATURES)
    assert area.aoi is None
    assert "selected" in label(field, "area_problem")
    layer.selectByIds([2])
    assert area.aoi.bounds[0] == pytest.approx(0.2)
    layer.selectByIds([1])
    assert area.aoi.bounds[0] == pytest.approx(0.0)
    assert "Fields" in label(field)


def test_a_selection_elsewhere_changes_nothing(field, area, canvas):
    layer, other = add_layer("A"), add_layer("B", [(5.0, 5.0)])
    canvas.setLayers([layer, other])
    field.layer_combo.setLayer(layer)
    layer.selectByIds([1])
    choose(field, AreaSource.SELECTED_FEATURES)
    before = area.aoi
    other.selectByIds([1])
    assert area.aoi == before


def test_an_area_stays_when_its_layer_goes(field, area):
    first, _ = add_layer("A", [(0.0, 40.0)]), add_layer("B", [(5.0, 5.0)])
    field.layer_combo.setLayer(first)
    choose(field, AreaSource.LAYER)
    before = area.aoi
    QgsProject.instance().removeMapLayer(first.id())
    assert area.aoi == before
    assert "A" in label(field)


def test_a_layer_without_polygons_says_so(field, area):
    add_layer("Empty", [])
    choose(field, AreaSource.LAYER)
    assert area.aoi is None
    assert "no polygon" in label(field, "area_problem")


def test_a_file_is_taken_and_named(field, area, tmp_path, monkeypatch):
    ring = [[0, 40], [0.1, 40], [0.1, 40.1], [0, 40.1], [0, 40]]
    path = tmp_path / "harbour.geojson"
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}), encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: (str(path), ""))
    choose(field, AreaSource.FILE)
    assert area.aoi.vertex_count == 4
    assert label(field).endswith("· harbour.geojson")


def test_a_file_that_cannot_be_read_says_so(field, area, tmp_path, monkeypatch):
    path = tmp_path / "broken.geojson"
    path.write_text("{", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: (str(path), ""))
    choose(field, AreaSource.FILE)
    assert area.aoi is None
    assert "file" in label(field, "area_problem")


def test_no_file_chosen_leaves_everything_as_it_was(field, area, monkeypatch):
    area.use_rectangle(QgsRectangle(0, 40, 1, 41), LONLAT)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: ("", ""))
    choose(field, AreaSource.FILE)
    assert area.source is AreaSource.RECTANGLE
    assert field.source_combo.currentData() == AreaSource.RECTANGLE.value


def test_the_request_is_a_source_only_while_it_is_one(field, area):
    area.use_rectangle(QgsRectangle(0, 40, 1, 41), LONLAT)
    count = field.source_combo.count()
    aoi = area.aoi
    area.clear()
    area.use_request(aoi)
    assert field.source_combo.currentData() == AreaSource.REQUEST.value
    choose(field, AreaSource.MAP_EXTENT)
    assert field.source_combo.count() == count


def test_zoom_shows_the_whole_area(field, area, canvas):
    area.use_rectangle(QgsRectangle(10, 50, 11, 51), LONLAT)
    press(field, "zoom_area_button")
    assert canvas.extent().contains(QgsRectangle(10, 50, 11, 51))


def test_a_drawn_rectangle_is_measured_in_square_kilometres(field, area, canvas):
    press(field, "draw_rectangle_button")
    view = canvas.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(100, 100))
    QTest.mouseMove(view, QPoint(200, 200))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(200, 200))
    assert area.source is AreaSource.RECTANGLE
    assert label(field) == f"{area.aoi.area_km2:.1f} km²"
