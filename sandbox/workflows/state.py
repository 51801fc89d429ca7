"""The Sandbox's only project: the state that the routes share."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Tuple

from ..clock import iso
from ..http.routing import HttpRefusal, Request
from ..shared import SharedParts
from .jobs.job import Job
from .jobs.store import JobStore
from .outputs.archives import Archives
from .outputs.assets import AssetStore
from .project.block_list import CATALOGUE
from .project.settings import ProjectSettings
from .project.workflow_store import Workflow, WorkflowStore

PROJECT_NAME = "Sandbox project"


class ProjectState:
    """Blocks, workflows, limits, jobs, archives and assets of the project."""

    def __init__(self, shared: SharedParts) -> None:
        self.shared = shared
        self.opened = iso(shared.clock.now())
        self.catalogue = CATALOGUE
        self.settings = ProjectSettings(shared.options, shared.clock)
        self.workflows = WorkflowStore(CATALOGUE, shared.clock)
        self.jobs = JobStore(shared, self.settings)
        self.assets = AssetStore(self.jobs, shared.clock)
        self.archives = Archives(shared.folder)

    @property
    def year(self) -> int:
        """Returns the year that the default period of the blocks ends with."""
        return self.shared.clock.now().year

    @property
    def now(self) -> float:
        """Returns the Sandbox's time as Unix seconds."""
        return self.shared.clock.timestamp()

    def project_claims(self, request: Request) -> Mapping[str, Any]:
        """Returns the claims of an access value of this project; HttpRefusal 401 for any other one."""
        claims = self.shared.claims(request)
        if claims["aud"] != self.shared.account.project_id:
            raise HttpRefusal(401, "The access value was issued for another service", "UNAUTHORIZED")
        return claims

    def project_json(self) -> Dict[str, Any]:
        """Returns the project as the service does."""
        account = self.shared.account
        return {
            "id": account.project_id,
            "displayId": account.project_id[:8],
            "name": PROJECT_NAME,
            "description": "A stand-in for a project at UP42; nothing costs money",
            "createdAt": self.opened,
            "updatedAt": self.opened,
            "userId": account.user_id,
            "workspaceId": account.workspace_id,
        }

    def expect_project(self, request: Request) -> None:
        """Raises HttpRefusal 404 when the path names another project."""
        account = self.shared.account
        if request.params["project"] != account.project_id:
            message = f"Project not found for id {request.params['project']} and userId {account.user_id}"
            raise HttpRefusal(404, message, "RESOURCE_NOT_FOUND")

    def workflow(self, request: Request) -> Workflow:
        """Returns the workflow that the path names; HttpRefusal 404 when there is none."""
        self.expect_project(request)
        workflow = self.workflows.get(request.params["workflow"])
        if workflow is None:
            place = self._place(request, "workflow")
            raise HttpRefusal(404, f"Workflow not found for id {place}", "RESOURCE_NOT_FOUND")
        return workflow

    def job(self, request: Request) -> Job:
        """Returns the job that the path names; HttpRefusal 404 when there is none."""
        self.expect_project(request)
        job = self.jobs.get(request.params["job"])
        workflow = request.params.get("workflow")
        if job is None or (workflow is not None and workflow != job.workflow.id):
            raise HttpRefusal(404, f"Job not found for id {self._place(request, 'job')}")
        return job

    def step(self, request: Request) -> Tuple[Job, int]:
        """Returns the job and the position of the task that the path names; HttpRefusal 404 when there is none."""
        job = self.job(request)
        position = job.position(request.params["task"])
        if position is None:
            raise HttpRefusal(404, f"Job task not found for id {self._place(request, 'task')}")
        return job, position

    def _place(self, request: Request, what: str) -> str:
        account = self.shared.account
        return f"{request.params[what]} and projectId {account.project_id} and userId {account.user_id}"
