"""Takes off the map what a temporal controller that is switched off has left there."""

from __future__ import annotations

from qgis.core import QgsDateTimeRange, QgsProject, QgsTemporalNavigationObject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QDateTime, QObject, QTimer


class StrayFrame(QObject):
    """Lets the map show all times when another project begins with the controller off.

    QGIS (seen in 3.22) moves the controller to another frame with a new project, and the map follows, on or off: a
    map that shows one hour of years, and none of the scenes that are added.
    """

    def __init__(self, canvas: QgsMapCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas = canvas
        # A turn later: QGIS's own panel is told of the new project after others are.
        QgsProject.instance().cleared.connect(self._plan)

    def release(self) -> None:
        """Leaves project and map alone from then on."""
        QgsProject.instance().cleared.disconnect(self._plan)

    def _plan(self) -> None:
        QTimer.singleShot(0, self._take_off)

    def _take_off(self) -> None:
        controller = self._canvas.temporalController()
        if not isinstance(controller, QgsTemporalNavigationObject):
            return
        is_off = controller.navigationMode() == QgsTemporalNavigationObject.NavigationMode.NavigationOff
        if is_off and self._canvas.mapSettings().isTemporal():
            self._canvas.setTemporalRange(QgsDateTimeRange(QDateTime(), QDateTime()))
