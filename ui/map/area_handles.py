"""Handles on the area's outline: dragging one changes the area, Ctrl+Z on the map brings the former area back."""

from __future__ import annotations

from typing import Callable, List, NamedTuple, Optional, Tuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem, QgsMapToolPan, QgsRubberBand
from qgis.PyQt.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPalette, QPen
from qgis.PyQt.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ...core.app.session.area import AreaOfInterest
from ...core.app.session.area_state import AreaSource
from ..parts.colours import base_of
from .map_tools import shape_band

_LEVEL = 110.0
# Half the side of a handle as it is painted, and as it takes the mouse, in pixels.
HALF_PX = 4.0
REACH_PX = 12.0
# An outline with more vertices is changed where it was made; handles would hide it.
MAX_VERTICES = 40

_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
Sides = Tuple[int, int]


class _Handle(NamedTuple):
    """A place in degrees; of a box the sides that it moves (-1, 0, 1 for west/east and south/north), else a vertex."""

    place: QgsPointXY
    sides: Optional[Sides]
    vertex: int = 0


class AreaHandles(QObject):
    """Active while the form is shown and the map is only looked at: with another map tool, that tool has the mouse."""

    # QgsGeometry, QgsCoordinateReferenceSystem of what is being made; an empty geometry ends it
    sketched = pyqtSignal(object, object)

    def __init__(
        self, area: AreaOfInterest, canvas: QgsMapCanvas, is_wanted: Callable[[], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._area = area
        self._canvas = canvas
        self._viewport = canvas.viewport()
        self._is_wanted = is_wanted
        self._crs = QgsCoordinateReferenceSystem("EPSG:4326")
        self._held: Optional[_Handle] = None
        self._band: Optional[QgsRubberBand] = None
        self._has_cursor = False
        self._item = _HandlesItem(canvas, self.places)
        canvas.installEventFilter(self)
        self._viewport.installEventFilter(self)
        canvas.mapToolSet.connect(self.show_state)
        area.changed.connect(self.show_state)

    def release(self) -> None:
        """Leaves the map before the plugin is unloaded."""
        self._let_go()
        self._canvas.removeEventFilter(self)
        self._viewport.removeEventFilter(self)
        self._canvas.mapToolSet.disconnect(self.show_state)
        self._area.changed.disconnect(self.show_state)
        self._canvas.scene().removeItem(self._item)

    def show_state(self) -> None:
        """Shows the handles of the current area, if it can be changed now."""
        self._item.setVisible(bool(self._handles()))
        self._item.update()

    def places(self) -> List[QPointF]:
        """Returns where the handles are in the map window, in pixels."""
        return [] if self._held is not None else [self._pixel(handle.place) for handle in self._handles()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the mouse on a handle, and Ctrl+Z."""
        kind = event.type()
        if kind in _KEYS and isinstance(event, QKeyEvent) and watched is self._canvas:
            return self._key(event)
        if watched is not self._viewport or not isinstance(event, QMouseEvent):
            return False
        if kind == QEvent.Type.MouseMove:
            return self._move(event)
        is_left = event.button() == Qt.MouseButton.LeftButton
        if kind == QEvent.Type.MouseButtonPress and is_left:
            self._held = self._handle_at(event.pos())
            return self._held is not None
        if kind == QEvent.Type.MouseButtonRelease and is_left and self._held is not None:
            self._drop(event)
            return True
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and self._held is not None:
            self._let_go()
            return True
        # While features are edited, Ctrl+Z belongs to QGIS.
        if not event.matches(QKeySequence.StandardKey.Undo) or not self._area.can_undo or _is_editing():
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._area.undo()
        return True

    def _handles(self) -> List[_Handle]:
        aoi, tool = self._area.aoi, self._canvas.mapTool()
        is_free = tool is None or isinstance(tool, QgsMapToolPan)
        follows = self._area.source is AreaSource.MAP_EXTENT and self._area.follows_map
        if aoi is None or follows or not is_free or aoi.crosses_antimeridian or not self._is_wanted():
            return []
        if aoi.is_box:
            west, south, east, north = aoi.bounds
            columns, rows = (west, (west + east) / 2, east), (south, (south + north) / 2, north)
            return [
                _Handle(QgsPointXY(columns[x + 1], rows[y + 1]), (x, y))
                for x in (-1, 0, 1)
                for y in (-1, 0, 1)
                if (x, y) != (0, 0)
            ]
        if aoi.vertex_count > MAX_VERTICES:
            return []
        return [_Handle(QgsPointXY(*point), None, number) for number, point in enumerate(aoi.ring[:-1])]

    def _handle_at(self, place: QPoint) -> Optional[_Handle]:
        distances = [
            (_distance(self._pixel(handle.place), QPointF(place)), number, handle)
            for number, handle in enumerate(self._handles())
        ]
        nearest = min(distances, default=None)
        return nearest[2] if nearest is not None and nearest[0] <= REACH_PX else None

    def _move(self, event: QMouseEvent) -> bool:
        if self._held is None:
            is_over = event.buttons() == Qt.MouseButton.NoButton and self._handle_at(event.pos()) is not None
            if is_over and not self._has_cursor:
                self._viewport.setCursor(Qt.CursorShape.SizeAllCursor)
            elif self._has_cursor and not is_over:
                self._give_back_cursor()
            self._has_cursor = is_over
            return is_over
        shape = self._shape_with(event)
        if shape is not None:
            if self._band is None:
                self._band = shape_band(self._canvas)
                self._item.hide()
            self._band.setToGeometry(shape, self._crs)
            self.sketched.emit(self._band.asGeometry(), self._canvas.mapSettings().destinationCrs())
        return True

    def _drop(self, event: QMouseEvent) -> None:
        shape, held, is_moved = self._shape_with(event), self._held, self._band is not None
        self._let_go()
        if shape is None or not is_moved:
            return
        if held is not None and held.sides is not None:
            self._area.use_rectangle(shape.boundingBox(), self._crs)
        else:
            self._area.use_polygon(shape, self._crs)

    def _let_go(self) -> None:
        self._held = None
        self._give_back_cursor()
        if self._band is not None:
            self._canvas.scene().removeItem(self._band)
            self._band = None
            self.sketched.emit(QgsGeometry(), self._crs)
        self.show_state()

    def _give_back_cursor(self) -> None:
        # The map tool's own cursor is that of the map, not of its viewport.
        if self._has_cursor:
            self._viewport.unsetCursor()
        self._has_cursor = False

    def _shape_with(self, event: QMouseEvent) -> Optional[QgsGeometry]:
        """Returns the area in degrees with the held handle at the pointer, None where that is no area."""
        held, aoi = self._held, self._area.aoi
        place = self._degrees(event.pos())
        if held is None or aoi is None or place is None:
            return None
        if held.sides is None:
            points = [QgsPointXY(*point) for point in aoi.ring[:-1]]
            points[held.vertex] = place
            return QgsGeometry.fromPolygonXY([[*points, points[0]]])
        (west, south, east, north), (x, y) = aoi.bounds, held.sides
        box = QgsRectangle(
            place.x() if x < 0 else west,
            place.y() if y < 0 else south,
            place.x() if x > 0 else east,
            place.y() if y > 0 else north,
        )
        return None if box.isEmpty() else QgsGeometry.fromRect(box)

    def _transform(self, *, to_degrees: bool = False) -> QgsCoordinateTransform:
        here, there = self._crs, self._canvas.mapSettings().destinationCrs()
        return QgsCoordinateTransform(*((there, here) if to_degrees else (here, there)), QgsProject.instance())

    def _pixel(self, place: QgsPointXY) -> QPointF:
        try:
            return self._item.toCanvasCoordinates(self._transform().transform(place))
        except QgsCsException:
            # Beyond what the map can show.
            return QPointF(-1e6, -1e6)

    def _degrees(self, pixel: QPoint) -> Optional[QgsPointXY]:
        place = self._canvas.getCoordinateTransform().toMapCoordinates(pixel.x(), pixel.y())
        try:
            return self._transform(to_degrees=True).transform(place)
        except QgsCsException:
            return None


class _HandlesItem(QgsMapCanvasItem):
    """Paints all handles at once."""

    def __init__(self, canvas: QgsMapCanvas, places: Callable[[], List[QPointF]]) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._places = places
        self.setZValue(_LEVEL)

    def boundingRect(self) -> QRectF:
        """Covers the whole map."""
        return QRectF(self._canvas.viewport().rect())

    def updatePosition(self) -> None:
        """Follows the map."""
        self.prepareGeometryChange()
        self.update()

    def paint(
        self,
        painter: QPainter,
        option: Optional[QStyleOptionGraphicsItem] = None,
        widget: Optional[QWidget] = None,
    ) -> None:
        """Paints a square for each handle, bright with a strong edge."""
        palette = self._canvas.palette()
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 2.0))
        painter.setBrush(base_of(palette))
        for place in self._places():
            painter.drawRect(QRectF(place.x() - HALF_PX, place.y() - HALF_PX, 2 * HALF_PX, 2 * HALF_PX))


def _distance(place: QPointF, other: QPointF) -> float:
    return max(abs(place.x() - other.x()), abs(place.y() - other.y()))


def _is_editing() -> bool:
    layers = QgsProject.instance().mapLayers().values()
    return any(isinstance(layer, QgsVectorLayer) and layer.isEditable() for layer in layers)
