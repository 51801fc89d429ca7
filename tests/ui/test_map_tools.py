"""Drawing on the map: what is drawn is the area, and the map always gets its own tool back."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsSnappingConfig,
    QgsTolerance,
    QgsVectorLayer,
)
from qgis.gui import QgsMapTool, QgsMapToolPan
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QPoint, Qt
from qgis.PyQt.QtTest import QSignalSpy, QTest

from up42_jobs.ui.map_tools import PolygonTool, RectangleTool

NONE = Qt.KeyboardModifier.NoModifier
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def pan(canvas):
    canvas.show()
    canvas.setExtent(QgsRectangle(0, 0, 4, 4))
    tool = QgsMapToolPan(canvas)
    canvas.setMapTool(tool)
    return tool


@pytest.fixture(params=[RectangleTool, PolygonTool])
def tool(request, canvas, pan):
    built = request.param(canvas)
    yield built
    built.release()


@pytest.fixture
def polygon(canvas, pan):
    built = PolygonTool(canvas)
    yield built
    if not sip.isdeleted(built):
        built.release()


@pytest.fixture
def rectangle(canvas, pan):
    built = RectangleTool(canvas)
    yield built
    built.release()


def click(canvas, x, y, button=LEFT):
    QTest.mouseClick(canvas.viewport(), button, NONE, QPoint(x, y))


def drag(canvas, start, end):
    view = canvas.viewport()
    QTest.mousePress(view, LEFT, NONE, start)
    QTest.mouseMove(view, (start + end) / 2)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, LEFT, NONE, end)


def test_escape_gives_the_former_tool_back_and_draws_nothing(tool, canvas, pan):
    drawn, ended = QSignalSpy(tool.drawn), QSignalSpy(tool.ended)
    tool.begin()
    assert canvas.mapTool() is not pan
    click(canvas, 100, 100)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.mapTool() is pan
    assert (len(drawn), len(ended)) == (0, 1)


def test_beginning_twice_still_gives_the_former_tool_back(tool, canvas, pan):
    tool.begin()
    tool.begin()
    tool.give_up()
    assert canvas.mapTool() is pan


def test_without_a_former_tool_the_map_has_none_afterwards(tool, canvas, pan):
    canvas.unsetMapTool(pan)
    tool.begin()
    tool.give_up()
    assert canvas.mapTool() is None


def test_a_former_tool_that_is_gone_is_not_asked_for(tool, canvas):
    class Borrowed(QgsMapTool):
        pass

    former = Borrowed(canvas)
    canvas.setMapTool(former)
    tool.begin()
    sip.delete(former)
    tool.give_up()
    assert canvas.mapTool() is None


def test_another_tool_that_takes_the_map_keeps_it(tool, canvas, pan):
    ended = QSignalSpy(tool.ended)
    tool.begin()
    other = QgsMapToolPan(canvas)
    canvas.setMapTool(other)
    assert len(ended) == 1
    tool.give_up()
    assert canvas.mapTool() is other


def test_a_change_of_crs_ends_the_drawing(tool, canvas, pan):
    drawn = QSignalSpy(tool.drawn)
    tool.begin()
    click(canvas, 100, 100)
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    assert canvas.mapTool() is pan
    assert len(drawn) == 0


def test_a_tool_that_is_released_leaves_nothing_behind(canvas, pan, qapp):
    # The map makes these when they are first asked for, and keeps them.
    canvas.snappingUtils()
    items, children = len(canvas.scene().items()), len(canvas.children())
    for kind in (RectangleTool, PolygonTool):
        tool = kind(canvas)
        tool.begin()
        click(canvas, 100, 100)
        tool.release()
        assert canvas.mapTool() is pan
    del tool
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert (len(canvas.scene().items()), len(canvas.children())) == (items, children)


def test_a_rectangle_comes_in_the_crs_of_the_map(rectangle, canvas, pan):
    drawn = QSignalSpy(rectangle.drawn)
    rectangle.begin()
    drag(canvas, QPoint(100, 100), QPoint(300, 200))
    extent, crs = drawn[0]
    assert (extent.width(), extent.height()) == pytest.approx((200 * canvas.mapUnitsPerPixel(),
                                                               100 * canvas.mapUnitsPerPixel()), rel=0.02)
    assert crs == canvas.mapSettings().destinationCrs()
    assert canvas.mapTool() is pan


def test_a_click_without_dragging_is_no_rectangle_yet(rectangle, canvas):
    drawn = QSignalSpy(rectangle.drawn)
    rectangle.begin()
    click(canvas, 100, 100)
    assert len(drawn) == 0
    drag(canvas, QPoint(100, 100), QPoint(200, 200))
    assert len(drawn) == 1


def corner(canvas, x, y):
    return canvas.getCoordinateTransform().toMapCoordinates(x, y)


def test_left_clicks_add_and_a_right_click_closes(polygon, canvas, pan):
    drawn = QSignalSpy(polygon.drawn)
    polygon.begin()
    for x, y in ((100, 100), (300, 100), (300, 300)):
        click(canvas, x, y)
    click(canvas, 10, 10, RIGHT)
    geometry, crs = drawn[0]
    assert geometry.asPolygon()[0][:3] == [corner(canvas, 100, 100), corner(canvas, 300, 100), corner(canvas, 300, 300)]
    assert crs == canvas.mapSettings().destinationCrs()
    assert canvas.mapTool() is pan
    assert polygon.points == []


def test_a_right_click_closes_nothing_before_there_are_three_corners(polygon, canvas):
    drawn = QSignalSpy(polygon.drawn)
    polygon.begin()
    for x, y in ((100, 100), (300, 100)):
        click(canvas, x, y)
        click(canvas, 10, 10, RIGHT)
    assert len(drawn) == 0
    assert len(polygon.points) == 2
    assert canvas.mapTool() is polygon


def test_the_map_never_comes_back_to_drawing_by_itself(tool, canvas, pan):
    tool.begin()
    tool.give_up()
    # Only the release: the press would open the map's own menu and wait for it.
    QTest.mouseRelease(canvas.viewport(), RIGHT, NONE, QPoint(50, 50))
    assert canvas.mapTool() is pan


def test_backspace_takes_corners_back_down_to_none(polygon, canvas):
    polygon.begin()
    click(canvas, 100, 100)
    click(canvas, 200, 100)
    for left in (1, 0, 0):
        QTest.keyClick(canvas, Qt.Key.Key_Backspace)
        assert len(polygon.points) == left
    assert canvas.mapTool() is polygon


def test_a_double_click_is_one_corner(polygon, canvas):
    polygon.begin()
    click(canvas, 100, 100)
    click(canvas, 100, 100)
    QTest.mouseDClick(canvas.viewport(), LEFT, NONE, QPoint(100, 100))
    assert len(polygon.points) == 1


def test_the_next_drawing_begins_without_the_corners_of_the_last(polygon, canvas):
    polygon.begin()
    click(canvas, 100, 100)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    polygon.begin()
    assert polygon.points == []


def test_corners_snap_to_what_the_project_snaps_to(polygon, canvas):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "Fields", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(1, 1, 2, 2)))
    layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    canvas.setLayers([layer])
    canvas.setExtent(QgsRectangle(0, 0, 4, 4))
    config = QgsSnappingConfig(QgsProject.instance())
    config.setEnabled(True)
    config.setMode(QgsSnappingConfig.SnappingMode.AllLayers)
    config.setTypeFlag(QgsSnappingConfig.SnappingTypes.VertexFlag)
    config.setTolerance(12)
    config.setUnits(QgsTolerance.UnitType.Pixels)
    utils = canvas.snappingUtils()
    utils.setConfig(config)
    utils.setMapSettings(canvas.mapSettings())
    utils.locatorForLayer(layer).init()
    place = canvas.getCoordinateTransform().transform(1, 1)
    polygon.begin()
    click(canvas, int(place.x()) + 4, int(place.y()) - 3)
    assert (polygon.points[0].x(), polygon.points[0].y()) == (1.0, 1.0)
