"""Writes STAC items next to delivered rasters.

Written by hand: QGIS ships no pystac, and has its own STAC classes from 3.44 on only, for reading.
"""

from __future__ import annotations

import json
import logging
import os
from dataclasses import replace
from pathlib import Path
from typing import Any, Dict, Optional, Sequence

from osgeo import gdal

from ...domain.errors import Up42Error
from ...domain.outputs.delivered_files import ITEM_SUFFIX
from ...domain.outputs.delivery import OutputFile, OutputKind
from ...domain.outputs.disk import write_whole
from ...domain.outputs.lineage import FileFacts, Lineage
from ...domain.outputs.stac_item import Grid, stac_item
from ...domain.scenes.features import scene_of
from ...domain.scenes.scene import Scene
from ..foreign.files import open_source
from .delivered_facts import MAX_ITEM_BYTES, DeliveredFacts
from .file_bands import bands_of
from .outlines import outline_of

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


def write_items(files: Sequence[OutputFile], lineage: Lineage) -> None:
    """Writes the STAC items of all rasters among delivered files; reads no pixels.

    Never raises: a file is worth more than its description.
    """
    documents = DeliveredFacts(files)
    for file in files:
        if file.kind is OutputKind.RASTER and file.problem is None:
            try:
                dataset = open_source(file.opened, Path(file.path))
                facts = documents.of(file, dataset)
            except Exception as error:  # of a foreign file anything may be wrong
                _log_missing(file, error)
                continue
            write_item(file, dataset, facts, lineage, documents.item_path(file))


def write_item(file: OutputFile, dataset: gdal.Dataset, facts: FileFacts, lineage: Lineage, target: Path) -> None:
    """Writes the STAC item of a raster to `target`; nothing for one without a place on Earth.

    Never raises: failures go to the log, since the image is worth more than its
    description.
    """
    try:
        _write(file, dataset, facts, lineage, target)
    except Exception as error:  # of a foreign file anything may be wrong
        _log_missing(file, error)


def _log_missing(file: OutputFile, error: Exception) -> None:
    _LOG.warning("No STAC item beside %s: %s", Path(file.path).name, error)


def kept_scene(target: Path, lineage: Lineage) -> Optional[Scene]:
    """Returns the scene that an earlier item of the same job at `target` names, None without one.

    The service delivers files without a word on what they show, and after a restart the list of scenes is gone.
    """
    item = _earlier(target, lineage)
    scene_id = item["properties"].get("up42:scene_id") if item else None
    if not item or not scene_id or "up42:datetime_of" in item["properties"]:
        return None
    try:
        scene = scene_of(item, {}, {})
    except Up42Error:
        return None
    providers = scene.properties.get("providers")
    listed = providers if isinstance(providers, list) else []
    producers = [provider for provider in listed if isinstance(provider, dict) and provider.get("roles") != ["host"]]
    # The item's own ID is the name of the file.
    return replace(scene, id=str(scene_id), feature_id=str(scene_id), properties={"providers": producers})


def _write(file: OutputFile, dataset: gdal.Dataset, facts: FileFacts, lineage: Lineage, target: Path) -> None:
    grid = _grid(dataset)
    if grid is None:
        return
    path = Path(file.path)
    href = "./" + Path(os.path.relpath(path, target.parent)).as_posix()
    is_cog = dataset.GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE") == "COG"
    media_type = _COG if is_cog else _MEDIA_TYPES.get(path.suffix.lower(), "application/octet-stream")
    name = target.name[: -len(ITEM_SUFFIX)]
    if os.path.lexists(target) and _earlier(target, lineage) is None:
        return
    if facts.scene is None:
        facts = replace(facts, scene=kept_scene(target, lineage))
    item = stac_item(name, href, media_type, grid, bands_of(dataset, facts.bands), facts, lineage)
    write_whole(target, json.dumps(item, indent=2, ensure_ascii=False).encode("utf-8"))


def _earlier(target: Path, lineage: Lineage) -> Optional[Dict[str, Any]]:
    """Returns an earlier item of the same job, None where there is none or another one."""
    try:
        if target.is_symlink() or target.stat().st_size > MAX_ITEM_BYTES:
            return None
        document: Dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
        return document if document["properties"]["up42:job_id"] == lineage.job_id else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _grid(dataset: gdal.Dataset) -> Optional[Grid]:
    outline = outline_of(dataset)
    if outline is None:
        return None
    crs = dataset.GetSpatialRef()
    left, x_step, x_skew, top, y_skew, y_step = dataset.GetGeoTransform()
    code = crs.GetAuthorityCode(None) if crs.GetAuthorityName(None) == "EPSG" else None
    return Grid(
        outline=outline,
        columns=dataset.RasterXSize,
        rows=dataset.RasterYSize,
        transform=(x_step, x_skew, left, y_skew, y_step, top),
        epsg=int(code) if code else None,
        wkt=crs.ExportToWkt(["FORMAT=WKT2_2019"]),
    )
