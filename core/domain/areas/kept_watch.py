"""A watch that the user keeps under a name, and what a run of it found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Mapping, Optional, Tuple

from .area import Area
from .area_scene import AreaFound

# A watch that last ran longer ago is due when QGIS starts.
DUE_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class KeptWatch:
    """A watch of the dock: a product's request without its area and end, over areas as they were when it was kept.

    `connection` is the name of the connection that it runs with. `last_run` is None before the first run.
    """

    name: str
    connection: str
    product_id: str
    product_title: str
    request: Mapping[str, Any]
    areas: Tuple[Area, ...]
    last_run: Optional[datetime] = None

    def is_due(self, now: datetime) -> bool:
        """Returns whether it did not run within a day."""
        return self.last_run is None or now - self.last_run > DUE_AFTER


@dataclass(frozen=True)
class WatchNews:
    """What a run found that no earlier run reported; `since` is the time of the run before, None for the first.

    `path` is the GeoPackage with the new scenes, None if there are none. With `has_lost_memory` some of them may have
    been reported before.
    """

    name: str
    found: Tuple[AreaFound, ...]
    path: Optional[Path] = None
    since: Optional[datetime] = None
    has_lost_memory: bool = False

    @property
    def new_count(self) -> int:
        """Returns the number of new scenes, each counted once per area."""
        return sum(len(item.rows) for item in self.found)

    @property
    def area_count(self) -> int:
        """Returns the number of areas with new scenes."""
        return sum(1 for item in self.found if item.rows)

    @property
    def failed_count(self) -> int:
        """Returns the number of areas that could not be searched."""
        return sum(1 for item in self.found if item.problems)
