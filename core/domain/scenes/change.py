"""Figures of a comparison of two scenes by their quicklooks."""

from __future__ import annotations

import hashlib
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
    def key(self) -> str:
        """Returns the name of the pair."""
        return change_key(self.earlier_id, self.later_id)


def change_key(earlier_id: str, later_id: str) -> str:
    """Returns a name for two scenes that any file system takes: their ids may hold any characters."""
    return hashlib.sha256(f"{earlier_id}\n{later_id}".encode()).hexdigest()[:16]
