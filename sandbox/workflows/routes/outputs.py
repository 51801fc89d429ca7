"""The outputs of jobs: data.json, quicklooks, links to archives."""

from __future__ import annotations

from typing import Dict, Tuple

from ...http.routing import HttpRefusal, Request, Response, Router, json_response
from ...testing.faults import FaultKind
from ...world.images import CORRUPT_IMAGE
from ...world.scenes import SandboxScene
from ..envelope import enveloped
from ..jobs.job import Job
from ..outputs.features import data_json
from ..outputs.pictures import quicklook_name, quicklook_response
from ..state import ProjectState


class OutputRoutes:
    """Outputs of a job (those of its last task) and of its tasks."""

    def __init__(self, state: ProjectState) -> None:
        self._state = state

    def add_to(self, router: Router) -> None:
        """Adds the routes."""
        job = "/projects/{project}/jobs/{job}"
        for root in (job, f"{job}/tasks/{{task}}"):
            router.add("GET", f"{root}/outputs/data-json", self._data_json)
            router.add("GET", f"{root}/downloads/results", self._results)
        router.add("GET", f"{job}/tasks/{{task}}/outputs/quicklooks", self._quicklooks)
        router.add("GET", f"{job}/tasks/{{task}}/outputs/quicklooks/{{image}}", self._quicklook)

    def _data_json(self, request: Request) -> Response:
        return json_response(data_json(*self._finished_step(request)))

    def _results(self, request: Request) -> Response:
        job, position = self._finished_step(request)
        hostile = request.take_fault(FaultKind.HOSTILE_ARCHIVE)
        archives, links = self._state.archives, self._state.shared.links
        if hostile is not None:
            name = hostile.name or "dotdot"
            return enveloped({"url": links.link(f"{job.id}-{name}", "output.tgz", lambda: archives.hostile(name))})
        folder = f"{job.id}-{position}"
        return enveloped({"url": links.link(folder, "output.tgz", lambda: archives.results(job, position))})

    def _quicklooks(self, request: Request) -> Response:
        return enveloped(list(_pictures(*self._finished_step(request))))

    def _quicklook(self, request: Request) -> Response:
        image = request.params["image"]
        scene = _pictures(*self._finished_step(request)).get(image)
        if scene is None or request.take_fault(FaultKind.NO_QUICKLOOK):
            raise HttpRefusal(404, f"Quicklook {image} not found", "RESOURCE_NOT_FOUND")
        if request.take_fault(FaultKind.CORRUPT_QUICKLOOK):
            return Response(200, CORRUPT_IMAGE, "image/jpg")
        return quicklook_response(scene, self._state.shared.options.quicklook_pattern)

    def _finished_step(self, request: Request) -> Tuple[Job, int]:
        """Returns the job and the position of the step that the path means; HttpRefusal 404 until it has succeeded."""
        if "task" in request.params:
            job, position = self._state.step(request)
        else:
            job = self._state.job(request)
            position = len(job.steps) - 1
        if not job.has_succeeded(position, self._state.now):
            raise HttpRefusal(404, f"Outputs not found for job {job.id}", "RESOURCE_NOT_FOUND")
        return job, position


def _pictures(job: Job, position: int) -> Dict[str, SandboxScene]:
    """Returns the scenes of a data task that have a quicklook, by its name; other tasks have none."""
    scenes = [part.scene for part in job.parts] if position == 0 else []
    return {quicklook_name(scene): scene for scene in scenes if scene is not None and scene.has_quicklook}
