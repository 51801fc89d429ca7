"""The areas of running live jobs on the map, each with what was ordered and how far it is."""

from __future__ import annotations

from typing import Dict, List, NamedTuple, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtCore import QObject, Qt, QTimer

from ...core.app.jobs.job_list import JobListModel, JobRow
from ...core.domain.jobs.job import JobMode
from ...core.domain.jobs.journal import EntryState
from ..wording import area_text, credits_text, job_state_text, scene_count_text
from .bands import PIECES_PER_SIDE, within_globe
from .map_chip import MapChip
from .map_tools import outline_band

# More outlines than this would hide the map.
MAX_AREAS = 20
_NEVER = (EntryState.REFUSED, EntryState.ABSENT)


class _Mark(NamedTuple):
    band: QgsRubberBand
    chip: MapChip


class RunningAreas(QObject):
    """A dotted outline and a chip below it per live job of ours that has not ended; the newest ones."""

    def __init__(self, jobs: JobListModel, canvas: QgsMapCanvas, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._canvas = canvas
        self._marks: Dict[str, _Mark] = {}
        # Many rows change at once.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.show_state)
        for signal in (jobs.modelReset, jobs.rowsInserted, jobs.rowsRemoved, jobs.dataChanged):
            signal.connect(self._plan)
        canvas.destinationCrsChanged.connect(self._on_crs_changed)
        self._plan()

    def show_state(self) -> None:
        """Marks the areas of the jobs that run now."""
        rows = [row for row in self._jobs.rows() if _is_running(row)][:MAX_AREAS]
        for key in set(self._marks) - {row.key for row in rows}:
            self._drop(self._marks.pop(key))
        for row in rows:
            mark = self._marks.get(row.key)
            if mark is None:
                mark = self._marks[row.key] = self._mark(row)
            mark.chip.show_text(_text(row), mark.band.asGeometry().boundingBox())

    def release(self) -> None:
        """Leaves the map before the plugin is unloaded."""
        self._timer.stop()
        jobs = self._jobs
        for signal in (jobs.modelReset, jobs.rowsInserted, jobs.rowsRemoved, jobs.dataChanged):
            signal.disconnect(self._plan)
        self._canvas.destinationCrsChanged.disconnect(self._on_crs_changed)
        self._forget()

    def _plan(self) -> None:
        self._timer.start()

    def _on_crs_changed(self) -> None:
        self._forget()
        self.show_state()

    def _mark(self, row: JobRow) -> _Mark:
        band = outline_band(self._canvas)
        band.setLineStyle(Qt.PenStyle.DotLine)
        shape = QgsGeometry.fromPolygonXY([[QgsPointXY(lon, lat) for lon, lat in row.ring or ()]])
        shape = shape.densifyByCount(PIECES_PER_SIDE)
        if shape.boundingBox().xMaximum() > 180.0:
            shape = within_globe(shape)
        band.setToGeometry(shape, QgsCoordinateReferenceSystem("EPSG:4326"))
        return _Mark(band, MapChip(self._canvas, is_below=True))

    def _forget(self) -> None:
        for mark in self._marks.values():
            self._drop(mark)
        self._marks = {}

    def _drop(self, mark: _Mark) -> None:
        for item in mark:
            self._canvas.scene().removeItem(item)


def _is_running(row: JobRow) -> bool:
    is_ours = row.is_own and row.mode is JobMode.LIVE and row.ring is not None
    return is_ours and not row.status.is_final and row.entry_state not in _NEVER


def _text(row: JobRow) -> str:
    parts: List[str] = []
    if row.area_km2 is not None:
        parts.append(area_text(row.area_km2))
    if row.scene_count:
        parts.append(scene_count_text(row.scene_count))
    if row.hold_credits:
        parts.append(credits_text(row.hold_credits))
    return " · ".join([*parts, job_state_text(row)])
