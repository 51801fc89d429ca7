"""An area of the list of scenes over many areas, with its rows in the order of the list."""

from __future__ import annotations

from dataclasses import replace
from typing import List, Mapping, Optional, Tuple

from ...domain.areas.area_scene import AreaFound, AreaScene, RowKey, best_of


class AreaGroup:
    """`best` is the best of the rows, as far as their figures are known."""

    def __init__(self, found: AreaFound) -> None:
        self.found = found
        self.rows: List[AreaScene] = list(found.rows)
        self.best: Optional[AreaScene] = best_of(self.rows)

    @property
    def priced(self) -> AreaFound:
        """Returns the area with its rows as they are now: prices arrive after it was found."""
        return replace(self.found, rows=tuple(self.rows))

    @property
    def best_key(self) -> Optional[RowKey]:
        """Returns the key of the best row."""
        return None if self.best is None else self.best.key

    def put(self, changed: Mapping[RowKey, AreaScene]) -> List[Tuple[AreaScene, AreaScene]]:
        """Puts other versions of rows in their places; returns the former and the new version of each."""
        replaced = []
        for place, row in enumerate(self.rows):
            fresh = changed.get(row.key)
            if fresh is not None:
                self.rows[place] = fresh
                replaced.append((row, fresh))
        self.best = best_of(self.rows)
        return replaced
