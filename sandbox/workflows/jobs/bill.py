"""The ledger entries of a finished task, and how the service shows them."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Sequence, Tuple

from ...books import Entry, EntryKind
from ...clock import iso_from
from ...shared import Account
from .job import Job, JobTask

_RUN_MEMBERS = (
    "workflowId",
    "workflowName",
    "jobId",
    "jobName",
    "jobTaskId",
    "jobTaskName",
    "blockName",
    "blockDisplayName",
    "blockVersion",
    "machineName",
)


def task_entries(job: Job, step: JobTask) -> List[Tuple[int, Dict[str, Any]]]:
    """Returns the two entries of a task, block and machine: credits, and details for the books."""
    block, used = step.task.block, step.cost.used
    shared = {
        "workflowId": job.workflow.id,
        "workflowName": job.workflow.name,
        "jobId": job.id,
        "jobName": job.name,
        "jobTaskId": step.id,
        "jobTaskName": step.task.name,
        "blockId": block.id,
        "blockName": block.name,
        "blockDisplayName": block.title,
        "blockVersion": block.version,
        "machineName": block.machine,
    }
    quantity = round(used.quantity * block.unit.billed_factor)
    return [
        (used.credits, {**shared, "quantity": quantity, "unit": block.unit.billed}),
        (used.machine_credits, {**shared, "duration": used.milliseconds, "cpu": 1, "memory": 4096}),
    ]


def history_json(entry: Entry, account: Account) -> Dict[str, Any]:
    """Returns an entry as the account's history shows it; it has only purchases and consumption."""
    details = dict(entry.details)
    if "orderId" in details:
        return _order_history_json(entry, account)
    is_task = entry.kind is EntryKind.CONSUMPTION
    return {
        "id": entry.id,
        "type": "JOB_TASK" if is_task else "CREDIT_PURCHASE",
        "createdAt": iso_from(entry.time, 6),
        "createdBy": {"id": account.user_id, "type": "API_KEY" if is_task else "USER"},
        "delta": entry.credits,
        "details": {
            "id": details["jobTaskId"] if is_task else entry.id,
            "description": details.get("blockDisplayName", "Opening balance"),
            "consumption": (
                {**details, "projectId": account.project_id, "creditsUsed": -entry.credits} if is_task else None
            ),
            "allocation": None if is_task else {"allocationState": "RELEASED"},
        },
    }


def _order_history_json(entry: Entry, account: Account) -> Dict[str, Any]:
    """Returns what an order of the platform was charged: both generations spend the same credits."""
    return {
        "id": entry.id,
        "type": "ORDER",
        "createdAt": iso_from(entry.time, 6),
        "createdBy": {"id": account.user_id, "type": "USER"},
        "delta": entry.credits,
        "details": {
            "id": entry.details["orderId"],
            "description": entry.details["orderName"],
            "consumption": None,
            "allocation": None,
        },
    }


def job_credits_json(job: Job, entries: Sequence[Entry], account: Account) -> Dict[str, Any]:
    """Returns what a job has cost so far, task by task."""
    own = [entry for entry in entries if entry.reference == job.id and entry.kind is EntryKind.CONSUMPTION]
    tasks = []
    for step in job.steps:
        parts = [entry for entry in own if entry.details["jobTaskId"] == step.id]
        if not parts:
            continue
        tasks.append(
            {
                "id": step.id,
                "displayId": step.id[:8],
                "creditsUsed": -sum(entry.credits for entry in parts),
                "blockConsumption": next((_record(e, account) for e in parts if "unit" in e.details), None),
                "machineConsumption": next((_record(e, account) for e in parts if "cpu" in e.details), None),
            }
        )
    return {
        "projectId": account.project_id,
        "projectDisplayId": account.project_id[:8],
        "jobId": job.id,
        "jobDisplayId": job.id[:8],
        "creditsUsed": -sum(entry.credits for entry in own),
        "tasks": tasks,
    }


def _record(entry: Entry, account: Account) -> Dict[str, Any]:
    details: Mapping[str, Any] = entry.details
    record: Dict[str, Any] = {
        "id": entry.id,
        "userId": account.user_id,
        "workspaceId": account.workspace_id,
        "accountId": account.account_id,
        "creditsUsed": -entry.credits,
        "createdAt": iso_from(entry.time, 6),
        "jobRun": {"projectId": account.project_id, **{name: details[name] for name in _RUN_MEMBERS}},
    }
    if "unit" in details:
        record["blockConsumption"] = {"quantity": details["quantity"], "unit": details["unit"]}
    else:
        record["machineConsumption"] = {name: details[name] for name in ("duration", "cpu", "memory")}
    return record
