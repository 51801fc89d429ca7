"""data.json: the scenes of a job as GeoJSON features with their providers' property names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Dict, List

from ...access import named_id
from ...areas import bounds, polygon_json
from ...clock import iso
from ...world.scenes import SandboxScene
from ..jobs.job import Job
from ..ordering.costs import scene_credits
from ..ordering.selection import ScenePart
from ..project.blocks import Delivery, Unit

DATA_PATH = "up42.data_path"
_FILE_SUFFIXES = {Delivery.ENHANCEMENT: "_sharpened.tif", Delivery.VECTOR: ".geojson"}


def data_json(job: Job, position: int) -> Dict[str, Any]:
    """Returns the data.json of a step.

    The geometry is the part of the scene that was asked for (tiles for streaming), never the scene's footprint.
    """
    return {"type": "FeatureCollection", "features": [_feature(job, position, part) for part in job.parts]}


def data_path(job: Job, position: int, part: ScenePart) -> str:
    """Returns the path of a scene's files in the archive of a step, below `output/`: a file or a folder."""
    delivery = job.steps[position].task.block.delivery
    if delivery is Delivery.DOWNLOAD:
        return f"{part.feature_id}/{part.asset_id(job.id)}"
    return part.feature_id + _FILE_SUFFIXES.get(delivery, ".tif")


def _feature(job: Job, position: int, part: ScenePart) -> Dict[str, Any]:
    data_task = job.steps[0].task
    properties = {"id": part.feature_id} if part.scene is None else _properties(part.scene)
    if not job.is_dry_run:
        properties[DATA_PATH] = data_path(job, position, part)
    feature: Dict[str, Any] = {
        "type": "Feature",
        "id": part.feature_id,
        "bbox": [round(value, 7) for value in bounds(part.outline)],
        "geometry": polygon_json(part.outline),
        "properties": properties,
    }
    if part.scene is None:
        return feature
    feature["fileSize"] = part.size_bytes
    feature["estimatedCredits"] = scene_credits(data_task, part)
    if data_task.block.unit is Unit.TILE:
        feature["tilesNumber"] = int(part.quantity)
    if not job.is_dry_run and data_task.block.delivery is Delivery.DOWNLOAD:
        feature["orderID"] = part.asset_id(job.id)
    return feature


def _properties(scene: SandboxScene) -> Dict[str, Any]:
    return _oneatlas(scene) if scene.sensor.host == "oneatlas" else _earth_search(scene)


def _oneatlas(scene: SandboxScene) -> Dict[str, Any]:
    acquired = scene.acquired
    source = named_id("source", scene.id)[:8].upper()
    published = iso(acquired + timedelta(days=1, hours=3), 6).replace("Z", "913Z")
    activity = named_id("activity", scene.id)
    return {
        "id": scene.id,
        "acquisitionDate": iso(acquired),
        "acquisitionIdentifier": scene.name,
        "parentIdentifier": scene.name,
        "sourceIdentifier": f"{scene.name}_{source}",
        "title": f"{scene.name}_{source}",
        "constellation": scene.sensor.constellation,
        "platform": scene.platform,
        "sensorType": "OPTICAL",
        "spectralRange": "VISIBLE",
        "cloudCover": scene.cloud_cover,
        "snowCover": 0,
        "resolution": scene.sensor.gsd_m,
        "incidenceAngle": scene.incidence_angle,
        "incidenceAngleAcrossTrack": scene.incidence_across,
        "incidenceAngleAlongTrack": scene.incidence_along,
        "azimuthAngle": scene.azimuth_angle,
        "illuminationAzimuthAngle": scene.sun_azimuth,
        "illuminationElevationAngle": scene.sun_elevation,
        "processingLevel": "SENSOR",
        "productType": "bundle",
        "productCategory": "image",
        "format": "image/jp2",
        "productionStatus": "IN_CLOUD",
        "qualified": False,
        "acquisitionStation": "FR1",
        "archivingCenter": "FR1",
        "processingCenter": "FCMUGC",
        # The provider leaves the zone out here and writes nine digits below.
        "processingDate": iso(acquired + timedelta(hours=17)).rstrip("Z")[:-2],
        "processorName": "DRS-MM V2.6vV2.6",
        "publicationDate": published,
        "lastUpdateDate": published,
        "expirationDate": iso(acquired + timedelta(days=366), 6),
        "commercialReference": f"SO{acquired:%y%m%d}01",
        "customerReference": f"SO{acquired:%y%m%d}01",
        "activityId": activity,
        "correlationId": activity,
        "organisationName": "AIRBUS DS GEO",
        "workspaceId": named_id("provider workspace", scene.sensor.host),
        "workspaceName": "public",
        "workspaceTitle": "Public",
    }


def _earth_search(scene: SandboxScene) -> Dict[str, Any]:
    stations: List[str] = ["FR1"]
    return {
        "id": scene.id,
        "datetime": iso(scene.acquired),
        "created": iso(scene.acquired + timedelta(hours=9)),
        "platform": scene.platform.lower(),
        "constellation": scene.sensor.key,
        "instruments": ["msi"],
        "gsd": scene.sensor.gsd_m,
        "eo:cloud_cover": scene.cloud_cover,
        "view:off_nadir": 0,
        "view:sun_azimuth": scene.sun_azimuth,
        "view:sun_elevation": scene.sun_elevation,
        "sentinel:product_id": scene.name,
        "sentinel:data_coverage": 100,
        "sat:orbit_state": scene.orbit_direction.lower(),
        "processing": {"level": "L2A", "stations": stations},
    }
