"""The area is always on the map: outline, size and cost; it can be changed there, and every change taken back."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsMapToolEmitPoint, QgsMapToolPan, QgsRubberBand
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QImage, QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication
from support.dock_user import DockUser
from support.signed_in_application import LONLAT, WAIT_MS, run_query

from up42_jobs.core.app.session.area_state import AreaSource
from up42_jobs.core.app.session.form_estimate import EstimateState
from up42_jobs.ui.configure.configure_panel import ConfigurePanel
from up42_jobs.ui.dock import Up42Dock
from up42_jobs.ui.map.map_chip import MapChip

BOX = QgsRectangle(-0.40, 39.40, -0.39, 39.41)
VIEW = QgsRectangle(-0.42, 39.38, -0.37, 39.43)
NO_KEY = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def panel(signed_in, canvas, qtbot):
    canvas.setExtent(VIEW)
    canvas.show()
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    panel = ConfigurePanel(signed_in, canvas)
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    panel.show()
    yield panel
    panel.release()


def chip(canvas):
    """Returns the text of the visible chip on the map, empty without one."""
    return next((item.text for item in canvas.items() if isinstance(item, MapChip) and item.isVisible()), "")


def outline(canvas):
    """Returns the box of the dashed outline on the map, in the map's CRS."""
    shapes = [item.asGeometry() for item in canvas.items() if isinstance(item, QgsRubberBand)]
    return next(shape.boundingBox() for shape in shapes if not shape.isEmpty())


def pixel(canvas, x, y):
    place = canvas.getCoordinateTransform().transform(x, y)
    return QPoint(round(place.x()), round(place.y()))


def move(canvas, place):
    """Moves the pointer with the left button down: QTest's own move only places the cursor."""
    view = canvas.viewport()
    left = Qt.MouseButton.LeftButton
    where = QPointF(view.mapToGlobal(place))
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(place), where, Qt.MouseButton.NoButton, left, NO_KEY)
    QApplication.sendEvent(view, event)


def pull(canvas, start, end, *, is_released=True):
    view = canvas.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, NO_KEY, start)
    move(canvas, (start + end) / 2)
    move(canvas, end)
    if is_released:
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, NO_KEY, end)


def test_the_map_extent_of_a_query_stays_outlined_after_panning(panel, signed_in, canvas, qtbot):
    """Nobody may pay for an area that they do not see."""
    combo = panel.area_field.source_combo
    combo.activated.emit(combo.findData(AreaSource.MAP_EXTENT.value))
    searched = signed_in.area.extent_in_project()
    signed_in.workbench.set_limit(2)
    run_query(signed_in, qtbot)
    qtbot.waitUntil(lambda: signed_in.workbench.estimate_state is EstimateState.READY, timeout=WAIT_MS)
    canvas.zoomByFactor(3.0)
    assert outline(canvas).xMinimum() == pytest.approx(searched.xMinimum())
    assert outline(canvas).yMaximum() == pytest.approx(searched.yMaximum())
    size, scenes, cost = chip(canvas).split(" · ")[:3]
    assert size.endswith("km²")
    assert scenes == "2 scenes"
    assert "credits" in cost or cost[0].isdigit()
    canvas.setExtent(QgsRectangle(10, 50, 10.1, 50.1))
    assert chip(canvas) == ""


def test_the_chip_drops_what_belongs_to_other_parameters(panel, signed_in, canvas, qtbot):
    run_query(signed_in, qtbot)
    assert "scenes" in chip(canvas)
    signed_in.workbench.set_limit(3)
    assert "scenes" not in chip(canvas)


