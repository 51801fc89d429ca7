"""Writes the scenes of a test query to a GeoPackage: footprints with typed attributes."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Optional, Sequence, Tuple

from osgeo import gdal, ogr

from ...domain.aoi import Aoi
from ...domain.scenes.scene import Scene
from ..areas.geometry import share_covered
from ..foreign.gdal_calls import checked, lonlat_crs, quiet
from ..written_files import with_disk_errors

TABLE = "scenes"
_FIELDS = (
    ("scene_id", ogr.OFTString),
    ("feature_id", ogr.OFTString),
    ("acquired", ogr.OFTDateTime),
    ("platform", ogr.OFTString),
    ("constellation", ogr.OFTString),
    ("cloud_cover", ogr.OFTReal),
    ("incidence_angle", ogr.OFTReal),
    ("gsd_m", ogr.OFTReal),
    ("processing_level", ogr.OFTString),
    ("coverage", ogr.OFTReal),
    ("credits", ogr.OFTInteger64),
    ("is_exact", ogr.OFTInteger),
    ("properties", ogr.OFTString),
)


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
    for name, kind in _FIELDS:
        field = ogr.FieldDefn(name, kind)
        if name == "is_exact":
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
    values: Tuple[Tuple[str, object], ...] = (
        ("scene_id", scene.id),
        ("feature_id", scene.feature_id),
        ("acquired", None if scene.acquired is None else scene.acquired.strftime("%Y/%m/%d %H:%M:%S+00")),
        ("platform", scene.platform or None),
        ("constellation", scene.constellation or None),
        ("cloud_cover", scene.cloud_cover),
        ("incidence_angle", scene.incidence_angle),
        ("gsd_m", scene.gsd_m),
        ("processing_level", scene.processing_level or None),
        ("coverage", share_covered(scene.footprint, aoi) if scene.footprint and aoi else None),
        ("credits", scene.estimated_credits),
        ("is_exact", int(scene.footprint is not None)),
        ("properties", json.dumps(scene.properties, ensure_ascii=False)),
    )
    for name, value in values:
        if value is not None:
            feature.SetField(name, value)
    if ring is not None:
        outline = ogr.Geometry(ogr.wkbLinearRing)
        for lon, lat in ring:
            outline.AddPoint_2D(lon, lat)
        polygon = ogr.Geometry(ogr.wkbPolygon)
        polygon.AddGeometry(outline)
        feature.SetGeometry(polygon)
    if layer.CreateFeature(feature):
        raise RuntimeError(gdal.GetLastErrorMsg() or scene.id)
