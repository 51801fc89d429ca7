"""Brings a prepared hold before the person's eyes and their answer back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QWidget

from ..core.app.application import Application
from ..core.domain.credits import Hold

if TYPE_CHECKING:
    from .dialogs.hold_dialog import HoldDialog


class HoldConsent(QObject):
    """Opens the hold dialog when an estimate is ready; the window stays alive meanwhile."""

    def __init__(self, application: Application, window: QWidget) -> None:
        super().__init__(window)
        self._application = application
        self._ordering = application.ordering
        self._window = window
        self._dialog: Optional[HoldDialog] = None
        self._ordering.hold_ready.connect(self._ask)
        application.workbench.request_changed.connect(self._check)
        application.account.state_changed.connect(self._check)

    def close(self) -> None:
        """Closes an open dialog, which refuses the hold."""
        if self._dialog is not None:
            self._dialog.reject()

    def _ask(self, hold: Hold) -> None:
        summary = self._ordering.order_summary
        if summary is None:
            self._ordering.refuse()
            return
        from .dialogs.hold_dialog import HoldDialog

        dialog = HoldDialog(
            hold,
            summary,
            is_outdated=self._ordering.is_outdated(),
            type_number_above=self._application.preferences().type_number_above,
            parent=self._window,
        )
        self._dialog = dialog
        dialog.finished.connect(lambda result: self._answer(dialog))
        dialog.open()

    def _check(self) -> None:
        if self._dialog is not None and self._ordering.is_outdated():
            self._dialog.set_outdated()

    def _answer(self, dialog: HoldDialog) -> None:
        self._dialog = None
        confirmation = dialog.confirmation()
        dialog.deleteLater()
        if confirmation is None:
            self._ordering.refuse()
        else:
            self._ordering.confirm(confirmation)
