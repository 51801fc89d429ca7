"""Writes the scenes of a test query to a GeoPackage: footprints with typed attributes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Optional, Sequence, Tuple

from osgeo import ogr

from ...domain.aoi import Aoi
from ...domain.scenes.figures import SCENE_FIELDS, SceneOnArea
from ...domain.scenes.scene import Scene
from ..areas.geometry import share_covered
from ..written_files import with_disk_errors
from .feature_file import FeatureTable, polygon_of, write_feature_file

TABLE = "scenes"


@with_disk_errors
def write_scenes(path: Path, scenes: Sequence[Scene], aoi: Optional[Aoi]) -> Path:
    """Writes one polygon per scene in EPSG:4326 and returns the path; an existing file is replaced.

    `acquired` is UTC, `cloud_cover` per cent, `incidence_angle` degrees, `coverage` the share of the area from 0 to
    1, `is_exact` 0 if only the area's outline is known, `properties` the service's own metadata as JSON. Across
    the 180th meridian the outlines keep continuous longitudes. Raises DISK_FULL or FOLDER_NOT_WRITABLE.
    """
    part = path.with_suffix(".part.gpkg")
    rows = (_row(scene, aoi) for scene in scenes)
    write_feature_file(part, FeatureTable(TABLE, ogr.wkbPolygon, SCENE_FIELDS, rows))
    os.replace(part, path)
    return path


def _row(scene: Scene, aoi: Optional[Aoi]) -> Tuple[SceneOnArea, Optional[ogr.Geometry]]:
    ring = scene.footprint or scene.outline
    coverage = share_covered(scene.footprint, aoi) if scene.footprint and aoi else None
    seen = SceneOnArea(scene, coverage, aoi.area_km2 if aoi else None, credits=scene.estimated_credits)
    return seen, polygon_of(ring) if ring is not None else None
