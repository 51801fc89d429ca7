"""The area field: map extent, drawing, layer or file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Iterable, List, Optional

from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsProjectionSelectionDialog
from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence, QShowEvent, QStandardItemModel
from qgis.PyQt.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ...core.app.session.area import FILE_SUFFIXES, AreaOfInterest
from ...core.app.session.area_sizes import extent_to_search
from ...core.app.session.area_state import AreaSource
from ..map.area_drawing import AreaDrawing
from ..map.map_follow import MapFollower
from ..map.map_zoom import zoom_to
from ..parts.small import ProblemLabel, icon_button, set_plain_tip
from ..parts.wrapped_label import WrappedLabel
from . import area_drops, each_feature
from .area_combos import file_layer_combo, layer_combo, source_combo
from .area_fixes import AreaFixes
from .area_texts import area_line_text, lacking_sentence, no_layer_sentence, refused_sentence
from .parameter_field import ParameterField

if TYPE_CHECKING:
    from ...core.app.session.workbench import Workbench
    from ...core.domain.problems import Problem

FILE_FILTER = "GeoJSON, KML, GeoPackage, Shapefile ({})".format(" ".join(f"*{suffix}" for suffix in FILE_SUFFIXES))
_AREAL = (QgsWkbTypes.GeometryType.PolygonGeometry, QgsWkbTypes.GeometryType.UnknownGeometry)
_FROM_MAP = (AreaSource.NONE, AreaSource.MAP_EXTENT)
_ON_MAP = (AreaSource.MAP_EXTENT, AreaSource.RECTANGLE, AreaSource.POLYGON)
_FROM_LAYER = (AreaSource.LAYER, AreaSource.SELECTED_FEATURES, AreaSource.FEATURES)


class AreaField(ParameterField):
    """A combo box for the source, a button for each drawing tool, and the size in km² below."""

    def __init__(
        self, area: AreaOfInterest, workbench: Workbench, canvas: QgsMapCanvas, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__("area", workbench, parent)
        self._area = area
        self._canvas = canvas
        self.drawing = AreaDrawing(canvas)
        self._build()
        self._follower = MapFollower(canvas, self)
        # The extent was kept for the scenes of a test query.
        self._is_kept_for_query = False
        self._connect()
        self._leave_out_layers()
        self._show_layer_choices()
        self.follow_workbench()

    def showEvent(self, event: QShowEvent) -> None:
        """Uses the current map extent, so that there is an area without a click."""
        super().showEvent(event)
        if self._area.source in _FROM_MAP:
            self._follower.look()

    def event(self, event: QEvent) -> bool:
        """Takes the keys of the field."""
        return self._take_key(event) or super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the keys of the field from its lists, which would search for them."""
        return self._take_key(event)

    def _take_key(self, event: QEvent) -> bool:
        """Ctrl+Z brings the former area back, Ctrl+V pastes one; QGIS has both keys, so they are claimed first."""
        if not isinstance(event, QKeyEvent) or event.type() == QEvent.Type.KeyRelease:
            return False
        if event.matches(QKeySequence.StandardKey.Undo) and self._area.can_undo:
            do = self._area.undo
        elif event.matches(QKeySequence.StandardKey.Paste):
            do = self.paste
        else:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            do()
        return True

    def release(self) -> None:
        """Restores the map tool and stops following the map."""
        self._follower.release()
        self.drawing.release()
        self._canvas.selectionChanged.disconnect(self._on_selection_changed)
        QgsProject.instance().layersAdded.disconnect(self._on_layers_added)

    def keep_for_query(self, is_wanted: bool) -> None:
        """Keeps a map extent while the scenes found in it are listed; else follows the map again."""
        if is_wanted and self._area.source is AreaSource.MAP_EXTENT and self._area.follows_map:
            self._is_kept_for_query = True
            self._area.follow_map(False)
        elif not is_wanted and self._is_kept_for_query:
            self._on_follow_clicked(True)

    def show_state(self) -> None:
        """Shows source and size, or how to draw."""
        if self._area.source is not AreaSource.MAP_EXTENT:
            self._is_kept_for_query = False
        source = self.drawing.source or self._area.source
        wanted = AreaSource.MAP_EXTENT if source is AreaSource.NONE else source
        self._show_passing_choice(wanted)
        self.source_combo.setCurrentIndex(self.source_combo.findData(wanted.value))
        self.follow_button.setVisible(wanted is AreaSource.MAP_EXTENT)
        self.follow_button.setChecked(self._area.follows_map)
        self.layer_combo.setVisible(wanted in _FROM_LAYER)
        if wanted in _FROM_LAYER:
            # The layer may have been dropped, chosen in the Layers panel, or brought back; none if it is not listed.
            self.layer_combo.setLayer(self._area.layer)
        self._show_file_layers(wanted is AreaSource.FILE)
        self.zoom_button.setEnabled(self._area.aoi is not None)
        self.undo_button.setVisible(self._area.can_undo)
        text = area_line_text(self._area, self.drawing.source, is_kept_for_query=self._is_kept_for_query)
        self.area_label.setText(text)
        self.area_label.setVisible(bool(text))
        set_plain_tip(self.area_label, self._area.label)
        self._show_view_button()
        self._on_problems_changed()

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Shows what is wrong with the area or, without an area, what its source lacks."""
        # While another area is drawn, what the former one lacks helps nobody.
        is_drawing = self.drawing.source is not None
        own = [] if is_drawing else [problem for problem in problems if problem.field == "area"]
        lacking = next((text for text in (lacking_sentence(self._area.source, problem) for problem in own) if text), "")
        if lacking:
            self.problem_label.show_text(lacking)
        else:
            super().show_problems(own)
        has_features = not is_drawing and each_feature.is_offered(self._area, own)
        self.fixes.show_problems(own, is_view=self._is_on_view, has_features=has_features)

    @property
    def _is_on_view(self) -> bool:
        """Whether the area is the map extent, and drawing nothing else."""
        return self.drawing.source is None and self._area.source in _FROM_MAP

    def _build(self) -> None:
        self.source_combo = source_combo()
        self.follow_button = icon_button(
            "follow_map_button",
            "extents.svg",
            self.tr("Follow the map; click to keep the current area"),
            self.tr("Follow map"),
        )
        self.follow_button.setCheckable(True)
        self.zoom_button = icon_button("zoom_area_button", "mActionZoomToSelected.svg", self.tr("Zoom to area"))
        self.paste_button = icon_button(
            "paste_area_button",
            "mActionEditPaste.svg",
            self.tr("Paste an area (Ctrl+V): WKT, GeoJSON, or a copied file"),
            self.tr("Paste area"),
        )
        self.undo_button = icon_button(
            "undo_area_button", "mActionUndo.svg", self.tr("Back to the former area (Ctrl+Z)"), self.tr("Undo area")
        )
        self.layer_combo, self.file_layer_combo = layer_combo(), file_layer_combo()
        self.view_button = QPushButton(self.tr("Use Current View"))
        self.view_button.setObjectName("use_view_button")
        self.view_button.setToolTip(self.tr("Takes what the map shows now as the area, and follows the map again"))
        self.view_button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.view_button.hide()
        self.fixes = AreaFixes()
        self.area_label = WrappedLabel()
        self.area_label.setObjectName("area_label")
        # Names of layers and files may be long.
        self.area_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.source_combo, 1)
        for button in (self.follow_button, self.drawing, self.paste_button):
            row.addWidget(button)
        self.drawing.layout().setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.layer_combo)
        layout.addWidget(self.file_layer_combo)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.area_label, 1)
        for button in (self.undo_button, self.zoom_button):
            below.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        # Without a text the buttons would spread over the line.
        below.insertStretch(1)
        layout.addLayout(below)
        # Of what was pasted or dropped, while the area is as it was.
        self.refusal_label = ProblemLabel("area_refusal")
        for widget in (self.refusal_label, self.view_button, self.problem_label, self.fixes):
            layout.addWidget(widget)

    def _connect(self) -> None:
        for combo in (self.source_combo, self.layer_combo, self.file_layer_combo):
            combo.installEventFilter(self)
        self.source_combo.activated.connect(self._on_source_activated)
        self.follow_button.clicked.connect(self._on_follow_clicked)
        self.view_button.clicked.connect(lambda: self._on_follow_clicked(True))
        self.zoom_button.clicked.connect(self._zoom)
        self.undo_button.clicked.connect(self._area.undo)
        self.paste_button.clicked.connect(self.paste)
        # Only what the user picks: if a layer is removed, the area taken from it stays.
        self.layer_combo.activated.connect(self._on_layer_activated)
        self.layer_combo.model().rowsInserted.connect(self._show_layer_choices)
        self.layer_combo.model().rowsRemoved.connect(self._show_layer_choices)
        self.file_layer_combo.activated.connect(
            lambda index: self._area.choose_layer(self.file_layer_combo.itemData(index))
        )
        self.fixes.remedy_chosen.connect(self._area.repair)
        self.fixes.crs_wanted.connect(self._choose_crs)
        self.fixes.zoom_wanted.connect(self._zoom_in)
        self.fixes.each_feature_wanted.connect(self._use_each_feature)
        QgsProject.instance().layersAdded.connect(self._on_layers_added)
        self.drawing.changed.connect(self.show_state)
        self.drawing.rectangle_drawn.connect(self._area.use_rectangle)
        self.drawing.polygon_drawn.connect(self._area.use_polygon)
        self._follower.moved.connect(self._on_map_moved)
        self._canvas.selectionChanged.connect(self._on_selection_changed)
        self._area.changed.connect(self.refusal_label.hide)
        self._area.changed.connect(self.show_state)
        self._area.refused.connect(lambda problem: self.refusal_label.show_text(refused_sentence(problem)))

    def _show_passing_choice(self, source: AreaSource) -> None:
        """Lists a source that cannot be chosen here only while it is the area's; drawing has buttons of its own."""
        texts = {
            AreaSource.RECTANGLE: self.tr("Drawn Rectangle"),
            AreaSource.POLYGON: self.tr("Drawn Polygon"),
            AreaSource.TEXT: self.tr("Pasted Area"),
            AreaSource.REQUEST: self.tr("From a Preset") if self._area.label else self.tr("From the Request"),
        }
        for passing, text in texts.items():
            index = self.source_combo.findData(passing.value)
            if passing is source and index >= 0:
                self.source_combo.setItemText(index, text)
            elif passing is source:
                self.source_combo.addItem(text, passing.value)
            elif index >= 0:
                self.source_combo.removeItem(index)

    def _show_file_layers(self, is_file: bool) -> None:
        names = self._area.layer_names if is_file else ()
        entries = [("", self.tr("All Layers")), *((name, name) for name in names)]
        combo = self.file_layer_combo
        if [combo.itemData(index) for index in range(combo.count())] != [name for name, _ in entries]:
            combo.clear()
            for name, text in entries:
                combo.addItem(text, name)
        combo.setCurrentIndex(max(combo.findData(self._area.layer_name), 0))
        combo.setVisible(len(set(names)) > 1)

    def _on_layers_added(self, layers: List[QgsMapLayer]) -> None:
        # Quicklooks come by the hundred and are never offered.
        if any(isinstance(layer, QgsVectorLayer) for layer in layers):
            self._leave_out_layers()

    def _leave_out_layers(self) -> None:
        """Offers polygon layers and layers of mixed geometry, for which QGIS has no filter."""
        layers = QgsProject.instance().mapLayers().values()
        self.layer_combo.setExceptedLayerList(
            [layer for layer in layers if isinstance(layer, QgsVectorLayer) and layer.geometryType() not in _AREAL]
        )

    def _show_layer_choices(self) -> None:
        has_layers = self.layer_combo.count() > 0
        model = self.source_combo.model()
        if not isinstance(model, QStandardItemModel):
            return
        for source in _FROM_LAYER:
            item = model.item(self.source_combo.findData(source.value))
            item.setEnabled(has_layers)
            item.setToolTip("" if has_layers else self.tr("The project has no polygon layer"))

    def _on_source_activated(self, index: int) -> None:
        source = AreaSource(self.source_combo.itemData(index))
        self.drawing.give_up()
        if source is AreaSource.MAP_EXTENT:
            self._on_follow_clicked(True)
        elif source is AreaSource.FILE:
            self._choose_file()
        elif source in _FROM_LAYER:
            self._begin_with_current_layer()
            self._take_layer(source)

    def _begin_with_current_layer(self) -> None:
        """Proposes the layer that is current in QGIS and not the first of all, unless one was chosen here already."""
        current = self._canvas.currentLayer()
        offered = [self.layer_combo.layer(number) for number in range(self.layer_combo.count())]
        if self._area.source not in _FROM_LAYER and current in offered:
            self.layer_combo.setLayer(current)

    def _choose_file(self) -> None:
        folder = QgsProject.instance().homePath()
        if self._area.source is AreaSource.FILE:
            folder = str(Path(self._area.label).parent)
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Area of Interest"), folder, FILE_FILTER)
        if path:
            self._area.use_file(path)
        else:
            self.show_state()

    def paste(self) -> None:
        """Takes the area on the clipboard; what is none is refused in words and changes nothing."""
        data = QApplication.clipboard().mimeData()
        if not area_drops.take(self._area, data):
            # Any other text is refused in words.
            self._area.offer_text(data.text())

    def _choose_crs(self) -> None:
        dialog = QgsProjectionSelectionDialog(self)
        dialog.setWindowTitle(self.tr("CRS of the Area"))
        if dialog.exec() and dialog.crs().isValid():
            self._area.set_crs(dialog.crs())

    def _take_layer(self, source: AreaSource) -> None:
        layer = self.layer_combo.currentLayer() or self.layer_combo.layer(0)
        if not isinstance(layer, QgsVectorLayer):
            return
        if source is AreaSource.FEATURES:
            self._area.use_features(layer)
        else:
            self._area.use_layer(layer, source is AreaSource.SELECTED_FEATURES)

    def _on_layer_activated(self) -> None:
        if self._area.source in _FROM_LAYER:
            self._take_layer(self._area.source)

    def _on_selection_changed(self, layer: QgsMapLayer) -> None:
        current = self.layer_combo.currentLayer()
        if self._area.source is AreaSource.SELECTED_FEATURES and current is not None and current.id() == layer.id():
            self._take_layer(AreaSource.SELECTED_FEATURES)

    def _on_follow_clicked(self, follows: bool) -> None:
        self._is_kept_for_query = False
        # Keeps the extent that is visible now, even if the map is not at rest yet.
        if follows or self._follower.has_moved:
            self._take_map_extent()
        self._area.follow_map(follows)

    def _on_map_moved(self) -> None:
        # Another area may have been chosen in the meantime.
        if self._area.source not in _FROM_MAP or not self.isVisible():
            return
        if self._area.follows_map:
            self._take_map_extent()
        else:
            self._show_view_button()

    def _show_view_button(self) -> None:
        is_kept = self._is_on_view and not self._area.follows_map and self._area.aoi is not None
        self.view_button.setVisible(is_kept and self._follower.has_moved)

    def _use_each_feature(self) -> None:
        if not each_feature.use_each_feature(self._area):
            self.refusal_label.show_text(no_layer_sentence())

    def _take_map_extent(self) -> None:
        self._follower.note()
        self._area.use_map_extent(self._canvas.extent(), self._canvas.mapSettings().destinationCrs())

    def _zoom_in(self) -> None:
        """Zooms in until the extent can be searched, and takes it."""
        limit = self._workbench.max_search_km2
        crs = self._canvas.mapSettings().destinationCrs()
        self._canvas.setExtent(extent_to_search(self._canvas.extent(), crs, limit))
        self._canvas.refresh()
        self._on_follow_clicked(True)

    def _zoom(self) -> None:
        zoom_to(self._canvas, self._area.extent_in_project())
