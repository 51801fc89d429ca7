"""Writes the scenes over many areas, and the report on the areas, to GeoPackages."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Optional, Sequence

from osgeo import ogr

from ...domain.aoi import Aoi
from ...domain.areas.fields import AREA_FIELDS, AREA_SCENE_FIELDS, AreaReport, AreaRow
from ..written_files import with_disk_errors
from .feature_file import FeatureTable, polygon_of, write_feature_file

SCENES, NEW_SCENES, AREAS = "scenes", "new_scenes", "areas"


@with_disk_errors
def write_area_scenes(path: Path, rows: Sequence[AreaRow], table: str = SCENES) -> Path:
    """Writes a row per area, product and scene with the parts of the area that would be ordered; returns the path.

    `acquired` is UTC, `coverage`, `cloud_cover` and `aoi_cloud_cover` are per cent. Outlines keep continuous longitudes
    across the 180th meridian. An existing file is replaced. Raises DISK_FULL or FOLDER_NOT_WRITABLE.
    """
    part = path.with_suffix(".part.gpkg")
    write_area_scene_part(part, rows, table)
    os.replace(part, path)
    return path


@with_disk_errors
def write_area_scene_part(path: Path, rows: Sequence[AreaRow], table: str) -> Path:
    """Writes the same rows to a file that gets its name later; it is complete and closed on return."""
    shaped = ((row, shape_of(row.found.parts)) for row in rows)
    write_feature_file(path, FeatureTable(table, ogr.wkbMultiPolygon, AREA_SCENE_FIELDS, shaped))
    return path


@with_disk_errors
def write_area_report(path: Path, reports: Sequence[AreaReport]) -> Path:
    """Writes a row per area with its parts and returns the path, as `write_area_scenes` does."""
    part = path.with_suffix(".part.gpkg")
    rows = ((report, shape_of(report.found.area.parts)) for report in reports)
    write_feature_file(part, FeatureTable(AREAS, ogr.wkbMultiPolygon, AREA_FIELDS, rows))
    os.replace(part, path)
    return path


def shape_of(parts: Sequence[Aoi]) -> Optional[ogr.Geometry]:
    """Returns the polygons of an area together, None without any."""
    if not parts:
        return None
    shape = ogr.Geometry(ogr.wkbMultiPolygon)
    for part in parts:
        shape.AddGeometry(polygon_of(part.ring))
    return shape
