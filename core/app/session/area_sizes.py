"""Sizes on Earth of shapes and extents that are not the area yet."""

from __future__ import annotations

from math import sqrt
from typing import Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsProject, QgsRectangle

from ...domain.aoi import Aoi
from ...gis.areas import geometry as areas
from ...gis.areas.file_sources import outcome_of

# Each step halves the width at least, unless the size is known.
MAX_ZOOM_STEPS = 24


def size_km2(shape: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> Optional[float]:
    """Returns the size of a shape that is being drawn, None while it has none."""
    box, context = shape.boundingBox(), QgsProject.instance().transformContext()
    if shape.equals(QgsGeometry.fromRect(box)):
        outcome = outcome_of(lambda: areas.aoi_from_extent(box, crs, context))
    else:
        outcome = outcome_of(lambda: areas.aoi_from_shapes([shape], crs, context))
    return outcome.area_km2 if isinstance(outcome, Aoi) else None


def extent_to_search(extent: QgsRectangle, crs: QgsCoordinateReferenceSystem, max_km2: float) -> QgsRectangle:
    """Returns an extent around the same centre whose area on Earth is below a size; itself if nothing helps."""
    smaller, context = QgsRectangle(extent), QgsProject.instance().transformContext()
    for _ in range(MAX_ZOOM_STEPS):
        outcome = outcome_of(lambda: areas.aoi_from_extent(smaller, crs, context))
        if isinstance(outcome, Aoi) and outcome.area_km2 <= max_km2:
            return smaller
        # The size of an extent that reaches beyond the Earth is unknown.
        smaller.scale(sqrt(0.8 * max_km2 / outcome.area_km2) if isinstance(outcome, Aoi) else 0.5)
    return extent
