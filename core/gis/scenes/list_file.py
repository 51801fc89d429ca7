"""Writes a list of scenes to the file that the user chose: GeoPackage, CSV or STAC ItemCollection."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import Optional

from osgeo import ogr

from ...domain.errors import ErrorKind, Up42Error
from ...domain.outputs.disk import write_whole
from ...domain.scenes.export import ExportFormat, ExportRow, ExportTable, table_csv, table_stac
from ..written_files import with_disk_errors
from .area_scene_file import SCENES, shape_of
from .feature_file import FeatureTable, polygon_of, write_feature_file

FOOTPRINTS = "footprints"
# Of a GeoPackage that some program has open; SQLite would apply them to the new file.
_SIDE_FILES = ("-wal", "-shm", "-journal")


@with_disk_errors
def write_list(path: Path, table: ExportTable, kind: ExportFormat) -> Path:
    """Writes the file atomically and returns its path; an existing file is replaced, or left as it was.

    A GeoPackage has the layer `scenes`, of many areas with the parts of the area that would be ordered, and then
    `footprints` too. Raises DISK_FULL, or FOLDER_NOT_WRITABLE also for a file that is in use.
    """
    if kind is ExportFormat.CSV:
        # Excel takes CSV without the mark for its own code page; GDAL, pandas and LibreOffice skip it.
        write_whole(path, table_csv(table).encode("utf-8-sig"))
    elif kind is ExportFormat.STAC:
        write_whole(path, table_stac(table).encode("utf-8"))
    else:
        _write_geopackage(path, table)
    return path


def _write_geopackage(path: Path, table: ExportTable) -> None:
    if any(Path(f"{path}{suffix}").exists() for suffix in _SIDE_FILES):
        raise Up42Error(ErrorKind.FOLDER_NOT_WRITABLE, f"{path.name}: in use")
    unfinished = path.with_name(f".{secrets.token_hex(8)}.gpkg")
    outlines = ((row.source, _outline(row)) for row in table.rows)
    tables = [FeatureTable(FOOTPRINTS if table.has_areas else SCENES, ogr.wkbPolygon, table.fields, outlines)]
    if table.has_areas:
        areas = ((row.source, shape_of(row.parts)) for row in table.rows)
        tables.insert(0, FeatureTable(SCENES, ogr.wkbMultiPolygon, table.fields, areas))
    try:
        write_feature_file(unfinished, *tables)
        os.replace(unfinished, path)
    except (OSError, RuntimeError):
        for suffix in ("", *_SIDE_FILES):
            with contextlib.suppress(OSError):
                Path(f"{unfinished}{suffix}").unlink(missing_ok=True)
        raise


def _outline(row: ExportRow) -> Optional[ogr.Geometry]:
    return polygon_of(row.ring) if row.ring is not None else None
