"""Chooses the area of interest: from the map, by drawing, from a layer, from a file."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsApplication, QgsMapLayerProxyModel, QgsVectorLayer, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from ...core.app.area import AreaOfInterest, AreaSource
from ...core.app.workbench import Workbench
from ..map_tools import PolygonTool, RectangleTool
from ..map_zoom import zoom_to
from ..wording import area_text
from .icons import own_icon
from .problem_label import ProblemLabel

# The map moves by many small steps; the area follows when it rests.
FOLLOW_DELAY_MS = 250
FILE_FILTER = "GeoJSON, KML, GeoPackage, Shapefile (*.geojson *.json *.kml *.gpkg *.shp)"


class AreaField(QWidget):
    """One combo for the source, one button for each way of drawing, the size in km² below."""

    def __init__(
        self, area: AreaOfInterest, workbench: Workbench, canvas: QgsMapCanvas, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._area = area
        self._workbench = workbench
        self._canvas = canvas
        self._rectangle_tool = RectangleTool(canvas)
        self._polygon_tool = PolygonTool(canvas)
        self._build()
        self._follow_timer = QTimer(self)
        self._follow_timer.setSingleShot(True)
        self._follow_timer.setInterval(FOLLOW_DELAY_MS)
        self._follow_timer.timeout.connect(self._follow)
        self._connect()
        self.show_state()

    def showEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Takes the map's extent at first sight, so that there is an area without a click."""
        super().showEvent(event)
        if self._area.source is AreaSource.NONE and self._area.follows_map:
            self._follow_timer.start()

    def release(self) -> None:
        """Gives the map its own tool back and stops following it."""
        self._follow_timer.stop()
        for tool in (self._rectangle_tool, self._polygon_tool):
            tool.release()
        self._canvas.extentsChanged.disconnect(self._on_extent_changed)

    def show_state(self) -> None:
        """Shows source, size and what is wrong."""
        source = self._area.source
        wanted = AreaSource.MAP_EXTENT if source is AreaSource.NONE else source
        index = self.source_combo.findData(wanted.value)
        if wanted is AreaSource.REQUEST and index < 0:
            self.source_combo.addItem(self.tr("From the Request"), wanted.value)
            index = self.source_combo.count() - 1
        self.source_combo.setCurrentIndex(index)
        is_map = wanted is AreaSource.MAP_EXTENT
        self.follow_button.setVisible(is_map)
        self.follow_button.setChecked(self._area.follows_map)
        self.layer_combo.setVisible(wanted in (AreaSource.LAYER, AreaSource.SELECTED_FEATURES))
        self.zoom_button.setEnabled(self._area.aoi is not None)
        self.area_label.setText(self._size_text())
        self._show_problems()

    def _build(self) -> None:
        self.source_combo = QComboBox()
        self.source_combo.setObjectName("area_source_combo")
        self.source_combo.setAccessibleName(self.tr("Source of the area"))
        self.source_combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.source_combo.setMinimumContentsLength(6)
        for source, text in (
            (AreaSource.MAP_EXTENT, self.tr("Map Extent")),
            (AreaSource.RECTANGLE, self.tr("Drawn Rectangle")),
            (AreaSource.POLYGON, self.tr("Drawn Polygon")),
            (AreaSource.SELECTED_FEATURES, self.tr("Selected Features")),
            (AreaSource.LAYER, self.tr("Polygon Layer")),
            (AreaSource.FILE, self.tr("File…")),
        ):
            self.source_combo.addItem(text, source.value)
        self.follow_button = self._button(
            "follow_map_button", "mActionLink.svg", self.tr("Follow the map; press to keep the area where it is")
        )
        self.follow_button.setCheckable(True)
        self.rectangle_button = self._button("draw_rectangle_button", "", self.tr("Draw a rectangle on the map"))
        self.rectangle_button.setIcon(own_icon("draw_rectangle"))
        self.rectangle_button.setCheckable(True)
        self.polygon_button = self._button(
            "draw_polygon_button",
            "",
            self.tr(
                "Draw a polygon on the map: left click adds a corner, right click closes, Backspace takes back, "
                "Esc gives up"
            ),
        )
        self.polygon_button.setIcon(own_icon("draw_polygon"))
        self.polygon_button.setCheckable(True)
        self.zoom_button = self._button("zoom_area_button", "mActionZoomToSelected.svg", self.tr("Zoom to the area"))
        self.layer_combo = QgsMapLayerComboBox()
        self.layer_combo.setObjectName("area_layer_combo")
        self.layer_combo.setFilters(QgsMapLayerProxyModel.Filter.PolygonLayer)
        self.layer_combo.setAccessibleName(self.tr("Polygon layer"))
        self.layer_combo.setMinimumContentsLength(8)
        self.area_label = QLabel()
        self.area_label.setObjectName("area_label")
        self.area_label.setTextFormat(Qt.TextFormat.PlainText)
        self.area_label.setWordWrap(True)
        self.problem_label = ProblemLabel("area_problem")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.source_combo, 1)
        for button in (self.follow_button, self.rectangle_button, self.polygon_button, self.zoom_button):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        for widget in (self.layer_combo, self.area_label, self.problem_label):
            layout.addWidget(widget)

    def _button(self, name: str, icon: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setAutoRaise(True)
        if icon:
            button.setIcon(QgsApplication.getThemeIcon(icon))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        return button

    def _connect(self) -> None:
        self.source_combo.activated.connect(self._on_source_activated)
        self.follow_button.clicked.connect(self._on_follow_clicked)
        self.rectangle_button.clicked.connect(lambda checked: self._draw(self._rectangle_tool, checked))
        self.polygon_button.clicked.connect(lambda checked: self._draw(self._polygon_tool, checked))
        self.zoom_button.clicked.connect(self._zoom)
        self.layer_combo.layerChanged.connect(self._on_layer_changed)
        for tool, button in (
            (self._rectangle_tool, self.rectangle_button),
            (self._polygon_tool, self.polygon_button),
        ):
            tool.ended.connect(lambda button=button: button.setChecked(False))
        self._rectangle_tool.drawn.connect(self._area.use_rectangle)
        self._polygon_tool.drawn.connect(self._area.use_polygon)
        self._canvas.extentsChanged.connect(self._on_extent_changed)
        self._area.changed.connect(self.show_state)
        self._workbench.problems_changed.connect(self._show_problems)

    def _size_text(self) -> str:
        if self._area.aoi is None:
            return ""
        size = area_text(self._area.aoi.area_km2)
        if self._area.source is AreaSource.MAP_EXTENT and self._area.follows_map:
            return self.tr("{area} · follows the map").format(area=size)
        if self._area.source is AreaSource.MAP_EXTENT:
            return self.tr("{area} · kept").format(area=size)
        if self._area.label:
            return self.tr("{area} · {source}").format(area=size, source=self._area.label)
        return size

    def _show_problems(self) -> None:
        self.problem_label.show_problems(one for one in self._workbench.problems if one.field == "area")

    def _on_source_activated(self, index: int) -> None:
        source = AreaSource(self.source_combo.itemData(index))
        if source is AreaSource.MAP_EXTENT:
            self._area.follows_map = True
            self._take_map_extent()
        elif source is AreaSource.RECTANGLE:
            self._draw(self._rectangle_tool, True)
        elif source is AreaSource.POLYGON:
            self._draw(self._polygon_tool, True)
        elif source is AreaSource.FILE:
            self._choose_file()
        elif source is not AreaSource.REQUEST:
            self.layer_combo.show()
            self._take_layer(source is AreaSource.SELECTED_FEATURES)

    def _draw(self, tool, is_wanted: bool) -> None:  # type: ignore[no-untyped-def]
        for one, button in (
            (self._rectangle_tool, self.rectangle_button),
            (self._polygon_tool, self.polygon_button),
        ):
            button.setChecked(is_wanted and one is tool)
        if is_wanted:
            tool.begin()
        else:
            tool.give_up()

    def _choose_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Area of Interest"), "", FILE_FILTER)
        if path:
            self._area.use_file(path)
        else:
            self.show_state()

    def _take_layer(self, selected_only: bool) -> None:
        layer = self.layer_combo.currentLayer()
        if isinstance(layer, QgsVectorLayer) and layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry:
            self._area.use_layer(layer, selected_only)
        else:
            self.problem_label.say(self.tr("The project has no polygon layer. Add one, or draw the area."))

    def _on_layer_changed(self) -> None:
        if self._area.source in (AreaSource.LAYER, AreaSource.SELECTED_FEATURES):
            self._take_layer(self._area.source is AreaSource.SELECTED_FEATURES)

    def _on_follow_clicked(self, follows: bool) -> None:
        self._area.follows_map = follows
        if follows:
            self._take_map_extent()
        else:
            self.area_label.setText(self._size_text())

    def _on_extent_changed(self) -> None:
        is_map = self._area.source in (AreaSource.MAP_EXTENT, AreaSource.NONE)
        if is_map and self._area.follows_map and self.isVisible():
            self._follow_timer.start()

    def _follow(self) -> None:
        # Another area may have been chosen while the timer ran.
        if self._area.follows_map and self._area.source in (AreaSource.MAP_EXTENT, AreaSource.NONE):
            self._take_map_extent()

    def _take_map_extent(self) -> None:
        self._area.use_map_extent(self._canvas.extent(), self._canvas.mapSettings().destinationCrs())

    def _zoom(self) -> None:
        zoom_to(self._canvas, self._area.extent_in_project())
