"""The bands of a raster, and the choice of bands for true colour."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Callable, Dict, Optional, Sequence, Tuple

Colours = Tuple[int, int, int]

# Centres of the visible colours, and the maximum distance of a band from them, in micrometres.
_CENTRES = {"red": (0.66, 0.06), "green": (0.56, 0.05), "blue": (0.48, 0.05)}
# Common names of STAC's EO extension 1.1, by the spellings of providers.
_SPELLINGS = {
    "coastal": "coastal",
    "coastal aerosol": "coastal",
    "deep blue": "coastal",
    "deepblue": "coastal",
    "blue": "blue",
    "green": "green",
    "yellow": "yellow",
    "red": "red",
    "red edge": "rededge",
    "rededge": "rededge",
    "near infrared": "nir",
    "near-infrared": "nir",
    "nir": "nir",
    "panchromatic": "pan",
    "pan": "pan",
    "swir": "swir16",
}
_WAVELENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(nm|nanometers?|um|µm|micrometers?|microns?)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Band:
    """One band; `number` counts from 1.

    `name` is the file's own, `common_name` STAC's (EO extension), empty if unknown, `wavelength_um` the centre in
    micrometres, `interpretation` the file's display colour: red, green, blue, alpha, grey, palette or nothing.
    """

    number: int
    name: str = ""
    common_name: str = ""
    wavelength_um: Optional[float] = None
    interpretation: str = ""


def true_colour(bands: Sequence[Band]) -> Optional[Colours]:
    """Returns the numbers of the bands for red, green and blue, None if they cannot be determined.

    Tries common names, then wavelengths, then the bands' own names, and last the file's display colours, which many
    writers set without regard to the content.
    """
    for choose in (_by_common_name, _by_wavelength, _by_name, _by_interpretation):
        found = {colour: choose(bands, colour) for colour in _CENTRES}
        numbers = tuple(number for number in found.values() if number is not None)
        if len(set(numbers)) == len(_CENTRES):
            return (numbers[0], numbers[1], numbers[2])
    return None


def common_name_of(name: str) -> str:
    """Returns STAC's common name for the name of a band, empty if it is not a known one."""
    text = re.sub(r"[_\s]+", " ", name.strip().lower())
    text = re.sub(r"\s*\bband\b\s*", " ", text).strip()
    return _SPELLINGS.get(text, "")


def wavelength_of(text: str, unit: str = "") -> Optional[float]:
    """Returns a wavelength in micrometres from a figure with its unit, or from a text that contains both.

    Without a unit, figures above 20 are nanometres: no optical sensor reaches 20 micrometres.
    """
    match = _WAVELENGTH.search(text)
    if match:
        value, unit = float(match.group(1)), match.group(2)
    else:
        try:
            value = float(text)
        except ValueError:
            return None
    is_nano = unit.lower().startswith("n") or (not unit and value > 20.0)
    wavelength = value / 1000.0 if is_nano else value
    return wavelength if 0.1 < wavelength < 1000.0 else None


def _by_common_name(bands: Sequence[Band], colour: str) -> Optional[int]:
    return _first(bands, lambda band: band.common_name == colour)


def _by_wavelength(bands: Sequence[Band], colour: str) -> Optional[int]:
    centre, reach = _CENTRES[colour]
    near: Dict[float, int] = {}
    for band in bands:
        if band.wavelength_um is not None and abs(band.wavelength_um - centre) <= reach:
            near.setdefault(abs(band.wavelength_um - centre), band.number)
    return near[min(near)] if near else None


def _by_name(bands: Sequence[Band], colour: str) -> Optional[int]:
    return _first(bands, lambda band: common_name_of(band.name) == colour)


def _by_interpretation(bands: Sequence[Band], colour: str) -> Optional[int]:
    return _first(bands, lambda band: band.interpretation == colour)


def _first(bands: Sequence[Band], is_it: Callable[[Band], bool]) -> Optional[int]:
    return next((band.number for band in bands if is_it(band)), None)
