"""The cost of a job: estimate, hold and bill, all computed from the same scenes."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import Any, Dict, Sequence, Tuple

from ..project.blocks import Unit
from ..project.workflow_store import WorkflowTask
from .inputs import DataRequest, JobInputs
from .selection import ScenePart

# Credits an hour of machine time (documentation of April 2021); at least one credit a task.
MACHINE_PRICES = {"SMALL": 4, "MEDIUM": 9, "LARGE": 19, "XLARGE": 38}
# The most by which estimates of areas and tiles exceeded their minimum in published examples.
_ESTIMATE_ROOM = 1.045
_SCENE_MILLISECONDS = (41_200, 57_800)
_MEGABYTES = 0.02
_MEGABYTES_PER_KM2 = 0.0004


@dataclass(frozen=True)
class Figures:
    """A quantity in the unit of its block, block credits, machine time in milliseconds, machine credits."""

    quantity: float
    credits: int
    milliseconds: int
    machine_credits: int

    @property
    def total(self) -> int:
        """Returns block and machine credits together."""
        return self.credits + self.machine_credits


@dataclass(frozen=True)
class TaskCost:
    """What one task costs at least, at most, and in the end."""

    unit: Unit
    least: Figures
    most: Figures
    used: Figures

    def estimate_json(self) -> Dict[str, Any]:
        """Returns the cost as an estimate shows it."""
        least, most = self.least, self.most
        return {
            "blockConsumption": {
                "resources": {
                    "unit": self.unit.estimated,
                    "min": round(least.quantity, 6),
                    "max": round(most.quantity, 6),
                },
                "credit": {"min": least.credits, "max": most.credits},
            },
            "machineConsumption": {
                "duration": {"min": least.milliseconds, "max": most.milliseconds},
                "credit": {"min": least.machine_credits, "max": most.machine_credits},
            },
        }


def task_costs(chain: Sequence[WorkflowTask], inputs: JobInputs, parts: Sequence[ScenePart]) -> Tuple[TaskCost, ...]:
    """Returns the cost of each task of a chain that takes these scenes."""
    return (_data_cost(chain[0], inputs.data, parts), *(_processing_cost(task, parts) for task in chain[1:]))


def hold_of(costs: Sequence[TaskCost]) -> int:
    """Returns the credits that are held for a job: the sum of what each task costs at least."""
    return sum(cost.least.total for cost in costs)


def scene_credits(task: WorkflowTask, part: ScenePart) -> int:
    """Returns the block credits that one scene of a data task is estimated at."""
    return math.ceil(round(part.quantity * task.block.price, 6))


def _data_cost(task: WorkflowTask, data: DataRequest, parts: Sequence[ScenePart]) -> TaskCost:
    block = task.block
    quantity = 0.0 if data.asset_ids else sum(part.quantity for part in parts)
    used = 0.0 if data.asset_ids else sum(part.quantity * _delivered_share(part) for part in parts)
    most = quantity * _ESTIMATE_ROOM
    if block.unit is Unit.TILE:
        most, used = math.ceil(most), math.ceil(used)
    if block.unit is Unit.MEGABYTE:
        quantity = used = _MEGABYTES + _MEGABYTES_PER_KM2 * sum(part.km2 for part in parts)
        most = quantity * _ESTIMATE_ROOM

    def figures(amount: float) -> Figures:
        return Figures(amount, math.ceil(round(amount * block.price, 6)), 0, 1)

    return TaskCost(block.unit, figures(quantity), figures(most), figures(used))


def _processing_cost(task: WorkflowTask, parts: Sequence[ScenePart]) -> TaskCost:
    count = len(parts)

    def figures(milliseconds: int) -> Figures:
        machine = math.ceil(MACHINE_PRICES[task.block.machine] * milliseconds / 3_600_000)
        return Figures(count, count * task.block.price, milliseconds, max(1, machine))

    short, long = (count * each for each in _SCENE_MILLISECONDS)
    return TaskCost(task.block.unit, figures(short), figures(long), figures(short))


def _delivered_share(part: ScenePart) -> float:
    """Returns the part of a scene that is delivered and charged: its torn edges, up to 3 %, are not."""
    digest = hashlib.sha256(f"edges {part.feature_id}".encode()).digest()
    return 1.0 - 0.03 * digest[0] / 255.0
