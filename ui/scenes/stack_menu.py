"""The menu for stacking, filtering and removing quicklooks on the map."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QAction, QActionGroup, QMenu, QWidget

from ...core.app.scenes.scene_display import SceneDisplay, StackOrder


class StackMenu(QMenu):
    """Sets the stacking order and whether filters apply to the map; `clear_asked` requests the removal of all."""

    clear_asked = pyqtSignal()

    def __init__(self, display: SceneDisplay, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        group = QActionGroup(self)
        for order, title in (
            (StackOrder.NEWEST, self.tr("&Newest on Top")),
            (StackOrder.AS_LISTED, self.tr("As &Listed")),
        ):
            action = self._add(title, f"stack_{order.value}_action", display.order is order)
            action.triggered.connect(lambda _, order=order: display.set_order(order))
            group.addAction(action)
        self.addSeparator()
        hide = self._add(self.tr("&Filter Map Too"), "hides_filtered_action", display.hides_filtered)
        hide.toggled.connect(display.set_hides_filtered)
        self.addSeparator()
        clear = self.addAction(self.tr("&Clear Scenes and Quicklooks"))
        clear.setObjectName("clear_scenes_action")
        clear.triggered.connect(lambda: self.clear_asked.emit())

    def _add(self, title: str, name: str, is_checked: bool) -> QAction:
        action = self.addAction(title)
        action.setObjectName(name)
        action.setCheckable(True)
        action.setChecked(is_checked)
        return action
