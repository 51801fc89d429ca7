"""Classifies a raster for styling by its name, its bands and a sample of its values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import FrozenSet, Optional, Sequence, Tuple

_INDICES = frozenset({"ndvi", "evi", "savi", "msavi", "ndre", "gndvi", "ndsi", "nbr", "ndbi", "osavi"})
_WATER_INDICES = frozenset({"ndwi", "mndwi", "ndmi"})
_HEIGHTS = frozenset({"dem", "dtm", "dsm", "elevation", "height", "altitude", "srtm", "worlddem", "neodem"})
_METRES = frozenset({"m", "metre", "metres", "meter", "meters"})
_RADAR = frozenset({"sar", "grd", "gec", "eec", "vv", "vh", "hh", "hv", "sigma0", "gamma0", "backscatter", "amplitude"})
_PANCHROMATIC = frozenset({"pan", "p", "panchromatic", "grey", "gray"})
_CLASSES = frozenset(
    {"mask", "class", "classes", "classification", "landcover", "scl", "lulc", "segmentation", "change", "clusters"}
)
# More values than this are too many for the legend of a classification.
MAX_CLASSES = 32


class RasterKind(Enum):
    """The ways to style a raster."""

    COLOUR = "colour"
    GREY = "grey"
    MEASURE = "measure"
    INDEX = "index"
    WATER_INDEX = "water_index"
    ELEVATION = "elevation"
    RADAR = "radar"
    CLASSES = "classes"


@dataclass(frozen=True)
class RasterSigns:
    """What is known about a raster before it is styled.

    `texts` are the names of its file and bands, `band_texts` those of the bands alone, which are more reliable: a file
    may be named after a harbour. `has_colours` if the file itself names a red, a green and a blue band, `is_picture`
    for 8 bits, which are ready for display. `lowest` and `highest` are the extremes of the sample, None without a
    valid pixel. `values` are all values of the sample if they are whole numbers and few, else None.
    """

    texts: Tuple[str, ...]
    band_count: int
    is_whole: bool
    lowest: Optional[float]
    highest: Optional[float]
    values: Optional[Tuple[int, ...]] = None
    unit: str = ""
    has_colour_table: bool = False
    is_radar: bool = False
    band_texts: Tuple[str, ...] = ()
    has_colours: bool = False
    is_picture: bool = False


def raster_kind(signs: RasterSigns) -> RasterKind:
    """Returns how to style a raster; alpha bands do not count.

    The file's own metadata comes first; its name is a hint if that leaves the choice open.
    """
    words = _words(signs.texts)
    if signs.has_colour_table:
        return RasterKind.CLASSES
    if signs.is_radar:
        return RasterKind.RADAR
    if signs.has_colours:
        return RasterKind.COLOUR
    if _is_named_radar(signs, words):
        return RasterKind.RADAR
    if signs.band_count >= 3:
        return RasterKind.COLOUR
    if words & _PANCHROMATIC and signs.is_whole:
        return RasterKind.CLASSES if words & _CLASSES and _are_classes(signs, words) else RasterKind.GREY
    if words & _WATER_INDICES and not _are_classes(signs, words):
        return RasterKind.WATER_INDEX
    if (words & _INDICES and not _are_classes(signs, words)) or _looks_like_index(signs):
        return RasterKind.INDEX
    if words & _HEIGHTS or (not signs.is_whole and signs.unit.lower() in _METRES):
        return RasterKind.ELEVATION
    if _are_classes(signs, words):
        return RasterKind.CLASSES
    # One band of whole numbers is a panchromatic image, any other a quantity.
    return RasterKind.GREY if signs.is_whole or words & _PANCHROMATIC else RasterKind.MEASURE


def _is_named_radar(signs: RasterSigns, words: FrozenSet[str]) -> bool:
    """Returns whether bands are named after polarisations, or a file of one or two bands after radar."""
    if signs.band_count <= 4 and _words(signs.band_texts) & _RADAR:
        return True
    is_open = signs.band_count <= 2 and not signs.is_picture and not words & _PANCHROMATIC
    return is_open and bool(words & _RADAR)


def _words(texts: Sequence[str]) -> FrozenSet[str]:
    return frozenset(word for text in texts for word in re.split(r"[^a-z0-9]+", text.lower()) if word)


def _looks_like_index(signs: RasterSigns) -> bool:
    if signs.is_whole or signs.lowest is None or signs.highest is None:
        return False
    return -1.0 <= signs.lowest < 0.0 < signs.highest <= 1.0


def _are_classes(signs: RasterSigns, words: FrozenSet[str]) -> bool:
    if not signs.is_whole or signs.values is None:
        return False
    if words & _CLASSES:
        return True
    # A panchromatic image of calm water has few values too.
    return 2 <= len(signs.values) <= MAX_CLASSES // 2 and not words & _PANCHROMATIC
