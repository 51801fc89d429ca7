"""The line below the scene list: what of it is on the map, and how opaque."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from ..parts.small import MIN_TARGET_PX, icon_button, large_enough
from .stack_menu import StackMenu

if TYPE_CHECKING:
    from ...core.app.scenes.map_scenes import MapScenes
    from ...core.app.scenes.scene_display import SceneDisplay
    from ...core.app.scenes.scene_filter import SceneFilterModel
    from ...core.app.scenes.scene_list import SceneListModel

# Width that the slider keeps, in line heights; what it is called gives way.
MIN_SLIDER_LINES = 4


class DisplayRow(QWidget):
    """Shows or hides all listed quicklooks, sets their opacity and their order."""

    def __init__(
        self,
        scenes: SceneListModel,
        scene_filter: SceneFilterModel,
        map_scenes: MapScenes,
        display: SceneDisplay,
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._model = scenes
        self._filter = scene_filter
        self._map_scenes = map_scenes
        self.all_shown_box = QCheckBox(self.tr("Show all"))
        self.all_shown_box.setObjectName("all_shown_box")
        self.all_shown_box.setToolTip(
            self.tr(
                "Shows or hides the quicklooks of all listed scenes on the map. "
                "Hundreds at once need gigabytes of memory, so only the first are shown automatically."
            )
        )
        self.opacity_slider = QSlider(Qt.Orientation.Horizontal)
        self.opacity_slider.setObjectName("opacity_slider")
        self.opacity_slider.setRange(0, 100)
        self.opacity_slider.setValue(100)
        self.opacity_slider.setToolTip(self.tr("Opacity of all quicklooks"))
        large_enough(self.opacity_slider)
        # In a large font it leaves the room to the words beside it.
        self.opacity_slider.setMinimumWidth(3 * MIN_TARGET_PX // 2)
        self._label = QLabel(self.tr("Opacit&y"))
        self._label.setBuddy(self.opacity_slider)
        # Also where the label is not shown.
        self.opacity_slider.setAccessibleName(self.tr("Opacity"))
        self.stack_button = icon_button(
            "stack_button", "mActionMapSettings.svg", self.tr("Quicklook stacking and removal")
        )
        self.stack_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.stack_menu = StackMenu(display, self)
        self.stack_button.setMenu(self.stack_menu)
        self._button: Optional[QToolButton] = None
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.all_shown_box)
        row.addStretch(1)
        row.addWidget(self._label)
        row.addWidget(self.opacity_slider, 2)
        row.addWidget(self.stack_button)
        self.all_shown_box.clicked.connect(self._on_all_shown_clicked)
        self.opacity_slider.valueChanged.connect(lambda percent: self._map_scenes.set_opacity(percent / 100.0))

    def add_button(self, button: QToolButton) -> None:
        """Adds a button with text and icon at the end of the line; a narrow line shows its icon only."""
        self._row.addWidget(button)
        self._button = button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leaves the label out where the slider needs its room."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Does so too when a button comes or goes."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return bool(super().event(event))

    def _fit(self) -> None:
        """Shows the label if the slider can still be moved beside it; its words are in the tool tip too."""
        row = self._row
        self._fit_button()
        items = [row.itemAt(number) for number in range(row.count())]
        places = [item.widget() for item in items if item is not None]
        others = [
            place for place in places if place is self._label or (place is not None and not place.isHidden())
        ]
        taken = sum(place.sizeHint().width() + row.spacing() for place in others if place is not self.opacity_slider)
        self._label.setVisible(self.width() - taken >= MIN_SLIDER_LINES * self.fontMetrics().height())

    def _fit_button(self) -> None:
        """Shows the button's words where they are whole."""
        button = self._button
        if button is None:
            return
        words = button.fontMetrics().horizontalAdvance(f"  {button.text()}  ")
        rest = (self.all_shown_box.minimumSizeHint(), self.opacity_slider.minimumSize(), self.stack_button.sizeHint())
        needed = sum(size.width() + self._row.spacing() for size in rest) + words
        styles = Qt.ToolButtonStyle
        button.setToolButtonStyle(styles.ToolButtonTextOnly if needed <= self.width() else styles.ToolButtonIconOnly)

    def show_state(self) -> None:
        """Updates box and slider for the quicklooks that there are."""
        scene_ids = self._filter.scene_ids() if self._model.image_count else []
        listed = [scene_id for scene_id in scene_ids if self._model.has_image(scene_id)]
        shown = sum(self._model.is_shown(scene_id) for scene_id in listed)
        state = Qt.CheckState.Unchecked if not shown else Qt.CheckState.PartiallyChecked
        self.all_shown_box.setCheckState(Qt.CheckState.Checked if listed and shown == len(listed) else state)
        self.all_shown_box.setEnabled(bool(listed))
        self.opacity_slider.setEnabled(bool(self._map_scenes.layer_ids()))
        self.stack_button.setEnabled(self._model.rowCount() > 0)

    def _on_all_shown_clicked(self) -> None:
        # A click on a partially checked box means "all".
        is_shown = self.all_shown_box.checkState() != Qt.CheckState.Unchecked
        self._model.set_shown(self._filter.scene_ids(), is_shown)
        self.show_state()