@pytest.mark.parametrize("code", ["EPSG:4326", "EPSG:3857"])
def test_pulling_a_side_shows_the_size_and_changes_the_area(code, panel, signed_in, canvas):
    crs = QgsCoordinateReferenceSystem(code)
    canvas.setDestinationCrs(crs)
    signed_in.area.use_rectangle(BOX, LONLAT)
    canvas.setExtent(signed_in.area.extent_in_project() if code == "EPSG:4326" else outline(canvas))
    canvas.zoomByFactor(3.0)
    box = outline(canvas)
    middle = (box.yMinimum() + box.yMaximum()) / 2
    start, end = (pixel(canvas, x, middle) for x in (box.xMaximum(), box.xMaximum() + box.width()))
    before = signed_in.area.aoi
    pull(canvas, start, end, is_released=False)
    assert signed_in.area.aoi == before
    assert chip(canvas) == f"{2 * before.area_km2:.2f} km²"
    QTest.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, NO_KEY, end)
    after = signed_in.area.aoi
    assert after.is_box
    assert after.bounds[:2] == pytest.approx(before.bounds[:2])
    assert after.bounds[3] == pytest.approx(before.bounds[3])
    assert after.area_km2 == pytest.approx(2 * before.area_km2, rel=0.05)


def test_pulling_a_vertex_of_a_polygon_moves_it_alone(panel, signed_in, canvas):
    signed_in.area.use_polygon(QgsGeometry.fromWkt("POLYGON((-0.4 39.4, -0.39 39.4, -0.395 39.41, -0.4 39.4))"), LONLAT)
    pull(canvas, pixel(canvas, -0.395, 39.41), pixel(canvas, -0.395, 39.42))
    assert signed_in.area.source is AreaSource.POLYGON
    assert signed_in.area.aoi.bounds == pytest.approx((-0.4, 39.4, -0.39, 39.42), abs=5e-4)


def test_escape_leaves_the_area_as_it_was(panel, signed_in, canvas):
    before = signed_in.area.aoi
    pull(canvas, pixel(canvas, -0.39, 39.41), pixel(canvas, -0.38, 39.42), is_released=False)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, NO_KEY, pixel(canvas, -0.38, 39.42))
    assert signed_in.area.aoi == before


@pytest.mark.parametrize("reason", ["another tool", "form out of sight", "map extent that follows"])
def test_handles_leave_the_mouse_to_others(reason, panel, signed_in, canvas):
    """A vertex of a layer that is edited, and a click of another plugin, lie on handles by chance."""
    other = QgsMapToolEmitPoint(canvas)
    if reason == "another tool":
        canvas.setMapTool(other)
    elif reason == "form out of sight":
        panel.hide()
    else:
        signed_in.area.use_map_extent(BOX, LONLAT)
        signed_in.area.follow_map(True)
    before = signed_in.area.aoi
    pull(canvas, pixel(canvas, -0.39, 39.41), pixel(canvas, -0.38, 39.42))
    assert signed_in.area.aoi == before


def test_every_change_of_the_area_can_be_taken_back_on_the_map(panel, signed_in, canvas):
    first = signed_in.area.aoi
    pull(canvas, pixel(canvas, -0.39, 39.41), pixel(canvas, -0.38, 39.42))
    second = signed_in.area.aoi
    assert second != first
    signed_in.area.use_map_extent(VIEW, LONLAT)
    assert panel.findChild(QAbstractButton, "undo_area_button").isVisible()
    QTest.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert signed_in.area.aoi == second
    QTest.keyClick(panel.area_field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert signed_in.area.aoi == first
    assert not panel.findChild(QAbstractButton, "undo_area_button").isVisible()


def test_a_map_extent_that_is_brought_back_is_kept(panel, signed_in, canvas):
    """It would otherwise be replaced by what the map shows now."""
    signed_in.area.follow_map(True)
    signed_in.area.use_map_extent(BOX, LONLAT)
    extent = signed_in.area.aoi
    signed_in.area.use_rectangle(VIEW, LONLAT)
    signed_in.area.undo()
    assert signed_in.area.aoi == extent
    assert not signed_in.area.follows_map


def test_undo_belongs_to_qgis_while_features_are_edited(panel, signed_in, canvas):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "Fields", "memory")
    QgsProject.instance().addMapLayer(layer)
    layer.startEditing()
    signed_in.area.use_rectangle(VIEW, LONLAT)
    changed = signed_in.area.aoi
    QTest.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert signed_in.area.aoi == changed
    layer.rollBack()


def light(colour):
    """Returns the relative luminance of a colour (WCAG 2.1)."""
    linear = np.where(colour <= 0.03928, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))


