"""Map tools for drawing the area of interest; restore the previous tool when done."""

from __future__ import annotations

from typing import List, Optional

from qgis.core import QgsGeometry, QgsPointLocator, QgsPointXY, QgsRectangle, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand, QgsSnapIndicator
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent

FILL_ALPHA = 50
# In percent: the colour of a selection is too bright to be seen on a grey map.
DARKER = 200


class _Loan:
    """Activates a map tool and restores the previous one."""

    def __init__(self, canvas: QgsMapCanvas, tool: QgsMapTool) -> None:
        self._canvas = canvas
        self._tool = tool
        self._former: Optional[QgsMapTool] = None

    def take(self) -> None:
        if self._canvas.mapTool() is not self._tool:
            self._former = self._canvas.mapTool()
            self._canvas.setMapTool(self._tool)
        self._canvas.setFocus()

    def give_back(self) -> None:
        if self._canvas.mapTool() is self._tool:
            # The previous tool may be gone with the plugin that owned it.
            if self._former is not None and not sip.isdeleted(self._former):
                self._canvas.setMapTool(self._former)
            else:
                self._canvas.unsetMapTool(self._tool)
        self._former = None


def outline_band(canvas: QgsMapCanvas) -> QgsRubberBand:
    """Returns an empty outline: a dark line in a white one, so that it has a contrast of 3:1 on any map."""
    band = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
    band.setStrokeColor(canvas.palette().highlight().color().darker(DARKER))
    band.setSecondaryStrokeColor(Qt.GlobalColor.white)
    band.setFillColor(Qt.GlobalColor.transparent)
    band.setWidth(2)
    return band


def shape_band(canvas: QgsMapCanvas) -> QgsRubberBand:
    """Returns an outline with a tint, for a shape that is being made."""
    band = outline_band(canvas)
    fill = canvas.palette().highlight().color()
    fill.setAlpha(FILL_ALPHA)
    band.setFillColor(fill)
    return band


class DrawingTool(QgsMapTool):
    """What both tools share: the loan of the map, the outline, Esc, and the size while drawing."""

    # The shape, QgsCoordinateReferenceSystem
    drawn = pyqtSignal(object, object)
    # QgsGeometry in the map's CRS of what is drawn so far; empty once nothing is
    sketched = pyqtSignal(object)
    # The previous tool is restored, whether something was drawn or not
    ended = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._loan = _Loan(canvas, self)
        self._points: List[QgsPointXY] = []
        self._band: Optional[QgsRubberBand] = None
        self._snap_sign = QgsSnapIndicator(canvas)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.deactivated.connect(self._on_deactivated)
        # Coordinates in one CRS are meaningless in another.
        canvas.destinationCrsChanged.connect(self.give_up)

    def begin(self) -> None:
        """Starts drawing."""
        self._forget()
        self._loan.take()

    def give_up(self) -> None:
        """Cancels drawing."""
        self._forget()
        self._loan.give_back()

    def release(self) -> None:
        """Restores the map. The canvas owns the tool and would keep it and its outline."""
        self.give_up()
        self._canvas.destinationCrsChanged.disconnect(self.give_up)
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc cancels, Enter finishes what is drawn vertex by vertex.

        To the map "ignored" means "done": what comes back as accepted QGIS acts on itself, and deletes the selected
        features of an editable layer.
        """
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            event.ignore()
            self.take_back()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
            self.give_up()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            self.finish()

    def take_back(self) -> None:
        """Removes the last vertex, if the tool draws vertex by vertex."""

    def finish(self) -> None:
        """Finishes the shape, if the tool draws vertex by vertex and there are enough of them."""

    def _place(self, event: QgsMapMouseEvent) -> QgsPointXY:
        snapping = self._canvas.snappingUtils()
        match = QgsPointLocator.Match() if snapping is None else snapping.snapToMap(event.pos())
        self._snap_sign.setMatch(match)
        return match.point() if match.isValid() else self.toMapCoordinates(event.pos())

    def _finish(self, shape: object) -> None:
        crs = self._canvas.mapSettings().destinationCrs()
        self._forget()
        self._loan.give_back()
        self.drawn.emit(shape, crs)

    def _sketch(self, shape: QgsGeometry) -> None:
        if self._band is None:
            self._band = shape_band(self._canvas)
        self._band.setToGeometry(shape, self._canvas.mapSettings().destinationCrs())
        self.sketched.emit(shape)

    def _forget(self) -> None:
        self._points = []
        self._snap_sign.setMatch(QgsPointLocator.Match())
        if self._band is not None:
            self._canvas.scene().removeItem(self._band)
            self._band = None
            self.sketched.emit(QgsGeometry())

    def _on_deactivated(self) -> None:
        self._forget()
        self.ended.emit()


class RectangleTool(DrawingTool):
    """Draws one rectangle by dragging and emits its QgsRectangle; Esc cancels."""

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        """Sets the first corner."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._points = [self._place(event)]

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        """Shows the rectangle up to the pointer."""
        place = self._place(event)
        if self._points:
            self._sketch(QgsGeometry.fromRect(QgsRectangle(self._points[0], place)))

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """Finishes the rectangle; a click without dragging draws nothing and waits for the drag."""
        if event.button() != Qt.MouseButton.LeftButton or not self._points:
            return
        extent = QgsRectangle(self._points[0], self._place(event))
        if extent.isEmpty():
            self._forget()
        else:
            self._finish(extent)


class PolygonTool(DrawingTool):
    """Draws one polygon and emits its QgsGeometry: left click adds, right click or Enter finishes, Backspace removes a
    vertex, Esc cancels.
    """

    @property
    def points(self) -> List[QgsPointXY]:
        """Returns the vertices drawn so far, in the map's CRS."""
        return list(self._points)

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        """Adds a vertex."""
        if event.button() == Qt.MouseButton.LeftButton:
            point = self._place(event)
            # A double click adds one vertex.
            if not self._points or point != self._points[-1]:
                self._points.append(point)
            self._draw(self._points)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """Finishes the polygon.

        Not when the button goes down: its release would meet the former tool, and over pan and zoom QGIS takes that
        for a wish to go back to the tool before them, which is this one.
        """
        if event.button() == Qt.MouseButton.RightButton:
            self.finish()

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        """Previews the polygon and the snapping target."""
        point = self._place(event)
        if self._points:
            self._draw([*self._points, point])

    def take_back(self) -> None:
        """Removes the last vertex."""
        if self._points:
            self._points.pop()
            self._draw(self._points)

    def finish(self) -> None:
        """Finishes the polygon, from three vertices on."""
        if len(self._points) >= 3:
            self._finish(QgsGeometry.fromPolygonXY([[*self._points, self._points[0]]]))

    def _draw(self, points: List[QgsPointXY]) -> None:
        self._sketch(QgsGeometry.fromPolygonXY([[*points, *points[:1]]]) if points else QgsGeometry())
