"""Finds rasters named like previews or masks that are results, by their content."""

from __future__ import annotations

from pathlib import Path
from typing import List, NamedTuple, Optional, Sequence, Tuple

from osgeo import gdal

from ...domain.aoi import Box
from ...domain.errors import Up42Error
from ...domain.outputs.delivered_files import PICTURE_SUFFIXES
from ...domain.outputs.delivery import OutputFile
from ..foreign.files import open_source
from .outlines import outline_of

# A preview's pixels are larger than those of its image by this factor at least; a picture shows what an image shows.
_PREVIEW_COARSENESS = 1.9
_PICTURE_COARSENESS = 0.99
_COLOURS = frozenset({gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand})
_MASK_WORDS = ("msk", "mask", "udm", "cld", "cloud", "qa")


class _Sight(NamedTuple):
    """Where a raster is, and the sizes of its pixels in degrees."""

    bounds: Box
    pixel: float


def results_among(sides: Sequence[Path], results: Sequence[OutputFile]) -> List[Path]:
    """Returns those of some rasters that are results themselves, all of them where there are no other `results`.

    Next to another image a raster without a place is a picture of it, a coarser one of the same place its preview, and
    one without colours that is called a mask is its mask.
    """
    if not results:
        placed = [path for path in sides if _has_place(path)]
        return placed or list(sides)
    seen = [sight for sight in (_sight(result.opened, Path(result.path)) for result in results) if sight is not None]
    return [path for path in sides if _is_result(path, seen)]


def _is_result(path: Path, seen: Sequence[_Sight]) -> bool:
    own = _sight(str(path), path)
    if own is None or _is_mask(path):
        return False
    coarseness = _PICTURE_COARSENESS if path.suffix.lower() in PICTURE_SUFFIXES else _PREVIEW_COARSENESS
    return not any(own.pixel >= coarseness * other.pixel and _meet(own.bounds, other.bounds) for other in seen)


def _has_place(path: Path) -> bool:
    """Returns whether an image has a place in any CRS: a world file names none."""
    try:
        return open_source(str(path), path).GetGeoTransform(can_return_null=True) is not None
    except Up42Error:
        return False


def _is_mask(path: Path) -> bool:
    try:
        dataset = open_source(str(path), path)
    except Up42Error:
        return False
    kinds = {dataset.GetRasterBand(number + 1).GetColorInterpretation() for number in range(dataset.RasterCount)}
    return not kinds >= _COLOURS and any(word in path.as_posix().lower() for word in _MASK_WORDS)


def _sight(source: str, path: Path) -> Optional[_Sight]:
    try:
        dataset = open_source(source, path)
        outline = outline_of(dataset)
    except Exception:  # of a foreign file anything may be wrong; reported with its layer
        return None
    if outline is None:
        return None
    west, south, east, north = outline.bounds
    return _Sight((west, south, east, north), ((east - west) / dataset.RasterXSize))


def _meet(first: Box, second: Box) -> bool:
    pairs: Tuple[Tuple[int, int], ...] = ((0, 2), (1, 3))
    return all(first[low] < second[high] and second[low] < first[high] for low, high in pairs)
