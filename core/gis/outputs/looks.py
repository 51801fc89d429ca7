"""Chooses how delivered rasters are drawn: by their own pixels, and the tiles of one mosaic alike."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Dict, List, NamedTuple, Optional, Sequence, Tuple

from osgeo import gdal

from ...domain.aoi import Box
from ...domain.errors import Up42Error
from ...domain.outputs.delivery import OutputFile, OutputKind
from ...domain.outputs.raster_kinds import MAX_CLASSES, RasterKind
from ..foreign.files import open_source
from .delivered_facts import DeliveredFacts
from .readings import RasterReading, calmed, sample_raster

# Share of a tile's side that may overlap its neighbour: more is another image of the same place.
_MAX_OVERLAP = 0.25
# Pixels between two tiles that touch.
_TOUCHING_PX = 1.5
_ALIKE = 1e-6


class _Tile(NamedTuple):
    """What tiles of one mosaic have in common, and where a tile is, in its own CRS."""

    common: Tuple[object, ...]
    box: Box
    pixel: Tuple[float, float]


class Looks:
    """The readings of a job's rasters; samples each once. Belongs on a worker thread."""

    def __init__(self, files: Sequence[OutputFile], documents: DeliveredFacts) -> None:
        self._files = [file for file in files if file.kind is OutputKind.RASTER and file.problem is None]
        self._documents = documents
        self._tiles: Optional[Dict[str, _Tile]] = None
        self._samples: Dict[str, Optional[RasterReading]] = {}

    def of(self, file: OutputFile, dataset: gdal.Dataset) -> RasterReading:
        """Returns how to draw a raster; raises RuntimeError if its pixels cannot be read."""
        own = sample_raster(dataset, file.title, self._documents.of(file, dataset).bands)
        self._samples[file.opened] = own
        others = [self._sampled(other) for other in self._mosaic(file)]
        return calmed(_alike(own, [other for other in others if other is not None and other.has_values]))

    def _sampled(self, file: OutputFile) -> Optional[RasterReading]:
        if file.opened not in self._samples:
            self._samples[file.opened] = None
            try:
                dataset = open_source(file.opened, Path(file.path))
                bands = self._documents.of(file, dataset).bands
                self._samples[file.opened] = sample_raster(dataset, file.title, bands)
            except Exception:  # reported when its own layer is built
                return None
        return self._samples[file.opened]

    def _mosaic(self, file: OutputFile) -> List[OutputFile]:
        """Returns the other tiles of the mosaic that a file is part of."""
        tiles = self._all_tiles()
        if file.opened not in tiles:
            return []
        reached, waiting = {file.opened}, [file.opened]
        while waiting:
            tile = tiles[waiting.pop()]
            found = [name for name, other in tiles.items() if name not in reached and _are_neighbours(tile, other)]
            reached.update(found)
            waiting += found
        return [other for other in self._files if other.opened in reached and other.opened != file.opened]

    def _all_tiles(self) -> Dict[str, _Tile]:
        if self._tiles is None:
            found = {file.opened: self._tile(file) for file in self._files}
            self._tiles = {name: tile for name, tile in found.items() if tile is not None}
        return self._tiles

    def _tile(self, file: OutputFile) -> Optional[_Tile]:
        try:
            dataset = open_source(file.opened, Path(file.path))
        except Up42Error:
            # Reported when its own layer is built.
            return None
        transform = dataset.GetGeoTransform(can_return_null=True)
        if transform is None or transform[2] or transform[4] or not dataset.RasterCount:
            return None
        left, width, _, top, _, height = transform
        right, bottom = left + width * dataset.RasterXSize, top + height * dataset.RasterYSize
        bands = [dataset.GetRasterBand(number + 1) for number in range(dataset.RasterCount)]
        common = (
            dataset.GetProjection(),
            tuple((band.DataType, band.GetColorInterpretation(), band.GetDescription()) for band in bands),
            self._documents.of(file, dataset).acquired,
        )
        box = (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
        return _Tile(common, box, (abs(width), abs(height)))


def _are_neighbours(tile: _Tile, other: _Tile) -> bool:
    """Returns whether two images are tiles of one mosaic that touch."""
    if tile.common != other.common:
        return False
    is_shared = False
    for axis in (0, 1):
        pixel = tile.pixel[axis]
        offset = (other.box[axis] - tile.box[axis]) / pixel
        if abs(other.pixel[axis] - pixel) > _ALIKE * pixel or abs(offset - round(offset)) > 0.01:
            return False
        shared = min(tile.box[axis + 2], other.box[axis + 2]) - max(tile.box[axis], other.box[axis])
        side = min(tile.box[axis + 2] - tile.box[axis], other.box[axis + 2] - other.box[axis])
        if shared < -_TOUCHING_PX * pixel:
            return False
        is_shared = is_shared or shared <= _MAX_OVERLAP * side
    return is_shared


def _alike(own: RasterReading, others: Sequence[RasterReading]) -> RasterReading:
    """Returns a reading with the kind, ranges and classes of all tiles of its mosaic."""
    all_of_them = [*([own] if own.has_values else []), *others]
    if not others:
        return own
    values = tuple(sorted({value for reading in all_of_them for value in reading.values}))
    kinds = Counter(reading.kind for reading in all_of_them)
    if not all(reading.values for reading in all_of_them) or len(values) > MAX_CLASSES:
        # A tile of calm water has few values, as classes have.
        kinds.pop(RasterKind.CLASSES, None)
    elif RasterKind.CLASSES in kinds:
        # A tile with a single class looks like an image.
        kinds = Counter({RasterKind.CLASSES: 1})
    kind = max(kinds, key=lambda found: (kinds[found], found.value)) if kinds else own.kind
    alike = [reading for reading in all_of_them if len(reading.ranges) == len(own.ranges)]
    ranges = tuple(
        (min(reading.ranges[band][0] for reading in alike), max(reading.ranges[band][1] for reading in alike))
        for band in range(len(own.ranges))
    ) if alike else own.ranges
    return replace(
        own,
        kind=kind,
        ranges=ranges,
        lowest=min(reading.lowest for reading in all_of_them),
        highest=max(reading.highest for reading in all_of_them),
        values=values if len(values) <= MAX_CLASSES else own.values,
    )
