"""Limits of live jobs, set by the project and the data block."""

from __future__ import annotations

from ...http.routing import HttpRefusal
from ...world.geometry import area_km2
from ..project.settings import AREA, SCENES, ProjectSettings
from ..project.workflow_store import WorkflowTask
from .inputs import JobInputs


def check_limits(task: WorkflowTask, inputs: JobInputs, settings: ProjectSettings) -> None:
    """Refuses, with 400, a live job whose area or number of scenes is out of bounds; test queries have no limits."""
    data = inputs.data
    if inputs.is_dry_run:
        return
    if data.ring is not None:
        area = area_km2(data.ring)
        least, most = task.block.area_km2
        most = min(most, settings.value(AREA))
        if not least <= area <= most:
            message = f"{task.name}: the area must be between {least:g} and {most:g} km², got {area:.3f} km²"
            raise HttpRefusal(400, message, "VALIDATION_ERROR")
    scenes = len(data.ids) or len(data.asset_ids) or data.limit
    if scenes > settings.value(SCENES):
        message = f"{task.name}.limit: must be at most {settings.value(SCENES)}, got {scenes}"
        raise HttpRefusal(400, message, "VALIDATION_ERROR")
