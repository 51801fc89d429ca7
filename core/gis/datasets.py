"""Finds what is a dataset among delivered files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import List, Optional, Set, Tuple

from osgeo import gdal

from ..domain.outputs import OutputFile, OutputKind

RASTER_SUFFIXES = frozenset({".tif", ".tiff", ".jp2", ".nc", ".img"})
VECTOR_SUFFIXES = frozenset({".geojson", ".gpkg", ".shp", ".kml"})
PRODUCT_METADATA = "MTD_MSI*.xml"


def find_datasets(folder: Path) -> Tuple[OutputFile, ...]:
    """Returns the datasets of a folder of outputs: rasters, vectors, then documents.

    A DIMAP or SAFE product is one dataset, opened by its metadata file, and its tiles are not listed again.
    `data.json` counts as a vector only where nothing else does, since then it is the result.
    """
    gdal.UseExceptions()
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not _is_hidden(path, folder))
    taken: Set[Path] = set()
    rasters: List[OutputFile] = []
    for path in files:
        if path.name.upper().startswith("DIM_") and path.suffix.upper() == ".XML":
            dataset = _opened(path)
            if dataset is not None:
                rasters.append(_output(path, OutputKind.RASTER, path.stem))
                taken.update(part for part in files if path.parent in part.parents)
    for path in files:
        if path.parent.suffix.upper() == ".SAFE" and path.match(PRODUCT_METADATA) and _opened(path) is not None:
            rasters.append(_output(path, OutputKind.RASTER, path.parent.stem))
            taken.update(part for part in files if path.parent in part.parents)
    rest = [path for path in files if path not in taken]
    rasters += [
        _output(path, OutputKind.RASTER, path.stem)
        for path in rest
        if path.suffix.lower() in RASTER_SUFFIXES and _opened(path) is not None
    ]
    vectors = [
        _output(path, OutputKind.VECTOR, path.stem) for path in rest if path.suffix.lower() in VECTOR_SUFFIXES
    ]
    if not rasters and not vectors:
        vectors = [_output(path, OutputKind.VECTOR, path.stem) for path in rest if _is_result(path)]
    shown = {Path(one.path) for one in (*rasters, *vectors)}
    documents = [
        _output(path, OutputKind.DOCUMENT, path.name) for path in rest if path not in shown and path.suffix == ".json"
    ]
    return (*rasters, *vectors, *documents)


def _is_hidden(path: Path, folder: Path) -> bool:
    names = path.relative_to(folder).parts
    return any(name.startswith(".") for name in names) or path.suffix == ".part"


def _opened(path: Path) -> Optional[gdal.Dataset]:
    try:
        dataset = gdal.OpenEx(str(path), gdal.OF_RASTER)
    except RuntimeError:
        return None
    return dataset


def _output(path: Path, kind: OutputKind, title: str) -> OutputFile:
    return OutputFile(str(path), kind, title, path.stat().st_size)


def _is_result(path: Path) -> bool:
    """Tells whether a data.json holds features that are a result by themselves."""
    if path.name != "data.json":
        return False
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        return False
    return isinstance(document, dict) and bool(document.get("features"))
