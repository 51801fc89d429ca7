"""Hints in a scene's metadata on how its quicklook frame was acquired."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional

from .scene import Scene

# Flight directions of satellites on sun-synchronous orbits at middle latitudes.
DESCENDING_DEG = 190.0
ASCENDING_DEG = 350.0
# Products in radar geometry, where a column is a line of sight and not a place on the ground.
_SLANT_PRODUCTS = frozenset({"SLC", "SSC", "SICD"})
# Their quicklooks were measured to be full sensor frames: image corners on footprint corners.
_FULL_FRAME_HOSTS = frozenset({"oneatlas"})
_FULL_FRAME_CONSTELLATIONS = frozenset({"phr", "spot", "pneo"})
_TILE_NAME = re.compile(r"(?:^|_|-)T?(\d{1,2}[C-HJ-NP-X][A-HJ-NP-Z][A-HJ-NP-V])(?=_|-|$)")
_TILE_MEMBERS = ("grid:code", "s2:mgrs_tile", "mgrs:tile", "tileId", "tileIdentifier")
_NAME_MEMBERS = ("sentinel:product_id", "s2:product_id", "identification.externalId", "title", "id", "sceneId")


@dataclass(frozen=True)
class FrameHints:
    """What the metadata states about a frame.

    `down_deg` is the compass direction of the image's columns from the first line to the last, None if unknown;
    `is_measured` is true if it is this scene's own figure and not typical of its orbit. `is_mirrored` is true for
    images in the geometry of a radar that looks to the right. `is_full_frame` is true for providers whose quicklooks
    are known to fill the footprint. `is_tiled` is true for Sentinel-2, `tile` is the name of its tile.
    """

    down_deg: Optional[float] = None
    is_measured: bool = False
    is_mirrored: bool = False
    is_full_frame: bool = False
    is_tiled: bool = False
    tile: str = ""


def frame_hints(scene: Scene) -> FrameHints:
    """Reads the metadata of a scene under all known member names; invalid values count as missing."""
    facts = _flat(scene.properties)
    orbit = _text(facts, "sat:orbit_state", "orbitDirection", "orbit_direction", "orbitState").lower()
    azimuth = _number(facts, "azimuthAngle", "azimuth_angle")
    heading = {"descending": DESCENDING_DEG, "ascending": ASCENDING_DEG}.get(orbit)
    constellation = scene.constellation.lower().replace("-", "").replace("_", "")
    is_tiled = constellation in ("sentinel2", "s2") or scene.platform.lower().startswith(("sentinel-2", "s2"))
    if _is_slant(facts) and heading is not None:
        return FrameHints(heading, is_measured=True, is_mirrored=_looks_right(facts))
    # Without a figure of its own, a descending scene starts in the north. An ascending one may or may not have been
    # turned north up for display: its orbit proves nothing.
    down = azimuth if azimuth is not None else heading if orbit == "descending" else None
    return FrameHints(
        down_deg=down,
        is_measured=azimuth is not None,
        is_full_frame=scene.host in _FULL_FRAME_HOSTS or constellation in _FULL_FRAME_CONSTELLATIONS,
        is_tiled=is_tiled,
        tile=_tile(scene, facts) if is_tiled else "",
    )


def _flat(properties: Mapping[str, Any]) -> Dict[str, Any]:
    facts = dict(properties)
    for member in ("providerProperties", "provider_properties"):
        inner = properties.get(member)
        if isinstance(inner, Mapping):
            facts.update({name: value for name, value in inner.items() if name not in facts})
    return facts


def _text(facts: Mapping[str, Any], *names: str) -> str:
    return next((value for value in map(facts.get, names) if isinstance(value, str) and value), "")


def _number(facts: Mapping[str, Any], *names: str) -> Optional[float]:
    for value in map(facts.get, names):
        if isinstance(value, (int, float)) and not isinstance(value, bool) and -360.0 <= value <= 360.0:
            return float(value) % 360.0
    return None


def _is_slant(facts: Mapping[str, Any]) -> bool:
    kind = _text(facts, "sar:product_type", "productType", "product_type").upper()
    return kind in _SLANT_PRODUCTS


def _looks_right(facts: Mapping[str, Any]) -> bool:
    look = _text(facts, "sar:observation_direction", "observationDirection", "lookDirection", "look_direction")
    return not look.lower().startswith("l")


def _tile(scene: Scene, facts: Mapping[str, Any]) -> str:
    named = _text(facts, *_TILE_MEMBERS)
    parts = [str(facts.get(f"mgrs:{part}", "")) for part in ("utm_zone", "latitude_band", "grid_square")]
    texts: List[str] = [named, "".join(parts), scene.id, *(_text(facts, name) for name in _NAME_MEMBERS)]
    for text in texts:
        found = _TILE_NAME.search(text.upper())
        if found is not None:
            return found.group(1).zfill(5)
    return ""
