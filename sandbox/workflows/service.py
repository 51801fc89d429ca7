"""The workflow jobs generation: all its parts and routes."""

from __future__ import annotations

from collections import Counter
from typing import Any, Dict, List, Tuple

from ..books import EntryKind
from ..http.routing import Router
from ..shared import SharedParts
from .envelope import refuse
from .routes import sign_in
from .routes.assets import AssetRoutes
from .routes.catalog import CatalogRoutes
from .routes.credits import CreditRoutes
from .routes.jobs import JobRoutes
from .routes.outputs import OutputRoutes
from .routes.projects import ProjectRoutes
from .state import ProjectState


class WorkflowService:
    """Projects, workflows, jobs and their outputs behind one router."""

    def __init__(self, shared: SharedParts) -> None:
        self.project = ProjectState(shared)
        router = Router(self.project.project_claims, refuse)
        self.routers: Tuple[Router, ...] = (router,)
        sign_in.add_routes(router, shared)
        for part in (ProjectRoutes, JobRoutes, OutputRoutes, CreditRoutes, AssetRoutes, CatalogRoutes):
            part(self.project).add_to(router)

    def state(self) -> Dict[str, Any]:
        """Returns the jobs and the limits of the project."""
        return {"jobs": self.jobs(), "settings": self.project.settings.as_json()}

    def jobs(self) -> List[Dict[str, Any]]:
        """Returns the jobs as the service shows them, oldest first, with `hold` and `creditsUsed` added."""
        now = self.project.now
        jobs = self.project.jobs.all()
        used = Counter[str]()
        for entry in self.project.shared.books.entries:
            if entry.kind is EntryKind.CONSUMPTION:
                used[entry.reference] -= entry.credits
        return [{**job.as_json(now), "hold": job.hold, "creditsUsed": used[job.id]} for job in jobs]
