"""Scenes as catalog results: GeoJSON features of a host, and STAC items."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Dict, Mapping

from ...areas import box_json, outline_json
from ...clock import iso
from ...world.scenes import SandboxScene

STAC_VERSION = "1.0.0"
_EXTENSIONS = (
    "https://stac-extensions.github.io/eo/v1.1.0/schema.json",
    "https://stac-extensions.github.io/view/v1.0.0/schema.json",
)


def scene_properties(scene: SandboxScene) -> Dict[str, Any]:
    """Returns the properties of a scene in the words of the host search."""
    return {
        "id": scene.id,
        "sceneId": scene.id,
        **acquisition_times(scene),
        "constellation": scene.sensor.constellation.lower(),
        "collection": scene.sensor.key,
        "providerName": scene.sensor.host,
        "producer": scene.sensor.producer,
        "cloudCoverage": scene.cloud_cover,
        "resolution": scene.sensor.gsd_m,
        "deliveryTime": "MINUTES" if scene.sensor.key != "capella-gec" else "HOURS",
        "up42:usageType": ["DATA"],
        "providerProperties": _provider_properties(scene),
    }


def stac_properties(scene: SandboxScene) -> Dict[str, Any]:
    """Returns the properties of a scene in the words of both searches."""
    return {
        **scene_properties(scene),
        **standard_properties(scene),
    }


def standard_properties(scene: SandboxScene) -> Dict[str, Any]:
    """Returns the properties of a scene that STAC and its extensions name."""
    return {
        "platform": scene.platform,
        "gsd": scene.sensor.gsd_m,
        "eo:cloud_cover": scene.cloud_cover,
        "view:incidence_angle": scene.incidence_angle,
        "view:azimuth": scene.azimuth_angle,
        "view:sun_azimuth": scene.sun_azimuth,
        "view:sun_elevation": scene.sun_elevation,
    }


def host_feature(scene: SandboxScene, host: str) -> Dict[str, Any]:
    """Returns a scene as the search of its host shows it: without an id at the top, strips without a box."""
    feature = {
        "type": "Feature",
        "geometry": outline_json(scene.footprint),
        "bbox": box_json(scene.footprint),
        "properties": {**scene_properties(scene), "providerName": host},
    }
    if _is_strip(scene):
        feature.pop("bbox")
    return feature


def catalog_item(scene: SandboxScene, api: str) -> Dict[str, Any]:
    """Returns a scene as an item of the STAC catalog below the address `api`."""
    root = f"{api}/v2/catalog"
    image = f"{api}/catalog/{scene.sensor.host}/image/{scene.id}"
    return stac_item(
        scene,
        root,
        stac_properties(scene),
        {
            "quicklook": {"href": f"{image}/quicklook", "type": "image/jpeg", "roles": ["overview"]},
            "thumbnail": {"href": f"{image}/thumbnail", "type": "image/jpeg", "roles": ["thumbnail"]},
        },
    )


def stac_item(
    scene: SandboxScene, root: str, properties: Mapping[str, Any], assets: Mapping[str, Any]
) -> Dict[str, Any]:
    """Returns a scene as an item of the catalog at the address `root`."""
    collection = f"{root}/collections/{scene.sensor.key}"
    return {
        "type": "Feature",
        "stac_version": STAC_VERSION,
        "stac_extensions": list(_EXTENSIONS),
        "id": scene.id,
        "collection": scene.sensor.key,
        "geometry": outline_json(scene.footprint),
        "bbox": box_json(scene.footprint),
        # An item must have this one, null or not.
        "properties": {
            name: value for name, value in properties.items() if value is not None or name == "datetime"
        },
        "assets": dict(assets),
        "links": [
            {"rel": "self", "href": f"{collection}/items/{scene.id}", "type": "application/geo+json"},
            {"rel": "collection", "href": collection, "type": "application/json"},
            {"rel": "root", "href": f"{root}/", "type": "application/json"},
        ],
    }


def _is_strip(scene: SandboxScene) -> bool:
    """Returns whether a scene was taken over some seconds, which its host reports instead of a moment."""
    return scene.sensor.host == "capellaspace"


def acquisition_times(scene: SandboxScene) -> Dict[str, Any]:
    """Returns when a scene was taken: a moment, or start and end for a strip."""
    acquired = iso(scene.acquired)
    if _is_strip(scene):
        ended = iso(scene.acquired + timedelta(seconds=8))
        return {"acquisitionDate": None, "datetime": None, "start_datetime": acquired, "end_datetime": ended}
    return {"acquisitionDate": acquired, "datetime": acquired, "start_datetime": None, "end_datetime": None}


def _provider_properties(scene: SandboxScene) -> Dict[str, Any]:
    if scene.sensor.host != "oneatlas":
        details = {"incidenceAngle": scene.incidence_angle, "sourceIdentifier": scene.name, "platform": scene.platform}
        return {} if scene.sensor.host == "earthsearch-aws" else details
    return {
        "incidenceAngle": scene.incidence_angle,
        "incidenceAngleAcrossTrack": scene.incidence_across,
        "incidenceAngleAlongTrack": scene.incidence_along,
        "azimuthAngle": scene.azimuth_angle,
        "illuminationAzimuthAngle": scene.sun_azimuth,
        "illuminationElevationAngle": scene.sun_elevation,
        "processingLevel": "ALBUM",
        "productType": "mono",
        "sensorType": "OPTICAL",
        "snowCover": 0,
        "platform": scene.platform,
        "acquisitionIdentifier": None,
        "sourceIdentifier": scene.name,
        "parentIdentifier": scene.name,
        "productionStatus": "IN_CLOUD",
        # The provider writes nine digits of a second.
        "publicationDate": iso(scene.acquired + timedelta(days=1), 6).replace("Z", "913Z"),
        "organisationName": "AIRBUS DS GEO",
    }
