"""The area of interest and its source: map, drawing, layer, file or request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, List, NamedTuple, Optional, Sequence, Set, Tuple, Union

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...domain.aoi import Aoi
from ...domain.problems import Problem, ProblemCode
from ...gis.areas import geometry as areas
from ...gis.areas.file_sources import SUFFIXES, FileReading, outcome_of, split_source
from ...gis.areas.lonlat import WGS84
from ...gis.areas.repair import Repair
from ...gis.areas.texts import looks_like_area
from .area_reading import file_reading, has_area, text_reading
from .area_state import AreaSource, AreaState
from .area_watch import AreaWatch
from .task import Background, Latest

if TYPE_CHECKING:
    from ...domain.errors import Up42Error
    from ...domain.remedies import Remedy

# An edit comes as several signals, a saved file in several steps.
REREAD_DELAY_MS = 200
# Former areas that can be brought back.
MAX_HISTORY = 20
# Suffixes of the files that an area can be read from.
FILE_SUFFIXES = SUFFIXES
# Whether a text may be one that an area can be read from.
is_area_text = looks_like_area

_Outcome = Union[Aoi, Problem]
_Build = Callable[[Sequence[Repair]], Aoi]


class _Choice(NamedTuple):
    """How an area was chosen: `take` chooses it again, the rest was set afterwards."""

    take: Callable[[], None]
    crs: Optional[QgsCoordinateReferenceSystem] = None
    layer_name: str = ""
    repairs: Tuple[Repair, ...] = ()


class AreaOfInterest(AreaState):
    """The single owner of the area of interest.

    Layers and files are read off the main thread; until they are read the problem is AREA_PENDING. A source that
    changes later is read again, so that no outdated outline is ordered.
    """

    # Problem
    failed = pyqtSignal(object)
    # Problem of what was pasted or dropped: the area is as it was
    refused = pyqtSignal(object)

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._layer: Optional[QgsVectorLayer] = None
        self._repairs: Tuple[Repair, ...] = ()
        # Outlines that a layer or file had before it was changed.
        self._outdated: Set[Aoi] = set()
        # Reads the area from its source again, with the repairs requested since.
        self._take_again: Callable[[], None] = lambda: None
        self._choose_again: Callable[[], None] = self.clear
        self._history: List[_Choice] = []
        self._background = Background()
        self._reading = Latest(self._background)
        self._watch = AreaWatch(self)
        self._watch.changed.connect(self._on_source_changed)
        self._watch.layer_gone.connect(self._on_layer_gone)
        self._reread_timer = QTimer(self)
        self._reread_timer.setSingleShot(True)
        self._reread_timer.setInterval(REREAD_DELAY_MS)
        self._reread_timer.timeout.connect(self._reread)

    @property
    def remedies(self) -> Tuple[Remedy, ...]:
        """Returns the repairs made to the area, in order."""
        return tuple(repair.remedy for repair in self._repairs)

    @property
    def layer(self) -> Optional[QgsVectorLayer]:
        """Returns the layer that the area, or each of the areas, is taken from; None for any other source."""
        return None if self._layer is None or sip.isdeleted(self._layer) else self._layer

    @property
    def features_layer(self) -> Optional[QgsVectorLayer]:
        """Returns the layer of which each feature is an area of its own; None for any other source."""
        return self.layer if self._source is AreaSource.FEATURES else None

    def follow_map(self, follows: bool) -> None:
        """Lets a map extent follow the map, or keeps it."""
        self._follows_map = follows
        self.changed.emit()

    def use_map_extent(self, extent: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> None:
        """Takes the extent of the map."""
        if self._source is not AreaSource.MAP_EXTENT:
            self._remember()
        self._begin(AreaSource.MAP_EXTENT)
        self._choose_again = lambda: self._use_kept_extent(extent, crs)
        self._take(lambda repairs: areas.aoi_from_extent(extent, crs, _context()))

    def use_rectangle(self, extent: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> None:
        """Takes a drawn rectangle."""
        self._remember()
        self._begin(AreaSource.RECTANGLE)
        self._choose_again = lambda: self.use_rectangle(extent, crs)
        self._take(lambda repairs: areas.aoi_from_extent(extent, self._crs or crs, _context()))

    def use_polygon(self, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> None:
        """Takes a drawn polygon."""
        self._remember()
        self._begin(AreaSource.POLYGON)
        self._choose_again = lambda: self.use_polygon(geometry, crs)
        self._take(lambda repairs: areas.aoi_from_shapes([geometry], self._crs or crs, _context(), repairs))

    def use_layer(self, layer: QgsVectorLayer, selected_only: bool) -> None:
        """Takes the polygons of a layer, dissolved."""
        self._remember()
        self._begin(AreaSource.SELECTED_FEATURES if selected_only else AreaSource.LAYER, layer.name())
        self._choose_again = lambda: self.clear() if sip.isdeleted(layer) else self.use_layer(layer, selected_only)
        self._layer = layer
        self._watch.layer(layer)
        reader = areas.layer_reader(layer, selected_only, _context())

        def take() -> None:
            nonlocal reader
            if not sip.isdeleted(layer):
                reader = areas.layer_reader(layer, selected_only, _context())
            read, repairs = reader, self._repairs
            self._read(lambda: FileReading((), outcome_of(lambda: read(repairs))))

        self._take_again = take
        take()

    def use_features(self, layer: QgsVectorLayer, name_field: Optional[str] = None) -> None:
        """Makes each feature of a layer an area of its own: there is no single area, and nothing wrong with that."""
        if name_field is not None or layer is not self._layer:
            self._name_field = name_field
        self._remember()
        self._begin(AreaSource.FEATURES, layer.name())
        self._choose_again = lambda: self.clear() if sip.isdeleted(layer) else self.use_features(layer)
        self._layer, self._aoi, self._problem = layer, None, None
        self._watch.end_of(layer)
        self.changed.emit()

    def name_areas_by(self, field: Optional[str]) -> None:
        """Chooses the field with the names of the areas; empty for numbers, None to have it chosen."""
        self._name_field = field

    def lack_features(self, name: str) -> None:
        """Shows that the layer of which each feature was an area is gone."""
        if self._source is not AreaSource.FEATURES:
            self._remember()
        self._begin(AreaSource.FEATURES, name)
        self._aoi, self._problem = None, Problem("area", ProblemCode.LAYER_GONE, {"name": name})
        self.changed.emit()

    def use_file(self, path: str) -> None:
        """Takes the polygons of a file, dissolved."""
        self._remember()
        self._begin(AreaSource.FILE, path)
        self._choose_again = lambda: self.use_file(path)
        self._watch.file(path)
        self._take_again = self._read_file
        self._read_file()

    def offer_file(self, path: str) -> None:
        """Takes a file that was pasted or dropped, as `use_file`; one without an area changes nothing: `refused`."""
        self._offer(lambda: file_reading(path), lambda: self.use_file(path))

    def offer_text(self, text: str) -> None:
        """Takes text that was pasted or dropped, as `use_text`; one without an area changes nothing: `refused`."""
        if is_area_text(text):
            self._offer(lambda: text_reading(text), lambda: self.use_text(text))
        else:
            self.refused.emit(Problem("area", ProblemCode.TEXT_UNREADABLE))

    def use_text(self, text: str) -> None:
        """Takes the polygons of WKT or GeoJSON, dissolved."""
        self._remember()
        self._begin(AreaSource.TEXT, text=text)
        self._choose_again = lambda: self.use_text(text)

        def take() -> None:
            crs, repairs = self._crs, self._repairs
            self._read(lambda: text_reading(text, crs, repairs))

        self._take_again = take
        take()

    def use_uri(self, provider: str, uri: str, name: str) -> None:
        """Takes a layer that is not in the project, as QGIS's Browser names it: a file, or a table of a database."""
        path, options = split_source(uri)
        if provider == "ogr" and path.lower().endswith(SUFFIXES):
            self.use_file(path)
            wanted = options.partition("layername=")[2]
            if wanted:
                self._layer_name = wanted
                self._take_again()
        else:
            self.use_layer(QgsVectorLayer(uri, name, provider), selected_only=False)

    def use_request(
        self, aoi: Optional[Aoi], source: AreaSource = AreaSource.REQUEST, lost: str = "", name: str = ""
    ) -> None:
        """Takes the area of a request that was edited or loaded; its square kilometres are measured here.

        `source` says how it was drawn, `name` is that of its preset; `lost` names its layer, which is gone.
        """
        if aoi is None:
            if self._source is not AreaSource.FEATURES:
                self.clear()
        elif self._aoi is None or not aoi.is_sent_like(self._aoi):
            geometry = areas.aoi_geometry(aoi)
            crs = QgsCoordinateReferenceSystem(WGS84)
            self._remember()
            self._begin(source, name)
            self._lost_layer = lost
            self._choose_again = lambda: self.use_request(aoi, source, lost, name)
            self._take(lambda repairs: areas.aoi_from_shapes([geometry], crs, _context(), repairs))

    def choose_layer(self, name: str) -> None:
        """Takes one layer of the file, or all of them for an empty name."""
        if name != self._layer_name:
            self._remember()
            self._layer_name, self._repairs = name, ()
            self._take_again()

    def set_crs(self, crs: QgsCoordinateReferenceSystem) -> None:
        """Sets the CRS that the coordinates are in: of the layer, of the project for a map extent, else of the area."""
        if self._layer is not None and not sip.isdeleted(self._layer):
            # The layer reports the change, and is read again.
            self._layer.setCrs(crs)
        elif self._source is AreaSource.MAP_EXTENT:
            QgsProject.instance().setCrs(crs)
        else:
            self._crs = crs
            self._take_again()

    def repair(self, remedy: Remedy, max_corners: int = 0) -> None:
        """Repairs the area; also applied to later readings of the same source."""
        self._remember()
        self._repairs = (*self._repairs, Repair(remedy, max_corners))
        self._take_again()

    @property
    def can_undo(self) -> bool:
        """Whether there is a former area to bring back."""
        return bool(self._history)

    def undo(self) -> None:
        """Brings the former area back, with its repairs; a map extent as it was, no longer following the map."""
        if not self._history:
            return
        choice = self._history.pop()
        history, self._history = self._history, []
        choice.take()
        self._history = history
        if choice.crs is not None or choice.layer_name or choice.repairs:
            self._crs, self._layer_name, self._repairs = choice.crs, choice.layer_name, choice.repairs
            self._take_again()
        else:
            self.changed.emit()

    def clear(self) -> None:
        """Clears the area."""
        self._begin(AreaSource.NONE)
        self._aoi, self._problem = None, None
        self.changed.emit()

    def is_outdated(self, aoi: Aoi) -> bool:
        """Returns whether the outline of the source layer or file has changed."""
        return aoi in self._outdated

    def geometry(self) -> QgsGeometry:
        """Returns the area in EPSG:4326 with continuous longitudes, empty without one."""
        return QgsGeometry() if self._aoi is None else areas.aoi_geometry(self._aoi)

    def extent_in_project(self) -> QgsRectangle:
        """Returns the extent of the area in the project's CRS, empty without one."""
        from ...gis.scenes.quicklook_layers import project_extent

        geometry = self.geometry()
        return QgsRectangle() if geometry.isNull() else project_extent(geometry, QgsProject.instance())

    def close(self) -> None:
        """Drops a reading in progress."""
        self._reading.drop()
        self._reread_timer.stop()
        self._watch.nothing()
        self._background.close()

    def _remember(self) -> None:
        if self._source is not AreaSource.NONE:
            choice = _Choice(self._choose_again, self._crs, self._layer_name, self._repairs)
            self._history = [*self._history, choice][-MAX_HISTORY:]

    def _use_kept_extent(self, extent: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> None:
        self._follows_map = False
        self.use_map_extent(extent, crs)

    def _begin(self, source: AreaSource, label: str = "", text: str = "") -> None:
        """Clears all state of the previous source."""
        self._reading.drop()
        self._reread_timer.stop()
        self._watch.nothing()
        self._source, self._label, self._text, self._lost_layer = source, label, text, ""
        self._layer_names, self._layer_name = (), ""
        self._crs, self._layer, self._repairs = None, None, ()
        self._take_again = lambda: None

    def _take(self, build: _Build) -> None:
        def take() -> None:
            self._end(outcome_of(lambda: build(self._repairs)))

        self._take_again = take
        take()

    def _read_file(self) -> None:
        path, names = self._label, (self._layer_name,) if self._layer_name else ()
        crs, repairs = self._crs, self._repairs
        self._read(lambda: file_reading(path, names, crs, repairs))

    def _offer(self, read: Callable[[], FileReading], use: Callable[[], None]) -> None:
        """Reads an area before the present one is given up, which cannot be ordered meanwhile."""
        former = self._aoi, self._problem

        def take(reading: Optional[FileReading], error: Optional[Up42Error]) -> None:
            if reading is not None and has_area(reading):
                use()
                return
            self._aoi, self._problem = former
            if self._problem is not None and self._problem.code is ProblemCode.AREA_PENDING:
                self._take_again()
            self.changed.emit()
            self.refused.emit(Problem("area", ProblemCode.FILE_UNREADABLE) if reading is None else reading.outcome)

        self._set_pending()
        self._reading.run("UP42: area", lambda task: read(), take)

    def _read(self, build: Callable[[], FileReading]) -> None:
        self._set_pending()

        def take(reading: Optional[FileReading], error: Optional[Up42Error]) -> None:
            self._layer_names = reading.layer_names if reading is not None else ()
            self._end(reading.outcome if reading is not None else Problem("area", ProblemCode.NO_AREA))

        self._reading.run("UP42: area", lambda task: build(), take)

    def _set_pending(self) -> None:
        self._reading.drop()
        # The previous area would be mistaken for the new one, and be ordered.
        self._aoi, self._problem = None, Problem("area", ProblemCode.AREA_PENDING)
        self.changed.emit()

    def _on_source_changed(self) -> None:
        # QGIS reports an edit of many features one feature at a time.
        if not self._reread_timer.isActive():
            if self._aoi is not None:
                self._outdated.add(self._aoi)
            self._set_pending()
        self._reread_timer.start()

    def _on_layer_gone(self) -> None:
        """An area stays without the layer that it was taken from; many areas are those of their layer."""
        if self._source is AreaSource.FEATURES:
            self.lack_features(self._label)

    def _reread(self) -> None:
        self._watch.renew()
        self._take_again()

    def _end(self, outcome: _Outcome) -> None:
        if isinstance(outcome, Problem):
            self._aoi, self._problem = None, outcome
            self.changed.emit()
            self.failed.emit(outcome)
        else:
            self._aoi, self._problem = outcome, None
            self._outdated.discard(outcome)
            self.changed.emit()


def _context() -> QgsCoordinateTransformContext:
    return QgsProject.instance().transformContext()
