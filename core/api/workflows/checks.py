"""The steps of Check Connection for the classic service, and their reports."""

from __future__ import annotations

from typing import Any, List, Mapping, Tuple

from ...domain.checks import Check
from ...domain.errors import ErrorKind, Up42Error
from .client import WorkflowClient


class WorkflowChecks:
    """The steps for one project, whose path is `project`."""

    def __init__(self, client: WorkflowClient, project: str) -> None:
        self._client = client
        self._project = project

    def checks(self) -> Tuple[Check, ...]:
        """Returns the steps in the order of their dependencies."""
        return (
            Check("token", self._token, is_needed=True, is_first=True),
            Check("project", self._read_project, is_needed=True),
            Check("workflows", self._workflows, is_needed=True),
            Check("blocks", lambda: _counted(self._client.data("GET", "/blocks"), "blocks")),
            Check("balance", self._balance),
            Check("jobs", self._jobs, is_needed=True),
        )

    def _token(self) -> str:
        self._client.sign_in()
        return ""

    def _read_project(self) -> str:
        project = self._client.data("GET", self._project)
        settings = _list(self._client.data("GET", f"{self._project}/settings"), "settings")
        names = [str(entry.get("name")) for entry in settings if isinstance(entry, Mapping)]
        members = ", ".join(str(name) for name in project) if isinstance(project, Mapping) else "-"
        return f"members: {members}; settings: {', '.join(names) or '-'}"

    def _workflows(self) -> str:
        return _counted(self._client.data("GET", f"{self._project}/workflows"), "workflows")

    def _balance(self) -> str:
        data = self._client.data("GET", "/accounts/me/credits/balance")
        balance = data.get("balance") if isinstance(data, Mapping) else None
        if isinstance(balance, bool) or not isinstance(balance, (int, float)):
            raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "balance: no number")
        return "balance is a number"

    def _jobs(self) -> str:
        query = {"page": 0, "sort": "createdAt,desc"}
        jobs = _list(self._client.data("GET", f"{self._project}/jobs", query=query), "jobs")
        states = sorted({str(job.get("status")) for job in jobs if isinstance(job, Mapping)})
        return f"{len(jobs)} jobs on the first page; states: {', '.join(states) or '-'}"


def _list(data: Any, name: str) -> List[Any]:
    if not isinstance(data, list):
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, f"{name}: no list")
    return data


def _counted(data: Any, name: str) -> str:
    return f"{len(_list(data, name))} {name}"
