"""Writes the scenes of a test query to a GeoPackage: footprints with typed attributes."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Optional, Sequence

from osgeo import gdal, ogr

from ...domain.aoi import Aoi
from ...domain.scenes.figures import SCENE_FIELDS, FieldKind, SceneOnArea
from ...domain.scenes.scene import Scene
from ..areas.geometry import share_covered
from ..foreign.gdal_calls import checked, lonlat_crs, quiet
from ..written_files import with_disk_errors

TABLE = "scenes"
_TYPES = {
    FieldKind.TEXT: ogr.OFTString,
    FieldKind.NUMBER: ogr.OFTReal,
    FieldKind.COUNT: ogr.OFTInteger64,
    FieldKind.FLAG: ogr.OFTInteger,
    FieldKind.MOMENT: ogr.OFTDateTime,
}


@with_disk_errors
def write_scenes(path: Path, scenes: Sequence[Scene], aoi: Optional[Aoi]) -> Path:
    """Writes one polygon per scene in EPSG:4326 and returns the path; an existing file is replaced.

    `acquired` is UTC, `cloud_cover` per cent, `incidence_angle` degrees, `coverage` the share of the area from 0 to
    1, `is_exact` 0 if only the area's outline is known, `properties` the service's own metadata as JSON. Across
    the 180th meridian the outlines keep continuous longitudes. Raises DISK_FULL or FOLDER_NOT_WRITABLE.
    """
    part = path.with_suffix(".part.gpkg")
    driver = ogr.GetDriverByName("GPKG")
    if part.exists():
        driver.DeleteDataSource(str(part))
    source = checked(driver.CreateDataSource(str(part)), str(part))
    layer = checked(source.CreateLayer(TABLE, lonlat_crs(), ogr.wkbPolygon), TABLE)
    for member in SCENE_FIELDS:
        field = ogr.FieldDefn(member.name, _TYPES[member.kind])
        if member.kind is FieldKind.FLAG:
            field.SetSubType(ogr.OFSTBoolean)
        layer.CreateField(field)
    layer.StartTransaction()
    for scene in scenes:
        _write(layer, scene, aoi)
    with quiet():
        failed = layer.CommitTransaction() != ogr.OGRERR_NONE
        # Closing is what writes the file; QGIS must not open it before.
        layer = None
        source = None
        if failed or gdal.GetLastErrorType() >= gdal.CE_Failure:
            raise RuntimeError(gdal.GetLastErrorMsg() or str(part))
    os.replace(part, path)
    return path


def _write(layer: ogr.Layer, scene: Scene, aoi: Optional[Aoi]) -> None:
    feature = ogr.Feature(layer.GetLayerDefn())
    ring = scene.footprint or scene.outline
    coverage = share_covered(scene.footprint, aoi) if scene.footprint and aoi else None
    seen = SceneOnArea(scene, coverage, aoi.area_km2 if aoi else None, credits=scene.estimated_credits)
    for member in SCENE_FIELDS:
        value = member.value(seen)
        if value is not None:
            feature.SetField(member.name, _as_written(value))
    if ring is not None:
        outline = ogr.Geometry(ogr.wkbLinearRing)
        for lon, lat in ring:
            outline.AddPoint_2D(lon, lat)
        polygon = ogr.Geometry(ogr.wkbPolygon)
        polygon.AddGeometry(outline)
        feature.SetGeometry(polygon)
    if layer.CreateFeature(feature):
        raise RuntimeError(gdal.GetLastErrorMsg() or scene.id)


def _as_written(value: object) -> object:
    if isinstance(value, datetime):
        return value.strftime("%Y/%m/%d %H:%M:%S+00")
    return int(value) if isinstance(value, bool) else value
