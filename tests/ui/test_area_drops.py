"""An area is dropped on the dock or the map, or pasted: a file, a layer of QGIS's panels, text."""

from __future__ import annotations

import json

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsLayerTreeModel,
    QgsMimeDataUtils,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMimeData, QPointF, Qt, QUrl
from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QSpinBox, QWidget
from support import area_samples as samples
from support.area_samples import BOTH, EAST, WEST
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.session.area_state import AreaSource
from up42_jobs.core.domain.problems import ProblemCode
from up42_jobs.ui.dock import CONFIGURE, JOBS, Up42Dock

SHIFT, NO_KEY = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def dock(signed_in, canvas, qtbot):
    canvas.show()
    dock = Up42Dock(signed_in, canvas)
    qtbot.addWidget(dock)
    dock.resize(400, 800)
    dock.show()
    yield dock
    dock.release()


def drop(widget, data, modifiers=NO_KEY):
    """Drags data into the middle of a widget and lets it go; returns whether it was taken."""
    place = widget.rect().center()
    entry = QDragEnterEvent(place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, modifiers)
    entry.ignore()
    QApplication.sendEvent(widget, entry)
    if not entry.isAccepted():
        return False
    event = QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, modifiers)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def text_data(text):
    data = QMimeData()
    data.setText(text)
    return data


