"""The two buttons that draw the area on the map."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, Optional

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QHBoxLayout, QToolButton, QWidget

from ...core.app.session.area_state import AreaSource
from ..parts.small import describe
from .map_tools import DrawingTool, PolygonTool, RectangleTool

_ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"


class AreaDrawing(QWidget):
    """Activates one drawing tool at a time; its button is checked while the tool is active."""

    # QgsRectangle, QgsCoordinateReferenceSystem
    rectangle_drawn = pyqtSignal(object, object)
    # QgsGeometry, QgsCoordinateReferenceSystem
    polygon_drawn = pyqtSignal(object, object)
    # QgsGeometry, QgsCoordinateReferenceSystem of what is drawn so far; an empty geometry ends it
    sketched = pyqtSignal(object, object)
    # Drawing started or ended
    changed = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.source: Optional[AreaSource] = None
        rectangle, polygon = RectangleTool(canvas), PolygonTool(canvas)
        rectangle.drawn.connect(self.rectangle_drawn)
        polygon.drawn.connect(self.polygon_drawn)
        self._tools: Dict[AreaSource, DrawingTool] = {AreaSource.RECTANGLE: rectangle, AreaSource.POLYGON: polygon}
        for tool in self._tools.values():
            tool.sketched.connect(lambda shape: self.sketched.emit(shape, canvas.mapSettings().destinationCrs()))
        self._buttons = {
            AreaSource.RECTANGLE: self._button(
                "draw_rectangle", self.tr("Draw rectangle"), self.tr("Draw a rectangle on the map")
            ),
            AreaSource.POLYGON: self._button(
                "draw_polygon", self.tr("Draw polygon"), self.tr("Draw a polygon on the map")
            ),
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for source, button in self._buttons.items():
            row.addWidget(button)
            button.clicked.connect(lambda is_checked, source=source: self._on_clicked(source, is_checked))
            self._tools[source].ended.connect(lambda source=source: self._on_ended(source))

    def begin(self, source: AreaSource) -> None:
        """Starts drawing a RECTANGLE or POLYGON; cancels an unfinished one."""
        for other, tool in self._tools.items():
            if other is not source:
                tool.give_up()
        self.source = source
        self._tools[source].begin()
        self._show()

    def give_up(self) -> None:
        """Cancels drawing and restores the previous map tool."""
        for tool in self._tools.values():
            tool.give_up()

    def release(self) -> None:
        """Restores the map before the plugin is unloaded."""
        for tool in self._tools.values():
            tool.release()

    def _button(self, name: str, title: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"{name}_button")
        button.setIcon(QIcon(str(_ICONS / f"{name}.svg")))
        button.setCheckable(True)
        button.setAutoRaise(True)
        describe(button, title, tip)
        return button

    def _on_clicked(self, source: AreaSource, is_checked: bool) -> None:
        if is_checked:
            self.begin(source)
        else:
            self.give_up()

    def _on_ended(self, source: AreaSource) -> None:
        if self.source is source:
            self.source = None
            self._show()

    def _show(self) -> None:
        for source, button in self._buttons.items():
            button.setChecked(source is self.source)
        self.changed.emit()
