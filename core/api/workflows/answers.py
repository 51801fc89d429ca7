"""Parses jobs, scenes and estimates of the classic service; unknown members are ignored."""

from __future__ import annotations

import math
from datetime import datetime, timezone
from typing import Any, Dict, List, Mapping, Sequence, Tuple

from ...domain.aoi import Ring
from ...domain.errors import ErrorKind, Up42Error
from ...domain.foreign import (
    MAX_CREDITS,
    Records,
    credits_of,
    id_of,
    mapping_of,
    mappings_of,
    moment_of,
    number_of,
    records,
    text_of,
)
from ...domain.jobs.credits import Charge, Estimate, EstimateLine
from ...domain.jobs.job import Job, JobMode, JobStatus, JobTask
from ...domain.scenes.features import outline_of, scene_of
from ...domain.scenes.scene import Scene


def parse_job(data: Any) -> Job:
    """Returns a job; UNEXPECTED_ANSWER without an id."""
    known = mapping_of(data)
    job_id = id_of(known.get("id"))
    if not job_id:
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "job: id")
    request = mapping_of(known.get("inputs"))
    mode = known.get("mode") or mapping_of(request.get("config")).get("mode")
    status = parse_status(known.get("status"))
    return Job(
        id=job_id,
        name=text_of(known.get("name")),
        mode=JobMode.DRY_RUN if mode == JobMode.DRY_RUN.value else JobMode.LIVE,
        status=status,
        product_id=id_of(known.get("workflowId")),
        product_title=text_of(known.get("workflowName")),
        created=moment_of(known.get("createdAt")),
        started=moment_of(known.get("startedAt")),
        finished=moment_of(known.get("finishedAt")),
        can_cancel=not status.is_final and status is not JobStatus.CANCELLING,
        request=request,
    )


def parse_tasks(data: Any) -> Records[JobTask]:
    """Returns the tasks of a job in workflow order; UNEXPECTED_ANSWER for anything but a list."""
    return records(data, _task, "job: tasks")


def _task(entry: Any) -> JobTask:
    known = mapping_of(entry)
    task_id = id_of(known.get("id"))
    if not task_id:
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "task: id")
    return JobTask(
        id=task_id,
        name=text_of(known.get("name")),
        status=parse_status(known.get("status")),
        title=text_of(mapping_of(known.get("block")).get("displayName")),
        started=moment_of(known.get("startedAt")),
        finished=moment_of(known.get("finishedAt")),
    )


def parse_charges(data: Any) -> Tuple[List[Charge], int]:
    """Returns the charges to jobs on a page of the account's history, and the number of its entries."""
    content = mapping_of(data).get("content")
    if not isinstance(content, list):
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "credits/history: content")
    charges: List[Charge] = []
    for entry in mappings_of(content):
        record = mapping_of(mapping_of(entry.get("details")).get("consumption"))
        # Flat in some releases of the service, nested in others.
        run = mapping_of(record.get("jobRun")) or record
        job_id, delta = id_of(run.get("jobId")), number_of(entry.get("delta"), -MAX_CREDITS, MAX_CREDITS)
        if job_id and delta is not None:
            name = text_of(run.get("jobName"))
            charges.append(Charge(job_id, -math.floor(delta), moment_of(entry.get("createdAt")), name))
    return charges, len(content)


def parse_status(text: Any) -> JobStatus:
    """Returns a state: `ERROR` is a failure, a space equals an underscore, unknown states count as running."""
    word = text_of(text).strip().upper().replace(" ", "_")
    if word == "ERROR":
        return JobStatus.FAILED
    return JobStatus.__members__.get(word, JobStatus.RUNNING)


def parse_estimate(data: Any, titles: Mapping[str, str]) -> Estimate:
    """Returns one line per task; the hold is the sum of the lower ends.

    Fractions of credits are rounded up, so that a hold is never too small. UNEXPECTED_ANSWER for a price that is not an
    amount of credits, and for a range whose lower end is above the upper one.
    """
    if not isinstance(data, Mapping) or not data:
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "estimate: tasks")
    lines = tuple(_line(name, mapping_of(task), titles) for name, task in data.items())
    return Estimate(lines, hold_credits=sum(line.min_credits for line in lines))


def _line(name: str, task: Mapping[str, Any], titles: Mapping[str, str]) -> EstimateLine:
    block, machine = mapping_of(task.get("blockConsumption")), mapping_of(task.get("machineConsumption"))

    def total(end: str) -> int:
        return sum(
            math.ceil(credits_of(mapping_of(consumption.get("credit")).get(end), f"estimate: {name}"))
            for consumption in (block, machine)
        )

    lower, upper = total("min"), total("max")
    if lower > upper:
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, f"estimate: {name}: {lower} > {upper}")
    resources = mapping_of(block.get("resources"))
    return EstimateLine(
        title=titles.get(name, name),
        min_credits=lower,
        max_credits=upper,
        quantity=number_of(resources.get("max"), 0.0),
        unit=text_of(resources.get("unit")),
    )


def parse_scenes(
    document: Any, quicklooks: Sequence[str], footprints: Mapping[str, Ring]
) -> Records[Scene]:
    """Returns the scenes of a data.json, newest first; features without a time come last, in their own order.

    UNEXPECTED_ANSWER if it has no list of features.
    """
    by_stem = {name.rsplit(".", 1)[0]: name for name in quicklooks}
    features = mapping_of(document).get("features")
    found = records(features, lambda feature: scene_of(feature, by_stem, footprints), "data.json: features")
    oldest = datetime.min.replace(tzinfo=timezone.utc)
    newest = sorted(found, key=lambda scene: scene.acquired or oldest, reverse=True)
    return Records(newest, found.unreadable_count)


def parse_footprints(document: Any) -> Dict[str, Ring]:
    """Returns the footprints of a catalog answer by every id of its features."""
    footprints: Dict[str, Ring] = {}
    for feature in mappings_of(mapping_of(document).get("features")):
        ring = outline_of(feature.get("geometry"))
        properties = mapping_of(feature.get("properties"))
        if ring is None:
            continue
        for key in (properties.get("id"), properties.get("sceneId"), feature.get("id")):
            if id_of(key):
                footprints[id_of(key)] = ring
    return footprints
