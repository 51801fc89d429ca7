"""Reads an area from a file or a text, and says whether there is one in it at all."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsVectorLayer, QgsWkbTypes

from ...domain.problems import AreaError, Problem, ProblemCode
from ...gis.areas.file_sources import FileReading, outcome_of
from ...gis.areas.texts import aoi_from_text, shapes_of_text

_NO_AREA = (
    ProblemCode.TEXT_UNREADABLE,
    ProblemCode.NO_POLYGON,
    ProblemCode.FILE_MISSING,
    ProblemCode.FILE_UNREADABLE,
    ProblemCode.FILE_UNSAFE,
    ProblemCode.FILE_TOO_LARGE,
)


def file_reading(path: str, *how: Any) -> FileReading:
    """Returns what `read_area_file` does."""
    # GDAL takes longer to import than many widgets to build.
    from ...gis.areas.files import read_area_file

    return read_area_file(path, *how)


def text_reading(text: str, *how: Any) -> FileReading:
    """Returns the area in a text, or the problem with it, as `aoi_from_text` does."""
    return FileReading((), outcome_of(lambda: aoi_from_text(text, *how)))


def text_layer(text: str, title: str, crs: Optional[QgsCoordinateReferenceSystem]) -> Optional[QgsVectorLayer]:
    """Returns a layer in memory with a feature per shape of a text; with one per part of a single shape.

    None for a text without polygons.
    """
    try:
        shapes = next(iter(shapes_of_text(text, crs)))
    except AreaError:
        return None
    each = shapes.geometries if len(shapes.geometries) > 1 else shapes.geometries[0].asGeometryCollection()
    layer = QgsVectorLayer("MultiPolygon", title, "memory")
    layer.setCrs(shapes.crs)
    features = []
    # Curves become straight lines, and what a collection has besides polygons is left out.
    for shape in (part for whole in each for part in whole.coerceToType(QgsWkbTypes.Type.MultiPolygon)):
        feature = QgsFeature()
        feature.setGeometry(shape)
        features.append(feature)
    provider = layer.dataProvider()
    if provider is not None:
        provider.addFeatures(features)
    layer.updateExtents()
    return layer


def has_area(reading: FileReading) -> bool:
    """Returns whether there is an area, perhaps one that has to be repaired first."""
    return not isinstance(reading.outcome, Problem) or reading.outcome.code not in _NO_AREA
