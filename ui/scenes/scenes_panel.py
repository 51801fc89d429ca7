"""The Scenes tab: the scenes of the last test query, to view, compare, select and order."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, List, Optional

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QGuiApplication, QHideEvent, QShowEvent
from qgis.PyQt.QtWidgets import QStackedWidget, QWidget

from ...core.app.jobs.ordering import OrderingState
from ...core.app.scenes.scene_list import SceneRole
from ...core.domain.connections import region_of
from ...core.domain.scenes.scene import Scene
from ..map.footprint_light import FootprintLight
from ..map.map_pace import MapPace
from ..map.map_sight import MapSight
from ..map.map_zoom import zoom_to
from ..parts.small import single_shot
from ..parts.tab_shape import ListTab, is_low_tab, is_wide_tab
from ..wording import order_button_text, ordering_state_text
from .display_row import DisplayRow
from .order_row import OrderRow
from .panel_layout import PanelLayout
from .preview_dialog import PreviewDialog
from .preview_rows import SceneRows
from .scene_filter_bar import SceneFilterBar
from .scene_menu import SceneMenu
from .scene_status import EmptyPage, SceneStatus
from .scene_tools import SceneTools
from .scene_view import SceneView
from .selection_bar import SelectionBar
from .timeline_strip import TimelineStrip

if TYPE_CHECKING:
    from .scenes_parts import ScenesParts

# Rows change by the hundred while quicklooks arrive; the sentences above them are updated at this interval.
SUMMARY_DELAY_MS = 100
# A key that is held goes through thirty scenes a second; the map starts again with each picture.
LOOK_DELAY_MS = 40


class ScenesPanel(ListTab):
    """Shows the scene list and passes on user actions."""

    def __init__(self, parts: ScenesParts, canvas: QgsMapCanvas, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._dry_run = parts.dry_run
        self._ordering = parts.ordering
        self._prices = parts.prices
        self._map_scenes = parts.map_scenes
        self._model = parts.scenes
        self._filter = parts.scene_filter
        self._canvas = canvas
        self.tools = SceneTools(parts, canvas, self.scenes_to_compare)
        self._sight = MapSight(canvas, parts.quicklook_stack, self)
        self._pace = MapPace(canvas, self._sight, parts.scene_display, parts.map_scenes, self)
        self._is_syncing = False
        self._summary_timer = single_shot(self, SUMMARY_DELAY_MS, self._show_summary)
        self._look_timer = single_shot(self, LOOK_DELAY_MS, self._show_looked)
        self._build()
        self._connect()
        self._show_state()
        self._arrange()

    def selected_scenes(self) -> List[Scene]:
        """Returns the selected scenes in list order."""
        # Not selectedRows(), which requires every column to be selected, and a list shows one; nor selectedIndexes(),
        # which makes an index of each column of hundreds of rows.
        ranges = self.scenes_view.selectionModel().selection()
        rows = sorted({row for part in ranges for row in range(part.top(), part.bottom() + 1)})
        return [self._model.scene(self._filter.mapToSource(self._filter.index(row, 0)).row()) for row in rows]

    def scenes_to_order(self) -> List[Scene]:
        """Returns the ticked scenes that the list shows; without a tick the selected ones, as the button says."""
        ticked = self._filter.ticked_ids()
        if ticked:
            return [self._model.scene(self._model.row_of(scene_id)) for scene_id in ticked]
        return self.selected_scenes() if not self._model.ticked_ids() else []

    def scenes_to_compare(self) -> List[Scene]:
        """Returns the selected scenes, or the ticked ones if no two are selected."""
        selected = self.selected_scenes()
        return selected if len(selected) > 1 else self.scenes_to_order()

    def release(self) -> None:
        """Restores the map before the dock is removed."""
        self.tools.release()
        self.light.release()
        self._look_timer.stop()
        self._pace.release()
        self._sight.release()

    def showEvent(self, event: QShowEvent) -> None:
        """Looks at the current scene again."""
        super().showEvent(event)
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ends looking: without the list nobody sees why a picture is above the others."""
        super().hideEvent(event)
        self._look()

    def _build(self) -> None:
        self.status = SceneStatus(self._parts.workbench, self._dry_run, self._model, self._filter)
        self.filter_bar = SceneFilterBar(self._filter, self._model)
        self.scenes_view = SceneView()
        self.scenes_view.setModel(self._filter)
        self.light = FootprintLight(self.scenes_view, self._map_scenes, self._canvas)
        self.strip = TimelineStrip(self._parts.scene_timeline, self._parts, self.filter_bar, self.light, self)
        self.empty_page = EmptyPage(self._dry_run, self._model)
        self.selection_bar = SelectionBar()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.scenes_view)
        self._stack.addWidget(self.empty_page)
        self.display_row = DisplayRow(self._model, self._filter, self._map_scenes, self._parts.scene_display)
        self.display_row.add_button(self.tools.menu_button)
        above = (self.status, self.filter_bar, self.strip)
        self._order_row = row = OrderRow()
        self.preview_button, self.order_button = row.preview_button, row.order_button
        self.zoom_scene_button, self.open_folder_button = row.zoom_button, row.folder_button
        below = (self.status.running_row, self.display_row, self.tools, self.selection_bar, self._order_row)
        self._layout = PanelLayout(self, above, self._stack, below)
        self.bottom = self._layout.below
        # They are made before what is above or left of them.
        self.setTabOrder(self.filter_bar.sort_direction_button, self.strip.button)
        self.setTabOrder(self.filter_bar.coverage_spin, self.strip.timeline)

    def _arrange(self) -> None:
        """Gives the list the room: in a low tab the lines around it are merged, in a wide one they are beside it."""
        is_low, is_wide = is_low_tab(self), is_wide_tab(self)
        # With open filters more is low, but not their own line: its button stays below the pointer.
        is_crowded = is_low_tab(self, self.filter_bar.more_lines)
        self.filter_bar.set_low(is_low)
        self.filter_bar.fit_into(self.height())
        for part in (self.tools, self.selection_bar, self._order_row):
            part.set_low(is_crowded)
        self.status.set_low(is_low and not is_wide)
        self.scenes_view.set_compact(is_crowded and not is_wide)
        self._layout.arrange()

    def _connect(self) -> None:
        self._dry_run.state_changed.connect(self._show_state)
        self._ordering.state_changed.connect(self._show_buttons)
        self._ordering.started.connect(self._model.take_out_ordered)
        self._parts.account.balance_changed.connect(self._plan_summary)
        self._map_scenes.scene_selected_on_map.connect(self._select)
        self.tools.scenes_chosen.connect(self._choose)
        self.strip.scene_chosen.connect(self._make_current)
        self._model.modelReset.connect(self._on_reset)
        self._model.ticked_changed.connect(self._on_ticked)
        self._model.shown_changed.connect(self._on_shown_changed)
        self._model.dataChanged.connect(self._plan_summary)
        self.filter_bar.changed.connect(self._show_summary)
        self.filter_bar.filters_button.toggled.connect(self._arrange)
        self.scenes_view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.scenes_view.selectionModel().currentChanged.connect(self._look)
        self.scenes_view.ticks_asked.connect(self._model.tick)
        self.scenes_view.eyes_asked.connect(self._model.set_shown)
        self.scenes_view.zoom_asked.connect(self._zoom)
        self.scenes_view.preview_asked.connect(self._preview)
        self.scenes_view.copy_asked.connect(self._copy_ids)
        self.scenes_view.menu_asked.connect(self._show_menu)
        self.display_row.stack_menu.clear_asked.connect(self._clear)
        for button in (self.empty_page.clear_filters_button, self.status.take_filters_off_button):
            button.clicked.connect(self.filter_bar.clear)
        self.preview_button.clicked.connect(self._preview)
        self.order_button.clicked.connect(lambda: self._prepare(self.scenes_to_order()))
        self.zoom_scene_button.clicked.connect(self._zoom)
        self.open_folder_button.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(self._dry_run.folder))
        )

    def _show_state(self) -> None:
        self.status.show_progress_bar()
        self._show_summary()

    def _on_reset(self) -> None:
        """Begins with the first scene of a new list: looking at ten of them takes nine keys."""
        self.scenes_view.scrollToTop()
        if self._filter.rowCount():
            # Nobody has asked for its price.
            self._is_syncing = True
            self.scenes_view.setCurrentIndex(self._filter.index(0, 0))
            self._is_syncing = False
            self._map_scenes.select([scene.id for scene in self.selected_scenes()])
        self._show_state()

    def _look(self) -> None:
        """Brings the picture of the current scene to the top of the map, and outlines it."""
        self.strip.timeline.set_current(self._current_id())
        # While the list is hidden, the map is as the layer tree says.
        self.light.look_at(self._current_id() if self.isVisible() else "")
        self._look_timer.start()

    def _show_looked(self) -> None:
        self._sight.look_at(self._current_id() if self.isVisible() else "")

    def _current_id(self) -> str:
        index = self.scenes_view.currentIndex()
        return index.data(SceneRole.SCENE).id if index.isValid() else ""

    def _on_shown_changed(self, scene_id: str, is_shown: bool) -> None:
        """Takes the current scene off the map if its eye is closed, though it is looked at."""
        if scene_id == self._current_id() and self.isVisible():
            self._look_timer.stop()
            self._sight.look_at(scene_id if is_shown else "")

    def _on_ticked(self) -> None:
        if not self._is_syncing:
            self.tools.forget_cover()
        self._want_prices()
        self._summary_timer.start()
        self._show_order()

    def _want_prices(self) -> None:
        wanted = {scene.id: None for scene in [*self.scenes_to_order(), *self.selected_scenes()]}
        self._prices.want(list(wanted))

    def _plan_summary(self) -> None:
        self._summary_timer.start()

    def _show_summary(self) -> None:
        total = self._model.rowCount()
        self.status.show_state()
        self._stack.setCurrentIndex(0 if self._filter.rowCount() else 1)
        self.empty_page.show_state()
        self.filter_bar.setVisible(total > 0)
        self.display_row.show_state()
        self.selection_bar.setVisible(total > 0)
        self._show_order()
        # Its quicklook may have arrived.
        self._sight.look_at(self._sight.looked_id)

    def _show_order(self) -> None:
        """Shows what is chosen, its cost and its share of the balance together with the button that orders it."""
        connection = self._parts.account.connection
        ordered = [scene.id for scene in self.scenes_to_order()]
        figures = self._parts.order_choice.figures(ordered)
        self.selection_bar.show_figures(figures, region_of(connection.api_url) if connection is not None else None)
        self._show_buttons()

    def _show_buttons(self) -> None:
        has_scenes = self._model.rowCount() > 0
        scenes = self.scenes_to_order()
        self.strip.timeline.set_chosen([scene.id for scene in scenes])
        ticked = len(self._filter.ticked_ids())
        is_preparing = self._ordering.state is OrderingState.PREPARING
        self.preview_button.setEnabled(self._filter.rowCount() > 0)
        self.zoom_scene_button.setEnabled(has_scenes)
        self.open_folder_button.setEnabled(bool(self._dry_run.folder) and os.path.isdir(self._dry_run.folder))
        is_cancel = self.tr("Cancel Estimate")
        self.order_button.setText(is_cancel if is_preparing else order_button_text(len(scenes), ticked))
        self.order_button.setEnabled(is_preparing or (bool(scenes) and not self._ordering.is_busy))
        self.tools.show_state()
        if self._ordering.is_busy:
            reason = ordering_state_text(self._ordering.state)
        elif scenes:
            reason = self.tr("Estimates the cost of these scenes and asks you before any credits are held (Ctrl+Enter)")
        elif self._model.ticked_ids():
            reason = self.tr("The filters hide all scenes in the order: clear them first")
        else:
            reason = self.tr("Select a scene, or tick one or more, first")
        self.order_button.setToolTip(reason)

    def _on_selection_changed(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        if not self._is_syncing:
            self._want_prices()
            self._map_scenes.select([scene.id for scene in self.selected_scenes()])
        self._summary_timer.start()
        self._show_order()

    def _make_current(self, scene_id: str, is_added: bool) -> None:
        """Makes a scene the current one as a click in the list does; one that is added is ticked if others are."""
        if is_added and self._model.ticked_ids():
            self._model.tick([scene_id], not self._model.is_ticked(scene_id))
            return
        row = self._model.row_of(scene_id)
        index = self._filter.mapFromSource(self._model.index(row, 0)) if row >= 0 else None
        if index is not None and index.isValid():
            flag = QItemSelectionModel.SelectionFlag
            how = flag.Toggle if is_added else flag.ClearAndSelect
            self.scenes_view.selectionModel().setCurrentIndex(index, how | flag.Rows)
            self.scenes_view.scrollTo(index)

    def _select(self, scene_ids: List[str]) -> None:
        selection = QItemSelection()
        for scene_id in scene_ids:
            row = self._model.row_of(scene_id)
            index = self._filter.mapFromSource(self._model.index(row, 0)) if row >= 0 else None
            if index is not None and index.isValid():
                selection.select(index, index)
        self._is_syncing = True
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.scenes_view.selectionModel().select(selection, flags)
        self._is_syncing = False
        if selection.indexes():
            self._want_prices()
            first = selection.indexes()[0]
            self.scenes_view.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scenes_view.scrollTo(first)

    def _choose(self, scene_ids: List[str]) -> None:
        self._is_syncing = True
        self._model.tick_only(scene_ids)
        self._select(scene_ids)
        self._map_scenes.select(scene_ids)
        self._want_prices()
        self._show_summary()

    def preview_scene(self, scene_id: str) -> None:
        """Selects a listed scene and shows what is known of it."""
        self._select([scene_id])
        self._preview()

    def _preview(self) -> None:
        index = self.scenes_view.currentIndex()
        index = index if index.isValid() else self._filter.index(0, 0)
        if not index.isValid():
            return
        rows = SceneRows(self._filter, self._model, self._map_scenes, self._dry_run, self._parts.query_usage)
        crs = self._canvas.mapSettings().destinationCrs()
        dialog = PreviewDialog(rows, index.data(SceneRole.SCENE).id, crs, self)
        dialog.scene_shown.connect(lambda scene_id: self._make_current(scene_id, False))
        dialog.order_asked.connect(self._order_one)
        dialog.show()

    def _order_one(self, scene_id: str) -> None:
        # The second click of two does not cancel what the first one began: this button does not say so.
        if not self._ordering.is_busy:
            self._prepare([self._model.scene(self._model.row_of(scene_id))])

    def _prepare(self, scenes: List[Scene]) -> None:
        if self._ordering.is_busy:
            self._ordering.refuse()
        elif scenes:
            # Without IDs the whole form would be ordered, which this button does not offer.
            self._ordering.prepare([scene.id for scene in scenes])

    def _clear(self) -> None:
        # The list first: what follows the test query would read all of its scenes once more.
        self._map_scenes.clear()
        self._dry_run.clear()

    def _zoom(self) -> None:
        scenes = self.selected_scenes() or self._model.scenes()
        zoom_to(self._canvas, self._map_scenes.zoom_target([scene.id for scene in scenes]))

    def _copy_ids(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(scene.id for scene in self.selected_scenes()))

    def _show_menu(self, place: QPoint) -> None:
        index = self.scenes_view.currentIndex()
        menu = SceneMenu(index, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        scene = index.data(SceneRole.SCENE)
        menu.change_action.setEnabled(self.tools.change_button.isEnabled())
        menu.change_action.triggered.connect(self.tools.compare_for_change)
        menu.tick_action.triggered.connect(self.scenes_view.toggle_ticks)
        menu.eye_action.triggered.connect(self.scenes_view.toggle_eyes)
        menu.preview_action.triggered.connect(self._preview)
        menu.zoom_action.triggered.connect(self._zoom)
        menu.copy_action.triggered.connect(self._copy_ids)
        menu.order_action.setEnabled(not self._ordering.is_busy)
        menu.order_action.triggered.connect(lambda: self._prepare([scene]))
        menu.popup(place)