@pytest.mark.parametrize("colour", [Qt.GlobalColor.white, Qt.GlobalColor.gray, Qt.GlobalColor.black])
def test_a_rectangle_that_is_drawn_is_seen_on_any_map_and_has_a_size(colour, panel, signed_in, canvas):
    """Grey on grey had a contrast of 1.1; shapes need 3 (WCAG 2.1, 1.4.11)."""
    canvas.setCanvasColor(colour)
    panel.findChild(QAbstractButton, "draw_rectangle_button").click()
    pull(canvas, QPoint(100, 200), QPoint(300, 300), is_released=False)
    assert chip(canvas).endswith("km²")
    QApplication.processEvents()
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    ratio = image.devicePixelRatio()
    back = light(np.array(image.pixelColor(5, round(395 * ratio)).getRgbF()[:3]))
    edge = [light(np.array(image.pixelColor(round(200 * ratio), row).getRgbF()[:3])) for row in range(294, 306)]
    contrast = max((max(back, line) + 0.05) / (min(back, line) + 0.05) for line in edge)
    assert contrast >= 3.0
    QTest.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, NO_KEY, QPoint(300, 300))
    assert signed_in.area.source is AreaSource.RECTANGLE


def test_an_unloaded_form_leaves_nothing_on_the_map(signed_in, canvas, qtbot):
    before = len(canvas.items())
    panel = ConfigurePanel(signed_in, canvas)
    qtbot.addWidget(panel)
    panel.show()
    panel.release()
    QTest.qWait(0)
    assert not [item for item in canvas.items() if isinstance(item, (MapChip, QgsRubberBand)) and item.isVisible()]
    assert len(canvas.items()) <= before + 2


def test_the_map_gets_its_cursor_back_beyond_a_handle(panel, signed_in, canvas):
    """QGIS 3.22 has no QgsMapTool.cursor(): the pointer that left a handle raised instead."""
    view = canvas.viewport()
    for place, shape in ((pixel(canvas, -0.39, 39.41), Qt.CursorShape.SizeAllCursor), (QPoint(2, 2), None)):
        where = QPointF(view.mapToGlobal(place))
        none = Qt.MouseButton.NoButton
        event = QMouseEvent(QEvent.Type.MouseMove, QPointF(place), where, none, none, NO_KEY)
        QApplication.sendEvent(view, event)
        assert view.testAttribute(Qt.WidgetAttribute.WA_SetCursor) is (shape is not None)


@pytest.mark.parametrize("connection", ["signed_in", "on_platform"])
def test_a_running_order_is_marked_on_its_area_until_it_ends(connection, request, sandbox, canvas, qtbot):
    """Orders take hours or days; where they are bought for must not be forgotten, nor bought twice."""
    application = request.getfixturevalue(connection)
    sandbox.clock.speed(0)
    canvas.setExtent(VIEW)
    canvas.show()
    dock = Up42Dock(application, canvas)
    qtbot.addWidget(dock)
    dock.show()
    user = DockUser(dock, application, application.account.connection.name, qtbot, sandbox)
    application.area.use_rectangle(BOX, LONLAT)
    application.workbench.set_limit(1)
    sandbox.clock.speed(1)
    run_query(application, qtbot)
    sandbox.clock.speed(0)
    user.order()
    user.wait(lambda: user.hold_dialog is not None)
    user.confirm()
    user.wait(lambda: user.has_job)

    def marks():
        return [item.text for item in canvas.items() if isinstance(item, MapChip) and item.isVisible()]

    qtbot.waitUntil(lambda: any("0.96 km²" in text and "credits" in text for text in marks()), timeout=WAIT_MS)
    application.area.use_rectangle(QgsRectangle(10, 50, 10.1, 50.1), LONLAT)
    [running] = marks()
    assert running.startswith("0.96 km² · ")
    sandbox.clock.speed(1)
    user.wait(lambda: user.is_done)
    qtbot.waitUntil(lambda: marks() == [], timeout=WAIT_MS)
    user.wait(lambda: user.has_outputs)
    dock.release()
