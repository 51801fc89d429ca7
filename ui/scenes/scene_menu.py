"""The menu of a scene in the list; each entry names its key."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QModelIndex
from qgis.PyQt.QtWidgets import QAction, QMenu, QWidget

from ...core.app.scenes.scene_list import SceneRole
from .scene_delegate import is_ticked


class SceneMenu(QMenu):
    """Offers what can be done with the scene of a row; the panel connects its actions."""

    def __init__(self, index: QModelIndex, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("scene_menu")
        is_shown = index.data(SceneRole.SHOWN)
        self.tick_action = self._add("scene_tick_action", self.tr("In the &Order") + "\tSpace", is_ticked(index))
        self.eye_action = self._add("scene_eye_action", self.tr("On the &Map") + "\tM", bool(is_shown))
        self.eye_action.setEnabled(is_shown is not None)
        self.addSeparator()
        self.preview_action = self._add("scene_preview_action", self.tr("&Preview…") + "\tP")
        self.zoom_action = self._add("scene_zoom_action", self.tr("&Zoom to Scene") + "\tF")
        self.copy_action = self._add("scene_copy_action", self.tr("&Copy Scene ID") + "\tCtrl+C")
        self.change_action = self._add("scene_change_action", self.tr("Compare for Chan&ge"))
        self.addSeparator()
        self.order_action = self._add("scene_order_action", self.tr("Order &This Scene…"))

    def _add(self, name: str, text: str, is_checked: Optional[bool] = None) -> QAction:
        action = self.addAction(text)
        action.setObjectName(name)
        if is_checked is not None:
            action.setCheckable(True)
            action.setChecked(is_checked)
        return action
