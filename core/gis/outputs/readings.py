"""Raster facts needed for styling: metadata plus sampled statistics."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Dict, Mapping, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray
from osgeo import gdal

from ...domain.outputs.bands import Band, true_colour
from ...domain.outputs.raster_kinds import MAX_CLASSES, RasterKind, RasterSigns, raster_kind
from .file_bands import bands_of, nodata_of
from .samples import Range, cut_range, has_empty_collar, scaling, valid_values, whole_values

_WHOLE = frozenset({gdal.GDT_Byte, gdal.GDT_UInt16, gdal.GDT_Int16, gdal.GDT_UInt32, gdal.GDT_Int32})
# An image whose bands vary by less than this share of their brightness is all calm water, sand or cloud. Stretched
# to the whole range each band would show only its noise, in loud colours.
FAINT_SHARE = 0.25

Colour = Tuple[int, int, int, int]
Values = NDArray[np.float64]


@dataclass(frozen=True)
class RasterReading:
    """`shown` are the bands to draw, one or three, and `ranges` the stretch limits of each.

    `ranges` is empty for pictures of 8 bits that are meant to be shown as they are. `nodata` (stored units) is what
    the file or its metadata declare; with `is_empty_by_pixel` a pixel is empty only if all shown bands hold it,
    since dark water holds it in one. `has_values` is false if all of the sample is empty. `values`, their names and
    colours are those of a raster of classes.
    """

    kind: RasterKind
    bands: Tuple[Band, ...]
    shown: Tuple[int, ...]
    ranges: Tuple[Range, ...]
    lowest: float = 0.0
    highest: float = 1.0
    nodata: Optional[float] = None
    is_empty_by_pixel: bool = False
    has_values: bool = True
    values: Tuple[int, ...] = ()
    value_names: Mapping[int, str] = field(default_factory=dict)
    value_colours: Mapping[int, Colour] = field(default_factory=dict)


def read_raster(dataset: gdal.Dataset, title: str, known: Sequence[Band] = ()) -> RasterReading:
    """Reads bands and a sample of the pixels; belongs on a worker thread.

    `known` are bands from a STAC item. Raises RuntimeError if the pixels cannot be read.
    """
    return calmed(sample_raster(dataset, title, known))


def sample_raster(dataset: gdal.Dataset, title: str, known: Sequence[Band] = ()) -> RasterReading:
    """Reads as `read_raster`, with the ranges of faint images as they are."""
    bands = bands_of(dataset, known)
    alpha = next((band.number for band in bands if band.interpretation == "alpha"), None)
    drawn = tuple(band for band in bands if band.number != alpha) or bands
    # The bands of such a file are times or depths, never colours.
    is_stack = dataset.GetDriver().ShortName in ("netCDF", "GRIB", "HDF5Image")
    numbers = (drawn[0].number,) if is_stack else _shown(drawn)
    first = dataset.GetRasterBand(numbers[0])
    is_whole = first.DataType in _WHOLE and scaling(first) == (1.0, 0.0)
    values = whole_values(dataset, numbers[0], MAX_CLASSES) if len(numbers) == 1 and is_whole else None
    nodata: Optional[float] = None
    if alpha is None and not first.GetMaskFlags() & gdal.GMF_PER_DATASET:
        nodata = nodata_of(dataset, numbers[0])
        if nodata is None and values is None and has_empty_collar(dataset, numbers):
            nodata = 0.0
    pixels = valid_values(dataset, numbers, nodata, alpha)
    lowest, highest = (float(pixels[0].min()), float(pixels[0].max())) if pixels[0].size else (None, None)
    table = first.GetColorTable() if len(numbers) == 1 else None
    kind = raster_kind(
        RasterSigns(
            texts=(title, *(band.name for band in drawn)),
            band_count=1 if is_stack else len(drawn),
            is_whole=is_whole,
            lowest=lowest,
            highest=highest,
            values=values,
            unit=first.GetUnitType() or "",
            has_colour_table=table is not None,
            is_radar=_is_radar(dataset),
            band_texts=tuple(band.name for band in drawn),
            has_colours={"red", "green", "blue"} <= {band.interpretation for band in drawn},
            is_picture=first.DataType == gdal.GDT_Byte,
        )
    )
    if kind is not RasterKind.COLOUR:
        numbers, pixels = numbers[:1], pixels[:1]
    ranges, by_pixel = _stretching(pixels, nodata, first.DataType == gdal.GDT_Byte and kind is RasterKind.COLOUR)
    return RasterReading(
        kind=kind,
        bands=bands,
        shown=numbers,
        ranges=ranges,
        lowest=0.0 if lowest is None else lowest,
        highest=1.0 if highest is None else highest,
        nodata=nodata,
        is_empty_by_pixel=by_pixel,
        has_values=lowest is not None,
        values=values or tuple(_colours(table)),
        value_names={number: name for number, name in enumerate(first.GetCategoryNames() or ()) if name},
        value_colours=_colours(table),
    )


def _stretching(
    pixels: Sequence[Values], nodata: Optional[float], is_picture: bool
) -> Tuple[Tuple[Range, ...], bool]:
    """Returns the ranges, none for a picture of 8 bits (meant as it is), and whether pixels are empty as a whole.

    QGIS looks for empty pixels after the stretch, so that pixels at zero in all bands would vanish: if it has to look
    by pixel, the darkest valid value is kept above zero.
    """
    if is_picture:
        return (), nodata is not None
    ranges = tuple(cut_range(values) for values in pixels)
    by_pixel = nodata is not None and len(pixels) == 3 and any(bool((values == nodata).any()) for values in pixels)
    if by_pixel:
        filled = [values[values != nodata] for values in pixels]
        ranges = tuple(
            (min(low, float(values.min()) - (high - low) / 250.0) if values.size else low, high)
            for (low, high), values in zip(ranges, filled)
        )
    return ranges, by_pixel


def calmed(reading: RasterReading) -> RasterReading:
    """Returns a reading; a faint image gets one range for all bands, so that it keeps its colour and its calm."""
    ranges = reading.ranges
    if reading.kind not in (RasterKind.COLOUR, RasterKind.GREY) or not ranges:
        return reading
    if any(high <= 0.0 or high - low >= FAINT_SHARE * high for low, high in ranges):
        return reading
    # Rather dark, as water is, so that bright areas of neighbouring images stay brighter.
    return replace(reading, ranges=((0.0, 2.0 * max(high for _, high in ranges)),) * len(ranges))


def _shown(bands: Sequence[Band]) -> Tuple[int, ...]:
    if len(bands) < 3:
        return (bands[0].number,)
    # Without any colours declared, the order in the file is the best guess.
    return true_colour(bands) or (bands[0].number, bands[1].number, bands[2].number)


def _is_radar(dataset: gdal.Dataset) -> bool:
    names = (dataset.GetDriver().ShortName, dataset.GetMetadataItem("SATELLITE") or "")
    return names[0] == "SAFE" or "sar" in names[1].lower()


def _colours(table: Optional[gdal.ColorTable]) -> Dict[int, Colour]:
    if table is None:
        return {}
    entries: Dict[int, Any] = {number: table.GetColorEntry(number) for number in range(table.GetCount())}
    return {number: (entry[0], entry[1], entry[2], entry[3]) for number, entry in entries.items()}
