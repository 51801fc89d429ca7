"""Answers of the classic service as jobs, scenes and estimates; unknown members are ignored."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Dict, List, Mapping, Sequence, Tuple

from ...domain.aoi import Ring
from ...domain.errors import ErrorKind, Up42Error
from ...domain.jobs.credits import Charge, Estimate, EstimateLine
from ...domain.jobs.job import Job, JobMode, JobStatus, JobTask
from ...domain.scenes.features import moment_of, outline_of, scene_of
from ...domain.scenes.scene import Scene


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
        created=moment_of(data.get("createdAt")),
        started=moment_of(data.get("startedAt")),
        finished=moment_of(data.get("finishedAt")),
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
                started=moment_of(entry.get("startedAt")),
                finished=moment_of(entry.get("finishedAt")),
            )
        )
    return tuple(tasks)


def parse_charges(data: Any) -> Tuple[List[Charge], int]:
    """Returns what a page of the account's history charges to jobs, and how many entries the page has."""
    content = data.get("content") if isinstance(data, Mapping) else None
    if not isinstance(content, list):
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "credits/history: content")
    charges: List[Charge] = []
    for entry in content:
        details = entry.get("details") if isinstance(entry, Mapping) else None
        record = details.get("consumption") if isinstance(details, Mapping) else None
        if not isinstance(record, Mapping) or not isinstance(entry.get("delta"), (int, float)):
            continue
        # Flat in some releases of the service, one level deeper in others.
        nested = record.get("jobRun")
        run = nested if isinstance(nested, Mapping) else record
        if run.get("jobId"):
            name = str(run.get("jobName") or "")
            charges.append(Charge(str(run["jobId"]), -int(entry["delta"]), moment_of(entry.get("createdAt")), name))
    return charges, len(content)


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
            scenes.append(scene_of(feature, by_stem, footprints))
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
