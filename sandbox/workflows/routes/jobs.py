"""Jobs: create and run, read, list, cancel, rename, run again."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

from ...http.routing import HttpRefusal, Request, Response, Router, no_check, text_response
from ...testing.faults import FaultKind
from ..envelope import enveloped
from ..jobs.job import Job
from ..jobs.logs import task_log
from ..jobs.store import too_many_jobs
from ..ordering.costs import TaskCost, task_costs
from ..ordering.inputs import JobInputs, read_inputs
from ..ordering.limits import check_limits
from ..ordering.selection import ScenePart, choose
from ..project.workflow_store import Workflow, WorkflowTask
from ..state import ProjectState

PAGE_SIZE = 100
SORT_FIELDS = ("createdAt", "name", "id", "mode", "status", "startedAt", "finishedAt")


class JobRoutes:
    """The life of jobs."""

    def __init__(self, state: ProjectState) -> None:
        self._state = state

    def add_to(self, router: Router) -> None:
        """Adds the routes."""
        jobs = "/projects/{project}/jobs"
        of_workflow = "/projects/{project}/workflows/{workflow}/jobs"
        router.add("POST", of_workflow, self._create)
        router.add("POST", f"{of_workflow}/validate", self._validate)
        router.add("POST", f"{of_workflow}/{{job}}", self._rerun)
        router.add("PUT", f"{of_workflow}/{{job}}", self._rename)
        router.add("POST", f"{jobs}/validate", self._validate)
        router.add("GET", jobs, self._list)
        router.add("GET", f"{jobs}/{{job}}", self._read)
        router.add("POST", f"{jobs}/{{job}}/cancel", self._cancel)
        router.add("GET", f"{jobs}/{{job}}/tasks", self._tasks)
        router.add("GET", f"{jobs}/{{job}}/tasks/{{task}}/logs", self._log)

    def _create(self, request: Request) -> Response:
        workflow = self._state.workflow(request)
        inputs = read_inputs(request.json(), workflow.tasks, self._state.year)
        return self._run(request, workflow, inputs, request.argument("name"))

    def _rerun(self, request: Request) -> Response:
        """Starts a new job with the same inputs, mode included; the workflow may have changed since."""
        workflow, job = self._state.workflow(request), self._state.job(request)
        name = request.argument("name") or f"Rerun {job.name or job.id[:8]}"
        return self._run(request, workflow, read_inputs(job.inputs.body, workflow.tasks, self._state.year), name)

    def _run(self, request: Request, workflow: Workflow, inputs: JobInputs, name: Optional[str]) -> Response:
        # A live job is not given up for a client that has left.
        parts, costs = self._plan(workflow.tasks, inputs, request.check if inputs.is_dry_run else no_check)
        if request.take_fault(FaultKind.TOO_MANY_JOBS):
            raise too_many_jobs()
        account = self._state.shared.account
        job = self._state.jobs.create(
            workflow=workflow,
            inputs=inputs,
            parts=parts,
            costs=costs,
            name=name,
            creator={"id": account.user_id, "type": "API_KEY"},
            failing=self._failing(request, workflow, inputs, parts),
        )
        return enveloped(job.as_json(self._state.now))

    def _plan(
        self, chain: Sequence[WorkflowTask], inputs: JobInputs, check: Callable[[], None]
    ) -> Tuple[Tuple[ScenePart, ...], Tuple[TaskCost, ...]]:
        check_limits(chain[0], inputs, self._state.settings)
        parts = choose(chain[0], inputs.data, self._state.assets.part, self._state.shared.clock.now(), check)
        return parts, task_costs(chain, inputs, parts)

    def _failing(
        self, request: Request, workflow: Workflow, inputs: JobInputs, parts: Sequence[ScenePart]
    ) -> Optional[int]:
        """Returns the task that is going to fail: by a fault, or the data task of a live job without scenes."""
        last = 0 if inputs.is_dry_run else len(workflow.tasks) - 1
        fault = request.take_fault(FaultKind.JOB_FAILED)
        if fault is not None:
            names = [task.name for task in workflow.tasks]
            wanted = int(fault.task) if fault.task.isdigit() else names.index(fault.task) if fault.task else 0
            return min(wanted, last)
        return 0 if not parts and not inputs.is_dry_run else None

    def _validate(self, request: Request) -> Response:
        """Checks `{tasks, input}` as for a job; the response has no body if they are valid."""
        self._state.expect_project(request)
        body: Any = request.json()
        if not isinstance(body, dict) or not isinstance(body.get("tasks"), list):
            raise HttpRefusal(400, "tasks: must be a list", "VALIDATION_ERROR")
        chain = self._state.workflows.chain_of(body["tasks"])
        inputs = read_inputs(body.get("input", body.get("inputs")), chain, self._state.year)
        check_limits(chain[0], inputs, self._state.settings)
        return Response(200)

    def _rename(self, request: Request) -> Response:
        job = self._state.job(request)
        body: Any = request.json()
        if not isinstance(body, dict) or not isinstance(body.get("name"), str):
            raise HttpRefusal(400, 'Field "name" must not be empty', "VALIDATION_ERROR")
        job.name = body["name"]
        job.renamed = self._state.now
        return enveloped(job.as_json(self._state.now))

    def _list(self, request: Request) -> Response:
        """Gives a plain array, 100 jobs a page; the page behind the last one is empty."""
        self._state.expect_project(request)
        field, _, direction = (request.argument("sort") or "createdAt,desc").partition(",")
        if field not in SORT_FIELDS or direction.lower() not in ("", "asc", "desc"):
            message = f"sort: must be one of {', '.join(SORT_FIELDS)} with asc or desc"
            raise HttpRefusal(400, message, "VALIDATION_ERROR")
        now = self._state.now
        start = request.whole_number("page", 0) * PAGE_SIZE
        listed_until = now - self._state.shared.options.listing_lag
        jobs = [job for job in self._state.jobs.all() if job.timeline.created <= listed_until]
        page = _sorted(jobs, field, direction.lower() == "desc", now)
        return enveloped([job.as_json(now) for job in page[start : start + PAGE_SIZE]])

    def _read(self, request: Request) -> Response:
        return enveloped(self._state.job(request).as_json(self._state.now))

    def _cancel(self, request: Request) -> Response:
        job = self._state.job(request)
        status = job.moment(self._state.now).status
        if status.is_final:
            message = f"Job {job.id} is {status.value} and cannot be cancelled"
            raise HttpRefusal(400, message, "VALIDATION_ERROR")
        self._state.jobs.cancel(job)
        return Response(204)

    def _tasks(self, request: Request) -> Response:
        return enveloped(self._state.job(request).steps_json(self._state.now))

    def _log(self, request: Request) -> Response:
        job, position = self._state.step(request)
        return text_response(task_log(job, position, self._state.now))


def _sorted(jobs: List[Job], field: str, descending: bool, now: float) -> List[Job]:
    if field != "createdAt":
        shown: Dict[str, str] = {job.id: str(job.as_json(now)[field] or "") for job in jobs}
        jobs.sort(key=lambda job: shown[job.id])
    return jobs[::-1] if descending else jobs
