"""Unusable areas are refused at the field with their cause, and a button there repairs them."""

from __future__ import annotations

import os

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsProjectionSelectionDialog
from qgis.PyQt.QtWidgets import QComboBox, QFileDialog, QLabel, QPushButton
from support import area_samples as samples
from support.area_samples import BOTH, EAST, FAR, POINT, WEST

from up42_jobs.core.app.session.area_state import AreaSource
from up42_jobs.core.domain.problems import ProblemCode
from up42_jobs.ui.configure.area_field import FILE_FILTER, AreaField

WAIT_MS = 30_000
# Another part, near enough that a box around both can be searched.
SOUTH = (14.0, 51.0, 14.1, 51.1)
BOW = "POLYGON((13 52, 13.1 52.1, 13.1 52, 13 52.1, 13 52))"
# In the metres of a building site, and of UTM.
SITE = (0.0, 0.0, 150.0, 80.0)
METRES = (390000.0, 5820000.0, 391000.0, 5821000.0)


@pytest.fixture
def field(signed_in, canvas, qtbot):
    canvas.setExtent(QgsRectangle(-0.5, 39.3, -0.2, 39.6))
    field = AreaField(signed_in.area, signed_in.workbench, canvas)
    qtbot.addWidget(field)
    field.resize(320, 200)
    field.show()
    yield field
    field.release()


@pytest.fixture
def choose_file(field, signed_in, qtbot, monkeypatch):
    def choose(path):
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *arguments: (str(path), ""))
        choose_source(field, AreaSource.FILE)
        settle(signed_in, qtbot)

    return choose


@pytest.fixture
def choose_layer(field, signed_in, qtbot):
    def choose(*wkts, kind="Polygon?crs=EPSG:4326", source=AreaSource.LAYER):
        layer = QgsVectorLayer(kind, "Fields", "memory")
        layer.dataProvider().addFeatures([feature_of(wkt) for wkt in wkts])
        QgsProject.instance().addMapLayer(layer)
        field.layer_combo.setLayer(layer)
        choose_source(field, source)
        settle(signed_in, qtbot)
        return layer

    return choose


@pytest.fixture
def picked_crs(monkeypatch):
    """The CRS that the user picks in QGIS's dialog."""

    def pick(code):
        monkeypatch.setattr(QgsProjectionSelectionDialog, "exec", lambda dialog: True)
        monkeypatch.setattr(
            QgsProjectionSelectionDialog, "crs", lambda dialog: QgsCoordinateReferenceSystem(code)
        )

    return pick


def feature_of(wkt):
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt(wkt))
    return feature


def choose_source(field, source):
    combo = field.findChild(QComboBox, "area_source_combo")
    combo.activated.emit(combo.findData(source.value))


def settle(signed_in, qtbot):
    def is_read():
        problem = signed_in.area.problem
        return problem is None or problem.code is not ProblemCode.AREA_PENDING

    qtbot.waitUntil(is_read, timeout=WAIT_MS)


def problem_line(field):
    label = field.findChild(QLabel, "area_problem")
    return label.text() if label.isVisible() else ""


def buttons(field):
    return {button.objectName() for button in field.fixes.findChildren(QPushButton) if button.isVisible()}


def press(field, name):
    button = field.findChild(QPushButton, name)
    assert button.isVisible()
    button.click()


def test_files_of_all_kinds_that_are_read_can_be_chosen():
    for suffix in ("*.kmz", "*.zip", "*.kml", "*.geojson", "*.json", "*.gpkg", "*.shp"):
        assert suffix in FILE_FILTER


@pytest.mark.parametrize("kind", ["kmz", "zip"])
def test_archives_are_read(kind, choose_file, signed_in, tmp_path):
    if kind == "kmz":
        path = samples.kmz(tmp_path / "plan.kmz", samples.placemark(samples.kml_polygon(WEST)))
    else:
        path = samples.zipped(tmp_path / "a.zip", samples.shapefile(tmp_path / "a.shp", samples.wkt(WEST)))
    choose_file(path)
    assert signed_in.area.aoi.bounds == pytest.approx(WEST)


