"""The project, its limits, its workflows and the public blocks."""

from __future__ import annotations

from typing import Any, List

from ...http.routing import HttpRefusal, Request, Response, Router, json_response
from ..envelope import enveloped
from ..project.blocks import Block
from ..project.workflow_store import Workflow
from ..state import ProjectState


class ProjectRoutes:
    """Reads and changes what jobs are made from."""

    def __init__(self, state: ProjectState) -> None:
        self._state = state

    def add_to(self, router: Router) -> None:
        """Adds the routes."""
        root = "/projects/{project}"
        router.add("GET", root, self._project)
        router.add("GET", f"{root}/settings", self._settings)
        router.add("PUT", f"{root}/settings", self._update_settings)
        router.add("POST", f"{root}/settings", self._update_settings)
        router.add("GET", f"{root}/workflows", self._workflows)
        router.add("POST", f"{root}/workflows", self._create)
        router.add("GET", f"{root}/workflows/{{workflow}}", self._workflow)
        router.add("PUT", f"{root}/workflows/{{workflow}}", self._rename)
        router.add("DELETE", f"{root}/workflows/{{workflow}}", self._delete)
        router.add("GET", f"{root}/workflows/{{workflow}}/tasks", self._tasks)
        router.add("POST", f"{root}/workflows/{{workflow}}/tasks", self._set_tasks)
        router.add("GET", f"{root}/workflows/{{workflow}}/compatible-blocks", self._compatible)
        router.add("GET", "/blocks", self._blocks)
        router.add("GET", "/marketplace/blocks", self._blocks, is_open=True)
        router.add("GET", "/blocks/{block}", self._block)
        router.add("GET", "/blocks/{block}/coverage", self._coverage)
        router.add("GET", "/coverage/{block}", self._coverage_file, is_open=True)

    def _project(self, request: Request) -> Response:
        self._state.expect_project(request)
        return enveloped(self._state.project_json())

    def _settings(self, request: Request) -> Response:
        self._state.expect_project(request)
        return enveloped(self._state.settings.as_json())

    def _update_settings(self, request: Request) -> Response:
        self._state.expect_project(request)
        self._state.settings.update(request.json())
        return enveloped(self._state.settings.as_json())

    def _workflows(self, request: Request) -> Response:
        self._state.expect_project(request)
        return enveloped([workflow.as_json() for workflow in self._state.workflows.all()])

    def _create(self, request: Request) -> Response:
        self._state.expect_project(request)
        return enveloped(self._state.workflows.create(request.json()).as_json())

    def _workflow(self, request: Request) -> Response:
        return enveloped(self._state.workflow(request).as_json())

    def _rename(self, request: Request) -> Response:
        workflow = self._state.workflow(request)
        self._state.workflows.rename(workflow, request.json())
        return enveloped(workflow.as_json())

    def _delete(self, request: Request) -> Response:
        self._state.workflows.delete(self._state.workflow(request))
        return Response(204)

    def _tasks(self, request: Request) -> Response:
        return enveloped(self._state.workflow(request).tasks_json(self._state.year))

    def _set_tasks(self, request: Request) -> Response:
        workflow = self._state.workflow(request)
        self._state.workflows.set_tasks(workflow, request.json())
        return enveloped(workflow.tasks_json(self._state.year))

    def _compatible(self, request: Request) -> Response:
        """Gives the data blocks, or what fits behind `parentTaskName` and before each `childTaskName`."""
        workflow = self._state.workflow(request)
        parents = self._named_blocks(workflow, request.arguments("parentTaskName"))
        children = self._named_blocks(workflow, request.arguments("childTaskName"))
        following = self._state.catalogue.following(parents[0] if parents else None)
        fitting = [block for block in following if all(_fits(block, child) for child in children)]
        return enveloped({"blocks": [{"blockId": b.id, "name": b.name, "versionTag": b.version} for b in fitting]})

    def _named_blocks(self, workflow: Workflow, names: List[str]) -> List[Block]:
        known = {task.name: task.block for task in workflow.tasks}
        unknown = [name for name in names if name not in known]
        if unknown:
            raise HttpRefusal(422, f"Workflow does not contain tasks: {', '.join(unknown)}")
        return [known[name] for name in names]

    def _blocks(self, request: Request) -> Response:
        created = self._state.opened
        return enveloped([block.short_json(created) for block in self._state.catalogue.blocks])

    def _block(self, request: Request) -> Response:
        return enveloped(self._found_block(request).full_json(self._state.year, self._state.opened))

    def _coverage(self, request: Request) -> Response:
        block = self._found_block(request)
        return enveloped({"url": f"{self._state.shared.links.base_url}/coverage/{block.id}"})

    def _coverage_file(self, request: Request) -> Response:
        """Gives the coverage as GeoJSON: the whole Earth between the polar circles of the archive."""
        block = self._found_block(request)
        ring = [[-180, -80], [180, -80], [180, 80], [-180, 80], [-180, -80]]
        feature: Any = {
            "type": "Feature",
            "properties": {"blockName": block.name},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        return json_response({"type": "FeatureCollection", "features": [feature]})

    def _found_block(self, request: Request) -> Block:
        id = request.params["block"]
        block = self._state.catalogue.by_id(id)
        if block is None:
            raise HttpRefusal(404, f"Block not found with id {id}", "RESOURCE_NOT_FOUND")
        return block


def _fits(block: Block, child: Block) -> bool:
    return bool(set(child.accepts) & set(block.produces))
