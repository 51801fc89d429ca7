"""Figures of a comparison of two scenes by their quicklooks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

# From this strength on a place counts as changed: so many times the usual difference of unchanged ground.
CHANGED = 5.0


@dataclass(frozen=True)
class Change:
    """What a comparison of an earlier with a later scene found.

    `compared` is the share of the ground seen in both, 0 to 1, that is clear in both; `changed` the share of the
    compared ground that differs clearly. `pixel_m` is the size of a pixel of the comparison on the ground.
    """

    earlier_id: str
    later_id: str
    earlier: Optional[datetime]
    later: Optional[datetime]
    raster_path: str
    compared: float
    changed: float
    pixel_m: float
    is_doubtful: bool = False

    @property
    def days(self) -> Optional[int]:
        """Returns the days between the two scenes, None if a date is unknown."""
        return (self.later - self.earlier).days if self.later is not None and self.earlier is not None else None
