"""Comparing two scenes by swiping or blinking leaves the map unchanged."""

from __future__ import annotations

import socket

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import QgsProject, QgsRasterLayer, QgsRectangle
from qgis.gui import QgsMapToolPan
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from up42_jobs.ui.map.compare_bar import CompareBar
from up42_jobs.ui.map.comparison import Comparison
from up42_jobs.ui.map.comparison_item import CompareMode

WAIT_MS = 30_000
RED, GREEN = (200, 0, 0), (0, 160, 0)


def raster(path, colour):
    """Returns a layer of one colour on the square degree at zero."""
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 10, 10, 3, gdal.GDT_Byte)
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(4326)
    dataset.SetProjection(crs.ExportToWkt())
    dataset.SetGeoTransform((0, 0.1, 0, 1, 0, -0.1))
    for number, value in enumerate(colour, start=1):
        dataset.GetRasterBand(number).WriteArray(np.full((10, 10), value, np.uint8))
    dataset = None
    layer = QgsRasterLayer(str(path), path.stem)
    assert layer.isValid()
    return layer


@pytest.fixture
def compared(canvas, qtbot, tmp_path):
    """A map with a red and a green layer, the green one below and switched off, and a tool in use."""
    red, green = raster(tmp_path / "red.tif", RED), raster(tmp_path / "green.tif", GREEN)
    QgsProject.instance().addMapLayers([red, green])
    canvas.setLayers([red])
    canvas.setExtent(QgsRectangle(0.2, 0.2, 0.8, 0.8))
    tool = QgsMapToolPan(canvas)
    canvas.setMapTool(tool)
    canvas.show()
    qtbot.waitExposed(canvas)
    comparison = Comparison(canvas, lambda: [red.id(), green.id()])
    comparison.canvas, comparison.ids, comparison.tool = canvas, (green.id(), red.id()), tool
    yield comparison
    comparison.end()


def colour_at(canvas, share):
    """Returns the colour that is seen at a share of the map's width, below the titles."""
    picture = canvas.grab().toImage()
    colour = picture.pixelColor(int(share * (picture.width() - 1)), int(picture.height() * 0.6))
    return colour.red(), colour.green(), colour.blue()


