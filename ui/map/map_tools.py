"""Map tools for drawing the area of interest; restore the previous tool when done."""

from __future__ import annotations

from typing import List, Optional

from qgis.core import QgsGeometry, QgsPointLocator, QgsPointXY, QgsRectangle, QgsWkbTypes
from qgis.gui import (
    QgsMapCanvas,
    QgsMapMouseEvent,
    QgsMapTool,
    QgsMapToolExtent,
    QgsRubberBand,
    QgsSnapIndicator,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent

FILL_ALPHA = 50


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


class RectangleTool(QObject):
    """Draws one rectangle by dragging; Esc cancels."""

    # QgsRectangle, QgsCoordinateReferenceSystem
    drawn = pyqtSignal(object, object)
    # the previous tool is restored, whether something was drawn or not
    ended = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__()
        self._canvas = canvas
        self._tool = _EscapableExtent(canvas)
        self._loan = _Loan(canvas, self._tool)
        self._tool.extentChanged.connect(self._on_extent)
        self._tool.given_up.connect(self.give_up)
        self._tool.deactivated.connect(self.ended)
        # A rectangle in one CRS is not a rectangle in another.
        canvas.destinationCrsChanged.connect(self.give_up)

    def begin(self) -> None:
        """Starts drawing."""
        self._loan.take()

    def give_up(self) -> None:
        """Cancels drawing."""
        self._tool.clearRubberBand()
        self._loan.give_back()

    def release(self) -> None:
        """Restores the map."""
        self.give_up()
        self._canvas.destinationCrsChanged.disconnect(self.give_up)
        # The canvas owns the tool and would keep it and its rubber band.
        self._tool.deleteLater()

    def _on_extent(self, extent: QgsRectangle) -> None:
        if extent.isEmpty():
            # A click without dragging draws nothing; wait for the drag.
            return
        crs = self._canvas.mapSettings().destinationCrs()
        self._tool.clearRubberBand()
        self._loan.give_back()
        self.drawn.emit(extent, crs)


class _EscapableExtent(QgsMapToolExtent):
    given_up = pyqtSignal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc cancels. All keys count as handled, because QGIS deletes selected features on some of them."""
        event.ignore()
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()


class PolygonTool(QgsMapTool):
    """Draws one polygon: left click adds, right click finishes, Backspace removes a vertex, Esc cancels."""

    # QgsGeometry, QgsCoordinateReferenceSystem
    drawn = pyqtSignal(object, object)
    # the previous tool is restored, whether something was drawn or not
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
        # Vertices in one CRS are meaningless in another.
        canvas.destinationCrsChanged.connect(self.give_up)

    @property
    def points(self) -> List[QgsPointXY]:
        """Returns the vertices drawn so far, in the map's CRS."""
        return list(self._points)

    def begin(self) -> None:
        """Starts drawing."""
        self._forget()
        self._loan.take()

    def give_up(self) -> None:
        """Cancels drawing."""
        self._forget()
        self._loan.give_back()

    def release(self) -> None:
        """Restores the map."""
        self.give_up()
        self._canvas.destinationCrsChanged.disconnect(self.give_up)
        self.deleteLater()

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        """Adds a vertex."""
        if event.button() == Qt.MouseButton.LeftButton:
            point = self._place(event)
            # A double click adds one vertex.
            if not self._points or point != self._points[-1]:
                self._points.append(point)
            self._draw(None)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """Finishes the polygon.

        Not when the button goes down: its release would meet the former tool, and over pan and zoom QGIS takes that
        for a wish to go back to the tool before them, which is this one.
        """
        if event.button() == Qt.MouseButton.RightButton:
            self._close()

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        """Previews the polygon and the snapping target."""
        point = self._place(event)
        if self._points:
            self._draw(point)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Backspace removes the last vertex, Esc cancels.

        To the map "ignored" means "done": what comes back as accepted QGIS acts on itself, and deletes the selected
        features of an editable layer.
        """
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            event.ignore()
            if self._points:
                self._points.pop()
                self._draw(None)
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
            self.give_up()

    def _place(self, event: QgsMapMouseEvent) -> QgsPointXY:
        match = self._canvas.snappingUtils().snapToMap(event.pos())
        self._snap_sign.setMatch(match)
        return match.point() if match.isValid() else self.toMapCoordinates(event.pos())

    def _close(self) -> None:
        if len(self._points) < 3:
            return
        geometry = QgsGeometry.fromPolygonXY([[*self._points, self._points[0]]])
        crs = self._canvas.mapSettings().destinationCrs()
        self._forget()
        self._loan.give_back()
        self.drawn.emit(geometry, crs)

    def _draw(self, cursor: Optional[QgsPointXY]) -> None:
        if self._band is None:
            self._band = QgsRubberBand(self._canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
            colour = self._canvas.palette().highlight().color()
            self._band.setStrokeColor(colour)
            colour.setAlpha(FILL_ALPHA)
            self._band.setFillColor(colour)
            self._band.setWidth(2)
        self._band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
        for point in self._points if cursor is None else [*self._points, cursor]:
            self._band.addPoint(point)

    def _forget(self) -> None:
        self._points = []
        self._snap_sign.setMatch(QgsPointLocator.Match())
        if self._band is not None:
            self._canvas.scene().removeItem(self._band)
            self._band = None

    def _on_deactivated(self) -> None:
        self._forget()
        self.ended.emit()
