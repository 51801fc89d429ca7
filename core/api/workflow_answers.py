"""Answers of the classic service as jobs, scenes and estimates; unknown members are ignored."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from ..domain.aoi import Ring, normalised_ring
from ..domain.credits import Estimate, EstimateLine
from ..domain.errors import ErrorKind, Up42Error
from ..domain.jobs import Job, JobMode, JobStatus, JobTask
from ..domain.parameters import parse_utc
from ..domain.scenes import Scene

# Where the blocks' data.json keep what a scene list shows, first that is there.
_ACQUIRED = ("acquisitionDate", "datetime", "acquisition.beginViewingDate", "START_DATE")
_CLOUD_COVER = ("cloudCover", "cloudCoverage", "eo:cloud_cover", "contentDescription.cloudCoverPercentage")
_INCIDENCE = ("incidenceAngle", "view:incidence_angle", "view:off_nadir", "providerProperties.incidenceAngle")
_GSD = ("resolution", "gsd")
_LEVEL = ("processingLevel", "production.levelCode", "providerProperties.processingLevel")
_PLATFORM = ("platform", "acquisition.missionName", "CAMERA_MODEL")
_SCENE_ID = ("parentIdentifier", "identification.externalId", "sceneId", "sentinel:product_id", "id")


def parse_job(data: Any) -> Job:
    """Returns a job; UNEXPECTED_ANSWER without an id."""
    if not isinstance(data, Mapping) or not data.get("id"):
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "job: id")
    inputs = data.get("inputs")
    request: Mapping[str, Any] = inputs if isinstance(inputs, Mapping) else {}
    config = request.get("config")
    mode = data.get("mode") or (config.get("mode") if isinstance(config, Mapping) else None)
    status = parse_status(data.get("status"))
    return Job(
        id=str(data["id"]),
        name=str(data.get("name") or ""),
        mode=JobMode.DRY_RUN if mode == JobMode.DRY_RUN.value else JobMode.LIVE,
        status=status,
        product_id=str(data.get("workflowId") or ""),
        product_title=str(data.get("workflowName") or ""),
        created=_moment(data.get("createdAt")),
        started=_moment(data.get("startedAt")),
        finished=_moment(data.get("finishedAt")),
        can_cancel=not status.is_final and status is not JobStatus.CANCELLING,
        request=request,
    )


def parse_tasks(data: Any) -> Tuple[JobTask, ...]:
    """Returns the tasks of a job in the order of the chain."""
    tasks: List[JobTask] = []
    for entry in data if isinstance(data, list) else []:
        if not isinstance(entry, Mapping) or not entry.get("id"):
            continue
        block = entry.get("block")
        title = block.get("displayName") if isinstance(block, Mapping) else None
        tasks.append(
            JobTask(
                id=str(entry["id"]),
                name=str(entry.get("name") or ""),
                status=parse_status(entry.get("status")),
                title=str(title or ""),
                started=_moment(entry.get("startedAt")),
                finished=_moment(entry.get("finishedAt")),
            )
        )
    return tuple(tasks)


def parse_status(text: Any) -> JobStatus:
    """Returns a state; `ERROR` is a failure, a blank may stand for an underscore, unknown words count as running."""
    word = str(text or "").strip().upper().replace(" ", "_")
    if word == "ERROR":
        return JobStatus.FAILED
    return JobStatus.__members__.get(word, JobStatus.RUNNING)


def parse_estimate(data: Any, titles: Mapping[str, str]) -> Estimate:
    """Returns one line a task; the hold is the sum of the lower ends."""
    if not isinstance(data, Mapping) or not data:
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "estimate: tasks")
    lines: List[EstimateLine] = []
    for name, task in data.items():
        try:
            block, machine = task["blockConsumption"], task["machineConsumption"]
            resources = block.get("resources") or {}
            lines.append(
                EstimateLine(
                    title=titles.get(name, name),
                    min_credits=int(block["credit"]["min"]) + int(machine["credit"]["min"]),
                    max_credits=int(block["credit"]["max"]) + int(machine["credit"]["max"]),
                    quantity=resources.get("max"),
                    unit=str(resources.get("unit") or ""),
                )
            )
        except (KeyError, TypeError, ValueError) as error:
            raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, f"estimate: {name}: {error}") from error
    return Estimate(tuple(lines), hold_credits=sum(line.min_credits for line in lines))


def parse_scenes(
    document: Mapping[str, Any], quicklooks: Sequence[str], footprints: Mapping[str, Ring]
) -> Tuple[Scene, ...]:
    """Returns the scenes of a data.json, newest first; features without a time come last, in their own order."""
    by_stem = {name.rsplit(".", 1)[0]: name for name in quicklooks}
    scenes: List[Scene] = []
    for feature in document.get("features") or []:
        if isinstance(feature, Mapping):
            scenes.append(_scene(feature, by_stem, footprints))
    oldest = datetime.min.replace(tzinfo=timezone.utc)
    scenes.sort(key=lambda scene: scene.acquired or oldest, reverse=True)
    return tuple(scenes)


def parse_footprints(document: Any) -> Dict[str, Ring]:
    """Returns the outlines of a catalog answer by each id that its features go by."""
    footprints: Dict[str, Ring] = {}
    for feature in document.get("features") or [] if isinstance(document, Mapping) else []:
        ring = outline_of(feature.get("geometry"))
        properties = feature.get("properties") or {}
        if ring is None:
            continue
        for key in (properties.get("id"), properties.get("sceneId"), feature.get("id")):
            if key:
                footprints[str(key)] = ring
    return footprints


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


def _scene(feature: Mapping[str, Any], by_stem: Mapping[str, str], footprints: Mapping[str, Ring]) -> Scene:
    given = feature.get("properties")
    properties: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    feature_id = str(feature.get("id") or properties.get("id") or "")
    scene_id = str(_first(properties, _SCENE_ID) or feature_id)
    if not scene_id:
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "data.json: a feature without an id")
    return Scene(
        id=scene_id,
        feature_id=feature_id or scene_id,
        acquired=_moment(_first(properties, _ACQUIRED)),
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


def _moment(value: Any) -> Optional[datetime]:
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
