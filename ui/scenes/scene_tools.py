"""Scene tools on the map: swipe, blink, change, play, cheapest cover."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Callable, Iterator, List, Optional

from qgis.core import QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QHideEvent
from qgis.PyQt.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from ...core.domain.scenes.cover import Cover
from ...core.domain.scenes.scene import Scene
from ..map.bands import GapBand
from ..map.compare_bar import CompareBar
from ..map.comparison import Comparison
from ..map.comparison_item import CompareMode
from ..parts.flow_layout import FlowLayout
from ..parts.small import icon_button
from ..parts.tools_menu import ToolsMenu
from ..parts.wrapped_label import WrappedLabel
from ..wording import cover_text, error_sentence, number_text
from .change_tool import ChangeTool
from .export_button import ExportButton, RowChoice

if TYPE_CHECKING:
    from .scenes_parts import ToolsParts


class SceneTools(QWidget):
    """The buttons of the scene tools, and the controls of the running one."""

    # Ids of the scenes chosen by the cheapest cover
    scenes_chosen = pyqtSignal(list)

    def __init__(
        self,
        parts: ToolsParts,
        canvas: QgsMapCanvas,
        selected_scenes: Callable[[], List[Scene]],
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._map_scenes = parts.map_scenes
        self._model = parts.scenes
        self._filter = parts.scene_filter
        self._cover = parts.cover_search
        self._time = parts.scene_time
        self._display = parts.scene_display
        self._panel_of_time: Optional[QDockWidget] = None
        self._selected_scenes = selected_scenes
        self._export = parts.export
        self.comparison = Comparison(canvas, self._map_scenes.own_layer_ids, self)
        self.compare_bar = CompareBar(self.comparison)
        self._compare_buttons = {
            CompareMode.SWIPE: self._button("swipe_button", self.tr("Sw&ipe")),
            CompareMode.BLINK: self._button("blink_button", self.tr("Blin&k")),
        }
        self._buttons = QWidget()
        row = FlowLayout(self._buttons)
        for mode, button in self._compare_buttons.items():
            button.setCheckable(True)
            button.clicked.connect(lambda is_checked, mode=mode: self._compare(mode, is_checked))
            row.addWidget(button)
        self.play_button = self._button("play_button", self.tr("Play"))
        self.play_button.setCheckable(True)
        self.play_button.clicked.connect(self._play)
        self.cover_button = self._button("cover_button", self.tr("Cheapest Cover"))
        self.cover_button.clicked.connect(self._cover.start)
        self._change_tool = ChangeTool(parts.change_search, self._comparable, selected_scenes, self)
        self.change_button, self.change_label = self._change_tool.button, self._change_tool.label
        row.addWidget(self.change_button)
        row.addWidget(self.play_button)
        row.addWidget(self.cover_button)
        self.export_button = ExportButton(self._export, self._rows_to_export, "export_scenes_button")
        row.addWidget(self.export_button)
        self.time_label = self._label("time_label")
        self.cover_label = self._label("cover_label")
        self.gap_band = GapBand(canvas, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._buttons)
        self.menu_button = ToolsMenu("tools_menu_button", self._buttons)
        self.menu_button.setToolTip(self.tr("Swipe, blink, change, play, cheapest cover and export"))
        self._time_cross = self._cross("end_play_button", self.tr("End playing"), self._stop_playing)
        words = self.tr("Clear the cover and its gaps; the scenes stay selected")
        self._cover_cross = self._cross("clear_cover_button", words, self._close_cover)
        for widget in (self.compare_bar, self.change_label):
            layout.addWidget(widget)
        for label, cross in ((self.time_label, self._time_cross), (self.cover_label, self._cover_cross)):
            said = QHBoxLayout()
            said.addWidget(label, 1)
            said.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)
            layout.addLayout(said)
        for signal in (self.comparison.changed, self._cover.changed, self._time.changed):
            signal.connect(self.show_state)
        self._cover.found.connect(self._take_cover)
        self._cover.failed.connect(lambda error: self.cover_label.setText(error_sentence(error)))
        self._model.modelReset.connect(self._stop_playing)
        QgsProject.instance().cleared.connect(self._stop_playing)

    def hideEvent(self, event: QHideEvent) -> None:
        """Ends a comparison when the list is hidden."""
        super().hideEvent(event)
        self.comparison.end()

    def release(self) -> None:
        """Restores the map and the temporal controller."""
        self.comparison.end()
        self._stop_playing()
        self.gap_band.clear()

    def set_low(self, is_low: bool) -> None:
        """Leaves room to the list: the buttons are entries of a menu."""
        self.menu_button.set_low(is_low)

    def forget_cover(self) -> None:
        """Clears the cover text and gaps, which belong to the previously chosen set of scenes."""
        if self._cover.cover is not None:
            self._cover.clear()

    def show_state(self) -> None:
        """Updates the buttons for the selection and the running tool."""
        is_possible = len(self._comparable()) == 2
        tips = {
            CompareMode.SWIPE: self.tr("Shows one scene on each side of a line on the map"),
            CompareMode.BLINK: self.tr("Shows two scenes on the map alternately"),
        }
        for mode, button in self._compare_buttons.items():
            is_running = self.comparison.mode is mode
            button.setChecked(is_running)
            button.setEnabled(is_possible or is_running)
            button.setToolTip(tips[mode] if button.isEnabled() else self.tr("Select two scenes with quicklooks first"))
        self._change_tool.show_state()
        self._show_time()
        self._show_cover()
        self.export_button.show_state()

    def _rows_to_export(self) -> List[RowChoice]:
        listed, total = self._filter.rowCount(), self._model.rowCount()
        return [
            RowChoice(self.tr("Listed Scenes"), listed, self._export.listed_scenes),
            RowChoice(self.tr("All Scenes"), total, self._export.all_scenes),
        ]

    def compare_for_change(self) -> None:
        """Shows what has changed between the two chosen scenes, as a layer."""
        self._change_tool.start()

    def _show_time(self) -> None:
        is_on = self._time.is_on
        self.play_button.setChecked(is_on)
        has_controller = self._canvas.temporalController() is not None
        has_quicklooks = bool(self._map_scenes.scene_ids())
        self.play_button.setEnabled(is_on or (has_controller and has_quicklooks and any(True for _ in self._moments())))
        if not has_controller:
            tip = self.tr("This window has no temporal controller")
        elif is_on:
            tip = self.tr("Ends playing and restores the temporal controller")
        else:
            tip = self.tr("Plays the scenes in the list day by day in QGIS's temporal controller")
        self.play_button.setToolTip(tip)
        for part in (self.time_label, self._time_cross):
            part.setVisible(is_on)
        pattern = self.tr("{day} · day {number} of {count}")
        number, count = number_text(self._time.frame + 1), number_text(self._time.frame_count)
        self.time_label.setText(pattern.format(day=self._time.day, number=number, count=count))

    def _show_cover(self) -> None:
        cover = self._cover.cover
        self.cover_button.setEnabled(self._cover.can_start)
        self.cover_button.setToolTip(
            self.tr("Selects the listed scenes that cover the area for the fewest credits and shows any gaps")
        )
        if self._cover.is_busy:
            self.cover_label.setText(self.tr("Looking for the cheapest cover…"))
        else:
            self.cover_label.setText(cover_text(cover) if cover is not None else "")
        for part in (self.cover_label, self._cover_cross):
            part.setVisible(bool(self.cover_label.text()))
        if cover is None:
            self.gap_band.clear()

    def _close_cover(self) -> None:
        self._cover.clear()
        self._show_cover()

    def _take_cover(self, cover: Cover) -> None:
        self.gap_band.show(self._cover.gap)
        self._model.set_shown(cover.ids, True)
        self.scenes_chosen.emit(list(cover.ids))

    def _moments(self) -> Iterator[datetime]:
        """Yields the acquisition times of the listed scenes that are on the map."""
        for scene_id in self._filter.scene_ids():
            acquired = self._model.scene(self._model.row_of(scene_id)).acquired
            if acquired is not None and self._map_scenes.layer_id(scene_id):
                yield acquired

    def _play(self, is_wanted: bool) -> None:
        if not is_wanted:
            self._stop_playing()
        else:
            # Before anything else: the map would redraw with each change of the controller.
            self._display.show_all(True)
            if self._time.begin(self._canvas.temporalController(), list(self._moments())):
                # One event later: the panel needs one to open.
                QTimer.singleShot(0, self._show_panel_of_time)
            else:
                self._display.show_all(False)
        self._show_time()

    def _stop_playing(self) -> None:
        # Before the controller shows all times again, which would draw every quicklook.
        self._display.show_all(False)
        self._time.end()
        panel, self._panel_of_time = self._panel_of_time, None
        if panel is not None and not sip.isdeleted(panel):
            panel.hide()

    def _show_panel_of_time(self) -> None:
        """Opens QGIS's temporal controller panel, and closes it afterwards if it was closed before."""
        panel = self._canvas.window().findChild(QDockWidget, "Temporal Controller")
        if not self._time.is_on or panel is None or panel.isVisible():
            return
        # It takes room from the map, whose kept pictures are of no use then: to free hundreds takes a turn of its own.
        self._canvas.clearCache()

        def show() -> None:
            if self._time.is_on and not sip.isdeleted(panel) and not panel.isVisible():
                panel.show()
                self._panel_of_time = panel

        QTimer.singleShot(0, show)

    def _label(self, name: str) -> QLabel:
        label = WrappedLabel()
        label.setObjectName(name)
        label.hide()
        return label

    def _cross(self, name: str, text: str, act: Callable[[], None]) -> QToolButton:
        """Returns the button beside a sentence that ends what it is about."""
        button = icon_button(name, "mIconClose.svg", text)
        button.clicked.connect(lambda: act())
        button.hide()
        return button

    def _button(self, name: str, text: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setText(text)
        return button

    def _comparable(self) -> List[Scene]:
        """Returns the selected scenes that are on the map, oldest first."""
        scenes = [scene for scene in self._selected_scenes() if self._map_scenes.layer_id(scene.id)]
        return sorted(scenes, key=lambda scene: scene.acquired.timestamp() if scene.acquired is not None else 0.0)

    def _compare(self, mode: CompareMode, is_wanted: bool) -> None:
        scenes = self._comparable()
        if is_wanted and len(scenes) == 2:
            self.comparison.begin(mode, *(self._map_scenes.layer_id(scene.id) for scene in scenes))
        else:
            self.comparison.end()
        self.show_state()
