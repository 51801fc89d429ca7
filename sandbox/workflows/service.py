"""The workflow jobs generation as a whole."""

from __future__ import annotations

from typing import Any, Dict

from ..foundation import Foundation
from ..http.routing import Router
from .envelope import refuse
from .routes import sign_in


class WorkflowService:
    """Projects, workflows, jobs and their outputs behind one router."""

    def __init__(self, foundation: Foundation) -> None:
        self.router = Router(foundation.claims, refuse)
        sign_in.add_routes(self.router, foundation)

    def state(self) -> Dict[str, Any]:
        """Returns the jobs and settings of the project."""
        return {}
