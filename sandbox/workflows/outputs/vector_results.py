"""Vector results: oil seeps at positions that depend on the location alone."""

from __future__ import annotations

import hashlib
import math
from typing import Any, Dict, List, Mapping

from ...areas import bounds
from ..ordering.selection import ScenePart

_CELL_DEGREES = 0.02
_MAX_FEATURES = 400


def seeps_geojson(part: ScenePart, options: Mapping[str, Any]) -> Dict[str, Any]:
    """Returns points and outlines in the bounds of an area as GeoJSON; `object_types` chooses the kinds."""
    kinds: List[str] = options.get("object_types") or ["slick_outline"]
    west, south, east, north = bounds(part.outline)
    features: List[Dict[str, Any]] = []
    for row in range(math.floor(south / _CELL_DEGREES), math.ceil(north / _CELL_DEGREES)):
        for column in range(math.floor(west / _CELL_DEGREES), math.ceil(east / _CELL_DEGREES)):
            digest = hashlib.sha256(f"seep {row} {column}".encode()).digest()
            lon = (column + digest[0] / 256.0) * _CELL_DEGREES
            lat = (row + digest[1] / 256.0) * _CELL_DEGREES
            if west <= lon <= east and south <= lat <= north and len(features) < _MAX_FEATURES:
                features += [_feature(kind, lon, lat, digest) for kind in kinds]
    return {"type": "FeatureCollection", "features": features}


def _feature(kind: str, lon: float, lat: float, digest: bytes) -> Dict[str, Any]:
    geometry: Dict[str, Any] = {"type": "Point", "coordinates": [round(lon, 7), round(lat, 7)]}
    if kind == "slick_outline":
        ring = []
        for corner in range(12):
            reach = 0.002 + 0.004 * digest[2 + corner] / 255.0
            angle = 2 * math.pi * corner / 12
            ring.append([round(lon + reach * math.cos(angle), 7), round(lat + reach * math.sin(angle), 7)])
        geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    properties = {"object_type": kind, "confidence": 1 + digest[20] % 5, "year": 1993 + digest[21] % 30}
    return {"type": "Feature", "properties": properties, "geometry": geometry}
