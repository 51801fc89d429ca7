"""Areas from layers and files: read in the background, the last choice wins, problems appear at the field."""

from __future__ import annotations

import json

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtWidgets import QComboBox, QFileDialog, QLabel

from up42_jobs.core.app.session.area_state import AreaSource
from up42_jobs.core.domain.problems import ProblemCode
from up42_jobs.ui.configure.area_field import AreaField

WAIT_MS = 30_000


@pytest.fixture
def field(signed_in, canvas, qtbot):
    canvas.setExtent(QgsRectangle(-0.5, 39.3, -0.2, 39.6))
    field = AreaField(signed_in.area, signed_in.workbench, canvas)
    qtbot.addWidget(field)
    field.show()
    yield field
    field.release()


def polygon_layer(name, *boxes):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", name, "memory")
    features = []
    for box in boxes:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(*box)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(layer)
    return layer


def choose(field, source):
    combo = field.findChild(QComboBox, "area_source_combo")
    combo.activated.emit(combo.findData(source.value))


def is_read(signed_in):
    problem = signed_in.area.problem
    return problem is None or problem.code is not ProblemCode.AREA_PENDING


def problem_text(field):
    return field.findChild(QLabel, "area_problem").text()


def test_while_a_layer_is_read_the_field_says_so_and_nothing_can_run(field, signed_in, qtbot):
    polygon_layer("Fields", (0, 40, 0.1, 40.1))
    choose(field, AreaSource.LAYER)
    assert "being read" in problem_text(field)
    assert not signed_in.workbench.can_run
    qtbot.waitUntil(lambda: is_read(signed_in), timeout=WAIT_MS)
    assert problem_text(field) == ""
    assert signed_in.workbench.can_run


@pytest.mark.parametrize("source", [AreaSource.LAYER, AreaSource.FEATURES])
def test_the_layer_that_is_current_in_qgis_is_proposed(source, field, signed_in, canvas, qtbot):
    """With a base map in the project, each of 240 countries was an area, and a click away from being searched."""
    countries = polygon_layer("Countries", (0, 40, 1, 41))
    fields, others = polygon_layer("Fields", (2, 40, 2.1, 40.1)), polygon_layer("Others", (3, 40, 3.1, 40.1))
    canvas.setCurrentLayer(fields)
    choose(field, source)
    assert signed_in.area.layer is fields
    # What was chosen here stays.
    canvas.setCurrentLayer(others)
    field.layer_combo.setLayer(countries)
    field.layer_combo.activated.emit(field.layer_combo.currentIndex())
    choose(field, AreaSource.FEATURES)
    assert signed_in.area.layer is countries
    qtbot.waitUntil(lambda: is_read(signed_in), timeout=WAIT_MS)


def test_choice_made_while_a_layer_is_read_wins(field, signed_in, canvas, qtbot):
    polygon_layer("Many", *((x / 100, 40 + y / 100, (x + 1) / 100, 40 + (y + 1) / 100)
                            for x in range(40) for y in range(40)))
    choose(field, AreaSource.LAYER)
    choose(field, AreaSource.MAP_EXTENT)
    wanted = signed_in.area.aoi
    assert wanted is not None
    polygon_layer("Small", (1, 41, 1.1, 41.1))
    qtbot.waitUntil(lambda: not signed_in.area._background._tasks, timeout=WAIT_MS)
    assert signed_in.area.source is AreaSource.MAP_EXTENT
    assert signed_in.area.aoi == wanted


def test_empty_selection_asks_for_one_and_takes_it_when_it_comes(field, signed_in, canvas, qtbot):
    layer = polygon_layer("Fields", (0, 40, 0.1, 40.1))
    canvas.setLayers([layer])
    choose(field, AreaSource.SELECTED_FEATURES)
    qtbot.waitUntil(lambda: is_read(signed_in), timeout=WAIT_MS)
    assert "selected" in problem_text(field)
    layer.selectAll()
    qtbot.waitUntil(lambda: signed_in.area.aoi is not None, timeout=WAIT_MS)
    assert problem_text(field) == ""


def test_layer_without_polygons_says_so(field, signed_in, qtbot):
    polygon_layer("Empty")
    choose(field, AreaSource.LAYER)
    qtbot.waitUntil(lambda: is_read(signed_in), timeout=WAIT_MS)
    assert "layer" in problem_text(field)


@pytest.mark.parametrize("content", ["{", json.dumps({"type": "Point", "coordinates": [1, 2]})])
def test_file_without_a_polygon_is_named_as_the_reason(content, field, signed_in, qtbot, tmp_path, monkeypatch):
    path = tmp_path / "area.geojson"
    path.write_text(content)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *arguments: (str(path), ""))
    choose(field, AreaSource.FILE)
    qtbot.waitUntil(lambda: is_read(signed_in), timeout=WAIT_MS)
    assert "file" in problem_text(field)
    assert signed_in.area.aoi is None


def test_plugin_unloaded_while_a_layer_is_read_hears_nothing_more(field, signed_in, qtbot):
    polygon_layer("Fields", (0, 40, 0.1, 40.1))
    choose(field, AreaSource.LAYER)
    signed_in.area.close()
    qtbot.waitUntil(lambda: not signed_in.area._background._tasks, timeout=WAIT_MS)
    assert signed_in.area.aoi is None


def test_while_another_area_is_drawn_the_former_source_is_not_complained_about(field, signed_in, qtbot):
    """Drawing a polygon, "No polygon of this layer is selected" stood below how to draw it."""
    polygon_layer("Fields", (0, 40, 0.1, 40.1))
    choose(field, AreaSource.SELECTED_FEATURES)
    qtbot.waitUntil(lambda: is_read(signed_in), timeout=WAIT_MS)
    assert "selected" in problem_text(field)
    field.drawing.begin(AreaSource.POLYGON)
    assert problem_text(field) == ""
    field.drawing.give_up()
    assert "selected" in problem_text(field)


def test_the_buttons_of_an_area_without_a_text_stay_at_the_end_of_the_line(field, signed_in, qtbot):
    polygon_layer("Fields", (0, 40, 0.1, 40.1))
    field.resize(600, field.sizeHint().height())
    choose(field, AreaSource.SELECTED_FEATURES)
    qtbot.waitUntil(lambda: is_read(signed_in), timeout=WAIT_MS)
    assert not field.area_label.isVisible()
    field.layout().activate()
    assert field.width() - field.zoom_button.geometry().right() < field.zoom_button.width()
