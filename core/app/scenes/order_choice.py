"""Figures of the scenes chosen for the order, from the list, the prices and the balance."""

from __future__ import annotations

from typing import Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QObject

from ...domain.aoi import Aoi
from ...domain.scenes.order_figures import OrderFigures
from ...domain.scenes.scene import Scene
from ...gis.areas.geometry import share_covered_together
from ..session.account import Account
from .dry_run import DryRun
from .scene_list import SceneListModel


class OrderChoice(QObject):
    """Adds up scenes of the list."""

    def __init__(
        self, account: Account, dry_run: DryRun, scenes: SceneListModel, parent: Optional[QObject] = None
    ) -> None:
        super().__init__(parent)
        self._account = account
        self._dry_run = dry_run
        self._scenes = scenes

    def figures(self, scene_ids: Sequence[str]) -> OrderFigures:
        """Returns the figures of scenes in the list; scenes that cannot be ordered count as unpriced."""
        rows = [self._scenes.row_of(scene_id) for scene_id in scene_ids]
        scenes = [self._scenes.scene(row) for row in rows if row >= 0]
        prices = [self._price(scene) for scene in scenes]
        known = [price for price in prices if price is not None]
        parameters, balance = self._dry_run.parameters, self._account.balance
        return OrderFigures(
            len(scenes),
            coverage_of(scenes, parameters.aoi if parameters is not None else None),
            sum(least for least, _ in known),
            sum(most for _, most in known),
            len(scenes) - len(known),
            None if balance is None else balance.available_credits,
        )

    def _price(self, scene: Scene) -> Optional[Tuple[int, int]]:
        """Returns the price that the row shows: the newest estimate, else what the test query's result said."""
        line = self._scenes.cost(scene.id)
        if line is not None:
            return None if line.problem else (line.min_credits, line.max_credits)
        told = scene.estimated_credits
        return None if told is None else (told, told)


def coverage_of(scenes: Sequence[Scene], aoi: Optional[Aoi]) -> Optional[float]:
    """Returns the share of an area, 0 to 1, that scenes cover together; None if it or an outline is unknown."""
    footprints = [scene.footprint for scene in scenes if scene.footprint is not None]
    if aoi is None or not scenes or len(footprints) < len(scenes):
        return None
    return share_covered_together(footprints, aoi)
