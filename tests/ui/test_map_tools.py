"""Drawing on the map: the shape arrives, and the previous map tool is restored."""

from __future__ import annotations

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle
from qgis.gui import QgsMapToolEmitPoint, QgsMapToolPan, QgsMapToolZoom
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QSignalSpy, QTest

from up42_jobs.ui.map.map_tools import PolygonTool, RectangleTool

TRIANGLE = ((100, 100), (200, 100), (200, 200))


@pytest.fixture
def shown_canvas(canvas):
    canvas.setExtent(QgsRectangle(-0.5, 39.3, -0.2, 39.6))
    canvas.show()
    return canvas


@pytest.fixture
def polygon_tool(shown_canvas):
    tool = PolygonTool(shown_canvas)
    yield tool
    tool.release()


@pytest.fixture
def rectangle_tool(shown_canvas):
    tool = RectangleTool(shown_canvas)
    yield tool
    tool.release()


def click(canvas, x, y, button=Qt.MouseButton.LeftButton):
    QTest.mouseClick(canvas.viewport(), button, Qt.KeyboardModifier.NoModifier, QPoint(x, y))


def press_key(canvas, key):
    QTest.keyClick(canvas, key)


@pytest.mark.parametrize(
    "make_former", [QgsMapToolPan, QgsMapToolEmitPoint, lambda canvas: QgsMapToolZoom(canvas, False)]
)
def test_closing_a_polygon_gives_back_whatever_tool_was_there(make_former, shown_canvas, polygon_tool):
    # Pan and zoom are transient for QGIS: a right click released over them brings back the tool before them.
    former = make_former(shown_canvas)
    shown_canvas.setMapTool(former)
    drawn = QSignalSpy(polygon_tool.drawn)
    polygon_tool.begin()
    for x, y in TRIANGLE:
        click(shown_canvas, x, y)
    click(shown_canvas, 50, 50, Qt.MouseButton.RightButton)
    assert len(drawn) == 1
    assert drawn[0][0].asPolygon()[0][0] == drawn[0][0].asPolygon()[0][-1]
    assert shown_canvas.mapTool() is former


def test_right_click_before_three_corners_keeps_what_is_drawn(shown_canvas, polygon_tool):
    drawn = QSignalSpy(polygon_tool.drawn)
    polygon_tool.begin()
    for x, y in TRIANGLE[:2]:
        click(shown_canvas, x, y)
    click(shown_canvas, 50, 50, Qt.MouseButton.RightButton)
    assert len(drawn) == 0
    assert len(polygon_tool.points) == 2
    assert shown_canvas.mapTool() is polygon_tool


def test_keys_take_corners_back_and_give_up(shown_canvas, polygon_tool):
    former = QgsMapToolPan(shown_canvas)
    shown_canvas.setMapTool(former)
    polygon_tool.begin()
    for x, y in TRIANGLE:
        click(shown_canvas, x, y)
    press_key(shown_canvas, Qt.Key.Key_Backspace)
    assert len(polygon_tool.points) == 2
    press_key(shown_canvas, Qt.Key.Key_Escape)
    assert polygon_tool.points == []
    assert shown_canvas.mapTool() is former


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_closes_a_polygon_from_three_corners_on(key, shown_canvas, polygon_tool):
    """The guide says so, and a touch pad has no right button that is easy to press."""
    drawn, accepted = QSignalSpy(polygon_tool.drawn), []
    shown_canvas.keyPressed.connect(lambda event: accepted.append(event.isAccepted()))
    polygon_tool.begin()
    for x, y in TRIANGLE[:2]:
        click(shown_canvas, x, y)
    press_key(shown_canvas, key)
    assert len(drawn) == 0
    assert len(polygon_tool.points) == 2
    click(shown_canvas, *TRIANGLE[2])
    press_key(shown_canvas, key)
    assert len(drawn) == 1
    assert len(drawn[0][0].asPolygon()[0]) == 4
    assert True not in accepted


@pytest.mark.parametrize("key", [Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Escape])
def test_keys_of_the_drawing_are_hidden_from_qgis(key, shown_canvas, polygon_tool):
    # QGIS deletes the selected features of an editable layer when such a key comes back from the map as accepted.
    accepted = []
    shown_canvas.keyPressed.connect(lambda event: accepted.append(event.isAccepted()))
    polygon_tool.begin()
    click(shown_canvas, 100, 100)
    press_key(shown_canvas, key)
    assert polygon_tool.points == []
    assert True not in accepted


@pytest.mark.parametrize("key", [Qt.Key.Key_Backspace, Qt.Key.Key_Delete])
def test_keys_that_delete_do_nothing_while_a_rectangle_is_drawn(key, shown_canvas, rectangle_tool):
    accepted = []
    shown_canvas.keyPressed.connect(lambda event: accepted.append(event.isAccepted()))
    rectangle_tool.begin()
    drawing = shown_canvas.mapTool()
    press_key(shown_canvas, key)
    assert True not in accepted
    assert shown_canvas.mapTool() is drawing


def test_tool_of_an_unloaded_plugin_is_not_given_back(shown_canvas, polygon_tool):
    former = QgsMapToolEmitPoint(shown_canvas)
    shown_canvas.setMapTool(former)
    polygon_tool.begin()
    former.deleteLater()
    QTest.qWait(0)
    polygon_tool.give_up()
    assert shown_canvas.mapTool() is None


@pytest.mark.parametrize("kind", ["polygon_tool", "rectangle_tool"])
def test_change_of_the_map_crs_gives_up(kind, shown_canvas, request):
    tool = request.getfixturevalue(kind)
    former = QgsMapToolPan(shown_canvas)
    shown_canvas.setMapTool(former)
    drawn = QSignalSpy(tool.drawn)
    tool.begin()
    shown_canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    assert shown_canvas.mapTool() is former
    assert len(drawn) == 0


def test_click_without_dragging_still_waits_for_a_rectangle(shown_canvas, rectangle_tool):
    former = QgsMapToolPan(shown_canvas)
    shown_canvas.setMapTool(former)
    drawn = QSignalSpy(rectangle_tool.drawn)
    rectangle_tool.begin()
    click(shown_canvas, 100, 100)
    assert len(drawn) == 0
    assert shown_canvas.mapTool() is not former