def test_all_layers_of_a_file_are_taken_until_another_choice_is_made(field, choose_file, signed_in, qtbot, tmp_path):
    old, new = (samples.placemark(samples.kml_polygon(box)) for box in (FAR, WEST))
    choose_file(samples.kml(tmp_path / "plan.kml", samples.folder("Old 2024", old), samples.folder("AOI 2026", new)))
    combo = field.findChild(QComboBox, "area_file_layer_combo")
    assert combo.isVisible()
    assert {combo.itemText(index) for index in range(combo.count())} == {"All Layers", "Old 2024", "AOI 2026"}
    assert combo.currentText() == "All Layers"
    assert "2 separate parts" in problem_line(field)
    combo.activated.emit(combo.findText("AOI 2026"))
    settle(signed_in, qtbot)
    assert signed_in.area.aoi.bounds == pytest.approx(WEST)
    assert (problem_line(field), combo.currentText()) == ("", "AOI 2026")


def test_tables_of_mixed_shapes_are_offered_and_points_and_lines_are_not(field, choose_layer, signed_in):
    for kind in ("Point", "LineString", "NoGeometry", "MultiPolygon"):
        QgsProject.instance().addMapLayer(QgsVectorLayer(f"{kind}?crs=EPSG:4326", kind, "memory"))
    mixed = f"GeometryCollection(Point(13 52), {samples.wkt(WEST)})"
    choose_layer(mixed, kind="GeometryCollection?crs=EPSG:4326")
    offered = {field.layer_combo.itemText(index) for index in range(field.layer_combo.count())}
    assert offered == {"Fields", "MultiPolygon"}
    assert signed_in.area.aoi.bounds == pytest.approx(WEST)
    assert problem_line(field) == ""


def test_a_file_of_one_layer_asks_nothing(field, choose_file, tmp_path):
    choose_file(samples.geojson(tmp_path / "one.geojson", POINT, samples.polygon(BOTH)))
    assert not field.findChild(QComboBox, "area_file_layer_combo").isVisible()
    assert problem_line(field) == ""


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda folder: samples.shapefile(folder / "a.shp", samples.wkt(SITE), epsg=0), "no coordinate reference"),
        (lambda folder: samples.shapefile(folder / "b.shp", samples.wkt(METRES), epsg=0), "no coordinate reference"),
        (lambda folder: samples.geojson(folder / "c.geojson", samples.polygon(METRES)), "390000, 5820000"),
    ],
    ids=["site metres", "UTM metres", "GeoJSON in metres"],
)
def test_a_file_in_metres_says_so_and_takes_the_crs_that_is_set(
    made, words, field, choose_file, signed_in, picked_crs, qtbot, tmp_path
):
    path = made(tmp_path)
    choose_file(path)
    assert words in problem_line(field)
    assert field.findChild(QLabel, "area_label").text() == path.name
    assert signed_in.area.aoi is None
    assert not signed_in.workbench.can_run
    assert buttons(field) == {"set_crs_button"}
    picked_crs("EPSG:32633")
    press(field, "set_crs_button")
    settle(signed_in, qtbot)
    assert signed_in.area.aoi is not None
    assert buttons(field) - {"set_crs_button"} == set()
    assert "CRS" not in problem_line(field)


@pytest.mark.parametrize("box", [SITE, METRES])
def test_a_layer_without_a_crs_says_so_and_gets_the_one_that_is_set(
    box, field, choose_layer, signed_in, picked_crs, qtbot
):
    layer = choose_layer(samples.wkt(box), kind="Polygon")
    layer.setCrs(QgsCoordinateReferenceSystem())
    settle(signed_in, qtbot)
    assert "no coordinate reference system" in problem_line(field)
    picked_crs("EPSG:32633")
    press(field, "set_crs_button")
    settle(signed_in, qtbot)
    assert layer.crs().authid() == "EPSG:32633"
    assert signed_in.area.aoi is not None


def test_a_rectangle_on_a_map_without_a_crs_takes_the_one_that_is_set(field, signed_in, picked_crs):
    signed_in.area.use_rectangle(QgsRectangle(*METRES), QgsCoordinateReferenceSystem())
    assert "map has no coordinate reference system" in problem_line(field)
    picked_crs("EPSG:32633")
    press(field, "set_crs_button")
    assert signed_in.area.aoi is not None
    assert problem_line(field) == ""


