"""Presents a prepared hold in the hold dialog and passes the answer to the ordering."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, List, Optional

from qgis.core import QgsMapLayer, QgsProject
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QWidget

if TYPE_CHECKING:
    from ...core.app.jobs.ordering import Ordering, OrderSummary
    from ...core.app.late import Later
    from ...core.app.scenes.map_scenes import MapScenes
    from ...core.app.session.account import Account
    from ...core.app.session.workbench import Workbench
    from ...core.domain.jobs.credits import Hold
    from ...core.host.preferences import Preferences
    from .hold_dialog import HoldDialog


class HoldPresenter(QObject):
    """Opens the hold dialog when an estimate is ready, without blocking the window."""

    def __init__(
        self,
        account: Account,
        workbench: Workbench,
        ordering: Later[Ordering],
        map_scenes: Later[MapScenes],
        preferences: Callable[[], Preferences],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._later_ordering = ordering
        self._map_scenes = map_scenes
        self._preferences = preferences
        self._window = window
        self._dialog: Optional[HoldDialog] = None
        ordering.follow(lambda made: made.hold_ready.connect(self._ask))
        workbench.request_changed.connect(self._check)
        account.state_changed.connect(self._check)

    @property
    def _ordering(self) -> Ordering:
        return self._later_ordering()

    def close(self) -> None:
        """Closes an open dialog, which declines the hold."""
        if self._dialog is not None:
            self._dialog.reject()

    def _ask(self, hold: Hold) -> None:
        summary = self._ordering.order_summary
        if summary is None:
            self._ordering.refuse()
            return
        from .hold_dialog import HoldDialog

        dialog = HoldDialog(
            hold,
            summary,
            is_outdated=self._ordering.is_outdated(),
            type_number_above=self._preferences().type_number_above,
            layers=self._quicklooks(summary),
            parent=self._window,
        )
        self._dialog = dialog
        dialog.finished.connect(lambda result: self._answer(dialog))
        dialog.budget_chosen.connect(lambda budget_id: self._charge_to(dialog, budget_id))
        dialog.fewer_scenes_wanted.connect(lambda: self._ask_without_refused(dialog))
        dialog.open()

    def _quicklooks(self, summary: OrderSummary) -> List[QgsMapLayer]:
        """Returns the quicklooks of an order that are in the project."""
        map_scenes = self._map_scenes()
        layers = [QgsProject.instance().mapLayer(map_scenes.layer_id(scene.id)) for scene in summary.scenes]
        return [layer for layer in layers if layer is not None]

    def _charge_to(self, dialog: HoldDialog, budget_id: str) -> None:
        hold = self._ordering.choose_budget(budget_id)
        if hold is not None:
            dialog.set_hold(hold)

    def _ask_without_refused(self, dialog: HoldDialog) -> None:
        # Rejecting declines the first hold before the new estimate starts.
        dialog.reject()
        self._ordering.prepare_without_refused()

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
