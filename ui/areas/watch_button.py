"""Keeps the areas of a test query as a watch, and runs and removes watches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtWidgets import QInputDialog, QMenu, QMessageBox, QToolButton, QWidget

from ..parts.small import describe
from ..wording.areas import watch_state_text

if TYPE_CHECKING:
    from ...core.app.areas.watches import Watches
    from ...core.domain.areas.kept_watch import KeptWatch


class WatchButton(QToolButton):
    """A button with the menu of watches."""

    def __init__(self, watches: Watches, name: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._watches = watches
        self.setObjectName(name)
        self.setText(self.tr("Watch…"))
        self.setIcon(QgsApplication.getThemeIcon("mActionShowAllLayers.svg"))
        tip = self.tr("Watches: report each new scene over these areas once, free of charge")
        describe(self, self.tr("Watch areas"), tip)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.setObjectName(f"{name}_menu")
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        keep = menu.addAction(self.tr("Watch These Areas…"), self._keep)
        keep.setEnabled(self._watches.can_keep)
        keep.setToolTip(
            self.tr("Keeps the products, the filters and the areas of the last test query over the features of a layer")
        )
        menu.addSeparator()
        kept = self._watches.kept()
        for watch in kept:
            # A single ampersand would become a mnemonic.
            one = menu.addMenu(watch.name.replace("&", "&&"))
            state = one.addAction(watch_state_text(watch, self._watches.is_running(watch.name)))
            state.setToolTip("\n".join(product.title for product in watch.products))
            state.setEnabled(False)
            run = one.addAction(self.tr("Look for New Scenes"), lambda watch=watch: self._watches.run(watch))
            run.setEnabled(not self._watches.is_running(watch.name))
            one.addAction(self.tr("Remove…"), lambda watch=watch: self._remove(watch))
        if not kept:
            menu.addAction(self.tr("No watches yet")).setEnabled(False)

    def _keep(self) -> None:
        name, ok = QInputDialog.getText(self, self.tr("Watch Areas"), self.tr("Name"))
        name = " ".join(name.split())
        if not ok or not name:
            return
        if name in [watch.name for watch in self._watches.kept()] and not self._agrees(
            self.tr("Replace the watch “{name}”? Scenes that it has reported are not reported again.").format(name=name)
        ):
            return
        self._watches.keep(name)

    def _remove(self, watch: KeptWatch) -> None:
        if self._agrees(self.tr("Remove the watch “{name}”?").format(name=watch.name)):
            self._watches.remove(watch)

    def _agrees(self, question: str) -> bool:
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel
        answer = QMessageBox.question(self, self.tr("Watches"), question, buttons, QMessageBox.StandardButton.Cancel)
        return answer == QMessageBox.StandardButton.Yes
