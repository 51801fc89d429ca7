"""An area of the list of scenes over many areas, with its rows in the order of the list."""

from __future__ import annotations

from dataclasses import replace
from typing import List, Mapping, Optional, Tuple

from ...domain.areas.area_scene import AreaFound, AreaScene, RowKey, best_of
from ...domain.scenes.filters import SceneFilters


class AreaGroup:
    """`rows` are those that the filters let through, `best` is the best of them, as far as their figures are known.

    `number` counts the areas from 1 as they arrive, `place` is where the area is in the list.
    """

    def __init__(self, found: AreaFound, number: int = 1) -> None:
        self.found = found
        self.number = number
        self.place = 0
        self.rows: List[AreaScene] = list(found.rows)
        self.hidden: List[AreaScene] = []
        self.best: Optional[AreaScene] = best_of(self.rows)

    @property
    def priced(self) -> AreaFound:
        """Returns the area with its rows as they are now: prices arrive after it was found."""
        return replace(self.found, rows=(*self.rows, *self.hidden))

    @property
    def best_key(self) -> Optional[RowKey]:
        """Returns the key of the best row."""
        return None if self.best is None else self.best.key

    def row(self, key: RowKey) -> Optional[AreaScene]:
        """Returns a row by its key, listed or hidden; None without one."""
        return next((row for rows in (self.rows, self.hidden) for row in rows if row.key == key), None)

    def filter(self, filters: SceneFilters) -> None:
        """Divides the rows into those that pass and those that are hidden."""
        # Each row once: thousands are filtered with each key that is typed.
        listed: List[AreaScene] = []
        hidden: List[AreaScene] = []
        for row in (*self.rows, *self.hidden):
            (listed if passes(filters, row) else hidden).append(row)
        self.rows, self.hidden = listed, hidden
        self.best = best_of(self.rows)

    def put(self, changed: Mapping[RowKey, AreaScene]) -> List[Tuple[AreaScene, AreaScene]]:
        """Puts other versions of rows in their places; returns the former and the new version of each listed one."""
        replaced = []
        for place, row in enumerate(self.rows):
            fresh = changed.get(row.key)
            if fresh is not None:
                self.rows[place] = fresh
                replaced.append((row, fresh))
        self.hidden = [changed.get(row.key, row) for row in self.hidden]
        self.best = best_of(self.rows)
        return replaced


def passes(filters: SceneFilters, row: AreaScene) -> bool:
    """Returns whether a row passes; its clouds are those over the area, before they are known those of the scene."""
    cloud = row.scene.cloud_cover if row.aoi_cloud_cover is None else row.aoi_cloud_cover
    return filters.accepts(row.scene, row.coverage, cloud, f"{row.area.name} {row.product_title}")
