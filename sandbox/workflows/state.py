"""The one project of the Sandbox: everything that its routes work on."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Tuple

from ..clock import iso
from ..foundation import Foundation
from ..http.routing import Refusal, Request
from .jobs.job import Job
from .jobs.store import JobStore
from .outputs.archives import Archives
from .outputs.assets import AssetStore
from .project.block_list import CATALOGUE
from .project.chains import Workflow, WorkflowStore
from .project.settings import ProjectSettings

PROJECT_NAME = "Sandbox project"


class ProjectState:
    """Blocks, workflows, limits, jobs, archives and assets of the project."""

    def __init__(self, foundation: Foundation) -> None:
        self.foundation = foundation
        self.opened = iso(foundation.clock.now())
        self.catalogue = CATALOGUE
        self.settings = ProjectSettings(foundation.options, foundation.clock)
        self.workflows = WorkflowStore(CATALOGUE, foundation.clock)
        self.jobs = JobStore(foundation, self.settings)
        self.assets = AssetStore(self.jobs, foundation.clock)
        self.archives = Archives(foundation.folder)

    @property
    def year(self) -> int:
        """Returns the year that the default period of the blocks ends with."""
        return self.foundation.clock.now().year

    @property
    def now(self) -> float:
        """Returns the Sandbox's time as Unix seconds."""
        return self.foundation.clock.timestamp()

    def project_claims(self, request: Request) -> Mapping[str, Any]:
        """Returns the claims of an access value of this project; Refusal 401 for any other one."""
        claims = self.foundation.claims(request)
        if claims["aud"] != self.foundation.account.project_id:
            raise Refusal(401, "The access value was issued for another service", "UNAUTHORIZED")
        return claims

    def project_json(self) -> Dict[str, Any]:
        """Returns the project as the service does."""
        account = self.foundation.account
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
        """Raises Refusal 404 when the path names another project."""
        account = self.foundation.account
        if request.params["project"] != account.project_id:
            message = f"Project not found for id {request.params['project']} and userId {account.user_id}"
            raise Refusal(404, message, "RESOURCE_NOT_FOUND")

    def workflow(self, request: Request) -> Workflow:
        """Returns the workflow that the path names; Refusal 404 when there is none."""
        self.expect_project(request)
        workflow = self.workflows.get(request.params["workflow"])
        if workflow is None:
            raise Refusal(404, f"Workflow not found for id {self._place(request, 'workflow')}", "RESOURCE_NOT_FOUND")
        return workflow

    def job(self, request: Request) -> Job:
        """Returns the job that the path names; Refusal 404 when there is none."""
        self.expect_project(request)
        job = self.jobs.get(request.params["job"])
        workflow = request.params.get("workflow")
        if job is None or (workflow is not None and workflow != job.workflow.id):
            raise Refusal(404, f"Job not found for id {self._place(request, 'job')}")
        return job

    def step(self, request: Request) -> Tuple[Job, int]:
        """Returns the job and the position of the task that the path names; Refusal 404 when there is none."""
        job = self.job(request)
        position = job.position(request.params["task"])
        if position is None:
            raise Refusal(404, f"Job task not found for id {self._place(request, 'task')}")
        return job, position

    def _place(self, request: Request, what: str) -> str:
        account = self.foundation.account
        return f"{request.params[what]} and projectId {account.project_id} and userId {account.user_id}"
