"""Estimates, balance, job costs and the history of the account."""

from __future__ import annotations

from typing import Any, Dict, List

from ...books import Entry, EntryKind
from ...clock import read_time
from ...http.routing import HttpRefusal, Request, Response, Router, page_of
from ..envelope import enveloped
from ..jobs.bill import history_json, job_credits_json
from ..ordering.costs import task_costs
from ..ordering.inputs import read_inputs
from ..ordering.selection import choose
from ..state import ProjectState

MAX_PAGE = 2000


class CreditRoutes:
    """All about credits, but for the spending."""

    def __init__(self, state: ProjectState) -> None:
        self._state = state

    def add_to(self, router: Router) -> None:
        """Adds the routes."""
        router.add("POST", "/projects/{project}/estimate/job", self._estimate)
        router.add("GET", "/projects/{project}/jobs/{job}/estimate", self._job_estimate)
        router.add("GET", "/projects/{project}/jobs/{job}/credits", self._job_credits)
        router.add("GET", "/projects/{project}/workflows/{workflow}/credits", self._workflow_credits)
        router.add("GET", "/accounts/me/credits/balance", self._balance)
        router.add("GET", "/accounts/me/credits/history", self._history)
        router.add("GET", "/accounts/me/paymentInfo", self._payment)

    def _estimate(self, request: Request) -> Response:
        """Takes `{tasks, inputs}` bare or wrapped in `input`."""
        self._state.expect_project(request)
        body: Any = request.json()
        members = body.get("input", body) if isinstance(body, dict) else {}
        if not isinstance(members, dict) or not isinstance(members.get("tasks"), list):
            raise HttpRefusal(400, "tasks: must be a list", "VALIDATION_ERROR")
        chain = self._state.workflows.chain_of(members["tasks"])
        inputs = read_inputs(members.get("inputs"), chain, self._state.year)
        parts = choose(chain[0], inputs.data, self._state.assets.part, self._state.shared.clock.now(), request.check)
        return enveloped(_by_name(chain, task_costs(chain, inputs, parts)))

    def _job_estimate(self, request: Request) -> Response:
        job = self._state.job(request)
        return enveloped(_by_name([step.task for step in job.steps], [step.cost for step in job.steps]))

    def _job_credits(self, request: Request) -> Response:
        job = self._state.job(request)
        shared = self._state.shared
        return enveloped(job_credits_json(job, shared.books.entries, shared.account))

    def _workflow_credits(self, request: Request) -> Response:
        workflow = self._state.workflow(request)
        spent = -sum(entry.credits for entry in self._consumption() if entry.details.get("workflowId") == workflow.id)
        return enveloped({"workflowId": workflow.id, "creditsSpent": spent})

    def _balance(self, request: Request) -> Response:
        return enveloped({"balance": self._state.shared.books.available})

    def _history(self, request: Request) -> Response:
        """Gives consumption and purchases, newest first; holds are not part of it."""
        since, until = _bound(request, "from"), _bound(request, "to")
        entries = [
            entry
            for entry in self._state.shared.books.entries
            if entry.kind in (EntryKind.CONSUMPTION, EntryKind.PURCHASE)
            and (since is None or since <= entry.time)
            and (until is None or entry.time <= until)
        ]
        entries.sort(key=lambda entry: entry.time, reverse=(request.argument("sort") or "desc").endswith("desc"))
        size = request.whole_number("size", 10, MAX_PAGE)
        page = page_of(entries, request.whole_number("page", 0), max(1, size))
        account = self._state.shared.account
        return enveloped({**page.as_json(), "content": [history_json(entry, account) for entry in page.content]})

    def _payment(self, request: Request) -> Response:
        return enveloped({"hasPaymentMethod": False, "paymentMethod": None})

    def _consumption(self) -> List[Entry]:
        return [e for e in self._state.shared.books.entries if e.kind is EntryKind.CONSUMPTION]


def _by_name(chain: Any, costs: Any) -> Dict[str, Any]:
    pairs: List[Any] = list(zip(chain, costs))
    return {task.name: cost.estimate_json() for task, cost in pairs}


def _bound(request: Request, name: str) -> Any:
    text = request.argument(name)
    if text is None:
        return None
    try:
        return read_time(text).timestamp()
    except ValueError as error:
        raise HttpRefusal(400, f"{name}: {error}", "VALIDATION_ERROR") from None
