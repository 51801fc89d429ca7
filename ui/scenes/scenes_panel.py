"""The Scenes tab: the scenes of the last test query, to view, compare, select and order."""

from __future__ import annotations

import os
from typing import List, Optional

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, QTimer, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ...core.app.application import Application
from ...core.app.jobs.ordering import OrderingState
from ...core.app.scenes.dry_run import DryRunState
from ...core.app.scenes.scene_list import SHOWN_UNASKED, SceneRole
from ...core.domain.connections import region_of
from ...core.domain.scenes.scene import Scene
from ..map.bands import FootprintLight
from ..map.map_pace import MapPace
from ..map.map_sight import MapSight
from ..map.map_zoom import zoom_to
from ..parts.flow_layout import FlowLayout
from ..parts.small import icon_button
from ..wording import (
    dry_run_state_text,
    hidden_scenes_text,
    limit_text,
    no_scenes_sentence,
    ordering_state_text,
    shown_quicklooks_text,
    shown_scenes_text,
)
from .display_row import DisplayRow
from .preview_dialog import PreviewDialog
from .scene_filter_bar import SceneFilterBar
from .scene_status import EmptyPage, SceneStatus
from .scene_tools import SceneTools
from .scene_view import SceneView
from .selection_bar import SelectionBar
from .timeline_strip import TimelineStrip

# Rows change by the hundred while quicklooks arrive; the summary is updated at this interval.
SUMMARY_DELAY_MS = 100


