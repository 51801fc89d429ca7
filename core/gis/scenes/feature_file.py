"""Writes polygons with typed attributes to a GeoPackage."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Iterable, NamedTuple, Optional, Sequence, Tuple

from osgeo import gdal, ogr

from ...domain.aoi import Point
from ...domain.scenes.figures import FieldKind, SceneField
from ..foreign.gdal_calls import checked, lonlat_crs, quiet

_TYPES = {
    FieldKind.TEXT: ogr.OFTString,
    FieldKind.NUMBER: ogr.OFTReal,
    FieldKind.COUNT: ogr.OFTInteger64,
    FieldKind.FLAG: ogr.OFTInteger,
    FieldKind.MOMENT: ogr.OFTDateTime,
}


class FeatureTable(NamedTuple):
    """A table of a file: `kind` is the geometry type of OGR, `members` are read from each row; shapes in EPSG:4326."""

    name: str
    kind: int
    members: Sequence[SceneField]
    rows: Iterable[Tuple[Any, Optional[ogr.Geometry]]]


def write_feature_file(path: Path, *tables: FeatureTable) -> None:
    """Writes tables to a new file, which is complete and closed on return; an existing file is removed first.

    Raises RuntimeError or OSError if it cannot be written.
    """
    driver = ogr.GetDriverByName("GPKG")
    # With what a killed process left beside it, which SQLite would apply to the new file.
    for suffix in ("", "-journal", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    source = checked(driver.CreateDataSource(str(path)), str(path))
    for table in tables:
        _write_table(source, table)
    with quiet():
        # Closing is what writes the file; QGIS must not open it before.
        source = None
        if gdal.GetLastErrorType() >= gdal.CE_Failure:
            raise RuntimeError(gdal.GetLastErrorMsg() or str(path))


def _write_table(source: ogr.DataSource, table: FeatureTable) -> None:
    layer = checked(source.CreateLayer(table.name, lonlat_crs(), table.kind), table.name)
    for member in table.members:
        field = ogr.FieldDefn(member.name, _TYPES[member.kind])
        if member.kind is FieldKind.FLAG:
            field.SetSubType(ogr.OFSTBoolean)
        layer.CreateField(field)
    layer.StartTransaction()
    for row, shape in table.rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for member in table.members:
            value = member.value(row)
            if value is not None:
                feature.SetField(member.name, _as_written(value))
        if shape is not None:
            feature.SetGeometry(shape)
        if layer.CreateFeature(feature):
            raise RuntimeError(gdal.GetLastErrorMsg() or table.name)
    with quiet():
        if layer.CommitTransaction() != ogr.OGRERR_NONE:
            raise RuntimeError(gdal.GetLastErrorMsg() or table.name)


def polygon_of(ring: Sequence[Point]) -> ogr.Geometry:
    """Returns a closed ring as a polygon."""
    outline = ogr.Geometry(ogr.wkbLinearRing)
    for lon, lat in ring:
        outline.AddPoint_2D(lon, lat)
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(outline)
    return polygon


def _as_written(value: object) -> object:
    if isinstance(value, datetime):
        return value.strftime("%Y/%m/%d %H:%M:%S+00")
    return int(value) if isinstance(value, bool) else value
