"""Parses a feature of data.json into a scene, by the member names of all providers; unknown members are ignored."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from ..aoi import Ring, footprint_of
from ..errors import ErrorKind, Up42Error
from ..foreign import MAX_CREDITS, id_of, mapping_of, moment_of, number_of, text_of
from .scene import Scene

# Members of data.json with the figures of a scene list; the first that is present counts.
_ACQUIRED = ("acquisitionDate", "datetime", "acquisition.beginViewingDate", "START_DATE")
_CLOUD_COVER = ("cloudCover", "cloudCoverage", "eo:cloud_cover", "contentDescription.cloudCoverPercentage")
_INCIDENCE = ("incidenceAngle", "view:incidence_angle", "view:off_nadir", "providerProperties.incidenceAngle")
_GSD = ("resolution", "gsd")
_LEVEL = ("processingLevel", "production.levelCode", "providerProperties.processingLevel")
_PLATFORM = ("platform", "acquisition.missionName", "CAMERA_MODEL")
# One degree: coarser than any image on sale.
MAX_GSD_M = 111_000.0
_SCENE_ID = ("parentIdentifier", "identification.externalId", "sceneId", "sentinel:product_id", "id")


def outline_of(geometry: Any) -> Optional[Ring]:
    """Returns the outer ring of a polygon or of a multipolygon's first part, None for anything else."""
    given = mapping_of(geometry)
    parts = given.get("coordinates")
    if given.get("type") != "MultiPolygon":
        return footprint_of(given)
    return footprint_of({"type": "Polygon", "coordinates": parts[0]}) if isinstance(parts, list) and parts else None


def scene_of(feature: Any, by_stem: Mapping[str, str], footprints: Mapping[str, Ring]) -> Scene:
    """Returns the scene of a feature; UNEXPECTED_ANSWER without an id.

    `by_stem` has the name of a quicklook and `footprints` the outline of a whole scene, both by the feature's id.
    """
    feature = mapping_of(feature)
    properties = mapping_of(feature.get("properties"))
    feature_id = id_of(feature.get("id")) or id_of(properties.get("id"))
    scene_id = id_of(_first(properties, _SCENE_ID)) or feature_id
    if not scene_id:
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "a feature without an id")
    return Scene(
        id=scene_id,
        feature_id=feature_id or scene_id,
        acquired=moment_of(_first(properties, _ACQUIRED)),
        platform=text_of(_first(properties, _PLATFORM)),
        constellation=text_of(properties.get("constellation")),
        cloud_cover=number_of(_first(properties, _CLOUD_COVER), 0.0, 100.0),
        incidence_angle=number_of(_first(properties, _INCIDENCE), -360.0, 360.0),
        gsd_m=number_of(_first(properties, _GSD), 0.0, MAX_GSD_M),
        processing_level=text_of(_first(properties, _LEVEL)),
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


def _credits(value: Any) -> Optional[int]:
    """Returns a price; zero means that it is unknown."""
    number = number_of(value, 0.0, MAX_CREDITS)
    return round(number) if number else None
