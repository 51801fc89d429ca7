"""A feature of data.json as a scene, in the words of the blocks' providers; unknown members are ignored."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Mapping, Optional, Sequence

from ..aoi import Ring, normalised_ring
from ..errors import ErrorKind, Up42Error
from ..parameters import parse_utc
from .scene import Scene

# Where the blocks' data.json keep what a scene list shows, first that is there.
_ACQUIRED = ("acquisitionDate", "datetime", "acquisition.beginViewingDate", "START_DATE")
_CLOUD_COVER = ("cloudCover", "cloudCoverage", "eo:cloud_cover", "contentDescription.cloudCoverPercentage")
_INCIDENCE = ("incidenceAngle", "view:incidence_angle", "view:off_nadir", "providerProperties.incidenceAngle")
_GSD = ("resolution", "gsd")
_LEVEL = ("processingLevel", "production.levelCode", "providerProperties.processingLevel")
_PLATFORM = ("platform", "acquisition.missionName", "CAMERA_MODEL")
_SCENE_ID = ("parentIdentifier", "identification.externalId", "sceneId", "sentinel:product_id", "id")


def outline_of(geometry: Any) -> Optional[Ring]:
    """Returns the outer ring of a polygon, of a multipolygon's first part, None for anything else."""
    if not isinstance(geometry, Mapping):
        return None
    coordinates = geometry.get("coordinates")
    try:
        if geometry.get("type") == "MultiPolygon":
            return normalised_ring(coordinates[0][0])  # type: ignore[index]
        if geometry.get("type") == "Polygon":
            return normalised_ring(coordinates[0])  # type: ignore[index]
    except (ValueError, TypeError, IndexError):
        return None
    return None


def scene_of(feature: Mapping[str, Any], by_stem: Mapping[str, str], footprints: Mapping[str, Ring]) -> Scene:
    """Returns the scene of a feature; UNEXPECTED_ANSWER without an id.

    `by_stem` finds the name of a quicklook, `footprints` the outline of a whole scene, both by the feature's id.
    """
    given = feature.get("properties")
    properties: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    feature_id = str(feature.get("id") or properties.get("id") or "")
    scene_id = str(_first(properties, _SCENE_ID) or feature_id)
    if not scene_id:
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "data.json: a feature without an id")
    return Scene(
        id=scene_id,
        feature_id=feature_id or scene_id,
        acquired=moment_of(_first(properties, _ACQUIRED)),
        platform=str(_first(properties, _PLATFORM) or ""),
        constellation=str(properties.get("constellation") or ""),
        cloud_cover=_number(_first(properties, _CLOUD_COVER)),
        incidence_angle=_number(_first(properties, _INCIDENCE)),
        gsd_m=_number(_first(properties, _GSD)),
        processing_level=str(_first(properties, _LEVEL) or ""),
        footprint=footprints.get(feature_id) or footprints.get(scene_id),
        outline=outline_of(feature.get("geometry")),
        estimated_credits=_credits(feature.get("estimatedCredits")),
        quicklook_name=by_stem.get(feature_id) or by_stem.get(scene_id),
        properties=properties,
    )


def _first(properties: Mapping[str, Any], names: Sequence[str]) -> Any:
    for name in names:
        value: Any = properties.get(name)
        if value is None and "." in name:
            value = properties
            for part in name.split("."):
                value = value.get(part) if isinstance(value, Mapping) else None
        if value is not None:
            return value
    return None


def moment_of(value: Any) -> Optional[datetime]:
    """Returns a time of RFC 3339, of epoch milliseconds, or with ` UTC` behind it; None for anything else."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return datetime.fromtimestamp(value / 1000.0, timezone.utc)
    if not isinstance(value, str) or not value:
        return None
    try:
        return parse_utc(value.replace(" UTC", ""))
    except ValueError:
        return None


def _number(value: Any) -> Optional[float]:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return float(value)
    try:
        return float(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _credits(value: Any) -> Optional[int]:
    number = _number(value)
    return round(number) if number else None