def drag(view, start, end):
    """Drags with the left button, as the window system sends it: press, moves, release."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    steps = [(QEvent.Type.MouseButtonPress, start, left, left)]
    steps += [(QEvent.Type.MouseMove, start + (end - start) * step / 4, none, left) for step in (1, 2, 3, 4)]
    steps += [(QEvent.Type.MouseButtonRelease, end, left, none)]
    for kind, spot, button, buttons in steps:
        place, on_screen = QPointF(spot), QPointF(view.mapToGlobal(spot))
        event = QMouseEvent(kind, place, on_screen, button, buttons, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(view, event)


def is_ready(comparison):
    return comparison.item is not None and all(picture.is_ready for picture in comparison.item.pictures)


def begin(comparison, mode, qtbot):
    comparison.begin(mode, *comparison.ids)
    qtbot.waitUntil(lambda: is_ready(comparison), timeout=WAIT_MS)


def test_a_swipe_shows_one_scene_on_either_side_of_the_line(compared, qtbot):
    begin(compared, CompareMode.SWIPE, qtbot)
    assert colour_at(compared.canvas, 0.25) == GREEN
    assert colour_at(compared.canvas, 0.75) == RED
    compared.set_share(0.1)
    assert colour_at(compared.canvas, 0.25) == RED
    compared.set_share(0.9)
    assert colour_at(compared.canvas, 0.75) == GREEN


def test_the_line_is_dragged_by_the_mouse_and_other_clicks_stay_the_tools(compared, qtbot):
    begin(compared, CompareMode.SWIPE, qtbot)
    view = compared.canvas.viewport()
    middle = QPoint(view.width() // 2, view.height() // 2)
    drag(view, middle, QPoint(view.width() // 4, middle.y()))
    assert compared.share == pytest.approx(0.25, abs=0.01)
    before = compared.canvas.extent().center().x()
    far = QPoint(view.width() * 3 // 4, middle.y())
    drag(view, far, far - QPoint(60, 0))
    assert compared.share == pytest.approx(0.25, abs=0.01)
    assert compared.canvas.extent().center().x() != before


def test_keys_move_the_line_swap_the_sides_and_end_it(compared, qtbot):
    begin(compared, CompareMode.SWIPE, qtbot)
    canvas, centre = compared.canvas, compared.canvas.extent().center()
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert compared.share == pytest.approx(0.52)
    QTest.keyClick(canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert compared.share == pytest.approx(0.42)
    assert canvas.extent().center() == centre
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert colour_at(canvas, 0.25) == RED
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert compared.mode is None


def test_a_blink_shows_both_by_turns(compared, qtbot):
    begin(compared, CompareMode.BLINK, qtbot)
    qtbot.waitUntil(lambda: colour_at(compared.canvas, 0.5) == RED, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: colour_at(compared.canvas, 0.5) == GREEN, timeout=WAIT_MS)


def test_afterwards_map_layers_and_tool_are_as_they_were(compared, qtbot):
    canvas = compared.canvas
    items, layers = len(canvas.scene().items()), canvas.layers()
    for mode in CompareMode:
        begin(compared, mode, qtbot)
        assert canvas.mapTool() is compared.tool
        assert canvas.layers() == layers
        compared.end()
        assert len(canvas.scene().items()) == items
        qtbot.waitUntil(lambda: colour_at(canvas, 0.25) == RED, timeout=WAIT_MS)
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert compared.mode is None


def test_a_base_map_that_does_not_answer_does_not_hold_the_scenes_back(compared, qtbot):
    """Without a network the swipe was on, its line could be dragged, and the map showed neither for many seconds."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        source = f"type=xyz&url=http://127.0.0.1:{silent.getsockname()[1]}/{{z}}/{{x}}/{{y}}.png&zmax=5&zmin=0"
        base = QgsRasterLayer(source, "base", "wms")
        assert base.isValid()
        QgsProject.instance().addMapLayer(base)
        compared.canvas.setLayers([*compared.canvas.layers(), base])
        compared.begin(CompareMode.SWIPE, *compared.ids)
        for share, colour in ((0.25, GREEN), (0.75, RED)):
            qtbot.waitUntil(lambda at=share, seen=colour: colour_at(compared.canvas, at) == seen, timeout=WAIT_MS)
        compared.end()
        compared.canvas.stopRendering()


def test_the_pictures_follow_the_map(compared, qtbot):
    begin(compared, CompareMode.SWIPE, qtbot)
    compared.canvas.setExtent(QgsRectangle(-1.5, 0.0, 0.5, 1.0))
    # At once the old picture lies where its ground is now, and nothing where there was none.
    assert colour_at(compared.canvas, 0.4) == (255, 255, 255)
    compared.set_share(1.0)
    qtbot.waitUntil(lambda: colour_at(compared.canvas, 0.95) == GREEN, timeout=WAIT_MS)
    assert colour_at(compared.canvas, 0.3) == (255, 255, 255)


def test_it_ends_when_one_of_its_layers_is_removed(compared, qtbot):
    begin(compared, CompareMode.BLINK, qtbot)
    QgsProject.instance().removeMapLayer(compared.ids[0])
    assert compared.mode is None


def test_the_bar_names_both_scenes_and_moves_the_line_without_a_mouse(compared, qtbot):
    bar = CompareBar(compared)
    qtbot.addWidget(bar)
    begin(compared, CompareMode.SWIPE, qtbot)
    assert bar.names_label.text() == "green  |  red"
    bar.line_slider.setFocus()
    QTest.keyClick(bar.line_slider, Qt.Key.Key_Home)
    assert colour_at(compared.canvas, 0.05) == RED
    QTest.mouseClick(bar.swap_button, Qt.MouseButton.LeftButton)
    assert bar.names_label.text() == "red  |  green"
    QTest.mouseClick(bar.end_button, Qt.MouseButton.LeftButton)
    assert compared.mode is None
    assert bar.isHidden()
