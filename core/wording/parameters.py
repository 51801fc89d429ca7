"""Names of parameters and steps for users: the classic service only has identifiers."""

from __future__ import annotations

import re
from typing import Dict, Tuple

from qgis.PyQt.QtCore import QCoreApplication

_translate = QCoreApplication.translate

# How the parts of a step's name are written.
_PARTS = {
    "oneatlas": "OneAtlas",
    "pleiades": "Pléiades",
    "spot": "SPOT",
    "esa": "ESA",
    "dimap": "DIMAP",
    "gtiff": "GeoTIFF",
    "aoiclipped": "AOI-clipped",
    "fullscene": "full scene",
    "aoi": "AOI",
    "hxgn": "HxGN",
}


def parameter_text(name: str) -> str:
    """Returns a parameter's title; a title of the service stays as it is."""
    known = _known().get(name.lower().replace(" ", "_"))
    if known is not None:
        return known[0]
    if not re.fullmatch(r"[a-z0-9_ ]+", name):
        return name
    words = ["ID" if word == "id" else "IDs" if word == "ids" else word for word in re.split(r"[_ ]+", name)]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def example_text(name: str) -> str:
    """Returns what a parameter without an editor of its own is written like."""
    known = _known().get(name.lower())
    return known[1] if known is not None and known[1] else "{…}"


def step_text(name: str) -> str:
    """Returns a step of a workflow as a heading: `data-conversion-dimap:1` is Data conversion DIMAP."""
    task, _, number = name.partition(":")
    text = " ".join(_PARTS.get(part, part) for part in re.split(r"[-_ ]+", task))
    text = text[:1].upper() + text[1:]
    return text if number in ("", "1") else f"{text} ({number})"


def _known() -> Dict[str, Tuple[str, str]]:
    """Returns title and example of the parameters that many blocks share."""
    polygon = _translate("UP42", "GeoJSON")
    return {
        "ms": (_translate("UP42", "Multispectral bands"), ""),
        "pan": (_translate("UP42", "Panchromatic band"), ""),
        "bbox": (_translate("UP42", "Bounding box"), "[…]"),
        "intersects": (_translate("UP42", "Area to touch"), polygon),
        "contains": (_translate("UP42", "Area to contain"), polygon),
        "clip_to_aoi": (_translate("UP42", "Clip to the area"), ""),
        "zoom_level": (_translate("UP42", "Zoom level"), ""),
        "time_series": (_translate("UP42", "Several periods"), "[…]"),
        "asset_ids": (_translate("UP42", "Stored assets"), "[…]"),
        "ids": (_translate("UP42", "Scene IDs"), "[…]"),
    }