def test_a_file_that_is_deleted_is_no_area_any_more(field, choose_file, signed_in, qtbot, tmp_path):
    path = samples.geojson(tmp_path / "area.geojson", samples.polygon(WEST))
    choose_file(path)
    path.unlink()
    qtbot.waitUntil(lambda: "no longer exists" in problem_line(field), timeout=WAIT_MS)
    assert signed_in.area.aoi is None


def test_a_crs_of_the_moon_is_named(field, choose_layer, signed_in, qtbot):
    layer = choose_layer(samples.wkt(WEST))
    layer.setCrs(QgsCoordinateReferenceSystem("IAU_2015:30100"))
    settle(signed_in, qtbot)
    assert "Moon" in problem_line(field)
    assert buttons(field) == {"set_crs_button"}


def test_a_map_without_a_crs_says_so_and_the_project_gets_one(field, signed_in, canvas, picked_crs, qtbot):
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem())
    choose_source(field, AreaSource.MAP_EXTENT)
    assert "map has no coordinate reference system" in problem_line(field)
    assert "still empty" not in problem_line(field)
    picked_crs("EPSG:4326")
    press(field, "set_crs_button")
    assert QgsProject.instance().crs().authid() == "EPSG:4326"
    # QGIS's window hands the project's CRS on to its map.
    canvas.setDestinationCrs(QgsProject.instance().crs())
    qtbot.waitUntil(lambda: signed_in.area.aoi is not None, timeout=WAIT_MS)
    assert problem_line(field) == ""


def test_a_map_of_more_than_its_projection_says_to_zoom_in(field, signed_in, canvas):
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:32633"))
    canvas.setExtent(QgsRectangle(-1e9, -1e9, 1e9, 1e9))
    choose_source(field, AreaSource.MAP_EXTENT)
    assert "Zoom in" in problem_line(field)
    assert "still empty" not in problem_line(field)


def test_an_outline_that_crosses_itself_has_one_fault_and_not_two(field, choose_layer):
    choose_layer(BOW)
    assert "crosses" in problem_line(field)
    assert "too small" not in problem_line(field)


# An area that was edited and saved kept its old outline and would have been ordered.
def test_an_edited_layer_is_read_again_and_its_old_outline_is_gone_at_once(choose_layer, signed_in, qtbot):
    layer = choose_layer(samples.wkt(WEST))
    assert signed_in.workbench.can_run
    layer.startEditing()
    layer.changeGeometry(1, QgsGeometry.fromWkt(samples.wkt(EAST)))
    assert signed_in.area.aoi is None
    assert not signed_in.workbench.can_run
    settle(signed_in, qtbot)
    assert signed_in.area.aoi.bounds == pytest.approx(EAST)
    layer.rollBack()
    settle(signed_in, qtbot)
    assert signed_in.area.aoi.bounds == pytest.approx(WEST)
    layer.startEditing()
    layer.addFeature(feature_of(samples.wkt(EAST)))
    layer.commitChanges()
    settle(signed_in, qtbot)
    assert signed_in.area.aoi.bounds == pytest.approx(BOTH)
    layer.setSubsetString("")
    layer.startEditing()
    layer.deleteFeature(1)
    layer.commitChanges()
    settle(signed_in, qtbot)
    assert signed_in.area.aoi.bounds == pytest.approx(EAST)


def test_an_edit_of_many_features_is_one_change(choose_layer, signed_in, qtbot):
    layer = choose_layer(*(samples.wkt((13 + x / 100, 52, 13.01 + x / 100, 52.1)) for x in range(50)))
    seen = []
    signed_in.area.changed.connect(lambda: seen.append(signed_in.area.aoi))
    layer.startEditing()
    for fid in range(1, 41):
        layer.deleteFeature(fid)
    settle(signed_in, qtbot)
    assert signed_in.area.aoi.bounds == pytest.approx((13.4, 52, 13.5, 52.1))
    # Gone, being read, and there again; not forty times.
    assert len(seen) <= 3
    layer.rollBack()


def test_a_layer_that_is_no_area_any_more_is_not_heard(field, choose_layer, signed_in, canvas):
    layer = choose_layer(samples.wkt(WEST))
    choose_source(field, AreaSource.MAP_EXTENT)
    wanted = signed_in.area.aoi
    layer.startEditing()
    layer.changeGeometry(1, QgsGeometry.fromWkt(samples.wkt(EAST)))
    assert signed_in.area.aoi is wanted
    layer.rollBack()


