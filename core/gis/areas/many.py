"""Reads the features of a layer as one area each; what is wrong with one of them concerns no other."""

from __future__ import annotations

from typing import Any, Iterable, NamedTuple, Optional, Tuple

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsGeometry

from ...domain.areas.area import Area, distinct_area_names
from ...domain.problems import AreaError, Problem, ProblemCode
from .geometry import parts_of_shape

# Each part is a request of its own.
MAX_PARTS = 50


class AreaFeature(NamedTuple):
    """What a feature of a layer of areas has: its id, the value of its name field, and its geometry."""

    id: int
    name: Any
    geometry: QgsGeometry


def read_areas(
    features: Iterable[AreaFeature],
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
    unnamed: str,
) -> Tuple[Area, ...]:
    """Returns one area per feature, in their order, with distinct names; see `distinct_area_names` for `unnamed`.

    A feature without a usable polygon has a `problem`.
    """
    given = list(features)
    names = distinct_area_names([_text(feature.name) for feature in given], unnamed)
    return tuple(_area(feature, name, crs, context) for feature, name in zip(given, names))


def _text(value: Any) -> str:
    """Returns the value of a name field as a text; empty for NULL, which is an object of its own in Qt."""
    if value is None or (hasattr(value, "isNull") and value.isNull()):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.toString() if hasattr(value, "toString") else str(value)


def _area(
    feature: AreaFeature, name: str, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> Area:
    try:
        parts = parts_of_shape(feature.geometry, crs, context)
    except AreaError as error:
        return Area(feature.id, name, problem=error.problem)
    problem: Optional[Problem] = None
    if len(parts.aois) > MAX_PARTS:
        values = {"count": len(parts.aois), "maximum": MAX_PARTS}
        problem = Problem("area", ProblemCode.SEVERAL_PARTS, values)
    return Area(feature.id, name, parts.aois, problem, parts.part_count, parts.hole_count)
