"""A button with a menu in place of a line of tool buttons, where the list beside them needs the room."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtWidgets import QAbstractButton, QMenu, QToolButton, QWidget

from .small import large_enough


class ToolsMenu(QToolButton):
    """Stands for all buttons in a widget; an entry does what a click on its button does, or has the menu of it."""

    def __init__(self, name: str, buttons: QWidget, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._buttons = buttons
        self.setObjectName(name)
        self.setText(self.tr("Tools"))
        self.setIcon(QgsApplication.getThemeIcon("processingAlgorithm.svg"))
        large_enough(self)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)
        self.hide()

    def set_low(self, is_low: bool) -> None:
        """Shows the menu, or the buttons."""
        self._buttons.setVisible(not is_low)
        self.setVisible(is_low)

    def _fill(self) -> None:
        """Fills the menu with the buttons as they are now."""
        menu = self.menu()
        menu.clear()
        menu.setToolTipsVisible(True)
        for button in self._buttons.findChildren(QAbstractButton):
            entry = menu.addAction(button.text() or button.accessibleName())
            entry.setToolTip(button.toolTip())
            entry.setEnabled(button.isEnabled())
            if isinstance(button, QToolButton) and button.menu() is not None:
                entry.setMenu(button.menu())
                continue
            entry.setCheckable(button.isCheckable())
            entry.setChecked(button.isChecked())
            entry.triggered.connect(lambda is_checked=False, button=button: button.click())
