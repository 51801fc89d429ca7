"""Reads the area of interest of an algorithm, EXTENT or AOI, with the dock's readers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, Optional, Tuple

from qgis.core import (
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsRectangle,
)

from .algorithm import Up42Algorithm, refusal, tr

if TYPE_CHECKING:
    from ..domain.aoi import Aoi

_NUMBER = r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*"
# As QGIS writes extents: west, east, south, north, and the CRS in brackets.
_EXTENT = re.compile(rf"^{_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER}(?:\[(.*)\])?\s*$")

# Parts of a layer source that only QGIS can read.
_QGIS_ALONE = re.compile(r"\|(subset|layerid)=")


def read_area(
    algorithm: Up42Algorithm,
    extent_name: str,
    layer_name: str,
    parameters: Dict[str, Any],
    context: QgsProcessingContext,
) -> Aoi:
    """Returns the area of the one given parameter; raises a sentence that names the parameter."""
    from ..domain.problems import AreaError
    from ..wording.problems import problem_sentence

    has_extent = parameters.get(extent_name) not in (None, "")
    has_layer = parameters.get(layer_name) not in (None, "")
    if has_extent == has_layer:
        raise QgsProcessingException(tr("Give either an extent or an area of interest layer."))
    name = extent_name if has_extent else layer_name
    try:
        if has_extent:
            return _read_extent(algorithm, name, parameters, context)
        return _read_layer(algorithm, name, parameters, context)
    except AreaError as error:
        raise refusal(name, problem_sentence(error.problem)) from error


def _read_extent(
    algorithm: Up42Algorithm, name: str, parameters: Dict[str, Any], context: QgsProcessingContext
) -> Aoi:
    from ..gis.areas.geometry import aoi_from_extent
    from ..gis.areas.lonlat import in_degrees

    crs = algorithm.parameterAsExtentCrs(parameters, name, context)
    extent = algorithm.parameterAsExtent(parameters, name, context)
    given = _numbers(parameters[name])
    if given is not None:
        west, east, south, north = given
        # QGIS would swap the two, which turns a strip across 180° into the rest of the globe.
        if west > east and not in_degrees(crs):
            raise refusal(name, tr("The first number, west, is greater than the second, east."))
        extent = QgsRectangle(west, south, east + 360.0 if west > east else east, north)
    if extent.isNull() or extent.isEmpty():
        raise refusal(name, tr("The extent has no width or no height."))
    return aoi_from_extent(extent, crs, context.transformContext(), is_view=False)


def _numbers(value: Any) -> Optional[Tuple[float, ...]]:
    match = _EXTENT.match(value) if isinstance(value, str) else None
    return tuple(float(match.group(number)) for number in range(1, 5)) if match is not None else None


def _read_layer(
    algorithm: Up42Algorithm, name: str, parameters: Dict[str, Any], context: QgsProcessingContext
) -> Aoi:
    from ..gis.areas.file_sources import SUFFIXES, split_source
    from ..gis.areas.files import aoi_from_file, area_layers, named_layer
    from ..gis.areas.geometry import aoi_from_shapes, layer_crs

    path, options = split_source(source_text(parameters[name], context))
    if Path(path).suffix.lower() in SUFFIXES and Path(path).is_file() and not _QGIS_ALONE.search(f"|{options}"):
        if "layername=" not in options:
            return aoi_from_file(path)
        layers = area_layers(path)
        chosen = named_layer(options, layers)
        if chosen is None:
            names = ", ".join(sorted({layer.name for layer in layers}))
            pattern = tr("The file has no layer with polygons of that name. It has: {names}.")
            raise refusal(name, pattern.format(names=names))
        return aoi_from_file(path, (chosen,))
    source = algorithm.parameterAsSource(parameters, name, context)
    if source is None:
        raise refusal(name, tr("There is no layer or file “{name}”.").format(name=parameters[name]))
    # The plugin reports invalid geometries with its own sentence. QGIS's check raises through Python, and ends the
    # whole process at the next run.
    features = source.getFeatures(
        QgsFeatureRequest().setNoAttributes(), QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
    )
    shapes = [feature.geometry() for feature in features]
    layer = algorithm.parameterAsVectorLayer(parameters, name, context)
    crs = source.sourceCrs() if layer is None else layer_crs(layer)
    return aoi_from_shapes(shapes, crs, context.transformContext())


def source_text(value: Any, context: QgsProcessingContext) -> str:
    """Returns the source if it names a file; empty for a layer of the project and for a part of a layer.

    A path means the whole file, even if one of its layers is in the project: QGIS would read only that layer.
    """
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        if value.selectedFeaturesOnly or bool(getattr(value, "filterExpression", False)):
            return ""
        value = value.source.staticValue()
    if not isinstance(value, str):
        return ""
    project = context.project()
    is_layer = project is not None and (project.mapLayer(value) is not None or bool(project.mapLayersByName(value)))
    return "" if is_layer else value
