"""The Processing provider `up42jobs`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .checkconnection import CheckConnectionAlgorithm
from .estimate import EstimateAlgorithm
from .jobs import DownloadOutputsAlgorithm, ListJobsAlgorithm
from .runjob import RunJobAlgorithm
from .runjobareas import RunJobAreasAlgorithm
from .testquery import DryRunAlgorithm
from .testqueryareas import AreaQueryAlgorithm
from .watch import WatchAlgorithm

if TYPE_CHECKING:
    from ..domain.ports.services import Services

PROVIDER_ID = "up42jobs"


class Up42JobsProvider(QgsProcessingProvider):
    """Offers every capability of the dock to the toolbox, models and scripts."""

    def __init__(self, services: Callable[[], Services], icon: str) -> None:
        super().__init__()
        self._services = services
        self._icon = icon

    def id(self) -> str:
        """Returns the prefix of the algorithms' ids."""
        return PROVIDER_ID

    def name(self) -> str:
        """Returns the name in the toolbox."""
        return "UP42 Jobs"

    def icon(self) -> QIcon:
        """Returns the plugin's icon."""
        return QIcon(self._icon)

    def loadAlgorithms(self) -> None:
        """Adds one object per algorithm."""
        for kind in (
            DryRunAlgorithm,
            AreaQueryAlgorithm,
            WatchAlgorithm,
            EstimateAlgorithm,
            RunJobAlgorithm,
            RunJobAreasAlgorithm,
            DownloadOutputsAlgorithm,
            ListJobsAlgorithm,
            CheckConnectionAlgorithm,
        ):
            self.addAlgorithm(kind(self._services))
