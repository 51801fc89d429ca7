"""The area of interest, whatever it was taken from."""

from __future__ import annotations

from enum import Enum
from typing import Callable, Optional, Union

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..domain.aoi import Aoi
from ..domain.errors import Up42Error
from ..domain.problems import Problem, ProblemCode
from ..gis import geometry as areas
from ..gis.scenes.quicklook_layers import project_extent
from .task import Background


class AreaSource(Enum):
    """What the area was taken from."""

    NONE = "none"
    MAP_EXTENT = "map_extent"
    RECTANGLE = "rectangle"
    POLYGON = "polygon"
    SELECTED_FEATURES = "selected_features"
    LAYER = "layer"
    FILE = "file"
    REQUEST = "request"


class AreaOfInterest(QObject):
    """The single owner of the area; nothing else keeps one.

    Layers and files are read off the main thread; until they are there the problem is AREA_PENDING.
    """

    changed = pyqtSignal()
    # Problem
    failed = pyqtSignal(object)

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.source = AreaSource.NONE
        self.aoi: Optional[Aoi] = None
        self.problem: Optional[Problem] = None
        self.label = ""
        self.follows_map = True
        self._background = Background()
        self._round = 0

    def use_map_extent(self, extent: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> None:
        """Takes the extent of the map."""
        self._take(AreaSource.MAP_EXTENT, lambda: areas.aoi_from_extent(extent, crs, _context()))

    def use_rectangle(self, extent: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> None:
        """Takes a drawn rectangle."""
        self._take(AreaSource.RECTANGLE, lambda: areas.aoi_from_extent(extent, crs, _context()))

    def use_polygon(self, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> None:
        """Takes a drawn polygon."""
        self._take(AreaSource.POLYGON, lambda: areas.aoi_from_geometry(geometry, crs, _context()))

    def use_layer(self, layer: QgsVectorLayer, selected_only: bool) -> None:
        """Takes the features of a polygon layer, dissolved."""
        source = AreaSource.SELECTED_FEATURES if selected_only else AreaSource.LAYER
        self._read(source, areas.layer_reader(layer, selected_only, _context()), layer.name())

    def use_file(self, path: str) -> None:
        """Takes the polygons of a file, dissolved."""
        self._read(AreaSource.FILE, lambda: areas.aoi_from_file(path), path)

    def use_request(self, aoi: Optional[Aoi]) -> None:
        """Takes the area of a request that was edited or loaded; its square kilometres are measured here."""
        if aoi is None:
            self.clear()
        elif self.aoi is None or aoi.ring != self.aoi.ring:
            geometry = areas.aoi_geometry(aoi)
            crs = QgsCoordinateReferenceSystem("EPSG:4326")
            self._take(AreaSource.REQUEST, lambda: areas.aoi_from_geometry(geometry, crs, _context()))

    def clear(self) -> None:
        """Forgets the area."""
        self._round += 1
        self.source, self.aoi, self.problem, self.label = AreaSource.NONE, None, None, ""
        self.changed.emit()

    def geometry(self) -> QgsGeometry:
        """Returns the area in EPSG:4326 with continuous longitudes, empty without one."""
        return QgsGeometry() if self.aoi is None else areas.aoi_geometry(self.aoi)

    def extent_in_project(self) -> QgsRectangle:
        """Returns the extent of the area in the project's CRS, empty without one."""
        geometry = self.geometry()
        return QgsRectangle() if geometry.isNull() else project_extent(geometry, QgsProject.instance())

    def close(self) -> None:
        """Drops what is being read."""
        self._round += 1
        self._background.close()

    def _take(self, source: AreaSource, build: Callable[[], Aoi]) -> None:
        self._round += 1
        self.source, self.label = source, ""
        self._end(_outcome(build))

    def _read(self, source: AreaSource, build: Callable[[], Aoi], label: str) -> None:
        self._round += 1
        this_round = self._round
        self.source, self.label = source, label
        # The former area would be taken for the new one, and be ordered.
        self.aoi, self.problem = None, Problem("area", ProblemCode.AREA_PENDING)
        self.changed.emit()

        def take(outcome: Union[Aoi, Problem, None], error: Optional[Up42Error]) -> None:
            if this_round == self._round:
                self._end(outcome or Problem("area", ProblemCode.NO_AREA))

        self._background.run("UP42: area", lambda task: _outcome(build), take)

    def _end(self, outcome: Union[Aoi, Problem]) -> None:
        if isinstance(outcome, Problem):
            self.aoi, self.problem = None, outcome
            self.changed.emit()
            self.failed.emit(outcome)
        else:
            self.aoi, self.problem = outcome, None
            self.changed.emit()


def _outcome(build: Callable[[], Aoi]) -> Union[Aoi, Problem]:
    try:
        return build()
    except areas.AreaError as error:
        return error.problem


def _context() -> QgsCoordinateTransformContext:
    return QgsProject.instance().transformContext()
