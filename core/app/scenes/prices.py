"""Prices of single scenes, requested when the user selects them, if the service has prices per scene."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QObject, QTimer

from ...domain.errors import Up42Error
from ...domain.jobs.credits import Estimate
from ...domain.problems import find_problems
from ..session.account import Account
from ..session.task import Background
from .dry_run import DryRun
from .scene_list import SceneListModel

_LOG = logging.getLogger(__name__)

# Going through the list with the arrow keys must not request the price of every scene passed.
DELAY_MS = 400
# Free, but one request per scene; the hold requests all of them anyway.
MAX_AT_ONCE = 25


class ScenePrices(QObject):
    """Adds the prices of the selected scenes to the list, requesting each once."""

    def __init__(
        self, account: Account, dry_run: DryRun, scenes: SceneListModel, parent: Optional[QObject] = None
    ) -> None:
        super().__init__(parent)
        self._account = account
        self._dry_run = dry_run
        self._scenes = scenes
        self._background = Background()
        self._wanted: Tuple[str, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._ask)

    def want(self, scene_ids: Sequence[str]) -> None:
        """Requests the prices of scenes that have none yet, shortly after the last call."""
        self._wanted = tuple(scene_ids)
        self._timer.start()

    def close(self) -> None:
        """Drops running tasks."""
        self._timer.stop()
        self._background.close()

    def _ask(self) -> None:
        gateway, product, found_by = self._account.gateway, self._dry_run.product, self._dry_run.parameters
        collection = self._dry_run.collection
        if gateway is None or product is None or found_by is None or not gateway.orders_scenes:
            return
        unknown = tuple(
            item for item in self._wanted if self._scenes.row_of(item) >= 0 and self._scenes.cost(item) is None
        )[:MAX_AT_ONCE]
        parameters = replace(found_by, scene_ids=unknown, limit=max(len(unknown), 1))
        if not unknown or find_problems(product, parameters, self._account.limits, is_live=True):
            return

        def take(estimate: Optional[Estimate], error: Optional[Up42Error]) -> None:
            if estimate is None:
                # The hold requests the prices again, and reports the problem.
                _LOG.info("The prices of scenes could not be read: %s", error)
            elif self._dry_run.collection is collection:
                self._scenes.set_costs(estimate.lines)

        self._background.run("UP42: prices", lambda task: gateway.estimate(product, parameters), take)
