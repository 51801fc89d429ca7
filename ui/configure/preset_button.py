"""Saves, loads and deletes named sets of parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtWidgets import QInputDialog, QMenu, QMessageBox, QToolButton, QWidget

from ..parts.small import describe

if TYPE_CHECKING:
    from ...core.app.session.presets import Presets


class PresetButton(QToolButton):
    """A button with the menu of presets."""

    def __init__(self, presets: Presets, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._presets = presets
        self.setObjectName("preset_button")
        self.setIcon(QgsApplication.getThemeIcon("mActionShowBookmarks.svg"))
        describe(self, self.tr("Presets"), self.tr("Presets: save and load named sets of parameters, with their area"))
        self.setAutoRaise(True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.setObjectName("preset_menu")
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        names = self._presets.names()
        save = menu.addAction(self.tr("Save as Preset…"), self._save)
        save.setEnabled(self._presets.can_save)
        delete = menu.addMenu(self.tr("Delete Preset"))
        delete.setEnabled(bool(names))
        menu.addSeparator()
        for name in names:
            # A single ampersand would become a mnemonic.
            shown = name.replace("&", "&&")
            menu.addAction(shown, lambda name=name: self._presets.load(name))
            delete.addAction(shown, lambda name=name: self._delete(name))
        if not names:
            menu.addAction(self.tr("No presets yet")).setEnabled(False)

    def _save(self) -> None:
        name, ok = QInputDialog.getText(self, self.tr("Save Preset"), self.tr("Name"))
        name = name.strip()
        if not ok or not name:
            return
        if name in self._presets.names() and not self._agrees(
            self.tr("Replace the preset “{name}”?").format(name=name)
        ):
            return
        self._presets.save(name)

    def _delete(self, name: str) -> None:
        if self._agrees(self.tr("Delete the preset “{name}”?").format(name=name)):
            self._presets.remove(name)

    def _agrees(self, question: str) -> bool:
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel
        answer = QMessageBox.question(
            self, self.tr("Presets"), question, buttons, QMessageBox.StandardButton.Cancel
        )
        return answer == QMessageBox.StandardButton.Yes