def file_data(path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/nowhere/readme.txt"), QUrl.fromLocalFile(str(path))])
    return data


def layer_data(name="Fields"):
    """Returns what QGIS's Layers panel drags."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", name, "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt(samples.wkt(WEST)))
    layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    model = QgsLayerTreeModel(QgsProject.instance().layerTreeRoot())
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    return model.mimeData([model.node2index(node)])


def browser_data(path, layer_name=""):
    """Returns what QGIS's Browser drags."""
    uri = QgsMimeDataUtils.Uri()
    uri.layerType, uri.providerKey, uri.name = "vector", "ogr", "Area"
    uri.uri = f"{path}|layername={layer_name}" if layer_name else str(path)
    return QgsMimeDataUtils.encodeUriList([uri])


def made(kind, folder):
    """Returns data of a kind that holds WEST."""
    shape = samples.polygon(WEST)
    if kind == "wkt":
        return text_data(samples.wkt(WEST))
    if kind == "geojson text":
        return text_data(json.dumps(shape))
    if kind == "geojson":
        return file_data(samples.geojson(folder / "a.geojson", shape))
    if kind == "kml":
        return file_data(samples.kml(folder / "a.kml", samples.placemark(samples.kml_polygon(WEST))))
    if kind == "kmz":
        return file_data(samples.kmz(folder / "a.kmz", samples.placemark(samples.kml_polygon(WEST))))
    if kind == "zip":
        return file_data(samples.zipped(folder / "a.zip", samples.shapefile(folder / "a.shp", samples.wkt(WEST))))
    if kind == "layer":
        return layer_data()
    return browser_data(samples.geojson(folder / "b.geojson", shape))


KINDS = ["wkt", "geojson text", "geojson", "kml", "kmz", "zip", "layer", "browser"]


def settle(application, qtbot):
    def is_read():
        problem = application.area.problem
        return problem is None or problem.code is not ProblemCode.AREA_PENDING

    qtbot.waitUntil(is_read, timeout=WAIT_MS)


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_holds_an_area_can_be_dropped_on_the_dock(kind, dock, signed_in, qtbot, tmp_path):
    dock.tabs.setCurrentIndex(JOBS)
    assert drop(dock.widget(), made(kind, tmp_path))
    settle(signed_in, qtbot)
    assert signed_in.area.aoi.bounds == pytest.approx(WEST)
    assert dock.tabs.currentIndex() == CONFIGURE
    assert signed_in.workbench.can_run


@pytest.mark.parametrize("kind", KINDS)
def test_on_the_map_files_and_layers_need_shift_because_qgis_adds_them_to_the_project(
    kind, dock, canvas, signed_in, qtbot, tmp_path
):
    before = signed_in.area.aoi
    data = made(kind, tmp_path)
    is_text = kind in ("wkt", "geojson text")
    assert drop(canvas.viewport(), data) is is_text
    if not is_text:
        assert signed_in.area.aoi == before
        assert drop(canvas.viewport(), data, SHIFT)
    settle(signed_in, qtbot)
    assert signed_in.area.aoi.bounds == pytest.approx(WEST)


@pytest.mark.parametrize("text", ["", "Valencia", "https://example.com"])
def test_what_is_no_area_is_not_taken(text, dock, canvas, signed_in):
    before = signed_in.area.aoi
    for widget in (dock.widget(), canvas.viewport()):
        assert not drop(widget, text_data(text))
    assert signed_in.area.aoi == before


def test_a_layer_of_the_browser_is_taken_alone(dock, signed_in, qtbot, tmp_path):
    west, east = (samples.placemark(samples.kml_polygon(box)) for box in (WEST, EAST))
    path = samples.kml(tmp_path / "plan.kml", samples.folder("Old", west), samples.folder("New", east))
    assert drop(dock.widget(), browser_data(path, "New"))
    settle(signed_in, qtbot)
    assert signed_in.area.aoi.bounds == pytest.approx(EAST)


@pytest.mark.parametrize("way", ["key", "button"])
@pytest.mark.parametrize("kind", ["wkt", "geojson text", "geojson"])
def test_what_was_copied_is_pasted(kind, way, dock, signed_in, qtbot, tmp_path):
    QApplication.clipboard().setMimeData(made(kind, tmp_path))
    field = dock.configure_panel.area_field
    if way == "key":
        QTest.keyClick(field.source_combo, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    else:
        QTest.mouseClick(field.findChild(QAbstractButton, "paste_area_button"), Qt.MouseButton.LeftButton)
    settle(signed_in, qtbot)
    assert signed_in.area.aoi.bounds == pytest.approx(WEST)


BROKEN_TEXTS = ["Valencia", "", "POLYGON((0 0, 1 1", '{"type": "Point", "coordinates": [1, 2]}', "POLYGON EMPTY"]


@pytest.mark.parametrize("text", BROKEN_TEXTS)
@pytest.mark.parametrize("former", ["drawn", "text"])
def test_pasted_text_that_is_no_area_leaves_the_area_as_it_is(former, text, dock, signed_in, qtbot):
    """A slip of the clipboard must not cost a drawing; it says so, and a query over the area can still run."""
    area = signed_in.area
    if former == "text":
        area.use_text(samples.wkt(WEST))
        settle(signed_in, qtbot)
    before = (area.aoi, area.source, area.can_undo)
    assert before[0] is not None
    QApplication.clipboard().setText(text)
    refusal = dock.findChild(QLabel, "area_refusal")
    QTest.mouseClick(dock.findChild(QAbstractButton, "paste_area_button"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(refusal.isVisible, timeout=WAIT_MS)
    assert "The area is as it was." in refusal.text()
    assert refusal.text().startswith("⚠ ")
    assert (area.aoi, area.source, area.can_undo) == before
    assert signed_in.workbench.can_run
    area.use_text(samples.wkt(EAST))
    settle(signed_in, qtbot)
    assert not refusal.isVisible()


def test_a_pasted_file_without_an_area_leaves_the_area_as_it_is(dock, signed_in, qtbot, tmp_path):
    broken = tmp_path / "broken.geojson"
    broken.write_text("{", encoding="utf-8")
    before = signed_in.area.aoi
    for data in (file_data(broken), file_data(samples.geojson(tmp_path / "empty.geojson"))):
        assert drop(dock.widget(), data)
        refusal = dock.findChild(QLabel, "area_refusal")
        qtbot.waitUntil(refusal.isVisible, timeout=WAIT_MS)
        assert (signed_in.area.aoi, signed_in.area.source) == (before, AreaSource.RECTANGLE)
        refusal.hide()


def test_an_area_is_pasted_wherever_the_focus_is_in_the_form(dock, signed_in, qtbot):
    """The guide says Ctrl+V; QGIS itself would paste features, and a list would search for the key."""
    panel = dock.configure_panel
    names = ["period_preset_combo", "cloud_slider", "dry_run_radio", "run_button", "area_source_combo"]
    for number, name in enumerate(names):
        box = (WEST, EAST)[number % 2]
        QApplication.clipboard().setText(samples.wkt(box))
        widget = panel.findChild(QWidget, name)
        QTest.keyClick(widget, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        settle(signed_in, qtbot)
        assert signed_in.area.aoi.bounds == pytest.approx(box), name
    # Each key was taken once.
    for _ in names:
        signed_in.area.undo()
    assert signed_in.area.source is AreaSource.RECTANGLE
    assert not signed_in.area.can_undo


def test_a_field_that_takes_text_takes_what_is_pasted(dock, signed_in, qtbot):
    panel = dock.configure_panel
    before = signed_in.area.aoi
    spin = panel.findChild(QSpinBox, "limit_spin")
    QApplication.clipboard().setText("7")
    spin.selectAll()
    QTest.keyClick(spin, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    spin.interpretText()
    assert spin.value() == 7
    assert signed_in.area.aoi == before
    assert not panel.findChild(QLabel, "area_refusal").isVisible()


def parts_layer(boxes=(WEST, (14, 51, 14.1, 51.1))):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "Fields", "memory")
    features = []
    for box in boxes:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromWkt(samples.wkt(box)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


@pytest.mark.parametrize("kind", ["geojson", "kmz", "zip", "layer", "table"])
def test_several_features_are_searched_each_for_itself_in_a_click(kind, dock, signed_in, qtbot, tmp_path):
    """Four fields were answered with “only one is allowed”; what the user meant was a list over all of them."""
    other = (14, 51, 14.1, 51.1)
    if kind == "geojson":
        path = samples.geojson(tmp_path / "fields.geojson", samples.polygon(WEST), samples.polygon(other))
    elif kind == "kmz":
        shapes = [samples.placemark(samples.kml_polygon(box)) for box in (WEST, other)]
        path = samples.kmz(tmp_path / "fields.kmz", *shapes)
    elif kind == "zip":
        files = samples.shapefile(tmp_path / "fields.shp", samples.wkt(WEST), samples.wkt(other))
        path = samples.zipped(tmp_path / "fields.zip", files)
    layer = parts_layer()
    if kind == "layer":
        QgsProject.instance().addMapLayer(layer)
    if kind in ("layer", "table"):
        signed_in.area.use_layer(layer, selected_only=False)
    else:
        assert drop(dock.widget(), file_data(path))
    settle(signed_in, qtbot)
    button = dock.findChild(QPushButton, "each_feature_button")
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert signed_in.area.source is AreaSource.FEATURES
    features = signed_in.area.features_layer
    assert features.featureCount() == 2
    assert features.id() in QgsProject.instance().mapLayers()
    assert not button.isVisible()
    assert dock.configure_panel.area_field.layer_combo.currentLayer() is features
    assert "2 features, each an area of its own" in dock.findChild(QLabel, "features_count_label").text()
    # Back to the file or layer.
    signed_in.area.undo()
    settle(signed_in, qtbot)
    assert button.isVisible()


def test_a_single_feature_is_no_list(dock, signed_in, qtbot, tmp_path):
    button = dock.findChild(QPushButton, "each_feature_button")
    for data in (layer_data(), file_data(samples.geojson(tmp_path / "a.geojson", samples.polygon(WEST)))):
        drop(dock.widget(), data)
        settle(signed_in, qtbot)
        assert not button.isVisible()


def test_pasted_parts_are_put_right_by_the_same_buttons(dock, signed_in, qtbot):
    """Each repair that a sentence asks for is a click away, whatever the area came from."""
    parts = f"MULTIPOLYGON({samples.wkt(WEST)[7:]}, ((14 51, 14.1 51, 14.1 51.1, 14 51)))"
    QApplication.clipboard().setText(parts)
    QTest.mouseClick(dock.findChild(QAbstractButton, "paste_area_button"), Qt.MouseButton.LeftButton)
    settle(signed_in, qtbot)
    box = dock.findChild(QPushButton, "bounding_box_button")
    assert box.isVisible()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    settle(signed_in, qtbot)
    assert signed_in.area.aoi.bounds == pytest.approx((13, 51, 14.1, 52.1))
    signed_in.area.undo()
    settle(signed_in, qtbot)
    assert signed_in.area.aoi.part_count == 2
    assert signed_in.area.source is AreaSource.TEXT


def test_a_drop_can_be_taken_back(dock, signed_in, qtbot, tmp_path):
    before = signed_in.area.aoi
    drop(dock.widget(), file_data(samples.geojson(tmp_path / "a.geojson", samples.polygon(BOTH))))
    settle(signed_in, qtbot)
    signed_in.area.undo()
    assert signed_in.area.aoi == before


def test_the_list_of_layers_names_the_layer_that_was_dropped(dock, signed_in, qtbot):
    """The list named the first layer of the project above an area taken from another: what is ordered was hidden."""
    combo = dock.configure_panel.area_field.layer_combo
    for name in ("Fields", "Parks"):
        assert drop(dock.widget(), layer_data(name))
        settle(signed_in, qtbot)
        assert combo.currentText() == name
    signed_in.area.undo()
    settle(signed_in, qtbot)
    assert combo.currentText() == "Fields"


def test_the_list_of_layers_names_none_for_an_area_that_is_not_from_the_project(dock, signed_in, qtbot):
    layer_data("Fields")
    other = QgsVectorLayer("Polygon?crs=EPSG:4326", "Table", "memory")
    signed_in.area.use_layer(other, selected_only=False)
    settle(signed_in, qtbot)
    field = dock.configure_panel.area_field
    assert field.layer_combo.currentText() == ""
    # Another way of taking a layer still finds one.
    combo = field.source_combo
    combo.setCurrentIndex(combo.findData(AreaSource.FEATURES.value))
    combo.activated.emit(combo.currentIndex())
    assert signed_in.area.features_layer.name() == "Fields"


@pytest.mark.parametrize("kind", ["copied", "geojson", "multipolygon"])
def test_each_of_several_pasted_shapes_can_be_an_area_of_its_own(kind, dock, signed_in, qtbot, tmp_path):
    """A dropped layer offered it, the same shapes as text did not."""
    other = (14, 51, 14.1, 51.1)
    if kind == "copied":
        text = "wkt_geom\tname\n" + "\n".join(f"{samples.wkt(box)}\tField" for box in (WEST, other))
    elif kind == "geojson":
        text = samples.geojson(tmp_path / "two.geojson", samples.polygon(WEST), samples.polygon(other)).read_text()
    else:
        text = f"MULTIPOLYGON({samples.wkt(WEST)[7:]}, {samples.wkt(other)[7:]})"
    QApplication.clipboard().setText(text)
    QTest.mouseClick(dock.findChild(QAbstractButton, "paste_area_button"), Qt.MouseButton.LeftButton)
    settle(signed_in, qtbot)
    button = dock.findChild(QPushButton, "each_feature_button")
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert signed_in.area.source is AreaSource.FEATURES
    layer = signed_in.area.features_layer
    assert layer.id() in QgsProject.instance().mapLayers()
    boxes = sorted(feature.geometry().boundingBox().xMinimum() for feature in layer.getFeatures())
    assert boxes == pytest.approx([13, 14])
    assert layer.crs().authid() == "EPSG:4326"
    # Back to the text.
    signed_in.area.undo()
    settle(signed_in, qtbot)
    assert signed_in.area.source is AreaSource.TEXT
    assert button.isVisible()


def test_pasted_shapes_are_where_the_crs_that_was_chosen_for_them_puts_them(dock, signed_in, qtbot):
    shapes = ["POLYGON((500000 5540000,501000 5540000,501000 5541000,500000 5540000))"]
    shapes.append(shapes[0].replace("50", "51"))
    QApplication.clipboard().setText("wkt_geom\n" + "\n".join(shapes))
    QTest.mouseClick(dock.findChild(QAbstractButton, "paste_area_button"), Qt.MouseButton.LeftButton)
    settle(signed_in, qtbot)
    signed_in.area.set_crs(QgsCoordinateReferenceSystem("EPSG:32632"))
    settle(signed_in, qtbot)
    QTest.mouseClick(dock.findChild(QPushButton, "each_feature_button"), Qt.MouseButton.LeftButton)
    assert signed_in.area.features_layer.crs().authid() == "EPSG:32632"
