"""The list of scenes over many areas: to look through, choose per area and order together."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Optional, Sequence

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer
from qgis.PyQt.QtGui import QHideEvent, QShowEvent
from qgis.PyQt.QtWidgets import (
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...core.app.areas.area_columns import DATE, AreaRole
from ...core.app.jobs.ordering import OrderingState
from ...core.domain.areas.area_scene import AreaScene, RowKey
from ...core.domain.scenes.scene import Scene
from ..map.map_sight import MapSight
from ..map.map_zoom import zoom_to
from ..parts.flow_layout import FlowLayout
from ..parts.small import wrapped_label
from ..parts.tab_shape import ListTab, is_low_tab
from ..scenes.change_tool import ChangeTool
from ..scenes.export_button import RowChoice
from ..scenes.preview_dialog import PreviewDialog
from ..wording import order_button_text, ordering_state_text
from ..wording.areas import areas_state_text, chosen_text, order_refusal_text
from .area_filter_bar import AreaFilterBar
from .area_light import AreaLight
from .area_preview import AreaPreviewRows
from .area_view import AreaView
from .areas_timeline import AreasTimeline
from .areas_tools import AreasTools

if TYPE_CHECKING:
    from .areas_parts import AreasParts

# Prices are requested for what is in view once scrolling has paused.
VIEW_DELAY_MS = 250
# A key that is held goes through thirty scenes a second; the map starts again with each picture.
LOOK_DELAY_MS = 40
# Prices and clouds arrive all the time; what is chosen is summed up at this interval.
SUMMARY_DELAY_MS = 200
# Groups are opened while their scenes fit on a screen or two.
MAX_OPENED = 8


class AreasPanel(ListTab):
    """Shows the areas of the last test query over many areas."""

    def __init__(self, parts: AreasParts, canvas: QgsMapCanvas, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._search = parts.area_search
        self._ordering = parts.ordering
        self._pictures = parts.area_pictures
        self._model = parts.area_list
        self._canvas = canvas
        self._view_timer = QTimer(self)
        self._view_timer.setSingleShot(True)
        self._view_timer.setInterval(VIEW_DELAY_MS)
        self._view_timer.timeout.connect(self._want_figures)
        self._look_timer = QTimer(self)
        self._look_timer.setSingleShot(True)
        self._look_timer.setInterval(LOOK_DELAY_MS)
        self._look_timer.timeout.connect(self._show_looked)
        self._summary_timer = QTimer(self)
        self._summary_timer.setSingleShot(True)
        self._summary_timer.setInterval(SUMMARY_DELAY_MS)
        self._summary_timer.timeout.connect(self._show_buttons)
        self._sight = MapSight(canvas, parts.area_stack, self)
        self._build()
        self.light = AreaLight(self._search, canvas, self)
        self._connect()
        self._open_first()
        self.show_state()

    def release(self) -> None:
        """Restores the map before the dock is removed."""
        self._look_timer.stop()
        self._summary_timer.stop()
        self._sight.release()
        self.light.release()

    def showEvent(self, event: QShowEvent) -> None:
        """Looks at the current scene again."""
        super().showEvent(event)
        self._look()
        self._view_timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ends looking at once: the list that takes this place may look at a scene of its own."""
        super().hideEvent(event)
        self._look()
        self._show_looked()

    def rows_to_order(self) -> List[AreaScene]:
        """Returns the listed ticked rows; without a tick the selected ones, as the button says."""
        return self._model.ticked_rows() or ([] if self._model.hidden_tick_count else self._selected_rows())

    def _selected_rows(self) -> List[AreaScene]:
        return [row for row in map(self._model.row_at, self.view.selected()) if row is not None]

    def show_state(self) -> None:
        """Updates sentences, progress and buttons."""
        edited = len(self._parts.area_edits.ids)
        self.state_label.setText(areas_state_text(self._search, self._model.listed_count, edited))
        self.clear_filters_button.setVisible(self._model.filters.is_active)
        self.filter_bar.setVisible(bool(self._model.scene_count))
        self.progress.setVisible(self._search.is_busy)
        self.progress.setRange(0, max(self._search.area_count, 1))
        self.progress.setValue(len(self._search.found))
        self.cancel_button.setVisible(self._search.is_busy)
        self._show_buttons()

    def _build(self) -> None:
        self.state_label = wrapped_label("areas_state_label")
        self.progress = QProgressBar()
        self.progress.setObjectName("areas_progress")
        self.progress.setAccessibleName(self.tr("Areas searched"))
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setObjectName("cancel_areas_button")
        self.cancel_button.setToolTip(self.tr("Stops the test query; the areas found so far stay"))
        self.view = AreaView(self._model)
        self.view.sortByColumn(DATE, Qt.SortOrder.DescendingOrder)
        self.filter_bar = AreaFilterBar(self._model, self._search)
        self.clear_filters_button = QToolButton()
        self.clear_filters_button.setObjectName("clear_area_filters_button")
        self.clear_filters_button.setText(self.tr("Clear Filters"))
        self.clear_filters_button.setToolTip(self.tr("Shows all scenes again"))
        self.timeline = AreasTimeline(
            self._parts.area_timeline, self._model, self._canvas, self.view, self.filter_bar, self
        )
        self.change_tool = ChangeTool(self._parts.area_change, self._comparable, self._compared, self)
        # Without a key: that of the list of one area groups here.
        self.change_tool.button.setText(self.tr("Change"))
        self.change_tool.hint = self.tr("Select two scenes of one area with quicklooks first")
        self.tools = tools = AreasTools(self._parts, self._model, self.change_tool.button, self._rows_to_export)
        self.group_button, self.zoom_button, self.best_button = tools.group, tools.zoom, tools.best
        self.cover_button, self.clear_button, self.export_button = tools.cover, tools.clear, tools.export
        self.preview_button = QPushButton(self.tr("Preview…"))
        self.preview_button.setObjectName("preview_area_scene_button")
        self.preview_button.setToolTip(self.tr("Shows picture, facts and metadata of the current scene (P)"))
        self.choice_label = wrapped_label("areas_choice_label")
        self.order_button = QPushButton()
        self.order_button.setObjectName("order_areas_button")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, layout.spacing(), 0, 0)
        layout.addWidget(self.state_label)
        running = FlowLayout()
        running.addWidget(self.progress)
        running.addWidget(self.cancel_button)
        running.addWidget(self.clear_filters_button)
        layout.addLayout(running)
        layout.addWidget(self.filter_bar)
        layout.addWidget(self.timeline)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.tools)
        layout.addWidget(self.change_tool.label)
        layout.addWidget(self.choice_label)
        last = FlowLayout(is_right=True)
        last.addWidget(self.tools.menu_button)
        last.addWidget(self.preview_button)
        last.addWidget(self.order_button)
        layout.addLayout(last)
        # It is made before what is above it.
        self.setTabOrder(self.filter_bar.coverage_spin, self.timeline.timeline)

    def _connect(self) -> None:
        self._search.state_changed.connect(self.show_state)
        self._search.areas_found.connect(self._open_first)
        self._parts.area_edits.changed.connect(self.show_state)
        self._ordering.state_changed.connect(self._show_buttons)
        self._model.listed_changed.connect(self._on_listed_changed)
        self.clear_filters_button.clicked.connect(self.filter_bar.clear)
        self._model.ticked_changed.connect(self._show_buttons)
        self._model.dataChanged.connect(self._view_timer.start)
        self._search.rows_changed.connect(self._summary_timer.start)
        self.view.selectionModel().selectionChanged.connect(self._show_buttons)
        # Not `start` itself, which would take the place of the list for its interval.
        self.view.verticalScrollBar().valueChanged.connect(lambda: self._view_timer.start())
        self.view.expanded.connect(self._view_timer.start)
        self.view.selectionModel().currentChanged.connect(self._look)
        self._model.modelReset.connect(self._look)
        self._model.shown_changed.connect(self._on_shown_changed)
        self._parts.area_map.layer_added.connect(self._on_layer_added)
        self.view.doubleClicked.connect(self._zoom)
        self.view.zoom_asked.connect(self._zoom)
        self.view.preview_asked.connect(self._preview)
        self.preview_button.clicked.connect(self._preview)
        self._pictures.arrived.connect(self._summary_timer.start)
        self.cancel_button.clicked.connect(self._search.cancel)
        self.group_button.toggled.connect(self._group)
        self.best_button.clicked.connect(lambda: self._model.tick_only(self._model.best_keys()))
        self.cover_button.clicked.connect(self._parts.area_cover.start)
        self._parts.area_cover.changed.connect(self._show_buttons)
        self.clear_button.clicked.connect(lambda: self._model.tick_only(()))
        self.zoom_button.clicked.connect(self._zoom)
        self.order_button.clicked.connect(lambda: self._order_rows(self.rows_to_order()))

    def _arrange(self) -> None:
        """Leaves most of the tab to the list: in a low one the tools are a menu."""
        self.tools.menu_button.set_low(is_low_tab(self, self.filter_bar.more_lines))
        self.filter_bar.fit_into(self.height())

    def _on_listed_changed(self) -> None:
        self._span_problems()
        self.show_state()
        self._view_timer.start()

    def _open_first(self) -> None:
        """Opens the first areas while there are few; hundreds of open ones would only have to be scrolled past."""
        count = self._model.rowCount()
        if self._model.is_grouped and count <= MAX_OPENED:
            for row in range(count):
                self.view.expand(self._model.index(row, 0))
        self._span_problems()
        self._view_timer.start()

    def _span_problems(self) -> None:
        """Gives what is wrong with an area the whole width."""
        for row in range(self._model.rowCount() if self._model.is_grouped else 0):
            self.view.setFirstColumnSpanned(row, QModelIndex(), not self._model.rowCount(self._model.index(row, 0)))

    def _show_buttons(self) -> None:
        ticked, hidden = self._model.ticked_rows(), self._model.hidden_tick_count
        rows = self.rows_to_order()
        is_preparing = self._ordering.state is OrderingState.PREPARING
        self.choice_label.setText(chosen_text(rows, hidden))
        self.choice_label.setVisible(bool(self.choice_label.text()))
        for button in (self.best_button, self.zoom_button):
            button.setEnabled(bool(self._model.rowCount()))
        self.preview_button.setEnabled(bool(self._model.scene_count))
        self.export_button.show_state()
        self.change_tool.show_state()
        is_covering = self._parts.area_cover.is_busy
        self.cover_button.setEnabled(bool(self._model.scene_count) and not is_covering)
        self.clear_button.setEnabled(bool(ticked) or bool(hidden))
        is_cancel = self.tr("Cancel Estimate")
        self.order_button.setText(is_cancel if is_preparing else order_button_text(len(rows), len(ticked)))
        refusal = order_refusal_text(self._search, rows)
        self.order_button.setEnabled(is_preparing or (bool(rows) and not refusal and not self._ordering.is_busy))
        if self._ordering.is_busy:
            reason = ordering_state_text(self._ordering.state)
        elif hidden and not rows:
            reason = self.tr("The filters hide all scenes in the order: clear them first")
        elif not rows:
            reason = self.tr("Tick scenes first, or take the best of each area")
        elif refusal:
            reason = refusal
        else:
            reason = self.tr(
                "Estimates the cost of these scenes together and asks you before any credits are held (Ctrl+Enter)"
            )
        self.order_button.setToolTip(reason)

    def _rows_to_export(self) -> List[RowChoice]:
        export = self._parts.export
        return [
            RowChoice(self.tr("Listed Scenes"), self._model.listed_count, export.listed_area_scenes),
            RowChoice(self.tr("All Scenes"), self._model.scene_count, export.area_scenes),
        ]

    def _group(self, is_grouped: bool) -> None:
        self._model.set_grouped(is_grouped)
        self._open_first()

    def _order_rows(self, rows: Sequence[AreaScene]) -> None:
        if self._ordering.is_busy:
            self._ordering.refuse()
        else:
            self._parts.order_areas(rows)

    def _compared(self) -> List[Scene]:
        """Returns the scenes of the selected rows, each once."""
        return list({row.scene.id: row.scene for row in self._selected_rows()}.values())

    def _comparable(self) -> List[Scene]:
        """Returns the selected scenes if they are two of one area."""
        rows = self._selected_rows() if self.view.selected_count() == 2 else []
        return self._compared() if len(rows) == 2 and rows[0].area.id == rows[1].area.id else []

    def _preview(self) -> None:
        keys, row = self._model.listed_keys(), self._model.row_at(self.view.currentIndex())
        if row is None and not keys:
            return
        key = keys[0] if row is None else row.key
        self._go_to(key)
        crs = self._canvas.mapSettings().destinationCrs()
        rows = AreaPreviewRows(self._model, self._search, self._pictures, self._parts.area_map)
        dialog = PreviewDialog(rows, key, crs, self)
        dialog.scene_shown.connect(self._go_to)
        dialog.order_asked.connect(self._order_row)
        dialog.show()

    def _go_to(self, key: RowKey) -> None:
        """Makes a row the current one, as a click on it does."""
        index = self._model.index_of(key)
        if index.isValid():
            flag = QItemSelectionModel.SelectionFlag
            self.view.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
            self.view.scrollTo(index)

    def _order_row(self, key: RowKey) -> None:
        row = self._model.row_of(key)
        # The second click of two does not cancel what the first one began: this button does not say so.
        if row is not None and not self._ordering.is_busy:
            self._order_rows([row])

    def _want_figures(self) -> None:
        """Asks for the prices and quicklooks of the rows in view; of an area for the prices of its leading rows."""
        if not self.isVisible():
            return
        keys: List[RowKey] = []
        leading: List[RowKey] = []
        index = self.view.indexAt(self.view.viewport().rect().topLeft())
        bottom = self.view.viewport().height()
        while index.isValid() and self.view.visualRect(index).top() < bottom:
            row = self._model.row_at(index)
            if row is not None:
                keys.append(row.key)
            else:
                leading += self._model.leading_keys(index)
            index = self.view.indexBelow(index)
        self._search.want_prices([*keys, *leading])
        self._pictures.want(keys)

    def _current_row(self) -> Optional[AreaScene]:
        """Returns the row that is looked at, None while the list is hidden: the map is as the layer tree says then."""
        return self._model.row_at(self.view.currentIndex()) if self.isVisible() else None

    def _look(self) -> None:
        """Outlines the current area and scene on the map, and brings its picture to the top soon after."""
        index, row = self.view.currentIndex(), self._current_row()
        found = index.data(AreaRole.FOUND) if index.isValid() and self.isVisible() else None
        self.light.show(found, row)
        self._look_timer.start()

    def _show_looked(self) -> None:
        self._look_timer.stop()
        row = self._current_row()
        self._pictures.look_at(None if row is None else row.key)
        self._parts.area_map.want("" if row is None else row.scene.id)
        self._sight.look_at("" if row is None else row.scene.id)

    def _on_layer_added(self, scene_id: str) -> None:
        if scene_id == self._sight.looked_id:
            self._sight.look_at(scene_id)

    def _on_shown_changed(self, scene_ids: Sequence[str], is_shown: bool) -> None:
        """Takes the current scene off the map if its eye is closed, though it is looked at."""
        row = self._current_row()
        if row is not None and row.scene.id in scene_ids:
            self._look_timer.stop()
            self._sight.look_at(row.scene.id if is_shown else "")

    def _zoom(self, at: Optional[QModelIndex] = None) -> None:
        indexes = self.view.selected()
        found = [index.data(AreaRole.FOUND) for index in indexes] or self._search.found
        zoom_to(self._canvas, self._search.extent_of(found))
