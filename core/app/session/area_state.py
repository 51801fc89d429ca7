"""The area of interest as others see it: what it is, where it is from, and what is wrong with it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Optional, Tuple

from qgis.PyQt.QtCore import QObject, pyqtSignal

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem

    from ...domain.aoi import Aoi
    from ...domain.problems import Problem


class AreaSource(Enum):
    """The source of the area."""

    NONE = "none"
    MAP_EXTENT = "map_extent"
    RECTANGLE = "rectangle"
    POLYGON = "polygon"
    SELECTED_FEATURES = "selected_features"
    LAYER = "layer"
    FILE = "file"
    FEATURES = "features"
    TEXT = "text"
    REQUEST = "request"


class AreaState(QObject):
    """Read by everyone, changed by `AreaOfInterest` only."""

    changed = pyqtSignal()

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._source = AreaSource.NONE
        self._aoi: Optional[Aoi] = None
        self._problem: Optional[Problem] = None
        self._label, self._text = "", ""
        self._crs: Optional[QgsCoordinateReferenceSystem] = None
        self._lost_layer = ""
        self._follows_map = True
        self._layer_names: Tuple[str, ...] = ()
        self._layer_name = ""
        self._name_field: Optional[str] = None

    @property
    def source(self) -> AreaSource:
        """Returns where the area is from."""
        return self._source

    @property
    def aoi(self) -> Optional[Aoi]:
        """Returns the area, None without one."""
        return self._aoi

    @property
    def problem(self) -> Optional[Problem]:
        """Returns why there is no area that can be ordered, None if there is."""
        return self._problem

    @property
    def label(self) -> str:
        """Returns the name of layer, file or text that the area is from."""
        return self._label

    @property
    def text(self) -> str:
        """Returns the WKT or GeoJSON that the area was read from; empty for any other source."""
        return self._text

    @property
    def crs(self) -> Optional[QgsCoordinateReferenceSystem]:
        """Returns the CRS that was chosen for the coordinates, None for that of their source."""
        return self._crs

    @property
    def lost_layer(self) -> str:
        """Returns the layer that an earlier job's area was from, if it is gone."""
        return self._lost_layer

    @property
    def follows_map(self) -> bool:
        """Returns whether a map extent follows the map."""
        return self._follows_map

    @property
    def layer_names(self) -> Tuple[str, ...]:
        """Returns the polygon layers of a file."""
        return self._layer_names

    @property
    def layer_name(self) -> str:
        """Returns the chosen layer of a file; empty means all of them."""
        return self._layer_name

    @property
    def name_field(self) -> Optional[str]:
        """Returns the field with the names of the areas; empty for numbers, None until it is chosen."""
        return self._name_field
