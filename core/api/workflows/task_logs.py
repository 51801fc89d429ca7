"""Reads the logs of a job's tasks."""

from __future__ import annotations

from urllib.parse import quote

from .client import WorkflowClient


class WorkflowTaskLogs:
    """The logs of the tasks of one project. Thread-safe."""

    def __init__(self, client: WorkflowClient, project: str) -> None:
        self._client = client
        self._project = project

    def text(self, job_id: str, task_id: str) -> str:
        """Returns the whole log of a task."""
        return self._client.text(task_path(self._project, job_id, task_id) + "/logs")


def task_path(project: str, job_id: str, task_id: str) -> str:
    """Returns the path of a task below the service's address; `project` is the path of its project."""
    return f"{project}/jobs/{quote(job_id, safe='')}/tasks/{quote(task_id, safe='')}"
