"""Remedies for an area that the service refuses."""

from __future__ import annotations

from enum import Enum
from typing import Dict, Tuple

from .problems import Problem, ProblemCode


class Remedy(Enum):
    """A change that makes an area acceptable; all but SIMPLIFY keep the whole chosen area."""

    BOUNDING_BOX = "bounding_box"
    CONVEX_HULL = "convex_hull"
    FILL_HOLES = "fill_holes"
    SIMPLIFY = "simplify"
    DISSOLVE = "dissolve"


def remedies(problem: Problem) -> Tuple[Remedy, ...]:
    """Returns the remedies for a problem, the one that changes the area least first."""
    return _REMEDIES.get(problem.code, ())


_REMEDIES: Dict[ProblemCode, Tuple[Remedy, ...]] = {
    ProblemCode.HOLES: (Remedy.FILL_HOLES,),
    ProblemCode.SEVERAL_PARTS: (Remedy.CONVEX_HULL, Remedy.BOUNDING_BOX),
    ProblemCode.SELF_INTERSECTION: (Remedy.DISSOLVE, Remedy.CONVEX_HULL, Remedy.BOUNDING_BOX),
    ProblemCode.TOO_MANY_VERTICES: (Remedy.SIMPLIFY, Remedy.CONVEX_HULL, Remedy.BOUNDING_BOX),
}
