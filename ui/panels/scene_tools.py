"""What can be done with scenes on the map beyond looking at them one by one."""

from __future__ import annotations

from typing import Callable, List, Optional

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtGui import QHideEvent
from qgis.PyQt.QtWidgets import QToolButton, QVBoxLayout, QWidget

from ...core.app.application import Application
from ...core.domain.scenes import Scene
from ..comparing.compare_bar import CompareBar
from ..comparing.comparison import Comparison
from ..comparing.comparison_item import CompareMode
from ..flow_layout import FlowLayout


class SceneTools(QWidget):
    """Buttons that act on the list's scenes, and the controls of what they have begun."""

    def __init__(
        self,
        application: Application,
        canvas: QgsMapCanvas,
        selected_scenes: Callable[[], List[Scene]],
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._map_scenes = application.map_scenes
        self._selected_scenes = selected_scenes
        self.comparison = Comparison(canvas, self._map_scenes.layer_ids, self)
        self.compare_bar = CompareBar(self.comparison)
        self._compare_buttons = {
            CompareMode.SWIPE: self._button("swipe_button", self.tr("S&wipe")),
            CompareMode.BLINK: self._button("blink_button", self.tr("&Blink")),
        }
        row = FlowLayout()
        for mode, button in self._compare_buttons.items():
            button.setCheckable(True)
            button.clicked.connect(lambda is_checked, mode=mode: self._compare(mode, is_checked))
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.compare_bar)
        self.comparison.changed.connect(self.show_state)

    def hideEvent(self, event: QHideEvent) -> None:
        """Ends a comparison: whoever leaves the list wants the plain map."""
        super().hideEvent(event)
        self.comparison.end()

    def release(self) -> None:
        """Leaves the map as it was found."""
        self.comparison.end()

    def show_state(self) -> None:
        """Follows the selection and what is under way."""
        is_possible = len(self._comparable()) == 2
        tips = {
            CompareMode.SWIPE: self.tr("Shows one scene left and one right of a line on the map"),
            CompareMode.BLINK: self.tr("Shows two scenes on the map by turns"),
        }
        for mode, button in self._compare_buttons.items():
            is_running = self.comparison.mode is mode
            button.setChecked(is_running)
            button.setEnabled(is_possible or is_running)
            button.setToolTip(tips[mode] if button.isEnabled() else self.tr("Select two scenes with quicklooks first"))

    def _button(self, name: str, text: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setText(text)
        return button

    def _comparable(self) -> List[Scene]:
        """Returns the selected scenes that are on the map, the older ones first."""
        scenes = [scene for scene in self._selected_scenes() if self._map_scenes.layer_id(scene.id)]
        return sorted(scenes, key=lambda scene: scene.acquired.timestamp() if scene.acquired is not None else 0.0)

    def _compare(self, mode: CompareMode, is_wanted: bool) -> None:
        scenes = self._comparable()
        if is_wanted and len(scenes) == 2:
            self.comparison.begin(mode, *(self._map_scenes.layer_id(scene.id) for scene in scenes))
        else:
            self.comparison.end()
        self.show_state()