class ScenesPanel(QWidget):
    """Shows the scene list of the application and passes on user actions."""

    def __init__(
        self, application: Application, canvas: QgsMapCanvas, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._application = application
        self._dry_run = application.dry_run
        self._ordering = application.ordering
        self._usage = application.query_usage
        self._prices = application.prices
        self._map_scenes = application.map_scenes
        self._model = application.scenes
        self._filter = application.scene_filter
        self._canvas = canvas
        self.tools = SceneTools(application, canvas, self.selected_scenes)
        self._sight = MapSight(canvas, application.quicklook_stack, self)
        self._pace = MapPace(canvas, self._sight, application.scene_display, application.map_scenes, self)
        self._is_syncing = False
        self._summary_timer = QTimer(self)
        self._summary_timer.setSingleShot(True)
        self._summary_timer.setInterval(SUMMARY_DELAY_MS)
        self._summary_timer.timeout.connect(self._show_summary)
        self._build()
        self._connect()
        self._show_state()

    def selected_scenes(self) -> List[Scene]:
        """Returns the selected scenes in list order."""
        # Not selectedRows(): it requires every column to be selected, and a list shows one.
        selected = {index.row(): index for index in self.scenes_view.selectionModel().selectedIndexes()}
        return [selected[row].data(SceneRole.SCENE) for row in sorted(selected)]

    def release(self) -> None:
        """Restores the map before the dock is removed."""
        self.tools.release()
        self.light.release()
        self._pace.release()
        self._sight.release()

    def _build(self) -> None:
        self.status = SceneStatus()
        self.filter_bar = SceneFilterBar(self._filter, self._model)
        self.scenes_view = SceneView()
        self.scenes_view.setModel(self._filter)
        self.light = FootprintLight(self.scenes_view, self._map_scenes, self._canvas)
        self.strip = TimelineStrip(self._application, self.filter_bar, self.light, self)
        self.empty_page = EmptyPage()
        self.selection_bar = SelectionBar()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.scenes_view)
        self._stack.addWidget(self.empty_page)
        self.display_row = DisplayRow(self._application)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, layout.spacing(), 0, 0)
        layout.addWidget(self.status)
        layout.addWidget(self.filter_bar)
        layout.addWidget(self.strip)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.display_row)
        layout.addWidget(self.tools)
        layout.addWidget(self.selection_bar)
        layout.addLayout(self._build_buttons())

    def _build_buttons(self) -> FlowLayout:
        self.preview_button = QPushButton(self.tr("&Preview…"))
        self.preview_button.setObjectName("preview_button")
        self.order_button = QPushButton()
        self.order_button.setObjectName("order_button")
        self.zoom_scene_button = icon_button(
            "zoom_scene_button",
            "mActionZoomToLayer.svg",
            self.tr("Zoom to the selected scenes, or to all if none is selected (F)"),
        )
        self.open_folder_button = icon_button(
            "open_folder_button",
            "mActionFileOpen.svg",
            self.tr("Open the folder with data.json and the quicklooks"),
        )
        row = FlowLayout(is_right=True)
        for button in (self.zoom_scene_button, self.open_folder_button, self.preview_button, self.order_button):
            row.addWidget(button)
        return row

    def _connect(self) -> None:
        self._dry_run.state_changed.connect(self._show_state)
        self._dry_run.progress_changed.connect(self._show_progress)
        self._ordering.state_changed.connect(self._show_buttons)
        self._application.account.balance_changed.connect(self._plan_summary)
        self._map_scenes.scene_selected_on_map.connect(self._select)
        self.tools.scenes_chosen.connect(self._choose)
        self.strip.scene_chosen.connect(self._choose_on_timeline)
        self._model.modelReset.connect(self._show_state)
        self._model.dataChanged.connect(self._plan_summary)
        self.filter_bar.changed.connect(self._show_summary)
        self.scenes_view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.scenes_view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.scenes_view.zoom_asked.connect(self._zoom)
        self.scenes_view.preview_asked.connect(self._preview)
        self.display_row.stack_menu.clear_asked.connect(self._clear)
        for button in (self.empty_page.clear_filters_button, self.status.take_filters_off_button):
            button.clicked.connect(self.filter_bar.clear)
        self.status.cancel_button.clicked.connect(self._dry_run.cancel)
        self.preview_button.clicked.connect(self._preview)
        self.order_button.clicked.connect(self._order)
        self.zoom_scene_button.clicked.connect(self._zoom)
        self.open_folder_button.clicked.connect(self._open_folder)

    def _show_state(self) -> None:
        state = self._dry_run.state
        # The duration is unknown until quicklooks arrive.
        self.status.show_running(self._dry_run.is_busy, is_counted=state is DryRunState.QUICKLOOKS)
        self._show_summary()

    def _plan_summary(self) -> None:
        self._summary_timer.start()

    def _show_progress(self, share: float) -> None:
        self.status.progress_bar.setValue(round(100 * share))

    def _show_summary(self) -> None:
        total, shown = self._model.rowCount(), self._filter.rowCount()
        self.status.state_label.setText(self._state_text(total, shown))
        self._stack.setCurrentIndex(0 if shown else 1)
        self.empty_page.empty_label.setText(self._empty_text(total))
        self.empty_page.clear_filters_button.setVisible(total > 0)
        self.status.take_filters_off_button.setVisible(self._filter.filters.is_active and shown > 0)
        self.filter_bar.setVisible(total > 0)
        self.display_row.show_state()
        self.selection_bar.setVisible(total > 0)
        self._show_choice()
        self._show_buttons()

    def _show_choice(self) -> None:
        """Shows what is chosen for the order, what it costs and what it leaves of the balance."""
        connection = self._application.account.connection
        figures = self._application.order_choice.figures([scene.id for scene in self.selected_scenes()])
        self.selection_bar.show_figures(figures, region_of(connection.api_url) if connection is not None else None)

    def _state_text(self, total: int, shown: int) -> str:
        parts = []
        if self._dry_run.is_busy:
            parts.append(dry_run_state_text(self._dry_run.state))
        elif total:
            parts.append(shown_scenes_text(shown, total))
        text = " · ".join(parts)
        if total and self._model.shown_count < self._model.image_count > SHOWN_UNASKED:
            text += "\n" + shown_quicklooks_text(self._model.shown_count, self._model.image_count)
        collection = self._dry_run.collection
        beyond = limit_text(collection) if total and collection is not None else ""
        if beyond:
            text += "\n" + beyond
        if total and self._dry_run.is_stale:
            text += "\n" + self.tr("The parameters have changed: these scenes belong to the earlier ones.")
        return text

    def _empty_text(self, total: int) -> str:
        if total:
            return hidden_scenes_text(total)
        state = self._dry_run.state
        if state is DryRunState.DONE:
            collection = self._dry_run.collection
            return no_scenes_sentence(collection.unreadable_count if collection is not None else 0)
        if self._dry_run.is_busy:
            return ""
        if state is DryRunState.IDLE:
            return self.tr("Run a test query on the Configure tab to see the available scenes. It is free.")
        return dry_run_state_text(state)

    def _show_buttons(self) -> None:
        has_scenes = self._model.rowCount() > 0
        has_selection = self.scenes_view.selectionModel().hasSelection()
        is_preparing = self._ordering.state is OrderingState.PREPARING
        self.preview_button.setEnabled(has_scenes)
        tip = self.tr("Shows the metadata of the selected scenes and the whole data.json (Enter)")
        self.preview_button.setToolTip(tip)
        self.zoom_scene_button.setEnabled(has_scenes)
        self.open_folder_button.setEnabled(bool(self._dry_run.folder) and os.path.isdir(self._dry_run.folder))
        self.order_button.setText(self.tr("Cancel Estimate") if is_preparing else self.tr("&Order Selected…"))
        self.order_button.setEnabled(is_preparing or (has_selection and not self._ordering.is_busy))
        self.tools.show_state()
        if self._ordering.is_busy:
            reason = ordering_state_text(self._ordering.state)
        elif has_selection:
            reason = self.tr("Estimates the cost of the selected scenes and asks you before any credits are held")
        else:
            reason = self.tr("Select one or more scenes first")
        self.order_button.setToolTip(reason)

    def _on_selection_changed(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        chosen = [scene.id for scene in self.selected_scenes()]
        self.strip.timeline.set_chosen(chosen)
        self._prices.want(chosen)
        if not self._is_syncing:
            self.tools.forget_cover()
            self._map_scenes.select(chosen)
        self._summary_timer.start()
        self._show_buttons()

    def _on_current_changed(self, current: QModelIndex, before: QModelIndex) -> None:
        self.strip.timeline.set_current(current.data(SceneRole.SCENE).id if current.isValid() else "")

    def _choose_on_timeline(self, scene_id: str, is_added: bool) -> None:
        """Makes a scene the current one as a click in the list does, with Ctrl if it is added."""
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
            self.scenes_view.scrollTo(selection.indexes()[0])

    def _choose(self, scene_ids: List[str]) -> None:
        self._select(scene_ids)
        self._map_scenes.select(scene_ids)
        self._show_summary()

    def _preview(self) -> None:
        dialog = PreviewDialog(
            self.selected_scenes(), self._dry_run.document_text(), self._usage.text, self
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def _order(self) -> None:
        scenes = self.selected_scenes()
        if self._ordering.is_busy:
            self._ordering.refuse()
        elif scenes:
            # Without IDs the whole form would be ordered, which this button does not offer.
            self._ordering.prepare([scene.id for scene in scenes])

    def _clear(self) -> None:
        self._dry_run.clear()
        self._map_scenes.clear()

    def _zoom(self) -> None:
        scenes = self.selected_scenes() or self._model.scenes()
        zoom_to(self._canvas, self._map_scenes.zoom_target([scene.id for scene in scenes]))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._dry_run.folder))
