"""One of many areas: the polygons of a feature, its name and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional, Sequence, Set, Tuple

from ..aoi import Aoi
from ..outputs.file_names import collision_key
from ..problems import Problem


@dataclass(frozen=True)
class Area:
    """A feature of a layer of areas.

    `id` is the feature's id, `name` differs from that of every other area of the layer. `parts` are polygons without
    holes that do not overlap: a feature of several parts has several, and one with a hole is cut along a meridian
    through it, so that together they are what was drawn. `part_count` and `hole_count` count those of the feature.
    With a `problem` nothing is searched, and there are parts only if they can be shown.
    """

    id: int
    name: str
    parts: Tuple[Aoi, ...] = ()
    problem: Optional[Problem] = None
    part_count: int = 1
    hole_count: int = 0

    @property
    def area_km2(self) -> float:
        """Returns the size on the ellipsoid."""
        return sum(part.area_km2 for part in self.parts)


def distinct_area_names(names: Sequence[str], unnamed: str) -> List[str]:
    """Returns the names of areas with their number, from 1, where they are needed to tell them apart.

    An empty name becomes `unnamed`, in which `{number}` is the place of the area in the list. Of equal names the first
    stays. Names are equal if a file system may treat them as equal: outputs are in a folder per area.
    """
    stripped = [" ".join(name.split()) for name in names]
    # A name that an area has of itself is not given to another one.
    taken: Set[str] = {collision_key(name) for name in stripped if name}
    used: Set[str] = set()
    found: List[str] = []
    for place, given in enumerate(stripped, 1):
        base = given or unnamed.format(number=place)
        name, number = base, 1
        while collision_key(name) in used or (name != given and collision_key(name) in taken):
            number += 1
            name = f"{base} ({number})"
        used.add(collision_key(name))
        found.append(name)
    return found
