"""A watch that the user keeps under a name, and what a run of it found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Mapping, Optional, Tuple

from .area import Area
from .area_scene import AreaFound, AreaProblem
from .due import is_due


@dataclass(frozen=True)
class WatchedProduct:
    """A product of a watch: its request without an area and an end."""

    id: str
    title: str
    request: Mapping[str, Any]


@dataclass(frozen=True)
class KeptWatch:
    """A watch of the dock: the products of a query, over areas as they were when it was kept.

    `connection` is the name of the connection that it runs with. `last_run` is None before the first run.
    """

    name: str
    connection: str
    products: Tuple[WatchedProduct, ...]
    areas: Tuple[Area, ...]
    last_run: Optional[datetime] = None

    def is_due(self, now: datetime) -> bool:
        """Returns whether it did not run within a day."""
        return is_due(self.last_run, now)


@dataclass(frozen=True)
class WatchNews:
    """What a run found that no earlier run reported; `since` is the time of the run before, None for the first.

    `product_titles` are those of the watch. `path` is the GeoPackage with the new scenes, None if there are none. With
    `has_lost_memory` some of them may have been reported before.
    """

    name: str
    found: Tuple[AreaFound, ...]
    product_titles: Tuple[str, ...]
    path: Optional[Path] = None
    since: Optional[datetime] = None
    has_lost_memory: bool = False

    @property
    def new_count(self) -> int:
        """Returns the number of new scenes, each counted once per area and product."""
        return sum(len(item.rows) for item in self.found)

    @property
    def counts(self) -> Mapping[str, int]:
        """Returns the number of new scenes of each product of which there are any, by title."""
        counted = Counter(row.product_title for item in self.found for row in item.rows)
        return dict(counted.most_common())

    @property
    def area_count(self) -> int:
        """Returns the number of areas with new scenes."""
        return sum(1 for item in self.found if item.rows)

    @property
    def failed_count(self) -> int:
        """Returns the number of areas that could not be searched for a reason of their own."""
        return sum(1 for item in self.found if item.own_problems)

    @property
    def unsearched(self) -> Tuple[AreaProblem, ...]:
        """Returns which products were not searched over any area, and why."""
        problems = {item.product_title: item for found in self.found for item in found.problems if item.is_everywhere}
        return tuple(problems.values())
