"""The log text of a task: it grows while the task runs and is the only place that gives the cause of a failure."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import List, Tuple

from ..project.blocks import Unit
from .job import Job
from .timeline import RunStatus


def task_log(job: Job, position: int, now: float) -> str:
    """Returns the lines that a task has written by `now` (Unix seconds); empty before it starts."""
    moment = job.step_moments(now)[position]
    if moment.started is None:
        return ""
    block = job.steps[position].task.block
    span = job.timeline.spans()[position]
    lines: List[Tuple[float, str, str]] = [(0.0, "INFO", f"{block.name} {block.version} starts")]
    if position == 0:
        lines += [(0.3, "INFO", f"Search gave {len(job.parts)} results"), (0.4, "INFO", _estimate(job))]
    else:
        lines.append((0.3, "INFO", f"{len(job.parts)} scenes to process"))
    if moment.status is RunStatus.FAILED:
        lines.append((1.0, "ERROR", _reason(job, position)))
    elif moment.status is RunStatus.SUCCEEDED:
        lines.append((1.0, "INFO", "Finished"))
    source = block.name.split("-")[-2] if block.name.count("-") > 1 else block.name
    written = []
    seen = now if job.timeline.cancelled is None else min(now, job.timeline.cancelled)
    for share, level, text in lines:
        time = span[0] + share * (span[1] - span[0])
        if time <= seen:
            stamp = datetime.fromtimestamp(time, tz=timezone.utc).strftime("%Y-%m-%d %H:%M:%S,%f")[:-3]
            written.append(f"{stamp} - {source} - {level} - {text}\n")
    return "".join(written)


def _estimate(job: Job) -> str:
    least = job.steps[0].cost.least
    tiles = f" with {least.quantity:g} tiles" if job.steps[0].cost.unit is Unit.TILE else ""
    return f"Estimated credits for this job{tiles}: {least.credits}"


def _reason(job: Job, position: int) -> str:
    if position == 0 and not job.parts:
        return "No scene matches the parameters; nothing was ordered"
    if position == 0:
        return "The image server did not deliver: the order was refused upstream"
    return "The input cannot be read: unexpected number of bands"
