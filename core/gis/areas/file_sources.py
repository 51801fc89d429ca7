"""Files that areas are read from: suffixes, sources, and the outcome; without GDAL, which takes long to import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, NamedTuple, Tuple, Union

from ...domain.problems import AreaError, Problem

if TYPE_CHECKING:
    from ...domain.aoi import Aoi

# Files that may hold areas, and archives of them.
PLAIN_SUFFIXES = (".geojson", ".json", ".kml", ".gpkg", ".shp", ".fgb")
ARCHIVE_SUFFIXES = (".kmz", ".zip")
SUFFIXES = (*PLAIN_SUFFIXES, *ARCHIVE_SUFFIXES)
# GDAL reads text formats into memory whole, at about twenty times their size.
MAX_TEXT_BYTES = 10 * 2**20


class FileReading(NamedTuple):
    """The layers with polygons of a file, and the area of the chosen ones or the problem with it."""

    layer_names: Tuple[str, ...]
    outcome: Union[Aoi, Problem]


def split_source(source: str) -> Tuple[str, str]:
    """Returns path and options of a layer source of QGIS, such as `areas.gpkg|layername=Fields`."""
    for suffix in SUFFIXES:
        place = source.lower().find(f"{suffix}|")
        if place >= 0:
            end = place + len(suffix)
            return source[:end], source[end + 1 :]
    return source, ""


def outcome_of(build: Callable[[], Aoi]) -> Union[Aoi, Problem]:
    """Returns the area that a function builds, or the problem with it."""
    try:
        return build()
    except AreaError as error:
        return error.problem
