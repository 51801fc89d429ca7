"""Reports that the user panned or zoomed the map, once it rests; a window that changes its size is neither."""

from __future__ import annotations

from typing import NamedTuple, Optional

from qgis.core import QgsPointXY, QgsRectangle
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

# The map moves in many small steps; it counts as at rest after this time.
REST_MS = 250
# QGIS computes a new extent of a locked scale for each size, a little differently.
SCALE_TOLERANCE = 1e-3


class _View(NamedTuple):
    """What the map was asked to show, and what it shows."""

    wanted: QgsRectangle
    centre: QgsPointXY
    units_per_pixel: float
    crs: str

    def is_like(self, other: _View) -> bool:
        """Returns whether only the size of the map differs: with a locked scale, QGIS asks for another extent."""
        is_resized = (
            self.centre.distance(other.centre) < self.units_per_pixel
            and abs(self.units_per_pixel - other.units_per_pixel) < SCALE_TOLERANCE * other.units_per_pixel
        )
        return self.crs == other.crs and (self.wanted == other.wanted or is_resized)


class MapFollower(QObject):
    """Compares the map with what it showed when `note` was called last."""

    moved = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._noted: Optional[_View] = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._report)
        canvas.extentsChanged.connect(self.look)
        canvas.destinationCrsChanged.connect(self.look)

    def note(self) -> None:
        """Takes the present view as known, and drops a report that is due."""
        self._timer.stop()
        self._noted = self._view()

    @property
    def has_moved(self) -> bool:
        """Whether the user has panned or zoomed since the view was noted."""
        return self._noted is None or not self._view().is_like(self._noted)

    def look(self) -> None:
        """Reports a map that has moved, once it rests."""
        if self.has_moved:
            self._timer.start()

    def release(self) -> None:
        """Stops following before the plugin is unloaded."""
        self._timer.stop()
        self._canvas.extentsChanged.disconnect(self.look)
        self._canvas.destinationCrsChanged.disconnect(self.look)

    def _report(self) -> None:
        if self.has_moved:
            self.moved.emit()

    def _view(self) -> _View:
        settings = self._canvas.mapSettings()
        return _View(
            settings.extent(),
            self._canvas.extent().center(),
            settings.mapUnitsPerPixel(),
            settings.destinationCrs().authid(),
        )
