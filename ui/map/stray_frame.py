"""Clears the time range that a disabled temporal controller leaves on the map."""

from __future__ import annotations

from qgis.core import QgsDateTimeRange, QgsProject, QgsTemporalNavigationObject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QDateTime, QObject, QTimer


class StrayFrame(QObject):
    """Makes the map show all times when a project is loaded with the controller off.

    QGIS (seen in 3.22) moves the controller to another frame with a new project, and the map follows, on or off: a
    map that shows one hour of years, and none of the scenes that are added.
    """

    def __init__(self, canvas: QgsMapCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas = canvas
        # One event later: QGIS's own panel handles the new project after other listeners.
        QgsProject.instance().cleared.connect(self._plan)

    def release(self) -> None:
        """Stops listening."""
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
