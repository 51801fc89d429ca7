"""Finds what is a dataset among delivered files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Dict, List, Optional, Set, Tuple

from osgeo import gdal

from ....domain.errors import ErrorKind, Up42Error
from ....domain.outputs.delivered_files import (
    DATA_FILE,
    Candidates,
    is_part_of,
    product_title,
    sort_files,
)
from ....domain.outputs.delivery import OutputFile, OutputKind, OutputProblem
from ...foreign_files import ForeignKind, open_raster, open_vector
from ..pixels.mosaics import sentinel_mosaic
from .data_features import own_features

# Files that the use cases leave beside the outputs.
OURS = frozenset({"outputs.json"})
# Where QGIS keeps styles within a GeoPackage: no dataset, and never applied.
STYLES_TABLE = "layer_styles"
# A file of more variables is a model's archive, not a picture.
MOST_VARIABLES = 12
# The drivers that open a kind of file; one of them is enough.
_DRIVERS: Dict[str, Tuple[str, ...]] = {
    ".jp2": ("JP2OpenJPEG", "JP2KAK", "JP2ECW", "JP2MrSID", "JP2Lura"),
    ".j2k": ("JP2OpenJPEG", "JP2KAK", "JP2ECW", "JP2MrSID", "JP2Lura"),
    ".nc": ("netCDF",),
    ".img": ("HFA",),
    ".gpkg": ("GPKG",),
    ".kml": ("LIBKML", "KML"),
    ".fgb": ("FlatGeobuf",),
    "dim_": ("DIMAP",),
    "mtd_": ("SENTINEL2",),
    "mani": ("SAFE",),
}


def find_datasets(folder: Path) -> Tuple[OutputFile, ...]:
    """Returns the datasets of a folder of outputs: rasters, vectors, then documents.

    A DIMAP or SAFE product is one dataset, opened by its metadata file, and its tiles are not listed again unless it
    cannot be opened. Previews and masks count only where there is no other raster. `data.json` counts as a vector
    where its features are the result (see `own_features`). Files that cannot be opened are listed with their problem.
    Opens every file: belongs on a worker thread.
    """
    found = sort_files((path for path in folder.rglob("*") if path.is_file()), folder, OURS)
    rasters, taken = _products(found)
    rasters += [one for path in found.rasters if path not in taken for one in _raster(path)]
    if not any(one.problem is None for one in rasters):
        rasters += [one for path in found.side_rasters if path not in taken for one in _raster(path)]
    vectors = [one for path in found.vectors if path not in taken for one in _vector(path)]
    documents: List[OutputFile] = []
    for path in found.documents:
        if path.name == DATA_FILE and own_features(path, [Path(one.path) for one in (*rasters, *vectors)]):
            vectors += _vector(path)
        else:
            documents.append(_output(path, OutputKind.DOCUMENT, path.name))
    return (*rasters, *vectors, *documents)


def _products(found: Candidates) -> Tuple[List[OutputFile], Set[Path]]:
    opened: List[OutputFile] = []
    taken: Set[Path] = set()
    for product in found.products:
        outputs = _product(product)
        opened += outputs
        if any(one.problem is None for one in outputs):
            others = (*found.rasters, *found.side_rasters, *found.vectors)
            taken.update(path for path in others if is_part_of(path, product))
    return opened, taken


def _product(path: Path) -> List[OutputFile]:
    title = product_title(path)
    dataset, problem = _open_raster(path, ForeignKind.PRODUCT)
    if dataset is None:
        return [_failed(path, OutputKind.RASTER, title, problem)]
    subdatasets = [name for name, _ in dataset.GetSubDatasets()]
    if not subdatasets or dataset.RasterCount:
        return [_output(path, OutputKind.RASTER, title)]
    # Sentinel-2 offers one a resolution and zone, the finest first: that has the colours.
    zones: Dict[str, str] = {}
    for name in subdatasets:
        resolution, _, zone = name.rpartition(":")
        if resolution.endswith(":10m") or not re.search(r":(\d+m|TCI|PREVIEW)$", resolution):
            zones.setdefault(zone, name)
    outputs: List[OutputFile] = []
    for zone, name in zones.items():
        part = zone if len(zones) > 1 else ""
        try:
            source = sentinel_mosaic(name, path, part)
        except Up42Error as error:
            outputs.append(_failed(path, OutputKind.RASTER, title, _problem(path, error)))
            continue
        outputs.append(_output(path, OutputKind.RASTER, _joined(title, part), source=source, part=part))
    return outputs


def _raster(path: Path) -> List[OutputFile]:
    dataset, problem = _open_raster(path)
    if dataset is None:
        return [_failed(path, OutputKind.RASTER, path.stem, problem)]
    variables = dataset.GetSubDatasets()[:MOST_VARIABLES] if not dataset.RasterCount else []
    if not variables:
        return [_output(path, OutputKind.RASTER, path.stem)] if dataset.RasterCount else []
    parts = [(name.rpartition(":")[2], name) for name, _ in variables]
    return [_output(path, OutputKind.RASTER, _joined(path.stem, part), source=name, part=part) for part, name in parts]


def _vector(path: Path) -> List[OutputFile]:
    try:
        source = open_vector(path)
        layers = [source.GetLayer(number).GetName() for number in range(source.GetLayerCount())]
        names = [name for name in layers if name != STYLES_TABLE]
    except (RuntimeError, Up42Error) as error:
        return [_failed(path, OutputKind.VECTOR, path.stem, _problem(path, error))]
    if len(names) == 1:
        return [_output(path, OutputKind.VECTOR, path.stem)]
    return [
        _output(path, OutputKind.VECTOR, _joined(path.stem, name), source=f"{path}|layername={name}", part=name)
        for name in names
    ]


def _open_raster(
    path: Path, kind: ForeignKind = ForeignKind.RASTER
) -> Tuple[Optional[gdal.Dataset], Tuple[OutputProblem, str]]:
    try:
        return open_raster(path, kind), (OutputProblem.UNREADABLE, "")
    except Up42Error as error:
        return None, _problem(path, error)


def _problem(path: Path, error: Exception) -> Tuple[OutputProblem, str]:
    if isinstance(error, Up42Error) and error.kind is ErrorKind.FILE_UNSAFE:
        return OutputProblem.UNSAFE, error.detail
    drivers = _DRIVERS.get(path.suffix.lower()) or _DRIVERS.get(path.name[:4].lower(), ())
    if drivers and not any(gdal.GetDriverByName(name) for name in drivers):
        return OutputProblem.FORMAT_MISSING, drivers[0]
    return OutputProblem.UNREADABLE, error.detail if isinstance(error, Up42Error) else str(error)


def _failed(path: Path, kind: OutputKind, title: str, problem: Tuple[OutputProblem, str]) -> OutputFile:
    return OutputFile(str(path), kind, title, path.stat().st_size, problem=problem[0], detail=problem[1])


def _output(path: Path, kind: OutputKind, title: str, source: str = "", part: str = "") -> OutputFile:
    return OutputFile(str(path), kind, title, path.stat().st_size, source=source, part=part)


def _joined(title: str, part: str) -> str:
    return f"{title} · {part}" if part else title
