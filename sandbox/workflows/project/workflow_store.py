"""Workflows: one data block followed by processing blocks."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from ...access import named_id
from ...clock import Clock, iso
from ...http.routing import HttpRefusal
from .blocks import Block, BlockCatalogue

MAX_NAME = 100
MAX_PROCESSING_BLOCKS = 5


@dataclass(frozen=True)
class WorkflowTask:
    """A block at its place in a workflow; `name` is the key of its parameters in a job."""

    id: str
    name: str
    block: Block
    parent: Optional[str]
    created: str

    def as_json(self, year: int, parent_id: Optional[str]) -> Dict[str, Any]:
        """Returns the task with its whole block; `year` is the one that the block's default period ends with."""
        return {
            "id": self.id,
            "displayId": self.id[:8],
            "createdAt": self.created,
            "updatedAt": self.created,
            "name": self.name,
            "parentsIds": [] if parent_id is None else [parent_id],
            "blockName": self.block.name,
            "blockVersionTag": self.block.version,
            "block": self.block.full_json(year, self.created),
            "environment": None,
        }


@dataclass
class Workflow:
    """A named chain of tasks, the data task first."""

    id: str
    name: str
    description: str
    created: str
    updated: str
    tasks: Tuple[WorkflowTask, ...] = field(default=())

    def as_json(self) -> Dict[str, Any]:
        """Returns the workflow as the service does: without its tasks."""
        return {
            "id": self.id,
            "displayId": self.id[:8],
            "name": self.name,
            "description": self.description,
            "createdAt": self.created,
            "updatedAt": self.updated,
            "totalProcessingTime": 0,
        }

    def tasks_json(self, year: int) -> List[Dict[str, Any]]:
        """Returns the tasks in the order of the chain."""
        ids = {task.name: task.id for task in self.tasks}
        return [task.as_json(year, ids.get(task.parent or "")) for task in self.tasks]


class WorkflowStore:
    """The workflows of the project, those that come with it and those that clients make. Safe for threads."""

    def __init__(self, catalogue: BlockCatalogue, clock: Clock) -> None:
        self._catalogue = catalogue
        self._clock = clock
        self._lock = threading.Lock()
        self._workflows: Dict[str, Workflow] = {}
        for name, description, blocks in _SHIPPED:
            workflow = self._add(named_id("workflow", name), name, description)
            chain = [f"{block}:1" for block in blocks]
            self.set_tasks(
                workflow,
                [
                    {"name": task, "parentName": parent, "blockId": catalogue.by_name(block).id}
                    for task, parent, block in zip(chain, [None, *chain], blocks)
                ],
            )

    def all(self) -> List[Workflow]:
        """Returns every workflow in the order of making."""
        with self._lock:
            return list(self._workflows.values())

    def get(self, id: str) -> Optional[Workflow]:
        """Returns a workflow, or None when there is none of that id."""
        with self._lock:
            return self._workflows.get(id)

    def create(self, body: Any) -> Workflow:
        """Makes a workflow from `{name, description, tasks}`; HttpRefusal 400 without a name, 422 for wrong
        tasks.
        """
        name = _name(body)
        tasks = body.get("tasks") or []
        chain = self.chain_of(tasks) if tasks else ()
        workflow = self._add(str(uuid.uuid4()), name, str(body.get("description") or ""))
        workflow.tasks = chain
        return workflow

    def rename(self, workflow: Workflow, body: Any) -> None:
        """Sets name and description; what is null or left out stays."""
        members = body if isinstance(body, Mapping) else {}
        if members.get("name") is not None:
            workflow.name = _name(members)
        if members.get("description") is not None:
            workflow.description = str(members["description"])
        workflow.updated = iso(self._clock.now(), 6)

    def delete(self, workflow: Workflow) -> None:
        """Removes a workflow; its jobs stay."""
        with self._lock:
            self._workflows.pop(workflow.id, None)

    def set_tasks(self, workflow: Workflow, body: Any) -> None:
        """Replaces the whole chain; HttpRefusal 400 for a body that is no list, 422 for a chain that cannot run."""
        if not isinstance(body, list):
            raise HttpRefusal(400, "Required request body is missing or cannot be read", "VALIDATION_ERROR")
        workflow.tasks = self.chain_of(body)
        workflow.updated = iso(self._clock.now(), 6)

    def _add(self, id: str, name: str, description: str) -> Workflow:
        created = iso(self._clock.now(), 6)
        workflow = Workflow(id, name, description, created, created)
        with self._lock:
            self._workflows[id] = workflow
        return workflow

    def chain_of(self, body: Sequence[Any]) -> Tuple[WorkflowTask, ...]:
        """Reads a chain of tasks; HttpRefusal 422 when it cannot run."""
        tasks: List[WorkflowTask] = []
        wrong: List[str] = []
        mismatches: List[Dict[str, Any]] = []
        for entry in body:
            members = entry if isinstance(entry, Mapping) else {}
            name = members.get("name")
            block = self._catalogue.by_id(str(members.get("blockId")))
            if not isinstance(name, str) or not 0 < len(name) <= MAX_NAME or block is None:
                wrong.append(str(name))
                continue
            before = tasks[-1] if tasks else None
            taken = any(task.name == name for task in tasks)
            if taken or members.get("parentName") != (before.name if before else None):
                wrong.append(name)
            elif (before is None and not block.is_data) or (
                before is not None and not set(block.accepts) & set(before.block.produces)
            ):
                mismatches.append({"workflowTaskName": name, "missingInputCapabilities": list(block.accepts)})
            tasks.append(
                WorkflowTask(
                    id=str(uuid.uuid4()),
                    name=name,
                    block=block,
                    parent=before.name if before else None,
                    created=iso(self._clock.now()),
                )
            )
        if wrong or mismatches or len(tasks) > 1 + MAX_PROCESSING_BLOCKS:
            raise HttpRefusal(
                422,
                "Workflow cannot be saved because it contains errors.",
                invalidTaskNames=wrong,
                capabilityMismatches=mismatches,
            )
        return tuple(tasks)


_SHIPPED: Tuple[Tuple[str, str, Tuple[str, ...]], ...] = (
    (
        "Pléiades Display (Download)",
        "Half-metre images as GeoTIFF",
        ("oneatlas-pleiades-display", "data-conversion-dimap"),
    ),
    ("SPOT Display (Streaming)", "Images at 1.5 m, clipped to tiles", ("oneatlas-spot-aoiclipped",)),
    ("Sentinel-2 L2A Visual", "Free images at 10 m", ("esa-s2-l2a-gtiff-visual",)),
    ("Airbus Global Seeps", "Seeps at sea as vectors; has no test query", ("airbus-globalseeps",)),
)


def _name(body: Any) -> str:
    name = body.get("name") if isinstance(body, Mapping) else None
    if not isinstance(name, str) or not name.strip():
        raise HttpRefusal(400, 'Field "name" must not be empty', "VALIDATION_ERROR")
    if len(name) > MAX_NAME:
        raise HttpRefusal(400, f'Field "name" must not be longer than {MAX_NAME}', "VALIDATION_ERROR")
    return name
