"""The cost table of an order over many areas: a line per area where each has the same tasks."""

from __future__ import annotations

from typing import Dict, List, NamedTuple, Sequence, Tuple

from qgis.PyQt.QtCore import QCoreApplication

from ...core.domain.jobs.credits import Estimate, EstimateLine
from ..wording import credits_range_text

_translate = QCoreApplication.translate


class CostRow(NamedTuple):
    """A row of the table, and the lines of its tool tip."""

    line: EstimateLine
    tip: Tuple[str, ...]


def rows_by_area(estimates: Sequence[Tuple[str, Estimate]]) -> List[CostRow]:
    """Returns a row per area with the sum of its tasks, which are in the tool tip; an area may have several estimates.

    Empty if the areas differ in their tasks, have one each, or have a line per scene: then each line says something of
    its own.
    """
    lines: Dict[str, List[EstimateLine]] = {}
    for area, estimate in estimates:
        lines.setdefault(area, []).extend(estimate.lines)
    tasks = {tuple(line.title for line in estimate.lines) for _, estimate in estimates}
    is_whole = not any(line.scene_id or line.problem for each in lines.values() for line in each)
    if len(tasks) != 1 or len(tasks.pop()) < 2 or not is_whole:
        return []
    return [CostRow(_sum(area, each), (area, *map(_task_text, each))) for area, each in lines.items()]


def _sum(area: str, lines: List[EstimateLine]) -> EstimateLine:
    return EstimateLine(area, sum(line.min_credits for line in lines), sum(line.max_credits for line in lines))


def _task_text(line: EstimateLine) -> str:
    cost = credits_range_text(line.min_credits, line.max_credits)
    return _translate("UP42", "{title}: {value}").format(title=line.title, value=cost)
