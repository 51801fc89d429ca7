"""Finds the datasets among delivered files by their content; names are only a hint."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from pathlib import Path
from typing import AbstractSet, Callable, Dict, List, Optional, Sequence, Set, Tuple

from osgeo import gdal
from qgis.core import QgsProviderRegistry

from ...domain.errors import ErrorKind, Up42Error
from ...domain.outputs.delivered_files import DATA_FILE, Candidates, is_part_of, product_title, sort_files
from ...domain.outputs.delivery import OutputFile, OutputKind, OutputProblem
from ..foreign.files import ForeignKind, open_raster, open_source, open_vector
from ..foreign.gdal_calls import read_pixels
from .delivered_facts import own_features
from .formats import missing_driver, part_names
from .mosaics import amplitude_mosaic, sentinel_mosaic
from .side_rasters import results_among

_LOG = logging.getLogger(__name__)

# Files that the use cases write next to the outputs.
OURS = frozenset({"outputs.json"})
# Where QGIS keeps styles within a GeoPackage: no dataset, and never applied.
STYLES_TABLE = "layer_styles"
# A file of more variables is a model's archive, not a picture.
MAX_VARIABLES = 12
# The shown part of a complex image.
AMPLITUDE = "amplitude"
# Formats whose rows can only be found one after another.
_TEXT_GRIDS = frozenset({"AAIGrid", "GRASSASCIIGrid"})
# The providers of QGIS that open point clouds, by the end of their names.
_CLOUD_PROVIDERS = ((".copc.laz", "copc"), (".las", "pdal"), (".laz", "pdal"))
_CLOUD_MAGIC = b"LASF"


def find_datasets(folder: Path, delivered: Optional[AbstractSet[Path]] = None) -> Tuple[OutputFile, ...]:
    """Returns the datasets of a folder of outputs: rasters, point clouds, vectors, then documents.

    Only delivered files count, if they are known: all others are the user's.
    A DIMAP or SAFE product is one dataset, opened by its metadata file, and its tiles are not listed again unless it
    cannot be opened. Previews, pictures without a place and masks count only where there is no other raster.
    `data.json` counts as a vector if its features are the result (see `own_features`). Files that cannot be opened
    are listed with their problem, and if nothing can be shown all files are. Opens every file: belongs on a worker
    thread. Never raises for the content of a file.
    """
    files = (path for path in folder.rglob("*") if path.is_file() and (delivered is None or path in delivered))
    found = sort_files(files, folder, OURS)
    products, taken = _products(found)
    mixed = _all(_mixed, _free(found.mixed, taken))
    unknown = _all(_unknown, _free(found.unknown, taken))
    shown = [item for item in (*mixed, *unknown) if item.kind is not OutputKind.OTHER]
    rasters = [*products, *_all(_raster, _free(found.rasters, taken))]
    rasters += [item for item in shown if item.kind is OutputKind.RASTER]
    sides = [*_free(found.side_rasters, taken), *_free(found.pictures, taken)]
    rasters += _all(_raster, results_among(sides, [raster for raster in rasters if raster.problem is None]))
    clouds = _all(_cloud, _free(found.clouds, taken))
    vectors = _all(_vector, _free(found.vectors, taken))
    vectors += [item for item in shown if item.kind is OutputKind.VECTOR]
    strangers = [item for item in unknown if item.kind is OutputKind.OTHER]
    documents: List[OutputFile] = []
    others = [Path(raster.path) for raster in (*rasters, *clouds, *vectors, *strangers)]
    for path in found.documents:
        if path.name == DATA_FILE and _is_result(path, others):
            vectors += _all(_vector, [path])
        else:
            documents.append(_output(path, OutputKind.DOCUMENT, path.name))
    datasets = [*rasters, *clouds, *vectors]
    if not any(dataset.problem is None for dataset in datasets):
        papers = [_stranger(path) for path in found.papers if not datasets and not strangers]
        datasets += [*strangers, *papers]
    return (*datasets, *documents)


def _is_result(path: Path, others: Sequence[Path]) -> bool:
    try:
        return own_features(path, others)
    except Exception:  # of a foreign document anything may be wrong
        _LOG.warning("Nothing could be read of %s", path.name, exc_info=True)
        return False


def _free(paths: Sequence[Path], taken: Set[Path]) -> List[Path]:
    return [path for path in paths if path not in taken]


def _all(find: Callable[[Path], List[OutputFile]], paths: Sequence[Path]) -> List[OutputFile]:
    """Returns the datasets of files, each of them or its problem."""
    outputs: List[OutputFile] = []
    for path in paths:
        try:
            outputs += find(path)
        except Exception as error:  # of a foreign file anything may be wrong, and the next one must still be found
            _LOG.warning("Nothing was found in %s", path.name, exc_info=True)
            outputs.append(_failed(path, OutputKind.RASTER, path.stem, error))
    return outputs


def _products(found: Candidates) -> Tuple[List[OutputFile], Set[Path]]:
    opened: List[OutputFile] = []
    taken: Set[Path] = set()
    others = (*found.rasters, *found.side_rasters, *found.pictures, *found.vectors, *found.mixed, *found.unknown)
    for product in found.products:
        outputs = _all(_product, [product])
        opened += outputs
        if any(output.problem is None for output in outputs):
            taken.update(path for path in others if is_part_of(path, product))
    return opened, taken


def _product(path: Path) -> List[OutputFile]:
    title = product_title(path)
    try:
        dataset = open_raster(path, ForeignKind.PRODUCT)
    except Up42Error as error:
        return [_failed(path, OutputKind.RASTER, title, error)]
    subdatasets = [name for name, _ in dataset.GetSubDatasets()]
    if not subdatasets or dataset.RasterCount:
        return [_output(path, OutputKind.RASTER, title)]
    # Sentinel-2 has one per resolution and zone, the finest first: that has the colours.
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
            outputs.append(_failed(path, OutputKind.RASTER, title, error))
            continue
        outputs.append(_output(path, OutputKind.RASTER, _joined(title, part), source=source, part=part))
    return outputs


def _raster(path: Path) -> List[OutputFile]:
    try:
        dataset = open_raster(path)
        if dataset.GetDriver().ShortName in _TEXT_GRIDS:
            _check_rows(dataset)
    except (RuntimeError, Up42Error) as error:
        return [_failed(path, OutputKind.RASTER, path.stem, error)]
    placed = _as_netcdf(path, dataset)
    return _raster_parts(path, dataset) if placed is None else placed


def _as_netcdf(path: Path, dataset: gdal.Dataset) -> Optional[List[OutputFile]]:
    """Returns the variables of a netCDF that is called HDF5, None for any other file.

    Because of its name GDAL reads it as plain arrays: without a place, and upside down if its rows start in the south.
    """
    conventions = [text for name, text in dataset.GetMetadata().items() if name.endswith("Conventions")]
    if dataset.GetDriver().ShortName not in ("HDF5", "HDF5Image") or not any("CF" in text for text in conventions):
        return None
    try:
        whole = open_source(f'NETCDF:"{path}"', path)
    except Up42Error:
        return None
    names = [name for name, _ in whole.GetSubDatasets()]
    if whole.RasterCount:
        variable = whole.GetRasterBand(1).GetMetadataItem("NETCDF_VARNAME") or ""
        names = [f'NETCDF:"{path}":{variable}'] if variable else []
    images = [(part, name) for part, name in zip(part_names(names, path), names) if _is_image(name, path)]
    return [
        _output(path, OutputKind.RASTER, _joined(path.stem, part), source=name, part=part)
        for part, name in images[:MAX_VARIABLES]
    ] or None


def _raster_parts(path: Path, dataset: gdal.Dataset) -> List[OutputFile]:
    if dataset.RasterCount:
        source = amplitude_mosaic(path, dataset) if _is_complex(dataset) else ""
        part = AMPLITUDE if source else ""
        return [_output(path, OutputKind.RASTER, _joined(path.stem, part), source=source, part=part)]
    names = [name for name, _ in dataset.GetSubDatasets()]
    images: List[Tuple[str, str]] = []
    for part, name in zip(part_names(names, path), names):
        if len(images) == MAX_VARIABLES:
            break
        if _is_image(name, path):
            images.append((part, name))
    return [_output(path, OutputKind.RASTER, _joined(path.stem, part), source=name, part=part) for part, name in images]


def _is_complex(dataset: gdal.Dataset) -> bool:
    return bool(gdal.DataTypeIsComplex(dataset.GetRasterBand(1).DataType))


def _check_rows(dataset: gdal.Dataset) -> None:
    """Raises RuntimeError if a text grid is truncated.

    GDAL finds a row by reading all rows before it, again for each missing one: drawing such a grid from its end never
    finishes, in GDAL as in QGIS. Read from its start it fails at the first missing row.
    """
    for row in range(dataset.RasterYSize):
        read_pixels(dataset.GetRasterBand(1), 0, row, dataset.RasterXSize, 1)


def _is_image(subdataset: str, path: Path) -> bool:
    """Returns whether a variable is an image and not a line of numbers, as the axes of a grid are."""
    try:
        dataset = open_source(subdataset, path)
    except Up42Error:
        return False
    return bool(dataset.RasterCount) and min(dataset.RasterXSize, dataset.RasterYSize) > 1


def _vector(path: Path) -> List[OutputFile]:
    try:
        source = open_vector(path)
        layers = [source.GetLayer(number).GetName() for number in range(source.GetLayerCount())]
        names = [name for name in layers if name != STYLES_TABLE]
    except (RuntimeError, Up42Error) as error:
        return [_failed(path, OutputKind.VECTOR, path.stem, error)]
    if len(names) == 1:
        return [_output(path, OutputKind.VECTOR, path.stem)]
    return [
        _output(path, OutputKind.VECTOR, _joined(path.stem, name), source=f"{path}|layername={name}", part=name)
        for name in names
    ]


def _mixed(path: Path) -> List[OutputFile]:
    """Returns images and tables of a container."""
    rasters, vectors = _raster(path), _vector(path)
    found = [raster for raster in (*rasters, *vectors) if raster.problem is None]
    return found or vectors or rasters


def _unknown(path: Path) -> List[OutputFile]:
    """Returns the datasets of a file with an unknown suffix; UNKNOWN_FORMAT if GDAL does not open it."""
    if path.stat().st_size:
        found = [item for item in (*_raster(path), *_vector(path)) if item.problem is None]
        if found:
            return found[:1] if found[0].kind is OutputKind.RASTER else found
    return [_stranger(path)]


def _cloud(path: Path) -> List[OutputFile]:
    with path.open("rb") as file:
        if file.read(len(_CLOUD_MAGIC)) != _CLOUD_MAGIC:
            return [_failed(path, OutputKind.POINT_CLOUD, path.stem, RuntimeError("no LAS file"))]
    provider = next(name for end, name in _CLOUD_PROVIDERS if path.name.lower().endswith(end))
    output = replace(_output(path, OutputKind.POINT_CLOUD, path.stem), provider=provider)
    if provider in QgsProviderRegistry.instance().providerList():
        return [output]
    return [replace(output, problem=OutputProblem.FORMAT_MISSING, detail=provider.upper())]


def _stranger(path: Path) -> OutputFile:
    return replace(_output(path, OutputKind.OTHER, path.name), problem=OutputProblem.UNKNOWN_FORMAT)


def _failed(path: Path, kind: OutputKind, title: str, error: Exception) -> OutputFile:
    output = _output(path, kind, title)
    if isinstance(error, Up42Error) and error.kind is ErrorKind.FILE_UNSAFE:
        return replace(output, problem=OutputProblem.UNSAFE, detail=error.detail)
    driver = missing_driver(path)
    if driver:
        return replace(output, problem=OutputProblem.FORMAT_MISSING, detail=driver)
    detail = error.detail if isinstance(error, Up42Error) else str(error)
    return replace(output, problem=OutputProblem.UNREADABLE, detail=detail)


def _output(path: Path, kind: OutputKind, title: str, source: str = "", part: str = "") -> OutputFile:
    return OutputFile(str(path), kind, title, path.stat().st_size, source=source, part=part)


def _joined(title: str, part: str) -> str:
    return f"{title} · {part}" if part else title
