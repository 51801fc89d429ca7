"""Band names, colours, wavelengths and nodata from the metadata of many raster formats."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from osgeo import gdal
from qgis.PyQt.QtXml import QDomDocument

from ...domain.outputs.bands import Band, common_name_of, wavelength_of

_INTERPRETATIONS = {
    gdal.GCI_RedBand: "red",
    gdal.GCI_GreenBand: "green",
    gdal.GCI_BlueBand: "blue",
    gdal.GCI_AlphaBand: "alpha",
    gdal.GCI_GrayIndex: "grey",
    gdal.GCI_PaletteIndex: "palette",
}
_LIMITS = {
    gdal.GDT_Byte: (0, 255),
    gdal.GDT_UInt16: (0, 65_535),
    gdal.GDT_Int16: (-32_768, 32_767),
    gdal.GDT_UInt32: (0, 4_294_967_295),
    gdal.GDT_Int32: (-2_147_483_648, 2_147_483_647),
}
_DIMAP = "xml:dimap"
_CHANNELS = {"red": "RED_CHANNEL", "green": "GREEN_CHANNEL", "blue": "BLUE_CHANNEL"}


def bands_of(dataset: gdal.Dataset, known: Sequence[Band] = ()) -> Tuple[Band, ...]:
    """Returns all bands; `known` ones, from a STAC item, override the file's own metadata."""
    described = {band.number: band for band in known}
    display = _dimap_display(dataset)
    bands: List[Band] = []
    for number in range(1, dataset.RasterCount + 1):
        raw = dataset.GetRasterBand(number)
        words = {**raw.GetMetadata(), **raw.GetMetadata("IMAGERY")}
        name = raw.GetDescription() or words.get("BANDNAME", "") or words.get("BAND_NAME", "")
        band = Band(
            number=number,
            name=name,
            common_name=display.get(number, "") or common_name_of(name),
            wavelength_um=_wavelength(words, name),
            interpretation=_INTERPRETATIONS.get(raw.GetColorInterpretation(), ""),
        )
        other = described.get(number)
        if other is not None:
            band = replace(
                band,
                name=other.name or band.name,
                common_name=other.common_name or band.common_name,
                wavelength_um=other.wavelength_um or band.wavelength_um,
            )
        bands.append(band)
    return tuple(bands)


def nodata_of(dataset: gdal.Dataset, number: int) -> Optional[float]:
    """Returns the value of empty pixels that the file or its DIMAP document declares, in stored units."""
    band = dataset.GetRasterBand(number)
    value = band.GetNoDataValue()
    if value is not None and _can_hold(band.DataType, float(value)):
        return float(value)
    document = _dimap(dataset)
    if document is None:
        return None
    specials = document.elementsByTagName("Special_Value")
    for position in range(specials.count()):
        special = specials.at(position).toElement()
        texts = {
            name: special.firstChildElement(name).text() for name in ("SPECIAL_VALUE_TEXT", "SPECIAL_VALUE_COUNT")
        }
        if texts["SPECIAL_VALUE_TEXT"].upper() == "NODATA":
            try:
                return float(texts["SPECIAL_VALUE_COUNT"])
            except ValueError:
                return None
    return None


def _can_hold(kind: int, value: float) -> bool:
    """Returns whether a pixel type can hold a value: -9999 marks nothing in unsigned integers."""
    limits = _LIMITS.get(kind)
    return limits is None or (math.isfinite(value) and limits[0] <= value <= limits[1])


def _wavelength(words: Mapping[str, str], name: str) -> Optional[float]:
    given = {key.upper(): value for key, value in words.items()}
    if "CENTRAL_WAVELENGTH_UM" in given:
        return wavelength_of(given["CENTRAL_WAVELENGTH_UM"], "um")
    for key in ("WAVELENGTH", "CENTRAL_WAVELENGTH", "CENTER_WAVELENGTH"):
        if key in given:
            return wavelength_of(given[key], given.get(f"{key}_UNIT", "") or given.get(f"{key}_UNITS", ""))
    if "SPECTRAL_RANGE_MIN" in given and "SPECTRAL_RANGE_MAX" in given:
        unit = given.get("SPECTRAL_RANGE_MEASURE_UNIT", "")
        ends = (wavelength_of(given["SPECTRAL_RANGE_MIN"], unit), wavelength_of(given["SPECTRAL_RANGE_MAX"], unit))
        return sum(end for end in ends if end) / 2 if all(ends) else None
    # In a name only a number with a unit counts: "B4" is no wavelength.
    return wavelength_of(name) if any(letter.isalpha() for letter in name) else None


def _dimap(dataset: gdal.Dataset) -> Optional[QDomDocument]:
    texts = dataset.GetMetadata(_DIMAP)
    if not texts:
        return None
    document = QDomDocument()
    document.setContent(texts[0] if isinstance(texts, list) else str(texts))
    return document


def _dimap_display(dataset: gdal.Dataset) -> Dict[int, str]:
    """Returns by band number the colour that a DIMAP document draws it in."""
    document = _dimap(dataset)
    if document is None or dataset.RasterCount < 3:
        return {}
    numbers: Dict[str, int] = {}
    indices = document.elementsByTagName("Raster_Index")
    for position in range(indices.count()):
        index = indices.at(position).toElement()
        number = index.firstChildElement("BAND_INDEX").text()
        if number.isdecimal():
            numbers[index.firstChildElement("BAND_ID").text()] = int(number)
    display: Dict[int, str] = {}
    for colour, channel in _CHANNELS.items():
        found = document.elementsByTagName(channel)
        band = found.at(0).toElement().text() if found.count() else ""
        if band in numbers:
            display[numbers[band]] = colour
    return display