def test_an_area_outlives_its_layer(choose_layer, signed_in):
    layer = choose_layer(samples.wkt(WEST))
    QgsProject.instance().removeMapLayer(layer.id())
    assert signed_in.area.aoi.bounds == pytest.approx(WEST)


def test_a_file_that_is_saved_again_is_read_again(choose_file, signed_in, qtbot, tmp_path):
    path = samples.geojson(tmp_path / "area.geojson", samples.polygon(WEST))
    choose_file(path)
    for box in (EAST, BOTH):
        # As editors save: a new file takes the old one's place.
        os.replace(samples.geojson(tmp_path / "new.geojson", samples.polygon(box)), path)
        qtbot.waitUntil(
            lambda box=box: signed_in.area.aoi is not None and signed_in.area.aoi.bounds == pytest.approx(box),
            timeout=WAIT_MS,
        )


@pytest.mark.parametrize(
    ("wkts", "button", "bounds", "simple"),
    [
        ([samples.wkt(WEST), samples.wkt(SOUTH)], "bounding_box_button", (13, 51, 14.1, 52.1), True),
        ([samples.wkt(WEST), samples.wkt(SOUTH)], "convex_hull_button", (13, 51, 14.1, 52.1), False),
        (["POLYGON((13 52, 13.1 52, 13.1 52.1, 13 52.1, 13 52), (13.02 52.02, 13.05 52.02, 13.02 52.05, 13.02 52.02))"],
         "fill_holes_button", WEST, True),
        ([BOW], "bounding_box_button", WEST, True),
        ([BOW], "convex_hull_button", WEST, True),
    ],
)
def test_a_button_puts_an_area_right(wkts, button, bounds, simple, field, choose_layer, signed_in, qtbot):
    choose_layer(*wkts)
    assert problem_line(field)
    press(field, button)
    settle(signed_in, qtbot)
    assert problem_line(field) == ""
    assert buttons(field) == set()
    assert signed_in.area.aoi.bounds == pytest.approx(bounds)
    assert signed_in.area.aoi.is_box is simple
    assert signed_in.workbench.can_run
    # Beside the size it says that this is no longer what was drawn.
    assert field.findChild(QLabel, "area_label").text().count("·") == 2


def test_crossings_that_are_removed_leave_what_is_there(field, choose_layer, signed_in, qtbot):
    # The spare loop is two metres long: what was meant is plain, but only the user may decide it.
    loop = "13.00002 52.1, 13.00002 52.10002, 13.00004 52.09998"
    choose_layer(f"POLYGON((13 52, 13.1 52, 13.1 52.1, {loop}, 13 52.1, 13 52))")
    assert "crosses" in problem_line(field)
    press(field, "dissolve_button")
    settle(signed_in, qtbot)
    assert "crosses" not in problem_line(field)


def test_too_many_corners_are_simplified_to_what_is_allowed(field, choose_layer, signed_in, qtbot):
    count = 4 * signed_in.account.limits.max_vertices
    circle = QgsGeometry.fromWkt("POINT(13 52)").buffer(0.05, count // 4)
    choose_layer(circle.asWkt(17))
    assert "vertices" in problem_line(field)
    before = signed_in.area.aoi.area_km2
    press(field, "simplify_button")
    settle(signed_in, qtbot)
    assert problem_line(field) == ""
    assert 100 < signed_in.area.aoi.vertex_count <= signed_in.account.limits.max_vertices
    assert signed_in.area.aoi.area_km2 == pytest.approx(before, rel=0.01)


def test_what_was_put_right_stays_right_when_the_layer_changes(field, choose_layer, signed_in, qtbot):
    layer = choose_layer(samples.wkt(WEST), samples.wkt(SOUTH))
    press(field, "bounding_box_button")
    settle(signed_in, qtbot)
    layer.startEditing()
    layer.changeGeometry(1, QgsGeometry.fromWkt(samples.wkt(EAST)))
    settle(signed_in, qtbot)
    assert signed_in.area.aoi.is_box
    assert problem_line(field) == ""
    layer.rollBack()
    choose_source(field, AreaSource.LAYER)
    settle(signed_in, qtbot)
    assert "2 separate parts" in problem_line(field)
