"""The STAC items beside delivered rasters."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import List, Optional, Sequence, Tuple

from osgeo import gdal, osr

from ....domain.aoi import Aoi, Point, normalised_ring
from ....domain.errors import Up42Error
from ....domain.outputs.delivered_files import ITEM_SUFFIX, is_product
from ....domain.outputs.delivery import OutputFile, OutputKind
from ....domain.outputs.disk import write_whole
from ....domain.outputs.lineage import FileFacts, Lineage
from ....domain.outputs.stac_item import Grid, stac_item
from ...foreign_files import open_source
from .facts import DeliveredFacts
from .file_bands import bands_of

_LOG = logging.getLogger(__name__)

_MEDIA_TYPES = {
    ".tif": "image/tiff; application=geotiff",
    ".tiff": "image/tiff; application=geotiff",
    ".jp2": "image/jp2",
    ".j2k": "image/jp2",
    ".nc": "application/netcdf",
    ".xml": "application/xml",
}
_COG = "image/tiff; application=geotiff; profile=cloud-optimized"
# Points a side of the outline, since straight lines of one CRS are bent in another.
STEPS = 8


def item_path(file: OutputFile) -> Path:
    """Returns where the item of a raster lies: beside its file, or beside the folder of a SAFE product."""
    path = Path(file.path)
    if is_product(path) and not path.name.lower().startswith("dim_"):
        return path.parent.parent / f"{path.parent.stem}{ITEM_SUFFIX}"
    return path.with_name(f"{path.stem}{ITEM_SUFFIX}")


def write_items(files: Sequence[OutputFile], lineage: Lineage) -> None:
    """Writes the STAC items of all rasters among delivered files; reads no pixels."""
    documents = DeliveredFacts(files)
    for file in files:
        if file.kind is not OutputKind.RASTER or file.problem is not None:
            continue
        try:
            dataset = open_source(file.opened, Path(file.path))
        except Up42Error as error:
            _LOG.warning("No STAC item beside %s: %s", Path(file.path).name, error)
            continue
        write_item(file, dataset, documents.of(file, dataset), lineage)


def write_item(file: OutputFile, dataset: gdal.Dataset, facts: FileFacts, lineage: Lineage) -> None:
    """Writes the STAC item of a raster; nothing for one without a place on Earth.

    A folder that takes no file is told to the log: the image is worth more than its description.
    """
    try:
        _write(file, dataset, facts, lineage)
    except Up42Error as error:
        _LOG.warning("No STAC item beside %s: %s", Path(file.path).name, error)


def _write(file: OutputFile, dataset: gdal.Dataset, facts: FileFacts, lineage: Lineage) -> None:
    grid = _grid(dataset)
    if grid is None:
        return
    target, path = item_path(file), Path(file.path)
    href = "./" + Path(os.path.relpath(path, target.parent)).as_posix()
    is_cog = dataset.GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE") == "COG"
    media_type = _COG if is_cog else _MEDIA_TYPES.get(path.suffix.lower(), "application/octet-stream")
    name = target.name[: -len(ITEM_SUFFIX)]
    item = stac_item(name, href, media_type, grid, bands_of(dataset, facts.bands), facts, lineage)
    write_whole(target, json.dumps(item, indent=2, ensure_ascii=False).encode("utf-8"))


def _grid(dataset: gdal.Dataset) -> Optional[Grid]:
    crs = dataset.GetSpatialRef()
    transform = dataset.GetGeoTransform(can_return_null=True)
    if crs is None or transform is None:
        return None
    lonlat = osr.SpatialReference()
    lonlat.ImportFromEPSG(4326)
    lonlat.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    crs = crs.Clone()
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    columns, rows = dataset.RasterXSize, dataset.RasterYSize
    border = _border(columns, rows)
    left, x_step, x_skew, top, y_skew, y_step = transform
    points = [
        (left + x_step * column + x_skew * row, top + y_skew * column + y_step * row) for column, row in border
    ]
    moved = osr.CoordinateTransformation(crs, lonlat).TransformPoints(points)
    code = crs.GetAuthorityCode(None) if crs.GetAuthorityName(None) == "EPSG" else None
    return Grid(
        outline=Aoi(normalised_ring([(x, y) for x, y, _ in moved]), 0.0),
        columns=columns,
        rows=rows,
        transform=(x_step, x_skew, left, y_skew, y_step, top),
        epsg=int(code) if code else None,
        wkt=crs.ExportToWkt(["FORMAT=WKT2_2019"]),
    )


def _border(columns: int, rows: int) -> List[Point]:
    corners: Tuple[Point, ...] = ((0, 0), (columns, 0), (columns, rows), (0, rows))
    border: List[Point] = []
    for (x0, y0), (x1, y1) in zip(corners, (*corners[1:], corners[0])):
        border += [(x0 + (x1 - x0) * step / STEPS, y0 + (y1 - y0) * step / STEPS) for step in range(STEPS)]
    return border
